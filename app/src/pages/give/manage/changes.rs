//! What has changed about a gift since it was promised (R4.6).

use domain::{Aspect, Exactness, GiftCard, GiftChanges, ManageState, ManageView};
use leptos::prelude::*;

use crate::{
    components::{Icon, IconName, language, words},
    i18n::td_string,
};

/// Says what is different, how it is, and how it was.
#[component]
pub(super) fn Changed(view: ManageView) -> impl IntoView {
    let locale = language();
    let ManageView { changes, card, state, .. } = view;
    let words = match state {
        ManageState::Reserved => td_string!(locale, gifts.changes.words),
        _ => td_string!(locale, gifts.changes.words_bought),
    };
    changes.map(|GiftChanges { aspects, before }| {
        let lines = aspects.into_iter().map(|aspect| line(aspect, &card, &before));
        view! {
            <div class="notice warning" role="status">
                <Icon name=IconName::INFO/>
                <p><strong>{td_string!(locale, gifts.changes.heading)}</strong> " " {words}</p>
                <ul role="list">{lines.collect::<Vec<_>>()}</ul>
            </div>
        }
    })
}

/// One thing: what it is now, and what it was.
fn line(aspect: Aspect, now: &GiftCard, before: &GiftCard) -> AnyView {
    let locale = language();
    let (name, value): (_, fn(&GiftCard) -> String) = match aspect {
        // Where it leads is a matter of following it.
        Aspect::Link => {
            let words = td_string!(locale, gifts.changes.link_words);
            let name = td_string!(locale, gifts.changes.link);
            return view! { <li>{name} ": " {words}</li> }.into_any();
        }
        Aspect::Name => (td_string!(locale, gifts.changes.name), |card| card.name.clone()),
        Aspect::Shop => (td_string!(locale, gifts.changes.shop), |card| card.shop.clone()),
        Aspect::Price => (td_string!(locale, gifts.changes.price), price),
        Aspect::Size => (td_string!(locale, gifts.changes.size), |card| card.size.clone()),
        Aspect::Colour => (td_string!(locale, gifts.changes.colour), |card| card.colour.clone()),
        Aspect::Exactness => (td_string!(locale, gifts.changes.exactness), exactness),
    };
    let [now, before] = [now, before].map(|card| match value(card) {
        nothing if nothing.is_empty() => "–".to_owned(),
        value => value,
    });
    let was = td_string!(locale, gifts.changes.before);
    view! {
        <li>
            {name} ": " <strong><bdi>{now}</bdi></strong> " (" {was} " " <bdi>{before}</bdi> ")"
        </li>
    }
    .into_any()
}

fn price(card: &GiftCard) -> String {
    card.price.map_or_else(String::new, |price| words::money(language(), price.money))
}

fn exactness(card: &GiftCard) -> String {
    let locale = language();
    let words = match card.exactness {
        Exactness::Exact => td_string!(locale, editor.exactness.exact),
        Exactness::Similar => td_string!(locale, editor.exactness.similar),
    };
    words.to_owned()
}

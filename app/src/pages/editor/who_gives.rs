//! Who gives what, where owners see it.

use domain::{GiftCard, ListId, Progress, ShownGift, Taker};
use leptos::prelude::*;

use super::letting_go::LetGo;
use crate::{
    components::{Icon, IconName, Panel, Picture, language},
    i18n::td_string,
};

/// Everybody who took something, gift by gift, and how far the list has come.
#[component]
pub(super) fn WhoGives(
    list: ListId,
    gifts: Vec<ShownGift>,
    /// Whether the list was never shared.
    draft: bool,
) -> impl IntoView {
    let locale = language();
    let counts = |shown: &ShownGift| (shown.gift.wanted, shown.reserved + shown.purchased);
    let so_far = Progress::of(gifts.iter().map(counts));
    let taken = gifts.into_iter().flat_map(|shown| {
        let card = shown.gift.card;
        shown.takers.into_iter().map(move |taker| (card.clone(), taker))
    });
    let taken: Vec<_> =
        taken.map(|(card, taker)| view! { <OneTaker card taker/> }.into_any()).collect();
    if taken.is_empty() {
        return view! { <NothingTaken draft/> }.into_any();
    }
    let counted = td_string!(locale, lists.card.taken, count = so_far.wanted, taken = so_far.taken);
    let so_far = (so_far.wanted > 0).then(|| {
        view! {
            <Panel id="so-far-heading" heading=td_string!(locale, editor.taken.so_far)>
                <progress
                    value=so_far.taken.to_string()
                    max=so_far.wanted.to_string()
                    aria-label=td_string!(locale, editor.taken.progress)
                ></progress>
                <p>{counted}</p>
            </Panel>
        }
    });
    view! {
        <div class="beside">
            <section class="panel stack" aria-labelledby="who-heading">
                <h2 id="who-heading">{td_string!(locale, editor.taken.heading)}</h2>
                <ul class="taken-list" role="list">{taken}</ul>
            </section>
            <aside class="stack">
                {so_far}
                <Panel id="say-thanks-heading" heading=td_string!(locale, thanks.link.heading)>
                    <p class="small soft">{td_string!(locale, thanks.link.words)}</p>
                    <a class="button" href=format!("/lists/{list}/thanks")>
                        {td_string!(locale, thanks.link.submit)}
                    </a>
                </Panel>
            </aside>
        </div>
    }
    .into_any()
}

#[component]
fn OneTaker(card: GiftCard, taker: Taker) -> impl IntoView {
    let locale = language();
    let somebody = || td_string!(locale, editor.taken.somebody).to_owned();
    let number = (taker.quantity > 1)
        .then(|| format!(", {}", td_string!(locale, editor.taken.number, count = taker.quantity)));
    let state = match taker.purchased {
        true => view! {
            <span class="chip good">
                <Icon name=IconName::CHECK/>
                {td_string!(locale, editor.taken.bought)}
            </span>
        }
        .into_any(),
        false => {
            view! { <span class="chip tint">{td_string!(locale, editor.taken.reserved)}</span> }
                .into_any()
        }
    };
    // What is bought stays.
    let let_go = (!taker.purchased).then(|| {
        let (promise, name, gift) = (taker.reservation, taker.name.clone(), card.name.clone());
        view! { <LetGo promise name gift/> }
    });
    view! {
        // By its id what is unfolded stays so while the page follows.
        <li id=format!("taken-{}", taker.reservation)>
            <Picture picture=card.picture/>
            <div>
                <p><strong><bdi>{taker.name.unwrap_or_else(somebody)}</bdi></strong></p>
                <p class="soft small"><bdi>{card.name}</bdi> {number}</p>
            </div>
            {state}
            {let_go}
        </li>
    }
}

#[component]
fn NothingTaken(draft: bool) -> impl IntoView {
    let locale = language();
    let words = match draft {
        true => td_string!(locale, editor.taken.draft_words),
        false => td_string!(locale, editor.taken.none_words),
    };
    view! {
        <section class="empty panel" aria-labelledby="none-heading">
            <img class="little" src="/gift.svg" alt="" width="320" height="320"/>
            <h2 id="none-heading">{td_string!(locale, editor.taken.none_heading)}</h2>
            <p>{words}</p>
        </section>
    }
}

//! What the one who looks gives from a shared list (R5.1).

use domain::{OwnReservation, SharedGift};
use leptos::prelude::*;

use crate::{
    components::{Icon, IconName, language},
    i18n::td_string,
};

/// Everything they have reserved and bought, on top of all gifts; nothing where there is none.
#[component]
pub(super) fn YouGive(
    /// All gifts of the list.
    gifts: Vec<SharedGift>,
) -> impl IntoView {
    let mine = gifts.into_iter().flat_map(|gift| {
        let name = gift.card.name;
        gift.mine.into_iter().map(move |own| view! { <Row name=name.clone() own/> })
    });
    let rows: Vec<_> = mine.collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="panel you-give" aria-labelledby="you-give">
                <h2 id="you-give">{td_string!(language(), givers.mine.heading)}</h2>
                <ul role="list">{rows}</ul>
            </section>
        }
    })
}

#[component]
fn Row(name: String, own: OwnReservation) -> impl IntoView {
    let locale = language();
    let several = (own.quantity > 1).then(|| format!(" × {}", own.quantity));
    let (class, state, act) = match own.purchased {
        true => (
            "chip good",
            td_string!(locale, giving.manage.bought),
            td_string!(locale, giving.gift.look),
        ),
        false => (
            "chip tint",
            td_string!(locale, givers.mine.reserved),
            td_string!(locale, giving.gift.change),
        ),
    };
    view! {
        <li>
            <span><bdi>{name.clone()}</bdi> {several}</span>
            <span class=class>
                {own.purchased.then(|| view! { <Icon name=IconName::CHECK/> })}
                {state}
            </span>
            <a href=own.manage>
                {act}
                <span class="unseen">": " <bdi>{name}</bdi></span>
            </a>
        </li>
    }
}

//! One gift in few words.

use domain::GiftCard;
use leptos::prelude::*;

use crate::{
    components::{language, words},
    i18n::td_string,
};

/// A gift above a form: picture, name, price.
#[component]
pub(super) fn Brief(
    /// The gift.
    card: GiftCard,
    /// Whether its price is that of one of several.
    #[prop(optional)]
    each: bool,
    /// Whether to name the shop.
    #[prop(optional)]
    with_shop: bool,
    /// What stands under it.
    children: Children,
) -> impl IntoView {
    let locale = language();
    let shop = (with_shop && !card.shop.is_empty()).then(|| {
        view! { " " {td_string!(locale, giving.gift.at)} " " <bdi>{card.shop.clone()}</bdi> }
    });
    let each = each.then(|| view! { " " {td_string!(locale, giving.manage.each)} });
    let price = card.price.map(|price| {
        let day = words::day(locale, price.read_on);
        let read_on = td_string!(locale, giving.gift.price_of, day = day);
        (
            view! { <span class="price">{words::money(locale, price.money)}</span> {each} },
            view! { <p class="small soft">{read_on}</p> },
        )
    });
    let (price, read_on) = price.unzip();
    let line = (price.is_some() || shop.is_some()).then(|| view! { <p>{price} {shop}</p> });
    view! {
        <div class="gift-brief">
            <img class="picture" src="/gift.svg" alt="" width="320" height="320"/>
            <div>
                <h2><bdi>{card.name}</bdi></h2>
                {line}
                {read_on}
                {children()}
            </div>
        </div>
    }
}

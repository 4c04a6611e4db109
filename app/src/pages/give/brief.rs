//! One gift in few words.

use domain::GiftCard;
use leptos::prelude::*;

use crate::{
    components::{Picture, ShopLink, language, words},
    i18n::td_string,
    islands::words::ShopWords,
};

/// A gift above a form: picture, name, price.
#[component]
pub(super) fn Brief(
    /// The gift.
    card: GiftCard,
    /// Whether its price is that of one of several.
    #[prop(optional)]
    each: bool,
    /// The path that leads to the shop, where that is to be named.
    #[prop(optional, into)]
    shop: Option<String>,
    /// What stands under it.
    children: Children,
) -> impl IntoView {
    let locale = language();
    let shop = shop.and_then(|path| sold_at(&card, path));
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
            <Picture picture=card.picture/>
            <div>
                <h2><bdi>{card.name}</bdi></h2>
                {line}
                {read_on}
                {children()}
            </div>
        </div>
    }
}

/// Where it is sold; with a link, if there is one, by the path that leads there.
pub(in crate::pages) fn sold_at(card: &GiftCard, path: String) -> Option<AnyView> {
    let locale = language();
    let name = card.shop.clone();
    if card.link.is_none() {
        let at = td_string!(locale, giving.gift.at);
        return (!name.is_empty()).then(|| view! { " " {at} " " <bdi>{name}</bdi> }.into_any());
    }
    let words = match name.as_str() {
        "" => td_string!(locale, giving.gift.in_the_shop),
        _ => td_string!(locale, giving.gift.at),
    };
    let link = view! {
        " "
        <ShopLink class="shop" href=path words=ShopWords::of(locale)>
            {words}
            " "
            <bdi>{name}</bdi>
        </ShopLink>
    };
    Some(link.into_any())
}

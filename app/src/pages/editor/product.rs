//! A product of the catalogue, whose words are not its owner's to change (R4.5).

use domain::{PictureId, Price};
use leptos::prelude::*;

use crate::{
    components::{Picture, language, words},
    i18n::td_string,
};

/// What a product is, as facts: picture, name, brand, shop, price, and the day it was read.
#[component]
pub(super) fn ProductFacts(
    name: String,
    brand: String,
    shop: String,
    price: Option<Price>,
    picture: Option<PictureId>,
    /// The way to the shop, where there is one.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let locale = language();
    let by = !brand.is_empty() || !shop.is_empty();
    let joint = (!brand.is_empty() && !shop.is_empty()).then_some(" · ");
    let by = by.then(|| view! { <p class="soft"><bdi>{brand}</bdi> {joint} <bdi>{shop}</bdi></p> });
    let price = price.map(|price| {
        let day = words::day(locale, price.read_on);
        view! {
            <p>
                <span class="price">{words::money(locale, price.money)}</span>
                " "
                <span class="small soft">
                    {td_string!(locale, giving.gift.price_of, day = day)}
                </span>
            </p>
        }
    });
    view! {
        <div class="gift-brief">
            <Picture picture/>
            <div>
                <p><strong><bdi>{name}</bdi></strong></p>
                {by}
                {price}
                {children.map(|children| children())}
            </div>
        </div>
    }
}

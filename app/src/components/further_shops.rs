//! The ways to further shops.

use leptos::prelude::*;

use super::ShopLink;
use crate::islands::words::ShopWords;

/// Links to the shops besides the first one that sell a gift; nothing where there are none.
#[component]
pub fn FurtherShops(
    /// The path of ours that leads to the first one.
    href: String,
    /// What the others are called, in their order.
    shops: Vec<String>,
    /// What stands at them.
    words: ShopWords,
) -> impl IntoView {
    (!shops.is_empty()).then(|| {
        let links = shops.into_iter().zip(1..).map(|(shop, number)| {
            let href = format!("{href}/{number}");
            view! {
                " "
                <ShopLink class="shop" href words>
                    <bdi>{shop}</bdi>
                </ShopLink>
            }
        });
        let links: Vec<_> = links.collect();
        view! { <p class="small">{words.also_at()} {links}</p> }
    })
}

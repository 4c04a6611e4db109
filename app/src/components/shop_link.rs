//! The way to a shop.

use leptos::prelude::*;

use crate::islands::words::ShopWords;

/// A link to a gift's page in a shop. It goes by a path of ours, which sends the browser on to the
/// gift's own link; the shop may pay for that, which `rel` tells to search engines (R6.5).
#[component]
pub fn ShopLink(
    /// The path of ours that leads there.
    href: String,
    /// What it says besides.
    words: ShopWords,
    /// A class of the link.
    #[prop(optional)]
    class: Option<&'static str>,
    /// What it says.
    children: Children,
) -> impl IntoView {
    view! {
        <a class=class href=href target="_blank" rel="sponsored nofollow noopener">
            {children()}
            <span class="unseen">" " {words.new_tab()}</span>
        </a>
    }
}

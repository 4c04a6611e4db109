//! What link previews show of a shared list (R3.7): what it is, and never what became of it.

use domain::Banner;
use leptos::prelude::*;
use leptos_meta::Meta;

use crate::{
    components::{address, language},
    i18n::td_string,
};

/// Title, words and picture, in the head of the page.
#[component]
pub(super) fn Preview(
    /// The share link's token.
    share: String,
    /// What the list is about.
    banner: Banner,
) -> impl IntoView {
    let locale = language();
    let link = address(&format!("/l/{share}"));
    let picture = format!("{link}/preview.png");
    let title = banner.title;
    let alt = td_string!(locale, sharing.preview.alt, title = title.clone());
    view! {
        <Meta property="og:type" content="website"/>
        <Meta property="og:site_name" content=td_string!(locale, common.brand)/>
        <Meta property="og:url" content=link/>
        <Meta property="og:title" content=title/>
        <Meta property="og:description" content=td_string!(locale, giving.shared.preview)/>
        <Meta property="og:image" content=picture/>
        <Meta property="og:image:type" content="image/png"/>
        <Meta property="og:image:width" content="1200"/>
        <Meta property="og:image:height" content="630"/>
        <Meta property="og:image:alt" content=alt/>
        <Meta name="twitter:card" content="summary_large_image"/>
    }
}

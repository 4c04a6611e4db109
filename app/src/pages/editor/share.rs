//! The link that givers get.

use leptos::prelude::*;

use crate::{components::language, i18n::td_string, islands::copy::Copy, session::PublicOrigin};

/// The share link, to be copied, and the way to the page behind it.
#[component]
pub(super) fn SharePanel(
    /// The path of the share link.
    share: String,
) -> impl IntoView {
    let locale = language();
    let origin = use_context::<PublicOrigin>().map(|PublicOrigin(origin)| origin);
    let link = format!("{}{share}", origin.unwrap_or_default());
    view! {
        <section class="panel stack tight" aria-labelledby="share-heading">
            <h2 id="share-heading">{td_string!(locale, editor.share.heading)}</h2>
            <p class="small soft" id="share-hint">{td_string!(locale, editor.share.hint)}</p>
            <div class="joined">
                <input
                    id="share-link"
                    readonly
                    aria-label=td_string!(locale, editor.share.link)
                    aria-describedby="share-hint"
                    value=link
                />
                <Copy locale field="share-link".to_owned()/>
            </div>
            <p><a href=share>{td_string!(locale, editor.share.look)}</a></p>
        </section>
    }
}

//! What those who made the list said to the giver (R5.9).

use leptos::prelude::*;

use crate::{
    components::{Icon, IconName, language},
    i18n::td_string,
};

/// Their words of thanks, as they went out by mail.
#[component]
pub(super) fn KindWords(
    /// The words; nothing is shown without any.
    words: Option<String>,
) -> impl IntoView {
    let locale = language();
    words.map(|words| {
        view! {
            <section class="panel stack tight thank-you" aria-labelledby="thank-you-heading">
                <h2 id="thank-you-heading">
                    <Icon name=IconName::HEART/>
                    {td_string!(locale, thanks.words.heading)}
                </h2>
                <p class="small soft">{td_string!(locale, thanks.words.from)}</p>
                <blockquote class="kind-words">
                    <p class="said" dir="auto">{words}</p>
                </blockquote>
            </section>
        }
    })
}

//! What is said while a shop's page is read.

use leptos::prelude::*;

use super::language;
use crate::i18n::td_string;

/// Says that it takes a moment, while the form is on its way. The region is always there and its
/// words are not, so that they are read out when they appear. It is no `status`: that word marks
/// what a page has to say by itself.
#[component]
pub fn Looking() -> impl IntoView {
    view! {
        <div aria-live="polite">
            <div class="looking">
                <p class="small">{td_string!(language(), editor.find.looking)}</p>
                <div class="bar" aria-hidden="true"></div>
            </div>
        </div>
    }
}

//! The question that an act asks before it is written into the log.

use leptos::prelude::*;

use crate::{
    components::{Field, FormState, language},
    i18n::td_string,
};

/// Asks why.
#[component]
pub(super) fn Why(
    /// The state of the form around it.
    #[prop(into)]
    state: FormState,
    /// The id of the field: a page may ask about several things.
    #[prop(into)]
    id: String,
) -> impl IntoView {
    let locale = language();
    view! {
        <Field
            state
            label=td_string!(locale, console.why)
            name="why"
            id
            hint=td_string!(locale, console.why_hint)
            autocomplete="off"
            required=true
        />
    }
}

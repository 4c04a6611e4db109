//! A gift that was taken off its list while somebody was changing it, and the way back (R4.6).

use leptos::prelude::*;

use crate::{
    components::{FormState, Icon, language},
    i18n::td_string,
};

/// Says that it is off the list, and what becomes of what was typed.
#[component]
pub(super) fn OffListNotice(
    /// The form by which it is changed.
    state: FormState,
) -> impl IntoView {
    let locale = language();
    let (kind, role, words) = match state.is_refused() {
        true => ("notice error", "alert", td_string!(locale, editor.off_list.typed)),
        false => ("notice warning", "status", td_string!(locale, editor.off_list.words)),
    };
    view! {
        <div class=kind role=role>
            <Icon name="warning"/>
            <p><strong>{td_string!(locale, editor.off_list.heading)}</strong> " " {words}</p>
        </div>
    }
}

/// Sends the form with the wish to have it on the list again, as it stands there.
#[component]
pub(super) fn PutBack(
    /// Where the form is sent.
    save: String,
) -> impl IntoView {
    view! {
        <button class="button primary" form="gift" formaction=save name="put_back" value="on">
            {td_string!(language(), editor.off_list.put_back)}
        </button>
    }
}

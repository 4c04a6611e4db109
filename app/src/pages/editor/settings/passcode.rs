//! A passcode that givers are asked for (R3.7).

use domain::ListId;
use leptos::prelude::*;

use crate::{
    components::{Field, FormNotice, FormState, Panel, language},
    i18n::td_string,
    pages::editor::AboutList,
};

/// Sets a passcode, or another one, or takes it away. What it is can not be shown.
#[component]
pub(super) fn PasscodeForm(
    list: ListId,
    /// Whether one is asked for now.
    asked: bool,
) -> impl IntoView {
    let locale = language();
    let state = FormState::of("/fn/set_passcode");
    let (words, label, hint, set) = match asked {
        true => (
            td_string!(locale, sharing.passcode.words_now),
            td_string!(locale, sharing.passcode.label_new),
            td_string!(locale, sharing.passcode.hint_new),
            td_string!(locale, sharing.passcode.change),
        ),
        false => (
            td_string!(locale, sharing.passcode.words),
            td_string!(locale, sharing.passcode.label),
            td_string!(locale, sharing.passcode.hint),
            td_string!(locale, sharing.passcode.set),
        ),
    };
    let notice = state.notice().map(|_| view! { <FormNotice state=&state/> });
    let remove = asked.then(|| {
        view! {
            <form method="post" action="/fn/remove_passcode">
                <AboutList list/>
                <button class="button">
                    {td_string!(locale, sharing.passcode.remove)}
                </button>
            </form>
        }
    });
    view! {
        <Panel id="passcode-heading" heading=td_string!(locale, sharing.passcode.heading)>
            <p class="small soft">{words}</p>
            <FormNotice state=FormState::of("/fn/remove_passcode")/>
            <form class="stack tight" method="post" action="/fn/set_passcode" novalidate>
                {notice}
                <AboutList list/>
                <Field
                    state=&state
                    label=label
                    name="passcode"
                    hint=hint.to_owned()
                    autocomplete="off"
                    verbatim=true
                    required=true
                />
                <button class="button">{set}</button>
            </form>
            {remove}
        </Panel>
    }
}

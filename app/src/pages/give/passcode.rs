//! What stands before a list that asks for a passcode (R3.7): nothing of the list itself.

use leptos::prelude::*;

use crate::{
    components::{Field, FormNotice, FormState, Page, Unlisted, answer, language},
    i18n::td_string,
};

/// Asks for the passcode, and goes on to the list, or to the gift that was asked for.
#[component]
pub(super) fn AskPasscode(
    /// The share link's token.
    share: String,
    /// The gift, if it was one that was asked for.
    gift: String,
) -> impl IntoView {
    let locale = language();
    let state = FormState::of("/fn/enter_passcode");
    // What was refused has a status of its own.
    if !state.is_refused() {
        answer::status(403);
    }
    let notice = state.notice().map(|_| view! { <FormNotice state=&state/> });
    view! {
        <Unlisted/>
        <Page title=td_string!(locale, sharing.asking.title) narrow=true>
            <h1>{td_string!(locale, sharing.asking.heading)}</h1>
            <form class="stack" method="post" action="/fn/enter_passcode" novalidate>
                <input type="hidden" name="share" value=share/>
                <input type="hidden" name="gift" value=gift/>
                {notice}
                <Field
                    state=&state
                    label=td_string!(locale, sharing.asking.label)
                    name="passcode"
                    hint=td_string!(locale, sharing.asking.words).to_owned()
                    autocomplete="off"
                    verbatim=true
                    required=true
                />
                <button class="button primary large wide">
                    {td_string!(locale, sharing.asking.submit)}
                </button>
            </form>
            <p class="small soft">{td_string!(locale, sharing.asking.reserved)}</p>
        </Page>
    }
}

//! The second step of signing in (R2.8).

use leptos::prelude::*;

use super::KeepNext;
use crate::{
    components::{Field, FormNotice, FormState, Page, answer, language, once_loaded},
    error::AppError,
    i18n::td_string,
    next::Next,
};

async fn load() -> Result<bool, AppError> {
    let (backend, visit) = answer::asked()?;
    backend.accounts.owes_second_step(&visit).await
}

/// Takes the six digits of the authenticator app, or a recovery code. Who owes no second step
/// begins with the first.
#[component]
pub fn SecondStep() -> impl IntoView {
    let next = answer::next();
    once_loaded(load(), move |is_asked| match is_asked {
        true => view! { <EnterSecondStep next/> }.into_any(),
        false => {
            answer::go(&next.after("/sign-in"));
            ().into_any()
        }
    })
}

#[component]
fn EnterSecondStep(next: Next) -> impl IntoView {
    let locale = language();
    let state = FormState::of("/fn/second_step");
    view! {
        <Page title=td_string!(locale, account.second.title) narrow=true>
            <h1>{td_string!(locale, account.second.heading)}</h1>
            <p class="lede">{td_string!(locale, account.second.lede)}</p>
            <FormNotice state=&state/>
            <form class="stack" method="post" action="/fn/second_step" novalidate>
                <KeepNext next/>
                // A recovery code has letters, so no keyboard of digits is asked for.
                <Field
                    state
                    label=td_string!(locale, account.second.label)
                    name="code"
                    autocomplete="one-time-code"
                    verbatim=true
                    required=true
                />
                <button class="button primary large wide">
                    {td_string!(locale, account.second.submit)}
                </button>
            </form>
            <p class="small soft">{td_string!(locale, account.second.recovery)}</p>
        </Page>
    }
}

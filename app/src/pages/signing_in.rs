//! Sign-up, sign-in, reset (R2).

mod address;
mod again;
mod code;
mod ended;
mod reset;
mod second_step;
mod sign_in;
mod sign_up;
mod ways;

pub use self::{
    address::NameAddress,
    again::SignInAgain,
    code::Code,
    ended::{SESSION_ENDED, SessionEnded},
    reset::{AskReset, Reset, ResetSent},
    second_step::SecondStep,
    sign_in::SignIn,
    sign_up::SignUp,
};

use leptos::prelude::*;

use crate::{
    backend::CodeWanted,
    components::{Field, FormState, Page, answer, language},
    error::AppError,
    i18n::td_string,
    islands::password_meter::{MeterWords, PasswordMeter},
    next::Next,
};

/// The code that this browser's sign-up waits for, if it does (R2.1).
async fn code_wanted() -> Result<Option<CodeWanted>, AppError> {
    let (backend, visit) = answer::asked()?;
    backend.accounts.code_wanted(&visit).await
}

/// The page for a mailed link that was used, is too old, or never was one. It leads to another one.
#[component]
pub(crate) fn OldLink(
    /// What the page is called.
    title: &'static str,
    /// Its heading.
    heading: &'static str,
    /// What may have become of the link.
    words: &'static str,
    /// What the way to a reset is called.
    reset: &'static str,
) -> impl IntoView {
    answer::status(404);
    view! {
        <Page title narrow=true>
            <h1>{heading}</h1>
            <p class="lede">{words}</p>
            <a class="button primary large wide" href="/reset">
                {reset}
            </a>
        </Page>
    }
}

/// Carries the page that was asked for along with a form (R2.7).
#[component]
fn KeepNext(next: Next) -> impl IntoView {
    (next.as_str() != Next::HOME)
        .then(|| view! { <input type="hidden" name="next" value=next.as_str().to_owned()/> })
}

/// An address, typed or filled in.
#[component]
fn Email(
    state: FormState,
    /// `email` for one's own, `username` for that of an account.
    autocomplete: &'static str,
) -> impl IntoView {
    view! {
        <Field
            state
            label=td_string!(language(), account.email)
            name="email"
            kind="email"
            inputmode="email"
            autocomplete
            required=true
        />
    }
}

/// The password of an account that there is.
#[component]
fn KnownPassword(state: FormState) -> impl IntoView {
    view! {
        <Field
            state
            label=td_string!(language(), account.password)
            name="password"
            kind="password"
            autocomplete="current-password"
            required=true
        />
    }
}

/// A password to be chosen, with a meter that says how hard it is to guess.
#[component]
pub(crate) fn ChosenPassword(
    /// The form's state.
    state: FormState,
    /// What the field is called.
    label: &'static str,
) -> impl IntoView {
    let locale = language();
    view! {
        <Field
            state
            label
            name="password"
            kind="password"
            autocomplete="new-password"
            hint=td_string!(locale, account.password_hint)
            required=true
        >
            <PasswordMeter words=MeterWords::of(locale) field="password".to_owned()/>
        </Field>
    }
}

//! Another address for the account: its code goes to the new one.

use leptos::prelude::*;

use super::{Below, fresh_or_again};
use crate::{
    backend::CodeWanted,
    components::{
        CodeField, Field, FormNotice, FormState, Notice, Tone, answer, language, once_loaded,
    },
    error::AppError,
    i18n::td_string,
    session::Account,
};

async fn load_change() -> Result<Option<CodeWanted>, AppError> {
    let (backend, visit) = answer::asked()?;
    backend.profile.email_change(&visit).await
}

/// Takes the new address, and then the code that was mailed to it.
#[component]
pub fn AccountEmail() -> impl IntoView {
    let Some(account) = fresh_or_again() else { return ().into_any() };
    once_loaded(load_change(), move |change| match change {
        Some(wanted) => view! { <EnterCode wanted/> }.into_any(),
        None => view! { <AskAddress account/> }.into_any(),
    })
}

#[component]
fn AskAddress(account: Account) -> impl IntoView {
    let locale = language();
    let state = FormState::of("/fn/ask_email_change");
    view! {
        <Below heading=td_string!(locale, profile.email.title)>
            <p class="lede">{td_string!(locale, profile.email.lede)}</p>
            <p>
                {td_string!(locale, profile.email.now)} " "
                <strong><bdi>{account.email}</bdi></strong>
            </p>
            <FormNotice state=&state/>
            <form class="stack" method="post" action="/fn/ask_email_change" novalidate>
                <Field
                    state
                    label=td_string!(locale, profile.email.label)
                    name="email"
                    kind="email"
                    inputmode="email"
                    autocomplete="email"
                    required=true
                />
                <button class="button primary large wide">
                    {td_string!(locale, profile.email.submit)}
                </button>
            </form>
        </Below>
    }
}

#[component]
fn EnterCode(wanted: CodeWanted) -> impl IntoView {
    let locale = language();
    let state = FormState::of("/fn/confirm_email_change");
    let spent = wanted.spent.then(|| {
        view! { <Notice tone=Tone::Warning words=td_string!(locale, profile.email.spent)/> }
    });
    view! {
        <Below heading=td_string!(locale, profile.email.title)>
            <p class="lede">
                {td_string!(locale, account.code.sent_to)} " "
                <strong><bdi>{wanted.email}</bdi></strong> ". "
                {td_string!(locale, account.code.good_for)}
            </p>
            {spent}
            <FormNotice state=&state/>
            <FormNotice state=FormState::of("/fn/drop_email_change")/>
            <form class="stack" method="post" action="/fn/confirm_email_change" novalidate>
                <CodeField state label=td_string!(locale, account.code.label)/>
                <button class="button primary large wide">
                    {td_string!(locale, profile.email.confirm)}
                </button>
            </form>
            <p class="small soft">{td_string!(locale, profile.email.ends_sessions)}</p>
            <form method="post" action="/fn/drop_email_change">
                <button class="button">{td_string!(locale, profile.email.drop)}</button>
            </form>
            <p class="small soft">{td_string!(locale, account.code.nothing)}</p>
        </Below>
    }
}

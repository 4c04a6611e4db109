//! Setting a password anew (R2.9).

use leptos::prelude::*;

use super::{ChosenPassword, Email, KeepNext, OldLink};
use crate::{
    components::{FormNotice, FormState, Page, answer, language, once_loaded},
    error::AppError,
    i18n::td_string,
};

/// Asks for the address that the link goes to.
#[component]
pub fn AskReset() -> impl IntoView {
    let locale = language();
    let state = FormState::of("/fn/ask_reset");
    let next = answer::next();
    let back = next.after("/sign-in");
    view! {
        <Page title=td_string!(locale, account.reset.title) narrow=true>
            <h1>{td_string!(locale, account.reset.heading)}</h1>
            <p class="lede">{td_string!(locale, account.reset.lede)}</p>
            <FormNotice state=&state/>
            <form class="stack" method="post" action="/fn/ask_reset" novalidate>
                <KeepNext next/>
                <Email state autocomplete="username"/>
                <button class="button primary large wide">
                    {td_string!(locale, account.reset.submit)}
                </button>
            </form>
            <p><a href=back>{td_string!(locale, account.reset.back)}</a></p>
        </Page>
    }
}

/// Says the same whether or not there is an account (R2.4).
#[component]
pub fn ResetSent() -> impl IntoView {
    let locale = language();
    view! {
        <Page title=td_string!(locale, account.reset.sent.title) narrow=true>
            <h1>{td_string!(locale, account.reset.sent.heading)}</h1>
            <p class="lede">{td_string!(locale, account.reset.sent.words)}</p>
            <p class="small soft">{td_string!(locale, account.code.nothing)}</p>
            <p><a href="/reset">{td_string!(locale, account.reset.sent.again)}</a></p>
        </Page>
    }
}

async fn load(token: String) -> Result<bool, AppError> {
    let (backend, visit) = answer::asked()?;
    backend.accounts.reset_is_good(&visit, &token).await
}

/// Takes the new password. Opening the link changes nothing; only sending the form uses it up.
#[component]
pub fn Reset() -> impl IntoView {
    let token = answer::param("token");
    once_loaded(load(token.clone()), move |is_good| match is_good {
        true => view! { <Choose token/> }.into_any(),
        false => view! { <Old/> }.into_any(),
    })
}

#[component]
fn Choose(token: String) -> impl IntoView {
    let locale = language();
    let state = FormState::of("/fn/reset_password");
    view! {
        <Page title=td_string!(locale, account.reset.choose.title) narrow=true>
            <h1>{td_string!(locale, account.reset.choose.heading)}</h1>
            <p class="lede">{td_string!(locale, account.reset.choose.lede)}</p>
            <FormNotice state=&state/>
            <form class="stack" method="post" action="/fn/reset_password" novalidate>
                <input type="hidden" name="token" value=token/>
                <ChosenPassword state label=td_string!(locale, account.new_password)/>
                <button class="button primary large wide">
                    {td_string!(locale, account.reset.choose.submit)}
                </button>
            </form>
        </Page>
    }
}

#[component]
fn Old() -> impl IntoView {
    let locale = language();
    view! {
        <OldLink
            title=td_string!(locale, account.reset.old.title)
            heading=td_string!(locale, account.reset.old.heading)
            words=td_string!(locale, account.reset.old.words)
            reset=td_string!(locale, account.reset.old.submit)
        />
    }
}

//! Signing in: with a password here, or elsewhere.

use leptos::prelude::*;

use super::{Email, KeepNext, KnownPassword, code::CodeWaits, ways::ProvidersRow};
use crate::{
    components::{FormNotice, FormState, Icon, IconName, Page, answer, language},
    i18n::td_string,
};

/// Address and password, or a provider.
#[component]
pub fn SignIn() -> impl IntoView {
    answer::go_on_if_signed_in();
    let locale = language();
    let state = FormState::of("/fn/sign_in");
    let next = answer::next();
    let (sign_up, reset) = (next.after("/sign-up"), next.after("/reset"));
    view! {
        <Page title=td_string!(locale, account.sign_in.title) narrow=true>
            <h1>{td_string!(locale, account.sign_in.heading)}</h1>
            <CodeWaits next=next.clone()/>
            {match state.code() {
                Some("wrong_sign_in") => view! { <Wrong/> }.into_any(),
                _ => view! { <FormNotice state=&state/> }.into_any(),
            }}
            <FormNotice state=FormState::of("/sign-in/with")/>
            <form class="stack" method="post" action="/fn/sign_in" novalidate>
                <KeepNext next=next.clone()/>
                <Email state=state.clone() autocomplete="username"/>
                <KnownPassword state/>
                <button class="button primary large wide">
                    {td_string!(locale, account.sign_in.submit)}
                </button>
            </form>
            <div class="row apart">
                <a href=reset>{td_string!(locale, account.sign_in.forgot)}</a>
                <a href=sign_up>{td_string!(locale, account.sign_in.new_here)}</a>
            </div>
            <ProvidersRow next/>
            <p class="small soft">{td_string!(locale, account.sign_in.giver)}</p>
        </Page>
    }
}

/// Address and password do not fit together; which of the two is not said (R2.4).
#[component]
fn Wrong() -> impl IntoView {
    let reset = answer::next().after("/reset");
    let locale = language();
    view! {
        <div class="notice error" role="alert">
            <Icon name=IconName::WARNING/>
            <p>
                {td_string!(locale, account.sign_in.wrong_before)} " "
                <a href=reset>{td_string!(locale, account.sign_in.wrong_link)}</a> "."
            </p>
        </div>
    }
}

//! Asking for an account (R2.1).

use leptos::prelude::*;

use super::{ChosenPassword, Email, KeepNext, code::CodeWaits, ways::ProvidersRow};
use crate::{
    components::{Field, FormNotice, FormState, Page, answer, language},
    i18n::td_string,
};

/// Name, address, password. The code that is mailed is asked for on the page after it.
#[component]
pub fn SignUp() -> impl IntoView {
    answer::go_on_if_signed_in();
    let locale = language();
    let state = FormState::of("/fn/sign_up");
    let next = answer::next();
    let sign_in = next.after("/sign-in");
    view! {
        <Page title=td_string!(locale, account.sign_up.title) narrow=true>
            <h1>{td_string!(locale, account.sign_up.heading)}</h1>
            <p class="lede">{td_string!(locale, account.sign_up.lede)}</p>
            <CodeWaits next=next.clone()/>
            <FormNotice state=&state/>
            <form class="stack" method="post" action="/fn/sign_up" novalidate>
                <KeepNext next=next.clone()/>
                <Field
                    state=&state
                    label=td_string!(locale, account.name)
                    name="name"
                    hint=td_string!(locale, account.name_hint)
                    autocomplete="name"
                    required=true
                />
                <Email state=state.clone() autocomplete="email"/>
                <ChosenPassword state label=td_string!(locale, account.password)/>
                <button class="button primary large wide">
                    {td_string!(locale, account.sign_up.submit)}
                </button>
                <p class="small soft">
                    {td_string!(locale, account.sign_up.agree)} " "
                    <a href="/terms">{td_string!(locale, common.shell.terms)}</a> ", "
                    <a href="/privacy">{td_string!(locale, common.shell.privacy)}</a>
                </p>
            </form>
            <ProvidersRow next/>
            <p class="soft">
                {td_string!(locale, account.sign_up.have_one)} " "
                <a href=sign_in>{td_string!(locale, account.sign_up.sign_in)}</a>
            </p>
        </Page>
    }
}

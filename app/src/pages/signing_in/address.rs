//! The address that a provider did not tell (R2.5).

use leptos::prelude::*;

use super::{Email, KeepNext, code_wanted};
use crate::{
    backend::CodeWanted,
    components::{FormNotice, FormState, Page, answer, language, once_loaded},
    i18n::td_string,
    next::Next,
};

/// Asks for the address that the code goes to, also for another one than before.
#[component]
pub fn NameAddress() -> impl IntoView {
    answer::go_on_if_signed_in();
    let next = answer::next();
    once_loaded(code_wanted(), move |wanted| match wanted {
        Some(CodeWanted { provider: Some(provider), .. }) => {
            view! { <AskAddress provider next/> }.into_any()
        }
        _ => {
            answer::go(&next.after("/sign-up"));
            ().into_any()
        }
    })
}

#[component]
fn AskAddress(provider: String, next: Next) -> impl IntoView {
    let locale = language();
    let state = FormState::of("/fn/name_address");
    view! {
        <Page title=td_string!(locale, account.address.title) narrow=true>
            <h1>{td_string!(locale, account.address.heading)}</h1>
            <p class="lede">{td_string!(locale, account.address.lede, provider = provider)}</p>
            <FormNotice state=&state/>
            <form class="stack" method="post" action="/fn/name_address" novalidate>
                <KeepNext next/>
                <Email state autocomplete="email"/>
                <button class="button primary large wide">
                    {td_string!(locale, account.address.submit)}
                </button>
            </form>
        </Page>
    }
}

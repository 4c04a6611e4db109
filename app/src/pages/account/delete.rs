//! The end of an account.

use leptos::prelude::*;

use super::{Below, fresh_or_again};
use crate::{
    components::{Field, FormNotice, FormState, Page, language},
    i18n::td_string,
};

/// Says what happens, and asks for the address to be typed, so that it is meant.
#[component]
pub fn DeleteAccount() -> impl IntoView {
    let Some(account) = fresh_or_again() else { return ().into_any() };
    let locale = language();
    let state = FormState::of("/fn/delete_account");
    view! {
        <Below heading=td_string!(locale, profile.delete.heading)>
            <p class="lede">{td_string!(locale, profile.delete.lede)}</p>
            <ul class="stack tight bullets">
                <li>{td_string!(locale, profile.delete.lists)}</li>
                <li>{td_string!(locale, profile.delete.givers)}</li>
                <li>{td_string!(locale, profile.delete.promises)}</li>
            </ul>
            <p>
                {td_string!(locale, profile.delete.address)} " "
                <strong><bdi>{account.email}</bdi></strong>
            </p>
            <FormNotice state=&state/>
            // As a whole page, so that nothing of the account stays in the browser's memory.
            <form
                class="stack"
                method="post"
                action="/fn/delete_account"
                novalidate
                data-plain
            >
                <Field
                    state
                    label=td_string!(locale, profile.delete.label)
                    name="email"
                    kind="email"
                    inputmode="email"
                    autocomplete="off"
                    required=true
                />
                <button class="button danger large wide">
                    {td_string!(locale, profile.delete.submit)}
                </button>
            </form>
            <p><a href="/account">{td_string!(locale, profile.delete.keep)}</a></p>
        </Below>
    }
    .into_any()
}

/// What is shown to somebody whose account is gone.
#[component]
pub fn Goodbye() -> impl IntoView {
    let locale = language();
    view! {
        <Page title=td_string!(locale, profile.goodbye.title) class="middle">
            <section class="empty">
                <img src="/covers/other.svg" alt="" width="640" height="360"/>
                <h1>{td_string!(locale, profile.goodbye.heading)}</h1>
                <p>{td_string!(locale, profile.goodbye.words)}</p>
                <a class="button" href="/">{td_string!(locale, problems.page.home)}</a>
            </section>
        </Page>
    }
}

/// What is shown to somebody who asked Facebook to have us forget them.
#[component]
pub fn Forgotten() -> impl IntoView {
    let locale = language();
    view! {
        <Page title=td_string!(locale, profile.forgotten.title) narrow=true>
            <h1>{td_string!(locale, profile.forgotten.heading)}</h1>
            <p class="lede">{td_string!(locale, profile.forgotten.words)}</p>
            <p><a href="/">{td_string!(locale, problems.page.home)}</a></p>
        </Page>
    }
}

//! What does not exist, or not for the one who asks.

use leptos::prelude::*;

use crate::{
    components::{Page, answer, language},
    i18n::td_string,
};

/// The page for an address that leads nowhere, with status 404.
#[component]
pub fn NotFound() -> impl IntoView {
    let locale = language();
    answer::status(404);
    view! {
        <Page title=td_string!(locale, problems.page.not_found.title) class="middle">
            <section class="empty">
                <img src="/covers/other.svg" alt="" width="640" height="360"/>
                <h1>{td_string!(locale, problems.page.not_found.heading)}</h1>
                <p>{td_string!(locale, problems.page.not_found.words)}</p>
                <a class="button primary" href="/">{td_string!(locale, problems.page.home)}</a>
            </section>
        </Page>
    }
}

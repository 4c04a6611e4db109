//! What does not exist, or not for the one who asks.

use leptos::prelude::*;

use crate::{
    components::{Page, answer, language},
    i18n::td_string,
    session::Visit,
};

/// The page for an address that leads nowhere, with status 404.
#[component]
pub fn NotFound() -> impl IntoView {
    let locale = language();
    let signed_in = use_context::<Visit>().is_some_and(|visit| visit.account.is_some());
    let (home, words) = match signed_in {
        true => ("/lists", td_string!(locale, problems.page.my_lists)),
        false => ("/", td_string!(locale, problems.page.home)),
    };
    answer::status(404);
    view! {
        <Page title=td_string!(locale, problems.page.not_found.title) class="middle">
            <section class="empty">
                <img src="/covers/other.svg" alt="" width="640" height="360"/>
                <h1>{td_string!(locale, problems.page.not_found.heading)}</h1>
                <p>{td_string!(locale, problems.page.not_found.words)}</p>
                <div class="row">
                    <a class="button primary" href=home>{words}</a>
                    <a class="button quiet" href="/contact">
                        {td_string!(locale, problems.page.write)}
                    </a>
                </div>
            </section>
        </Page>
    }
}

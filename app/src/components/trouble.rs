//! What is shown where a page can not be.

use leptos::prelude::*;

use super::{Page, answer, language, words};
use crate::{error::AppError, i18n::td_string, pages::not_found::NotFound};

/// The page for what went wrong while a page was being put together, with its true status. Who has
/// to sign in first is sent there.
#[component]
pub fn Trouble(
    /// Why there is no page.
    error: AppError,
) -> impl IntoView {
    let locale = language();
    let (title, heading, cover) = match error.status() {
        401 => {
            answer::sign_in_first();
            return ().into_any();
        }
        404 => return view! { <NotFound/> }.into_any(),
        429 => (
            td_string!(locale, problems.page.pause.title),
            td_string!(locale, problems.page.pause.heading),
            "anniversary",
        ),
        _ => (
            td_string!(locale, problems.page.broken.title),
            td_string!(locale, problems.page.broken.heading),
            "christmas",
        ),
    };
    answer::status(error.status());
    view! {
        <Page title class="middle">
            <section class="empty">
                <img src=format!("/covers/{cover}.svg") alt="" width="640" height="360"/>
                <h1>{heading}</h1>
                <p>{words::refused(locale, &error)}</p>
                <a class="button" href="">{td_string!(locale, problems.page.again)}</a>
            </section>
        </Page>
    }
    .into_any()
}

//! What is shown where a page can not be.

use leptos::prelude::*;

use super::{Page, answer, language, words};
use crate::{
    error::AppError, i18n::td_string, next::Next, pages::not_found::NotFound, session::Visit,
};

/// The page for what went wrong while a page was being put together, with its true status. Who has
/// to sign in first is sent there.
#[component]
pub fn Trouble(
    /// Why there is no page.
    error: AppError,
) -> impl IntoView {
    let locale = language();
    let (title, heading, cover) = match (error.status(), &error) {
        (401, _) => {
            answer::sign_in_first();
            return ().into_any();
        }
        (404, _) => return view! { <NotFound/> }.into_any(),
        (_, AppError::FreshSignInNeeded) => (
            td_string!(locale, problems.page.fresh.title),
            td_string!(locale, problems.page.fresh.heading),
            "housewarming",
        ),
        (429, _) => (
            td_string!(locale, problems.page.pause.title),
            td_string!(locale, problems.page.pause.heading),
            "anniversary",
        ),
        (_, AppError::Busy) => (
            td_string!(locale, problems.page.busy.title),
            td_string!(locale, problems.page.busy.heading),
            "wedding",
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
                <WayOn error/>
            </section>
        </Page>
    }
    .into_any()
}

/// What can be done about it.
#[component]
fn WayOn(error: AppError) -> impl IntoView {
    let locale = language();
    let again = td_string!(locale, problems.page.again);
    match error {
        AppError::FreshSignInNeeded => {
            let path = use_context::<Visit>().map(|visit| visit.path).unwrap_or_default();
            let href = Next::parse(&path).after("/sign-in/again");
            view! {
                <a class="button primary" href=href>{td_string!(locale, problems.page.fresh.go)}</a>
            }
            .into_any()
        }
        AppError::Internal { .. } => view! {
            <div class="row">
                <a class="button primary" href="">{again}</a>
                <a class="button quiet" href="/contact">{td_string!(locale, problems.page.write)}</a>
            </div>
        }
        .into_any(),
        _ => view! { <a class="button primary" href="">{again}</a> }.into_any(),
    }
}

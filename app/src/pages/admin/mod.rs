//! The console of admins (R1): people and the audit log, never who gives what. For everybody else
//! there is nothing here.

mod audit_log;
mod overview;
mod user;
mod users;

pub use self::{audit_log::AuditLog, overview::Overview, user::User, users::Users};

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::{
    components::{Page, Trouble, answer, language, words},
    error::AppError,
    i18n::{Locale, td_string},
    next::Next,
    session::Visit,
};

/// A page of the console, once what it shows has come.
fn shown<T: Send + 'static>(
    load: impl Future<Output = Result<T, AppError>> + Send + 'static,
    page: impl FnOnce(T) -> AnyView + Send + 'static,
) -> impl IntoView {
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load.await {
                    Ok(found) => page(found),
                    Err(error) => view! { <Refused error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// Why there is no page. Who has not shown for a while who they are does that first (R2.8).
#[component]
fn Refused(error: AppError) -> impl IntoView {
    if error == AppError::FreshSignInNeeded {
        let path = use_context::<Visit>().map(|visit| visit.path).unwrap_or_default();
        answer::go(&Next::parse(&path).after("/sign-in/again"));
        return ().into_any();
    }
    view! { <Trouble error/> }.into_any()
}

/// The pages of the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    Overview,
    Users,
    Log,
}

/// What surrounds every page of the console: its heading, and the way to the others.
#[component]
fn Console(
    /// What the page is called.
    #[prop(into)]
    title: String,
    /// Where it is in the console.
    here: Tab,
    /// Whether it lies below that place.
    #[prop(optional)]
    below: bool,
    /// What stands on it.
    children: Children,
) -> impl IntoView {
    let locale = language();
    let current = if below { "true" } else { "page" };
    let tabs = [
        (Tab::Overview, "/admin", td_string!(locale, admin.overview.tab)),
        (Tab::Users, "/admin/users", td_string!(locale, admin.users.tab)),
        (Tab::Log, "/admin/log", td_string!(locale, admin.log.tab)),
    ];
    let links = tabs.map(|(tab, href, name)| {
        view! {
            <a href=href aria-current=(tab == here).then_some(current)>
                {name}
            </a>
        }
    });
    view! {
        <Page title=title.clone()>
            <h1><bdi>{title}</bdi></h1>
            <nav class="tabs" aria-label=td_string!(locale, admin.pages)>
                {links.into_iter().collect_view()}
            </nav>
            {children()}
        </Page>
    }
}

/// A moment, to the minute.
fn moment(locale: Locale, at: DateTime<Utc>) -> String {
    let time = at.format("%H:%M").to_string();
    td_string!(locale, admin.moment, day = words::day(locale, at.date_naive()), time = time)
}

/// The same, for people and machines.
#[component]
fn Moment(at: DateTime<Utc>) -> impl IntoView {
    let datetime = at.format("%Y-%m-%dT%H:%MZ").to_string();
    view! { <time datetime=datetime>{moment(language(), at)}</time> }
}

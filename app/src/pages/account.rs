//! The account of somebody who is signed in (R2.8).

mod apps;
mod delete;
mod download;
mod email;
mod email_undo;
mod mails;
mod overview;
mod password;
mod sessions;
mod two_step;
mod ways;
mod webhooks;

pub use self::{
    apps::AccountApps,
    delete::{DeleteAccount, Forgotten, Goodbye},
    download::AccountData,
    email::AccountEmail,
    email_undo::{EmailUndo, EmailUndone},
    overview::AccountPage,
    password::AccountPassword,
    two_step::TwoStep,
    ways::AccountWays,
    webhooks::{AccountWebhooks, ChangeWebhook, NewWebhook, OneWebhook},
};

use leptos::prelude::*;

use crate::{
    backend::AccountView,
    components::{Page, answer, language},
    error::AppError,
    i18n::td_string,
    next::Next,
    session::{Account, Visit},
};

async fn load() -> Result<AccountView, AppError> {
    let (backend, visit) = answer::asked()?;
    backend.profile.account(&visit).await
}

/// The account that is signed in. Where none is, the browser is sent to sign in, and back here.
fn signed_in() -> Option<Account> {
    let account = use_context::<Visit>().and_then(|visit| visit.account);
    if account.is_none() {
        answer::sign_in_first();
    }
    account
}

/// The same, of somebody who has just shown who they are. Anybody else is sent to do that first, and
/// then back here.
fn fresh_or_again() -> Option<Account> {
    let account = signed_in()?;
    if !account.fresh {
        let path = use_context::<Visit>().map(|visit| visit.path).unwrap_or_default();
        answer::go(&Next::parse(&path).after("/sign-in/again"));
        return None;
    }
    Some(account)
}

/// A page below the account page: one thing to do, and the way back.
#[component]
fn Below(
    /// What the page is called, and its heading.
    heading: &'static str,
    /// What stands on it.
    children: Children,
) -> impl IntoView {
    view! {
        <Page title=heading narrow=true>
            <p><a href="/account">{td_string!(language(), profile.back)}</a></p>
            <h1>{heading}</h1>
            {children()}
        </Page>
    }
}

/// What belongs to the account, one line each, or a word where there is nothing of it.
#[component]
fn Rows(
    /// The lines, each of them an `<li>`.
    rows: Vec<AnyView>,
    /// What is said where there are none.
    none: &'static str,
) -> impl IntoView {
    match rows.is_empty() {
        true => view! { <p class="soft">{none}</p> }.into_any(),
        false => view! { <ul class="account-rows" role="list">{rows}</ul> }.into_any(),
    }
}

//! Who looks after a list, and who is invited to (R3.8).

mod acts;
mod invite;
mod together;
mod waiting;

pub(super) use self::{acts::WhatHappened, together::KeepersPanel};

use leptos::prelude::*;

use self::{invite::Invite, together::Together, waiting::Waiting};
use crate::{
    backend::ListPeople,
    components::{FormNotices, Page, Toast, answer, language, once_loaded},
    error::AppError,
    i18n::td_string,
};

/// Who looks after the list that the path names, for one of them.
pub(super) async fn load(list: String) -> Result<ListPeople, AppError> {
    let (backend, visit) = answer::asked()?;
    if visit.account.is_none() {
        return Err(AppError::SignInNeeded);
    }
    backend.members.people(&visit, list.parse()?).await
}

/// Everybody who looks after a list, the invitations that wait, and the ways to change that.
#[component]
pub fn People() -> impl IntoView {
    let (list, done) = (answer::param("list"), answer::done("done"));
    once_loaded(load(list), move |list| view! { <PeoplePage list done/> }.into_any())
}

#[component]
fn PeoplePage(list: ListPeople, done: String) -> impl IntoView {
    let locale = language();
    let title = format!("{}: {}", td_string!(locale, people.title), list.title);
    let id = list.id;
    view! {
        <Page title class="middle">
            <DoneToast done/>
            <p>
                <a href=format!("/lists/{id}/settings")>{td_string!(locale, people.back)}</a>
            </p>
            <div class="stack tight">
                <h1>{td_string!(locale, people.heading)}</h1>
                <p class="lede"><bdi>{list.title}</bdi></p>
            </div>
            <FormNotices of=&["/fn/take_back_invitation", "/fn/remove_co_owner", "/fn/leave_list"]/>
            <Together list=id people=list.people/>
            <Waiting list=id invitations=list.invitations/>
            <Invite list=id full=list.full/>
        </Page>
    }
}

/// Says what was done on the way here.
#[component]
fn DoneToast(done: String) -> impl IntoView {
    let locale = language();
    let words = match done.as_str() {
        "mailed" => td_string!(locale, people.done.mailed),
        "link" => td_string!(locale, people.done.link),
        "taken_back" => td_string!(locale, people.done.taken_back),
        "removed" => td_string!(locale, people.done.removed),
        _ => return None,
    };
    Some(view! { <Toast words/> })
}

//! Gifts from a file: sent, looked at, added (R3.9).

mod form;
mod preview;

use domain::{ListState, OwnerList};
use leptos::prelude::*;

use self::{form::FileForm, preview::Preview};
use super::{NotWhileClosed, owned};
use crate::{
    backend::{ReadGifts, Unreadable},
    components::{Page, answer, language, once_loaded},
    error::AppError,
    i18n::td_string,
};

/// What came of what was sent.
enum Sent {
    /// Nothing was sent yet.
    Nothing,
    /// It is not kept any more.
    Gone,
    /// This came of it.
    Read(ReadGifts),
}

/// Where a file of gifts is sent, and where is seen what is in it.
#[component]
pub fn ImportGifts() -> impl IntoView {
    let (list, ticket) = (answer::param("list"), answer::query("read"));
    once_loaded(load(list, ticket.clone()), move |(list, sent)| {
        view! { <ImportPage list sent ticket/> }.into_any()
    })
}

async fn load(list: String, ticket: String) -> Result<(OwnerList, Sent), AppError> {
    let list = owned(&list).await?;
    if ticket.is_empty() || list.state == ListState::Closed {
        return Ok((list, Sent::Nothing));
    }
    let (backend, visit) = answer::asked()?;
    let read = backend.exchange.read(&visit, list.id, &ticket).await?;
    Ok((list, read.map_or(Sent::Gone, Sent::Read)))
}

#[component]
fn ImportPage(list: OwnerList, sent: Sent, ticket: String) -> impl IntoView {
    let locale = language();
    let back = format!("/lists/{}", list.id);
    let title = list.banner.title.clone();
    let body = match list.state {
        ListState::Closed => {
            view! { <NotWhileClosed words=td_string!(locale, exchange.import.closed)/> }.into_any()
        }
        ListState::Draft | ListState::Open => view! { <Body list sent ticket/> }.into_any(),
    };
    view! {
        <Page title=td_string!(locale, exchange.import.title) class="middle">
            <p><a href=back><bdi>{title}</bdi></a></p>
            <h1>{td_string!(locale, exchange.import.heading)}</h1>
            {body}
        </Page>
    }
}

#[component]
fn Body(list: OwnerList, sent: Sent, ticket: String) -> impl IntoView {
    let locale = language();
    let busy = !answer::query("busy").is_empty();
    let (problem, pasted) = match sent {
        Sent::Read(ReadGifts::Rows(rows)) => {
            return view! { <Preview list=list.id rows ticket/> }.into_any();
        }
        Sent::Read(ReadGifts::Not(why, pasted)) => (Some(unreadable(why)), pasted),
        Sent::Gone => (Some(td_string!(locale, exchange.problem.gone).to_owned()), String::new()),
        Sent::Nothing if busy => {
            (Some(td_string!(locale, exchange.problem.busy).to_owned()), String::new())
        }
        Sent::Nothing => (None, String::new()),
    };
    if problem.is_some() {
        answer::status(422);
    }
    view! {
        <p class="lede">{td_string!(locale, exchange.import.lede)}</p>
        <FileForm list=list.id problem pasted/>
    }
    .into_any()
}

/// Why nothing could be read, and what to do about it.
fn unreadable(why: Unreadable) -> String {
    let locale = language();
    let fixed = match why {
        Unreadable::Nothing => td_string!(locale, exchange.problem.nothing),
        Unreadable::TooBig => td_string!(locale, exchange.problem.too_big),
        Unreadable::NotText => td_string!(locale, exchange.problem.not_text),
        Unreadable::Workbook => td_string!(locale, exchange.problem.workbook),
        Unreadable::NotJson => td_string!(locale, exchange.problem.not_json),
        Unreadable::NoNames => td_string!(locale, exchange.problem.no_names),
        Unreadable::NoRows => td_string!(locale, exchange.problem.no_rows),
        Unreadable::TooMany { rows } => {
            let most = domain::MAX_GIFTS;
            return td_string!(locale, exchange.problem.too_many, rows = rows, most = most);
        }
    };
    fixed.to_owned()
}

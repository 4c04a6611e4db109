//! Products that wait for an admin (R6.2).

use chrono::{DateTime, Utc};
use domain::ProductId;
use leptos::prelude::*;

use super::{
    Console, Nothing, Paged, Tab,
    product_card::{ProductRow, host},
    shown,
};
use crate::{
    backend::{ProductCard, QueuePage},
    components::{IconName, Toast, answer, language},
    error::AppError,
    i18n::{Locale, td_string},
};

async fn load(after: Option<ProductId>) -> Result<QueuePage, AppError> {
    let (backend, visit) = answer::asked()?;
    backend.catalogue.queue(&visit, after).await
}

/// Products that wait, the oldest first, page by page.
#[component]
pub fn Queue() -> impl IntoView {
    let (done, after) = (answer::query("done"), answer::query("after").parse::<ProductId>().ok());
    shown(load(after), move |page| view! { <Waiting page done/> }.into_any())
}

#[component]
fn Waiting(page: QueuePage, done: String) -> impl IntoView {
    let locale = language();
    let QueuePage { cards: products, later, next } = page;
    let done = done_words(locale, &done).map(|words| view! { <Toast words/> });
    let body = if products.is_empty() && !later {
        view! {
            <Nothing
                icon=IconName::CHECK
                heading=td_string!(locale, admin.queue.empty.heading)
                words=td_string!(locale, admin.queue.empty.words)
            />
        }
        .into_any()
    } else {
        let rows = products.into_iter().map(|card| view! { <Row card/> }).collect_view();
        view! {
            <p class="small soft">{td_string!(locale, admin.queue.lede)}</p>
            <Paged
                path="/admin/queue"
                name="after"
                oldest=td_string!(locale, admin.queue.oldest)
                later
                next=next.map(|next| next.to_string())
            >
                {rows}
            </Paged>
        }
        .into_any()
    };
    view! {
        <Console title=td_string!(locale, admin.queue.heading) here=Tab::Queue>
            {done}
            {body}
        </Console>
    }
}

/// What was done with the product that was looked at before.
fn done_words(locale: Locale, done: &str) -> Option<&'static str> {
    match done {
        "promoted" => Some(td_string!(locale, admin.queue.done.promoted)),
        "merged" => Some(td_string!(locale, admin.queue.done.merged)),
        "declined" => Some(td_string!(locale, admin.queue.done.declined)),
        _ => None,
    }
}

#[component]
fn Row(card: ProductCard) -> impl IntoView {
    let href = format!("/admin/queue/{}", card.id);
    let (since, days) = (card.made_at, card.days);
    let host = card.link.as_deref().map(host).map(|host| view! { " · " <bdi>{host}</bdi> });
    view! {
        <ProductRow card href>
            <p class="small soft"><Waited since days/> {host}</p>
        </ProductRow>
    }
}

/// For how long a product has waited.
#[component]
pub(super) fn Waited(since: DateTime<Utc>, days: u32) -> impl IntoView {
    let locale = language();
    let datetime = since.format("%Y-%m-%dT%H:%MZ").to_string();
    let age = match days {
        0 => td_string!(locale, admin.queue.age_new).to_owned(),
        days => td_string!(locale, admin.queue.age, count = days),
    };
    view! { <time datetime=datetime>{age}</time> }
}

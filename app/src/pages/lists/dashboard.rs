//! My lists (R3.3).

use domain::{ListCard, ListState, Role};
use leptos::prelude::*;

use super::card::Card;
use crate::{
    components::{Icon, IconName, Page, Toast, answer, language, once_loaded},
    error::AppError,
    i18n::td_string,
};

/// Up to how many open lists the place beside them is where the next one begins.
const FEW: usize = 2;

/// My lists, and how many lie in the bin.
async fn load() -> Result<(Vec<ListCard>, u32), AppError> {
    let (backend, visit) = answer::asked()?;
    let lists = backend.lists.mine(&visit).await?;
    Ok((lists, backend.bin.count(&visit).await?))
}

/// Every list that is mine or that I look after with others: my open ones, theirs, then closed ones.
#[component]
pub fn Dashboard() -> impl IntoView {
    once_loaded(load(), |(lists, binned)| match lists.is_empty() {
        true => view! { <Empty binned/> }.into_any(),
        false => view! { <Cards lists binned/> }.into_any(),
    })
}

#[component]
fn Cards(lists: Vec<ListCard>, binned: u32) -> impl IntoView {
    let locale = language();
    let (closed, open): (Vec<_>, Vec<_>) =
        lists.into_iter().partition(|list| list.state == ListState::Closed);
    let (together, open): (Vec<_>, Vec<_>) =
        open.into_iter().partition(|list| list.role == Role::CoOwner);
    let few = open.len() <= FEW;
    let own = !open.is_empty() || together.is_empty();
    let together = (!together.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby="together">
                <h2 id="together">{td_string!(locale, people.dashboard.together)}</h2>
                <ul class="list-grid" role="list">{cards(together)}</ul>
            </section>
        }
    });
    let closed = (!closed.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby="closed">
                <h2 id="closed">{td_string!(locale, lists.dashboard.closed)}</h2>
                <ul class="list-grid" role="list">{cards(closed)}</ul>
            </section>
        }
    });
    let another = few.then(|| {
        view! {
            <li>
                <a class="list-new" href="/lists/new">
                    <Icon name=IconName::PLUS/>
                    {td_string!(locale, lists.dashboard.another)}
                </a>
            </li>
        }
    });
    view! {
        <Page title=td_string!(locale, lists.dashboard.title)>
            <div class="page-head">
                <h1>{td_string!(locale, lists.dashboard.heading)}</h1>
                <a class="button primary" href="/lists/new">
                    <Icon name=IconName::PLUS/>
                    {td_string!(locale, lists.dashboard.new)}
                </a>
            </div>
            <Left/>
            {own.then(|| view! {
                <section aria-labelledby="open">
                    <h2 class="unseen" id="open">{td_string!(locale, lists.dashboard.open)}</h2>
                    <ul class="list-grid" role="list">{cards(open)} {another}</ul>
                </section>
            })}
            {together}
            {closed}
            <BinLink binned/>
        </Page>
    }
}

/// Leads to the bin, if anything lies there.
#[component]
fn BinLink(binned: u32) -> impl IntoView {
    (binned > 0).then(|| {
        view! {
            <p class="small">
                <a href="/lists/bin">{td_string!(language(), bin.link, count = binned)}</a>
            </p>
        }
    })
}

fn cards(lists: Vec<ListCard>) -> impl IntoView {
    lists.into_iter().map(|list| view! { <li><Card list/></li> }).collect_view()
}

/// Says that somebody looks after a list no more, as the address says.
#[component]
fn Left() -> impl IntoView {
    let words = td_string!(language(), people.done.left);
    (!answer::query("left").is_empty()).then(|| view! { <Toast words/> })
}

/// Says how it begins.
#[component]
fn Empty(binned: u32) -> impl IntoView {
    let locale = language();
    view! {
        <Page title=td_string!(locale, lists.dashboard.title)>
            <Left/>
            <h1 class="heard">{td_string!(locale, lists.dashboard.heading)}</h1>
            <section class="empty">
                <img src="/covers/other.svg" alt="" width="640" height="360"/>
                <h2>{td_string!(locale, lists.dashboard.empty.heading)}</h2>
                <p>{td_string!(locale, lists.dashboard.empty.words)}</p>
                <a class="button primary large" href="/lists/new">
                    {td_string!(locale, lists.dashboard.empty.start)}
                </a>
                <BinLink binned/>
            </section>
        </Page>
    }
}

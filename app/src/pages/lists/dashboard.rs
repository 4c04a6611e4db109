//! My lists (R3.3).

use domain::{ListCard, ListState};
use leptos::prelude::*;

use super::card::Card;
use crate::{
    components::{Icon, Page, Trouble, answer, language},
    error::AppError,
    i18n::td_string,
};

/// With so few open lists, the place beside them is where the next one begins.
const FEW: usize = 2;

async fn load() -> Result<Vec<ListCard>, AppError> {
    let (backend, visit) = answer::asked()?;
    backend.lists.mine(&visit).await
}

/// Every list that is mine or that I help with: open ones, then closed ones.
#[component]
pub fn Dashboard() -> impl IntoView {
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load().await {
                    Ok(lists) if lists.is_empty() => view! { <Empty/> }.into_any(),
                    Ok(lists) => view! { <Cards lists/> }.into_any(),
                    Err(error) => view! { <Trouble error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Cards(lists: Vec<ListCard>) -> impl IntoView {
    let locale = language();
    let (closed, open): (Vec<_>, Vec<_>) =
        lists.into_iter().partition(|list| list.state == ListState::Closed);
    let few = open.len() <= FEW;
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
                    <Icon name="plus"/>
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
                    <Icon name="plus"/>
                    {td_string!(locale, lists.dashboard.new)}
                </a>
            </div>
            <section aria-labelledby="open">
                <h2 class="unseen" id="open">{td_string!(locale, lists.dashboard.open)}</h2>
                <ul class="list-grid" role="list">{cards(open)} {another}</ul>
            </section>
            {closed}
        </Page>
    }
}

fn cards(lists: Vec<ListCard>) -> impl IntoView {
    lists.into_iter().map(|list| view! { <li><Card list/></li> }).collect_view()
}

/// Says how it begins.
#[component]
fn Empty() -> impl IntoView {
    let locale = language();
    view! {
        <Page title=td_string!(locale, lists.dashboard.title)>
            <h1 class="unseen">{td_string!(locale, lists.dashboard.heading)}</h1>
            <section class="empty">
                <img src="/covers/other.svg" alt="" width="640" height="360"/>
                <h2>{td_string!(locale, lists.dashboard.empty.heading)}</h2>
                <p>{td_string!(locale, lists.dashboard.empty.words)}</p>
                <a class="button primary large" href="/lists/new">
                    {td_string!(locale, lists.dashboard.empty.start)}
                </a>
            </section>
        </Page>
    }
}

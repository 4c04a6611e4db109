//! One product that waits: what its owner made, and what can become of it (R6.2).

use domain::ProductId;
use leptos::prelude::*;

use super::{
    Console, Tab,
    product_card::{MergeRows, ShopLink, facts, priced, said},
    queue::Waited,
    review::{Alike, Decline, Refused, Take},
    shown,
};
use crate::{
    backend::{ProductCard, WaitingView},
    components::{Icon, IconName, Looking, Picture, answer, isolated, language},
    error::AppError,
    i18n::{td, td_string},
    shown::pack,
};

async fn load(product: String, ticket: String) -> Result<WaitingView, AppError> {
    let (backend, visit) = answer::asked()?;
    backend.catalogue.waiting(&visit, product.parse()?, &ticket).await
}

/// One product that waits, or was left with its owner.
#[component]
pub fn WaitingProduct() -> impl IntoView {
    let (product, ticket) = (answer::param("product"), answer::query("found"));
    let fetched = Fetched::of(&ticket, &answer::query("nothing"));
    shown(load(product, ticket), move |waiting| view! { <WaitingPage waiting fetched/> }.into_any())
}

/// What came of reading the shop's page once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fetched {
    NotYet,
    Something,
    Nothing,
}

impl Fetched {
    fn of(ticket: &str, nothing: &str) -> Self {
        match (ticket.is_empty(), nothing.is_empty()) {
            (false, _) => Self::Something,
            (true, false) => Self::Nothing,
            (true, true) => Self::NotYet,
        }
    }
}

#[component]
fn WaitingPage(waiting: WaitingView, fetched: Fetched) -> impl IntoView {
    let WaitingView { card, made, form, list_title, same_link, alike, declined } = waiting;
    let (product, was) = (card.id, pack(&made));
    let links = [card.link.clone().unwrap_or_default(), form.link.clone()];
    let (same, alike): (Vec<_>, Vec<_>) =
        alike.into_iter().partition(|other| has_one_of(other, &links));
    let same = (!same.is_empty()).then(|| view! { <Same product was=was.clone() cards=same/> });
    let waits = declined.is_none();
    let declined = declined.map(|note| view! { <Declined note/> });
    let decline = waits.then(|| view! { <Decline product was=was.clone()/> });
    view! {
        <Console title=card.name.clone() here=Tab::Queue below=true>
            <FetchedNotice fetched/>
            <Refused product was=was.clone()/>
            {declined}
            {same}
            <Made card list_title same_link waits/>
            <Take product form was=was.clone()/>
            <Alike product was cards=alike/>
            {decline}
        </Console>
    }
}

/// Whether a product of the catalogue has one of these links.
fn has_one_of(card: &ProductCard, links: &[String]) -> bool {
    card.link.as_ref().is_some_and(|link| links.contains(link))
}

#[component]
fn FetchedNotice(fetched: Fetched) -> impl IntoView {
    let locale = language();
    let (kind, icon, words) = match fetched {
        Fetched::NotYet => return None,
        Fetched::Something => {
            ("notice success", IconName::CHECK, td_string!(locale, admin.waiting.fetch.found))
        }
        Fetched::Nothing => {
            ("notice warning", IconName::WARNING, td_string!(locale, admin.waiting.fetch.nothing))
        }
    };
    Some(view! {
        <div class=kind role="status">
            <Icon name=icon/>
            <p>{words}</p>
        </div>
    })
}

/// Why an admin left it with its owner.
#[component]
fn Declined(note: String) -> impl IntoView {
    let locale = language();
    view! {
        <div class="notice">
            <Icon name=IconName::INFO/>
            <p><strong>{td_string!(locale, admin.waiting.declined)}</strong></p>
            <p class="said" dir="auto">{note}</p>
        </div>
    }
}

/// The product of the catalogue that has its link: most likely it is the same.
#[component]
fn Same(
    product: ProductId,
    /// What the page shows of its owner's words.
    was: String,
    cards: Vec<ProductCard>,
) -> impl IntoView {
    let locale = language();
    view! {
        <section class="panel stack tight likely" aria-labelledby="same">
            <h2 id="same">{td_string!(locale, admin.waiting.merge.same)}</h2>
            <p>{td_string!(locale, admin.waiting.merge.same_words)}</p>
            <MergeRows product was cards likely=true/>
        </section>
    }
}

/// What its owner made, and the way to read the shop's page once more.
#[component]
fn Made(
    card: ProductCard,
    list_title: Option<String>,
    same_link: u32,
    /// Whether it still waits.
    waits: bool,
) -> impl IntoView {
    let locale = language();
    let list = match list_title {
        Some(title) => {
            let title = isolated(title);
            view! { <p>{td!(locale, admin.waiting.made_for, title = title)}</p> }.into_any()
        }
        None => view! { <p>{td_string!(locale, admin.waiting.list_gone)}</p> }.into_any(),
    };
    let others = (same_link > 0).then(|| {
        view! { <p>{td_string!(locale, admin.waiting.same_link, count = same_link)}</p> }
    });
    let fetch = card.link.is_some().then(|| view! { <FetchAgain product=card.id/> });
    let (since, days) = (card.made_at, card.days);
    let pairs = [
        (td_string!(locale, admin.product.name), said(&card.name)),
        (td_string!(locale, admin.product.brand), said(&card.brand)),
        (td_string!(locale, admin.product.shop), said(&card.shop)),
        (td_string!(locale, admin.product.price), priced(card.price)),
        (
            td_string!(locale, admin.product.link),
            card.link.map(|link| view! { <ShopLink link/> }.into_any()),
        ),
        (
            td_string!(locale, admin.waiting.since),
            waits.then(|| view! { <Waited since days/> }.into_any()),
        ),
    ];
    view! {
        <section class="panel stack" aria-labelledby="made">
            <h2 id="made">{td_string!(locale, admin.waiting.made)}</h2>
            {list}
            <div class="made">
                <Picture picture=card.picture sizes="7rem"/>
                {facts(pairs)}
            </div>
            {others}
            {fetch}
        </section>
    }
}

/// Reads the shop's page once more, which can take a while.
#[component]
fn FetchAgain(product: ProductId) -> impl IntoView {
    let locale = language();
    view! {
        <form class="stack tight" method="post" action="/fn/fetch_product">
            <input type="hidden" name="product" value=product.to_string()/>
            <button class="button">{td_string!(locale, admin.waiting.fetch.submit)}</button>
            <Looking/>
        </form>
    }
}

//! Asks to which list a product is added.
//!
//! `public/ideas.js` shows the part of this page that is marked `data-adding` in a dialog on the
//! page where the product stands.

use domain::ProductId;
use leptos::prelude::*;

use super::product::{Brief, adding};
use crate::{
    backend::{AddingIdea, ListToAddTo},
    components::{
        FormNotice, FormState, Icon, IconName, Page, Unlisted, answer, isolated, language,
        once_loaded,
    },
    error::AppError,
    i18n::{td, td_string},
    next::Next,
};

/// The question, the lists, and which of them have it already.
#[component]
pub fn AddIdea() -> impl IntoView {
    let product = answer::param("product");
    let from = Some(answer::query("from")).filter(|slug| is_slug(slug)).unwrap_or_default();
    view! {
        <Unlisted/>
        {once_loaded(load(product), move |idea| view! { <Ask idea from/> }.into_any())}
    }
}

async fn load(product: String) -> Result<AddingIdea, AppError> {
    let (backend, visit) = answer::asked()?;
    backend.ideas.adding(&visit, product.parse::<ProductId>()?).await
}

/// Whether this may be the word of an article.
fn is_slug(word: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !word.is_empty() && word.len() <= 100 && word.bytes().all(fits)
}

#[component]
fn Ask(idea: AddingIdea, from: String) -> impl IntoView {
    let locale = language();
    let AddingIdea { product, lists } = idea;
    let id = product.id;
    let back = match from.as_str() {
        "" => "/ideas".to_owned(),
        slug => format!("/ideas/{slug}"),
    };
    let new_list = Next::parse(&adding(id, &from)).after("/lists/new");
    let added = added(&lists);
    let wished = lists.iter().any(|list| list.has).then_some("");
    let question = if lists.is_empty() {
        view! { <p>{td_string!(locale, ideas.add.no_list)}</p> }.into_any()
    } else {
        view! { <WhichList product=id from lists/> }.into_any()
    };
    view! {
        <Page title=td_string!(locale, ideas.add.title) class="middle">
            <h1>{td_string!(locale, ideas.add.title)}</h1>
            <div class="stack" data-adding=id.to_string() data-wished=wished>
                <Brief product/>
                {added}
                <FormNotice state=FormState::of("/fn/add_idea")/>
                {question}
                <div class="row">
                    <a class="button" href=new_list>
                        <Icon name=IconName::PLUS/>
                        {td_string!(locale, ideas.add.new_list)}
                    </a>
                    <a class="button quiet" href=back data-closes="">
                        {td_string!(locale, ideas.add.back)}
                    </a>
                </div>
            </div>
        </Page>
    }
}

/// Says which list has it now, and leads there.
fn added(lists: &[ListToAddTo]) -> Option<AnyView> {
    let locale = language();
    let to = answer::query("to");
    let list = lists.iter().find(|list| list.has && list.id.to_string() == to)?;
    let title = isolated(&list.title);
    let href = format!("/lists/{}", list.id);
    let said = view! {
        <div class="notice success" role="status">
            <Icon name=IconName::CHECK/>
            <p>
                {td!(locale, ideas.add.added, title = title)}
                " "
                <a href=href>{td_string!(locale, ideas.add.see)}</a>
            </p>
        </div>
    };
    Some(said.into_any())
}

/// One button for each list; those that have it say so.
#[component]
fn WhichList(product: ProductId, from: String, lists: Vec<ListToAddTo>) -> impl IntoView {
    let locale = language();
    let rows = lists.into_iter().map(|ListToAddTo { id, title, has }| {
        let act = if has {
            view! {
                <span class="chip good">
                    <Icon name=IconName::CHECK/>
                    {td_string!(locale, ideas.add.has)}
                </span>
            }
            .into_any()
        } else {
            view! {
                <button class="button" name="list" value=id.to_string()>
                    {td_string!(locale, ideas.add.submit)}
                    <span class="unseen">": " <bdi>{title.clone()}</bdi></span>
                </button>
            }
            .into_any()
        };
        view! { <li><strong><bdi>{title}</bdi></strong> {act}</li> }
    });
    let rows = rows.collect_view();
    view! {
        <form class="stack tight" method="post" action="/fn/add_idea" novalidate>
            <input type="hidden" name="product" value=product.to_string()/>
            <input type="hidden" name="from" value=from/>
            <h3>{td_string!(locale, ideas.add.which)}</h3>
            <ul class="lists-to-add-to" role="list">{rows}</ul>
        </form>
    }
}

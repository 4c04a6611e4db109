//! What link previews and search engines read of an article.

use leptos::prelude::*;
use leptos_meta::{Link, Meta};
use serde_json::{Value, json};

use super::category_name;
use crate::{
    backend::{Category, IdeaCard},
    components::{StructuredData, address, language},
    i18n::td_string,
};

/// The first page of the ideas.
const IDEAS: &str = "/ideas";

/// Where an article stands.
fn path_of(card: &IdeaCard) -> String {
    format!("{IDEAS}/{}", card.slug)
}

/// An article's drawing as a picture that every program can show.
fn picture_of(card: &IdeaCard) -> String {
    address(&format!("{}/picture.png", path_of(card)))
}

/// What search engines and link previews read of a page.
#[component]
pub(super) fn Preview(
    /// What it is to them: `website` or `article`.
    kind: &'static str,
    #[prop(into)] title: String,
    #[prop(into)] description: String,
    #[prop(into)] path: String,
    picture: String,
) -> impl IntoView {
    view! {
        <Link rel="canonical" href=address(&path)/>
        <Meta property="og:type" content=kind/>
        <Meta property="og:site_name" content=td_string!(language(), common.brand)/>
        <Meta property="og:title" content=title/>
        <Meta property="og:description" content=description/>
        <Meta property="og:url" content=address(&path)/>
        <Meta property="og:image" content=picture/>
    }
}

/// The same of an article, with its picture and its day.
#[component]
pub(super) fn ArticlePreview(card: IdeaCard) -> impl IntoView {
    let (path, picture) = (path_of(&card), picture_of(&card));
    view! {
        <Preview kind="article" title=card.title description=card.description path picture/>
        <Meta property="og:locale" content=card.language/>
        <Meta property="article:published_time" content=card.date.to_string()/>
    }
}

/// The way from the first page of the ideas to where one is.
#[component]
pub(super) fn Trail(
    category: Category,
    /// The article, where one is shown.
    #[prop(optional)]
    article: Option<IdeaCard>,
) -> impl IntoView {
    let locale = language();
    let (ideas, name) = (td_string!(locale, ideas.heading), category_name(locale, category));
    let of_category = format!("{IDEAS}/category/{}", category.code());
    let mut steps = vec![(ideas.to_owned(), IDEAS.to_owned()), (name.to_owned(), of_category)];
    // On its own page a category is where one is, and no way to anywhere.
    let shown = if article.is_some() { 2 } else { 1 };
    let links = steps.iter().take(shown).map(|(name, path)| {
        view! { <li><a href=path.clone()>{name.clone()}</a></li> }
    });
    let links = links.collect_view();
    steps.extend(article.map(|card| (card.title.clone(), path_of(&card))));
    let items = (1..).zip(steps).map(|(position, (name, path))| {
        let item = address(&path);
        json!({ "@type": "ListItem", "position": position, "name": name, "item": item })
    });
    let items: Vec<Value> = items.collect();
    let data = json!({
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": items,
    });
    view! {
        <nav aria-label=td_string!(locale, ideas.trail)>
            <ol class="trail small" role="list">{links}</ol>
        </nav>
        <StructuredData data/>
    }
}

/// What an article is, for search engines.
#[component]
pub(super) fn ArticleData(card: IdeaCard) -> impl IntoView {
    let locale = language();
    let (path, picture) = (address(&path_of(&card)), picture_of(&card));
    let brand = td_string!(locale, common.brand);
    let us = json!({ "@type": "Organization", "name": brand, "url": address("/") });
    let data = json!({
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": card.title,
        "description": card.description,
        "image": picture,
        "datePublished": card.date.to_string(),
        "inLanguage": card.language,
        "articleSection": category_name(locale, card.category),
        "mainEntityOfPage": path,
        "author": us,
        "publisher": us,
    });
    view! { <StructuredData data/> }
}

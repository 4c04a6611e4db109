//! Ideas: articles, and the products in them that can be added to a list (R8.5).

mod add;
mod article;
mod data;
mod index;
mod product;
mod text;

use leptos::{nonce::use_nonce, prelude::*};

use crate::{
    backend::{Category, IdeaCard},
    components::{language, words},
    i18n::{Locale, td_string},
    session::Visit,
};

pub use self::{
    add::AddIdea,
    article::IdeaPage,
    index::{CategoryPage, IdeasPage},
};

/// What a category is called.
fn category_name(locale: Locale, category: Category) -> &'static str {
    match category {
        Category::Expecting => td_string!(locale, ideas.categories.expecting),
        Category::Baby => td_string!(locale, ideas.categories.baby),
        Category::Play => td_string!(locale, ideas.categories.play),
        Category::Celebrations => td_string!(locale, ideas.categories.celebrations),
        Category::Christmas => td_string!(locale, ideas.categories.christmas),
        Category::Giving => td_string!(locale, ideas.categories.giving),
    }
}

/// Whether somebody is signed in.
fn signed_in() -> bool {
    use_context::<Visit>().is_some_and(|visit| visit.account.is_some())
}

/// The language of an article, where the page is in another one.
fn other_language(card: &IdeaCard) -> Option<String> {
    (card.language != language().to_string()).then(|| card.language.clone())
}

/// Asks for which list without leaving the page, where scripts run.
#[component]
fn AddsHere() -> impl IntoView {
    view! { <script type="module" src="/ideas.js" nonce=use_nonce()></script> }
}

/// Articles side by side.
#[component]
fn Cards(
    cards: Vec<IdeaCard>,
    /// The tag of their titles is one below that of what they stand under.
    #[prop(optional)]
    below_section: bool,
) -> impl IntoView {
    let cards = cards.into_iter().map(|card| view! { <li><Card card below_section/></li> });
    view! { <ul class="list-grid idea-cards" role="list">{cards.collect_view()}</ul> }
}

#[component]
fn Card(card: IdeaCard, below_section: bool) -> impl IntoView {
    let locale = language();
    let lang = other_language(&card);
    let href = format!("/ideas/{}", card.slug);
    let title = view! { <a href=href>{card.title}</a> };
    let title = if below_section {
        view! { <h3 lang=lang.clone()>{title}</h3> }.into_any()
    } else {
        view! { <h2 lang=lang.clone()>{title}</h2> }.into_any()
    };
    view! {
        <article class="list-card idea-card">
            <div class="cover">
                <img
                    src=format!("/covers/{}.svg", card.cover)
                    alt=""
                    width="640"
                    height="360"
                    loading="lazy"
                    decoding="async"
                />
            </div>
            <div>
                <p class="small category">{category_name(locale, card.category)}</p>
                {title}
                <p class="soft" lang=lang>{card.description}</p>
                <footer>{minutes(card.minutes)}</footer>
            </div>
        </article>
    }
}

/// How long reading takes, in words.
fn minutes(minutes: u32) -> String {
    td_string!(language(), ideas.minutes, count = minutes)
}

/// A day in words, with what machines read.
#[component]
fn Written(day: chrono::NaiveDate) -> impl IntoView {
    view! { <time datetime=day.to_string()>{words::day(language(), day)}</time> }
}

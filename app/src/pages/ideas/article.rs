//! One article.

use domain::Occasion;
use leptos::prelude::*;

use super::{
    AddsHere, Cards, Written, category_name,
    data::{ArticleData, ArticlePreview, Trail},
    minutes, other_language,
    product::Products,
    signed_in,
    text::Text,
};
use crate::{
    backend::{Idea, IdeaCard},
    components::{Page, answer, language, once_loaded},
    error::AppError,
    i18n::td_string,
    next::Next,
    pages::give::Disclosure,
};

/// An article: what it says, the things that it names, and where to go on.
#[component]
pub fn IdeaPage() -> impl IntoView {
    once_loaded(load(answer::param("slug")), |idea| view! { <Whole idea/> }.into_any())
}

async fn load(slug: String) -> Result<Idea, AppError> {
    let (backend, visit) = answer::asked()?;
    backend.ideas.idea(&visit, &slug).await
}

#[component]
fn Whole(idea: Idea) -> impl IntoView {
    let locale = language();
    let Idea { card, occasion, body, below, products, related } = idea;
    let disclosure = (!products.is_empty()).then(|| view! { <Disclosure/> });
    let things = below.iter().any(|id| products.iter().any(|product| product.id == *id));
    let things = things.then(|| {
        let (products, from) = (products.clone(), card.slug.clone());
        view! {
            <section class="stack" aria-labelledby="things">
                <h2 id="things">{td_string!(locale, ideas.things)}</h2>
                <Products ids=below products from/>
            </section>
        }
    });
    let related = (!related.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby="related">
                <h2 id="related">{td_string!(locale, ideas.related)}</h2>
                <Cards cards=related below_section=true/>
            </section>
        }
    });
    view! {
        <ArticlePreview card=card.clone()/>
        <Page title=card.title.clone() description=card.description.clone() class="airy">
            <Trail category=card.category article=card.clone()/>
            <article class="idea" lang=other_language(&card)>
                <Head card=card.clone()/>
                <Text body products slug=card.slug.clone()/>
            </article>
            {things}
            {disclosure}
            <Start occasion/>
            {related}
            <ArticleData card/>
            <AddsHere/>
        </Page>
    }
}

#[component]
fn Head(card: IdeaCard) -> impl IntoView {
    let locale = language();
    let untranslated = other_language(&card).map(|_| {
        let lang = locale.to_string();
        view! { <p class="small soft" lang=lang>{td_string!(locale, ideas.untranslated)}</p> }
    });
    view! {
        <header>
            <h1>{card.title}</h1>
            <p class="lede">{card.description}</p>
            <p class="small soft" lang=locale.to_string()>
                <Written day=card.date/>
                " · "
                {category_name(locale, card.category)}
                " · "
                {minutes(card.minutes)}
            </p>
            {untranslated}
            <div class="cover banner">
                <img
                    src=format!("/covers/{}.svg", card.cover)
                    alt=""
                    width="640"
                    height="360"
                    decoding="async"
                    fetchpriority="high"
                />
            </div>
        </header>
    }
}

/// The way to a list of one's own, for the occasion that the article is about.
#[component]
fn Start(occasion: Option<Occasion>) -> impl IntoView {
    let locale = language();
    let new = match occasion {
        Some(occasion) => format!("/lists/new?occasion={}", occasion.code()),
        None => "/lists/new".to_owned(),
    };
    let (href, words) = if signed_in() {
        (new, td_string!(locale, ideas.start.new))
    } else {
        (Next::parse(&new).after("/sign-up"), td_string!(locale, ideas.start.sign_up))
    };
    view! {
        <section class="panel stack idea-start" aria-labelledby="start">
            <h2 id="start">{td_string!(locale, ideas.start.heading)}</h2>
            <p>{td_string!(locale, ideas.start.words)}</p>
            <a class="button primary large" href=href>{words}</a>
        </section>
    }
}

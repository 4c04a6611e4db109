//! All articles, or those of one category.

use leptos::prelude::*;

use super::{
    AddsHere, Cards, category_name,
    data::{Preview, Trail},
    product::Products,
};
use crate::{
    backend::{Category, IdeaCard, Ideas},
    components::{Page, PublicPage, Trouble, address, answer, language, once_loaded},
    error::AppError,
    i18n::td_string,
    pages::give::Disclosure,
};

/// Every article, the newest first.
#[component]
pub fn IdeasPage() -> impl IntoView {
    once_loaded(load(None), |ideas| view! { <Everything cards=ideas.cards/> }.into_any())
}

/// The articles of one category, and things that go with them.
#[component]
pub fn CategoryPage() -> impl IntoView {
    let category = Category::parse(&answer::param("category"));
    let Some(category) = category else {
        return view! { <Trouble error=AppError::not_found()/> }.into_any();
    };
    once_loaded(load(Some(category)), move |ideas| {
        view! { <OfCategory category ideas/> }.into_any()
    })
}

async fn load(category: Option<Category>) -> Result<Ideas, AppError> {
    let (backend, visit) = answer::asked()?;
    backend.ideas.ideas(&visit, category).await
}

#[component]
fn Everything(cards: Vec<IdeaCard>) -> impl IntoView {
    let locale = language();
    let lede = td_string!(locale, ideas.lede);
    view! {
        <PublicPage
            title=td_string!(locale, ideas.title)
            description=lede
            path="/ideas"
            class="airy"
        >
            <header class="stack">
                <h1>{td_string!(locale, ideas.heading)}</h1>
                <p class="lede">{lede}</p>
                <Categories/>
            </header>
            {listed(cards)}
        </PublicPage>
    }
}

#[component]
fn OfCategory(category: Category, ideas: Ideas) -> impl IntoView {
    let locale = language();
    let name = category_name(locale, category);
    let description = td_string!(locale, ideas.category_description, category = name);
    let things = (!ideas.products.is_empty()).then(|| {
        let ids = ideas.products.iter().map(|product| product.id).collect();
        view! {
            <section class="stack" aria-labelledby="things">
                <h2 id="things">{td_string!(locale, ideas.things)}</h2>
                <Products ids products=ideas.products/>
                <Disclosure/>
            </section>
            <AddsHere/>
        }
    });
    view! {
        <Preview
            kind="website"
            title=name
            description=description.clone()
            path=format!("/ideas/category/{}", category.code())
            picture=address("/icons/512.png")
        />
        <Page title=name description class="airy">
            <header class="stack">
                <Trail category/>
                <h1>{name}</h1>
                <Categories chosen=category/>
            </header>
            {listed(ideas.cards)}
            {things}
        </Page>
    }
}

/// The articles, or that there are none.
fn listed(cards: Vec<IdeaCard>) -> AnyView {
    if !cards.is_empty() {
        return view! { <Cards cards/> }.into_any();
    }
    let locale = language();
    view! {
        <section class="empty">
            <img src="/covers/other.svg" alt="" width="640" height="360"/>
            <h2>{td_string!(locale, ideas.empty.heading)}</h2>
            <p>{td_string!(locale, ideas.empty.words)}</p>
        </section>
    }
    .into_any()
}

/// Ways to all articles, and to those of each category.
#[component]
fn Categories(
    /// The one that is shown.
    #[prop(optional)]
    chosen: Option<Category>,
) -> impl IntoView {
    let locale = language();
    let here = |yes: bool| yes.then_some("page");
    let categories = Category::ALL.map(|category| {
        let href = format!("/ideas/category/{}", category.code());
        view! {
            <li>
                <a href=href aria-current=here(chosen == Some(category))>
                    {category_name(locale, category)}
                </a>
            </li>
        }
    });
    view! {
        <nav aria-label=td_string!(locale, ideas.categories.label)>
            <ul class="categories" role="list">
                <li>
                    <a href="/ideas" aria-current=here(chosen.is_none())>
                        {td_string!(locale, ideas.categories.all)}
                    </a>
                </li>
                {categories.into_iter().collect_view()}
            </ul>
        </nav>
    }
}

//! Looking up products of the catalogue (R6.1), also to put one in the place of one that waits.

use domain::ProductId;
use leptos::prelude::*;

use super::{
    Console, Nothing, Tab,
    look_up::LookUp,
    product_card::{MergeRows, ProductRow, ShopLink, catalogue_path},
    shown,
};
use crate::{
    backend::{ProductCard, WaitingView},
    components::{FormNotice, FormState, Icon, IconName, answer, isolated, language},
    error::AppError,
    i18n::{td, td_string},
    shown::pack,
};

/// Products that were found, and the one that waits to be merged with one of them.
type Found = (Vec<ProductCard>, Option<WaitingView>);

async fn load(search: String, merge: String) -> Result<Found, AppError> {
    let (backend, visit) = answer::asked()?;
    let products = backend.catalogue.products(&visit, &search).await?;
    if merge.is_empty() {
        return Ok((products, None));
    }
    let waiting = backend.catalogue.waiting(&visit, merge.parse()?, "").await?;
    Ok((products, Some(waiting)))
}

/// Products by their name, brand, shop or link; without words the newest ones.
#[component]
pub fn Catalogue() -> impl IntoView {
    let (search, merge) = (answer::query("search"), answer::query("merge"));
    shown(load(search.clone(), merge), move |(products, waiting)| {
        view! { <CataloguePage search products waiting/> }.into_any()
    })
}

#[component]
fn CataloguePage(
    search: String,
    products: Vec<ProductCard>,
    /// The product that is to be merged.
    waiting: Option<WaitingView>,
) -> impl IntoView {
    let locale = language();
    let merging = waiting.as_ref().map(|waiting| waiting.card.id);
    let found = match (products.is_empty(), search.is_empty()) {
        (true, true) => view! {
            <Nothing
                icon=IconName::GIFT
                heading=td_string!(locale, admin.catalogue.empty.heading)
                words=td_string!(locale, admin.catalogue.empty.words)
            />
        }
        .into_any(),
        (true, false) => view! {
            <Nothing
                icon=IconName::GIFT
                heading=td_string!(locale, admin.catalogue.nothing.heading)
                words=td_string!(locale, admin.catalogue.nothing.words)
            />
        }
        .into_any(),
        (false, _) => {
            let merging = waiting.as_ref().map(|waiting| (waiting.card.id, pack(&waiting.made)));
            view! { <Rows products merging/> }.into_any()
        }
    };
    let about = waiting.map(|waiting| view! { <Merging card=waiting.card/> });
    let make = merging.is_none().then(|| {
        view! {
            <a class="button" href="/admin/catalogue/new">
                <Icon name=IconName::PLUS/>
                {td_string!(locale, admin.edit.new)}
            </a>
        }
    });
    view! {
        <Console title=td_string!(locale, admin.catalogue.heading) here=Tab::Catalogue>
            {about}
            <div class="catalogue-head">
                <Search search merging/>
                {make}
            </div>
            {found}
        </Console>
    }
}

#[component]
fn Search(search: String, merging: Option<ProductId>) -> impl IntoView {
    let locale = language();
    let merging = merging.map(|product| {
        view! { <input type="hidden" name="merge" value=product.to_string()/> }
    });
    view! {
        <LookUp
            path="/admin/catalogue"
            label=td_string!(locale, admin.catalogue.search)
            search
            submit=td_string!(locale, admin.catalogue.submit)
        >
            {merging}
        </LookUp>
    }
}

/// What is found, with buttons where one of it is to take another's place.
#[component]
fn Rows(
    products: Vec<ProductCard>,
    /// The product that is to be merged, and what the page shows of its owner's words.
    merging: Option<(ProductId, String)>,
) -> impl IntoView {
    let rows = match merging {
        Some((product, was)) => view! { <MergeRows product was cards=products/> }.into_any(),
        None => {
            let rows = products.into_iter().map(|card| {
                let href = catalogue_path(card.id);
                view! { <ProductRow card href/> }
            });
            let rows = rows.collect_view();
            view! {
                <ul class="console-rows" role="list">
                    {rows}
                </ul>
            }
            .into_any()
        }
    };
    view! {
        <p class="small soft">{td_string!(language(), admin.catalogue.most)}</p>
        {rows}
    }
}

/// Says which product is to be merged, shows it as its owner has it now, and leads back to it.
#[component]
fn Merging(card: ProductCard) -> impl IntoView {
    let locale = language();
    let name = isolated(card.name.clone());
    let href = format!("/admin/queue/{}", card.id);
    let link = card.link.clone().map(|link| view! { <ShopLink link/> });
    view! {
        <FormNotice state=FormState::of("/fn/merge_product")/>
        <div class="notice">
            <Icon name=IconName::INFO/>
            <p>{td!(locale, admin.catalogue.merging, name = name)}</p>
            <a class="button" href=href.clone()>
                {td_string!(locale, admin.catalogue.back)}
            </a>
        </div>
        <ul class="console-rows" role="list">
            <ProductRow card href>
                {link}
            </ProductRow>
        </ul>
    }
}

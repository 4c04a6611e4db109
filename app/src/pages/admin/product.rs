//! Making a product of the catalogue, and changing one (R6.1).

use std::future::ready;

use domain::{ProductForm, ProductId};
use leptos::prelude::*;

use super::{
    Console, Moment, Tab,
    meanwhile::Meanwhile,
    product_card::{AboutProduct, ShopLink, facts, on_lists},
    product_fields::ProductFields,
    review::ProductNotice,
    shown,
};
use crate::{
    backend::ProductView,
    components::{FormState, Toast, answer, language},
    error::AppError,
    i18n::{Locale, td_string},
    shown::{pack, unpack},
};

/// A new product.
#[component]
pub fn NewProduct() -> impl IntoView {
    shown(ready(Ok(())), |()| view! { <NewProductPage/> }.into_any())
}

#[component]
fn NewProductPage() -> impl IntoView {
    let locale = language();
    view! {
        <Console title=td_string!(locale, admin.edit.new) here=Tab::Catalogue below=true>
            <ProductNotice action="/fn/create_product"/>
            <Form
                action="/fn/create_product"
                form=ProductForm::default()
                submit=td_string!(locale, admin.edit.create)
            />
        </Console>
    }
}

async fn load(product: String) -> Result<ProductView, AppError> {
    let (backend, visit) = answer::asked()?;
    backend.catalogue.product(&visit, product.parse()?).await
}

/// One product of the catalogue, to be changed.
#[component]
pub fn EditProduct() -> impl IntoView {
    let (product, done) = (answer::param("product"), answer::done("done"));
    shown(load(product), move |product| view! { <EditProductPage product done/> }.into_any())
}

#[component]
fn EditProductPage(product: ProductView, done: String) -> impl IntoView {
    let locale = language();
    let ProductView { card, form, lists } = product;
    let state = FormState::of("/fn/edit_product");
    let now = pack(&form);
    let was = state.value("was", &now);
    // Who is told here what somebody else changed has seen it, and may save over it.
    let (notice, was) = if state.code() == Some("changed_meanwhile") {
        let before: ProductForm = unpack(&was);
        (view! { <Meanwhile before now=form.clone()/> }.into_any(), now)
    } else {
        (view! { <ProductNotice action="/fn/edit_product"/> }.into_any(), was)
    };
    let done = done_words(locale, &done).map(|words| view! { <Toast words/> });
    let since = view! { <Moment at=card.made_at/> }.into_any();
    let pairs = [
        (td_string!(locale, admin.edit.lists), Some(on_lists(locale, lists).into_any())),
        (td_string!(locale, admin.edit.since), Some(since)),
        (
            td_string!(locale, admin.edit.shop_page),
            card.link.map(|link| view! { <ShopLink link/> }.into_any()),
        ),
    ];
    view! {
        <Console title=card.name here=Tab::Catalogue below=true>
            {done}
            {notice}
            <div class="panel">
                {facts(pairs)}
            </div>
            <Form
                action="/fn/edit_product"
                form
                shown=(card.id, was)
                submit=td_string!(locale, admin.edit.save)
            />
        </Console>
    }
}

/// What was done with the product just now.
fn done_words(locale: Locale, done: &str) -> Option<&'static str> {
    match done {
        "created" => Some(td_string!(locale, admin.edit.created)),
        "saved" => Some(td_string!(locale, admin.edit.saved)),
        _ => None,
    }
}

/// The form of a new product, or of the one that is shown.
#[component]
fn Form(
    action: &'static str,
    form: ProductForm,
    /// The product that there is, and what the page has shown of it.
    #[prop(optional)]
    shown: Option<(ProductId, String)>,
    /// What its button says.
    submit: &'static str,
) -> impl IntoView {
    let locale = language();
    let state = FormState::of(action);
    let shown = shown.map(|(product, was)| view! { <AboutProduct product was/> });
    view! {
        <form
            class="panel stack"
            method="post"
            action=action
            enctype="multipart/form-data"
            novalidate
        >
            {shown}
            <ProductFields state form/>
            <div class="row">
                <button class="button primary">{submit}</button>
                <a class="button quiet" href="/admin/catalogue">
                    {td_string!(locale, admin.edit.back)}
                </a>
            </div>
        </form>
    }
}

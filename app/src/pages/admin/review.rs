//! What an admin does with a product that waits: takes it in, merges it, or leaves it with its
//! owner (R6.2).

use domain::{DomainError, ProductForm, ProductId};
use leptos::prelude::*;

use super::{
    product_card::{AboutProduct, Merge, MergeRows, catalogue_path},
    product_fields::ProductFields,
};
use crate::{
    backend::ProductCard,
    components::{FormNotice, FormNotices, FormState, Icon, IconName, TextArea, language},
    error::AppError,
    i18n::td_string,
    session::refusal,
};

/// Why the form that was sent was refused.
#[component]
pub(super) fn Refused(
    product: ProductId,
    /// What the page shows of its owner's words.
    was: String,
) -> impl IntoView {
    view! {
        <ProductNotice action="/fn/promote_product" waiting=(product, was)/>
        <FormNotices of=&["/fn/fetch_product", "/fn/merge_product", "/fn/decline_product"]/>
    }
}

/// Says above a refused form what is wrong. Where another product of the catalogue has the link,
/// the way there is short, and so is merging with it.
#[component]
pub(super) fn ProductNotice(
    /// The form's action.
    action: &'static str,
    /// The product that waits, which can be merged, and what the page shows of its owner's words.
    #[prop(optional)]
    waiting: Option<(ProductId, String)>,
) -> impl IntoView {
    let locale = language();
    let Some(twin) = twin(action) else {
        return view! { <FormNotice state=FormState::of(action)/> }.into_any();
    };
    let merge = waiting.map(|(product, was)| view! { <Merge product target=twin was/> });
    view! {
        <div class="notice error" role="alert">
            <Icon name=IconName::WARNING/>
            <p>
                {td_string!(locale, admin.product.twin)} " "
                <a href=catalogue_path(twin)>{td_string!(locale, admin.product.twin_open)}</a>
            </p>
            {merge}
        </div>
    }
    .into_any()
}

/// The product of the catalogue that has the link already, where the form was refused for that.
fn twin(action: &str) -> Option<ProductId> {
    match refusal(action)?.error {
        AppError::Refused { rule: DomainError::InCatalogueAlready { product } } => Some(product),
        _ => None,
    }
}

/// Takes it into the catalogue, as the form says.
#[component]
pub(super) fn Take(
    product: ProductId,
    form: ProductForm,
    /// What the page shows of its owner's words.
    was: String,
) -> impl IntoView {
    let locale = language();
    let state = FormState::of("/fn/promote_product");
    view! {
        <section class="panel stack" aria-labelledby="take">
            <h2 id="take">{td_string!(locale, admin.waiting.take.heading)}</h2>
            <p class="small soft">{td_string!(locale, admin.waiting.take.words)}</p>
            <form
                class="stack"
                method="post"
                action="/fn/promote_product"
                enctype="multipart/form-data"
                aria-labelledby="take"
                novalidate
            >
                <AboutProduct product was/>
                <ProductFields state form/>
                <div class="row">
                    <button class="button primary">
                        {td_string!(locale, admin.waiting.take.submit)}
                    </button>
                </div>
            </form>
        </section>
    }
}

/// Products of the catalogue that are called alike, and the way to search for others.
#[component]
pub(super) fn Alike(
    product: ProductId,
    /// What the page shows of its owner's words.
    was: String,
    cards: Vec<ProductCard>,
) -> impl IntoView {
    let locale = language();
    let found = if cards.is_empty() {
        view! { <p>{td_string!(locale, admin.waiting.merge.none)}</p> }.into_any()
    } else {
        view! {
            <p class="small soft">{td_string!(locale, admin.waiting.merge.words)}</p>
            <MergeRows product was cards/>
        }
        .into_any()
    };
    view! {
        <section class="panel stack tight" aria-labelledby="alike">
            <h2 id="alike">{td_string!(locale, admin.waiting.merge.heading)}</h2>
            {found}
            <p>
                <a href=format!("/admin/catalogue?merge={product}")>
                    {td_string!(locale, admin.waiting.merge.search)}
                </a>
            </p>
        </section>
    }
}

/// Leaves it with its owner, who is told why.
#[component]
pub(super) fn Decline(
    product: ProductId,
    /// What the page shows of its owner's words.
    was: String,
) -> impl IntoView {
    let locale = language();
    view! {
        <section class="panel stack" aria-labelledby="decline">
            <h2 id="decline">{td_string!(locale, admin.waiting.decline.heading)}</h2>
            <p class="small soft">{td_string!(locale, admin.waiting.decline.words)}</p>
            <form
                class="stack"
                method="post"
                action="/fn/decline_product"
                aria-labelledby="decline"
                novalidate
            >
                <AboutProduct product was/>
                <TextArea
                    state=FormState::of("/fn/decline_product")
                    label=td_string!(locale, admin.waiting.decline.note)
                    name="note"
                    hint=td_string!(locale, admin.waiting.decline.note_hint)
                    required=true
                />
                <div class="row">
                    <button class="button">
                        {td_string!(locale, admin.waiting.decline.submit)}
                    </button>
                </div>
            </form>
        </section>
    }
}

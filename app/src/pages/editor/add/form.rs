//! The form for a new gift.

use domain::{GiftForm, ListId};
use leptos::prelude::*;

use crate::{
    backend::FoundProduct,
    components::{FormKey, FormState, Icon, IconName, PictureChoice, language},
    i18n::td_string,
    pages::editor::{
        AboutList, product::ProductFacts, product_fields::ProductFields, sort_fields::SortFields,
        wish_fields::WishFields,
    },
};

/// What the gift is, and, folded away until it is wanted or wrong, how it is wished for. Of a
/// product of the catalogue only the wish is there to be filled in.
#[component]
pub(super) fn AddForm(
    list: ListId,
    state: FormState,
    /// What stands in the fields while nothing was typed.
    form: GiftForm,
    /// The product of the catalogue that it is.
    product: Option<FoundProduct>,
    /// Whether it is on the list already.
    again: bool,
    /// The headings that its gifts stand under.
    headings: Vec<String>,
) -> impl IntoView {
    let locale = language();
    // What was pasted and had no room in the name is in sight.
    let unfolded = state.is_refused() || !form.notes.is_empty();
    let what = match product {
        Some(product) => {
            let id = product.id.to_string();
            view! {
                <input type="hidden" name="product" value=id/>
                <ProductFacts
                    name=product.name
                    brand=product.brand
                    shop=product.shop
                    price=product.price
                    picture=product.picture
                />
            }
            .into_any()
        }
        None => {
            // What the catalogue had of it until now was not typed.
            let state = match state.value("product", "").is_empty() {
                true => state.clone(),
                false => state.clone().about("product", ""),
            };
            view! {
                <ProductFields state=state.clone() form=form.clone()/>
                <PictureChoice state picture=form.picture.clone()/>
            }
            .into_any()
        }
    };
    let submit = match again {
        true => td_string!(locale, editor.already.submit),
        false => td_string!(locale, editor.add.submit),
    };
    view! {
        <form
            class="panel stack"
            method="post"
            action="/fn/add_gift"
            enctype="multipart/form-data"
            aria-labelledby="add-heading"
            novalidate
        >
            <AboutList list/>
            <FormKey/>
            {again.then(|| view! { <input type="hidden" name="again" value="on"/> })}
            {what}
            <details class="more" open=unfolded>
                <summary>
                    {td_string!(locale, editor.add.more)}
                    <Icon name=IconName::CHEVRON/>
                </summary>
                <WishFields state=state.clone() form=form.clone()/>
            </details>
            <SortFields state form headings/>
            <div class="row">
                <button class="button primary">{submit}</button>
                <a class="button quiet" href=format!("/lists/{list}")>
                    {td_string!(locale, editor.add.cancel)}
                </a>
            </div>
        </form>
    }
}

//! The fields of a product: for taking one into the catalogue, making one, and changing one (R6).

use domain::ProductForm;
use leptos::prelude::*;

use crate::{
    components::{Field, FormState, PictureChoice, PriceField, language},
    i18n::td_string,
};

/// All that admins say of a product, in a form that is sent with its files.
#[component]
pub(super) fn ProductFields(
    /// The state of the form around them.
    state: FormState,
    /// What stands in the fields while nothing was typed.
    form: ProductForm,
) -> impl IntoView {
    let locale = language();
    view! {
        <div class="fields">
            <div class="full">
                <Field
                    state=&state
                    label=td_string!(locale, admin.product.link)
                    name="link"
                    kind="url"
                    inputmode="url"
                    placeholder="https://"
                    value=form.link
                    autocomplete="off"
                    required=true
                />
            </div>
            <div class="full">
                <Field
                    state=&state
                    label=td_string!(locale, admin.product.name)
                    name="name"
                    value=form.name
                    autocomplete="off"
                    required=true
                />
            </div>
            <Field
                state=&state
                label=td_string!(locale, admin.product.brand)
                name="brand"
                value=form.brand
                autocomplete="off"
                optional=true
            />
            <Field
                state=&state
                label=td_string!(locale, admin.product.shop)
                name="shop"
                value=form.shop
                placeholder=td_string!(locale, admin.product.shop_example)
                autocomplete="off"
                optional=true
            />
            <PriceField
                state=state.clone()
                label=td_string!(locale, admin.product.price)
                currency_label=td_string!(locale, admin.product.currency)
                amount=form.price
                currency=form.currency
            />
            <Field
                state=&state
                label=td_string!(locale, admin.product.price_on)
                name="price_on"
                kind="date"
                value=form.price_on
                optional=true
            />
            <PictureChoice state=state.clone() picture=form.picture/>
            <label class="check full">
                <input
                    type="checkbox"
                    name="hidden"
                    checked=state.ticked("hidden", !form.hidden.is_empty())
                />
                {td_string!(locale, admin.product.hide)}
            </label>
        </div>
    }
}

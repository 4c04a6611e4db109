//! The fields of a product: for taking one into the catalogue, making one, and changing one (R6).

use domain::{PictureId, PictureWidth, ProductForm};
use leptos::prelude::*;

use crate::{
    components::{Field, FieldError, FormState, PriceField, described_by, language},
    i18n::td_string,
};

/// All that admins say of a product.
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

/// Whether the product has the picture that is known of it, or none.
#[component]
fn PictureChoice(
    state: FormState,
    /// The picture that is known, or nothing.
    picture: String,
) -> impl IntoView {
    let locale = language();
    let chosen = state.value("picture", &picture);
    // What was found anew may be known by the form alone that comes back.
    let known = if picture.is_empty() { &chosen } else { &picture };
    let problem = state.problem("picture");
    let described = described_by("picture", false, problem.is_some());
    let none = chosen.is_empty();
    known.parse::<PictureId>().ok().map(|known| {
        view! {
            <fieldset class="choices pictures products full" aria-describedby=described>
                <legend>{td_string!(locale, admin.product.picture)}</legend>
                <label class="choice">
                    <img src=known.path(PictureWidth::Small) alt="" width="320" height="320"/>
                    <input type="radio" name="picture" value=known.to_string() checked=!none/>
                    <span>{td_string!(locale, admin.product.picture_take)}</span>
                </label>
                <label class="choice">
                    <img src="/gift.svg" alt="" width="320" height="320"/>
                    <input type="radio" name="picture" value="" checked=none/>
                    <span>{td_string!(locale, admin.product.picture_none)}</span>
                </label>
                <FieldError of="picture" words=problem/>
            </fieldset>
        }
    })
}

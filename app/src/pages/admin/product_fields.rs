//! The fields of a product: for taking one into the catalogue, making one, and changing one (R6).

use domain::{Brand, GiftName, Link, PictureId, PictureWidth, ProductForm, ShopName};
use leptos::prelude::*;

use crate::{
    components::{Field, FieldError, FormState, Label, described_by, language},
    i18n::td_string,
};

/// The currencies that are offered; one that a product has already is offered too.
const CURRENCIES: [&str; 12] =
    ["EUR", "CHF", "GBP", "USD", "AUD", "CAD", "CZK", "DKK", "JPY", "NOK", "PLN", "SEK"];

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
                    maxlength=Link::MAX
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
                    maxlength=GiftName::MAX
                    autocomplete="off"
                    required=true
                />
            </div>
            <Field
                state=&state
                label=td_string!(locale, admin.product.brand)
                name="brand"
                value=form.brand
                maxlength=Brand::MAX
                autocomplete="off"
                optional=true
            />
            <Field
                state=&state
                label=td_string!(locale, admin.product.shop)
                name="shop"
                value=form.shop
                maxlength=ShopName::MAX
                placeholder=td_string!(locale, admin.product.shop_example)
                autocomplete="off"
                optional=true
            />
            <PriceField state=state.clone() amount=form.price currency=form.currency/>
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

#[component]
fn PriceField(state: FormState, amount: String, currency: String) -> impl IntoView {
    let locale = language();
    let before = if currency.is_empty() { CURRENCIES[0] } else { &currency };
    let chosen = state.value("currency", before);
    let own =
        (!CURRENCIES.contains(&chosen.as_str()) && !chosen.is_empty()).then(|| chosen.clone());
    let offered = own.into_iter().chain(CURRENCIES.map(str::to_owned));
    let options = offered.map(|currency| {
        let (name, selected) = (currency.clone(), currency == chosen);
        view! { <option value=currency selected=selected>{name}</option> }
    });
    // A currency that is wrong makes the price wrong: the two are one field to those who look.
    let problem = state.problem("price").or_else(|| state.problem("currency"));
    let described = described_by("price", false, problem.is_some());
    view! {
        <div class="field">
            <Label to="price" words=td_string!(locale, admin.product.price) optional=true/>
            <div class="money">
                <input
                    id="price"
                    name="price"
                    inputmode="decimal"
                    autocomplete="off"
                    value=state.value("price", &amount)
                    aria-describedby=described
                    aria-invalid=problem.is_some().then_some("true")
                />
                <select name="currency" aria-label=td_string!(locale, admin.product.currency)>
                    {options.collect_view()}
                </select>
            </div>
            <FieldError of="price" words=problem/>
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

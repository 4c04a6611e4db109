//! The fields for what a gift is, where that is its owner's to say (R4.5).

use domain::{Brand, GiftForm, GiftName, ShopName};
use leptos::prelude::*;

use crate::{
    components::{Field, FieldError, FormState, Hint, Label, described_by, language},
    i18n::td_string,
};

/// The currencies that are offered; one that a gift has already is offered too.
const CURRENCIES: [&str; 12] =
    ["EUR", "CHF", "GBP", "USD", "AUD", "CAD", "CZK", "DKK", "JPY", "NOK", "PLN", "SEK"];

/// Name, link, price, shop and brand.
#[component]
pub(super) fn ProductFields(
    state: FormState,
    /// What stands in the fields while nothing was typed.
    form: GiftForm,
    /// When the price was read, in words.
    #[prop(optional_no_strip)]
    price_hint: Option<String>,
) -> impl IntoView {
    let locale = language();
    view! {
        <Field
            state=&state
            label=td_string!(locale, editor.gift.name)
            name="name"
            value=form.name.clone()
            maxlength=GiftName::MAX
            autocomplete="off"
            required=true
        />
        <Field
            state=&state
            label=td_string!(locale, editor.gift.link)
            name="link"
            kind="url"
            inputmode="url"
            placeholder="https://"
            value=form.link.clone()
            autocomplete="off"
            optional=true
        />
        <div class="fields">
            <PriceField state=state.clone() form=form.clone() hint=price_hint/>
            <Field
                state=&state
                label=td_string!(locale, editor.gift.shop)
                name="shop"
                value=form.shop
                hint=td_string!(locale, editor.gift.shop_hint)
                maxlength=ShopName::MAX
                autocomplete="off"
                optional=true
            />
            <Field
                state=&state
                label=td_string!(locale, editor.gift.brand)
                name="brand"
                value=form.brand
                maxlength=Brand::MAX
                autocomplete="off"
                optional=true
            />
        </div>
    }
}

#[component]
fn PriceField(state: FormState, form: GiftForm, hint: Option<String>) -> impl IntoView {
    let locale = language();
    let currency = if form.currency.is_empty() { CURRENCIES[0] } else { &form.currency };
    let chosen = state.value("currency", currency);
    let own =
        (!CURRENCIES.contains(&chosen.as_str()) && !chosen.is_empty()).then(|| chosen.clone());
    let offered = own.into_iter().chain(CURRENCIES.map(str::to_owned));
    let options = offered.map(|currency| {
        let (name, selected) = (currency.clone(), currency == chosen);
        view! { <option value=currency selected=selected>{name}</option> }
    });
    // A currency that is wrong makes the price wrong: the two are one field to those who look.
    let problem = state.problem("price").or_else(|| state.problem("currency"));
    let described = described_by("price", hint.is_some(), problem.is_some());
    view! {
        <div class="field">
            <Label to="price" words=td_string!(locale, editor.gift.price) optional=true/>
            {hint.map(|words| view! { <Hint of="price" words/> })}
            <div class="money">
                <input
                    id="price"
                    name="price"
                    inputmode="decimal"
                    autocomplete="off"
                    value=state.value("price", &form.price)
                    aria-describedby=described
                    aria-invalid=problem.is_some().then_some("true")
                />
                <select name="currency" aria-label=td_string!(locale, editor.gift.currency)>
                    {options.collect_view()}
                </select>
            </div>
            <FieldError of="price" words=problem/>
        </div>
    }
}

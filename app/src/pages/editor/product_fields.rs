//! The fields for what a gift is, where that is its owner's to say (R4.5).

use domain::GiftForm;
use leptos::prelude::*;

use crate::{
    components::{Field, FormState, PriceField, language},
    i18n::td_string,
};

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
            <PriceField
                state=state.clone()
                label=td_string!(locale, editor.gift.price)
                currency_label=td_string!(locale, editor.gift.currency)
                amount=form.price
                currency=form.currency
                hint=price_hint
            />
            <Field
                state=&state
                label=td_string!(locale, editor.gift.shop)
                name="shop"
                value=form.shop
                hint=td_string!(locale, editor.gift.shop_hint)
                autocomplete="off"
                optional=true
            />
            <Field
                state=&state
                label=td_string!(locale, editor.gift.brand)
                name="brand"
                value=form.brand
                autocomplete="off"
                optional=true
            />
        </div>
    }
}

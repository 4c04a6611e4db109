//! A price: an amount and its currency.

use leptos::prelude::*;

use super::{FieldError, FormState, Hint, Label, described_by};

/// The currencies that are offered; one that stands there already is offered too.
const CURRENCIES: [&str; 12] =
    ["EUR", "CHF", "GBP", "USD", "AUD", "CAD", "CZK", "DKK", "JPY", "NOK", "PLN", "SEK"];

/// The fields `price` and `currency`.
#[component]
pub fn PriceField(
    /// The state of the form around them.
    state: FormState,
    /// What the amount is called.
    label: &'static str,
    /// What the currency is called.
    currency_label: &'static str,
    /// The amount that stands there while nothing was typed.
    amount: String,
    /// Its currency; nothing is the first of those offered.
    currency: String,
    /// When the price was read, in words.
    #[prop(optional_no_strip)]
    hint: Option<String>,
) -> impl IntoView {
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
    let described = described_by("price", hint.is_some(), problem.is_some());
    view! {
        <div class="field">
            <Label to="price" words=label optional=true/>
            {hint.map(|words| view! { <Hint of="price" words/> })}
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
                <select name="currency" aria-label=currency_label>
                    {options.collect_view()}
                </select>
            </div>
            <FieldError of="price" words=problem/>
        </div>
    }
}

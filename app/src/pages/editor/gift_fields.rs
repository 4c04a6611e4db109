//! The fields of a gift, for adding one and for changing one (R4.1, R4.5).

use domain::{Colour, Exactness, GiftForm, GiftNotes, Priority, Quantity, ShopName, Size};
use leptos::prelude::*;

use crate::{
    components::{Field, FieldError, FormState, Hint, Label, TextArea, described_by, language},
    i18n::td_string,
};

/// The currencies that are offered; one that a gift has already is offered too.
const CURRENCIES: [&str; 12] =
    ["EUR", "CHF", "GBP", "USD", "AUD", "CAD", "CZK", "DKK", "JPY", "NOK", "PLN", "SEK"];

/// Everything but link and name.
#[component]
pub(super) fn GiftFields(
    state: FormState,
    /// What stands in the fields while nothing was typed.
    form: GiftForm,
    /// When the price was read, in words.
    #[prop(optional_no_strip)]
    price_hint: Option<String>,
) -> impl IntoView {
    let locale = language();
    view! {
        <div class="fields">
            <PriceField state=state.clone() form=form.clone() hint=price_hint/>
            <WantedField state=state.clone() form=form.clone()/>
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
            <Choice
                state=state.clone()
                label=td_string!(locale, editor.gift.priority)
                name="priority"
                value=form.priority
                choices=Priority::ALL.iter().map(|it| (it.code(), priority(*it))).collect()
            />
            <Choice
                state=state.clone()
                label=td_string!(locale, editor.gift.exactness)
                name="exactness"
                value=form.exactness
                choices=Exactness::ALL.iter().map(|it| (it.code(), exactness(*it))).collect()
            />
            <div class="pair">
                <Field
                    state=&state
                    label=td_string!(locale, editor.gift.size)
                    name="size"
                    value=form.size
                    maxlength=Size::MAX
                    autocomplete="off"
                />
                <Field
                    state=&state
                    label=td_string!(locale, editor.gift.colour)
                    name="colour"
                    value=form.colour
                    maxlength=Colour::MAX
                    autocomplete="off"
                />
            </div>
            <div class="full">
                <TextArea
                    state=&state
                    label=td_string!(locale, editor.gift.notes)
                    name="notes"
                    value=form.notes
                    rows=2
                    maxlength=GiftNotes::MAX
                    optional=true
                />
            </div>
            <label class="check full">
                <input
                    type="checkbox"
                    name="hidden"
                    checked=state.ticked("hidden", !form.hidden.is_empty())
                />
                {td_string!(locale, editor.gift.hidden)}
            </label>
        </div>
    }
}

fn priority(priority: Priority) -> &'static str {
    let locale = language();
    match priority {
        Priority::Must => td_string!(locale, editor.priority.must),
        Priority::Love => td_string!(locale, editor.priority.love),
        Priority::Nice => td_string!(locale, editor.priority.nice),
    }
}

fn exactness(exactness: Exactness) -> &'static str {
    let locale = language();
    match exactness {
        Exactness::Similar => td_string!(locale, editor.exactness.similar),
        Exactness::Exact => td_string!(locale, editor.exactness.exact),
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

/// How many, or any number. Fewer than are taken is refused here, with the reason (R4.1).
#[component]
fn WantedField(state: FormState, form: GiftForm) -> impl IntoView {
    let locale = language();
    let below_taken = || state.notice().filter(|_| state.code() == Some("below_taken"));
    let problem = state.problem("wanted").or_else(below_taken);
    let described = described_by("wanted", false, problem.is_some());
    view! {
        <div class="field">
            <Label to="wanted" words=td_string!(locale, editor.gift.wanted)/>
            <input
                id="wanted"
                name="wanted"
                type="number"
                min="1"
                max=Quantity::MAX.to_string()
                value=state.value("wanted", &form.wanted)
                aria-describedby=described
                aria-invalid=problem.is_some().then_some("true")
            />
            <label class="check">
                <input
                    type="checkbox"
                    name="any_number"
                    checked=state.ticked("any_number", !form.any_number.is_empty())
                />
                {td_string!(locale, editor.gift.any_number)}
            </label>
            <FieldError of="wanted" words=problem/>
        </div>
    }
}

#[component]
fn Choice(
    state: FormState,
    label: &'static str,
    name: &'static str,
    value: String,
    choices: Vec<(&'static str, &'static str)>,
) -> impl IntoView {
    let problem = state.problem(name);
    let chosen = state.value(name, &value);
    let options = choices.into_iter().map(|(code, words)| {
        view! { <option value=code selected=code == chosen>{words}</option> }
    });
    view! {
        <div class="field">
            <Label to=name words=label/>
            <select
                id=name
                name=name
                aria-describedby=described_by(name, false, problem.is_some())
                aria-invalid=problem.is_some().then_some("true")
            >
                {options.collect_view()}
            </select>
            <FieldError of=name words=problem/>
        </div>
    }
}

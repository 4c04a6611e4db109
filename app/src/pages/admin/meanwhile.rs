//! What somebody else has changed of a product since its page was opened (R6.1).

use chrono::NaiveDate;
use domain::{Money, ProductForm};
use leptos::prelude::*;

use super::product_card::facts;
use crate::{
    components::{Notice, Tone, isolated, language, words},
    i18n::{Locale, td, td_string},
};

/// Says above the form that it was not saved for that, what is different, and how to go on.
#[component]
pub(super) fn Meanwhile(
    /// The product as its page showed it.
    before: ProductForm,
    /// The product as it is.
    now: ProductForm,
) -> impl IntoView {
    let locale = language();
    let differs = (before != now).then(|| view! { <Differs before now/> });
    view! {
        <Notice tone=Tone::Error words=td_string!(locale, admin.edit.meanwhile.words)/>
        {differs}
    }
}

/// What is different, field by field.
#[component]
fn Differs(before: ProductForm, now: ProductForm) -> impl IntoView {
    let locale = language();
    let pictures = pictures(locale, &before.picture, &now.picture);
    let prices = (price(locale, &before), price(locale, &now));
    let days = (day(locale, &before.price_on), day(locale, &now.price_on));
    let hidden = (answered(locale, &before.hidden), answered(locale, &now.hidden));
    let pairs = [
        (td_string!(locale, admin.product.link), changed(locale, (before.link, now.link))),
        (td_string!(locale, admin.product.name), changed(locale, (before.name, now.name))),
        (td_string!(locale, admin.product.brand), changed(locale, (before.brand, now.brand))),
        (td_string!(locale, admin.product.shop), changed(locale, (before.shop, now.shop))),
        (td_string!(locale, admin.product.price), changed(locale, prices)),
        (td_string!(locale, admin.product.price_on), changed(locale, days)),
        (td_string!(locale, editor.picture.heading), changed(locale, pictures)),
        (td_string!(locale, admin.product.hide), changed(locale, hidden)),
    ];
    view! {
        <section class="panel stack" aria-labelledby="meanwhile">
            <h2 id="meanwhile">{td_string!(locale, admin.edit.meanwhile.heading)}</h2>
            <p class="small soft">{td_string!(locale, admin.edit.meanwhile.keep)}</p>
            {facts(pairs)}
        </section>
    }
}

/// What a field said, and what it says now, where that is something else.
fn changed(locale: Locale, (before, now): (String, String)) -> Option<AnyView> {
    if before == now {
        return None;
    }
    let said = |words: String| match words.is_empty() {
        true => td_string!(locale, admin.edit.meanwhile.nothing).to_owned(),
        false => words,
    };
    let (before, now) = (isolated(said(before)), isolated(said(now)));
    Some(td!(locale, admin.edit.meanwhile.line, before = before, now = now).into_any())
}

fn price(locale: Locale, form: &ProductForm) -> String {
    if form.price.is_empty() {
        return String::new();
    }
    let money = Money::parse(&form.price, &form.currency);
    money.map_or_else(|_| form.price.clone(), |money| words::money(locale, money))
}

fn day(locale: Locale, day: &str) -> String {
    let parsed = day.parse::<NaiveDate>();
    parsed.map_or_else(|_| day.to_owned(), |day| words::day(locale, day))
}

fn answered(locale: Locale, ticked: &str) -> String {
    match ticked.is_empty() {
        true => td_string!(locale, admin.user.no).to_owned(),
        false => td_string!(locale, admin.user.yes).to_owned(),
    }
}

/// There are no words for what a picture shows.
fn pictures(locale: Locale, before: &str, now: &str) -> (String, String) {
    let one = || td_string!(locale, admin.edit.meanwhile.picture).to_owned();
    let other = || td_string!(locale, admin.edit.meanwhile.another_picture).to_owned();
    match (before.is_empty(), now.is_empty()) {
        (true, true) => (String::new(), String::new()),
        (true, false) => (String::new(), one()),
        (false, true) => (one(), String::new()),
        (false, false) if before == now => (one(), one()),
        (false, false) => (one(), other()),
    }
}

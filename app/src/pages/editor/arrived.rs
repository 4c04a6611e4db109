//! What came of an act on whole lists that leads to the editor (R3.9, R3.10).

use domain::MAX_GIFTS;
use leptos::prelude::*;

use crate::{
    components::{Toast, answer, language},
    i18n::td_string,
};

/// Says that gifts came from a file, that this is a copy, or that the list is back, as the address
/// says.
#[component]
pub(super) fn Arrived() -> impl IntoView {
    let locale = language();
    let said = |name: &str| !answer::done(name).is_empty();
    let imported = answer::done("imported").parse::<usize>().ok();
    let words = match imported.filter(|count| (1..=MAX_GIFTS).contains(count)) {
        Some(count) => td_string!(locale, exchange.done.imported, count = count),
        None if said("copied") => td_string!(locale, exchange.done.copied).to_owned(),
        None if said("back") => td_string!(locale, bin.done.back).to_owned(),
        None => return None,
    };
    Some(view! { <Toast words/> })
}

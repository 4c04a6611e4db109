//! What holds between those who use this and those who run it.

use leptos::prelude::*;

use super::{Clause, LegalPage, Operator};
use crate::{components::language, i18n::td_string};

/// The terms.
#[component]
pub fn Terms() -> impl IntoView {
    let locale = language();
    view! {
        <LegalPage
            title=td_string!(locale, legal.terms.title)
            description=td_string!(locale, legal.terms.description)
            path="/terms"
            lede=td_string!(locale, legal.terms.lede)
        >
            <section class="stack tight">
                <h2>{td_string!(locale, legal.terms.us.heading)}</h2>
                <p>{td_string!(locale, legal.terms.us.words)}</p>
                <Operator/>
            </section>
            <Clause
                heading=td_string!(locale, legal.terms.account.heading)
                words=td_string!(locale, legal.terms.account.words)
            />
            <Clause
                heading=td_string!(locale, legal.terms.lists.heading)
                words=td_string!(locale, legal.terms.lists.words)
                more=td_string!(locale, legal.terms.lists.fair)
            />
            <Clause
                heading=td_string!(locale, legal.terms.giving.heading)
                words=td_string!(locale, legal.terms.giving.words)
                more=td_string!(locale, legal.terms.giving.shops)
            />
            <Clause
                heading=td_string!(locale, legal.terms.care.heading)
                words=td_string!(locale, legal.terms.care.words)
            />
            <Clause
                heading=td_string!(locale, legal.terms.end.heading)
                words=td_string!(locale, legal.terms.end.words)
            />
            <Clause
                heading=td_string!(locale, legal.terms.changes.heading)
                words=td_string!(locale, legal.terms.changes.words)
            />
            <Clause
                heading=td_string!(locale, legal.terms.law.heading)
                words=td_string!(locale, legal.terms.law.words)
            />
        </LegalPage>
    }
}

//! What is kept of whom, for what and for how long.

use leptos::prelude::*;

use super::{Clause, LegalPage, Operator};
use crate::{components::language, i18n::td_string};

/// What is kept of people.
#[component]
pub fn Privacy() -> impl IntoView {
    let locale = language();
    view! {
        <LegalPage
            title=td_string!(locale, legal.privacy.title)
            description=td_string!(locale, legal.privacy.description)
            path="/privacy"
            lede=td_string!(locale, legal.privacy.lede)
        >
            <section class="stack tight">
                <h2>{td_string!(locale, legal.privacy.us.heading)}</h2>
                <p>{td_string!(locale, legal.privacy.us.words)}</p>
                <Operator/>
            </section>
            <Clause
                heading=td_string!(locale, legal.privacy.account.heading)
                words=td_string!(locale, legal.privacy.account.words)
                time=td_string!(locale, legal.privacy.account.time)
            />
            <Clause
                heading=td_string!(locale, legal.privacy.lists.heading)
                words=td_string!(locale, legal.privacy.lists.words)
                time=td_string!(locale, legal.privacy.lists.time)
            />
            <Clause
                heading=td_string!(locale, legal.privacy.givers.heading)
                words=td_string!(locale, legal.privacy.givers.words)
                time=td_string!(locale, legal.privacy.givers.time)
            />
            <Clause
                heading=td_string!(locale, legal.privacy.contact.heading)
                words=td_string!(locale, legal.privacy.contact.words)
                time=td_string!(locale, legal.privacy.contact.time)
            />
            <Clause
                heading=td_string!(locale, legal.privacy.mails.heading)
                words=td_string!(locale, legal.privacy.mails.words)
            />
            <Clause
                heading=td_string!(locale, legal.privacy.visits.heading)
                words=td_string!(locale, legal.privacy.visits.words)
                more=td_string!(locale, legal.privacy.visits.shops)
            />
            <Clause
                heading=td_string!(locale, legal.privacy.copies.heading)
                words=td_string!(locale, legal.privacy.copies.words)
            />
            <Clause
                heading=td_string!(locale, legal.privacy.others.heading)
                words=td_string!(locale, legal.privacy.others.words)
            />
            <Clause
                heading=td_string!(locale, legal.privacy.why.heading)
                words=td_string!(locale, legal.privacy.why.words)
            />
            <Clause
                heading=td_string!(locale, legal.privacy.rights.heading)
                words=td_string!(locale, legal.privacy.rights.words)
            />
        </LegalPage>
    }
}

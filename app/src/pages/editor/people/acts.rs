//! What was done to a list that all who look after it should know of (R3.6).

use domain::ListAct;
use leptos::prelude::*;

use crate::{
    backend::ActEntry,
    components::{Panel, isolated, language, words},
    i18n::{Locale, td, td_string},
};

/// The newest acts, each with who did it and when; nothing where there are none.
#[component]
pub fn WhatHappened(acts: Vec<ActEntry>) -> impl IntoView {
    let locale = language();
    if acts.is_empty() {
        return ().into_any();
    }
    let rows = acts.into_iter().map(|entry| {
        let day = entry.at.date_naive();
        view! {
            <li>
                <div><p>{said(locale, &entry)}</p></div>
                <time class="small soft" datetime=day.to_string()>{words::day(locale, day)}</time>
            </li>
        }
    });
    let rows = rows.collect_view();
    view! {
        <Panel id="acts-heading" heading=td_string!(locale, people.acts.heading)>
            <ul class="people few" role="list">{rows}</ul>
        </Panel>
    }
    .into_any()
}

fn said(locale: Locale, entry: &ActEntry) -> AnyView {
    let somebody = || td_string!(locale, people.somebody).to_owned();
    let name = isolated(entry.who.clone().unwrap_or_else(somebody));
    let about = isolated(entry.about.clone().unwrap_or_else(somebody));
    match entry.act {
        ListAct::Lifted => td!(locale, people.acts.lifted, name = name).into_any(),
        ListAct::MovedDate => td!(locale, people.acts.moved_date, name = name).into_any(),
        ListAct::ClosedLifting => td!(locale, people.acts.closed_lifting, name = name).into_any(),
        ListAct::Closed => td!(locale, people.acts.closed, name = name).into_any(),
        ListAct::Reopened => td!(locale, people.acts.reopened, name = name).into_any(),
        ListAct::Kept => td!(locale, people.acts.kept, name = name).into_any(),
        ListAct::Joined => td!(locale, people.acts.joined, name = name).into_any(),
        ListAct::Left => td!(locale, people.acts.left, name = name).into_any(),
        ListAct::Removed => td!(locale, people.acts.removed, name = name, about = about).into_any(),
        ListAct::PassedOn => {
            td!(locale, people.acts.passed_on, name = name, about = about).into_any()
        }
    }
}

//! All figures, day by day.

use domain::kpis::{DayFigures, Figure};
use leptos::prelude::*;

use super::words;
use crate::{
    components::{language, words as common},
    i18n::td_string,
};

/// A row for each day that was counted, the newest first. On a narrow page it is moved sideways, with
/// the days staying where they are.
#[component]
pub(super) fn Table(days: Vec<DayFigures>) -> impl IntoView {
    let locale = language();
    let heads = Figure::ALL.iter().map(|figure| {
        view! { <th scope="col">{words::name(locale, *figure)}</th> }
    });
    let heads = heads.collect_view();
    let rows = days.iter().rev().map(|day| {
        let cells = Figure::ALL.iter().map(|figure| {
            view! { <td>{words::value(locale, day.value(*figure))}</td> }
        });
        view! {
            <tr>
                <th scope="row">{common::day(locale, day.day)}</th>
                {cells.collect_view()}
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="stack tight">
            <h2 id="all-days">{td_string!(locale, kpis.table)}</h2>
            <div class="panel figures-table" role="region" aria-labelledby="all-days" tabindex="0">
                <table aria-labelledby="all-days">
                    <thead>
                        <tr>
                            <th scope="col">{td_string!(locale, kpis.day)}</th>
                            {heads}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

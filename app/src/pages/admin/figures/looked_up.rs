//! What came of looking up links at shops.

use domain::kpis::{Figure, Report};
use leptos::prelude::*;

use super::{chart::EachDay, words};
use crate::{components::language, i18n::td_string};

/// How many links were looked up, and what of them turned out how.
#[component]
pub(super) fn LookedUp(
    report: Report,
    /// The first day that was ever counted.
    since: chrono::NaiveDate,
) -> impl IntoView {
    let locale = language();
    let name = td_string!(locale, kpis.looked_up);
    let all = report.looked_up.sum.number;
    let outcomes = Figure::LOOKED_UP.map(|figure| {
        let number = report.of(figure).sum.number;
        let share = u128::from(number) * 100 / u128::from(all.max(1));
        let (number, share) = (words::number(locale, number), share.to_string());
        let value = td_string!(locale, kpis.share, number = number, share = share);
        view! {
            <div>
                <dt>{words::name(locale, figure)}</dt>
                <dd class="number">{value}</dd>
            </div>
        }
    });
    let compared = words::compared(locale, &report.looked_up, since);
    view! {
        <section class="panel stack figure" aria-labelledby="looked_up">
            <h2 id="looked_up">{name}</h2>
            <p class="row">
                <strong class="number">{words::number(locale, all)}</strong>
                <span class="small soft">{compared}</span>
            </p>
            <EachDay name series=report.looked_up/>
            <dl class="facts-list">{outcomes.into_iter().collect_view()}</dl>
        </section>
    }
}

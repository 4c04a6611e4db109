//! Which days are looked at.

use chrono::NaiveDate;
use domain::kpis::{PERIOD_CHOICES, Period, PeriodForm};
use leptos::prelude::*;

use super::PAGE;
use crate::{
    components::{Field, FormState, Icon, IconName, language, words},
    i18n::td_string,
};

/// Periods to choose from, days to name, and the way to a table of them.
#[component]
pub(super) fn Choices(
    /// What was asked for.
    form: PeriodForm,
    /// What is shown.
    period: Period,
    /// The last day that can be asked for.
    yesterday: NaiveDate,
) -> impl IntoView {
    let locale = language();
    let links = PERIOD_CHOICES.map(|days| {
        view! {
            <a
                href=format!("{PAGE}?range={days}")
                aria-current=(form.choice() == Some(days)).then_some("true")
            >
                {td_string!(locale, kpis.period.last, days = days)}
            </a>
        }
    });
    let Period { from, to } = period;
    let days = words::day(locale, from);
    let shown = td_string!(locale, kpis.period.shown, from = days, to = words::day(locale, to));
    let state = FormState::of(PAGE);
    view! {
        <div class="figures-head">
            <nav class="segments" aria-label=td_string!(locale, kpis.period.choose)>
                {links.into_iter().collect_view()}
            </nav>
            <form class="row" method="get" action=PAGE novalidate>
                <Field
                    state=&state
                    label=td_string!(locale, kpis.period.from)
                    name="from"
                    kind="date"
                    value=from.to_string()
                    max=yesterday.to_string()
                />
                <Field
                    state
                    label=td_string!(locale, kpis.period.to)
                    name="to"
                    kind="date"
                    value=to.to_string()
                    max=yesterday.to_string()
                />
                <button class="button">{td_string!(locale, kpis.period.submit)}</button>
            </form>
        </div>
        <div class="row apart">
            <p>
                <strong>{shown}</strong>
            </p>
            <a class="button" href=format!("{PAGE}.csv?from={from}&to={to}") data-plain>
                <Icon name=IconName::ARROW_DOWN/>
                {td_string!(locale, kpis.download)}
            </a>
        </div>
    }
}

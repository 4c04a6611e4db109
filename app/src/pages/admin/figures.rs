//! How the site grows (R8.6): each figure day by day and altogether, beside the period before, and all
//! of them as a table. Below that, to which shops people went on (R6.5).

mod chart;
mod looked_up;
mod period;
mod shops;
mod table;
mod words;

use domain::kpis::{Figure, PeriodForm, Series, WaysToShops};
use leptos::prelude::*;

use self::{
    chart::{Altogether, EachDay},
    looked_up::LookedUp,
    period::Choices,
    shops::Shops,
    table::Table,
};
use super::{Console, Nothing, Tab, shown};
use crate::{
    backend::KpisView,
    components::{Icon, IconName, answer, language},
    error::AppError,
    i18n::td_string,
    session::Refusal,
};

/// Where the page is, which is its form's action, too.
const PAGE: &str = "/admin/figures";

async fn load(form: PeriodForm) -> Result<(KpisView, WaysToShops), AppError> {
    let (backend, visit) = answer::asked()?;
    let view = backend.kpis.report(&visit, &form).await?;
    let ways = backend.kpis.ways_to_shops(&visit, view.report.period).await?;
    Ok((view, ways))
}

/// The figures of a period.
#[component]
pub fn FiguresPage() -> impl IntoView {
    let [range, from, to] = ["range", "from", "to"].map(answer::query);
    let form = PeriodForm { range, from, to };
    shown(load(form.clone()), move |(view, ways)| view! { <Figures form view ways/> }.into_any())
}

#[component]
fn Figures(form: PeriodForm, view: KpisView, ways: WaysToShops) -> impl IntoView {
    let locale = language();
    let KpisView { report, wrong, since, yesterday } = view;
    if !wrong.is_empty() {
        answer::status(422);
        let typed = [("from", &form.from), ("to", &form.to)];
        provide_context(Refusal {
            action: PAGE.to_owned(),
            values: typed.map(|(name, value)| (name.to_owned(), value.clone())).to_vec(),
            error: wrong.into(),
        });
    }
    let head = view! {
        <p class="lede">{td_string!(locale, kpis.lede)}</p>
        <Choices form period=report.period yesterday/>
    };
    let Some(since) = since else {
        return view! {
            <Console title=td_string!(locale, kpis.heading) here=Tab::Figures>
                {head}
                <Nothing
                    icon=IconName::CALENDAR
                    heading=td_string!(locale, kpis.none.heading)
                    words=td_string!(locale, kpis.none.words)
                />
            </Console>
        }
        .into_any();
    };
    let few = report.days.iter().filter(|day| day.few_lists).count();
    let few = (few > 0).then(|| {
        view! {
            <div class="notice">
                <Icon name=IconName::INFO/>
                <p>{td_string!(locale, kpis.few, count = few)}</p>
            </div>
        }
    });
    let panels = Figure::ALL.iter().filter(|figure| !Figure::LOOKED_UP.contains(figure));
    let panels = panels.map(|figure| {
        let series = report.of(*figure).clone();
        view! { <Panel figure=*figure series since/> }
    });
    let panels = panels.collect_view();
    view! {
        <Console title=td_string!(locale, kpis.heading) here=Tab::Figures>
            {head}
            {few}
            <div class="halves">
                {panels}
                <LookedUp report=report.clone() since/>
            </div>
            <Table days=report.days/>
            <Shops ways since/>
        </Console>
    }
    .into_any()
}

/// One figure: what the period has come to, each day, and all that there ever was.
#[component]
fn Panel(
    figure: Figure,
    series: Series,
    /// The first day that was ever counted.
    since: chrono::NaiveDate,
) -> impl IntoView {
    let locale = language();
    let name = words::name(locale, figure);
    let (number, unit) = words::sum(locale, figure, &series.sum);
    let compared = words::compared(locale, &series, since);
    let altogether = figure.adds_up().then(|| {
        view! { <Altogether name series=series.clone()/> }
    });
    view! {
        <section class="panel stack figure" aria-labelledby=figure.code()>
            <h2 id=figure.code()>{name}</h2>
            <p class="row">
                <strong class="number">{number}</strong>
                {unit.map(|unit| view! { <span>{unit}</span> })}
                <span class="small soft">{compared}</span>
            </p>
            <EachDay name series/>
            {altogether}
        </section>
    }
}

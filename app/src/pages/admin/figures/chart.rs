//! Charts, as drawings that scale with the page. What they show stands in words beside them, and in
//! the table below.

use std::fmt::Write as _;

use chrono::NaiveDate;
use domain::kpis::{FigureValue, Series};
use leptos::prelude::*;

use super::words;
use crate::{
    components::{language, words as common},
    i18n::td_string,
};

/// So wide is a day, and so high a drawing. Both are stretched to the page.
const DAY: usize = 4;
const HEIGHT: f64 = 100.0;

/// What is left free above the highest of all.
const ABOVE: f64 = 4.0;

/// A bar for each day. Days of which nothing is told are a pale one as high as the drawing.
#[component]
pub(super) fn EachDay(
    /// What the figure is called.
    name: &'static str,
    series: Series,
) -> impl IntoView {
    let locale = language();
    let (from, to) = ends(&series);
    let highest = series.highest();
    let most = match highest {
        Some((day, number)) => {
            let (day, number) = (common::day(locale, day), words::number(locale, number));
            td_string!(locale, kpis.chart.most, number = number, day = day)
        }
        None => String::new(),
    };
    let mut label = match highest {
        Some((day, most)) => td_string!(
            locale,
            kpis.chart.days_label,
            name = name,
            from = common::day(locale, from),
            to = common::day(locale, to),
            most = words::number(locale, most),
            day = common::day(locale, day)
        ),
        None => td_string!(
            locale,
            kpis.chart.days_none,
            name = name,
            from = common::day(locale, from),
            to = common::day(locale, to)
        ),
    };
    if series.sum.under_ten > 0 {
        label.push(' ');
        label += &td_string!(locale, kpis.chart.few_label, count = series.sum.under_ten);
    }
    let days = series.days.len();
    let (bars, few) = bars(&series.days);
    view! {
        <Drawing caption=td_string!(locale, kpis.chart.days) told=most label days from to>
            <path class="few" d=few></path>
            <path class="bars" d=bars></path>
        </Drawing>
    }
}

/// How much there was from the beginning up to each day, from the lowest to the highest of it.
#[component]
pub(super) fn Altogether(
    /// What the figure is called.
    name: &'static str,
    series: Series,
) -> impl IntoView {
    let locale = language();
    let (from, to) = ends(&series);
    let first = series.altogether.first().copied().unwrap_or_default();
    let last = series.altogether.last().copied().unwrap_or_default();
    let grown = td_string!(
        locale,
        kpis.chart.grown,
        first = words::number(locale, first),
        last = words::number(locale, last)
    );
    let label = td_string!(
        locale,
        kpis.chart.grown_label,
        name = name,
        first = words::number(locale, first),
        from = common::day(locale, from),
        last = words::number(locale, last),
        to = common::day(locale, to)
    );
    let days = series.days.len();
    let (line, area) = line(&series.altogether);
    view! {
        <Drawing caption=td_string!(locale, kpis.chart.altogether) told=grown label days from to>
            <path class="area" d=area></path>
            <path class="line" d=line></path>
        </Drawing>
    }
}

/// A drawing between what it tells, in few words, and the days at its ends.
#[component]
fn Drawing(
    /// What it is of.
    caption: &'static str,
    /// What it tells.
    told: String,
    /// The same in full, for those who do not see it.
    label: String,
    /// How many days it is wide.
    days: usize,
    /// The first of them.
    from: NaiveDate,
    /// The last.
    to: NaiveDate,
    /// What is drawn.
    children: Children,
) -> impl IntoView {
    view! {
        <figure class="chart">
            <figcaption class="row apart small">
                <span>{caption}</span>
                <span class="soft">{told}</span>
            </figcaption>
            <svg
                viewBox=format!("0 0 {} {HEIGHT}", days * DAY)
                preserveAspectRatio="none"
                role="img"
                aria-label=label
            >
                {children()}
            </svg>
            <Ends from to/>
        </figure>
    }
}

/// The first and the last day, below a drawing.
#[component]
fn Ends(from: NaiveDate, to: NaiveDate) -> impl IntoView {
    let locale = language();
    view! {
        <p class="row apart small soft" aria-hidden="true">
            <span>{common::day(locale, from)}</span>
            <span>{common::day(locale, to)}</span>
        </p>
    }
}

fn ends(series: &Series) -> (NaiveDate, NaiveDate) {
    let day = |end: Option<&(NaiveDate, FigureValue)>| end.map(|(day, _)| *day);
    let first = day(series.days.first()).unwrap_or_default();
    (first, day(series.days.last()).unwrap_or(first))
}

/// The bars, and those that stand for days of which nothing is told.
fn bars(days: &[(NaiveDate, FigureValue)]) -> (String, String) {
    let numbers = days.iter().filter_map(|(_, value)| match value {
        FigureValue::Number(number) => Some(*number),
        FigureValue::UnderTen | FigureValue::Uncounted => None,
    });
    let highest = numbers.max().unwrap_or(0).max(1) as f64;
    let (mut bars, mut few) = (String::new(), String::new());
    for (place, (_, value)) in days.iter().enumerate() {
        let left = place * DAY;
        // Writing into a text can not fail.
        let _ = match value {
            FigureValue::Number(0) | FigureValue::Uncounted => Ok(()),
            FigureValue::Number(number) => {
                let height = *number as f64 / highest * (HEIGHT - ABOVE);
                write!(bars, "M{left}.5 {HEIGHT}v-{height:.1}h{}v{height:.1}z", DAY - 1)
            }
            FigureValue::UnderTen => write!(few, "M{left} {HEIGHT}v-{HEIGHT}h{DAY}v{HEIGHT}z"),
        };
    }
    (bars, few)
}

/// The line, and what lies below it.
fn line(numbers: &[u64]) -> (String, String) {
    let lowest = numbers.first().copied().unwrap_or_default();
    let rise = (numbers.last().copied().unwrap_or_default() - lowest).max(1) as f64;
    let mut line = String::new();
    for (place, number) in numbers.iter().enumerate() {
        let height = (*number - lowest) as f64 / rise * (HEIGHT - 2.0 * ABOVE);
        let (letter, middle) = (if place == 0 { 'M' } else { 'L' }, place * DAY + DAY / 2);
        let _ = write!(line, "{letter}{middle} {:.1}", HEIGHT - ABOVE - height);
    }
    let (left, right) = (DAY / 2, (numbers.len().max(1) - 1) * DAY + DAY / 2);
    let area = format!("{line}L{right} {HEIGHT}L{left} {HEIGHT}z");
    (line, area)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(values: &[FigureValue]) -> Vec<(NaiveDate, FigureValue)> {
        values.iter().map(|value| (NaiveDate::default(), *value)).collect()
    }

    #[test]
    fn the_highest_bar_is_as_high_as_there_is_room() {
        let values = [
            FigureValue::Number(2),
            FigureValue::Number(0),
            FigureValue::UnderTen,
            FigureValue::Uncounted,
            FigureValue::Number(4),
        ];
        let (bars, few) = bars(&days(&values));
        assert_eq!(bars, "M0.5 100v-48.0h3v48.0zM16.5 100v-96.0h3v96.0z");
        assert_eq!(few, "M8 100v-100h4v100z");
        let nothing = (String::new(), String::new());
        assert_eq!(super::bars(&days(&[FigureValue::Number(0); 3])), nothing);
        assert_eq!(super::bars(&[]), nothing);
    }

    #[test]
    fn a_line_rises_from_the_lowest_to_the_highest() {
        let (drawn, area) = line(&[10, 15, 20]);
        assert_eq!(drawn, "M2 96.0L6 50.0L10 4.0");
        assert_eq!(area, "M2 96.0L6 50.0L10 4.0L10 100L2 100z");
        assert_eq!(line(&[7, 7]).0, "M2 96.0L6 96.0");
    }
}

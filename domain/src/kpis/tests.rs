use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{FieldProblem, GiftId, GiverId, ListId, OutboxId, PersonId, ReservationId};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn numbers(counts: &[(Figure, u64)]) -> Numbers {
    let mut numbers = Numbers::default();
    counts.iter().for_each(|&(figure, count)| numbers.add(figure, count));
    numbers
}

/// Any of the things that count, out of few enough that they repeat.
fn happening() -> impl Strategy<Value = Happening> {
    (0_u8..7, 0_u128..6, 0_i64..3).prop_map(|(kind, number, second)| {
        let id = Uuid::from_u128(number);
        match kind {
            0 => Happening::SignedUp { person: PersonId::new(id) },
            1 => Happening::ListMade { list: ListId::new(id) },
            2 => Happening::GiftAdded { gift: GiftId::new(id) },
            3 => Happening::Reserved { reservation: ReservationId::new(id) },
            4 => {
                let at = DateTime::from_timestamp(second, 0).unwrap();
                Happening::Purchased { reservation: ReservationId::new(id), at }
            }
            5 => Happening::Gave { giver: GiverId::new(id) },
            _ => Happening::MailSent { mail: OutboxId::new(id) },
        }
    })
}

fn counted(happenings: &[Happening]) -> Numbers {
    let mut gathered = Gathered::default();
    gathered.extend(happenings.iter().copied());
    gathered.numbers()
}

proptest! {
    // R8.6: once each, whatever the order, however often it is come across, and wherever counting
    // broke off and began anew.
    #[test]
    fn what_happens_counts_once(
        happenings in prop::collection::vec(happening(), 0..60),
        order in prop::collection::vec(any::<prop::sample::Index>(), 0..60),
        stop in any::<prop::sample::Index>(),
    ) {
        let whole = counted(&happenings);
        // Each at least once, some of them again, in another order.
        let mut mixed = happenings.clone();
        if !happenings.is_empty() {
            mixed.extend(order.iter().map(|index| *index.get(&happenings)));
            for (place, index) in order.iter().enumerate() {
                let (one, other) = (place % mixed.len(), index.index(mixed.len()));
                mixed.swap(one, other);
            }
        }
        prop_assert_eq!(counted(&mixed), whole);
        // A process ends amid it; the next one reads all of it, the first half for the second time.
        let mut restarted = Gathered::default();
        restarted.extend(mixed.iter().take(stop.index(mixed.len() + 1)).copied());
        restarted.extend(mixed.iter().copied());
        prop_assert_eq!(restarted.numbers(), whole);
        let distinct: std::collections::HashSet<_> = happenings.iter().collect();
        let sum: u64 = Figure::ALL.iter().map(|figure| whole.of(*figure)).sum();
        prop_assert_eq!(sum, distinct.len() as u64);
    }

    // A period and the one before it lie side by side and are as long.
    #[test]
    fn periods_lie_side_by_side(days in 0_u32..800, back in 0_u64..4_000) {
        let today = day("2026-11-28") - Days::new(back);
        let period = Period::last(days, today);
        prop_assert_eq!(period.length(), days.max(1));
        prop_assert!(period.to < today);
        let before = period.before();
        prop_assert_eq!(before.length(), period.length());
        prop_assert_eq!(before.to + Days::new(1), period.from);
        prop_assert_eq!(period.days().count(), period.length() as usize);
        prop_assert_eq!(period.days().next_back(), Some(period.to));
    }

    // Whatever is asked for, no day is shown that is not over, and never more than two years.
    #[test]
    fn no_period_reaches_into_today(range in ".{0,9}", from in "[0-9-]{0,12}", to in ".{0,12}") {
        let today = day("2026-11-28");
        if let Ok(period) = (PeriodForm { range, from, to }).parse(today) {
            prop_assert!(period.from <= period.to && period.to < today);
            prop_assert!(period.length() <= LONGEST_PERIOD_DAYS);
        }
    }

    // R8.6: what all days of a period have come to is what each day tells, and what the whole has
    // come to grows by it.
    #[test]
    fn sums_are_of_what_is_told(
        days in prop::collection::vec((0_u64..9, any::<bool>(), any::<bool>()), 1..40),
    ) {
        let first = day("2026-01-01");
        let known: Vec<_> = (0_u64..)
            .zip(&days)
            .filter(|(_, (_, _, counted))| *counted)
            .map(|(place, (reserved, few, _))| {
                let numbers = numbers(&[(Figure::Reserved, *reserved), (Figure::SignUps, 1)]);
                DayFigures::new(first + Days::new(place), numbers, *few)
            })
            .collect();
        let last = first + Days::new(days.len() as u64 - 1);
        let report = Report::new(Period { from: first, to: last }, &known);
        let told = days.iter().filter(|(_, few, counted)| *counted && !few);
        let expected: u64 = told.map(|(reserved, _, _)| reserved).sum();
        let reserved = report.of(Figure::Reserved);
        prop_assert_eq!(reserved.sum.number, expected);
        prop_assert_eq!(reserved.altogether.last(), Some(&expected));
        prop_assert!(reserved.altogether.is_sorted());
        prop_assert_eq!(report.of(Figure::SignUps).sum.number, known.len() as u64);
        prop_assert_eq!(report.days.len(), known.len());
        let Sum { told, under_ten, uncounted, .. } = reserved.sum;
        prop_assert_eq!(told + under_ten + uncounted, report.period.length());
    }
}

// R8.6: where fewer than ten lists were given on, no figure of givers is a number.
#[test]
fn of_few_lists_nothing_is_told_that_givers_do() {
    let all: Vec<_> = Figure::ALL.iter().map(|figure| (*figure, 3)).collect();
    let (few, many) = (
        DayFigures::new(day("2026-11-27"), numbers(&all), true),
        DayFigures::new(day("2026-11-27"), numbers(&all), false),
    );
    let givers = [Figure::Reserved, Figure::Purchased, Figure::Givers, Figure::Mails];
    for figure in Figure::ALL {
        assert_eq!(figure.is_givers(), givers.contains(figure), "{figure:?}");
        assert_eq!(many.value(*figure), FigureValue::Number(3));
        let told = few.value(*figure);
        assert_eq!(told == FigureValue::UnderTen, figure.is_givers(), "{figure:?}");
    }
}

#[test]
fn a_day_is_counted_when_it_is_over_and_checked_a_day_later() {
    let friday = day("2026-11-27");
    let counts = |counted: Option<&str>, now: &str| is_to_count(friday, counted.map(at), at(now));
    assert!(!counts(None, "2026-11-27T23:59:59Z"));
    assert!(!counts(None, "2026-11-28T00:14:59Z"));
    assert!(counts(None, "2026-11-28T00:15:00Z"));
    assert!(counts(None, "2027-11-28T00:00:00Z"), "also long after");
    assert!(!counts(Some("2026-11-28T00:15:00Z"), "2026-11-28T23:59:59Z"));
    assert!(counts(Some("2026-11-28T00:15:00Z"), "2026-11-29T00:00:00Z"));
    assert!(!counts(Some("2026-11-29T00:00:00Z"), "2026-12-24T00:00:00Z"));
    // By a clock that was a year ahead.
    assert!(counts(Some("2027-11-29T00:00:00Z"), "2026-11-28T00:15:00Z"));
}

#[test]
fn a_day_is_news_for_a_week() {
    assert!(is_news(day("2026-11-27"), at("2026-11-28T00:15:00Z")));
    assert!(is_news(day("2026-11-27"), at("2026-12-04T23:59:59Z")));
    assert!(!is_news(day("2026-11-27"), at("2026-12-05T00:00:00Z")));
}

#[test]
fn a_period_is_chosen_or_named() {
    let today = day("2026-11-28");
    let parse = |range: &str, from: &str, to: &str| {
        let [range, from, to] = [range, from, to].map(str::to_owned);
        PeriodForm { range, from, to }.parse(today)
    };
    let period = |from: &str, to: &str| Ok(Period { from: day(from), to: day(to) });
    assert_eq!(parse("", "", ""), period("2026-10-29", "2026-11-27"));
    assert_eq!(parse("90", "", ""), period("2026-08-30", "2026-11-27"));
    assert_eq!(parse("365", "", " "), period("2025-11-28", "2026-11-27"));
    assert_eq!(parse("7; drop", "", ""), parse("30", "", ""));
    assert_eq!(parse("90", "2026-07-01", "2026-07-31"), period("2026-07-01", "2026-07-31"));
    assert_eq!(parse("", "2026-07-31", "2026-07-01"), period("2026-07-01", "2026-07-31"));
    assert_eq!(parse("", "2026-11-20", ""), period("2026-11-20", "2026-11-27"));
    assert_eq!(parse("", "2026-11-20", "2031-01-01"), period("2026-11-20", "2026-11-27"));
    let refused = |from: &str, to: &str, field: &str| {
        parse("", from, to).unwrap_err().of(field).cloned().unwrap()
    };
    assert_eq!(refused("", "2026-07-31", "from"), FieldProblem::Required);
    assert_eq!(refused("2026-02-30", "", "from"), FieldProblem::NotADate);
    assert_eq!(refused("2026-02-01", "soon 🎁", "to"), FieldProblem::NotADate);
    assert_eq!(refused("2026-11-28", "2031-01-01", "from"), FieldProblem::NotADate);
    let long = FieldProblem::TooMany { max: LONGEST_PERIOD_DAYS };
    assert_eq!(refused("1900-01-01", "2026-11-01", "from"), long);
}

#[test]
fn a_period_is_compared_with_the_one_before() {
    let sum = |number| Sum { number, told: 30, ..Sum::default() };
    assert_eq!(sum(15).since(&sum(10)), Change::More(50));
    assert_eq!(sum(2).since(&sum(3)), Change::Fewer(33));
    assert_eq!(sum(0).since(&sum(3)), Change::Fewer(100));
    assert_eq!(sum(4).since(&sum(4)), Change::Same);
    assert_eq!(sum(0).since(&sum(0)), Change::Same);
    assert_eq!(sum(4).since(&sum(0)), Change::FromNone);
    assert_eq!(sum(u64::MAX).since(&sum(1)), Change::More(u64::MAX));
    for hole in [Sum { under_ten: 1, ..sum(9) }, Sum { uncounted: 1, ..sum(9) }] {
        assert_eq!(hole.since(&sum(9)), Change::Unknown);
        assert_eq!(sum(9).since(&hole), Change::Unknown);
    }
    assert_eq!(Sum { number: 10, told: 4, ..Sum::default() }.each_day(), 3);
    assert_eq!(Sum::default().each_day(), 0);
}

#[test]
fn a_report_tells_each_day_and_all_that_was_before() {
    let made = |text: &str, lists: u64, found: u64| {
        let counts = [
            (Figure::ListsMade, lists),
            (Figure::LookedUpFound, found),
            (Figure::LookedUpNothing, 1),
        ];
        DayFigures::new(day(text), numbers(&counts), true)
    };
    let known = [made("2026-11-20", 5, 0), made("2026-11-25", 3, 2), made("2026-11-27", 3, 0)];
    let period = Period { from: day("2026-11-25"), to: day("2026-11-27") };
    let report = Report::new(period, &known);
    let lists = report.of(Figure::ListsMade);
    let values: Vec<_> = lists.days.iter().map(|(_, value)| *value).collect();
    let three = FigureValue::Number(3);
    assert_eq!(values, [three, FigureValue::Uncounted, three]);
    assert_eq!(lists.altogether, [8, 8, 11]);
    assert_eq!(lists.sum, Sum { number: 6, told: 2, uncounted: 1, under_ten: 0 });
    assert_eq!(lists.before, Sum { uncounted: 3, ..Sum::default() });
    assert_eq!(lists.highest(), Some((day("2026-11-25"), 3)), "the first of equals");
    assert_eq!(report.of(Figure::SignUps).highest(), None);
    assert_eq!(report.looked_up.sum.number, 4);
    assert_eq!(report.looked_up.altogether, [4, 4, 5]);
    assert_eq!(report.days.len(), 2);
    assert_eq!(report.of(Figure::Reserved).sum.under_ten, 2);
}

// R6.5, R8.6: ways to shops rise with what givers do.
#[test]
fn of_few_lists_no_way_to_a_shop_is_told() {
    let figures = |text: &str, few| DayFigures::new(day(text), Numbers::default(), few);
    let known =
        [figures("2026-11-25", false), figures("2026-11-26", true), figures("2026-11-27", false)];
    let period = Period { from: day("2026-11-26"), to: day("2026-11-27") };
    assert_eq!(untold_days(period, &known), [day("2026-11-24"), day("2026-11-26")]);
    let shop = |name: &str, clicks, before| ShopClicks { shop: name.to_owned(), clicks, before };
    let shops = vec![shop("shop.example", 3, 1), shop("toys.example", 2, 0)];
    let ways = WaysToShops::new(period, &known, shops.clone());
    assert_eq!(ways.shops, shops);
    assert_eq!(ways.sum, Sum { number: 5, told: 1, under_ten: 1, uncounted: 0 });
    assert_eq!(ways.before, Sum { number: 1, told: 1, under_ten: 0, uncounted: 1 });
}

use chrono::{NaiveDateTime, Timelike};
use proptest::prelude::*;
use test_case::test_case;
use uuid::Uuid;

use super::*;
use crate::{
    GiftCounts, GiftDetails, GiftForm, GiftId, GiverId, ListId, ListState, ProductId, Quantity,
    ReservationId, Surprise, Wanted, in_tests::list,
};

fn at(moment: &str) -> DateTime<Utc> {
    moment.parse().unwrap()
}

fn date(day: &str, zone: &str) -> EventDate {
    EventDate { day: day.parse().unwrap(), zone: Zone::parse(zone).unwrap() }
}

fn details() -> GiftDetails {
    let form = GiftForm { name: "Wooden train".to_owned(), ..GiftForm::default() };
    form.parse(at("2026-11-01T12:00:00Z").date_naive(), None).unwrap().details
}

fn promise(state: ReservationState, made_at: DateTime<Utc>) -> Reservation {
    Reservation {
        id: ReservationId::new(Uuid::from_u128(1)),
        gift: GiftId::new(Uuid::from_u128(2)),
        list: ListId::new(Uuid::from_u128(3)),
        giver: GiverId::new(Uuid::from_u128(4)),
        quantity: Quantity::new(2).unwrap(),
        state,
        made_at,
        snapshot: details(),
        confirm_by: None,
        let_go: false,
    }
}

fn giver(verified_at: Option<DateTime<Utc>>) -> Giver {
    Giver {
        id: GiverId::new(Uuid::from_u128(4)),
        browser: None,
        person: None,
        email: None,
        name: None,
        verified_at,
        language: "en".to_owned(),
        reminders: true,
        readdressed: false,
    }
}

// R5.4
#[test]
fn what_waits_for_an_address_is_bought_once_that_is_confirmed() {
    let asks = |confirm_first| List {
        giving: GivingRules { confirm_first, ..GivingRules::default() },
        ..list(ListState::Open, Surprise::Keep)
    };
    let moment = at("2026-11-01T12:00:00Z");
    let promise = promise(ReservationState::Reserved, moment);
    let promise = Reservation { confirm_by: Some(moment), ..promise };
    let refused = require_confirmed(&asks(true), &promise, &giver(None));
    assert_eq!(refused, Err(DomainError::wrong_state(WrongState::Unconfirmed)));
    assert_eq!(require_confirmed(&asks(true), &promise, &giver(Some(moment))), Ok(()));
    assert_eq!(require_confirmed(&asks(false), &promise, &giver(None)), Ok(()));
}

// R5.8
#[test_case("2026-12-24", "Europe/Berlin", "2026-11-01T12:00:00Z", Some("2026-12-17T08:00:00Z"); "long before, in winter")]
#[test_case("2026-07-31", "Europe/Berlin", "2026-05-01T12:00:00Z", Some("2026-07-24T07:00:00Z"); "long before, in summer")]
#[test_case("2026-12-24", "Pacific/Auckland", "2026-11-01T12:00:00Z", Some("2026-12-16T20:00:00Z"); "a day earlier in UTC")]
#[test_case("2026-12-24", "America/Los_Angeles", "2026-11-01T12:00:00Z", Some("2026-12-17T17:00:00Z"); "west")]
// Berlin, 2026-03-29: clocks go forward in the week between.
#[test_case("2026-04-02", "Europe/Berlin", "2026-03-01T12:00:00Z", Some("2026-03-26T08:00:00Z"); "before clocks go forward")]
#[test_case("2026-04-05", "Europe/Berlin", "2026-03-01T12:00:00Z", Some("2026-03-29T07:00:00Z"); "on the day they do")]
// Reserved on the very day, be it before nine: the next morning.
#[test_case("2026-12-24", "Europe/Berlin", "2026-12-17T06:00:00Z", Some("2026-12-18T08:00:00Z"); "on the usual day")]
#[test_case("2026-12-24", "Europe/Berlin", "2026-12-16T22:59:59Z", Some("2026-12-17T08:00:00Z"); "the evening before it")]
#[test_case("2026-12-24", "Europe/Berlin", "2026-12-20T12:00:00Z", Some("2026-12-21T08:00:00Z"); "four days before")]
#[test_case("2026-12-24", "Europe/Berlin", "2026-12-21T12:00:00Z", Some("2026-12-22T08:00:00Z"); "three days before")]
#[test_case("2026-12-24", "Europe/Berlin", "2026-12-22T12:00:00Z", None; "two days before")]
#[test_case("2026-12-24", "Europe/Berlin", "2026-12-21T23:30:00Z", None; "when two days before has begun there")]
#[test_case("2026-12-24", "Europe/Berlin", "2027-01-05T12:00:00Z", None; "afterwards")]
fn a_reminder_comes_in_the_morning(
    day: &str,
    zone: &str,
    reserved_at: &str,
    expected: Option<&str>,
) {
    assert_eq!(reminder_at(date(day, zone), at(reserved_at)), expected.map(at));
}

#[test]
fn a_reminder_that_was_missed_is_made_good_while_it_helps() {
    let (day, reserved_at) = (date("2026-12-24", "Europe/Berlin"), at("2026-11-01T12:00:00Z"));
    for (now, due) in [
        ("2026-12-17T07:59:59Z", false),
        ("2026-12-17T08:00:00Z", true),
        ("2026-12-22T22:59:59Z", true),
        // The day before has begun there.
        ("2026-12-22T23:00:00Z", false),
        ("2026-12-25T12:00:00Z", false),
    ] {
        assert_eq!(is_reminder_due(day, reserved_at, at(now)), due, "{now}");
    }
}

proptest! {
    /// Whatever the zone and the clocks do there.
    #[test]
    fn a_reminder_is_a_morning_from_a_week_to_two_days_before(
        days in 0_i64..40_000, zone in 0..chrono_tz::TZ_VARIANTS.len(), minutes in 0_i64..60 * 24 * 40,
    ) {
        let zone = Zone::parse(chrono_tz::TZ_VARIANTS[zone].name()).unwrap();
        let day = at("1970-01-01T00:00:00Z").date_naive() + TimeDelta::days(days);
        let date = EventDate { day, zone };
        let reserved_at = date.ends_at() - TimeDelta::minutes(minutes);
        let Some(due_at) = reminder_at(date, reserved_at) else {
            prop_assert!(date.days_to_go(reserved_at) <= 2);
            return Ok(());
        };
        let shown: NaiveDateTime = zone.clock_at(due_at);
        // Some places have skipped a whole day: there it comes as soon as the next one begins.
        prop_assume!(shown.hour() == 9);
        let to_go = (day - shown.date()).num_days();
        prop_assert!((2..=7).contains(&to_go), "{to_go}");
        prop_assert!(to_go == 7 || zone.day_of(reserved_at) + TimeDelta::days(1) == shown.date());
        prop_assert!(due_at > reserved_at);
        prop_assert!(is_reminder_due(date, reserved_at, due_at));
        prop_assert!(!is_reminder_due(date, reserved_at, due_at - TimeDelta::seconds(1)));
        let (first, last) = days_to_remind(due_at);
        prop_assert!((first..=last).contains(&day), "{day} is not asked for at {due_at}");
    }

    /// R5.4: two days are 48 hours, whatever clocks do meanwhile.
    #[test]
    fn an_address_is_waited_for_two_days(seconds in 0_i64..4_000_000_000, asks in any::<bool>(), verified in any::<bool>()) {
        let now = DateTime::<Utc>::from_timestamp(seconds, 0).unwrap();
        let rules = GivingRules { confirm_first: asks, remind: true };
        let giver = giver(verified.then_some(now));
        let by = rules.confirm_by(&giver, now);
        prop_assert_eq!(by, (asks && !verified).then(|| now + TimeDelta::hours(48)));
        let held = Reservation { confirm_by: by, ..promise(ReservationState::Reserved, now) };
        if let Some(by) = by {
            prop_assert!(!held.is_hold_over(by - TimeDelta::seconds(1)));
            prop_assert!(held.is_hold_over(by));
        } else {
            prop_assert!(!held.is_hold_over(DateTime::<Utc>::MAX_UTC));
        }
    }
}

#[test]
fn what_is_let_go_is_free_again_and_says_why() {
    let made_at = at("2026-03-28T12:00:00Z");
    let wanted = Wanted::Count(Quantity::new(3).unwrap());
    let gift = Gift {
        id: GiftId::new(Uuid::from_u128(2)),
        list: ListId::new(Uuid::from_u128(3)),
        product: ProductId::new(Uuid::from_u128(5)),
        standing: crate::Standing::Waiting,
        details: details(),
        counts: GiftCounts::from_stored(wanted, 2, 0),
        position: 0,
        hidden: false,
        removed: false,
        received: false,
    };
    let by = made_at + TimeDelta::hours(48);
    let held = Reservation { confirm_by: Some(by), ..promise(ReservationState::Reserved, made_at) };
    let early = lapse(gift.clone(), held.clone(), by - TimeDelta::seconds(1));
    assert!(matches!(early, Err(DomainError::WrongState { .. })));
    let (free, lapsed, events) = lapse(gift.clone(), held.clone(), by).unwrap();
    assert_eq!((free.counts.left(), lapsed.is_lapsed()), (3, true));
    assert!(matches!(events[..], [Event::Lapsed { .. }]));
    assert!(lapse(free, lapsed, by).is_err());
    // What its giver cancels did not lapse, and what is bought does not.
    let (_, cancelled, _) = crate::cancel(gift.clone(), held.clone(), by).unwrap();
    assert!(!cancelled.is_lapsed());
    let split = ReservationId::new(Uuid::from_u128(9));
    let one = Quantity::ONE;
    let (gift, parts, _) = crate::purchase(gift, held, one, split, by).unwrap();
    assert_eq!((parts[0].confirm_by, parts[1].confirm_by), (None, Some(by)));
    assert!(lapse(gift, parts[0].clone(), by).is_err());
}

#[test]
fn a_deadline_stands_in_the_zone_of_the_list_as_long_as_it_is_open() {
    let by = at("2026-12-03T12:00:00Z");
    let mut list = list(ListState::Open, Surprise::Show);
    list.giving.confirm_first = true;
    list.details.date = Some(date("2026-12-24", "Europe/Berlin"));
    let held = Reservation {
        confirm_by: Some(by),
        ..promise(ReservationState::Reserved, at("2026-12-01T12:00:00Z"))
    };
    let deadline = Deadline::of(&list, &held, &giver(None)).unwrap();
    assert_eq!(deadline.zone.clock_at(deadline.at).to_string(), "2026-12-03 13:00:00");
    assert_eq!(Deadline::of(&list, &held, &giver(Some(by))), None);
    assert_eq!(Deadline::of(&list, &held.clone().kept(), &giver(None)), None);
    list.giving.confirm_first = false;
    assert_eq!(Deadline::of(&list, &held, &giver(None)), None);
}

// R5.6
#[test_case(Some("2026-12-24"), None, "2026-12-01T12:00:00Z", "2027-12-25T00:00:00Z"; "the day")]
#[test_case(Some("2026-12-24"), Some("2026-12-02T12:00:00Z"), "2026-12-01T12:00:00Z", "2027-12-25T00:00:00Z"; "the day, closed before it")]
#[test_case(Some("2026-12-24"), Some("2027-02-28T12:00:00Z"), "2026-12-01T12:00:00Z", "2028-02-28T12:00:00Z"; "the closing after it")]
#[test_case(None, Some("2028-02-29T12:00:00Z"), "2026-12-01T12:00:00Z", "2029-02-28T12:00:00Z"; "the closing alone")]
#[test_case(None, None, "2026-12-01T12:00:00Z", "2027-12-01T12:00:00Z"; "neither")]
#[test_case(Some("2026-12-24"), None, "2027-05-01T12:00:00Z", "2028-05-01T12:00:00Z"; "done long after the day")]
fn who_gave_is_kept_for_a_year(
    day: Option<&str>,
    closed_at: Option<&str>,
    made_at: &str,
    expected: &str,
) {
    let mut list = list(ListState::Open, Surprise::Show);
    list.details.date = day.map(|day| date(day, "UTC"));
    list.closed_at = closed_at.map(at);
    let promise = promise(ReservationState::Reserved, at(made_at));
    let forgotten = forget_at(&list, &promise);
    assert_eq!(forgotten, at(expected));
    assert!(promise.made_at <= forgettable_before(forgotten));
    let name = PersonName::parse("Ilse").ok();
    let before = forgotten - TimeDelta::seconds(1);
    assert_eq!(shown_name(&list, &promise, name.clone(), before), name);
    assert_eq!(shown_name(&list, &promise, name, forgotten), None);
}

#[test]
fn closing_is_dated_and_opening_again_forgets_it() {
    let now = at("2026-12-01T12:00:00Z");
    let (closed, _) = list(ListState::Open, Surprise::Show).close(false, now).unwrap();
    assert_eq!(closed.closed_at, Some(now));
    assert_eq!(closed.reopen().unwrap().0.closed_at, None);
}

#[test]
fn a_form_shows_the_rules_that_are_read_from_it() {
    for (confirm_first, remind) in [(false, false), (false, true), (true, false), (true, true)] {
        let rules = GivingRules { confirm_first, remind };
        assert_eq!(GivingRulesForm::of(rules).parse(), rules);
    }
    // Of a form without a tick nothing is sent.
    let none = GivingRules { confirm_first: false, remind: false };
    assert_eq!(GivingRulesForm::default().parse(), none);
}

#[test]
fn rules_that_stay_as_they_are_change_nothing() {
    let list = list(ListState::Open, Surprise::Keep);
    let (same, events) = list.clone().set_giving(list.giving);
    assert_eq!((same, events.len()), (list.clone(), 0));
    let (changed, events) = list.set_giving(GivingRules { confirm_first: true, remind: false });
    assert_eq!((changed.owner_revision, events.len()), (1, 1));
}

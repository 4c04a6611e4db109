use proptest::prelude::*;
use test_case::test_case;
use uuid::Uuid;

use super::*;
use crate::{
    GiftCounts, ReservationId, Wanted,
    in_tests::{self, gift},
};

fn at(moment: &str) -> DateTime<Utc> {
    moment.parse().unwrap()
}

fn hour(hour: i64) -> DateTime<Utc> {
    at("2026-12-01T00:00:00Z") + TimeDelta::hours(hour)
}

fn promise(made: i64, state: ReservationState) -> Reservation {
    let gift = gift(2, GiftCounts::new(Wanted::Any));
    Reservation { made_at: hour(made), ..in_tests::promise(&gift, state) }
}

fn purchased(at: i64) -> ReservationState {
    ReservationState::Purchased { at: hour(at) }
}

fn cancelled(at: i64) -> ReservationState {
    ReservationState::Cancelled { at: hour(at) }
}

// R7.7: a digest that tells of hours 10 to 20.
#[test_case(12, ReservationState::Reserved => Some(GiversAct::Reserved); "promised")]
#[test_case(10, ReservationState::Reserved => None; "told by the one before")]
#[test_case(20, ReservationState::Reserved => Some(GiversAct::Reserved); "on the stroke")]
#[test_case(21, ReservationState::Reserved => None; "for the next one")]
#[test_case(12, purchased(13) => Some(GiversAct::Purchased); "promised and bought")]
#[test_case(5, purchased(13) => Some(GiversAct::Purchased); "bought")]
#[test_case(12, purchased(21) => Some(GiversAct::Reserved); "bought later")]
#[test_case(5, purchased(6) => None; "bought before")]
#[test_case(5, cancelled(13) => Some(GiversAct::Freed); "given free")]
#[test_case(12, cancelled(13) => None; "came and went")]
#[test_case(12, cancelled(21) => None; "gone again by now")]
#[test_case(5, cancelled(6) => None; "given free before")]
fn a_digest_tells(made: i64, state: ReservationState) -> Option<GiversAct> {
    act_between(&promise(made, state), hour(10), hour(20))
}

// R7.7, R5.3
#[test_case(5, ReservationState::Reserved => true; "with what is reserved")]
#[test_case(5, purchased(14) => true; "with what was bought afterwards")]
#[test_case(5, cancelled(14) => true; "with what was given free afterwards")]
#[test_case(5, purchased(12) => false; "another part was bought before")]
#[test_case(5, cancelled(12) => false; "another was given free before")]
#[test_case(14, ReservationState::Reserved => false; "another was reserved afterwards")]
fn a_purchase_that_was_taken_back_at_13_became_one(made: i64, state: ReservationState) -> bool {
    let id = ReservationId::new(Uuid::from_u128(9));
    became_one(&promise(5, cancelled(13)), &Reservation { id, ..promise(made, state) })
}

// R7.7
#[test_case("UTC", "2026-07-31T17:59:59Z" => None; "not yet")]
#[test_case("UTC", "2026-07-31T18:00:00Z" => Some("2026-07-31".to_owned()); "on the stroke")]
#[test_case("UTC", "2026-07-31T20:59:59Z" => Some("2026-07-31".to_owned()); "late")]
#[test_case("UTC", "2026-07-31T21:00:00Z" => None; "too late")]
#[test_case("Europe/Berlin", "2026-07-31T16:00:00Z" => Some("2026-07-31".to_owned()); "in summer")]
#[test_case("Europe/Berlin", "2026-12-31T16:59:59Z" => None; "in winter, not yet")]
#[test_case("Pacific/Auckland", "2026-07-31T06:00:00Z" => Some("2026-07-31".to_owned()); "far away")]
#[test_case("America/Los_Angeles", "2026-08-01T01:30:00Z" => Some("2026-07-31".to_owned()); "yesterday there")]
fn a_digest_is_due_in_the_evening(zone: &str, now: &str) -> Option<String> {
    let due = digest_due(Zone::parse(zone).unwrap(), at(now));
    due.map(|(day, _)| day.to_string())
}

#[test]
fn nothing_but_the_three_words_is_a_choice() {
    for choice in OwnerMails::ALL {
        assert_eq!(OwnerMails::parse(choice.code()), Ok(choice));
    }
    assert_eq!(OwnerMails::parse(""), Err(FieldProblem::NotAChoice));
    assert_eq!(OwnerMails::default(), OwnerMails::AtOnce);
}

proptest! {
    /// Whatever a promise comes to, each digest begins where the one before ended, and none tells of
    /// the same moment again.
    #[test]
    fn no_act_is_told_twice(made in 0_i64..40, moved in 0_i64..40, state in 0..3) {
        let state = match state {
            0 => ReservationState::Reserved,
            1 => purchased(made + moved),
            _ => cancelled(made + moved),
        };
        let promise = promise(made, state);
        let told: Vec<_> = [(0, 20), (20, 40), (40, 60), (60, 90)]
            .into_iter()
            .filter_map(|(since, until)| act_between(&promise, hour(since), hour(until)))
            .collect();
        prop_assert!(told.len() <= 2);
        if let [first, second] = told[..] {
            prop_assert_ne!(first, second);
        }
    }
}

use test_case::test_case;

use super::*;
use crate::{
    EmailAddress, GiftCounts, ListState, PersonName, ReservationState, Surprise, Wanted,
    in_tests::{self, gift, list, now},
};

fn promise(state: ReservationState) -> Reservation {
    in_tests::promise(&gift(2, GiftCounts::new(Wanted::Any)), state)
}

fn bought() -> Reservation {
    promise(ReservationState::Purchased { at: now() })
}

fn giver(email: &str, verified: bool) -> Giver {
    Giver {
        id: bought().giver,
        browser: None,
        person: None,
        email: EmailAddress::parse(email).ok(),
        name: PersonName::parse("Tom").ok(),
        verified_at: verified.then(now),
        language: "en".to_owned(),
        reminders: true,
        readdressed: false,
    }
}

fn note(words: &str) -> ThanksNote {
    ThanksNote::parse(words).unwrap()
}

fn shown() -> List {
    list(ListState::Open, Surprise::Show)
}

// R5.9
#[test_case("tom@example.org", true => Reach::ByMail; "confirmed")]
#[test_case("tom@example.org", false => Reach::Unconfirmed; "typed by somebody")]
#[test_case("", true => Reach::Erased; "erased after it was confirmed")]
#[test_case("", false => Reach::Erased; "erased")]
fn only_a_confirmed_address_is_reached(email: &str, verified: bool) -> Reach {
    Reach::of(&giver(email, verified))
}

// R3.6
#[test]
fn under_surprise_there_is_nothing_to_thank_for() {
    let kept = list(ListState::Open, Surprise::Keep);
    for promise in [bought(), promise(ReservationState::Cancelled { at: now() })] {
        let ticked = Thanks::default().tick(&kept, &promise, Tick::Received, true, now());
        assert_eq!(ticked, Err(DomainError::NotFound));
        let tom = giver("tom@example.org", true);
        let written = Thanks::default().write(&kept, &promise, &tom, &note("Thank you"), now());
        assert_eq!(written, Err(DomainError::NotFound));
    }
}

// R3.5
#[test]
fn a_closed_list_is_where_thanks_are_said() {
    let closed = list(ListState::Closed, Surprise::Keep);
    let ticked = Thanks::default().tick(&closed, &bought(), Tick::Received, true, now()).unwrap();
    assert_eq!((ticked.received_at, ticked.thanked_at), (Some(now()), None));
    let again = ticked.clone().tick(&closed, &bought(), Tick::Received, true, now()).unwrap();
    assert_eq!(again, ticked);
    let back = again.tick(&closed, &bought(), Tick::Received, false, now()).unwrap();
    assert_eq!(back, Thanks::default());
}

// R5.9
#[test]
fn words_are_mailed_once() {
    let (shown, tom) = (shown(), giver("tom@example.org", true));
    let write =
        |thanks: Thanks, words: &str| thanks.write(&shown, &bought(), &tom, &note(words), now());
    let said = write(Thanks::default(), "It is lovely").unwrap();
    assert_eq!(said.thanked_at, Some(now()));
    assert_eq!(write(said.clone(), "It is lovely"), Ok(said.clone()));
    assert!(matches!(write(said.clone(), "And again"), Err(DomainError::WrongState { .. })));
    let taken_back = said.tick(&shown, &bought(), Tick::Thanked, false, now());
    assert!(matches!(taken_back, Err(DomainError::WrongState { .. })));
}

// R5.9
#[test]
fn nobody_is_written_to_who_is_not_reached() {
    for giver in [giver("tom@example.org", false), giver("", true)] {
        let written =
            Thanks::default().write(&shown(), &bought(), &giver, &note("Thank you"), now());
        assert!(matches!(written, Err(DomainError::WrongState { .. })));
        // The tick is for those who say it in another way.
        assert!(Thanks::default().tick(&shown(), &bought(), Tick::Thanked, true, now()).is_ok());
    }
}

#[test]
fn what_was_given_free_again_is_not_thanked_for() {
    let freed = promise(ReservationState::Cancelled { at: now() });
    let ticked = Thanks::default().tick(&shown(), &freed, Tick::Thanked, true, now());
    assert_eq!(ticked, Err(DomainError::wrong_state(WrongState::Cancelled)));
}

#[test]
fn a_note_has_at_least_a_character_and_a_thousand_at_most() {
    assert_eq!(ThanksNote::parse(" \n "), Err(FieldProblem::Required));
    assert!(ThanksNote::parse(&"🎁".repeat(1000)).is_ok());
    assert_eq!(ThanksNote::parse(&"x".repeat(1001)), Err(FieldProblem::TooLong { max: 1000 }));
    assert_eq!(Tick::parse("thanked"), Ok(Tick::Thanked));
    assert_eq!(Tick::parse(""), Err(FieldProblem::NotAChoice));
}

//! What ends a surprise, and what may be done in which state.

use chrono::Days;
use proptest::prelude::*;

use super::*;
use crate::{
    Zone,
    in_tests::{list, now},
};

// R3.6
#[test]
fn a_surprise_ends_with_the_day() {
    let list = list(ListState::Open, Surprise::Keep);
    assert!(list.keeps_surprise(now()));
    assert!(!list.keeps_surprise("2026-12-25T00:00:00Z".parse().unwrap()));
}

// R3.6: whatever ends a surprise stays ended.
#[test]
fn closing_reveals_for_good() {
    let (closed, events) = list(ListState::Open, Surprise::Keep).close(true, now()).unwrap();
    assert!(!closed.keeps_surprise(now()));
    let event = Event::ListClosed { list: closed.id, tell_givers: true, lifts: true };
    assert_eq!(events, [event]);
    let (reopened, _) = closed.reopen().unwrap();
    assert!(!reopened.keeps_surprise(now()));
}

// R3.6
#[test]
fn moving_the_date_into_the_past_reveals_only_when_confirmed() {
    let list = list(ListState::Open, Surprise::Keep);
    let mut details = list.details.clone();
    details.date =
        details.date.map(|date| EventDate { day: "2026-11-30".parse().unwrap(), ..date });
    assert_eq!(
        list.clone().edit(details.clone(), false, now()).unwrap_err(),
        DomainError::WouldReveal
    );
    let (revealed, events) = list.edit(details, true, now()).unwrap();
    assert!(events.contains(&Event::SurpriseLifted { list: revealed.id }));
    // Moving it back does not hide again what was seen.
    let mut later = revealed.details.clone();
    later.date = later.date.map(|date| EventDate { day: "2027-11-30".parse().unwrap(), ..date });
    assert!(!revealed.edit(later, true, now()).unwrap().0.keeps_surprise(now()));
}

/// The list's words with another day, or with none.
fn on(list: &List, day: Option<&str>) -> ListDetails {
    let date = day.map(|day| EventDate { day: day.parse().unwrap(), zone: Zone::default() });
    ListDetails { date, ..list.details.clone() }
}

// R3.6: what owners have seen since its day is not hidden again by another day.
#[test]
fn a_surprise_that_ended_with_its_day_stays_ended_until_it_is_chosen_again() {
    let ended = list(ListState::Open, Surprise::Keep);
    let after = "2026-12-26T12:00:00Z".parse().unwrap();
    let closed = ended.clone().close(false, after).unwrap().0;
    for day in [Some("2027-12-24"), None] {
        let (moved, events) = ended.clone().edit(on(&ended, day), false, after).unwrap();
        assert!(!moved.keeps_surprise(after), "{day:?}");
        assert_eq!(events, [Event::ListEdited { list: moved.id }], "{day:?}");
        let (kept, _) = moved.set_surprise(Surprise::Keep, false, after).unwrap();
        assert!(kept.keeps_surprise(after), "{day:?}");
        let moved = closed.clone().edit(on(&closed, day), false, after).unwrap().0;
        assert!(!moved.reopen().unwrap().0.keeps_surprise(after), "{day:?}");
    }
    // Nobody could reserve on a draft, so that there is nothing to have seen.
    let draft = list(ListState::Draft, Surprise::Keep);
    let moved = draft.clone().edit(on(&draft, Some("2027-12-24")), false, after).unwrap().0;
    assert!(moved.keeps_surprise(after));
}

// R3.6: givers were told until when it is a surprise.
#[test]
fn moving_the_date_nearer_is_confirmed_and_told_while_the_surprise_holds_on() {
    let dated = list(ListState::Open, Surprise::Keep);
    let undated = List { details: on(&dated, None), ..dated.clone() };
    for (before, day) in [(&dated, "2026-12-01"), (&dated, "2026-12-23"), (&undated, "2026-12-24")]
    {
        let details = on(before, Some(day));
        assert_eq!(
            before.clone().edit(details.clone(), false, now()).unwrap_err(),
            DomainError::WouldReveal,
            "{day}"
        );
        let (moved, events) = before.clone().edit(details, true, now()).unwrap();
        assert!(events.contains(&Event::SurpriseShortened { list: moved.id }), "{day}");
        assert!(!events.contains(&Event::SurpriseLifted { list: moved.id }), "{day}");
        assert!(moved.keeps_surprise(now()), "{day}");
    }
}

// R3.6
#[test]
fn a_later_day_no_day_and_a_draft_are_not_asked_about() {
    let open = list(ListState::Open, Surprise::Keep);
    let draft = list(ListState::Draft, Surprise::Keep);
    let shown = list(ListState::Open, Surprise::Show);
    for (list, day) in [
        (&open, Some("2026-12-25")),
        (&open, None),
        (&draft, Some("2026-12-01")),
        (&shown, Some("2026-12-01")),
    ] {
        let (_, events) = list.clone().edit(on(list, day), false, now()).unwrap();
        assert_eq!(events, [Event::ListEdited { list: list.id }], "{day:?}");
    }
}

// R3.6: a zone further east has its midnight earlier.
#[test]
fn a_day_that_ends_earlier_elsewhere_is_asked_about_too() {
    let list = list(ListState::Open, Surprise::Keep);
    let mut details = list.details.clone();
    details.date =
        details.date.map(|date| EventDate { zone: Zone::parse("Asia/Tokyo").unwrap(), ..date });
    assert_eq!(list.edit(details, false, now()).unwrap_err(), DomainError::WouldReveal);
}

proptest! {
    // R3.6: whatever the dates are, nothing that was not confirmed lets owners see anything before
    // givers were told that they would.
    #[test]
    fn no_surprise_ends_earlier_unasked(
        before in prop::option::of(0_u64..60),
        after in prop::option::of(0_u64..60),
        later in 0_i64..90,
    ) {
        let day = |days: u64| EventDate {
            day: now().date_naive() + Days::new(days),
            zone: Zone::default(),
        };
        let mut kept = list(ListState::Open, Surprise::Keep);
        kept.details.date = before.map(day);
        let details = ListDetails { date: after.map(day), ..kept.details.clone() };
        let moment = now() + chrono::TimeDelta::days(later);
        let promised = kept.keeps_surprise(moment);
        match kept.edit(details, false, now()) {
            Ok((moved, _)) => prop_assert!(!promised || moved.keeps_surprise(moment)),
            Err(refused) => prop_assert_eq!(refused, DomainError::WouldReveal),
        }
    }
}

// R3.6: it is asked for once more.
#[test]
fn lifting_needs_a_confirmation() {
    let list = list(ListState::Open, Surprise::Keep);
    assert_eq!(
        list.clone().set_surprise(Surprise::Show, false, now()).unwrap_err(),
        DomainError::WouldReveal
    );
    let (shown, events) = list.set_surprise(Surprise::Show, true, now()).unwrap();
    assert!(events.contains(&Event::SurpriseLifted { list: shown.id }));
    assert!(shown.set_surprise(Surprise::Keep, false, now()).unwrap().0.keeps_surprise(now()));
}

// R1, R3.1, R3.5
#[test]
fn owners_do_not_reserve_and_nobody_reserves_on_drafts_and_closed_lists() {
    for (state, role, expected) in [
        (ListState::Open, Role::Guest, Ok(())),
        (ListState::Draft, Role::Guest, Err(DomainError::ListDraft)),
        (ListState::Closed, Role::Guest, Err(DomainError::ListClosed)),
        (ListState::Open, Role::Owner, Err(DomainError::OwnList)),
        (ListState::Open, Role::CoOwner, Err(DomainError::OwnList)),
    ] {
        assert_eq!(list(state, Surprise::Show).require_reservable(role), expected);
    }
}

// R3.4: of two who change the cover the later is kept.
#[test]
fn a_picture_is_put_back_unless_another_cover_was_chosen_since() {
    let [own, newer] = [1, 2].map(|byte| PictureId::new([byte; 32]));
    let without = list(ListState::Open, Surprise::Show);
    let (back, events) = without.clone().put_picture_back(own.clone(), None).unwrap();
    assert_eq!((back.picture.as_ref(), events.len()), (Some(&own), 1));
    let (same, events) = back.clone().put_picture_back(own.clone(), None).unwrap();
    assert_eq!((same, events.len()), (back, 0));

    let replaced = List { picture: Some(newer), ..without.clone() };
    let mut drawn = without.clone();
    drawn.details.cover = Occasion::Christmas;
    for other in [replaced, drawn.clone()] {
        let refused = other.put_picture_back(own.clone(), None).unwrap_err();
        assert!(matches!(refused, DomainError::WrongState { .. }), "{refused:?}");
    }
    assert!(drawn.put_picture_back(own.clone(), Some(Occasion::Christmas)).is_ok());
    // With another occasion comes its own drawing, which nobody has chosen.
    let mut wedding = without.clone();
    (wedding.details.occasion, wedding.details.cover) = (Occasion::Wedding, Occasion::Wedding);
    assert!(wedding.put_picture_back(own.clone(), None).is_ok());
    let closed = List { state: ListState::Closed, ..without };
    assert_eq!(closed.put_picture_back(own, None).unwrap_err(), DomainError::ListClosed);
}

// R3.5: a closed list can be opened again, and nothing else can.
#[test]
fn only_what_is_closed_is_opened_again() {
    let reopened = list(ListState::Closed, Surprise::Show).reopen().unwrap().0;
    assert_eq!(reopened.state, ListState::Open);
    for state in [ListState::Draft, ListState::Open] {
        assert!(list(state, Surprise::Show).reopen().is_err());
    }
}

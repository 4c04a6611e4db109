use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;
use crate::{
    EmailAddress, GiftCounts, GiftName, Giver, ListState, PersonName, Quantity, Reservation,
    ReservationState, Role, Surprise, Wanted,
    in_tests::{gift, list, now, promise},
};

proptest! {
    // R3.6, R3.3
    /// Whatever givers do to the counts, the bytes that owners get under surprise are the same.
    #[test]
    fn under_surprise_an_owner_sees_the_same_bytes_whatever_givers_do(
        wanted in 1..20_u32, reserved in 0..20_u32, purchased in 0..20_u32,
    ) {
        let list = list(ListState::Open, Surprise::Keep);
        let wanted = Wanted::Count(Quantity::new(wanted).unwrap());
        let untouched = [gift(2, GiftCounts::new(wanted))];
        let touched = [gift(2, GiftCounts::from_stored(wanted, reserved, purchased))];
        let bytes = |gifts: &[Gift]| {
            let editor = owner_list(&list, Role::Owner, gifts, OwnersSight::Surprise, None, 7, now());
            let givers = u64::from(gifts[0].counts.taken());
            let page = owners_look(&list, gifts, givers, now());
            let card = list_card(&list, Role::Owner, gifts, now());
            serde_json::to_string(&(editor, page, card)).unwrap()
        };
        prop_assert_eq!(bytes(&untouched), bytes(&touched));
    }
}

// R3.3, R3.6
#[test]
fn once_the_surprise_is_over_owners_see_what_is_taken() {
    let mut list = list(ListState::Open, Surprise::Keep);
    list.revealed_at = Some(now());
    let wanted = Wanted::Count(Quantity::new(3).unwrap());
    let gifts = [gift(2, GiftCounts::from_stored(wanted, 1, 1))];
    let card = list_card(&list, Role::Owner, &gifts, now());
    assert_eq!(card.progress, Some(Progress { taken: 2, wanted: 3 }));
    let page = owners_look(&list, &gifts, 7, now());
    assert_eq!((page.gifts[0].left, page.revision), (Left::Count(1), 7));
}

// R3.1
#[test]
fn a_day_has_passed_once_it_is_over_and_not_while_it_lasts() {
    let day = "2026-12-24".parse().unwrap();
    let is_past = |days_to_go| DayView { day, days_to_go }.is_past();
    assert_eq!([1, 0, -1].map(is_past), [false, false, true]);
}

// R3.3
#[test]
fn a_list_has_come_as_far_as_numbers_that_are_wanted_are_taken() {
    let of = |gifts: &[(Option<u32>, u32)]| Progress::of(gifts.iter().copied());
    assert_eq!(of(&[]), Progress { taken: 0, wanted: 0 });
    assert_eq!(of(&[(Some(3), 1), (Some(2), 2)]), Progress { taken: 3, wanted: 5 });
    let any_number = (None, 4);
    let beyond = (Some(1), 2);
    assert_eq!(of(&[any_number, beyond, (Some(4), 0)]), Progress { taken: 1, wanted: 5 });
}

// R4.1
#[test]
fn givers_see_neither_hidden_nor_removed_gifts() {
    let list = list(ListState::Open, Surprise::Show);
    let any = GiftCounts::new(Wanted::Any);
    let gifts = [
        gift(2, any),
        Gift { hidden: true, ..gift(3, any) },
        Gift { removed: true, ..gift(4, any) },
    ];
    let view = shared_list(&list, &gifts, &[], 1, now());
    assert_eq!(view.gifts.len(), 1);
    assert_eq!(view.gifts[0].left, Left::Any);
}

// R3.6: the reserve form says who will see the giver's name, now and later.
#[test]
fn a_giver_is_told_who_will_see_the_name() {
    let seen_by = |list: &List, at: &str| {
        let now = at.parse().unwrap();
        shared_list(list, &[], &[], 1, now).seen_by
    };
    let (before, after) = ("2026-12-01T12:00:00Z", "2026-12-25T12:00:00Z");
    assert_eq!(seen_by(&list(ListState::Open, Surprise::Show), before), SeenBy::Owners);
    let mut kept = list(ListState::Open, Surprise::Keep);
    let day = kept.details.date.unwrap().day;
    assert_eq!(seen_by(&kept, before), SeenBy::OwnersAfter(day));
    assert_eq!(seen_by(&kept, after), SeenBy::Owners);
    kept.details.date = None;
    assert_eq!(seen_by(&kept, after), SeenBy::OwnersLater);
}

/// Somebody with this address, which nobody has confirmed.
fn giver(promise: &Reservation, email: &str) -> Giver {
    Giver {
        id: promise.giver,
        browser: None,
        person: None,
        email: EmailAddress::parse(email).ok(),
        name: PersonName::parse("Grandma").ok(),
        verified_at: None,
        language: "en".to_owned(),
        reminders: true,
        readdressed: false,
    }
}

/// The page of such a giver, who came by the mailed link.
fn managed(list: &List, gift: &Gift, promise: &Reservation, email: &str) -> ManageView {
    manage_view(list, gift, promise, &giver(promise, email), None, ManageVisit::ByMail, now())
}

// R5.4
#[test]
fn whoever_typed_an_address_sees_it_until_it_is_confirmed() {
    let open = list(ListState::Open, Surprise::Show);
    let it = gift(2, GiftCounts::new(Wanted::Any));
    let promise = promise(&it, ReservationState::Reserved);
    let ilse = giver(&promise, "Ilse@example.org");
    let shown = |giver: &Giver, opened: ManageVisit| {
        manage_view(&open, &it, &promise, giver, None, opened, now()).typed_email
    };
    assert_eq!(shown(&ilse, ManageVisit::WhereReserved).as_deref(), Some("Ilse@example.org"));
    for elsewhere in [ManageVisit::ByMail, ManageVisit::Elsewhere] {
        assert_eq!(shown(&ilse, elsewhere), None, "{elsewhere:?}");
    }
    let confirmed = Giver { verified_at: Some(now()), ..ilse.clone() };
    assert_eq!(shown(&confirmed, ManageVisit::WhereReserved), None);
    assert_eq!(shown(&Giver { email: None, ..ilse }, ManageVisit::WhereReserved), None);
}

// R5.7: bought, cancelled, taken off, closed, gone, let go and erased are told apart.
#[test]
fn a_giver_reads_what_became_of_it() {
    let open = list(ListState::Open, Surprise::Show);
    let it = gift(2, GiftCounts::new(Wanted::Any));
    let ilse = "ilse@example.org";
    let day = TimeDelta::hours(24);
    for (state, expected) in [
        (ReservationState::Reserved, ManageState::Reserved),
        (ReservationState::Purchased { at: now() }, ManageState::PurchasedJustNow),
        (ReservationState::Purchased { at: now() - day }, ManageState::Purchased),
        (ReservationState::Cancelled { at: now() }, ManageState::Cancelled),
    ] {
        assert_eq!(managed(&open, &it, &promise(&it, state), ilse).state, expected);
    }

    let ends = |list: &List, gift: &Gift, promise: &Reservation, email: &str| {
        let view = managed(list, gift, promise, email);
        [view.withdrawn, view.closed, view.gone, view.lapsed, view.let_go, view.erased]
    };
    let kept = promise(&it, ReservationState::Reserved);
    assert_eq!(ends(&open, &it, &kept, ilse), [false; 6]);
    let off = Gift { removed: true, ..it.clone() };
    assert_eq!(ends(&open, &off, &kept, ilse), [true, false, false, false, false, false]);
    let closed = list(ListState::Closed, Surprise::Show);
    assert_eq!(ends(&closed, &it, &kept, ilse), [false, true, false, false, false, false]);
    let gone = open.clone().delete("Ada's birthday", now()).unwrap().0;
    assert_eq!(ends(&gone, &it, &kept, ilse), [false, false, true, false, false, false]);
    let cancelled = promise(&it, ReservationState::Cancelled { at: now() });
    assert_eq!(ends(&open, &it, &cancelled, ilse), [false; 6]);
    let lapsed = Reservation { confirm_by: Some(now()), ..cancelled.clone() };
    assert_eq!(ends(&open, &it, &lapsed, ilse), [false, false, false, true, false, false]);
    let let_go = Reservation { let_go: true, ..cancelled };
    assert_eq!(ends(&open, &it, &let_go, ilse), [false, false, false, false, true, false]);
    assert_eq!(ends(&open, &it, &kept, ""), [false, false, false, false, false, true]);
}

// R3.6, R5.7: the picture that it had is thrown away like any other that nothing shows.
#[test]
fn what_is_off_the_list_reads_as_it_was_with_the_picture_of_now() {
    let open = list(ListState::Open, Surprise::Keep);
    let shown = |name: &str, byte: u8, removed: bool| {
        let it = gift(2, GiftCounts::new(Wanted::Any));
        let name = GiftName::parse(name).unwrap();
        let picture = Some(PictureId::new([byte; 32]));
        Gift { details: GiftDetails { name, picture, ..it.details.clone() }, removed, ..it }
    };
    let kept = promise(&shown("Train", 1, false), ReservationState::Reserved);
    let off = shown("Tram", 2, true);
    let card = managed(&open, &off, &kept, "ilse@example.org").card;
    assert_eq!((card.name.as_str(), card.picture), ("Train", off.details.picture));
    let on = shown("Tram", 2, false);
    let changes = managed(&open, &on, &kept, "ilse@example.org").changes.unwrap();
    assert_eq!(
        (changes.before.name.as_str(), changes.before.picture),
        ("Train", on.details.picture)
    );
}

//! What owners do to a gift. Each is one act with one answer, whether or not anybody has reserved
//! it (R4.6).

use chrono::{DateTime, Utc};

use crate::{DomainError, Event, Gift, GiftDetails, List, PictureId, Wish};

/// Changes a gift as its owner's form has it. Its givers are told where something changed that they
/// go by, and where it is hidden or shown again. What changes while it is hidden is worth a word, too:
/// whoever never heard that it was off the list may find it changed (R4.6).
///
/// # Errors
/// [`DomainError::ListClosed`]; [`DomainError::GiftWithdrawn`] where it was taken off the list
/// meanwhile; and, on a list that shows what is taken, [`DomainError::BelowTaken`].
pub fn edit_gift(
    list: &List,
    gift: Gift,
    wish: Wish,
    now: DateTime<Utc>,
) -> Result<(Gift, Vec<Event>), DomainError> {
    list.require_editable()?;
    gift.require_on_list()?;
    let counts = gift.counts.want(wish.wanted, list.keeps_surprise(now))?;
    let differs = !wish.details.changes_since(&gift.details).is_empty();
    let edited = differs.then_some(Event::GiftEdited { gift: gift.id });
    let shown = match (gift.hidden, wish.hidden) {
        (false, true) => Some(Event::GiftWithdrawn { gift: gift.id }),
        (true, false) => Some(Event::GiftRestored { gift: gift.id }),
        (false, false) | (true, true) => None,
    };
    let gift = Gift { details: wish.details, counts, hidden: wish.hidden, ..gift };
    Ok((gift, edited.into_iter().chain(shown).collect()))
}

/// Takes a gift off its list, or puts it back. The row stays.
///
/// # Errors
/// [`DomainError::ListClosed`].
pub fn set_gift_removed(
    list: &List,
    gift: Gift,
    removed: bool,
) -> Result<(Gift, Vec<Event>), DomainError> {
    list.require_editable()?;
    let event = match (gift.removed, removed) {
        _ if gift.hidden => None,
        (false, true) => Some(Event::GiftWithdrawn { gift: gift.id }),
        (true, false) => Some(Event::GiftRestored { gift: gift.id }),
        (false, false) | (true, true) => None,
    };
    Ok((Gift { removed, ..gift }, event.into_iter().collect()))
}

/// Wishes for one more of a gift that is on the list already (R4.3). No giver is told.
///
/// # Errors
/// [`DomainError::ListClosed`]; [`DomainError::GiftWithdrawn`] where it was taken off the list
/// meanwhile.
pub fn want_one_more(list: &List, gift: Gift) -> Result<Gift, DomainError> {
    list.require_editable()?;
    gift.require_on_list()?;
    Ok(Gift { counts: gift.counts.want_one_more(), ..gift })
}

/// Gives a gift another picture, or none. What the catalogue shows of a product is not its owners' to
/// change (R4.5). No giver is told.
///
/// # Errors
/// [`DomainError::ListClosed`]; [`DomainError::GiftWithdrawn`] where it was taken off the list
/// meanwhile; [`DomainError::WrongState`] for a product of the catalogue.
pub fn set_gift_picture(
    list: &List,
    gift: Gift,
    picture: Option<PictureId>,
) -> Result<Gift, DomainError> {
    list.require_editable()?;
    gift.require_on_list()?;
    if gift.standing.is_catalogue() {
        return Err(DomainError::wrong_state(&gift.standing));
    }
    Ok(Gift { details: GiftDetails { picture, ..gift.details }, ..gift })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        GiftCounts, GiftForm, ListState, Quantity, Standing, Surprise, Wanted,
        in_tests::{self, list, now},
    };

    fn gift(hidden: bool, removed: bool) -> Gift {
        let counts = GiftCounts::new(Wanted::Count(Quantity::new(3).unwrap()));
        Gift { hidden, removed, ..in_tests::gift(2, counts.reserve(Quantity::ONE).unwrap()) }
    }

    fn wish(gift: &Gift, change: impl Fn(&mut GiftForm)) -> Wish {
        let mut form = GiftForm::of(&gift.details, gift.counts.wanted(), gift.hidden);
        change(&mut form);
        form.parse(now().date_naive(), Some(&gift.details)).unwrap()
    }

    fn told(gift: Gift, change: impl Fn(&mut GiftForm)) -> Vec<Event> {
        let open = list(ListState::Open, Surprise::Keep);
        let wish = wish(&gift, change);
        edit_gift(&open, gift, wish, now()).unwrap().1
    }

    // R4.6
    #[test]
    fn givers_are_told_what_they_go_by_and_whether_it_is_there() {
        let id = gift(false, false).id;
        let rename = |form: &mut GiftForm| form.name = "Tram".to_owned();
        let tidy = |form: &mut GiftForm| {
            form.section = "For Ida".to_owned();
            form.tags = "toys".to_owned();
            form.priority = "must".to_owned();
            form.notes = "Please".to_owned();
            form.wanted = "7".to_owned();
        };
        let hide = |form: &mut GiftForm| form.hidden = "on".to_owned();
        let show = |form: &mut GiftForm| form.hidden = String::new();
        assert_eq!(told(gift(false, false), rename), [Event::GiftEdited { gift: id }]);
        assert!(told(gift(false, false), tidy).is_empty());
        assert_eq!(told(gift(false, false), hide), [Event::GiftWithdrawn { gift: id }]);
        assert_eq!(told(gift(true, false), rename), [Event::GiftEdited { gift: id }]);
        assert_eq!(told(gift(true, false), show), [Event::GiftRestored { gift: id }]);
        let anew = |form: &mut GiftForm| {
            rename(form);
            show(form);
        };
        let both = [Event::GiftEdited { gift: id }, Event::GiftRestored { gift: id }];
        assert_eq!(told(gift(true, false), anew), both);
    }

    // R4.6
    #[test]
    fn what_was_taken_off_the_list_meanwhile_is_not_changed_but_can_be_once_it_is_back() {
        let open = list(ListState::Open, Surprise::Keep);
        for hidden in [false, true] {
            let off = gift(hidden, true);
            let wish = wish(&off, |form| form.name = "Tram".to_owned());
            let refused = edit_gift(&open, off.clone(), wish.clone(), now());
            assert_eq!(refused, Err(DomainError::GiftWithdrawn));
            let (back, _) = set_gift_removed(&open, off, false).unwrap();
            let (changed, _) = edit_gift(&open, back, wish, now()).unwrap();
            assert_eq!(changed.details.name.as_str(), "Tram");
        }
    }

    #[test]
    fn removing_what_givers_never_saw_or_once_more_tells_nobody() {
        let open = list(ListState::Open, Surprise::Show);
        let told = |gift: Gift, removed| set_gift_removed(&open, gift, removed).unwrap().1;
        let id = gift(false, false).id;
        assert_eq!(told(gift(false, false), true), [Event::GiftWithdrawn { gift: id }]);
        assert_eq!(told(gift(false, true), false), [Event::GiftRestored { gift: id }]);
        assert!(told(gift(false, true), true).is_empty());
        assert!(told(gift(true, false), true).is_empty());
        assert!(told(gift(true, true), false).is_empty());
    }

    // R4.1, R4.5
    #[test]
    fn a_gift_that_was_lowered_under_surprise_is_changed_as_any_other_once_that_is_over() {
        let shown = list(ListState::Open, Surprise::Show);
        let counts = GiftCounts::from_stored(Wanted::Count(Quantity::ONE), 2, 0);
        let lowered = Gift { counts, ..gift(false, false) };
        let wish = wish(&lowered, |form| form.notes = "Please".to_owned());
        let (changed, _) = edit_gift(&shown, lowered, wish, now()).unwrap();
        assert_eq!((changed.details.notes.as_str(), changed.counts), ("Please", counts));
    }

    // R4.3
    #[test]
    fn one_more_is_wished_for_than_before() {
        let open = list(ListState::Open, Surprise::Keep);
        let before = gift(false, false);
        let after = want_one_more(&open, before.clone()).unwrap();
        assert_eq!(after.counts.wanted(), Wanted::Count(Quantity::new(4).unwrap()));
        assert_eq!(after, Gift { counts: after.counts, ..before });
        let off = gift(false, true);
        assert_eq!(want_one_more(&open, off), Err(DomainError::GiftWithdrawn));
    }

    // R4.5
    #[test]
    fn a_gift_of_ones_own_is_given_a_picture_and_one_of_the_catalogue_is_not() {
        let open = list(ListState::Open, Surprise::Keep);
        let picture = Some(PictureId::new([7; 32]));
        let own = set_gift_picture(&open, gift(false, false), picture.clone()).unwrap();
        assert_eq!(own.details.picture, picture);
        assert_eq!(set_gift_picture(&open, own, None).unwrap(), gift(false, false));
        let standing = Standing::Catalogue { hidden: false };
        let refused = Err(DomainError::wrong_state(&standing));
        let ours = Gift { standing, ..gift(false, false) };
        assert_eq!(set_gift_picture(&open, ours, picture.clone()), refused);
        let off = gift(false, true);
        assert_eq!(set_gift_picture(&open, off, picture), Err(DomainError::GiftWithdrawn));
    }

    // R3.5
    #[test]
    fn nothing_is_changed_on_a_closed_list() {
        let closed = list(ListState::Closed, Surprise::Show);
        let it = gift(false, false);
        assert_eq!(want_one_more(&closed, it.clone()), Err(DomainError::ListClosed));
        assert_eq!(set_gift_picture(&closed, it.clone(), None), Err(DomainError::ListClosed));
        let wish = wish(&it, |_| ());
        assert_eq!(edit_gift(&closed, it.clone(), wish, now()), Err(DomainError::ListClosed));
        assert_eq!(set_gift_removed(&closed, it, true), Err(DomainError::ListClosed));
    }
}

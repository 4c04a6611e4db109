//! Which mails an event causes (R7). Only kinds and ids: what a mail says, and the links in it, are
//! made when it is sent.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    Alarm, EmailUndoId, Event, GiverId, InvitationId, ListId, MessageId, PersonId, ProductId,
    ReservationId, SignUpId, WebhookId,
};

/// A mail to be sent: its kind, and whom or what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
#[expect(missing_docs, reason = "the ids are what they are called")]
pub enum Letter {
    /// The code that confirms an address at sign-up.
    ConfirmCode { sign_up: SignUpId, generation: u32 },
    /// After the account was made.
    Welcome { person: PersonId },
    /// Somebody asked for an account with an address that has one already.
    ExistingAccount { person: PersonId },
    /// The link by which a password is set anew.
    Reset { person: PersonId, generation: u32 },
    /// The password was set anew.
    PasswordChanged { person: PersonId },
    /// Somebody signed in from a device not seen before.
    NewDevice { person: PersonId },
    /// Another way to sign in was joined to the account.
    WayInAdded { person: PersonId },
    /// A way to sign in was taken away.
    WayInRemoved { person: PersonId },
    /// The code that confirms an account's new address; goes to that address.
    EmailChangeCode { person: PersonId, generation: u32 },
    /// The account has another address; goes to the old one, with the link that undoes it.
    EmailChanged { undo: EmailUndoId },
    /// The second step is asked for from now on.
    SecondStepOn { person: PersonId },
    /// The second step is asked for no more.
    SecondStepOff { person: PersonId },
    /// A token by which programs act for them was made.
    TokenMade { person: PersonId },
    /// An admin suspended the account (R2.13).
    AccountSuspended { person: PersonId },
    /// The account is suspended no more.
    AccountRestored { person: PersonId },
    /// To an owner: an admin left a product with them, and says why.
    ProductDeclined { person: PersonId, product: ProductId },
    /// To the giver, with the manage link.
    ReservationMade { reservation: ReservationId },
    /// To the giver.
    ReservationChanged { reservation: ReservationId },
    /// To the giver.
    ReservationCancelled { reservation: ReservationId },
    /// To the giver.
    ReservationPurchased { reservation: ReservationId },
    /// To an owner of a list that shows it.
    GiftReserved { owner: PersonId, reservation: ReservationId },
    /// To an owner of a list that shows it.
    GiftPurchased { owner: PersonId, reservation: ReservationId },
    /// To an owner of a list that shows it.
    GiftFreed { owner: PersonId, reservation: ReservationId },
    /// To a giver of a closed list. This and others about a list tell of all that they promised on it,
    /// and name the first of that (R7.6).
    ListClosed { reservation: ReservationId },
    /// To a giver of a list that was closed, by which its owners see now who gives what.
    ListClosedLifting { reservation: ReservationId },
    /// To a giver of a list that is gone.
    ListDeleted { reservation: ReservationId },
    /// To a giver of a list that was gone and is there again.
    ListRestored { reservation: ReservationId },
    /// To a giver: what they promised was taken off the list or hidden.
    GiftWithdrawn { reservation: ReservationId },
    /// To a giver: what they promised reads differently now.
    GiftChanged { reservation: ReservationId },
    /// To a giver: what they promised is on the list again.
    GiftRestored { reservation: ReservationId },
    /// To a giver: the owners see now who gives what.
    SurpriseLifted { reservation: ReservationId },
    /// To a giver: the owners will see it earlier than was said.
    SurpriseShortened { reservation: ReservationId },
    /// To a giver whose address is confirmed: the words of thanks of those who made the list.
    ThankYou { reservation: ReservationId },
    /// To an owner who wants one mail a day: what givers did on lists that show it.
    OwnerDigest {
        person: PersonId,
        #[serde(with = "crate::time::day")]
        day: NaiveDate,
    },
    /// To a giver: the day is near, and what they promised on the list is not bought yet (R5.8).
    Reminder { reservation: ReservationId },
    /// To a giver: nobody confirmed the address in time, so the gift was let go (R5.4).
    ReservationLapsed { reservation: ReservationId },
    /// To a giver: those who look after the list let it go.
    ReservationLetGo { reservation: ReservationId },
    /// To whoever has this giver's address: the links of all that it promised (R5.7).
    AllReservations { giver: GiverId },
    /// To the address of somebody who is invited to look after a list.
    CoOwnerInvitation { invitation: InvitationId },
    /// To somebody who looks after a list: another one does, too.
    CoOwnerJoined { owner: PersonId, person: PersonId, list: ListId },
    /// To somebody who looks after a list no more.
    CoOwnerRemoved { person: PersonId, list: ListId },
    /// To somebody who looked after a list that is theirs now.
    ListPassedOn { owner: PersonId, list: ListId },
    /// To the team: what somebody wrote on the contact page.
    Contact { message: MessageId },
    /// To whom that was from: it arrived.
    ContactReceipt { message: MessageId },
    /// To somebody whose program could not be reached for days: it is not told any more (R10.12).
    WebhookOff { webhook: WebhookId },
    /// To an admin, or to the team where no person is named: something is wrong with the site. Its
    /// `turn` tells it from the same at another time.
    AlarmRaised { person: Option<PersonId>, alarm: Alarm, turn: u32 },
    /// To the same: it is right again.
    AlarmOver { person: Option<PersonId>, alarm: Alarm, turn: u32 },
    /// To the same: a product waits for an admin, where none did (R6.2).
    QueueBegins { person: Option<PersonId> },
    /// To the same, once a day: products still wait (R6.2).
    QueueDigest { person: Option<PersonId> },
}

impl Letter {
    /// The word that stands in the outbox.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::ConfirmCode { .. } => "confirm_code",
            Self::Welcome { .. } => "welcome",
            Self::ExistingAccount { .. } => "existing_account",
            Self::Reset { .. } => "reset",
            Self::PasswordChanged { .. } => "password_changed",
            Self::NewDevice { .. } => "new_device",
            Self::WayInAdded { .. } => "way_in_added",
            Self::WayInRemoved { .. } => "way_in_removed",
            Self::EmailChangeCode { .. } => "email_change_code",
            Self::EmailChanged { .. } => "email_changed",
            Self::SecondStepOn { .. } => "second_step_on",
            Self::SecondStepOff { .. } => "second_step_off",
            Self::TokenMade { .. } => "token_made",
            Self::AccountSuspended { .. } => "account_suspended",
            Self::AccountRestored { .. } => "account_restored",
            Self::ProductDeclined { .. } => "product_declined",
            Self::ReservationMade { .. } => "reservation_made",
            Self::ReservationChanged { .. } => "reservation_changed",
            Self::ReservationCancelled { .. } => "reservation_cancelled",
            Self::ReservationPurchased { .. } => "reservation_purchased",
            Self::GiftReserved { .. } => "gift_reserved",
            Self::GiftPurchased { .. } => "gift_purchased",
            Self::GiftFreed { .. } => "gift_freed",
            Self::ListClosed { .. } => "list_closed",
            Self::ListClosedLifting { .. } => "list_closed_lifting",
            Self::ListDeleted { .. } => "list_deleted",
            Self::ListRestored { .. } => "list_restored",
            Self::GiftWithdrawn { .. } => "gift_withdrawn",
            Self::GiftChanged { .. } => "gift_changed",
            Self::GiftRestored { .. } => "gift_restored",
            Self::SurpriseLifted { .. } => "surprise_lifted",
            Self::SurpriseShortened { .. } => "surprise_shortened",
            Self::ThankYou { .. } => "thank_you",
            Self::OwnerDigest { .. } => "owner_digest",
            Self::Reminder { .. } => "reminder",
            Self::ReservationLapsed { .. } => "reservation_lapsed",
            Self::ReservationLetGo { .. } => "reservation_let_go",
            Self::AllReservations { .. } => "all_reservations",
            Self::CoOwnerInvitation { .. } => "co_owner_invitation",
            Self::CoOwnerJoined { .. } => "co_owner_joined",
            Self::CoOwnerRemoved { .. } => "co_owner_removed",
            Self::ListPassedOn { .. } => "list_passed_on",
            Self::Contact { .. } => "contact",
            Self::ContactReceipt { .. } => "contact_receipt",
            Self::WebhookOff { .. } => "webhook_off",
            Self::AlarmRaised { .. } => "alarm_raised",
            Self::AlarmOver { .. } => "alarm_over",
            Self::QueueBegins { .. } => "queue_begins",
            Self::QueueDigest { .. } => "queue_digest",
        }
    }

    /// Whether it goes before mails that can wait (R7.5): somebody sits in front of a screen until it
    /// is there, or has to act at once.
    pub fn goes_first(&self) -> bool {
        matches!(
            self,
            Self::ConfirmCode { .. }
                | Self::ExistingAccount { .. }
                | Self::Reset { .. }
                | Self::EmailChangeCode { .. }
                | Self::AllReservations { .. }
                | Self::AlarmRaised { .. }
                | Self::AlarmOver { .. }
        )
    }
}

/// The mails that one event on a list causes. `owners` are all who edit it, `held` those live
/// reservations that the event concerns and whose givers are written to about them (about a list one
/// for each giver), and `surprise` whether it holds: then owners get nothing.
pub fn letters(
    event: &Event,
    owners: &[PersonId],
    held: &[ReservationId],
    surprise: bool,
) -> Vec<Letter> {
    let to_owners = |letter: fn(PersonId, ReservationId) -> Letter, reservation: ReservationId| {
        let told = if surprise { &[][..] } else { owners };
        told.iter().map(move |owner| letter(*owner, reservation)).collect::<Vec<_>>()
    };
    let to_givers =
        |letter: fn(ReservationId) -> Letter| held.iter().copied().map(letter).collect();
    match *event {
        Event::Reserved { reservation, .. } => with(
            Letter::ReservationMade { reservation },
            to_owners(
                |owner, reservation| Letter::GiftReserved { owner, reservation },
                reservation,
            ),
        ),
        Event::QuantityChanged { reservation, .. } | Event::PurchaseUndone { reservation, .. } => {
            vec![Letter::ReservationChanged { reservation }]
        }
        Event::Purchased { reservation, .. } => with(
            Letter::ReservationPurchased { reservation },
            to_owners(
                |owner, reservation| Letter::GiftPurchased { owner, reservation },
                reservation,
            ),
        ),
        Event::Cancelled { reservation, .. } => with(
            Letter::ReservationCancelled { reservation },
            to_owners(|owner, reservation| Letter::GiftFreed { owner, reservation }, reservation),
        ),
        Event::Lapsed { reservation, .. } => with(
            Letter::ReservationLapsed { reservation },
            to_owners(|owner, reservation| Letter::GiftFreed { owner, reservation }, reservation),
        ),
        Event::LetGo { reservation, .. } => vec![Letter::ReservationLetGo { reservation }],
        Event::ListClosed { tell_givers: true, lifts: false, .. } => {
            to_givers(|reservation| Letter::ListClosed { reservation })
        }
        Event::ListClosed { tell_givers: true, lifts: true, .. } => {
            to_givers(|reservation| Letter::ListClosedLifting { reservation })
        }
        Event::ListDeleted { .. } => to_givers(|reservation| Letter::ListDeleted { reservation }),
        Event::ListBroughtBack { .. } => {
            to_givers(|reservation| Letter::ListRestored { reservation })
        }
        Event::GiftWithdrawn { .. } => {
            to_givers(|reservation| Letter::GiftWithdrawn { reservation })
        }
        Event::GiftEdited { .. } => to_givers(|reservation| Letter::GiftChanged { reservation }),
        Event::GiftRestored { .. } => to_givers(|reservation| Letter::GiftRestored { reservation }),
        // That others see their names, givers are told whatever the owner says.
        Event::ListClosed { tell_givers: false, lifts: true, .. }
        | Event::SurpriseLifted { .. } => {
            to_givers(|reservation| Letter::SurpriseLifted { reservation })
        }
        Event::SurpriseShortened { .. } => {
            to_givers(|reservation| Letter::SurpriseShortened { reservation })
        }
        Event::Invited { invitation, by_mail: true } => {
            vec![Letter::CoOwnerInvitation { invitation }]
        }
        Event::CoOwnerJoined { list, person } => {
            owners.iter().map(|&owner| Letter::CoOwnerJoined { owner, person, list }).collect()
        }
        Event::CoOwnerRemoved { list, person } => vec![Letter::CoOwnerRemoved { person, list }],
        Event::ListPassedOn { list, owner } => vec![Letter::ListPassedOn { owner, list }],
        Event::ListMade { .. }
        | Event::ListEdited { .. }
        | Event::ListShared { .. }
        | Event::ShareRotated { .. }
        | Event::ListClosed { tell_givers: false, lifts: false, .. }
        | Event::ListReopened { .. }
        | Event::GiftAdded { .. }
        | Event::ProductWaits { .. }
        | Event::GiftMoved { .. }
        | Event::Invited { by_mail: false, .. }
        | Event::CoOwnerLeft { .. } => vec![],
    }
}

fn with(first: Letter, mut rest: Vec<Letter>) -> Vec<Letter> {
    rest.insert(0, first);
    rest
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::Quantity;

    // R3.6, R7.4: under surprise no mail tells an owner of a giver's act.
    #[test]
    fn under_surprise_a_givers_act_writes_to_no_owner() {
        let reservation = ReservationId::new(Uuid::from_u128(1));
        let owners = [PersonId::new(Uuid::from_u128(2)), PersonId::new(Uuid::from_u128(3))];
        let quantity = Quantity::ONE;
        for event in [
            Event::Reserved { reservation, quantity },
            Event::QuantityChanged { reservation, from: quantity, to: quantity },
            Event::Purchased { reservation, quantity },
            Event::PurchaseUndone { reservation, quantity },
            Event::Cancelled { reservation, quantity },
            Event::Lapsed { reservation, quantity },
        ] {
            assert!(event.is_givers());
            assert_eq!(letters(&event, &owners, &[], true).len(), 1, "{event:?}");
            assert!(!letters(&event, &owners, &[], false).is_empty());
        }
        let shown = letters(&Event::Reserved { reservation, quantity }, &owners, &[], false);
        assert_eq!(shown.len(), 3);
    }

    // R7.5, R2.4: a code, and what an address gets instead of one that has an account already.
    #[test]
    fn what_somebody_waits_for_in_front_of_a_screen_goes_first() {
        let (sign_up, person) =
            (SignUpId::new(Uuid::from_u128(1)), PersonId::new(Uuid::from_u128(2)));
        for letter in [
            Letter::ConfirmCode { sign_up, generation: 1 },
            Letter::ExistingAccount { person },
            Letter::Reset { person, generation: 1 },
            Letter::EmailChangeCode { person, generation: 1 },
            Letter::AllReservations { giver: GiverId::new(Uuid::from_u128(3)) },
        ] {
            assert!(letter.goes_first(), "{letter:?}");
        }
        let reservation = ReservationId::new(Uuid::from_u128(4));
        for letter in [
            Letter::Welcome { person },
            Letter::ReservationMade { reservation },
            Letter::GiftReserved { owner: person, reservation },
            Letter::ListClosed { reservation },
        ] {
            assert!(!letter.goes_first(), "{letter:?}");
        }
    }

    // R3.5, R3.6, R7.6: givers are told that a list is closed, if the owner says so, and always that
    // its surprise is over; both in one mail.
    #[test]
    fn of_closing_givers_hear_what_they_must_and_what_was_said_in_one_mail() {
        let list = ListId::new(Uuid::from_u128(4));
        let reservation = ReservationId::new(Uuid::from_u128(1));
        for (tell_givers, lifts, told) in [
            (true, false, vec![Letter::ListClosed { reservation }]),
            (true, true, vec![Letter::ListClosedLifting { reservation }]),
            (false, true, vec![Letter::SurpriseLifted { reservation }]),
            (false, false, vec![]),
        ] {
            let event = Event::ListClosed { list, tell_givers, lifts };
            let owners = [PersonId::new(Uuid::from_u128(2))];
            assert_eq!(letters(&event, &owners, &[reservation], false), told, "{event:?}");
        }
    }
}

//! What each kind of mail is about, read from the store at the moment it is sent: an outbox row
//! holds a kind and ids, and nothing that people wrote.

use domain::{Letter, OwnerMails, PersonId, QueueNews, ReservationId};
use store::{Held, Person, StoreError, Waiting};

mod changes;
mod digest;
mod gifts;
mod later;
mod lists;
mod often;
mod people;
mod thanks;
mod watch;
mod webhooks;

use super::{
    accounts::{self, Reader},
    addresses::Addresses,
    givers::{self, Promise},
    owners::{self, Act, Notice, Owner},
    security,
    sheet::Sheet,
    team,
    tongue::Tongue,
    worker::Composed,
};
use crate::{ideas::Names, site::Site};

type Result<T> = std::result::Result<T, StoreError>;

/// So much of what an address promised goes into one mail.
pub(super) const MOST_PROMISES: usize = 50;

/// Makes the words of a mail, or says why it has become moot.
///
/// # Errors
/// [`StoreError`] where the store does not answer.
pub(super) async fn compose(
    site: &Site,
    addresses: &Addresses,
    waiting: &Waiting,
) -> Result<Composed> {
    let desk = Desk { site, addresses };
    if desk.is_told_later(waiting).await? {
        return Ok(Composed::Moot("a later one says it all"));
    }
    // What was counted once is not counted again.
    if waiting.attempts > 0 {
        return words(&desk, waiting).await;
    }
    if desk.is_too_often(waiting.letter).await? {
        return Ok(Composed::Moot("nobody confirmed the address, and it was written to often"));
    }
    let composed = words(&desk, waiting).await?;
    if let Composed::Mail { to, .. } = &composed
        && desk.is_told_often(waiting.letter, to).await?
    {
        return Ok(Composed::Moot("the same was told often"));
    }
    Ok(composed)
}

/// What a mail says now.
async fn words(desk: &Desk<'_>, waiting: &Waiting) -> Result<Composed> {
    let at = waiting.made_at;
    match waiting.letter {
        Letter::ConfirmCode { sign_up, generation } => desk.code(sign_up, generation).await,
        Letter::Welcome { person } => desk.welcome(person).await,
        Letter::ExistingAccount { person } => desk.existing_account(person).await,
        Letter::Reset { person, generation } => desk.reset(person, generation).await,
        Letter::PasswordChanged { person } => {
            desk.changed(person, at, accounts::password_changed).await
        }
        Letter::NewDevice { person } => desk.changed(person, at, accounts::new_device).await,
        Letter::WayInAdded { person } => desk.way_in(person, at, security::way_in_added).await,
        Letter::WayInRemoved { person } => desk.way_in(person, at, security::way_in_removed).await,
        Letter::EmailChangeCode { person, generation } => {
            desk.email_change(person, generation).await
        }
        Letter::EmailChanged { undo } => desk.email_changed(undo, at).await,
        Letter::SecondStepOn { person } => desk.changed(person, at, security::second_step_on).await,
        Letter::SecondStepOff { person } => {
            desk.changed(person, at, security::second_step_off).await
        }
        Letter::TokenMade { person } => desk.changed(person, at, security::token_made).await,
        Letter::AccountSuspended { person } => desk.suspended(person).await,
        Letter::AccountRestored { person } => desk.restored(person).await,
        Letter::ProductDeclined { person, product } => desk.declined(person, product).await,
        Letter::ReservationMade { reservation } => {
            desk.live(reservation, givers::reservation_made).await
        }
        Letter::ReservationChanged { reservation } => {
            desk.live(reservation, givers::reservation_changed).await
        }
        Letter::ReservationCancelled { reservation } => desk.cancelled(reservation).await,
        Letter::ReservationPurchased { reservation } => {
            desk.live(reservation, givers::reservation_purchased).await
        }
        Letter::GiftReserved { owner, reservation } => {
            desk.owner(owner, reservation, Act::Reserved).await
        }
        Letter::GiftPurchased { owner, reservation } => {
            desk.owner(owner, reservation, Act::Purchased).await
        }
        Letter::GiftFreed { owner, reservation } => {
            desk.owner(owner, reservation, Act::Freed).await
        }
        Letter::ListClosed { reservation } => desk.list_closed(reservation).await,
        Letter::ListClosedLifting { reservation } => desk.list_closed_lifting(reservation).await,
        Letter::ListDeleted { reservation } => desk.list_deleted(reservation).await,
        Letter::ListRestored { reservation } => desk.list_restored(reservation).await,
        Letter::GiftWithdrawn { reservation } => desk.gift_withdrawn(waiting, reservation).await,
        Letter::GiftChanged { reservation } => desk.gift_changed(waiting, reservation).await,
        Letter::GiftRestored { reservation } => desk.gift_restored(waiting, reservation).await,
        Letter::SurpriseLifted { reservation } => {
            desk.all_on_list(reservation, givers::surprise_lifted).await
        }
        Letter::SurpriseShortened { reservation } => desk.surprise_shortened(reservation).await,
        Letter::Reminder { reservation } => desk.reminder(reservation).await,
        Letter::ReservationLapsed { reservation } => desk.lapsed(reservation).await,
        Letter::ReservationLetGo { reservation } => desk.let_go(reservation).await,
        Letter::AllReservations { giver } => desk.all_reservations(giver).await,
        Letter::ThankYou { reservation } => desk.thank_you(reservation).await,
        Letter::OwnerDigest { person, day } => desk.digest(person, day).await,
        Letter::CoOwnerInvitation { invitation } => desk.invited(invitation).await,
        Letter::CoOwnerJoined { owner, person, list } => {
            desk.co_owner_joined(owner, person, list).await
        }
        Letter::CoOwnerRemoved { person, list } => desk.co_owner_removed(person, list).await,
        Letter::ListPassedOn { owner, list } => desk.list_passed_on(owner, list).await,
        Letter::Contact { message } => team::to_team(desk.site, desk.addresses, message).await,
        Letter::ContactReceipt { message } => {
            team::to_writer(desk.site, desk.addresses, message).await
        }
        Letter::WebhookOff { webhook } => desk.webhook_off(webhook).await,
        Letter::AlarmRaised { person, alarm, turn } | Letter::AlarmOver { person, alarm, turn } => {
            desk.alarm(person, alarm, turn).await
        }
        Letter::QueueBegins { person } => desk.queue(person, QueueNews::Begins).await,
        Letter::QueueDigest { person } => desk.queue(person, QueueNews::Digest).await,
    }
}

/// Where mails are put into words.
pub(super) struct Desk<'a> {
    pub(super) site: &'a Site,
    pub(super) addresses: &'a Addresses,
}

impl Desk<'_> {
    /// To somebody with an account.
    pub(super) async fn account(
        &self,
        id: PersonId,
        write: impl FnOnce(Reader<'_>, &Person) -> Option<Sheet>,
    ) -> Result<Composed> {
        let Some(person) = self.site.store.person(id).await? else {
            return Ok(Composed::Moot("the account is gone"));
        };
        let reader = Reader {
            tongue: Tongue::nearest(&person.language),
            name: person.name.as_str(),
            addresses: self.addresses,
        };
        Ok(match write(reader, &person) {
            Some(sheet) => Composed::Mail { to: person.email, sheet: Box::new(sheet) },
            None => Composed::Moot("what it would say does not hold any more"),
        })
    }

    async fn cancelled(&self, id: ReservationId) -> Result<Composed> {
        self.giver(id, |promise| Some(givers::reservation_cancelled(promise))).await
    }

    async fn lapsed(&self, id: ReservationId) -> Result<Composed> {
        self.giver(id, |promise| {
            promise.reservation.is_lapsed().then(|| givers::reservation_lapsed(promise))
        })
        .await
    }

    async fn let_go(&self, id: ReservationId) -> Result<Composed> {
        self.giver(id, |promise| {
            let free = !promise.reservation.state.is_live();
            free.then(|| givers::reservation_let_go(promise))
        })
        .await
    }

    /// To the giver of a reservation that still counts. A cancelled one has a mail of its own.
    async fn live(&self, id: ReservationId, write: fn(Promise<'_>) -> Sheet) -> Result<Composed> {
        self.giver(id, |promise| promise.reservation.state.is_live().then(|| write(promise))).await
    }

    async fn giver(
        &self,
        id: ReservationId,
        write: impl FnOnce(Promise<'_>) -> Option<Sheet>,
    ) -> Result<Composed> {
        let Some(held) = self.site.store.held(id).await? else {
            return Ok(Composed::Moot("the reservation is gone"));
        };
        let held = self.as_its_giver_reads(held).await;
        let Some(to) = held.giver.email.clone() else {
            return Ok(Composed::Moot("the giver has erased the address"));
        };
        Ok(match write(Promise::of(&held, self.addresses)) {
            Some(sheet) => Composed::Mail { to, sheet: Box::new(sheet) },
            None => Composed::Moot("what it would say does not hold any more"),
        })
    }

    /// A promise with its gift called as in its giver's language (R8.5).
    async fn as_its_giver_reads(&self, held: Held) -> Held {
        let Tongue(locale) = Tongue::nearest(&held.giver.language);
        self.site.ideas.names(locale).await.held(held)
    }

    async fn owner(&self, owner: PersonId, id: ReservationId, act: Act) -> Result<Composed> {
        if self.site.store.owner_mails(owner).await? != OwnerMails::AtOnce {
            return Ok(Composed::Moot("the owner wants no mail for each act"));
        }
        let Some(held) = self.site.store.held(id).await? else {
            return Ok(Composed::Moot("the reservation is gone"));
        };
        let Held { list, reservation, giver, owners, .. } = &held;
        // Looked at again here: a surprise may have begun since, and owners may have left (R3.6).
        if list.keeps_surprise(self.site.clock.now()) || !owners.contains(&owner) {
            return Ok(Composed::Moot("the owner may not know"));
        }
        if list.is_deleted() {
            return Ok(Composed::Moot("the list is gone"));
        }
        if !act.holds(reservation.state) {
            return Ok(Composed::Moot("what it would say does not hold any more"));
        }
        if giver.person == Some(owner) {
            return Ok(Composed::Moot("it was the owner who did it"));
        }
        let content = self.site.ideas.at_hand().await;
        self.account(owner, |Reader { tongue, name, addresses }, _| {
            let held = Names::new(content, tongue.0).held(held);
            let Held { list, gift, reservation, giver, .. } = &held;
            let reader = Owner { id: owner, tongue, name, addresses };
            let notice = Notice { reader, list, gift, reservation, giver };
            Some(owners::notice(notice, act))
        })
        .await
    }
}

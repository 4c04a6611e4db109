//! What each kind of mail is about, read from the store at the moment it is sent: an outbox row
//! holds a kind and ids, and nothing that people wrote.

use chrono::{DateTime, Utc};
use domain::{
    EmailAddress, EmailUndoId, Letter, OwnerMails, PersonId, ProductId, QueueNews, ReservationId,
    SignUpId, Standing,
};
use store::{Held, Person, StoreError, Waiting};

mod digest;
mod gifts;
mod later;
mod lists;
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
    suspension, team,
    tongue::Tongue,
    worker::Composed,
};
use crate::{ideas::Names, service::limits::Limited, site::Site};

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
    let at = waiting.made_at;
    if waiting.attempts == 0 && desk.is_too_often(waiting.letter).await? {
        return Ok(Composed::Moot("nobody confirmed the address, and it was written to often"));
    }
    match waiting.letter {
        Letter::ConfirmCode { sign_up, generation } => desk.code(sign_up, generation).await,
        Letter::Welcome { person } => {
            desk.account(person, |reader, _| Some(accounts::welcome(reader))).await
        }
        Letter::ExistingAccount { person } => {
            desk.account(person, |reader, person| {
                Some(accounts::existing_account(reader, &person.email))
            })
            .await
        }
        Letter::Reset { person, generation } => desk.reset(person, generation).await,
        Letter::PasswordChanged { person } => {
            desk.account(person, |reader, _| Some(accounts::password_changed(reader, at))).await
        }
        Letter::NewDevice { person } => {
            desk.account(person, |reader, _| Some(accounts::new_device(reader, at))).await
        }
        Letter::WayInAdded { person } => desk.way_in(person, at, security::way_in_added).await,
        Letter::WayInRemoved { person } => desk.way_in(person, at, security::way_in_removed).await,
        Letter::EmailChangeCode { person, generation } => {
            desk.email_change(person, generation).await
        }
        Letter::EmailChanged { undo } => desk.email_changed(undo, at).await,
        Letter::SecondStepOn { person } => {
            desk.account(person, |reader, _| Some(security::second_step_on(reader, at))).await
        }
        Letter::SecondStepOff { person } => {
            desk.account(person, |reader, _| Some(security::second_step_off(reader, at))).await
        }
        Letter::TokenMade { person } => {
            desk.account(person, |reader, _| Some(security::token_made(reader, at))).await
        }
        Letter::AccountSuspended { person } => {
            desk.account(person, |reader, person| {
                person.suspended_at.map(|at| suspension::suspended(reader, at))
            })
            .await
        }
        Letter::AccountRestored { person } => {
            desk.account(person, |reader, person| {
                person.suspended_at.is_none().then(|| suspension::restored(reader))
            })
            .await
        }
        Letter::ProductDeclined { person, product } => desk.declined(person, product).await,
        Letter::ReservationMade { reservation } => {
            desk.live(reservation, givers::reservation_made).await
        }
        Letter::ReservationChanged { reservation } => {
            desk.live(reservation, givers::reservation_changed).await
        }
        Letter::ReservationCancelled { reservation } => {
            desk.giver(reservation, |promise| Some(givers::reservation_cancelled(promise))).await
        }
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
        Letter::ListClosed { reservation } => {
            desk.of_list(reservation, |_| true, givers::list_closed).await
        }
        Letter::ListClosedLifting { reservation } => {
            desk.of_list(reservation, |_| true, givers::list_closed_lifting).await
        }
        Letter::ListDeleted { reservation } => desk.list_deleted(reservation).await,
        Letter::ListRestored { reservation } => desk.list_restored(reservation).await,
        Letter::GiftWithdrawn { reservation } => desk.gift_withdrawn(waiting, reservation).await,
        Letter::GiftChanged { reservation } => desk.gift_changed(waiting, reservation).await,
        Letter::GiftRestored { reservation } => desk.gift_restored(waiting, reservation).await,
        Letter::SurpriseLifted { reservation } => {
            desk.of_list(reservation, |_| true, givers::surprise_lifted).await
        }
        Letter::SurpriseShortened { reservation } => desk.surprise_shortened(reservation).await,
        Letter::Reminder { reservation } => desk.reminder(reservation).await,
        Letter::ReservationLapsed { reservation } => {
            desk.giver(reservation, |promise| {
                promise.reservation.is_lapsed().then(|| givers::reservation_lapsed(promise))
            })
            .await
        }
        Letter::ReservationLetGo { reservation } => {
            desk.giver(reservation, |promise| {
                let free = !promise.reservation.state.is_live();
                free.then(|| givers::reservation_let_go(promise))
            })
            .await
        }
        Letter::AllReservations { giver } => desk.all_reservations(giver).await,
        Letter::ThankYou { reservation } => desk.thank_you(reservation).await,
        Letter::OwnerDigest { person, day } => desk.digest(person, day).await,
        Letter::CoOwnerInvitation { invitation } => desk.invited(invitation).await,
        Letter::CoOwnerJoined { owner, person, list } => {
            desk.co_owner_joined(owner, person, list).await
        }
        Letter::CoOwnerRemoved { person, list } => desk.co_owner_removed(person, list).await,
        Letter::ListPassedOn { owner, list } => desk.list_passed_on(owner, list).await,
        Letter::Contact { message } => team::to_team(site, addresses, message).await,
        Letter::ContactReceipt { message } => team::to_writer(site, addresses, message).await,
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
    /// Whether a mail about a change goes to an address that nobody confirmed, and that was written
    /// to often enough: the page said all of it, and whose mailbox it is may be another's.
    async fn is_too_often(&self, letter: Letter) -> Result<bool> {
        let (Letter::ReservationChanged { reservation }
        | Letter::ReservationCancelled { reservation }
        | Letter::ReservationPurchased { reservation }) = letter
        else {
            return Ok(false);
        };
        self.is_written_to_often(reservation).await
    }

    /// Whether the giver's address is one that nobody confirmed and that was written to often
    /// enough. Asking counts the mail that is about to leave.
    async fn is_written_to_often(&self, reservation: ReservationId) -> Result<bool> {
        let Some(held) = self.site.store.held(reservation).await? else { return Ok(false) };
        match held.giver.email.filter(|_| held.giver.verified_at.is_none()) {
            None => Ok(false),
            Some(email) => {
                let wait = self.site.try_count(Limited::UnconfirmedChange, &email.key()).await?;
                Ok(wait.is_some())
            }
        }
    }

    async fn code(&self, id: SignUpId, generation: u32) -> Result<Composed> {
        let Some(sign_up) = self.site.store.sign_up(id).await? else {
            return Ok(Composed::Moot("the sign-up is over"));
        };
        // A code that came late or was followed by another would only puzzle its reader.
        if sign_up.decoy
            || sign_up.generation != generation
            || sign_up.expires_at <= self.site.clock.now()
        {
            return Ok(Composed::Moot("the code is not good any more"));
        }
        let Some(to) = sign_up.email else {
            return Ok(Composed::Moot("no address is named yet"));
        };
        let code = self.site.secrets.code(id, generation);
        let reader = Reader {
            tongue: Tongue::nearest(&sign_up.language),
            name: sign_up.name.as_str(),
            addresses: self.addresses,
        };
        let label = |id: &String| self.site.settings.provider_label(id);
        let provider = sign_up.provider.as_ref().map(label);
        let sheet = accounts::confirm_code(reader, &code, provider.as_deref());
        Ok(Composed::Mail { to, sheet: Box::new(sheet) })
    }

    async fn reset(&self, person: PersonId, generation: u32) -> Result<Composed> {
        let now = self.site.clock.now();
        self.account(person, |reader, person| {
            let (current, until) = person.reset?;
            let href = self.addresses.reset(person.id, generation);
            (current == generation && now < until).then(|| accounts::reset(reader, href))
        })
        .await
    }

    async fn way_in(
        &self,
        person: PersonId,
        at: DateTime<Utc>,
        write: fn(Reader<'_>, DateTime<Utc>, &[String]) -> Sheet,
    ) -> Result<Composed> {
        if self.site.store.person(person).await?.is_none() {
            return Ok(Composed::Moot("the account is gone"));
        }
        let ways = self.site.store.ways_in(person).await?;
        let label = |id: &String| self.site.settings.provider_label(id);
        let labels: Vec<String> = ways.providers.iter().map(label).collect();
        self.account(person, |reader, _| {
            Some(write(reader, at, &security::ways_in(reader.tongue, ways.password, labels)))
        })
        .await
    }

    async fn declined(&self, person: PersonId, product: ProductId) -> Result<Composed> {
        let waiting = match self.site.store.waiting(product).await {
            Ok(waiting) => waiting,
            Err(StoreError::Refused(_)) => return Ok(Composed::Moot("it is in the catalogue now")),
            Err(error) => return Err(error),
        };
        let Standing::Declined(note) = &waiting.product.standing else {
            return Ok(Composed::Moot("it waits once more"));
        };
        let (name, list) = (&waiting.product.details.name, waiting.list.map(|(list, _)| list));
        self.account(person, |reader, _| {
            Some(accounts::product_declined(reader, name.as_str(), note.as_str(), list))
        })
        .await
    }

    /// To the address that shall be the new one.
    async fn email_change(&self, person: PersonId, generation: u32) -> Result<Composed> {
        let now = self.site.clock.now();
        let change = self.site.store.email_change(person).await?;
        let good = change.filter(|it| it.generation == generation && now < it.expires_at);
        let Some(change) = good else {
            return Ok(Composed::Moot("the code is not good any more"));
        };
        let code = self.site.secrets.email_code(person, generation);
        let mail =
            self.account(person, |reader, _| Some(security::email_change_code(reader, &code)));
        Ok(readdressed(mail.await?, change.email))
    }

    /// To the address that was the account's before.
    async fn email_changed(&self, id: EmailUndoId, at: DateTime<Utc>) -> Result<Composed> {
        let now = self.site.clock.now();
        let undo = self.site.store.email_undo(id).await?;
        let Some(undo) = undo.filter(|undo| now < undo.until) else {
            return Ok(Composed::Moot("the change can not be undone any more"));
        };
        let href = self.addresses.email_undo(id);
        let mail = self.account(undo.person, |reader, person| {
            Some(security::email_changed(reader, at, person.email.as_str(), href))
        });
        Ok(readdressed(mail.await?, undo.old_email))
    }

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
        let Held { list, giver, owners, .. } = &held;
        // Looked at again here: a surprise may have begun since, and owners may have left (R3.6).
        if list.keeps_surprise(self.site.clock.now()) || !owners.contains(&owner) {
            return Ok(Composed::Moot("the owner may not know"));
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

/// The same mail, to another address of its reader.
fn readdressed(mail: Composed, to: EmailAddress) -> Composed {
    match mail {
        Composed::Mail { sheet, .. } => Composed::Mail { to, sheet },
        moot @ Composed::Moot(_) => moot,
    }
}

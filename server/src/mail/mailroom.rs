//! What admins are told of mails that wait or were given up: to whom, and why. Never what they say.

use app::backend::WhyNot;
use domain::{
    EmailAddress, InvitationId, InvitationWay, Letter, PersonId, ReservationId, WebhookId,
};
use store::StoreError;

use super::transport::Failure;
use crate::site::Site;

type Result<T> = std::result::Result<T, StoreError>;

/// The address that a mail goes to, as far as it is still known.
///
/// # Errors
/// [`StoreError`] where the store does not answer.
pub async fn recipient(site: &Site, letter: Letter) -> Result<Option<EmailAddress>> {
    let store = &site.store;
    match letter {
        Letter::ConfirmCode { sign_up, .. } => {
            Ok(store.sign_up(sign_up).await?.and_then(|sign_up| sign_up.email))
        }
        Letter::Welcome { person }
        | Letter::ExistingAccount { person }
        | Letter::Reset { person, .. }
        | Letter::PasswordChanged { person }
        | Letter::NewDevice { person }
        | Letter::WayInAdded { person }
        | Letter::WayInRemoved { person }
        | Letter::SecondStepOn { person }
        | Letter::SecondStepOff { person }
        | Letter::TokenMade { person }
        | Letter::AccountSuspended { person }
        | Letter::AccountRestored { person }
        | Letter::ProductDeclined { person, .. }
        | Letter::OwnerDigest { person, .. }
        | Letter::CoOwnerRemoved { person, .. }
        | Letter::GiftReserved { owner: person, .. }
        | Letter::GiftPurchased { owner: person, .. }
        | Letter::GiftFreed { owner: person, .. }
        | Letter::CoOwnerJoined { owner: person, .. }
        | Letter::ListPassedOn { owner: person, .. } => of_person(site, person).await,
        Letter::EmailChangeCode { person, .. } => {
            Ok(store.email_change(person).await?.map(|change| change.email))
        }
        Letter::EmailChanged { undo } => {
            Ok(store.email_undo(undo).await?.map(|undo| undo.old_email))
        }
        Letter::ReservationMade { reservation }
        | Letter::ReservationChanged { reservation }
        | Letter::ReservationCancelled { reservation }
        | Letter::ReservationPurchased { reservation }
        | Letter::ListClosed { reservation }
        | Letter::ListClosedLifting { reservation }
        | Letter::ListDeleted { reservation }
        | Letter::ListRestored { reservation }
        | Letter::GiftWithdrawn { reservation }
        | Letter::GiftChanged { reservation }
        | Letter::GiftRestored { reservation }
        | Letter::SurpriseLifted { reservation }
        | Letter::SurpriseShortened { reservation }
        | Letter::ThankYou { reservation }
        | Letter::Reminder { reservation }
        | Letter::ReservationLapsed { reservation }
        | Letter::ReservationLetGo { reservation } => of_giver(site, reservation).await,
        Letter::AllReservations { giver } => {
            let promised = store.promised_with(giver).await?;
            Ok(promised.into_iter().next().and_then(|held| held.giver.email))
        }
        Letter::CoOwnerInvitation { invitation } => of_invitation(site, invitation).await,
        Letter::Contact { .. } => Ok(team(site)),
        Letter::ContactReceipt { message } => {
            Ok(store.contact_message(message).await?.map(|written| written.wish.email))
        }
        Letter::WebhookOff { webhook } => of_webhook(site, webhook).await,
        Letter::AlarmRaised { person, .. }
        | Letter::AlarmOver { person, .. }
        | Letter::QueueBegins { person }
        | Letter::QueueDigest { person } => match person {
            Some(person) => of_person(site, person).await,
            None => Ok(team(site)),
        },
    }
}

async fn of_person(site: &Site, person: PersonId) -> Result<Option<EmailAddress>> {
    Ok(site.store.person(person).await?.map(|person| person.email))
}

async fn of_giver(site: &Site, reservation: ReservationId) -> Result<Option<EmailAddress>> {
    Ok(site.store.held(reservation).await?.and_then(|held| held.giver.email))
}

async fn of_invitation(site: &Site, invitation: InvitationId) -> Result<Option<EmailAddress>> {
    let joining = site.store.invitation(invitation).await?;
    Ok(joining.and_then(|joining| match joining.invited.invitation.way {
        InvitationWay::Mail(to) => to,
        InvitationWay::Link => None,
    }))
}

async fn of_webhook(site: &Site, webhook: WebhookId) -> Result<Option<EmailAddress>> {
    match site.store.webhook(webhook).await?.and_then(|webhook| webhook.person) {
        Some(person) => of_person(site, person).await,
        None => Ok(None),
    }
}

fn team(site: &Site) -> Option<EmailAddress> {
    EmailAddress::parse(site.settings.mail.team_address()).ok()
}

/// Why a mail was not taken, by the word that is kept of it.
pub fn why_not(reason: &str) -> WhyNot {
    if reason == store::RESTORED {
        return WhyNot::Restored;
    }
    let known = [
        (Failure::Refused, WhyNot::Refused),
        (Failure::Declined, WhyNot::Declined),
        (Failure::Away, WhyNot::Away),
        (Failure::Late, WhyNot::Late),
    ];
    let found = known.into_iter().find(|(failure, _)| failure.reason() == reason);
    found.map_or(WhyNot::Broken, |(_, why)| why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_put_into_words() {
        assert_eq!(why_not("refused"), WhyNot::Refused);
        assert_eq!(why_not(store::DECLINED), WhyNot::Declined);
        assert_eq!(why_not(Failure::Away.reason()), WhyNot::Away);
        assert_eq!(why_not(Failure::Late.reason()), WhyNot::Late);
        assert_eq!(why_not(store::RESTORED), WhyNot::Restored);
        for broken in ["a panic", "it can not be made", "it ends the process"] {
            assert_eq!(why_not(broken), WhyNot::Broken, "{broken}");
        }
    }
}

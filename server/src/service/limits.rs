//! How often something may be done for one mailbox or one account, from wherever it is asked for
//! (R2.11). Limits per network address stand in the settings and are kept by a layer in front.
//!
//! Counts are in the database: they survive a restart, and hold for every process that shares it.

use std::net::IpAddr;

use app::error::AppError;
use chrono::TimeDelta;
use domain::{EmailKey, GiverId, ListId, PersonId};
use store::{Quota, StoreError};

use crate::{http::address::network, site::Site};

/// What is limited. Every errand by which strangers make us write to somebody, or try to be
/// somebody, has its row in [`Limited::quota`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limited {
    /// Trying a password for an address.
    SignIn,
    /// Mailing a code to an address.
    Code,
    /// Mailing a reset link to an address.
    Reset,
    /// Reserving under an address that nobody has confirmed, which mails it a manage link. The store
    /// counts it together with the reservation, so that a refused one costs nothing.
    Reserve,
    /// Mailing such an address that a reservation was changed, bought or cancelled. Beyond this the
    /// change is made and no mail is sent.
    UnconfirmedChange,
    /// Mailing such an address one kind of news about lists: that one is closed, gone or back, or that
    /// its surprise is over or ends earlier. Beyond this it is done and no mail is sent.
    UnconfirmedListNews,
    /// The same for a confirmed address and one list.
    ListNews,
    /// Mailing an owner at once what one giver does. Beyond this no mail is sent, and it stands on the
    /// list.
    OwnerNewsOfGiver,
    /// The same of all givers.
    OwnerNews,
    /// Trying the second step of an account.
    SecondStep,
    /// Asking for another address, of an account.
    EmailChange,
    /// Showing once more who is there, of an account.
    SignInAgain,
    /// Handing out everything that is kept of an account.
    Everything,
    /// Having a shop's page fetched, by an account.
    Find,
    /// Making a product that is on no list yet, by an account.
    NotFound,
    /// Writing many gifts at once, by an account: copying a list, or filling one from a file.
    ManyGifts,
    /// Mailing words of thanks to givers, by an account. The store counts it together with them.
    ThankYou,
    /// Inviting somebody to look after a list, by an account. The store counts it together with the
    /// invitation.
    Invite,
    /// Mailing such an invitation to an address.
    InvitationMail,
    /// Mailing the links of all that an address promised to it.
    Links,
    /// Trying the passcode of a list from one network. A right one is not counted.
    Passcode,
    /// Trying it from wherever.
    PasscodeOfList,
    /// Writing to the team, which mails a receipt to the address that was given. The store counts it
    /// together with the message.
    Contact,
    /// Sending a message to somebody's program by hand, by an account: a test, or one once more.
    WebhookMessage,
}

impl Limited {
    /// The one table: the word by which it is counted, so many at once, and then one more every so
    /// many seconds.
    pub fn quota(self) -> Quota {
        let (what, burst, seconds) = match self {
            // More than one network address may try, so that nobody is locked out of their account
            // by somebody who guesses at it from one place.
            Self::SignIn => ("sign_in", 60, 2),
            Self::Code => ("code", 5, 20 * 60),
            Self::Reset => ("reset", 3, 30 * 60),
            // Ten in the first hour at most, whatever +tags and dots are used.
            Self::Reserve => ("reserve", 5, 12 * 60),
            Self::UnconfirmedChange => ("unconfirmed_change", 3, 20 * 60),
            Self::UnconfirmedListNews => ("unconfirmed_list_news", 3, 60 * 60),
            Self::ListNews => ("list_news", 3, 60 * 60),
            Self::OwnerNewsOfGiver => ("owner_news_of_giver", 20, 10 * 60),
            // As many as come while a large family reads of a list, and then twenty an hour.
            Self::OwnerNews => ("owner_news", 100, 3 * 60),
            Self::SecondStep => ("second_step", 10, 60),
            Self::EmailChange => ("email_change", 5, 20 * 60),
            Self::SignInAgain => ("sign_in_again", 10, 60),
            Self::Everything => ("everything", 5, 10 * 60),
            Self::Find => ("find", 30, 6),
            Self::NotFound => ("not_found", 60, 60),
            Self::ManyGifts => ("many_gifts", 20, 60),
            // A hundred at once, as after a wedding, and then a hundred a day.
            Self::ThankYou => ("thank_you", 100, 864),
            Self::Invite => ("invite", 20, 10 * 60),
            Self::InvitationMail => ("invitation_mail", 3, 60 * 60),
            Self::Links => ("links", 3, 30 * 60),
            // Ten in the first hour at most, as of reserving.
            Self::Passcode => ("passcode", 5, 12 * 60),
            Self::PasscodeOfList => ("passcode_of_list", 100, 36),
            Self::Contact => ("contact", 3, 20 * 60),
            Self::WebhookMessage => ("webhook_message", 30, 60),
        };
        Quota { what, burst, seconds }
    }
}

/// For whom something is counted.
pub trait Counted {
    /// The text that stands for them. Only a digest of it is kept.
    fn text(&self) -> String;
}

impl Counted for EmailKey {
    /// The mailbox, whatever +tags and dots are used.
    fn text(&self) -> String {
        self.mailbox()
    }
}

impl Counted for PersonId {
    fn text(&self) -> String {
        self.to_string()
    }
}

impl Counted for ListId {
    fn text(&self) -> String {
        self.to_string()
    }
}

/// One kind of news of any list, for whoever has a mailbox.
impl Counted for (&'static str, EmailKey) {
    fn text(&self) -> String {
        format!("{} {}", self.0, self.1.mailbox())
    }
}

/// The same of one list.
impl Counted for (&'static str, ListId, EmailKey) {
    fn text(&self) -> String {
        format!("{} {} {}", self.0, self.1, self.2.mailbox())
    }
}

/// An owner, and a giver of whom they hear.
impl Counted for (PersonId, GiverId) {
    fn text(&self) -> String {
        format!("{} {}", self.0, self.1)
    }
}

/// Whoever holds a list's share link, by the network they are in.
impl Counted for (ListId, IpAddr) {
    fn text(&self) -> String {
        format!("{} {}", self.0, network(self.1))
    }
}

impl Site {
    /// Counts one try, or answers how long to wait for it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn try_count(
        &self,
        what: Limited,
        whom: &impl Counted,
    ) -> Result<Option<TimeDelta>, StoreError> {
        let now = self.clock.now();
        self.store.tally(what.quota(), &whom.text(), now).await
    }

    /// Takes back what was counted for something that turned out to be right.
    ///
    /// # Errors
    /// As the store.
    pub async fn take_back(&self, what: Limited, whom: &impl Counted) -> Result<(), AppError> {
        self.answer(self.store.take_back(what.quota(), &whom.text(), self.clock.now()).await)
    }

    /// Counts one try.
    ///
    /// # Errors
    /// [`AppError::TooMany`] with the seconds after which the next one is allowed.
    pub async fn count(&self, what: Limited, whom: &impl Counted) -> Result<(), AppError> {
        match self.try_count(what, whom).await {
            Ok(None) => Ok(()),
            Ok(Some(wait)) => Err(self.refuse(StoreError::TooOften(wait))),
            Err(error) => Err(self.refuse(error)),
        }
    }
}

//! Names for things, and keys that stand for secrets.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::DomainError;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(#[serde(with = "uuid::serde::simple")] Uuid);

        impl $name {
            /// Takes a time-ordered id (UUID version 7, RFC 9562) that the caller made.
            pub const fn new(id: Uuid) -> Self {
                Self(id)
            }

            /// The id as 128 bits.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            /// Thirty-two hexadecimal digits, as they stand in addresses.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.simple().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = DomainError;

            /// # Errors
            /// [`DomainError::NotFound`]: what is not an id names nothing.
            fn from_str(text: &str) -> Result<Self, DomainError> {
                Uuid::try_parse(text).map(Self).map_err(|_| DomainError::NotFound)
            }
        }
    )+};
}

ids! {
    /// Somebody with an account.
    PersonId,
    /// A gift list.
    ListId,
    /// Something that can be wished for, wherever it is sold.
    ProductId,
    /// A wish: the edge between a list and a product.
    GiftId,
    /// Somebody who gives: a browser and an address until the address is verified (R5.3).
    GiverId,
    /// One promise of one giver over one gift.
    ReservationId,
    /// A mail that waits to be sent.
    OutboxId,
    /// Somebody on the way to an account, who has not entered the mailed code yet.
    SignUpId,
    /// A change of an account's address that can be undone.
    EmailUndoId,
    /// What an admin did.
    AuditId,
    /// An invitation to look after a list.
    InvitationId,
    /// What somebody wrote to the team.
    MessageId,
    /// A token by which programs act for somebody.
    ApiTokenId,
    /// Where somebody's program wants to be told of what happens.
    WebhookId,
    /// A message to such a program.
    DeliveryId,
}

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the SHA-256 of the secret, as hexadecimal digits.
            pub fn new(digest: impl Into<String>) -> Self {
                Self(digest.into())
            }

            /// The digest; never the secret, which is not kept.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(***)"))
            }
        }
    )+};
}

keys! {
    /// What is kept of a session cookie.
    SessionKey,
    /// What is known of somebody elsewhere: a digest of issuer and subject (R2.5).
    IdentityKey,
    /// What is kept of the cookie by which a giver's browser is known again.
    BrowserKey,
    /// What is kept of a token by which programs act for somebody (R10.2).
    ApiTokenKey,
    /// What is kept of a mailed or remembered link's token.
    TokenKey,
    /// What is kept of a share link's token.
    ShareKey,
    /// One rendering of a form: sent twice, it acts once (R5.2).
    FormKey,
}

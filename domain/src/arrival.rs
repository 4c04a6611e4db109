//! Somebody comes from a provider of sign-ins: who are they here? (R2.5)
//!
//! An identity is issuer and subject. An address is never more than a hint to an account, and is
//! accepted without our own code only from a provider that is the authority over that very address.
//! A sign-up that was not finished is no account, and is never linked to.

use crate::{EmailAddress, EmailKey};

/// The issuer of Google's sign-ins.
pub const GOOGLE: &str = "https://accounts.google.com";

/// How far a provider's word about an address goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vouching {
    /// For its own mailboxes, and those of organisations whose mail it runs.
    Google,
    /// For every address that it calls verified: whoever runs this site says so.
    Trusted,
    /// For none.
    Never,
}

impl Vouching {
    /// What holds for an issuer that is, or is not, marked as trusted.
    pub fn of(issuer: &str, trusted: bool) -> Self {
        match (trusted, issuer.trim_end_matches('/')) {
            (false, _) => Self::Never,
            (true, GOOGLE) => Self::Google,
            (true, _) => Self::Trusted,
        }
    }

    fn covers(self, claims: &Claims, address: &EmailKey) -> bool {
        let verified = claims.email_verified == Some(true);
        match self {
            Self::Never => false,
            Self::Trusted => verified,
            Self::Google => {
                verified && (claims.hosted_domain || address.as_str().ends_with("@gmail.com"))
            }
        }
    }
}

/// What a provider says of somebody's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// The address, if it tells one that can be written to.
    pub email: Option<EmailAddress>,
    /// Whether it calls the address verified; a provider need not say.
    pub email_verified: Option<bool>,
    /// Whether the address belongs to an organisation whose mail it runs (`hd`).
    pub hosted_domain: bool,
}

/// Who holds the address here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// Nobody. A sign-up that waits for its code holds nothing.
    Nobody,
    /// An account.
    Account,
    /// An account that has another address by now, and could have this one back. Nobody gets it
    /// meanwhile, and nobody gets into that account by it (R2.8).
    GaveUp,
}

/// What becomes of somebody who comes with an identity that is not known yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// The identity is joined to the account with that address, which is told by mail.
    Link,
    /// An account is made.
    Create,
    /// A code goes to the address first.
    Confirm,
    /// The address has to be named first, and then confirmed.
    AskAddress,
}

/// What becomes of somebody who comes with an identity that is not known yet.
pub fn arrive(vouching: Vouching, claims: &Claims, holder: Holder) -> Arrival {
    let Some(email) = &claims.email else { return Arrival::AskAddress };
    match (vouching.covers(claims, &email.key()), holder) {
        (false, _) => Arrival::Confirm,
        (true, Holder::Account) => Arrival::Link,
        (true, Holder::Nobody) => Arrival::Create,
        (true, Holder::GaveUp) => Arrival::Confirm,
    }
}

#[cfg(test)]
mod tests {
    use test_case::test_matrix;

    use super::*;

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum From {
        GoogleGmail,
        GoogleGooglemail,
        GoogleHosted,
        GoogleOther,
        Trusted,
        Untrusted,
        Facebook,
    }

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Verified {
        True,
        False,
        Absent,
    }

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Here {
        Account,
        Nobody,
        /// Somebody typed the address and never entered a code.
        PendingSignUp,
        /// An account had the address until lately.
        GaveUp,
    }

    // R2.5: an account is joined by the address only where the provider is its authority.
    /// Every cell of the table: who comes, what is said of the address, who holds it here.
    #[test_matrix(
        [From::GoogleGmail, From::GoogleGooglemail, From::GoogleHosted, From::GoogleOther,
         From::Trusted, From::Untrusted, From::Facebook],
        [Verified::True, Verified::False, Verified::Absent],
        [Here::Account, Here::Nobody, Here::PendingSignUp, Here::GaveUp]
    )]
    fn an_address_is_taken_only_from_its_authority(from: From, verified: Verified, here: Here) {
        let address = match from {
            From::GoogleGmail => "someone@gmail.com",
            From::GoogleGooglemail => "someone@googlemail.com",
            _ => "someone@example.org",
        };
        let claims = Claims {
            email: EmailAddress::parse(address).ok(),
            email_verified: match verified {
                Verified::True => Some(true),
                Verified::False => Some(false),
                Verified::Absent => None,
            },
            hosted_domain: from == From::GoogleHosted,
        };
        let vouching = match from {
            From::Trusted => Vouching::of("https://id.example", true),
            From::Untrusted => Vouching::of("https://id.example", false),
            From::Facebook => Vouching::Never,
            _ => Vouching::of(GOOGLE, true),
        };
        let holder = match here {
            Here::Account => Holder::Account,
            Here::GaveUp => Holder::GaveUp,
            Here::Nobody | Here::PendingSignUp => Holder::Nobody,
        };
        let authority = !matches!(from, From::GoogleOther | From::Untrusted | From::Facebook);
        let expected = match (authority && verified == Verified::True, here) {
            (false, _) | (true, Here::GaveUp) => Arrival::Confirm,
            (true, Here::Account) => Arrival::Link,
            (true, Here::Nobody | Here::PendingSignUp) => Arrival::Create,
        };
        assert_eq!(arrive(vouching, &claims, holder), expected);
        let silent = Claims { email: None, ..claims };
        assert_eq!(arrive(vouching, &silent, holder), Arrival::AskAddress);
    }

    // R2.5
    #[test]
    fn google_is_no_authority_while_it_is_not_trusted() {
        assert_eq!(Vouching::of(GOOGLE, false), Vouching::Never);
        assert_eq!(Vouching::of("https://accounts.google.com/", true), Vouching::Google);
        assert_eq!(
            Vouching::of("https://accounts.google.com.evil.example", true),
            Vouching::Trusted
        );
    }
}

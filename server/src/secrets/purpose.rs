//! What secrets are good for.

/// What a derived secret is good for. No secret serves two purposes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A list's share link.
    Share,
    /// A manage link in a mail; only this one confirms the giver's address.
    ManageByMail,
    /// A manage link on the page of the browser that reserved.
    ManageByBrowser,
    /// The code that confirms an address at sign-up.
    Code,
    /// The link by which a password is set anew.
    Reset,
    /// The code that confirms an account's new address.
    EmailCode,
    /// The link that brings an account's old address back.
    EmailUndo,
    /// The link by which somebody joins those who look after a list.
    Invitation,
    /// The secret of an authenticator app.
    Authenticator,
    /// Codes for when the authenticator app is lost.
    RecoveryCode,
    /// A sign-in at a provider, as a browser keeps it meanwhile.
    Attempt,
    /// What a provider sends back along with its code (RFC 6749, 10.12).
    State,
    /// What a provider's token says of the sign-in that it is for (OpenID Connect Core, 3.1.2.1).
    Nonce,
    /// What shows a provider that the same one asks who was sent there (RFC 7636).
    Verifier,
    /// The link by which some mails are stopped.
    Stop,
    /// The passcode of a list, before it is hashed.
    Passcode,
    /// That a list's passcode was typed in a browser.
    Pass,
    /// Answers that are kept for programs that ask twice.
    Answers,
    /// By what a giver who asks by a program is known, where the same request may come again.
    Giver,
    /// What signs messages to a webhook.
    Webhook,
    /// What those who hold a list's link are told of who made it.
    Pseudonym,
    /// That an admin may fetch something, for a minute.
    Ticket,
    /// What the key is known by again.
    Fingerprint,
}

impl Purpose {
    pub(super) fn label(self) -> &'static [u8] {
        match self {
            Self::Share => b"share",
            Self::ManageByMail => b"manage by mail",
            Self::ManageByBrowser => b"manage by browser",
            Self::Code => b"code",
            Self::Reset => b"reset",
            Self::EmailCode => b"email code",
            Self::EmailUndo => b"email undo",
            Self::Invitation => b"invitation",
            Self::Authenticator => b"authenticator",
            Self::RecoveryCode => b"recovery code",
            Self::Attempt => b"attempt",
            Self::State => b"state",
            Self::Nonce => b"nonce",
            Self::Verifier => b"verifier",
            Self::Stop => b"stop",
            Self::Passcode => b"passcode",
            Self::Pass => b"pass",
            Self::Answers => b"answers",
            Self::Giver => b"giver",
            Self::Webhook => b"webhook",
            Self::Pseudonym => b"pseudonym",
            Self::Ticket => b"ticket",
            Self::Fingerprint => b"fingerprint",
        }
    }
}

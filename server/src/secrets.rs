//! Links, codes and cookies: how their secrets are made and recognised.
//!
//! What can be mailed again is not kept: its secret is an HMAC-SHA-256 of the server's key over
//! purpose, id and generation, made when it is needed, so that no log, backup or outbox holds one.
//! What only a browser holds is random, and kept as its SHA-256.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    BrowserKey, FormKey, ListId, PersonId, ReservationId, SessionKey, ShareKey, SignUpId,
};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use uuid::Uuid;

/// Bytes of a secret: 256 bits.
const LENGTH: usize = 32;

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
}

impl Purpose {
    fn label(self) -> &'static [u8] {
        match self {
            Self::Share => b"share",
            Self::ManageByMail => b"manage by mail",
            Self::ManageByBrowser => b"manage by browser",
            Self::Code => b"code",
            Self::Reset => b"reset",
        }
    }
}

/// The server's key, and all that is derived from it.
#[derive(Clone)]
pub struct Secrets {
    key: [u8; LENGTH],
}

impl Secrets {
    /// Takes the server's key: 32 random bytes that must outlive every link.
    pub fn new(key: [u8; LENGTH]) -> Self {
        Self { key }
    }

    /// A fresh key, for a server that has none yet.
    pub fn fresh_key() -> [u8; LENGTH] {
        random()
    }

    fn derive(&self, purpose: Purpose, id: Uuid, generation: u32) -> [u8; LENGTH] {
        // HMAC takes keys of any length: this can not fail.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.key) else {
            return [0; LENGTH];
        };
        mac.update(purpose.label());
        mac.update(&[0]);
        mac.update(id.as_bytes());
        mac.update(&generation.to_be_bytes());
        mac.finalize().into_bytes().into()
    }

    /// The token of a list's share link: 160 bits, which tell nothing of the list's id.
    pub fn share_token(&self, list: ListId, generation: u32) -> String {
        URL_SAFE_NO_PAD.encode(&self.derive(Purpose::Share, list.uuid(), generation)[..20])
    }

    /// What is kept of a share link's token.
    pub fn share_key(token: &str) -> ShareKey {
        ShareKey::new(digest(token))
    }

    /// The token of a manage link: the reservation's id and 256 bits.
    pub fn manage_token(&self, purpose: Purpose, reservation: ReservationId) -> String {
        self.token(purpose, reservation.uuid(), 0)
    }

    /// The reservation that a manage link's token opens, and whether it came by mail.
    pub fn open_manage(&self, token: &str) -> Option<(ReservationId, Purpose)> {
        [Purpose::ManageByMail, Purpose::ManageByBrowser].into_iter().find_map(|purpose| {
            let id = self.open(purpose, token, |_| Some(0))?;
            Some((ReservationId::new(id), purpose))
        })
    }

    /// The token of a reset link, which names its generation.
    pub fn reset_token(&self, person: PersonId, generation: u32) -> String {
        format!("{}.{generation}", self.token(Purpose::Reset, person.uuid(), generation))
    }

    /// The account and generation that a reset link's token is for.
    pub fn open_reset(&self, token: &str) -> Option<(PersonId, u32)> {
        let (token, generation) = token.split_once('.')?;
        let generation = generation.parse().ok()?;
        let id = self.open(Purpose::Reset, token, |_| Some(generation))?;
        Some((PersonId::new(id), generation))
    }

    /// The six digits that confirm an address.
    pub fn code(&self, sign_up: SignUpId, generation: u32) -> String {
        let derived = self.derive(Purpose::Code, sign_up.uuid(), generation);
        let number = u64::from_be_bytes([
            derived[0], derived[1], derived[2], derived[3], derived[4], derived[5], derived[6],
            derived[7],
        ]);
        format!("{:06}", number % 1_000_000)
    }

    /// Whether `typed` is that code, in constant time.
    pub fn is_code(&self, sign_up: SignUpId, generation: u32, typed: &str) -> bool {
        self.code(sign_up, generation).as_bytes().ct_eq(typed.as_bytes()).into()
    }

    fn token(&self, purpose: Purpose, id: Uuid, generation: u32) -> String {
        let mut bytes = id.as_bytes().to_vec();
        bytes.extend(self.derive(purpose, id, generation));
        URL_SAFE_NO_PAD.encode(bytes)
    }

    fn open(
        &self,
        purpose: Purpose,
        token: &str,
        generation: impl Fn(Uuid) -> Option<u32>,
    ) -> Option<Uuid> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (id, mac) = bytes.split_at_checked(16)?;
        let id = Uuid::from_slice(id).ok()?;
        let expected = self.derive(purpose, id, generation(id)?);
        bool::from(expected.as_slice().ct_eq(mac)).then_some(id)
    }
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets(***)")
    }
}

/// A random cookie value of 256 bits.
pub fn random_token() -> String {
    URL_SAFE_NO_PAD.encode(random())
}

#[expect(clippy::disallowed_methods, reason = "the one place where secrets come from")]
fn random() -> [u8; LENGTH] {
    rand::random()
}

/// What is kept of a session cookie.
pub fn session_key(cookie: &str) -> SessionKey {
    SessionKey::new(digest(cookie))
}

/// What is kept of the cookie by which a giver's browser is known again.
pub fn browser_key(cookie: &str) -> BrowserKey {
    BrowserKey::new(digest(cookie))
}

/// One rendering of a form, in one browser.
pub fn form_key(browser: &BrowserKey, rendering: &str) -> FormKey {
    FormKey::new(digest(&format!("{}\n{rendering}", browser.as_str())))
}

fn digest(secret: &str) -> String {
    Sha256::digest(secret).iter().fold(String::with_capacity(64), |mut hex, byte| {
        use std::fmt::Write as _;
        // Writing to a String can not fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn secrets() -> Secrets {
        Secrets::new([7; LENGTH])
    }

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    #[test]
    fn a_manage_link_opens_its_reservation_and_says_how_it_came() {
        let reservation = ReservationId::new(id(1));
        for purpose in [Purpose::ManageByMail, Purpose::ManageByBrowser] {
            let token = secrets().manage_token(purpose, reservation);
            assert_eq!(secrets().open_manage(&token), Some((reservation, purpose)));
        }
    }

    #[test]
    fn a_changed_or_foreign_token_opens_nothing() {
        let token = secrets().manage_token(Purpose::ManageByMail, ReservationId::new(id(1)));
        for at in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            assert_eq!(secrets().open_manage(&String::from_utf8(changed).unwrap()), None);
        }
        assert_eq!(Secrets::new([8; LENGTH]).open_manage(&token), None);
        for nonsense in ["", "x", "🎁", &"A".repeat(10_000)] {
            assert_eq!(secrets().open_manage(nonsense), None);
        }
    }

    #[test]
    fn a_reset_link_names_its_generation() {
        let person = PersonId::new(id(1));
        let token = secrets().reset_token(person, 3);
        assert_eq!(secrets().open_reset(&token), Some((person, 3)));
        let raised = token.replace(".3", ".4");
        assert_eq!(secrets().open_reset(&raised), None);
    }

    #[test]
    fn share_tokens_are_long_distinct_and_without_a_common_start() {
        let tokens: HashSet<_> =
            (0..10_000).map(|n| secrets().share_token(ListId::new(id(n)), 0)).collect();
        assert_eq!(tokens.len(), 10_000);
        assert!(tokens.iter().all(|token| token.len() >= 22));
        let starts: HashSet<_> = tokens.iter().map(|token| &token[..2]).collect();
        assert!(starts.len() > 1_000);
        assert_ne!(
            secrets().share_token(ListId::new(id(1)), 0),
            secrets().share_token(ListId::new(id(1)), 1)
        );
    }

    #[test]
    fn codes_are_six_digits() {
        for n in 0..100 {
            let code = secrets().code(SignUpId::new(id(n)), 1);
            assert_eq!(code.len(), 6);
            assert!(code.bytes().all(|b| b.is_ascii_digit()));
            assert!(secrets().is_code(SignUpId::new(id(n)), 1, &code));
        }
    }
}

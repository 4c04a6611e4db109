//! Links, codes and cookies: how their secrets are made and recognised.
//!
//! What can be mailed again is not kept: its secret is an HMAC-SHA-256 of the server's key over
//! purpose, id and generation, made when it is needed, so that no log, backup or outbox holds one.
//! What only a browser holds is random, and kept as its SHA-256.

mod passcode;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    BrowserKey, EmailUndoId, FormKey, InvitationId, ListId, MessageId, PersonId, ReservationId,
    SessionKey, ShareKey, SignUpId, TokenKey,
};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use crate::elsewhere::Proofs;

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
}

impl Purpose {
    fn label(self) -> &'static [u8] {
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
        self.derive_of(purpose, id.as_bytes(), generation)
    }

    fn derive_of(&self, purpose: Purpose, of: &[u8], generation: u32) -> [u8; LENGTH] {
        // HMAC takes keys of any length: this can not fail.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.key) else {
            return [0; LENGTH];
        };
        mac.update(purpose.label());
        mac.update(&[0]);
        mac.update(of);
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

    /// The six digits that confirm an address at sign-up.
    pub fn code(&self, sign_up: SignUpId, generation: u32) -> String {
        self.digits(Purpose::Code, sign_up.uuid(), generation)
    }

    /// Whether `typed` is that code, in constant time.
    pub fn is_code(&self, sign_up: SignUpId, generation: u32, typed: &str) -> bool {
        same(&self.code(sign_up, generation), typed)
    }

    /// The six digits that confirm an account's new address.
    pub fn email_code(&self, person: PersonId, generation: u32) -> String {
        self.digits(Purpose::EmailCode, person.uuid(), generation)
    }

    /// Whether `typed` is that code, in constant time.
    pub fn is_email_code(&self, person: PersonId, generation: u32, typed: &str) -> bool {
        same(&self.email_code(person, generation), typed)
    }

    /// The token of the link that brings an account's old address back.
    pub fn email_undo_token(&self, undo: EmailUndoId) -> String {
        self.token(Purpose::EmailUndo, undo.uuid(), 0)
    }

    /// The change of address that such a token undoes.
    pub fn open_email_undo(&self, token: &str) -> Option<EmailUndoId> {
        self.open(Purpose::EmailUndo, token, |_| Some(0)).map(EmailUndoId::new)
    }

    /// The token of the link by which somebody joins those who look after a list.
    pub fn invitation_token(&self, invitation: InvitationId) -> String {
        self.token(Purpose::Invitation, invitation.uuid(), 0)
    }

    /// The invitation that such a token opens.
    pub fn open_invitation(&self, token: &str) -> Option<InvitationId> {
        self.open(Purpose::Invitation, token, |_| Some(0)).map(InvitationId::new)
    }

    /// The token of a link that stops some mails: which ones is their `kind`, whose is `id`. What
    /// the kinds are stands in [`crate::stop`].
    pub fn stop_token(&self, kind: u32, id: Uuid) -> String {
        self.token(Purpose::Stop, id, kind)
    }

    /// Whose mails of this kind such a token stops.
    pub fn open_stop(&self, kind: u32, token: &str) -> Option<Uuid> {
        self.open(Purpose::Stop, token, |_| Some(kind))
    }

    /// The secret of an authenticator app: 160 bits (RFC 4226, 4).
    pub fn authenticator(&self, person: PersonId, generation: u32) -> Vec<u8> {
        self.derive(Purpose::Authenticator, person.uuid(), generation)[..20].to_vec()
    }

    /// A recovery code: 40 bits in letters and digits that are not mistaken for each other.
    pub fn recovery_code(&self, person: PersonId, generation: u32, number: u32) -> String {
        const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
        let mut id = person.uuid().as_bytes().to_vec();
        id.extend(number.to_be_bytes());
        let derived = self.derive_of(Purpose::RecoveryCode, &id, generation);
        let letter = |byte: &u8| char::from(LETTERS[usize::from(byte % 32)]);
        let letters: String = derived.iter().take(8).map(letter).collect();
        format!("{}-{}", &letters[..4], &letters[4..])
    }

    /// Whether `typed` is that code, in constant time; dashes, spaces and case do not matter.
    pub fn is_recovery_code(
        &self,
        person: PersonId,
        generation: u32,
        number: u32,
        typed: &str,
    ) -> bool {
        let plain = |code: &str| {
            let letters = code.chars().filter(char::is_ascii_alphanumeric);
            letters.map(|letter| letter.to_ascii_lowercase()).collect::<String>()
        };
        same(&plain(&self.recovery_code(person, generation, number)), &plain(typed))
    }

    /// What proves that a sign-in at a provider is the one that was begun: state, nonce and
    /// verifier, each 256 bits.
    pub fn proofs(&self, attempt: Uuid) -> Proofs {
        let proof = |purpose| URL_SAFE_NO_PAD.encode(self.derive(purpose, attempt, 0));
        Proofs {
            state: proof(Purpose::State),
            nonce: proof(Purpose::Nonce),
            verifier: proof(Purpose::Verifier),
        }
    }

    /// Seals what a browser keeps of a sign-in at a provider, so that it comes back unchanged.
    pub fn seal_attempt(&self, contents: &[u8]) -> String {
        let mac = self.derive_of(Purpose::Attempt, contents, 0);
        format!("{}.{}", URL_SAFE_NO_PAD.encode(contents), URL_SAFE_NO_PAD.encode(mac))
    }

    /// What was sealed; nothing where it was changed, or sealed by others.
    pub fn open_attempt(&self, sealed: &str) -> Option<Vec<u8>> {
        let (contents, mac) = sealed.split_once('.')?;
        let contents = URL_SAFE_NO_PAD.decode(contents).ok()?;
        let mac = URL_SAFE_NO_PAD.decode(mac).ok()?;
        let expected = self.derive_of(Purpose::Attempt, &contents, 0);
        bool::from(expected.as_slice().ct_eq(&mac)).then_some(contents)
    }

    fn digits(&self, purpose: Purpose, id: Uuid, generation: u32) -> String {
        let derived = self.derive(purpose, id, generation);
        let number = u64::from_be_bytes([
            derived[0], derived[1], derived[2], derived[3], derived[4], derived[5], derived[6],
            derived[7],
        ]);
        format!("{:06}", number % 1_000_000)
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

/// Whether two texts are the same, in constant time.
pub fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

/// What is kept of the cookie by which a first step is remembered.
pub fn first_step_key(cookie: &str) -> TokenKey {
    TokenKey::new(digest(cookie))
}

/// What is kept of a sign-in at a provider once it is completed.
pub fn attempt_key(proofs: &Proofs) -> TokenKey {
    TokenKey::new(digest(&proofs.state))
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

/// The id of what was sent in a form: of the same texts it is the same.
pub fn message_id(texts: &[&str]) -> MessageId {
    let mut digest = Sha256::new();
    for text in texts {
        digest.update((text.len() as u64).to_be_bytes());
        digest.update(text);
    }
    let digest: [u8; LENGTH] = digest.finalize().into();
    let mut id = [0; 16];
    id.copy_from_slice(&digest[..16]);
    MessageId::new(Uuid::from_bytes(id))
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

    // R5.4: the manage link has 256 bits, and is another one in the mail than in the browser.
    #[test]
    fn a_manage_link_opens_its_reservation_and_says_how_it_came() {
        let reservation = ReservationId::new(id(1));
        for purpose in [Purpose::ManageByMail, Purpose::ManageByBrowser] {
            let token = secrets().manage_token(purpose, reservation);
            assert_eq!(secrets().open_manage(&token), Some((reservation, purpose)));
            let bits = (bytes(&token) - reservation.uuid().as_bytes().len()) * 8;
            assert_eq!(bits, 256);
        }
    }

    /// How many bytes a token stands for.
    fn bytes(token: &str) -> usize {
        URL_SAFE_NO_PAD.decode(token).unwrap().len()
    }

    // R2.10: sessions are 256 random bits, of which only a hash is kept.
    #[test]
    fn a_session_is_256_random_bits_and_its_key_another_word() {
        let (one, other) = (random_token(), random_token());
        assert_eq!([bytes(&one) * 8, bytes(&other) * 8], [256, 256]);
        assert_ne!(one, other);
        let (key, another) = (session_key(&one), session_key(&other));
        assert_ne!(key.as_str(), another.as_str());
        assert!(!key.as_str().contains(&one));
    }

    // R5.4
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
    fn no_two_texts_run_into_each_other() {
        let message = |texts: &[&str]| message_id(texts);
        assert_eq!(message(&["key", "Ada"]), message(&["key", "Ada"]));
        assert_ne!(message(&["key", "Ada"]), message(&["keyA", "da"]));
        assert_ne!(message(&["key", "Ada"]), message(&["key", "Ada", ""]));
    }

    // R3.8
    #[test]
    fn an_invitation_opens_by_its_own_link_only() {
        let invitation = InvitationId::new(id(1));
        let token = secrets().invitation_token(invitation);
        assert_eq!(secrets().open_invitation(&token), Some(invitation));
        assert_eq!(Secrets::new([8; LENGTH]).open_invitation(&token), None);
        let undo = secrets().email_undo_token(EmailUndoId::new(id(1)));
        assert_eq!(secrets().open_invitation(&undo), None);
    }

    // R2.9
    #[test]
    fn a_reset_link_names_its_generation() {
        let person = PersonId::new(id(1));
        let token = secrets().reset_token(person, 3);
        assert_eq!(secrets().open_reset(&token), Some((person, 3)));
        let raised = token.replace(".3", ".4");
        assert_eq!(secrets().open_reset(&raised), None);
    }

    // R3.7: a link with 160 bits that follow from nothing public.
    #[test]
    fn share_tokens_are_long_distinct_and_without_a_common_start() {
        let tokens: HashSet<_> =
            (0..10_000).map(|n| secrets().share_token(ListId::new(id(n)), 0)).collect();
        assert_eq!(tokens.len(), 10_000);
        assert!(tokens.iter().all(|token| bytes(token) * 8 == 160));
        let starts: HashSet<_> = tokens.iter().map(|token| &token[..2]).collect();
        assert!(starts.len() > 1_000);
        assert_ne!(
            secrets().share_token(ListId::new(id(1)), 0),
            secrets().share_token(ListId::new(id(1)), 1)
        );
    }

    // R2.6
    #[test]
    fn an_attempt_comes_back_unchanged_or_not_at_all() {
        let sealed = secrets().seal_attempt(b"google /lists");
        assert_eq!(secrets().open_attempt(&sealed).unwrap(), b"google /lists");
        for at in 0..sealed.len() {
            let mut changed = sealed.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert_ne!(secrets().open_attempt(&changed).as_deref(), Some(&b"google /lists"[..]));
        }
        assert_eq!(Secrets::new([8; LENGTH]).open_attempt(&sealed), None);
    }

    // R2.6: a verifier, a state and a nonce.
    #[test]
    fn the_proofs_of_an_attempt_are_distinct() {
        let (one, other) = (secrets().proofs(id(1)), secrets().proofs(id(2)));
        let all = [one.state, one.nonce, one.verifier, other.state, other.nonce, other.verifier];
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), 6);
        assert!(all.iter().all(|proof| proof.len() == 43));
    }

    // R2.8
    #[test]
    fn a_recovery_code_may_be_typed_in_any_way() {
        let person = PersonId::new(id(1));
        let code = secrets().recovery_code(person, 1, 3);
        assert_eq!(code.len(), 9);
        for typed in
            [code.clone(), code.to_uppercase(), code.replace('-', " "), code.replace('-', "")]
        {
            assert!(secrets().is_recovery_code(person, 1, 3, &typed), "{typed}");
        }
        assert!(!secrets().is_recovery_code(person, 1, 4, &code));
        assert!(!secrets().is_recovery_code(person, 2, 3, &code));
    }

    // R2.1
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

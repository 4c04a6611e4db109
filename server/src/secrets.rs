//! Links, codes and cookies: how their secrets are made and recognised.
//!
//! Secrets that may have to be mailed again are not stored: each is an HMAC-SHA-256 with a key of the
//! server's over purpose, id and generation, made when it is needed, so that no log, backup or outbox
//! holds one. What only a browser holds is random, and stored as its SHA-256.

mod api_token;
mod kept;
pub mod key_file;
mod keys;
mod passcode;
mod pseudonym;
mod purpose;
mod ticket;
mod webhooks;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{EmailUndoId, InvitationId, ListId, PersonId, ReservationId, ShareKey, SignUpId};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use uuid::Uuid;

use self::kept::digest;
pub use self::{
    api_token::{api_token, api_token_key, is_api_token},
    kept::{
        attempt_key, browser_key, digest_of, digest_of_body, error_reference, first_step_key,
        form_key, is_random_token, message_id, random_token, session_key,
    },
    keys::Keys,
    purpose::Purpose,
};
use crate::elsewhere::Proofs;

/// Bytes of a secret: 256 bits.
const LENGTH: usize = 32;

/// The server's keys, and all that is derived from them.
#[derive(Clone)]
pub struct Secrets {
    keys: Keys,
}

impl Secrets {
    /// Takes the server's only key: 32 random bytes that must outlive every link.
    pub fn new(key: [u8; LENGTH]) -> Self {
        Self::with_keys(Keys::single(key))
    }

    /// Takes the server's keys.
    pub fn with_keys(keys: Keys) -> Self {
        Self { keys }
    }

    /// All keys.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// What the first key is known by again, and nobody can make a link of.
    pub fn fingerprint(&self) -> String {
        digest(&URL_SAFE_NO_PAD.encode(self.derive(Purpose::Fingerprint, Uuid::nil(), 0)))
    }

    /// What all keys together are known by again: another word for each that is added.
    pub fn ring(&self) -> String {
        format!("{}-{}", self.fingerprint(), self.keys.count())
    }

    /// What belongs to something with an id, by the key of its time.
    fn derive(&self, purpose: Purpose, id: Uuid, generation: u32) -> [u8; LENGTH] {
        self.derive_with(purpose, id, &[], generation)
    }

    /// The same, with more than its id.
    fn derive_with(
        &self,
        purpose: Purpose,
        id: Uuid,
        more: &[u8],
        generation: u32,
    ) -> [u8; LENGTH] {
        mac(self.keys.of(id), purpose, &[id.as_bytes(), more], generation)
    }

    /// What is good for minutes, or belongs to nothing that has an id.
    fn derive_now(&self, purpose: Purpose, of: &[u8]) -> [u8; LENGTH] {
        mac(self.keys.newest(), purpose, &[of], 0)
    }

    /// The token of a list's share link: 160 bits, which tell nothing of the list's id.
    pub fn share_token(&self, list: ListId, generation: u32) -> String {
        URL_SAFE_NO_PAD.encode(&self.derive(Purpose::Share, list.uuid(), generation)[..20])
    }

    /// What is kept of a share link's token.
    pub fn share_key(token: &str) -> ShareKey {
        ShareKey::new(digest(token))
    }

    /// What is kept of the share link that a list has in this generation.
    pub fn share_key_of(&self, list: ListId, generation: u32) -> ShareKey {
        Self::share_key(&self.share_token(list, generation))
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
        let number = number.to_be_bytes();
        let derived = self.derive_with(Purpose::RecoveryCode, person.uuid(), &number, generation);
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
        let mac = self.derive_now(Purpose::Attempt, contents);
        format!("{}.{}", URL_SAFE_NO_PAD.encode(contents), URL_SAFE_NO_PAD.encode(mac))
    }

    /// What was sealed; nothing where it was changed, or sealed by others.
    pub fn open_attempt(&self, sealed: &str) -> Option<Vec<u8>> {
        let (contents, mac) = sealed.split_once('.')?;
        let contents = URL_SAFE_NO_PAD.decode(contents).ok()?;
        let mac = URL_SAFE_NO_PAD.decode(mac).ok()?;
        let expected = self.derive_now(Purpose::Attempt, &contents);
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

fn mac(key: &[u8; LENGTH], purpose: Purpose, of: &[&[u8]], generation: u32) -> [u8; LENGTH] {
    // HMAC takes keys of any length: this can not fail.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; LENGTH] };
    mac.update(purpose.label());
    mac.update(&[0]);
    for part in of {
        mac.update(part);
    }
    mac.update(&generation.to_be_bytes());
    mac.finalize().into_bytes().into()
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

#[cfg(test)]
mod tests;

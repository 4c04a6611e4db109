//! What only a browser holds, and what is kept of it.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{BrowserKey, FormKey, MessageId, SessionKey, TokenKey};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::LENGTH;
use crate::{elsewhere::Proofs, hex::hex};

/// How many characters a random token has.
const CHARACTERS: usize = 43;

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

/// By what an error of ours is found in the log, for a person to name it to us.
pub fn error_reference() -> String {
    random_token()[..8].to_owned()
}

/// Whether a text has the form of a random cookie value: 256 bits in the alphabet of RFC 4648, 5.
pub fn is_random_token(text: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    text.len() == CHARACTERS && text.bytes().all(known)
}

#[expect(clippy::disallowed_methods, reason = "the one place where secrets come from")]
pub(super) fn random() -> [u8; LENGTH] {
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

/// A digest of a body and of what belongs to it; neither runs into the other.
pub fn digest_of_body(beside: &str, body: &[u8]) -> String {
    let mut digest = Sha256::new();
    digest.update((beside.len() as u64).to_be_bytes());
    digest.update(beside);
    digest.update(body);
    hex(digest.finalize())
}

/// A digest of some texts, none of which runs into another.
pub fn digest_of(texts: &[&str]) -> String {
    let lengths: Vec<_> = texts.iter().map(|text| text.len().to_string()).collect();
    digest(&format!("{}\n{}", lengths.join(" "), texts.concat()))
}

pub(super) fn digest(secret: &str) -> String {
    hex(Sha256::digest(secret))
}

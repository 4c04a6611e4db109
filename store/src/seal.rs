//! Sealing of personal words in the change log: one random key for each subject, kept apart from
//! the log. Deleting the key erases the subject from the log and from every copy of it.

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};

use crate::chance;

const NONCE: usize = 24;

/// A subject's key (XChaCha20-Poly1305, RFC 8439 with the extended nonce).
#[derive(Clone)]
pub(crate) struct SubjectKey([u8; 32]);

impl SubjectKey {
    /// A new random one.
    pub(crate) fn random() -> Self {
        Self(chance::bytes())
    }

    /// As it stands in its record.
    pub(crate) fn to_stored(&self) -> String {
        STANDARD_NO_PAD.encode(self.0)
    }

    /// As it was stored.
    pub(crate) fn from_stored(text: &str) -> Option<Self> {
        STANDARD_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// Seals `plain` for one `place`: moved elsewhere it does not open.
    pub(crate) fn seal(&self, place: &str, plain: &str) -> Option<String> {
        let nonce: [u8; NONCE] = chance::bytes();
        let payload = Payload { msg: plain.as_bytes(), aad: place.as_bytes() };
        let cipher = XChaCha20Poly1305::new(&self.0.into());
        let sealed = cipher.encrypt(XNonce::from_slice(&nonce), payload).ok()?;
        Some(STANDARD_NO_PAD.encode([&nonce[..], &sealed].concat()))
    }

    /// Opens what was sealed for this `place`.
    pub(crate) fn open(&self, place: &str, sealed: &str) -> Option<String> {
        let bytes = STANDARD_NO_PAD.decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE)?;
        let payload = Payload { msg: sealed, aad: place.as_bytes() };
        let cipher = XChaCha20Poly1305::new(&self.0.into());
        let plain = cipher.decrypt(XNonce::from_slice(nonce), payload).ok()?;
        String::from_utf8(plain).ok()
    }
}

/// A key of somebody else's, for what is only kept here and never read.
#[derive(Clone)]
pub struct Seal(SubjectKey);

impl Seal {
    /// Takes 32 bytes that nobody else knows.
    pub fn new(key: [u8; 32]) -> Self {
        Self(SubjectKey(key))
    }

    /// Seals `plain` for one `place`: moved elsewhere it does not open.
    pub fn seal(&self, place: &str, plain: &str) -> Option<String> {
        self.0.seal(place, plain)
    }

    /// Opens what was sealed for this `place`.
    pub fn open(&self, place: &str, sealed: &str) -> Option<String> {
        self.0.open(place, sealed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_its_key_at_its_place_only() {
        let key = SubjectKey::random();
        let sealed = key.seal("person:1:name", "Ada").unwrap();
        assert!(!sealed.contains("Ada"));
        assert_eq!(key.open("person:1:name", &sealed).as_deref(), Some("Ada"));
        assert_eq!(key.open("person:2:name", &sealed), None);
        assert_eq!(SubjectKey::random().open("person:1:name", &sealed), None);
        let stored = SubjectKey::from_stored(&key.to_stored()).unwrap();
        assert_eq!(stored.open("person:1:name", &sealed).as_deref(), Some("Ada"));
    }
}

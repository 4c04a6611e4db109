//! How messages are signed, so that a program knows whose they are (Standard Webhooks 1.0).

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

/// What a secret begins with, by which scanners find it where it does not belong.
const PREFIX: &str = "whsec_";

/// How many bytes a key may have.
const BYTES: std::ops::RangeInclusive<usize> = 24..=64;

/// What signs messages.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningKey(Vec<u8>);

impl SigningKey {
    /// The key of these bytes.
    pub fn new(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }

    /// Reads a key as people keep it: `whsec_` and Base64.
    pub fn parse(secret: &str) -> Option<Self> {
        let bytes = STANDARD.decode(secret.trim().strip_prefix(PREFIX)?).ok()?;
        BYTES.contains(&bytes.len()).then_some(Self(bytes))
    }

    /// The key as people keep it. This is the secret itself.
    pub fn expose(&self) -> String {
        format!("{PREFIX}{}", STANDARD.encode(&self.0))
    }

    /// The signature of a message that is sent at this moment, in seconds since 1970.
    fn sign(&self, id: &str, timestamp: i64, body: &str) -> String {
        // HMAC takes keys of any length: this can not fail.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return String::new() };
        mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
        format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey(***)")
    }
}

/// The header `webhook-signature`: one signature by each key.
pub fn sign(keys: &[SigningKey], id: &str, timestamp: i64, body: &str) -> String {
    let signatures: Vec<_> = keys.iter().map(|key| key.sign(id, timestamp, body)).collect();
    signatures.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    // R10.13: the example that the libraries of Standard Webhooks are tested with.
    #[test]
    fn a_message_is_signed_as_the_standard_says() {
        let key = SigningKey::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let (id, body) = ("msg_p5jXN8AQM9LWM0D4loKWxJek", r#"{"test": 2432232314}"#);
        let signed = sign(std::slice::from_ref(&key), id, 1_614_265_330, body);
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        let both = sign(&[key.clone(), SigningKey::new(&[7; 32])], id, 1_614_265_330, body);
        let signatures: Vec<_> = both.split(' ').collect();
        assert_eq!(signatures.len(), 2);
        assert_eq!(signatures[0], signed);
        assert_ne!(signatures[1], signed);
        assert_ne!(sign(&[key], id, 1_614_265_331, body), signed);
    }

    // R10.13
    #[test]
    fn a_secret_reads_back_and_is_not_shown_by_accident() {
        let key = SigningKey::new(&[7; 32]);
        let secret = key.expose();
        assert!(secret.starts_with("whsec_"));
        assert_eq!(SigningKey::parse(&format!(" {secret}\n")), Some(key.clone()));
        assert!(!format!("{key:?}").contains(&secret[6..]));
        for wrong in ["", "whsec_", "whsec_AAAA", "whsec_%%%", &secret[6..], "🎁"] {
            assert_eq!(SigningKey::parse(wrong), None, "{wrong}");
        }
        let long = SigningKey::new(&[7; 65]).expose();
        assert_eq!(SigningKey::parse(&long), None);
    }
}

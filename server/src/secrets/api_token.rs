//! Tokens by which programs act for somebody (R10.2), and what answers to programs are sealed with.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::ApiTokenKey;
use store::Seal;

use super::{Purpose, Secrets, digest, is_random_token, mac, random_token};

/// What every token begins with: scanners for secrets that were published by mistake know them by
/// it.
const PREFIX: &str = "ewl_";

/// A new random token.
pub fn api_token() -> String {
    format!("{PREFIX}{}", random_token())
}

/// Whether a text has the form of a token.
pub fn is_api_token(text: &str) -> bool {
    text.strip_prefix(PREFIX).is_some_and(is_random_token)
}

/// What is kept of a token.
pub fn api_token_key(token: &str) -> ApiTokenKey {
    ApiTokenKey::new(digest(token))
}

impl Secrets {
    /// By what a giver is known, and their form, who asks by a request with a key of its own: it is
    /// the same when that comes again (R10.4).
    pub fn giver_token(&self, place: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.derive_now(Purpose::Giver, place.as_bytes()))
    }

    /// What seals answers that are kept for a day (R10.4).
    pub fn answers(&self) -> Seal {
        Seal::new(self.derive_now(Purpose::Answers, &[]))
    }

    /// Opens an answer that was kept, by whichever key it was sealed.
    pub fn open_answer(&self, place: &str, sealed: &str) -> Option<String> {
        let seal = |key| Seal::new(mac(key, Purpose::Answers, &[], 0));
        self.keys.all().find_map(|key| seal(key).open(place, sealed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R10.2
    #[test]
    fn a_token_has_256_random_bits_behind_a_prefix() {
        let (one, other) = (api_token(), api_token());
        assert!(is_api_token(&one) && one.starts_with("ewl_") && one.len() == 47);
        assert_ne!(one, other);
        assert_ne!(api_token_key(&one).as_str(), api_token_key(&other).as_str());
        assert!(!api_token_key(&one).as_str().contains(&one[4..]));
        for other in ["", "ewl_", &one[..46], &format!("{one}A"), &one.replace("ewl_", "ewx_")] {
            assert!(!is_api_token(other), "{other}");
        }
        assert!(!is_api_token(&format!("ewl_{}", "=".repeat(43))));
    }

    // R10.4
    #[test]
    fn a_giver_is_known_again_by_the_same_request_on_this_server() {
        let token = Secrets::new([7; 32]).giver_token("place");
        assert_eq!(token.len(), 43);
        assert_eq!(Secrets::new([7; 32]).giver_token("place"), token);
        assert_ne!(Secrets::new([7; 32]).giver_token("other"), token);
        assert_ne!(Secrets::new([8; 32]).giver_token("place"), token);
    }

    // R10.4
    #[test]
    fn an_answer_opens_at_its_place_with_this_servers_key() {
        let secrets = Secrets::new([7; 32]);
        let sealed = secrets.answers().seal("place", "answer").unwrap();
        assert_eq!(secrets.answers().open("place", &sealed).as_deref(), Some("answer"));
        assert_eq!(secrets.answers().open("other", &sealed), None);
        assert_eq!(Secrets::new([8; 32]).answers().open("place", &sealed), None);
    }
}

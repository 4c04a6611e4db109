//! Signing in with Facebook: OAuth 2.0, and its own way to ask who somebody is.

use async_trait::async_trait;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use serde::Deserialize;
use sha2::Sha256;
use url::Url;

use super::{
    Client, ElsewhereError, Identity, IdentityProvider, Proofs,
    oauth::{Registration, from_issuer, get, unconfirmed},
};
use crate::{hex::hex, settings::FacebookSettings};

/// What Facebook calls itself.
pub const ISSUER: &str = "https://www.facebook.com";

/// Facebook.
pub struct Facebook {
    us: Registration,
    dialog_url: String,
    graph_url: String,
    client: Client,
}

/// What it tells of somebody. Never whether the address is verified, and not always an address.
#[derive(Deserialize)]
struct Person {
    id: String,
    name: Option<String>,
    email: Option<String>,
}

impl Facebook {
    /// Facebook as it was set up.
    pub fn new(settings: &FacebookSettings, client: &Client) -> Self {
        Self {
            us: Registration {
                client_id: settings.client_id.clone(),
                client_secret: settings.client_secret.clone(),
            },
            dialog_url: settings.dialog_url.clone(),
            graph_url: settings.graph_url.trim_end_matches('/').to_owned(),
            client: client.towards(&settings.graph_url),
        }
    }

    /// The address that tells who a token stands for.
    fn me(&self, token: &str) -> Result<String, ElsewhereError> {
        let mut url =
            Url::parse(&format!("{}/me", self.graph_url)).map_err(ElsewhereError::spoilt)?;
        url.query_pairs_mut()
            .append_pair("fields", "id,name,email")
            .append_pair("access_token", token)
            .append_pair("appsecret_proof", &proof(self.us.client_secret.expose(), token));
        Ok(url.into())
    }
}

#[async_trait]
impl IdentityProvider for Facebook {
    fn id(&self) -> &str {
        "facebook"
    }

    fn label(&self) -> &str {
        "Facebook"
    }

    async fn begin(
        &self,
        proofs: &Proofs,
        redirect: &str,
        again: bool,
    ) -> Result<String, ElsewhereError> {
        let scope = ("scope", "public_profile,email");
        let more = [scope, ("auth_type", "reauthenticate")];
        let more = if again { &more[..] } else { &more[..1] };
        self.us.dialog(&self.dialog_url, proofs, redirect, more)
    }

    async fn finish(
        &self,
        proofs: &Proofs,
        redirect: &str,
        code: &str,
        iss: Option<&str>,
    ) -> Result<Identity, ElsewhereError> {
        from_issuer(iss, ISSUER)?;
        let address = format!("{}/oauth/access_token", self.graph_url);
        let token = self.us.access_token(&self.client, &address, proofs, redirect, code).await?;
        let person: Person = self.client.json(get(&self.me(&token)?)?).await?;
        identity(person)
    }
}

fn identity(person: Person) -> Result<Identity, ElsewhereError> {
    unconfirmed("facebook", ISSUER, person.id, person.name, person.email)
}

/// Shows Facebook that whoever uses a token knows the app's secret.
fn proof(secret: &str, token: &str) -> String {
    let Some(mac) = mac(secret, token) else { return String::new() };
    hex(mac.finalize().into_bytes())
}

fn mac(secret: &str, text: &str) -> Option<Hmac<Sha256>> {
    // HMAC takes keys of any length: this can not fail.
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(text.as_bytes());
    Some(mac)
}

#[derive(Deserialize)]
struct Deletion {
    algorithm: String,
    user_id: String,
}

/// The subject of whom Facebook asks to delete what is kept, if it is Facebook that asks: the
/// `signed_request` of its data deletion callback, signed by the app's secret. Nobody can sign by
/// an empty one.
pub fn deleted_user(signed_request: &str, secret: &str) -> Option<String> {
    if secret.is_empty() {
        return None;
    }
    let (signature, payload) = signed_request.split_once('.')?;
    let decode = |text: &str| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok();
    mac(secret, payload)?.verify_slice(&decode(signature)?).ok()?;
    let deletion: Deletion = serde_json::from_slice(&decode(payload)?).ok()?;
    let signed = deletion.algorithm.eq_ignore_ascii_case("HMAC-SHA256");
    (signed && !deletion.user_id.is_empty()).then_some(deletion.user_id)
}

#[cfg(test)]
mod tests {
    use domain::Vouching;

    use super::*;
    use crate::settings::Secret;

    fn facebook() -> Facebook {
        let settings = FacebookSettings {
            client_id: "app".to_owned(),
            client_secret: Secret::new("app secret"),
            ..FacebookSettings::default()
        };
        Facebook::new(&settings, &Client::new())
    }

    fn proofs() -> Proofs {
        Proofs { state: "s".to_owned(), nonce: "n".to_owned(), verifier: "v".repeat(43) }
    }

    #[tokio::test]
    async fn the_dialog_asks_for_profile_and_address() {
        let to = facebook().begin(&proofs(), "https://e.example/back", false).await.unwrap();
        assert!(to.starts_with("https://www.facebook.com/v23.0/dialog/oauth?response_type=code"));
        assert!(to.contains("&scope=public_profile%2Cemail"), "{to}");
        assert!(to.contains("&code_challenge_method=S256") && !to.contains("auth_type"), "{to}");
        let again = facebook().begin(&proofs(), "https://e.example/back", true).await.unwrap();
        assert!(again.ends_with("&auth_type=reauthenticate"), "{again}");
    }

    #[test]
    fn a_token_is_used_with_the_proof_of_the_secret() {
        let me = facebook().me("token").unwrap();
        assert_eq!(
            me,
            "https://graph.facebook.com/v23.0/me?fields=id%2Cname%2Cemail&access_token=token\
             &appsecret_proof=3cfdb0e5f5fd459cf80f74d0dec60d5842017b6c70d01f7ee9d4c631639033ab"
        );
    }

    // R2.5
    #[test]
    fn its_word_about_an_address_is_never_taken() {
        let person = Person {
            id: "218471".to_owned(),
            name: Some("Jane".to_owned()),
            email: Some("jane@gmail.com".to_owned()),
        };
        let identity = identity(person).unwrap();
        assert_eq!(identity.vouching, Vouching::Never);
        assert_eq!(identity.claims.email_verified, None);
        assert_eq!((identity.issuer.as_str(), identity.subject.as_str()), (ISSUER, "218471"));
        assert!(identity.claims.email.is_some());
    }

    /// `{"algorithm":"HMAC-SHA256","expires":1291840400,"issued_at":1291836800,"user_id":"218471"}`
    const SIGNED: &str = "2jlCkTNK4kX0AvIjZMrBwoVahXGM9POPJbY5T1PMhmA.\
        eyJhbGdvcml0aG0iOiJITUFDLVNIQTI1NiIsImV4cGlyZXMiOjEyOTE4NDA0MDAsImlzc3VlZF9hdCI6MTI5MTgzNjg\
        wMCwidXNlcl9pZCI6IjIxODQ3MSJ9";

    #[test]
    fn a_signed_request_names_whom_to_delete() {
        assert_eq!(deleted_user(SIGNED, "app secret").as_deref(), Some("218471"));
    }

    #[test]
    fn what_facebook_did_not_sign_deletes_nobody() {
        assert_eq!(deleted_user(SIGNED, "another secret"), None);
        assert_eq!(deleted_user(SIGNED, ""), None);
        let (_, payload) = SIGNED.split_once('.').unwrap();
        let sign = |payload: &str, secret: &str| {
            let signature = mac(secret, payload).unwrap().finalize().into_bytes();
            format!("{}.{payload}", URL_SAFE_NO_PAD.encode(signature))
        };
        assert_eq!(deleted_user(&sign(payload, "app secret"), "app secret").unwrap(), "218471");
        assert_eq!(deleted_user(&sign(payload, ""), ""), None);
        for wrong in [
            r#"{"algorithm":"none","user_id":"1"}"#,
            r#"{"user_id":"1"}"#,
            r#"{"algorithm":"HMAC-SHA256"}"#,
            r#"{"algorithm":"HMAC-SHA256","user_id":""}"#,
            "no json",
        ] {
            let payload = URL_SAFE_NO_PAD.encode(wrong);
            assert_eq!(deleted_user(&sign(&payload, "s"), "s"), None, "{wrong}");
        }
        for nonsense in ["", ".", "x", "x.y", "🎁.🎁", &format!(".{payload}")] {
            assert_eq!(deleted_user(nonsense, "app secret"), None, "{nonsense}");
        }
    }
}

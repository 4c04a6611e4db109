//! Signing in with Amazon: OAuth 2.0, and its own way to ask who somebody is.

use async_trait::async_trait;
use http::{HeaderValue, header::AUTHORIZATION};
use serde::Deserialize;

use super::{
    Client, ElsewhereError, Identity, IdentityProvider, Proofs,
    oauth::{Registration, from_issuer, get, unconfirmed},
};
use crate::settings::AmazonSettings;

/// What Amazon calls itself.
const ISSUER: &str = "https://www.amazon.com";

/// Amazon.
pub struct Amazon {
    us: Registration,
    settings: AmazonSettings,
    client: Client,
}

/// What it tells of somebody.
#[derive(Deserialize)]
struct Person {
    user_id: String,
    name: Option<String>,
    email: Option<String>,
}

impl Amazon {
    /// Amazon as it was set up.
    pub fn new(settings: &AmazonSettings, client: &Client) -> Self {
        Self {
            us: Registration {
                client_id: settings.client_id.clone(),
                client_secret: settings.client_secret.clone(),
            },
            client: client.towards(&settings.token_url),
            settings: settings.clone(),
        }
    }
}

#[async_trait]
impl IdentityProvider for Amazon {
    fn id(&self) -> &str {
        "amazon"
    }

    fn label(&self) -> &str {
        "Amazon"
    }

    /// Amazon knows no way to be asked for the password again.
    async fn begin(
        &self,
        proofs: &Proofs,
        redirect: &str,
        _again: bool,
    ) -> Result<String, ElsewhereError> {
        let scope = [("scope", "profile")];
        self.us.dialog(&self.settings.authorize_url, proofs, redirect, &scope)
    }

    async fn finish(
        &self,
        proofs: &Proofs,
        redirect: &str,
        code: &str,
        iss: Option<&str>,
    ) -> Result<Identity, ElsewhereError> {
        from_issuer(iss, ISSUER)?;
        let address = &self.settings.token_url;
        let token = self.us.access_token(&self.client, address, proofs, redirect, code).await?;
        let mut request = get(&self.settings.profile_url)?;
        let bearer = HeaderValue::try_from(format!("Bearer {token}"));
        request.headers_mut().insert(AUTHORIZATION, bearer.map_err(ElsewhereError::spoilt)?);
        identity(self.client.json(request).await?)
    }
}

fn identity(person: Person) -> Result<Identity, ElsewhereError> {
    unconfirmed("amazon", ISSUER, person.user_id, person.name, person.email)
}

#[cfg(test)]
mod tests {
    use domain::Vouching;

    use super::*;

    #[tokio::test]
    async fn the_dialog_asks_for_the_profile() {
        let amazon = Amazon::new(&AmazonSettings::default(), &Client::new());
        let proofs =
            Proofs { state: "s".to_owned(), nonce: "n".to_owned(), verifier: "v".repeat(43) };
        let to = amazon.begin(&proofs, "https://e.example/back", true).await.unwrap();
        assert!(to.starts_with("https://www.amazon.com/ap/oa?response_type=code"), "{to}");
        assert!(to.ends_with("&scope=profile"), "{to}");
    }

    // R2.5
    #[test]
    fn its_word_about_an_address_is_never_taken() {
        let email = Some("jane@gmail.com".to_owned());
        let person = Person { user_id: "amzn1.account.K2".to_owned(), name: None, email };
        let identity = identity(person).unwrap();
        assert_eq!((identity.vouching, identity.claims.email_verified), (Vouching::Never, None));
        assert_eq!(identity.subject, "amzn1.account.K2");
    }
}

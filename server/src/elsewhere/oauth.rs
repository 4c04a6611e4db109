//! The two steps that Facebook and Amazon share: OAuth 2.0's code (RFC 6749, 4.1) with PKCE
//! (RFC 7636).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{Claims, EmailAddress, Vouching};
use http::{
    Request,
    header::{ACCEPT, CONTENT_TYPE},
};
use openidconnect::HttpRequest;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use url::{Url, form_urlencoded};

use super::{Client, ElsewhereError, Identity, Proofs};
use crate::settings::Secret;

/// How a provider knows this site.
pub struct Registration {
    /// What it calls us.
    pub client_id: String,
    /// By what it knows us.
    pub client_secret: Secret,
}

#[derive(Deserialize)]
struct Token {
    access_token: String,
}

impl Registration {
    /// Where the browser is sent: `address`, and what else it takes there.
    ///
    /// # Errors
    /// [`ElsewhereError::Spoilt`] if that is no address.
    pub fn dialog(
        &self,
        address: &str,
        proofs: &Proofs,
        redirect: &str,
        more: &[(&str, &str)],
    ) -> Result<String, ElsewhereError> {
        let mut url = Url::parse(address).map_err(ElsewhereError::spoilt)?;
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.client_id)
            .append_pair("redirect_uri", redirect)
            .append_pair("state", &proofs.state)
            .append_pair("code_challenge", &challenge(&proofs.verifier))
            .append_pair("code_challenge_method", "S256")
            .extend_pairs(more);
        Ok(url.into())
    }

    /// Exchanges a code for the access token that it stands for.
    ///
    /// # Errors
    /// [`ElsewhereError`].
    pub async fn access_token(
        &self,
        client: &Client,
        address: &str,
        proofs: &Proofs,
        redirect: &str,
        code: &str,
    ) -> Result<String, ElsewhereError> {
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "authorization_code")
            .append_pair("client_id", &self.client_id)
            .append_pair("client_secret", self.client_secret.expose())
            .append_pair("redirect_uri", redirect)
            .append_pair("code", code)
            .append_pair("code_verifier", &proofs.verifier)
            .finish();
        let request = Request::post(address)
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form.into_bytes())
            .map_err(ElsewhereError::spoilt)?;
        let token: Token = client.json(request).await?;
        Ok(token.access_token)
    }
}

/// A request for JSON.
///
/// # Errors
/// [`ElsewhereError::Spoilt`] for what is no address.
pub fn get(address: &str) -> Result<HttpRequest, ElsewhereError> {
    let request = Request::get(address).header(ACCEPT, "application/json").body(Vec::new());
    request.map_err(ElsewhereError::spoilt)
}

/// Whether a way back comes from the provider that was asked (RFC 9207), where that is said at all.
///
/// # Errors
/// [`ElsewhereError::Spoilt`] for another provider's.
pub fn from_issuer(iss: Option<&str>, issuer: &str) -> Result<(), ElsewhereError> {
    match iss {
        Some(other) if other != issuer => {
            Err(ElsewhereError::Spoilt("the way back is another provider's".to_owned()))
        }
        _ => Ok(()),
    }
}

fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

/// Somebody, as such a provider knows them. It never says whether it is the authority over an
/// address, so its word about one is never taken.
///
/// # Errors
/// [`ElsewhereError::Spoilt`] if it names nobody.
pub fn unconfirmed(
    provider: &str,
    issuer: &str,
    subject: String,
    name: Option<String>,
    email: Option<String>,
) -> Result<Identity, ElsewhereError> {
    if subject.is_empty() {
        return Err(ElsewhereError::Spoilt("nobody is named".to_owned()));
    }
    Ok(Identity {
        provider: provider.to_owned(),
        issuer: issuer.to_owned(),
        subject,
        name,
        claims: Claims {
            email: email.and_then(|email| EmailAddress::parse(&email).ok()),
            email_verified: None,
            hosted_domain: false,
        },
        vouching: Vouching::Never,
        authenticated: None,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    // R2.6: PKCE.
    #[test]
    fn the_browser_takes_the_challenge_along_and_not_the_verifier() {
        // RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let word = str::to_owned;
        let proofs = Proofs { state: word("s&t"), nonce: word("n"), verifier: verifier.to_owned() };
        let us = Registration { client_id: word("us"), client_secret: Secret::new("canary") };
        let back = "https://ewelists.example/sign-in/with/amazon/back";
        let to = us.dialog("https://p.example/ap?x=1", &proofs, back, &[("scope", "a,b")]).unwrap();
        let url = Url::parse(&to).unwrap();
        let pairs: HashMap<_, _> = url.query_pairs().into_owned().collect();
        let value = |key: &str| pairs[key].as_str();
        assert_eq!(value("code_challenge"), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert_eq!(value("code_challenge_method"), "S256");
        assert_eq!((value("response_type"), value("client_id")), ("code", "us"));
        assert_eq!((value("state"), value("redirect_uri")), ("s&t", back));
        assert_eq!((value("scope"), value("x")), ("a,b", "1"));
        assert!(!to.contains(verifier) && !to.contains("canary"));
    }

    // R2.6
    #[test]
    fn a_way_back_from_another_provider_is_refused() {
        assert!(from_issuer(None, "https://a.example").is_ok());
        assert!(from_issuer(Some("https://a.example"), "https://a.example").is_ok());
        assert!(from_issuer(Some("https://b.example"), "https://a.example").is_err());
    }
}

//! What holds without a network: where people are sent, and which tokens are believed.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::{
    AccessToken, Audience, EmptyExtraTokenFields, EndUserEmail, IdToken, IdTokenClaims,
    IdTokenFields, IssuerUrl, JsonWebKeySet, PrivateSigningKey as _, StandardClaims,
    core::{
        CoreEdDsaPrivateSigningKey, CoreHmacKey, CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm, CoreTokenType,
    },
};
use serde_json::{Value, json};
use url::Url;

use super::{token::is_recent, *};
use crate::settings::Secret;

const BACK: &str = "https://ewelists.example/sign-in/with/club/back";
const ISSUER: &str = "https://id.club.example";

/// Two keys that were made for these tests.
const KEY: &str = "MC4CAQAwBQYDK2VwBCIEIL3ve1kYjZJ6O7QZv0afZi40gulgJ0BOd5dICA/9AVUF";
const OTHER_KEY: &str = "MC4CAQAwBQYDK2VwBCIEIIIui2d4UvIWvTknD06FDOy/GeMlf9/jAG+P2GYBthDr";

type IdClaims = IdTokenClaims<Organisation, CoreGenderClaim>;
type Id = IdToken<
    Organisation,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

fn oidc(issuer: &str, trusted: bool) -> Oidc {
    let settings = OidcSettings {
        id: "club".to_owned(),
        label: "Club".to_owned(),
        issuer: issuer.to_owned(),
        client_id: "us".to_owned(),
        client_secret: Secret::new("canary"),
        trusted,
        ..OidcSettings::default()
    };
    Oidc::new(settings, &Client::new(), Arc::new(Clock::default()))
}

fn proofs() -> Proofs {
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    Proofs { state: "s".to_owned(), nonce: "n".to_owned(), verifier: verifier.to_owned() }
}

fn metadata(more: Value) -> Metadata {
    let mut said = json!({
        "issuer": ISSUER,
        "authorization_endpoint": "https://id.club.example/authorize",
        "token_endpoint": "https://id.club.example/token",
        "jwks_uri": "https://id.club.example/keys",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "HS256", "EdDSA"],
    });
    for (key, value) in more.as_object().unwrap() {
        said[key] = value.clone();
    }
    let metadata: Metadata = serde_json::from_value(said).unwrap();
    metadata.set_jwks(JsonWebKeySet::new(vec![key(KEY).as_verification_key()]))
}

fn party() -> Party {
    oidc(ISSUER, false).party(&metadata(json!({})), BACK).unwrap()
}

fn key(bytes: &str) -> CoreEdDsaPrivateSigningKey {
    let kind = "PRIVATE KEY";
    let pem = format!("-----BEGIN {kind}-----\n{bytes}\n-----END {kind}-----\n");
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, None).unwrap()
}

fn claims() -> IdClaims {
    let person = StandardClaims::new(SubjectIdentifier::new("jane".to_owned()))
        .set_email(Some(EndUserEmail::new("jane@example.org".to_owned())))
        .set_email_verified(Some(true));
    let issuer = IssuerUrl::new(ISSUER.to_owned()).unwrap();
    let us = vec![Audience::new("us".to_owned())];
    let (issued, expires) = (now() - TimeDelta::seconds(5), now() + TimeDelta::hours(1));
    IdTokenClaims::new(issuer, us, expires, issued, person, Organisation::default())
        .set_nonce(Some(Nonce::new("n".to_owned())))
}

fn id_token(claims: IdClaims, bytes: &str, access_token: &str) -> Id {
    let access_token = AccessToken::new(access_token.to_owned());
    let algorithm = CoreJwsSigningAlgorithm::EdDsa;
    IdToken::new(claims, &key(bytes), algorithm, Some(&access_token), None).unwrap()
}

fn tokens(id_token: Option<Id>) -> Tokens {
    let fields = IdTokenFields::new(id_token, EmptyExtraTokenFields {});
    Tokens::new(AccessToken::new("access".to_owned()), CoreTokenType::Bearer, fields)
}

fn check(id_token: Id) -> Result<Said, String> {
    let found = verified(&party(), &tokens(Some(id_token)), &Nonce::new("n".to_owned()), now());
    found.map_err(|error| told(&error))
}

fn pairs(address: &str) -> HashMap<String, String> {
    Url::parse(address).unwrap().query_pairs().into_owned().collect()
}

// R2.6: PKCE, a state and a nonce.
#[test]
fn the_browser_takes_along_what_belongs_to_the_attempt() {
    let scopes = ["openid", "email"].map(str::to_owned);
    let to = address(&party(), &scopes, &proofs(), false).unwrap();
    assert!(to.starts_with("https://id.club.example/authorize?"), "{to}");
    let pairs = pairs(&to);
    let value = |key: &str| pairs[key].as_str();
    assert_eq!((value("response_type"), value("client_id")), ("code", "us"));
    assert_eq!((value("state"), value("nonce")), ("s", "n"));
    assert_eq!((value("redirect_uri"), value("scope")), (BACK, "openid email"));
    assert_eq!(value("code_challenge"), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    assert_eq!(value("code_challenge_method"), "S256");
    assert!(!pairs.contains_key("prompt") && !pairs.contains_key("max_age"));
    assert!(!to.contains("canary") && !to.contains(&proofs().verifier));
}

#[test]
fn whoever_has_to_show_again_who_they_are_is_asked_to() {
    let pairs = pairs(&address(&party(), &[], &proofs(), true).unwrap());
    assert_eq!((pairs["prompt"].as_str(), pairs["max_age"].as_str()), ("login", "0"));
}

#[test]
fn a_verifier_that_is_none_is_refused() {
    for length in [0, 42, 129] {
        let proofs = Proofs { verifier: "v".repeat(length), ..proofs() };
        assert!(address(&party(), &[], &proofs, false).is_err(), "{length}");
    }
}

#[test]
fn a_token_for_this_attempt_is_believed() {
    let said = check(id_token(claims(), KEY, "access")).unwrap();
    assert_eq!((said.subject.as_str(), said.email.as_deref()), ("jane", Some("jane@example.org")));
    assert_eq!((said.email_verified, said.hosted_domain), (Some(true), false));
}

// R2.6
#[test]
fn any_other_token_is_refused() {
    let seconds = TimeDelta::seconds;
    let audience = |id: &str| Audience::new(id.to_owned());
    let issuer = IssuerUrl::new(format!("{ISSUER}/")).unwrap();
    let wrong = [
        ("nonce", claims().set_nonce(Some(Nonce::new("m".to_owned())))),
        ("no nonce", claims().set_nonce(None)),
        ("issuer", claims().set_issuer(issuer)),
        ("audience", claims().set_audiences(vec![audience("them")])),
        ("one more audience", claims().set_audiences(vec![audience("us"), audience("them")])),
        ("party", claims().set_authorized_party(Some(ClientId::new("them".to_owned())))),
        ("expired", claims().set_expiration(now() - seconds(1))),
        ("old", claims().set_issue_time(now() - seconds(601))),
        ("to come", claims().set_issue_time(now() + seconds(61))),
    ];
    for (what, claims) in wrong {
        let token = id_token(claims, KEY, "access");
        assert!(check(token).is_err(), "{what}");
    }
    assert!(check(id_token(claims(), OTHER_KEY, "access")).is_err(), "another key");
    assert!(check(id_token(claims(), KEY, "another")).is_err(), "another access token");
    let nonce = Nonce::new("n".to_owned());
    assert!(verified(&party(), &tokens(None), &nonce, now()).is_err(), "none");
}

#[test]
fn what_our_own_secret_signs_is_not_the_providers() {
    let ours = CoreHmacKey::new("canary".as_bytes());
    let algorithm = CoreJwsSigningAlgorithm::HmacSha256;
    let token: Id = IdToken::new(claims(), &ours, algorithm, None, None).unwrap();
    let said = check(token).unwrap_err();
    assert!(said.contains("Disallowed signature algorithm"), "{said}");
}

#[test]
fn only_a_key_that_may_be_newer_is_asked_for_anew() {
    let nonce = Nonce::new("n".to_owned());
    let error = |id_token: Id, nonce: &Nonce| {
        verified(&party(), &tokens(Some(id_token)), nonce, now()).unwrap_err()
    };
    assert!(is_about_keys(&error(id_token(claims(), OTHER_KEY, "access"), &nonce)));
    let wrong = Nonce::new("m".to_owned());
    assert!(!is_about_keys(&error(id_token(claims(), KEY, "access"), &wrong)));
}

#[test]
fn a_token_is_recent_for_ten_minutes() {
    for (seconds, fine) in [(-601, false), (-600, true), (0, true), (60, true), (61, false)] {
        let issued = now() + TimeDelta::seconds(seconds);
        assert_eq!(is_recent(issued, now()).is_ok(), fine, "{seconds}");
    }
}

#[test]
fn the_word_true_counts_as_true() {
    let verified = |value: &str| {
        let text = format!(r#"{{"sub":"jane","email_verified":{value}}}"#);
        let claims = serde_json::from_str::<StandardClaims<CoreGenderClaim>>(&text);
        claims.ok().map(|claims| claims.email_verified())
    };
    assert_eq!(verified("true"), Some(Some(true)));
    assert_eq!(verified("\"true\""), Some(Some(true)));
    assert_eq!(verified("\"false\""), Some(Some(false)));
    assert_ne!(verified("1"), Some(Some(true)));
    assert_ne!(verified("\"yes\""), Some(Some(true)));
}

#[test]
fn a_way_back_names_its_issuer_where_that_was_promised() {
    let oidc = oidc(ISSUER, false);
    let plain = metadata(json!({}));
    assert!(oidc.check_way_back(&plain, None).is_ok());
    assert!(oidc.check_way_back(&plain, Some(ISSUER)).is_ok());
    assert!(oidc.check_way_back(&plain, Some("https://evil.example")).is_err());
    let naming = metadata(json!({ "authorization_response_iss_parameter_supported": true }));
    assert!(oidc.check_way_back(&naming, Some(ISSUER)).is_ok());
    assert!(oidc.check_way_back(&naming, None).is_err());
}

#[test]
fn the_secret_goes_where_the_provider_takes_it() {
    let way = |ways: Value| {
        let metadata = metadata(json!({ "token_endpoint_auth_methods_supported": ways }));
        oidc(ISSUER, false).party(&metadata, BACK).unwrap().auth_type().clone()
    };
    let is_body = |ways: Value| matches!(way(ways), AuthType::RequestBody);
    assert!(is_body(json!(["client_secret_post"])));
    assert!(!is_body(json!(["client_secret_post", "client_secret_basic"])));
    assert!(!is_body(json!(["private_key_jwt"])));
}

// R2.5
#[test]
fn a_providers_word_goes_as_far_as_the_settings_say() {
    let vouching = |issuer: &str, trusted: bool| {
        let said = Said {
            subject: "jane".to_owned(),
            name: None,
            email: Some("jane@example.org".to_owned()),
            email_verified: Some(true),
            hosted_domain: true,
            authenticated: None,
        };
        let identity = oidc(issuer, trusted).identity(said);
        assert_eq!((identity.provider.as_str(), identity.issuer.as_str()), ("club", issuer));
        assert!(identity.claims.hosted_domain && identity.claims.email.is_some());
        identity.vouching
    };
    assert_eq!(vouching(ISSUER, false), Vouching::Never);
    assert_eq!(vouching(ISSUER, true), Vouching::Trusted);
    assert_eq!(vouching("https://accounts.google.com", true), Vouching::Google);
    assert_eq!(vouching("https://accounts.google.com", false), Vouching::Never);
}

//! Who asks the API: a bearer token becomes a visit. No cookie is read here (R10.2).

use std::sync::Arc;

use app::{
    error::AppError,
    i18n::Locale,
    session::{Account, Visit},
};
use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use domain::{Actor, ApiToken, ApiTokenKey, PersonId, Scope, Terms};
use store::TokenBearer;

use super::{Rest, refused::Refused};
use crate::{
    http::{
        address::ClientAddress,
        visit::{language, speaks},
    },
    secrets,
    site::Site,
};

/// What a request says of who asks. [`layer`] finds it out once.
#[derive(Clone)]
pub(super) enum Asking {
    /// It brings no token.
    Nobody,
    /// It brings one that is good.
    Bearer(Arc<TokenBearer>),
    /// It brings something else: no token of ours, or one that is over or revoked.
    Wrong,
}

impl Asking {
    /// What was found out about a request.
    pub(super) fn of(extensions: &axum::http::Extensions) -> Self {
        extensions.get().cloned().unwrap_or(Self::Nobody)
    }
}

/// Finds out who asks. Nobody is refused here: that is for those who need to know.
pub async fn layer(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let asking = match bearer(request.headers()) {
        None => Asking::Nobody,
        Some(None) => Asking::Wrong,
        Some(Some(token)) => match known(&site, token).await {
            Ok(Some(bearer)) => Asking::Bearer(Arc::new(bearer)),
            Ok(None) => Asking::Wrong,
            Err(refused) => return refused.into_response(),
        },
    };
    request.extensions_mut().insert(asking);
    next.run(request).await
}

/// The token of a request; `Some(None)` for what is no token of ours.
fn bearer(headers: &HeaderMap) -> Option<Option<&str>> {
    let mut sent = headers.get_all(header::AUTHORIZATION).iter();
    let (first, second) = (sent.next()?, sent.next());
    let token = first.to_str().ok().and_then(|value| {
        let (scheme, token) = value.trim().split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
    });
    Some(token.filter(|token| second.is_none() && secrets::is_api_token(token)))
}

async fn known(site: &Site, token: &str) -> Result<Option<TokenBearer>, Refused> {
    let now = site.clock.now();
    let bearer = site.store.token_bearer(&secrets::api_token_key(token), now).await;
    let bearer = site.answer(bearer)?;
    if let Some(bearer) = &bearer
        && bearer.wants_touch(now)
        && let Err(error) = site.store.touch_token(bearer.token.id, now).await
    {
        // The answer does not depend on it; the next request tries again.
        tracing::warn!(error.cause = %error, "a token's last use could not be noted");
    }
    Ok(bearer)
}

/// Who asks, by a bearer token, or nobody.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The visit, as services know it. Its browser is one that nobody has seen before.
    pub visit: Visit,
    /// The language of the account that asks, in which it is written to whatever the program speaks.
    pub language: Option<Locale>,
    token: Option<ApiToken>,
    key: Option<ApiTokenKey>,
}

impl Caller {
    /// The account that asks, whatever its token can do besides.
    ///
    /// # Errors
    /// 401 without a token.
    pub fn account(&self) -> Result<PersonId, Refused> {
        self.visit.actor.person.ok_or_else(|| AppError::SignInNeeded.into())
    }

    /// The token that was sent.
    pub fn token(&self) -> Option<&ApiToken> {
        self.token.as_ref()
    }

    /// What is kept of that token: by it streams ask whether it is still good.
    pub fn token_key(&self) -> Option<&ApiTokenKey> {
        self.key.as_ref()
    }

    /// The account that asks, if its token has this scope, and is an admin's where the scope asks
    /// for that.
    ///
    /// # Errors
    /// 401 without a token, 403 `scope_missing` without the scope, 404 for who is no admin.
    pub fn need(&self, scope: Scope) -> Result<PersonId, Refused> {
        self.may(scope)?.ok_or_else(|| AppError::SignInNeeded.into())
    }

    /// The account, where a token was sent and has this scope. Without a token it is nobody; a token
    /// without the scope is refused.
    ///
    /// # Errors
    /// 403 `scope_missing`, 404 for who is no admin where the scope asks for that.
    pub fn may(&self, scope: Scope) -> Result<Option<PersonId>, Refused> {
        let Some(token) = &self.token else { return Ok(None) };
        if !token.scopes.has(scope) {
            let said = format!("The token does not have the scope {}.", scope.code());
            let refused = Refused::new(StatusCode::FORBIDDEN, "scope_missing", said);
            return Err(refused.with("scope", scope.code()));
        }
        let admin = self.visit.account.as_ref().is_some_and(|account| account.admin);
        if scope.is_for_admins() && !admin {
            return Err(AppError::not_found().into());
        }
        Ok(self.visit.actor.person)
    }
}

impl FromRequestParts<Rest> for Caller {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &Rest) -> Result<Self, Refused> {
        let by = match Asking::of(&parts.extensions) {
            Asking::Nobody => None,
            Asking::Bearer(by) => Some(by),
            Asking::Wrong => {
                let said = "This token is unknown, over or revoked.";
                return Err(Refused::new(StatusCode::UNAUTHORIZED, "token_unknown", said));
            }
        };
        let visit = visit(parts, by.as_deref());
        let sent = bearer(&parts.headers).flatten().filter(|_| by.is_some());
        let key = sent.map(secrets::api_token_key);
        let language = by.as_ref().and_then(|by| speaks(&by.person.language));
        Ok(Self { visit, language, token: by.map(|by| by.token.clone()), key })
    }
}

/// The visit of a request.
fn visit(parts: &Parts, bearer: Option<&TokenBearer>) -> Visit {
    let writes = !matches!(parts.method, Method::GET | Method::HEAD);
    Visit {
        actor: Actor {
            person: bearer.map(|bearer| bearer.person.id),
            browser: writes.then(|| secrets::browser_key(&secrets::random_token())),
            ..Actor::default()
        },
        account: bearer.map(account),
        session: None,
        first_step: None,
        language: language(&spoken(&parts.headers)),
        path: String::new(),
        asked: String::new(),
        device: String::new(),
        address: ClientAddress::of(&parts.extensions),
        terms: Terms {
            upon: parts.extensions.get().copied(),
            once: parts.extensions.get().cloned(),
        },
    }
}

/// The account behind a token. What asks for somebody who has shown just now who they are lets a
/// token pass that was made for it, which took just that.
fn account(TokenBearer { token, person, admin, .. }: &TokenBearer) -> Account {
    let fresh = token.scopes.has(Scope::Admin);
    Account {
        name: person.name.to_string(),
        email: person.email.as_str().to_owned(),
        admin: *admin,
        fresh,
        fresh_for_admins: fresh || token.scopes.has(Scope::CatalogueWrite),
        has_password: person.password_hash.is_some(),
    }
}

/// What a request says of languages, without the cookie that a page may have set.
fn spoken(headers: &HeaderMap) -> HeaderMap {
    let asked = headers.get(header::ACCEPT_LANGUAGE).cloned();
    HeaderMap::from_iter(asked.map(|asked| (header::ACCEPT_LANGUAGE, asked)))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn sent(values: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header::AUTHORIZATION, HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    // R10.2
    #[test]
    fn a_token_is_a_bearer_and_nothing_else_is() {
        let token = secrets::api_token();
        for good in [format!("Bearer {token}"), format!("bearer  {token} ")] {
            assert_eq!(bearer(&sent(&[&good])), Some(Some(token.as_str())), "{good}");
        }
        assert_eq!(bearer(&HeaderMap::new()), None);
        let bad = [
            String::new(),
            "Bearer".to_owned(),
            "Bearer ".to_owned(),
            format!("Basic {token}"),
            token.clone(),
            format!("Bearer {}", &token[..40]),
            format!("Bearer {token}{token}"),
            format!("Bearer {} ", "A".repeat(5000)),
        ];
        for bad in &bad {
            assert_eq!(bearer(&sent(&[bad])), Some(None), "{bad}");
        }
        let good = format!("Bearer {token}");
        assert_eq!(bearer(&sent(&[&good, &good])), Some(None), "twice");
    }
}

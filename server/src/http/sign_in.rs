//! The ways to providers and back: `/sign-in/with/<id>` and `/sign-in/with/<id>/back` (R2.6).
//!
//! Both are asked by GET: the first since a form of ours may not lead off the site, the second since
//! providers send people back so. The first writes nothing; the second only what a good answer of
//! the provider, which belongs to this browser's attempt, allows.

use app::{
    error::AppError,
    next::Next as Asked,
    session::{Refusal, Visit},
};
use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use serde::{Deserialize, de::DeserializeOwned};

use super::{
    headers::LeadsElsewhere,
    refusal::status_of,
    same_origin::says_ours,
    visit::{cookie, set_cookie},
};
use crate::{
    elsewhere::IdentityProvider,
    service::{
        ATTEMPT_MINUTES,
        elsewhere::{Back, Purpose},
    },
    site::Site,
};

/// What a browser keeps while it is away at a provider.
const ATTEMPT_COOKIE: &str = "__Host-attempt";

/// The action under which pages find why a sign-in elsewhere was refused.
const ACTION: &str = "/sign-in/with";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct There {
    next: String,
    join: String,
    again: String,
}

/// Sends people to providers, and lets those in who come back.
pub async fn layer(State(site): State<Site>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let way = path.strip_prefix("/sign-in/with/").filter(|_| request.method() == Method::GET);
    let Some((id, back)) = way.map(|way| match way.strip_suffix("/back") {
        Some(id) => (id.to_owned(), true),
        None => (way.to_owned(), false),
    }) else {
        return next.run(request).await;
    };
    let Some(visit) = request.extensions().get::<Visit>().cloned() else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let Some(provider) = site.providers.find(&id).cloned() else {
        // The page for what is not there.
        return next.run(request).await;
    };
    if back {
        came_back(&site, &visit, &*provider, request, next).await
    } else {
        go(&site, &visit, &*provider, request, next).await
    }
}

async fn go(
    site: &Site,
    visit: &Visit,
    provider: &dyn IdentityProvider,
    request: Request,
    next: Next,
) -> Response {
    let asked: There = query(request.uri());
    let purpose = match (asked.join.is_empty(), asked.again.is_empty()) {
        (false, _) => Purpose::Join,
        (true, false) => Purpose::Again,
        (true, true) => Purpose::Enter,
    };
    let to = Asked::parse(&asked.next);
    // No page of another site has somebody join whoever their browser is signed in as at the provider.
    let foreign = says_ours(request.headers(), &site.settings.site.origin()) == Some(false);
    if purpose == Purpose::Join && foreign {
        tracing::warn!(provider.id = provider.id(), "joining a provider was begun by another site");
        return see_other("/account/ways");
    }
    match site.go_elsewhere(visit, provider, purpose, &to).await {
        Ok((there, sealed)) => {
            let age = ATTEMPT_MINUTES * 60;
            let mut response = see_other(&there);
            response.extensions_mut().insert(LeadsElsewhere);
            set_cookie(&mut response, &attempt_cookie(&sealed, age));
            response
        }
        Err(AppError::SignInNeeded) => see_other(&Asked::parse(&visit.path).after("/sign-in")),
        Err(AppError::FreshSignInNeeded) => {
            see_other(&Asked::parse("/account/ways").after("/sign-in/again"))
        }
        Err(error) => refused(request, error, &begins_at(purpose, &to), next).await,
    }
}

async fn came_back(
    site: &Site,
    visit: &Visit,
    provider: &dyn IdentityProvider,
    request: Request,
    next: Next,
) -> Response {
    let back: Back = query(request.uri());
    let kept = cookie(request.headers(), ATTEMPT_COOKIE);
    let kept = kept.and_then(|kept| site.attempt(kept, provider.id()));
    let Some(attempt) = kept else {
        tracing::warn!(provider.id = provider.id(), "a way back came without its attempt");
        return refused(request, AppError::SignInSpoilt, "/sign-in", next).await;
    };
    // What another attempt's way back does not end is perhaps under way in another tab.
    let its_own = site.belongs(&attempt, &back);
    let response = match site.come_back(visit, provider, &attempt, &back).await {
        Ok(onward) => {
            let mut response = see_other(&onward.path);
            if let Some(cookie) = onward.cookie {
                set_cookie(&mut response, &cookie);
            }
            response
        }
        Err(error) => {
            let page = begins_at(attempt.purpose(), &attempt.next());
            refused(request, error, &page, next).await
        }
    };
    if its_own { forget(response) } else { response }
}

/// The page from which somebody goes to a provider.
fn begins_at(purpose: Purpose, next: &Asked) -> String {
    match purpose {
        Purpose::Enter => next.after("/sign-in"),
        Purpose::Join => "/account/ways".to_owned(),
        Purpose::Again => next.after("/sign-in/again"),
    }
}

/// That page, saying why it was refused.
async fn refused(mut request: Request, error: AppError, page: &str, next: Next) -> Response {
    let status = status_of(&error);
    let Ok(page) = page.parse::<Uri>() else { return status.into_response() };
    if let Some(visit) = request.extensions_mut().get_mut::<Visit>() {
        visit.path = page.to_string();
    }
    *request.uri_mut() = page;
    let retry_after = error.retry_after();
    let refusal = Refusal { action: ACTION.to_owned(), values: vec![], error };
    request.extensions_mut().insert(refusal);
    let mut response = next.run(request).await;
    // A page that sends the browser elsewhere decides for itself.
    if response.status().is_success() {
        *response.status_mut() = status;
    }
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn query<T: DeserializeOwned + Default>(uri: &Uri) -> T {
    axum::extract::Query::try_from_uri(uri).map(|query| query.0).unwrap_or_default()
}

fn see_other(to: &str) -> Response {
    let Ok(location) = HeaderValue::from_str(to) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

fn attempt_cookie(sealed: &str, age: i64) -> String {
    format!("{ATTEMPT_COOKIE}={sealed}; Path=/; Max-Age={age}; Secure; HttpOnly; SameSite=Lax")
}

fn forget(mut response: Response) -> Response {
    set_cookie(&mut response, &attempt_cookie("", 0));
    response
}

//! Who visits: cookies become a [`Visit`] that pages and server functions find in their context.

use app::{
    api::READING,
    i18n::Locale,
    next::Next as Asked,
    session::{
        Account, FormKeySeed, LANGUAGE_COOKIE, PublicOrigin, TitleMark, Visit, language_cookie,
    },
};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, header},
    middleware::Next,
    response::Response,
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{Actor, BrowserKey, ListId, Pass, SessionKey, Terms};
use leptos_i18n::Locale as _;
use store::{Session, StoreError};

use super::{address::ClientAddress, refusal::refuse};
use crate::{
    secrets,
    service::{FIRST_STEP_COOKIE, FRESH_MINUTES, PASS_COOKIE, SESSION_COOKIE},
    site::Site,
};

/// The cookie by which a giver's browser is known again.
const GIVER_COOKIE: &str = "__Host-giver";

/// Within how many minutes the console asks admins to have signed in.
const ADMIN_FRESH_MINUTES: i64 = 30;

/// How many lists whose passcode was typed are read from one browser's cookies.
const MOST_PASSES: usize = 50;

/// Finds out who visits and in which language to answer. A browser that is not known yet is given
/// the cookie by which it is known again as soon as it writes, or is about to.
pub async fn layer(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let headers = request.headers();
    let known = cookie(headers, GIVER_COOKIE).filter(|token| token.len() >= 43);
    let fresh = (known.is_none() && begins(request.method(), request.uri().path()))
        .then(secrets::random_token);
    let browser = known.or(fresh.as_deref()).map(secrets::browser_key);

    let now = site.clock.now();
    let session = match open_session(&site, headers, now).await {
        Ok(session) => session,
        Err(error) => return refuse(headers, site.refuse(error)),
    };
    let has_chosen = cookie(headers, LANGUAGE_COOKIE).is_some();
    let visit = visit(&site, &request, browser, session.as_ref(), now);
    let spoken = visit.language;
    let extensions = request.extensions_mut();
    extensions.insert(visit);
    extensions.insert(FormKeySeed(secrets::random_token()));
    extensions.insert(PublicOrigin(site.settings.site.origin()));
    extensions.insert(TitleMark(site.settings.site.mark()));

    let mut response = next.run(request).await;
    if let Some(token) = fresh {
        let set = format!(
            "{GIVER_COOKIE}={token}; Path=/; Max-Age=34560000; Secure; HttpOnly; SameSite=Lax"
        );
        set_cookie(&mut response, &set);
    }
    if let Some(key) = session_set(response.headers()).filter(|_| !has_chosen)
        && let Some(language) = account_language(&site, &key, now).await
        && language != spoken
    {
        set_cookie(&mut response, &language_cookie(language));
    }
    response
}

/// The session that the cookie opens. Its last use is noted now and then.
async fn open_session(
    site: &Site,
    headers: &HeaderMap,
    now: DateTime<Utc>,
) -> Result<Option<Session>, StoreError> {
    let token = cookie(headers, SESSION_COOKIE).filter(|token| !token.is_empty());
    let Some(key) = token.map(secrets::session_key) else { return Ok(None) };
    let Some(session) = site.store.session(&key, now).await? else { return Ok(None) };
    if session.wants_touch(now)
        && let Err(error) = site.store.touch_session(&session.key, now).await
    {
        // The page does not depend on it; the next visit tries again.
        tracing::warn!(error.cause = %error, "a session's last use could not be noted");
    }
    Ok(Some(session))
}

/// One request, as its cookies and headers say who sent it.
fn visit(
    site: &Site,
    request: &Request,
    browser: Option<BrowserKey>,
    session: Option<&Session>,
    now: DateTime<Utc>,
) -> Visit {
    let headers = request.headers();
    let first_step = cookie(headers, FIRST_STEP_COOKIE).filter(|token| !token.is_empty());
    Visit {
        actor: Actor {
            person: session.map(|session| session.person.id),
            browser,
            passes: passes(site, headers, now),
            ..Actor::default()
        },
        account: session.map(|session| account(session, now)),
        first_step: first_step.map(secrets::first_step_key),
        session: session.map(|session| session.key.clone()),
        language: language(headers),
        path: request.uri().path_and_query().map_or_else(String::new, ToString::to_string),
        asked: cookie(headers, Asked::COOKIE).unwrap_or_default().to_owned(),
        device: device(headers),
        address: ClientAddress::of(request.extensions()),
        terms: Terms::default(),
    }
}

/// What pages show of the account, and for what it was opened recently enough.
fn account(session: &Session, now: DateTime<Utc>) -> Account {
    let signed_in_within = |minutes| now - session.made_at < TimeDelta::minutes(minutes);
    Account {
        name: session.person.name.to_string(),
        email: session.person.email.as_str().to_owned(),
        admin: session.admin,
        fresh: signed_in_within(FRESH_MINUTES),
        fresh_for_admins: signed_in_within(ADMIN_FRESH_MINUTES),
        has_password: session.person.password_hash.is_some(),
    }
}

/// Sets a cookie beside those that are set already.
pub(super) fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// The session that an answer opens, whichever way somebody came in.
fn session_set(headers: &HeaderMap) -> Option<SessionKey> {
    let set = headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = set.filter_map(|cookie| cookie.split(';').next()?.split_once('='));
    let (_, token) = pairs.find(|(name, token)| *name == SESSION_COOKIE && !token.is_empty())?;
    Some(secrets::session_key(token))
}

/// The language of somebody's account, which goes along to a browser that chose none (R9.4).
async fn account_language(site: &Site, key: &SessionKey, now: DateTime<Utc>) -> Option<Locale> {
    match site.store.session(key, now).await {
        Ok(session) => speaks(&session?.person.language),
        Err(error) => {
            // The browser's own will do.
            tracing::warn!(error.cause = %error, "the language of an account could not be read");
            None
        }
    }
}

/// Whether a browser must be known again from here on. Forms by which somebody without an account
/// begins something bring the cookie along, so that a form that is sent twice at once comes from one
/// browser. A function that only reads never does: its answer could come late and put another
/// browser's cookie over that of a form. Nor does what asks for nobody.
fn begins(method: &Method, path: &str) -> bool {
    match path.strip_prefix("/fn/") {
        Some("contact" | "set_language") => false,
        Some(function) => method == Method::POST && !READING.contains(&function),
        None => {
            let sign_in_elsewhere = path.starts_with("/sign-in/with/");
            // Files have an ending, and no gift has.
            let reserve =
                path.starts_with("/l/") && path.matches('/').count() == 3 && !path.contains('.');
            path == "/sign-up" || sign_in_elsewhere || reserve
        }
    }
}

/// The value of a cookie.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    cookies(headers).find(|(found, _)| *found == name).map(|(_, value)| value)
}

/// All of them, by name.
fn cookies(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
}

/// The lists whose passcode was typed in this browser (R3.7).
fn passes(site: &Site, headers: &HeaderMap, now: DateTime<Utc>) -> Vec<Pass> {
    let shown = cookies(headers).filter_map(|(name, value)| {
        let list = name.strip_prefix(PASS_COOKIE)?.parse::<ListId>().ok()?;
        Some((list, value))
    });
    let shown = shown.take(MOST_PASSES);
    shown.filter_map(|(list, value)| site.secrets.open_pass(list, value, now)).collect()
}

/// The language that was chosen, else the first one that the browser asks for and we speak.
pub(super) fn language(headers: &HeaderMap) -> Locale {
    let chosen = cookie(headers, LANGUAGE_COOKIE).and_then(speaks);
    let asked = || {
        let accept = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
        let tags = accept.split(',').map(|part| part.split(';').next().unwrap_or(part).trim());
        tags.take(20).find_map(speaks)
    };
    chosen.or_else(asked).unwrap_or_default()
}

/// The language of a tag such as `de-AT`, if it is one that we speak.
pub(super) fn speaks(tag: &str) -> Option<Locale> {
    let language = tag.split('-').next().unwrap_or(tag).to_ascii_lowercase();
    Locale::get_all().iter().copied().find(|locale| locale.as_str() == language)
}

/// What a browser calls itself, in few words. Only for people to recognise their own devices by.
fn device(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    let agent = agent.unwrap_or_default();
    let named = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    // The order matters: most browsers also claim to be those further down.
    let browser = named(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = named(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ]);
    let words: Vec<_> = [browser, system].into_iter().flatten().collect();
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())])
    }

    // R9.4: the language follows the browser and can be chosen.
    #[test]
    fn a_chosen_language_goes_before_the_browsers() {
        let mut asked = headers(header::ACCEPT_LANGUAGE, "fi, de-AT;q=0.8, en;q=0.5");
        assert_eq!(language(&asked), Locale::de);
        asked.insert(header::COOKIE, HeaderValue::from_static("__Host-language=en"));
        assert_eq!(language(&asked), Locale::en);
        assert_eq!(language(&headers(header::ACCEPT_LANGUAGE, "xx, *")), Locale::en);
    }

    #[test]
    fn a_device_is_named_in_few_words() {
        let agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36";
        assert_eq!(device(&headers(header::USER_AGENT, agent)), "Chrome, Linux");
        assert_eq!(device(&HeaderMap::new()), "");
    }

    #[test]
    fn a_browser_is_known_from_its_first_form_on() {
        for path in ["/sign-up", "/l/token/gift", "/fn/reserve", "/fn/sign_up"] {
            assert!(begins(&Method::POST, path), "{path}");
        }
        assert!(begins(&Method::GET, "/sign-up") && begins(&Method::GET, "/l/token/gift"));
        assert!(begins(&Method::GET, "/sign-in/with/google"));
        let files = ["/l/token/preview.png", "/l/token/qr.svg"];
        let pages = ["/", "/l/token", "/sign-in", "/lists", "/r/token", "/sign-up/code"];
        for path in pages.into_iter().chain(files) {
            assert!(!begins(&Method::GET, path), "{path}");
        }
        for path in ["/fn/shared_list", "/fn/owner_list", "/fn/password_score", "/fn/contact"] {
            assert!(!begins(&Method::POST, path), "{path}");
        }
    }

    #[test]
    fn cookies_are_found_by_their_whole_name() {
        let sent = headers(header::COOKIE, "x__Host-giver=no; __Host-giver=yes; other=1");
        assert_eq!(cookie(&sent, GIVER_COOKIE), Some("yes"));
    }
}

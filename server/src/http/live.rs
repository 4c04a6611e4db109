//! The streams by which open pages hear that something changed (R5.2).

use std::{convert::Infallible, net::IpAddr, time::Duration};

use app::{
    backend::{Backend, Managed},
    error::AppError,
    session::Visit,
};
use axum::{
    Extension, Router,
    extract::{Path, State},
    http::{HeaderName, StatusCode},
    response::{
        IntoResponse as _, Response, Sse,
        sse::{Event, KeepAlive},
    },
    routing::get,
};
use domain::{Actor, ApiTokenKey, ListId, PersonId, ShareKey};
use futures::stream;
use tokio::sync::watch;

use super::refusal::status_of;
use crate::{
    live::Revisions, places::StreamPlace, secrets::Secrets, site::Site, telemetry::metrics::STREAMS,
};

/// How often a silent stream says that it is alive, which shows when nobody hears it any more.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// The routes of the streams.
pub fn routes(site: Site, backend: Backend) -> Router {
    let promises = Router::new().route("/live/r/{token}", get(promise));
    Router::new()
        .route("/live/share/{token}", get(share))
        .route("/live/list/{list}", get(list))
        .with_state(site.clone())
        .merge(promises.with_state((site, backend)))
}

/// Who listens, which decides which revision they hear.
enum Audience {
    /// Somebody who looks after the list, in its editor.
    Owner(PersonId),
    /// Whoever holds its share link, and whether they look after it.
    Holder(ShareKey, Actor, bool),
    /// Whoever opened this manage link.
    Giver(Box<(Backend, Visit, String)>),
}

impl Audience {
    /// What they may know of how far the list has come; nothing where there is nothing for them any
    /// more. Those who hold a manage link hear of what its page shows, and of nothing else.
    async fn hears(&self, revisions: Revisions) -> Option<String> {
        match self {
            Self::Owner(_) | Self::Holder(_, _, true) => Some(revisions.owners.to_string()),
            Self::Holder(_, _, false) => Some(revisions.givers.to_string()),
            Self::Giver(link) => {
                let (backend, visit, token) = &**link;
                Some(Managed::load(backend, visit, token).await.ok()?.revision())
            }
        }
    }

    /// Whether they may still listen, as what they were when they began: not once they were removed,
    /// nor as a giver once they look after the list themselves (R3.8).
    async fn still(&self, site: &Site, list: ListId) -> Option<()> {
        let may = match self {
            Self::Owner(person) => site.store.role_on(*person, list).await.ok()?.may_edit(),
            Self::Holder(key, actor, looks_after) => {
                let door = site.store.door(key, actor).await.ok()??;
                door.list.require_passed(door.role, actor).ok()?;
                door.list.id == list && door.role.may_edit() == *looks_after
            }
            // Their page is theirs, whatever they are to the list.
            Self::Giver(_) => true,
        };
        may.then_some(())
    }
}

async fn share(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Path(token): Path<String>,
) -> Response {
    of_share(site, visit, None, &token).await.unwrap_or_else(refuse)
}

async fn list(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Path(list): Path<String>,
) -> Response {
    let Ok(list) = list.parse::<ListId>() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    of_list(site, visit, None, list).await.unwrap_or_else(refuse)
}

/// News of a reservation, for whoever holds its manage link: what becomes of it, of its gift and list,
/// and of the mail about it.
async fn promise(
    State((site, backend)): State<(Site, Backend)>,
    Extension(visit): Extension<Visit>,
    Path(token): Path<String>,
) -> Response {
    of_promise(site, backend, visit, token).await.unwrap_or_else(refuse)
}

async fn of_promise(
    site: Site,
    backend: Backend,
    visit: Visit,
    token: String,
) -> Result<Response, AppError> {
    let (reservation, _) = site.secrets.open_manage(&token).ok_or_else(AppError::not_found)?;
    let held = site.answer(site.store.held(reservation).await)?;
    let list = held.ok_or_else(AppError::not_found)?.list.id;
    let from = visit.address;
    let audience = Audience::Giver(Box::new((backend, visit, token)));
    listen(site, list, audience, None, from).await
}

/// News of a shared list, for whoever holds its link. An owner hears what owners may. A program hears
/// them as long as the token is good `by` which it asks (R10.2).
///
/// # Errors
/// As not found for a link that opens nothing; as in need of a passcode; as too many.
pub(super) async fn of_share(
    site: Site,
    visit: Visit,
    by: Option<ApiTokenKey>,
    token: &str,
) -> Result<Response, AppError> {
    let (key, actor) = (Secrets::share_key(token), visit.actor);
    let facts = site.answer(site.store.shared_list(&key, &actor).await)?;
    let facts = facts.ok_or_else(AppError::not_found)?;
    facts.list.require_passed(facts.role, &actor)?;
    let audience = Audience::Holder(key, actor, facts.role.may_edit());
    listen(site, facts.list.id, audience, by, visit.address).await
}

/// News of a list, for those who look after it, as long as the token is good `by` which they ask.
///
/// # Errors
/// As not found for a list that is not theirs; as too many.
pub(super) async fn of_list(
    site: Site,
    visit: Visit,
    by: Option<ApiTokenKey>,
    list: ListId,
) -> Result<Response, AppError> {
    let person = visit.actor.person.ok_or_else(AppError::not_found)?;
    site.answer(site.store.owned_list(person, list).await)?;
    listen(site, list, Audience::Owner(person), by, visit.address).await
}

/// Pages that listen go by the status alone.
fn refuse(error: AppError) -> Response {
    status_of(&error).into_response()
}

/// A stream of revisions: the present one at once, then each other one, until the site closes, the
/// share link stops working, another passcode is asked for (R3.7), who listens is something else to the
/// list, or their token is not good any more. It says nothing from then on. One network has so many
/// at once (R2.11).
async fn listen(
    site: Site,
    list: ListId,
    audience: Audience,
    by: Option<ApiTokenKey>,
    from: IpAddr,
) -> Result<Response, AppError> {
    let place = site.streams.take(from)?;
    // Before it is read how far the list has come, so that nothing happens in between unheard.
    let news = site.hub.listen(list);
    let revisions = site.answer(site.revisions(list).await)?;
    site.hub.announce(list, revisions.ok_or_else(AppError::not_found)?);
    let listener = Listener { site, news, audience, by, list, said: None, _open: Open::new(place) };
    let events = stream::unfold(listener, |mut listener| async {
        let revision = listener.wait().await?;
        let event = Ok::<_, Infallible>(Event::default().data(revision));
        Some((event, listener))
    });
    let no_buffering = [(HeaderName::from_static("x-accel-buffering"), "no")];
    let stream = Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE));
    Ok((no_buffering, stream).into_response())
}

struct Listener {
    site: Site,
    news: watch::Receiver<Revisions>,
    audience: Audience,
    by: Option<ApiTokenKey>,
    list: ListId,
    said: Option<String>,
    _open: Open,
}

/// Counts a stream, and keeps its place, for as long as it is open.
struct Open {
    _place: StreamPlace,
}

impl Open {
    fn new(place: StreamPlace) -> Self {
        metrics::gauge!(STREAMS).increment(1.0);
        Self { _place: place }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        metrics::gauge!(STREAMS).decrement(1.0);
    }
}

impl Listener {
    /// Whether the token by which a program asked is still good, where it asked by one.
    async fn token_is_good(&self) -> Option<()> {
        let Some(key) = &self.by else { return Some(()) };
        let bearer = self.site.store.token_bearer(key, self.site.clock.now()).await;
        bearer.ok()?.map(drop)
    }

    /// The next revision that this audience has not heard of; at first the present one.
    async fn wait(&mut self) -> Option<String> {
        loop {
            if self.said.is_some() {
                tokio::select! {
                    () = self.site.closing.cancelled() => return None,
                    changed = self.news.changed() => changed.ok()?,
                }
            }
            let revisions = *self.news.borrow_and_update();
            let revision = self.audience.hears(revisions).await?;
            if self.said.as_ref() == Some(&revision) {
                continue;
            }
            self.audience.still(&self.site, self.list).await?;
            self.token_is_good().await?;
            self.said = Some(revision.clone());
            return Some(revision);
        }
    }
}

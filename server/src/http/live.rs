//! The streams by which open pages hear that something changed (R5.2).

use std::{convert::Infallible, time::Duration};

use app::session::Visit;
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
use domain::{ListId, ShareKey};
use futures::stream;
use tokio::sync::watch;

use crate::{live::Revisions, secrets::Secrets, site::Site};

/// So often a silent stream says that it is alive.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// The routes of the streams.
pub fn routes() -> Router<Site> {
    Router::new().route("/live/share/{token}", get(share)).route("/live/list/{list}", get(list))
}

/// Who listens, which decides which revision they hear.
#[derive(Clone)]
enum Audience {
    Owners,
    Givers(ShareKey),
}

impl Audience {
    fn hears(&self, revisions: Revisions) -> u64 {
        match self {
            Self::Owners => revisions.owners,
            Self::Givers(_) => revisions.givers,
        }
    }
}

/// News of a shared list, for whoever holds its link. An owner hears what owners may.
async fn share(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Path(token): Path<String>,
) -> Response {
    let key = Secrets::share_key(&token);
    let facts = match site.store.shared_list(&key, &visit.actor).await {
        Ok(Some(facts)) => facts,
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => return refuse(&site, error),
    };
    let audience = if facts.role.may_edit() { Audience::Owners } else { Audience::Givers(key) };
    listen(site, facts.list.id, audience).await
}

/// News of a list, for its owners.
async fn list(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Path(list): Path<String>,
) -> Response {
    let (Some(person), Ok(list)) = (visit.actor.person, list.parse::<ListId>()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match site.store.owned_list(person, list).await {
        Ok(_) => listen(site, list, Audience::Owners).await,
        Err(error) => refuse(&site, error),
    }
}

fn refuse(site: &Site, error: store::StoreError) -> Response {
    let status = site.refuse(error).status();
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response()
}

/// A stream of revisions: the present one at once, then each newer one, until the site closes or
/// the share link stops working.
async fn listen(site: Site, list: ListId, audience: Audience) -> Response {
    let revisions = match site.revisions(list).await {
        Ok(Some(revisions)) => revisions,
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => return refuse(&site, error),
    };
    let news = site.hub.listen(list, revisions);
    let first = audience.hears(revisions);
    let listener = Listener { site, news, audience, list, said: None, next: Some(first) };
    let events = stream::unfold(listener, |mut listener| async {
        let revision = listener.wait().await?;
        let event = Ok::<_, Infallible>(Event::default().data(revision.to_string()));
        Some((event, listener))
    });
    let no_buffering = [(HeaderName::from_static("x-accel-buffering"), "no")];
    (no_buffering, Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
        .into_response()
}

struct Listener {
    site: Site,
    news: watch::Receiver<Revisions>,
    audience: Audience,
    list: ListId,
    said: Option<u64>,
    next: Option<u64>,
}

impl Listener {
    /// The next revision that this audience has not heard of.
    async fn wait(&mut self) -> Option<u64> {
        loop {
            if let Some(revision) = self.next.take()
                && self.said != Some(revision)
            {
                self.said = Some(revision);
                return Some(revision);
            }
            tokio::select! {
                () = self.site.closing.cancelled() => return None,
                changed = self.news.changed() => changed.ok()?,
            }
            let revisions = *self.news.borrow_and_update();
            if let Audience::Givers(key) = &self.audience {
                let still = self.site.store.list_of_share(key).await.ok()?;
                if still != Some(self.list) {
                    return None;
                }
            }
            self.next = Some(self.audience.hears(revisions));
        }
    }
}

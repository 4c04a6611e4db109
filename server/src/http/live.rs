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
use domain::{Actor, ListId, PersonId, ShareKey};
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
    /// Somebody who looks after the list, in its editor.
    Owner(PersonId),
    /// Whoever holds its share link, and whether they look after it.
    Holder(ShareKey, Actor, bool),
}

impl Audience {
    fn hears(&self, revisions: Revisions) -> u64 {
        match self {
            Self::Owner(_) | Self::Holder(_, _, true) => revisions.owners,
            Self::Holder(_, _, false) => revisions.givers,
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
        };
        may.then_some(())
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
    if let Err(refused) = facts.list.require_passed(facts.role, &visit.actor) {
        return refuse(&site, refused.into());
    }
    let audience = Audience::Holder(key, visit.actor, facts.role.may_edit());
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
        Ok(_) => listen(site, list, Audience::Owner(person)).await,
        Err(error) => refuse(&site, error),
    }
}

fn refuse(site: &Site, error: store::StoreError) -> Response {
    let status = site.refuse(error).status();
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response()
}

/// A stream of revisions: the present one at once, then each newer one, until the site closes, the
/// share link stops working, another passcode is asked for (R3.7), or who listens is something else
/// to the list.
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
            self.audience.still(&self.site, self.list).await?;
            self.next = Some(self.audience.hears(revisions));
        }
    }
}

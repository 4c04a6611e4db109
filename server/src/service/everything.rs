//! Everything that is kept of a person, as they may take it with them (R2.8). What givers do on
//! their lists is in it only where the lists show it (R3.6).

use app::error::AppError;
use domain::{OwnerList, PersonId};
use serde_json::{Value, json};

use super::lists::view;
use crate::site::Site;

/// All of it, as JSON that people can read.
///
/// # Errors
/// As the store.
pub async fn of(site: &Site, id: PersonId) -> Result<String, AppError> {
    let told = |error| site.refuse(error);
    let store = &site.store;
    let person = store.person(id).await.map_err(told)?.ok_or_else(AppError::not_found)?;
    let ways = store.ways_in(id).await.map_err(told)?;
    let second = store.second_step(id).await.map_err(told)?;
    let places = store.places(id, site.clock.now()).await.map_err(told)?;
    let mut lists = Vec::new();
    let deleted = store.deleted_lists(id, site.clock.now()).await.map_err(told)?;
    for owned in store.lists_of(id).await.map_err(told)?.into_iter().chain(deleted) {
        lists.push(view(site, owned).await?);
    }
    let mails = store.owner_mails(id).await.map_err(told)?;
    let given = store.given(id).await.map_err(told)?;
    let mut thanks = Vec::new();
    for held in &given {
        thanks.push(store.thanks(held.reservation.id).await.map_err(told)?.note);
    }
    let identities: Vec<Value> = ways
        .identities
        .iter()
        .map(|identity| json!({ "provider": identity.provider, "email": identity.email }))
        .collect();
    let sessions: Vec<Value> = places
        .iter()
        .map(|place| {
            json!({ "device": place.device, "since": place.made_at, "last_seen": place.seen_at })
        })
        .collect();
    let reservations: Vec<Value> = given
        .iter()
        .zip(&thanks)
        .map(|(held, thanks)| {
            json!({
                "list": held.list.details.title.as_str(),
                "gift": held.reservation.snapshot.name.as_str(),
                "quantity": held.reservation.quantity.get(),
                "state": held.reservation.state.code(),
                "made_at": held.reservation.made_at,
                "name": held.giver.name.as_ref().map(domain::PersonName::as_str),
                "email": held.giver.email.as_ref().map(domain::EmailAddress::as_str),
                "thanks": thanks.as_ref().map(domain::ThanksNote::as_str),
            })
        })
        .collect();
    let lists: &[OwnerList] = &lists;
    let all = json!({
        "name": person.name.as_str(),
        "email": person.email.as_str(),
        "language": person.language,
        "has_password": ways.password,
        "second_step": second.is_some_and(|second| second.active),
        "mails_about_my_lists": mails.code(),
        "ways_in": identities,
        "sessions": sessions,
        "lists": lists,
        "reservations": reservations,
    });
    serde_json::to_string_pretty(&all).map_err(|_| AppError::Transport)
}

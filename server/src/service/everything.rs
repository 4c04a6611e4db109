//! Everything that is kept of a person, as they may take it with them (R2.8). What givers do on
//! their lists is in it only where the lists show it (R3.6).

use app::{error::AppError, i18n::Locale};
use domain::{OwnerList, OwnersSight, PersonId, Product, Scope, Webhook, owner_list};
use leptos_i18n::Locale as _;
use serde_json::{Value, json};
use store::{EmailUndo, Held, HeldToken, JoinedIdentity, OwnedList, Place};

use super::lists::view;
use crate::{ideas::Names, site::Site};

/// Who reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// The person whom it is about.
    Themselves,
    /// An admin, who sees on no list who gives what, and gets no link to one (R2.12).
    Admin,
}

/// All of it, as JSON that people can read.
///
/// # Errors
/// As the store.
pub async fn of(site: &Site, id: PersonId) -> Result<String, AppError> {
    written(site, id, Reader::Themselves).await
}

/// The same for an admin: without what the person gives, and what is given on their lists.
///
/// # Errors
/// As the store.
pub async fn for_admin(site: &Site, id: PersonId) -> Result<String, AppError> {
    written(site, id, Reader::Admin).await
}

async fn written(site: &Site, id: PersonId, reader: Reader) -> Result<String, AppError> {
    let store = &site.store;
    let person = site.answer(store.person(id).await)?.ok_or_else(AppError::not_found)?;
    let ways = site.answer(store.ways_in(id).await)?;
    let second = site.answer(store.second_step(id).await)?;
    let now = site.clock.now();
    let wanted = site.answer(store.email_change(id).await)?;
    let given_up = site.answer(store.email_undos_of(id, now).await)?;
    let places = site.answer(store.places(id, now).await)?;
    let names = site.ideas.names(Locale::find_locale(&[person.language.as_str()])).await;
    let mut lists = Vec::new();
    let deleted = site.answer(store.deleted_lists(id, now).await)?;
    for owned in site.answer(store.lists_of(id).await)?.into_iter().chain(deleted) {
        let owned = names.owned(owned);
        lists.push(match reader {
            Reader::Themselves => view(site, owned).await?,
            Reader::Admin => unseen(site, &owned),
        });
    }
    let tokens: Vec<Value> = site.answer(store.tokens(id).await)?.iter().map(token).collect();
    let mails = site.answer(store.owner_mails(id).await)?;
    let webhooks = site.answer(store.webhooks_of(id).await)?;
    let drafts = site.answer(store.drafts_of(id).await)?;
    let products: Vec<Value> = drafts.iter().map(draft).collect();
    let identities: Vec<Value> = ways.identities.iter().map(identity).collect();
    let sessions: Vec<Value> = places.iter().map(session).collect();
    let webhooks: Vec<Value> = webhooks.iter().map(webhook).collect();
    let given_up: Vec<Value> = given_up.iter().map(address).collect();
    let lists: &[OwnerList] = &lists;
    let mut all = json!({
        "name": person.name.as_str(),
        "email": person.email.as_str(),
        "email_wanted": wanted.as_ref().map(|change| change.email.as_str()),
        "emails_given_up": given_up,
        "language": person.language,
        "has_password": ways.password,
        "second_step": second.is_some_and(|second| second.active),
        "mails_about_my_lists": mails.code(),
        "webhooks": webhooks,
        "ways_in": identities,
        "sessions": sessions,
        "tokens": tokens,
        "lists": lists,
        "products_on_no_list": products,
    });
    if reader == Reader::Themselves {
        all["reservations"] = promised(site, id, &names).await?;
    }
    Ok(format!("{all:#}"))
}

/// A list without anything that givers do, whether or not it shows that.
fn unseen(site: &Site, owned: &OwnedList) -> OwnerList {
    let OwnedList { list, role, gifts, .. } = owned;
    let (sight, revision) = (OwnersSight::Surprise, list.owner_revision);
    owner_list(list, *role, gifts, sight, None, revision, site.clock.now())
}

/// What the person gives.
async fn promised(site: &Site, id: PersonId, names: &Names) -> Result<Value, AppError> {
    let given = site.answer(site.store.given(id).await)?;
    let ids: Vec<_> = given.iter().map(|held| held.reservation.id).collect();
    let noted = site.answer(site.store.thanks_of(&ids).await)?;
    let mut reservations = Vec::new();
    for held in given {
        let Held { list, reservation, giver, .. } = names.held(held);
        let thanks = noted.get(&reservation.id).and_then(|thanks| thanks.note.as_ref());
        reservations.push(json!({
            "list": list.details.title.as_str(),
            "gift": reservation.snapshot.name.as_str(),
            "quantity": reservation.quantity.get(),
            "state": reservation.state.code(),
            "made_at": reservation.made_at,
            "name": giver.name.as_ref().map(domain::PersonName::as_str),
            "email": giver.email.as_ref().map(domain::EmailAddress::as_str),
            "thanks": thanks.map(domain::ThanksNote::as_str),
        }));
    }
    Ok(Value::Array(reservations))
}

/// A product that is on no list.
fn draft(draft: &Product) -> Value {
    let details = &draft.details;
    json!({
        "name": details.name.as_str(),
        "brand": details.brand.as_str(),
        "shop": details.shop.as_str(),
        "link": details.link.as_ref().map(domain::Link::as_str),
        "price": details.price.map(|price| price.money.plain()),
        "currency": details.price.map(|price| price.money.currency()),
        "price_read_on": details.price.map(|price| price.read_on),
        "picture": details.picture,
    })
}

/// An address that the person gave up and could have back.
fn address(undo: &EmailUndo) -> Value {
    json!({ "email": undo.old_email.as_str(), "until": undo.until })
}

/// A way to sign in elsewhere.
fn identity(identity: &JoinedIdentity) -> Value {
    json!({ "provider": identity.provider, "email": identity.email })
}

/// Where the person is signed in.
fn session(place: &Place) -> Value {
    json!({ "device": place.device, "since": place.made_at, "last_seen": place.seen_at })
}

/// A webhook, without its secret.
fn webhook(webhook: &Webhook) -> Value {
    let events: Vec<_> = webhook.events.iter().map(|event| event.code()).collect();
    json!({
        "url": webhook.url.as_str(),
        "events": events,
        "made_at": webhook.made_at,
        "on": webhook.health.off.is_none(),
    })
}

/// A token, without anything by which it could be tried.
fn token(held: &HeldToken) -> Value {
    let token = &held.token;
    json!({
        "name": token.name.as_str(),
        "scopes": token.scopes.iter().map(Scope::code).collect::<Vec<_>>(),
        "made_at": token.made_at,
        "expires_at": token.expires_at,
        "last_used": held.used_at,
    })
}

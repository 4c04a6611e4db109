//! What messages to webhooks say (R10.11): read when they are sent, from what their receiver may know
//! then. A message about what is gone, or is not theirs to know any more, is not sent.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Gift, List, PersonId, ProductId, ReservationId, Standing, Undelivered, Wanted, WebhookMessage,
    kpis::{Figure, FigureValue},
    shown_name,
};
use serde::Serialize;
use serde_json::{Value, json};
use store::{DueDelivery, Held, OwnedList, StoreError};

use crate::{
    http::rest::v1::shapes::{
        ProductType, PromiseState, StateName, event_date, gift_id, occasion_name, written as id,
    },
    site::Site,
};

/// What there is to say; or why there is nothing.
type Said = Result<Result<Value, Undelivered>, StoreError>;

/// A message, as it is sent.
#[derive(Serialize)]
struct Message {
    /// What it is about.
    r#type: &'static str,
    /// When that happened.
    timestamp: DateTime<Utc>,
    /// What there is to know of it now.
    data: Value,
}

/// The body of a message; or why there is nothing to say.
///
/// # Errors
/// As the store.
pub async fn compose_message(
    site: &Site,
    due: &DueDelivery,
) -> Result<Result<String, Undelivered>, StoreError> {
    let event = due.delivery.message.event();
    if !due.webhook.hears(event) {
        let is_off = due.webhook.health.off.is_some();
        return Ok(Err(if is_off { Undelivered::Off } else { Undelivered::Unwanted }));
    }
    let data = match data(site, due).await? {
        Ok(data) => data,
        Err(why) => return Ok(Err(why)),
    };
    let message = Message { r#type: event.code(), timestamp: due.delivery.made_at, data };
    let text = serde_json::to_string(&message);
    text.map(Ok).map_err(|error| StoreError::Unavailable(error.to_string()))
}

async fn data(site: &Site, due: &DueDelivery) -> Said {
    let webhook = &due.webhook;
    match (&due.delivery.message, webhook.person) {
        (WebhookMessage::Test, _) => Ok(Ok(json!({ "webhookId": id(webhook.id.uuid()) }))),
        (WebhookMessage::Products { products }, person) => waiting(site, person, products).await,
        (WebhookMessage::Figures { day }, person) => counted(site, person, *day).await,
        // Of lists and promises only people hear.
        (_, None) => Ok(Err(Undelivered::NotAllowed)),
        (WebhookMessage::List { list }, Some(person)) => {
            let owned = found(site.store.owned_list(person, *list).await)?;
            Ok(owned.map(|owned| json!({ "list": about(&owned.list) })).ok_or(Undelivered::Gone))
        }
        (WebhookMessage::Gifts { list, gifts }, Some(person)) => {
            let Some(owned) = found(site.store.owned_list(person, *list).await)? else {
                return Ok(Err(Undelivered::Gone));
            };
            let OwnedList { list, gifts: all, .. } = owned;
            let is_meant = |gift: &&Gift| !gift.removed && gifts.contains(&gift.id);
            let told: Vec<Value> = all.iter().filter(is_meant).map(gift).collect();
            if told.is_empty() {
                return Ok(Err(Undelivered::Gone));
            }
            Ok(Ok(json!({ "list": about(&list), "gifts": told })))
        }
        (WebhookMessage::Reservation { reservation, giver, .. }, Some(person)) => {
            promise(site, person, *reservation, *giver).await
        }
    }
}

/// What there is of somebody's, or nothing where it is not theirs any more.
fn found<T>(answer: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
    match answer {
        Ok(found) => Ok(Some(found)),
        Err(StoreError::Refused(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A promise: to its giver, or to somebody who looks after the list, if that shows it now (R3.6).
async fn promise(site: &Site, person: PersonId, id_of: ReservationId, to_giver: bool) -> Said {
    let Some(held) = site.store.held(id_of).await? else { return Ok(Err(Undelivered::Gone)) };
    let Held { list, gift, reservation, giver, owners } = held;
    let now = site.clock.now();
    if list.is_deleted() {
        return Ok(Err(Undelivered::Gone));
    }
    let may_know = match to_giver {
        true => giver.person == Some(person),
        false => owners.contains(&person) && !list.keeps_surprise(now),
    };
    if !may_know {
        return Ok(Err(Undelivered::NotAllowed));
    }
    let name = match to_giver {
        true => giver.name,
        false => shown_name(&list, &reservation, giver.name, now),
    };
    Ok(Ok(json!({
        "list": { "listId": id(list.id.uuid()), "title": list.details.title.as_str() },
        "reservationId": id(reservation.id.uuid()),
        "giftId": gift_id(gift.id),
        "productId": id(gift.product.uuid()),
        "product": reservation.snapshot.name.as_str(),
        "quantity": reservation.quantity.get(),
        "state": PromiseState::from(reservation.state),
        "role": if to_giver { "giver" } else { "owner" },
        "name": name.as_ref().map(domain::PersonName::as_str),
    })))
}

/// Whether somebody may know what admins do: the site itself, and an admin.
async fn is_for(site: &Site, person: Option<PersonId>) -> Result<bool, StoreError> {
    let Some(person) = person else { return Ok(true) };
    site.store.is_admin(person).await
}

/// The figures of a day, for whoever may know (R8.6).
async fn counted(site: &Site, person: Option<PersonId>, day: NaiveDate) -> Said {
    if !is_for(site, person).await? {
        return Ok(Err(Undelivered::NotAllowed));
    }
    let Some(figures) = site.store.kpis_of(day).await? else { return Ok(Err(Undelivered::Gone)) };
    let number = |figure| match figures.value(figure) {
        FigureValue::Number(number) => Some(number),
        FigureValue::UnderTen | FigureValue::Uncounted => None,
    };
    Ok(Ok(json!({
        "day": day.to_string(),
        "signUps": number(Figure::SignUps),
        "listsMade": number(Figure::ListsMade),
        "giftsAdded": number(Figure::GiftsAdded),
        "reserved": number(Figure::Reserved),
        "purchased": number(Figure::Purchased),
        "givers": number(Figure::Givers),
        "mails": number(Figure::Mails),
        "lookedUp": {
            "found": number(Figure::LookedUpFound),
            "partly": number(Figure::LookedUpPartly),
            "refused": number(Figure::LookedUpRefused),
            "nothing": number(Figure::LookedUpNothing),
            "catalogue": number(Figure::LookedUpCatalogue),
        },
        "fewLists": figures.few_lists,
    })))
}

/// Products that still wait, for whoever may know.
async fn waiting(site: &Site, person: Option<PersonId>, products: &[ProductId]) -> Said {
    if !is_for(site, person).await? {
        return Ok(Err(Undelivered::NotAllowed));
    }
    let mut told = Vec::new();
    for product in products {
        let Some(still) = found(site.store.waiting(*product).await)? else { continue };
        let product = still.product;
        if product.standing == Standing::Waiting {
            let details = product.details;
            told.push(json!({
                "productId": id(product.id.uuid()),
                "name": details.name.as_str(),
                "brand": details.brand.as_str(),
                "shop": details.shop.as_str(),
                "productUrl": details.link.as_ref().map(domain::Link::as_str),
            }));
        }
    }
    Ok(if told.is_empty() { Err(Undelivered::Gone) } else { Ok(json!({ "products": told })) })
}

/// What a list is about.
fn about(list: &List) -> Value {
    let details = &list.details;
    json!({
        "listId": id(list.id.uuid()),
        "title": details.title.as_str(),
        "occasion": occasion_name(details.occasion),
        "eventDate": details.date.map(|date| event_date(date.day)),
        "state": StateName::from(list.state),
    })
}

/// A gift, without anything that a giver does.
fn gift(gift: &Gift) -> Value {
    let details = &gift.details;
    let (quantity, any) = match gift.counts.wanted() {
        Wanted::Count(count) => (Some(count.get()), false),
        Wanted::Any => (None, true),
    };
    let price = details
        .price
        .as_ref()
        .map(|price| json!({ "amount": price.money.plain(), "currency": price.money.currency() }));
    json!({
        "giftId": gift_id(gift.id),
        "productId": id(gift.product.uuid()),
        "type": ProductType::of(gift.standing.is_catalogue()),
        "name": details.name.as_str(),
        "shop": details.shop.as_str(),
        "productUrl": details.link.as_ref().map(domain::Link::as_str),
        "price": price,
        "quantity": quantity,
        "anyNumber": any,
        "notes": details.notes.as_str(),
        "hidden": gift.hidden,
    })
}

//! A shared list, as those read it who hold its link: L7 of the original (R5.1).

mod once;

use std::{collections::BTreeMap, sync::Arc};

use app::{backend::OwnPromise, session::Visit};
use axum::{
    Extension, Json,
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use domain::{CountedGifts, CountedList, ListId, NamedGift, Quantity, Scope};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use self::once::{Once, Reading};
use super::{
    giver::{GiftFacts, OwnReservationObj, some},
    reader::{known, reader},
    shapes::{ListObj, ListProduct, ProductType, named, no_list, written as id},
};
use crate::{
    http::rest::{
        Caller, Rest,
        guest::Guest,
        refused::{Refusals, Refused},
        sent::Sent,
        tag::IfNoneMatch,
    },
    site::internal,
};

/// The routes.
pub fn routes() -> OpenApiRouter<Rest> {
    OpenApiRouter::default()
        .routes(routes!(read_shared))
        .routes(routes!(type_passcode))
        .layer(Extension(Arc::new(Once::default())))
}

/// A shared list and what is on it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SharedAnswer {
    /// What it is about. `listId` is by what it was asked for.
    list: ListObj,
    /// Its gifts, by what names them in paths.
    products: BTreeMap<String, SharedProduct>,
    /// The same names in the order in which the gifts stand.
    order: Vec<String>,
    /// What the caller has promised and that is live: by gift, then by giver. What others promised is
    /// told to nobody here.
    #[serde(skip_serializing_if = "Option::is_none")]
    reserved: Option<BTreeMap<String, BTreeMap<String, Vec<OwnReservationObj>>>>,
    /// Whether the caller looks after the list, and so can not reserve on it.
    looks_after: bool,
    /// Rises with everything that changes on the list and that the caller may know: what
    /// `GET /lists/{id}/events` tells.
    revision: u64,
}

/// A gift on a shared list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SharedProduct {
    #[serde(flatten)]
    product: ListProduct,
    #[serde(flatten)]
    facts: GiftFacts,
}

/// A passcode that is tried.
#[derive(Deserialize, ToSchema)]
struct Typed {
    /// The passcode.
    #[schema(examples("lamb"))]
    passcode: String,
}

/// What shows that a passcode was typed.
#[derive(Debug, Serialize, ToSchema)]
struct Passed {
    /// To be sent as `List-Pass`. It is good for 30 days, or until the list has another passcode. Not
    /// there where none is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pass: Option<String>,
}

impl SharedAnswer {
    fn of(rest: &Rest, asked: &str, list: &CountedList, mine: &[OwnPromise]) -> Self {
        let origin = rest.site.settings.site.origin();
        let owner = list.owner.map(|owner| id(rest.site.secrets.pseudonym(list.id, owner)));
        let about =
            ListObj::about(list.id, owner.unwrap_or_default(), list.state, &list.banner, &origin);
        let list_id = match asked.parse::<ListId>() {
            Ok(_) => about.list_id.clone(),
            Err(_) => asked.to_owned(),
        };
        let name_of = |gift| id(list.gifts.name_of(gift).unwrap_or_else(|| gift.uuid()));
        let product = |gift: &NamedGift, counts: Option<(u32, u32)>| SharedProduct {
            product: ListProduct {
                product_id: name_of(gift.key.gift),
                quantity: gift.wanted.unwrap_or(Quantity::MAX),
                any_number: gift.wanted.is_none(),
                reserved: counts.map(|(reserved, _)| reserved),
                purchased: counts.map(|(_, purchased)| purchased),
                kind: ProductType::of(gift.key.catalogue),
                notes: some(&gift.card.notes),
            },
            facts: GiftFacts::of(&gift.card, &gift.brand, &origin),
        };
        let products: Vec<SharedProduct> = match &list.gifts {
            CountedGifts::Kept(gifts) => gifts.iter().map(|gift| product(gift, None)).collect(),
            CountedGifts::Shown(gifts) => {
                let counts = |it: &domain::CountedGift| Some((it.reserved, it.purchased));
                gifts.iter().map(|it| product(&it.gift, counts(it))).collect()
            }
        };
        // Whoever looks after the list promises nothing on it.
        let reserved = (!list.looks_after).then(|| {
            let mut reserved = BTreeMap::<String, BTreeMap<String, Vec<_>>>::new();
            for promise in mine {
                let own = OwnReservationObj::of(rest, promise);
                let of_gift = reserved.entry(own.product().to_owned()).or_default();
                of_gift.entry(own.user().to_owned()).or_default().push(own);
            }
            reserved
        });
        let name = |shared: &SharedProduct| shared.product.product_id.clone();
        Self {
            list: ListObj { list_id, ..about },
            order: products.iter().map(name).collect(),
            products: products.into_iter().map(|product| (name(&product), product)).collect(),
            reserved,
            looks_after: list.looks_after,
            revision: list.revision,
        }
    }
}

/// A shared list and what is on it.
///
/// Whoever holds the share link may read it, and is shown how many of each gift are taken, but of
/// reservations only their own. Those who look after the list may name it by its plain id; while a
/// surprise holds they are shown no counts.
#[utoipa::path(
    get,
    path = "/lists/{id}/shared",
    tag = "shared",
    params(("id" = String, Path, description = "The token of the share link, or the list's id."), Guest),
    responses(
        (status = 200, description = "The list.", body = SharedAnswer,
            headers(("ETag" = String, description = "A digest of what is answered."))),
        (status = 304, description = "It is as `If-None-Match` says."),
        Refusals
    ),
    security((), ("token" = ["reservations"]), ("token" = ["lists:read"]))
)]
async fn read_shared(
    State(rest): State<Rest>,
    Extension(once): Extension<Arc<Once>>,
    caller: Caller,
    guest: Guest,
    known: IfNoneMatch,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    named(&id, "id")?;
    let visit = reader(&rest, &caller, &guest, &id).await?;
    let read = read(&rest, &visit, &id);
    let Reading { json, tag } = if caller.token().is_none() && guest.shows_nothing() {
        once.read(&id, &rest.site.changes, read).await?
    } else {
        read.await?
    };
    let whole = || ([(header::CONTENT_TYPE, "application/json")], json).into_response();
    let mut response = known.tagged(tag, whole);
    let shown = HeaderValue::from_static("authorization, giver-token, list-pass");
    response.headers_mut().insert(header::VARY, shown);
    Ok(response)
}

async fn read(rest: &Rest, visit: &Visit, asked: &str) -> Result<Reading, Refused> {
    let giving = &rest.backend.giving;
    let share = giving.share(visit, asked).await.map_err(no_list(asked))?;
    let (list, mine) = giving.counted(visit, &share).await.map_err(no_list(asked))?;
    let answer = SharedAnswer::of(rest, asked, &list, &mine);
    let json = serde_json::to_vec(&answer);
    let json = json.map_err(|error| internal("a list could not be written", &error))?;
    Ok(Reading::of(json))
}

/// Types the passcode of a list.
///
/// Whoever holds the share link may try, ten times an hour from one network; a right try is not
/// counted.
#[utoipa::path(
    post,
    path = "/lists/{id}/pass",
    tag = "shared",
    params(("id" = String, Path, description = "The token of the share link.")),
    request_body = Typed,
    responses((status = 200, description = "It was right, or none is asked for.", body = Passed), Refusals),
    security((), ("token" = ["reservations"]))
)]
async fn type_passcode(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
    sent: Result<Sent<Typed>, Refused>,
) -> Result<Json<Passed>, Refused> {
    if id.parse::<ListId>().is_ok() {
        caller.may(Scope::Reservations)?;
    } else {
        known(&rest, &caller, &caller.visit, &id).await?;
    }
    named(&id, "id")?;
    let Sent(typed) = sent?;
    let giving = &rest.backend.giving;
    let share = giving.share(&caller.visit, &id).await.map_err(no_list(&id))?;
    let pass = giving.pass(&caller.visit, &share, &typed.passcode).await.map_err(no_list(&id))?;
    Ok(Json(Passed { pass }))
}

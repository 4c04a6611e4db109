//! In which order gifts stand.

use axum::{
    Json,
    extract::{Path, State},
};
use domain::{GiftId, ListId, ListRecord, OwnerGift, Scope};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{before, entered, record};
use crate::http::rest::{
    Caller, Rest,
    refused::{Refusals, Refused},
    sent::{MaybeSent, Sent},
    v1::{gifts::on_list, lists::products, shapes::named},
};

/// The routes.
pub fn routes() -> OpenApiRouter<Rest> {
    OpenApiRouter::default().routes(routes!(order_gifts)).routes(routes!(place_gift))
}

/// The gifts of a list, by what names each, in their order.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct GiftOrder {
    /// Every gift of the list once. Those with the same heading stand together afterwards, in the
    /// order of the first of each.
    #[schema(max_items = 500)]
    order: Vec<String>,
}

/// Where one gift shall stand.
#[derive(Debug, Default, Deserialize, ToSchema)]
struct GiftPlace {
    /// What names the gift above it; nothing for the top of its heading.
    after: Option<String>,
    /// The heading that it belongs to from then on; that of the gift above it, or its own, unless
    /// one is named. An empty text stands above all headings.
    section: Option<String>,
}

/// Puts all gifts of a list into an order.
#[utoipa::path(
    put,
    path = "/lists/{id}/order",
    tag = "gifts",
    params(("id" = String, Path, description = "The list's id.")),
    request_body = GiftOrder,
    responses((status = 200, description = "The order that holds now.", body = GiftOrder), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn order_gifts(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
    sent: Result<Sent<GiftOrder>, Refused>,
) -> Result<Json<GiftOrder>, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    let Sent(asked) = sent?;
    let now = before(&rest, &caller, &id, list).await?;
    let gifts = gifts_named(&now, &asked.order)?;
    rest.backend.records.order(&caller.visit, list, &gifts).await?;
    order_of(&rest, &caller, &id, list).await
}

/// Puts one gift directly below another, or on top of a heading.
#[utoipa::path(
    put,
    path = "/lists/{id}/product/{productid}/place",
    tag = "gifts",
    params(
        ("id" = String, Path, description = "The list's id."),
        ("productid" = String, Path, description = "What names the gift on its list.")
    ),
    request_body = Option<GiftPlace>,
    responses((status = 200, description = "The order that holds now.", body = GiftOrder), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn place_gift(
    State(rest): State<Rest>,
    caller: Caller,
    Path((id, productid)): Path<(String, String)>,
    sent: Result<MaybeSent<GiftPlace>, Refused>,
) -> Result<Json<GiftOrder>, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    let MaybeSent(place) = sent?;
    let now = before(&rest, &caller, &id, list).await?;
    let gift = on_list(&now, &productid)?.gift;
    let after = match &place.after {
        None => None,
        Some(above) => {
            let found = named(above, "after").ok().flatten().and_then(|id| now.on_list(id));
            let found = found.filter(|key| key.gift != gift);
            Some(found.ok_or_else(|| Refused::field("after", "not_a_choice"))?.gift)
        }
    };
    let section = place.section.unwrap_or_else(|| section_of(&now, after.unwrap_or(gift)));
    rest.backend.gifts.place(&caller.visit, list, gift, after, &section).await?;
    order_of(&rest, &caller, &id, list).await
}

/// The gifts that these names mean.
fn gifts_named(record: &ListRecord, names: &[String]) -> Result<Vec<GiftId>, Refused> {
    let gift = |name: &String| {
        let id = named(name, "order").ok().flatten()?;
        Some(record.on_list(id)?.gift)
    };
    let gifts = names.iter().map(gift).collect::<Option<Vec<_>>>();
    gifts.ok_or_else(|| Refused::field("order", "not_a_choice"))
}

fn section_of(record: &ListRecord, gift: GiftId) -> String {
    let gifts = record.list.gifts.gifts();
    let found = gifts.into_iter().find(|it: &&OwnerGift| it.card.id == gift);
    found.map(|it| it.card.section.clone()).unwrap_or_default()
}

async fn order_of(
    rest: &Rest,
    caller: &Caller,
    sent: &str,
    list: ListId,
) -> Result<Json<GiftOrder>, Refused> {
    let now = record(rest, caller, sent, list).await?;
    let order = products(&now).into_iter().map(|product| product.product_id);
    Ok(Json(GiftOrder { order: order.collect() }))
}

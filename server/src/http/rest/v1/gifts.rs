//! Gifts, for those who look after their list: L8 to L10 of the original.

use app::{backend::GiftChange, error::AppError};
use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use domain::{GiftForm, GiftKey, ListRecord, Priority, ProductId, Scope};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    beyond::{before, record},
    shapes::{ProductType, list_named, named, no_body, of_gift, written},
};
use crate::http::rest::{
    Caller, Rest,
    refused::{Refusals, Refused},
    sent::{Number, Sent},
    tag::changed,
};

/// The routes.
pub fn routes() -> OpenApiRouter<Rest> {
    OpenApiRouter::default().routes(routes!(add_gift, change_gift, take_gift_off))
}

/// A gift that shall be on a list.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct NewGift {
    /// How many are wanted: 1 to 999.
    #[schema(value_type = Number)]
    quantity: Option<Number>,
    /// Where the product is.
    #[schema(value_type = ProductType)]
    product_type: Option<Value>,
    /// What its owner says about it: up to 500 characters.
    notes: Option<String>,
}

/// A gift that is on a list now.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AddedGift {
    /// Always true.
    message: bool,
    /// By what it is named on its list: the product that was asked for, or what stands for it there.
    product_id: String,
}

/// How many of a gift are wanted, and what is said about it.
#[derive(Debug, Deserialize, ToSchema)]
struct GiftUpdate {
    /// How many are wanted: 1 to 999.
    #[schema(value_type = Number)]
    quantity: Option<Number>,
    /// Up to 500 characters; an empty text takes them away.
    notes: Option<String>,
}

/// What was changed.
#[derive(Debug, Serialize, ToSchema)]
struct ChangedGift {
    /// How many are wanted.
    quantity: i64,
    /// What was said about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<String>,
}

/// What is off the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct GiftOff {
    /// Always true.
    message: bool,
}

impl GiftOff {
    /// It is.
    pub fn done() -> Self {
        Self { message: true }
    }
}

fn number(quantity: Option<Number>) -> Result<Number, Refused> {
    let missing = "API Event did not contain a quantity body attribute.";
    quantity.ok_or_else(|| Refused::field("quantity", "required").says("invalid", missing))
}

fn product_type(sent: Option<&Value>) -> Result<ProductType, Refused> {
    let wrong = |problem, said: &str| Refused::field("productType", problem).says("invalid", said);
    match sent.and_then(Value::as_str) {
        Some("products") => Ok(ProductType::Products),
        Some("notfound") => Ok(ProductType::Notfound),
        Some(_) => Err(wrong(
            "not_a_choice",
            "API Event did not contain a product type of products or notfound.",
        )),
        None => Err(wrong("required", "API Event did not contain the product type in the body.")),
    }
}

/// What is said of a gift that is not on the list.
pub const NO_GIFT: &str = "Product did not exist.";

/// What is said of a gift that stays on the list.
const STAYS: &str = "Product could not be deleted.";

/// The gift on a list that a path names.
///
/// # Errors
/// 404; as [`named`].
pub fn on_list(record: &ListRecord, sent: &str) -> Result<GiftKey, Refused> {
    let id = named(sent, "productid")?;
    let key = id.and_then(|id| record.on_list(id));
    key.ok_or_else(|| Refused::missing(NO_GIFT))
}

/// Adds a product of the catalogue, or one of the caller's own, to a list.
///
/// What is on the list already is refused (409), whatever the product is called.
#[utoipa::path(
    post,
    path = "/lists/{id}/product/{productid}",
    tag = "gifts",
    params(
        ("id" = String, Path, description = "The list's id."),
        ("productid" = String, Path, description = "The id of the product.")
    ),
    request_body = NewGift,
    responses((status = 200, description = "It is on the list.", body = AddedGift), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn add_gift(
    State(rest): State<Rest>,
    caller: Caller,
    Path((id, productid)): Path<(String, String)>,
    sent: Result<Sent<NewGift>, Refused>,
) -> Result<Json<AddedGift>, Refused> {
    caller.need(Scope::ListsWrite)?;
    named(&id, "id")?;
    let product = named(&productid, "productid")?.map(ProductId::new);
    let Sent(new) = sent.map_err(no_body)?;
    let quantity = number(new.quantity)?;
    let kind = product_type(new.product_type.as_ref())?;
    let list = list_named(&id)?;
    let visit = &caller.visit;
    record(&rest, &caller, &id, list).await?;
    let unknown = |error: AppError| {
        of_gift(error.into())
            .says("not_found", "No product exists with this ID.")
            .says("on_list_already", "Product already exists in list.")
    };
    let product = product.ok_or_else(|| unknown(AppError::not_found()))?;
    let form = GiftForm {
        wanted: quantity.to_string(),
        notes: new.notes.unwrap_or_default(),
        priority: Priority::default().code().to_owned(),
        ..GiftForm::default()
    };
    let added = match kind {
        ProductType::Products => {
            let added = rest.backend.gifts.add(visit, list, Some(product), false, form).await;
            added.map(|_| product)
        }
        ProductType::Notfound => {
            let added = rest.backend.not_found.add(visit, list, product, form).await;
            added.map(|(_, product)| product)
        }
    };
    let product = added.map_err(unknown)?;
    Ok(Json(AddedGift { message: true, product_id: written(product.uuid()) }))
}

/// Changes how many of a gift are wanted, and what is said about it.
#[utoipa::path(
    put,
    path = "/lists/{id}/product/{productid}",
    tag = "gifts",
    params(
        ("id" = String, Path, description = "The list's id."),
        ("productid" = String, Path, description = "What names the gift on its list.")
    ),
    request_body = GiftUpdate,
    responses(
        (status = 200, description = "It is changed.", body = ChangedGift,
            headers(("ETag" = String,
                description = "What this made of the revision that `If-Match` names, if any."))),
        Refusals
    ),
    security(("token" = ["lists:write"]))
)]
async fn change_gift(
    State(rest): State<Rest>,
    caller: Caller,
    Path((id, productid)): Path<(String, String)>,
    sent: Result<Sent<GiftUpdate>, Refused>,
) -> Result<Response, Refused> {
    caller.need(Scope::ListsWrite)?;
    named(&id, "id")?;
    named(&productid, "productid")?;
    let Sent(GiftUpdate { quantity, notes }) = sent.map_err(no_body)?;
    let quantity = number(quantity)?;
    let list = list_named(&id)?;
    let record = before(&rest, &caller, &id, list).await?;
    let key = on_list(&record, &productid)?;
    let form = |form: GiftForm| GiftForm {
        wanted: quantity.to_string(),
        any_number: String::new(),
        notes: notes.clone().unwrap_or(form.notes),
        ..form
    };
    let change = GiftChange { form: &form };
    let made = rest.backend.records.change_gift(&caller.visit, list, key.gift, change).await;
    let made = made.map_err(|error| of_gift(error.into()))?;
    Ok(changed(made, ChangedGift { quantity: quantity.0, notes }))
}

/// Takes a gift off its list.
///
/// Where owners see that something of it is promised, it stays (409); `remove` takes it off all the
/// same.
#[utoipa::path(
    delete,
    path = "/lists/{id}/product/{productid}",
    tag = "gifts",
    params(
        ("id" = String, Path, description = "The list's id."),
        ("productid" = String, Path, description = "What names the gift on its list.")
    ),
    responses((status = 200, description = "It is off the list.", body = GiftOff), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn take_gift_off(
    State(rest): State<Rest>,
    caller: Caller,
    Path((id, productid)): Path<(String, String)>,
) -> Result<Json<GiftOff>, Refused> {
    caller.need(Scope::ListsWrite)?;
    named(&id, "id")?;
    named(&productid, "productid")?;
    let list = list_named(&id)?;
    let record = before(&rest, &caller, &id, list).await?;
    let key = on_list(&record, &productid).map_err(|refused| refused.says("not_found", STAYS))?;
    let taken_off = rest.backend.records.take_off(&caller.visit, list, key.gift).await;
    let promised = "Product could not be deleted. Somebody has reserved or bought it already.";
    taken_off.map_err(|error| {
        Refused::from(error).says("below_taken", promised).says("not_found", STAYS)
    })?;
    Ok(Json(GiftOff::done()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    // R10.1
    #[test]
    fn a_type_is_one_of_two_and_told_apart_from_none() {
        assert_eq!(product_type(Some(&json!("products"))), Ok(ProductType::Products));
        assert_eq!(product_type(Some(&json!("notfound"))), Ok(ProductType::Notfound));
        let said = |sent: Option<Value>| format!("{:?}", product_type(sent.as_ref()).unwrap_err());
        for wrong in ["wrong", "", "Products", "products "] {
            assert!(said(Some(json!(wrong))).contains("of products or notfound"), "{wrong}");
        }
        for none in [None, Some(json!(null)), Some(json!(1)), Some(json!(["products"]))] {
            assert!(said(none).contains("did not contain the product type"));
        }
    }
}

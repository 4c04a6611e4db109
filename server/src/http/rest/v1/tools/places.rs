//! Products here and in other instances: T5 to T9 of the original, and hiding one.

use std::collections::BTreeMap;

use app::backend::{PeerState, PutThere};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use domain::ProductId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{entry, entry_as_read, missing, product_in_path};
use crate::{
    http::rest::{
        Caller, Rest,
        refused::{Refusals, Refused},
        sent::{MaybeSent, Sent},
        tag::IfMatch,
        v1::{
            products::{
                Address, Metadata, SentProduct, behind_address, for_the_catalogue, of_product, read,
            },
            shapes::written,
        },
    },
    peers::Entry,
};

/// The routes.
pub fn routes() -> OpenApiRouter<Rest> {
    let routes = OpenApiRouter::default()
        .routes(routes!(create_everywhere))
        .routes(routes!(read_entry, put_everywhere))
        .routes(routes!(check_product))
        .routes(routes!(hide_product));
    behind_address(routes, routes!(tools_metadata))
}

/// A product, and the instances that shall have it: this one, and each peer of the settings that is
/// not left out.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlacedProduct {
    /// Where it is sold; the host of its page, unless it is named.
    #[schema(examples("Tiny Oak"))]
    retailer: Option<String>,
    /// Who makes it.
    brand: Option<String>,
    /// What it is called.
    #[schema(value_type = String, examples("Wooden train"))]
    details: Option<String>,
    /// Its page in the shop.
    #[schema(value_type = String, examples("https://shop.example/train"))]
    product_url: Option<String>,
    /// Its picture, which is copied.
    image_url: Option<String>,
    /// What it costs. The day on which that was read is today.
    #[schema(examples("39.90"))]
    price: Option<String>,
    /// In which currency (ISO 4217); pounds, unless it is named.
    #[schema(examples("EUR"))]
    currency: Option<String>,
    /// Whether it is kept from those who search.
    search_hidden: Option<bool>,
    /// `false` leaves the peer out that is called so.
    test: Option<bool>,
    /// `false` leaves the peer out that is called so.
    staging: Option<bool>,
    /// `false` leaves the peer out that is called so.
    prod: Option<bool>,
    /// The peers that shall have it: all of them, unless they are named.
    instances: Option<Vec<String>>,
}

/// What came of it, by the names of the instances.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProductPlaces {
    /// The product's id, the same in every instance.
    product_id: String,
    /// For each instance `Success:ID`, `Created: ID` or `Updated: ID`.
    #[serde(flatten)]
    #[schema(ignore)]
    instances: BTreeMap<String, String>,
}

/// A product of the catalogue, and how it is elsewhere.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProductStates {
    /// The product as it is here.
    product: Entry,
    /// For each peer `IN SYNC`, `NOT IN SYNC`, `DOES NOT EXIST`, or `NOT REACHED` where that could
    /// not be found out. Of pictures only whether there is one is compared, and when a price was
    /// read does not matter.
    #[schema(examples(json!({ "staging": "IN SYNC" })))]
    test_environment_states: BTreeMap<String, String>,
}

/// Whether a product shall be hidden.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProductHiding {
    /// `false` shows it again to those who search; it is hidden unless that is said.
    search_hidden: Option<bool>,
}

impl PlacedProduct {
    /// The product, and those of these peers that shall have it.
    fn parts(self, peers: &[String]) -> (SentProduct, Vec<String>) {
        let left_out = |name: &str| {
            let said = match name {
                "test" => self.test,
                "staging" => self.staging,
                "prod" => self.prod,
                _ => None,
            };
            let named = self.instances.as_ref().is_none_or(|all| all.iter().any(|it| it == name));
            said == Some(false) || !named
        };
        let peers = peers.iter().filter(|name| !left_out(name)).cloned().collect();
        let product = SentProduct {
            retailer: self.retailer,
            brand: self.brand,
            details: self.details,
            product_url: self.product_url,
            image_url: self.image_url,
            price: self.price,
            currency: self.currency,
            search_hidden: self.search_hidden,
        };
        (product, peers)
    }
}

/// What the original's tools said of a key that is missing.
pub(super) fn not_contained(key: &str) -> String {
    format!("API Event body did not contain the {key}.")
}

/// Words of the original for a body that is not there.
fn no_body(refused: Refused) -> Refused {
    refused.says("body_missing", "API Event body did not exist.")
}

/// Puts a product of this catalogue into peers, and `says` of each by its name what came of it, beside
/// what came of it here.
async fn spread(
    rest: &Rest,
    caller: &Caller,
    product: ProductId,
    here: (String, String),
    peers: &[String],
    says: impl Fn(&str, PutThere) -> String,
) -> Result<ProductPlaces, Refused> {
    let id = written(product.uuid());
    let put = rest.backend.tools.put_there(&caller.visit, product, peers).await?;
    let failed = put.iter().any(|(_, put)| *put == PutThere::Failed);
    let mut instances = BTreeMap::from([here]);
    for (name, put) in put {
        let said = says(&name, put);
        instances.insert(name, said);
    }
    if failed {
        let said = "There was an error when updating one or more environments.";
        let refused = Refused::new(StatusCode::SERVICE_UNAVAILABLE, "peer_failed", said);
        let refused = refused.with("productId", id);
        return Err(instances
            .into_iter()
            .fold(refused, |refused, (name, said)| refused.with(&name, said)));
    }
    Ok(ProductPlaces { product_id: id, instances })
}

/// Makes a product of the catalogue, here and in peers, under one id.
///
/// Where a peer fails, the answer is 503 `peer_failed`, which says where it was made; `PUT` with its id
/// makes up for the rest.
#[utoipa::path(
    post,
    path = "/tools/products",
    tag = "tools",
    request_body = PlacedProduct,
    responses((status = 200, description = "It is made.", body = ProductPlaces), Refusals),
    security(("token" = ["catalogue:write"]), ("token" = ["admin"]))
)]
async fn create_everywhere(
    State(rest): State<Rest>,
    caller: Caller,
    sent: Result<Sent<PlacedProduct>, Refused>,
) -> Result<Json<ProductPlaces>, Refused> {
    for_the_catalogue(&caller)?;
    let Sent(sent) = sent.map_err(no_body)?;
    let (own, peers) = rest.backend.tools.instances(&caller.visit).await?;
    let (sent, peers) = sent.parts(&peers);
    let form = sent.form(&rest, &caller).await?;
    let made = rest.backend.catalogue.create(&caller.visit, form).await;
    let product = made.map_err(|error| of_product(error.into()).lacking(not_contained))?;
    let success = format!("Success:{}", written(product.uuid()));
    let says = |name: &str, put: PutThere| match put {
        PutThere::Created | PutThere::Updated => success.clone(),
        PutThere::Failed => format!("Failed:Product could not be created ({name})."),
    };
    let here = (own, success.clone());
    spread(&rest, &caller, product, here, &peers, says).await.map(Json)
}

/// Puts a product of the catalogue, here and in peers: it is changed, or made under this id.
///
/// What is not sent is empty afterwards, but for the picture. Where it was changed or taken away since
/// `If-Match` says that it was read, nothing is done (412), here or in peers. Where a peer fails, the
/// answer is 503 `peer_failed`, which says where it was done.
#[utoipa::path(
    put,
    path = "/tools/products/{id}",
    tag = "tools",
    params(("id" = String, Path, description = "The product's id.")),
    request_body = PlacedProduct,
    responses((status = 200, description = "It is there.", body = ProductPlaces), Refusals),
    security(("token" = ["catalogue:write"]), ("token" = ["admin"]))
)]
async fn put_everywhere(
    State(rest): State<Rest>,
    caller: Caller,
    upon: IfMatch,
    Path(id): Path<String>,
    sent: Result<Sent<PlacedProduct>, Refused>,
) -> Result<Json<ProductPlaces>, Refused> {
    for_the_catalogue(&caller)?;
    let Sent(sent) = sent.map_err(no_body)?;
    let product = product_in_path(&id)?;
    let was = entry_as_read(&rest, &caller, product, &upon).await?;
    let (own, peers) = rest.backend.tools.instances(&caller.visit).await?;
    let (sent, peers) = sent.parts(&peers);
    let form = sent.form(&rest, &caller).await?;
    let put = rest.backend.tools.put(&caller.visit, product, form, &was).await;
    let created = put.map_err(|error| of_product(error.into()).lacking(not_contained))?;
    let id = written(product.uuid());
    let says = |_: &str, put: PutThere| match put {
        PutThere::Created => format!("Created: {id}"),
        PutThere::Updated => format!("Updated: {id}"),
        PutThere::Failed => "Failed: Unexpected error when updating".to_owned(),
    };
    let done = if created { PutThere::Created } else { PutThere::Updated };
    let here = (own.clone(), says(&own, done));
    spread(&rest, &caller, product, here, &peers, says).await.map(Json)
}

/// A product of the catalogue, with all that admins know of it.
#[utoipa::path(
    get,
    path = "/tools/products/{id}",
    tag = "tools",
    params(("id" = String, Path, description = "The product's id.")),
    responses(
        (status = 200, description = "The product, under a tag that `If-Match` takes.", body = Entry,
            headers(("ETag" = String, description = "A digest of what is said of it."))),
        Refusals
    ),
    security(("token" = ["catalogue:write"]), ("token" = ["admin"]))
)]
async fn read_entry(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    for_the_catalogue(&caller)?;
    let product = product_in_path(&id)?;
    let view = rest.backend.catalogue.product(&caller.visit, product).await;
    let view = view.map_err(|error| missing(&id, error))?;
    Ok(entry(&rest, &view))
}

/// How a product of the catalogue is in other instances.
#[utoipa::path(
    get,
    path = "/tools/products/check/{id}",
    tag = "tools",
    params(("id" = String, Path, description = "The product's id.")),
    responses((status = 200, description = "How it is there.", body = ProductStates), Refusals),
    security(("token" = ["catalogue:write"]), ("token" = ["admin"]))
)]
async fn check_product(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<ProductStates>, Refused> {
    for_the_catalogue(&caller)?;
    let product = product_in_path(&id)?;
    let compared = rest.backend.tools.compare(&caller.visit, product).await;
    let (card, states) = compared.map_err(|error| missing(&id, error))?;
    let said = |state: PeerState| match state {
        PeerState::InSync => "IN SYNC",
        PeerState::NotInSync => "NOT IN SYNC",
        PeerState::Missing => "DOES NOT EXIST",
        PeerState::Silent => "NOT REACHED",
    };
    Ok(Json(ProductStates {
        product: Entry::of(&card, &rest.site.settings.site.origin()),
        test_environment_states: states
            .into_iter()
            .map(|(name, state)| (name, said(state).to_owned()))
            .collect(),
    }))
}

/// Keeps a product from those who search, or shows it to them again.
///
/// Lists that have it keep it.
#[utoipa::path(
    post,
    path = "/tools/products/{id}/hide",
    tag = "tools",
    params(("id" = String, Path, description = "The product's id.")),
    request_body = Option<ProductHiding>,
    responses((status = 200, description = "The product.", body = Entry), Refusals),
    security(("token" = ["catalogue:write"]), ("token" = ["admin"]))
)]
async fn hide_product(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
    sent: Result<MaybeSent<ProductHiding>, Refused>,
) -> Result<Json<Entry>, Refused> {
    for_the_catalogue(&caller)?;
    let MaybeSent(ProductHiding { search_hidden }) = sent?;
    let product = product_in_path(&id)?;
    let hidden = search_hidden.unwrap_or(true);
    let hid = rest.backend.tools.hide(&caller.visit, product, hidden).await;
    hid.map_err(|error| missing(&id, error))?;
    let card = rest.backend.products.product(product).await;
    let card = card.map_err(|error| missing(&id, error))?;
    Ok(Json(Entry::of(&card, &rest.site.settings.site.origin())))
}

/// What the page says that an address leads to.
///
/// As `GET /products/query/metadata/{url}`.
#[utoipa::path(
    get,
    path = "/tools/query/metadata/{url}",
    tag = "tools",
    params(Address),
    responses((status = 200, description = "What was read.", body = Metadata), Refusals),
    security(("token" = ["catalogue:write"]), ("token" = ["admin"]))
)]
async fn tools_metadata(
    State(rest): State<Rest>,
    caller: Caller,
    address: Result<Address, Refused>,
) -> Result<Json<Metadata>, Refused> {
    for_the_catalogue(&caller)?;
    read(&rest, &caller, address).await.map(Json)
}

//! The catalogue: P1 to P5 of the original.

mod address;
mod told;

use app::error::AppError;
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use domain::{DomainError, ProductForm, ProductId, Scope, WrongState};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use self::told::{FoundProduct, ProductFound};
use crate::{
    http::rest::{
        Caller, Rest,
        refused::{Refusals, Refused},
        sent::Sent,
        v1::{me::Deleted, shapes::not_there},
    },
    peers::priced,
};

pub use address::{Address, behind_address};
pub use told::{MadeProduct, Metadata, ProductObj};

/// The routes.
pub fn routes() -> OpenApiRouter<Rest> {
    let routes = OpenApiRouter::default()
        .routes(routes!(create_product))
        .routes(routes!(read_product, delete_product));
    let routes = behind_address(routes, routes!(product_by_url));
    behind_address(routes, routes!(metadata))
}

/// A product as it is sent. Its words are an admin's.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SentProduct {
    /// Where it is sold; the host of its page, unless it is named.
    #[schema(examples("Tiny Oak"))]
    pub retailer: Option<String>,
    /// Who makes it.
    #[schema(examples("Holzmann"))]
    pub brand: Option<String>,
    /// What it is called.
    #[schema(value_type = String, examples("Wooden train"))]
    pub details: Option<String>,
    /// Its page in the shop, which is kept without what only tracks people.
    #[schema(value_type = String, examples("https://shop.example/train"))]
    pub product_url: Option<String>,
    /// Its picture, which is copied; without one that can be had the product has none.
    pub image_url: Option<String>,
    /// What it costs.
    #[schema(examples("39.90"))]
    pub price: Option<String>,
    /// In which currency (ISO 4217); pounds, unless it is named.
    #[schema(examples("EUR"))]
    pub currency: Option<String>,
    /// Whether it is kept from those who search.
    pub search_hidden: Option<bool>,
}

impl SentProduct {
    /// The form that makes it. Its picture is copied meanwhile.
    ///
    /// # Errors
    /// As the service: 404 for who is no admin.
    pub async fn form(&self, rest: &Rest, caller: &Caller) -> Result<ProductForm, Refused> {
        self.over(ProductForm::default(), rest, caller).await
    }

    /// The same over a form, of which stays what is not sent.
    ///
    /// # Errors
    /// As the service: 404 for who is no admin.
    pub async fn over(
        &self,
        form: ProductForm,
        rest: &Rest,
        caller: &Caller,
    ) -> Result<ProductForm, Refused> {
        let or = |sent: &Option<String>, before: String| sent.clone().unwrap_or(before);
        let picture = match &self.image_url {
            Some(url) => rest.backend.tools.copy_picture(&caller.visit, url).await?,
            None => String::new(),
        };
        let named = self.currency.as_deref().map(str::trim).filter(|named| !named.is_empty());
        let (price, currency) = match (&self.price, named) {
            (Some(price), _) => priced(Some(price), named),
            // It is that of the price that there is, which nobody has read anew.
            (None, Some(named)) => (form.price, named.to_owned()),
            (None, None) => (form.price, form.currency),
        };
        Ok(ProductForm {
            link: or(&self.product_url, form.link),
            name: or(&self.details, form.name),
            brand: or(&self.brand, form.brand),
            shop: or(&self.retailer, form.shop),
            price_on: if self.price.is_some() { String::new() } else { form.price_on },
            price,
            currency,
            picture: if picture.is_empty() { form.picture } else { picture },
            hidden: match self.search_hidden {
                None => form.hidden,
                Some(hidden) => if hidden { "on" } else { "" }.to_owned(),
            },
        })
    }
}

/// Lets admins pass whose token is for the catalogue, or for whatever admins' programs may do.
///
/// # Errors
/// 401 without a token, 403 without the scope, 404 for who is no admin.
pub fn for_the_catalogue(caller: &Caller) -> Result<(), Refused> {
    let admin = caller.token().is_some_and(|token| token.scopes.has(Scope::Admin));
    caller.need(if admin { Scope::Admin } else { Scope::CatalogueWrite }).map(drop)
}

/// Lets pass who may fill a list, or the catalogue.
fn for_searching(caller: &Caller) -> Result<(), Refused> {
    let has = |scope| caller.token().is_some_and(|token| token.scopes.has(scope));
    if !has(Scope::ListsWrite) && (has(Scope::CatalogueWrite) || has(Scope::Admin)) {
        return for_the_catalogue(caller);
    }
    caller.need(Scope::ListsWrite).map(drop)
}

/// The product that a path names. What is no id names nothing.
///
/// # Errors
/// 404, in these words.
pub fn product_named(sent: &str, said: &str) -> Result<ProductId, Refused> {
    let id = Uuid::try_parse(sent).ok().map(ProductId::new);
    id.ok_or_else(|| Refused::missing(said))
}

/// What the original said of a key that is missing: nothing but the key.
pub fn quoted(key: &str) -> String {
    format!("'{key}'")
}

/// A refusal with the names that the API has for what our forms call otherwise.
pub fn of_product(refused: Refused) -> Refused {
    refused.calling(&[
        ("link", "productUrl"),
        ("name", "details"),
        ("shop", "retailer"),
        ("picture", "imageUrl"),
        ("hidden", "searchHidden"),
        ("price_on", "priceCheckedDate"),
    ])
}

/// What is answered where a product is not taken away: `missing` for one that is not there.
pub fn undeleted(error: AppError, missing: &str) -> Refused {
    const STAYS: &str = "Product can not be deleted.";
    match &error {
        AppError::Refused { rule: DomainError::WrongState { state: WrongState::OnLists } } => {
            Refused::new(StatusCode::CONFLICT, "on_lists", STAYS)
        }
        _ => Refused::from(error).says("not_found", missing).says("wrong_state", STAYS),
    }
}

/// What is said of a product that is not there.
pub const NO_PRODUCT: &str = "No product exists with this ID.";

/// Makes a product of the catalogue.
#[utoipa::path(
    post,
    path = "/products",
    tag = "products",
    request_body = SentProduct,
    responses((status = 200, description = "It is made.", body = MadeProduct), Refusals),
    security(("token" = ["catalogue:write"]), ("token" = ["admin"]))
)]
async fn create_product(
    State(rest): State<Rest>,
    caller: Caller,
    sent: Result<Sent<SentProduct>, Refused>,
) -> Result<Json<MadeProduct>, Refused> {
    for_the_catalogue(&caller)?;
    let Sent(sent) = sent?;
    let form = sent.form(&rest, &caller).await?;
    let made = rest.backend.catalogue.create(&caller.visit, form).await;
    let made = made.map_err(|error| of_product(error.into()).lacking(quoted))?;
    Ok(Json(MadeProduct::of(made)))
}

/// A product of the catalogue.
///
/// Anybody who has its id may ask, for hidden ones too.
#[utoipa::path(
    get,
    path = "/products/{id}",
    tag = "products",
    params(("id" = String, Path, description = "The product's id.")),
    responses((status = 200, description = "The product.", body = ProductObj), Refusals),
    security(())
)]
async fn read_product(
    State(rest): State<Rest>,
    _caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<ProductObj>, Refused> {
    let id = product_named(&id, NO_PRODUCT)?;
    let card = rest.backend.products.product(id).await;
    let card = card.map_err(not_there(NO_PRODUCT))?;
    Ok(Json(ProductObj::of(&card, &rest.site.settings.site.origin())))
}

/// Takes a product out of the catalogue.
///
/// One that is on a list stays: it can be hidden from those who search.
#[utoipa::path(
    delete,
    path = "/products/{id}",
    tag = "products",
    params(("id" = String, Path, description = "The product's id.")),
    responses((status = 200, description = "It is gone.", body = Deleted), Refusals),
    security(("token" = ["catalogue:write"]), ("token" = ["admin"]))
)]
async fn delete_product(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Deleted>, Refused> {
    for_the_catalogue(&caller)?;
    let id = product_named(&id, NO_PRODUCT)?;
    let deleted = rest.backend.tools.delete(&caller.visit, id).await;
    deleted.map_err(|error| undeleted(error, NO_PRODUCT))?;
    Ok(Json(Deleted { deleted: true }))
}

/// The product of the catalogue that an address leads to.
///
/// It is found by any of its addresses, whatever tracks people in them. Nothing is found of what is
/// hidden.
#[utoipa::path(
    get,
    path = "/products/url/{url}",
    tag = "products",
    params(Address),
    responses(
        (status = 200, description = "The product, or an empty one.", body = ProductFound),
        Refusals
    ),
    security(("token" = ["lists:write"]), ("token" = ["catalogue:write"]), ("token" = ["admin"]))
)]
async fn product_by_url(
    State(rest): State<Rest>,
    caller: Caller,
    address: Result<Address, Refused>,
) -> Result<Json<ProductFound>, Refused> {
    for_searching(&caller)?;
    let Address(url) = address?;
    let found = rest.backend.products.by_link(&caller.visit, &url).await?;
    let origin = rest.site.settings.site.origin();
    let product = found.map(|card| FoundProduct::of(&card, &origin)).unwrap_or_default();
    Ok(Json(ProductFound { product }))
}

/// What the page says that an address leads to.
///
/// The page is read unless the catalogue has the product, or the shop is known to refuse. Its picture
/// is copied: `image` is ours, and can be sent as `imageUrl`. Where nothing could be read, nothing is
/// answered, whatever the reason.
#[utoipa::path(
    get,
    path = "/products/query/metadata/{url}",
    tag = "products",
    params(Address),
    responses((status = 200, description = "What was read.", body = Metadata), Refusals),
    security(("token" = ["lists:write"]), ("token" = ["catalogue:write"]), ("token" = ["admin"]))
)]
async fn metadata(
    State(rest): State<Rest>,
    caller: Caller,
    address: Result<Address, Refused>,
) -> Result<Json<Metadata>, Refused> {
    for_searching(&caller)?;
    read(&rest, &caller, address).await.map(Json)
}

/// What the page says that an address leads to.
///
/// # Errors
/// 422 for what is no address, and as the service.
pub async fn read(
    rest: &Rest,
    caller: &Caller,
    address: Result<Address, Refused>,
) -> Result<Metadata, Refused> {
    let Address(url) = address?;
    let read = rest.backend.products.read(&caller.visit, &url).await;
    let read =
        read.map_err(|error| Refused::from(error).says("invalid", "Metadata query failed."))?;
    Ok(Metadata::of(read, &rest.site.settings.site.origin()))
}

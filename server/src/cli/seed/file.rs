//! A world from a file, in the words of the original's seeds: somebody, their list, products of the
//! catalogue and others that wait, and who promised what.

use std::collections::{HashMap, HashSet};

use app::error::AppError;
use chrono::NaiveDate;
use domain::{
    EmailAddress, FieldErrors, GiftForm, ListForm, ListId, MAX_UNVERIFIED_PER_LIST, Password,
    PersonName, ProductForm, ProductId, ReserveForm, Surprise,
};
use serde::{Deserialize, de::IgnoredAny};
use serde_json::json;
use store::{CatalogueEntry, Ids as _};

use super::{
    fixture::{reserve, shared},
    sign_up, visit,
};
use crate::{
    http::rest::{form_date, occasion_code},
    service,
    site::Site,
};

/// What the file holds. What this site finds out by itself, such as when a list was made, is taken and
/// means nothing.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct World {
    user: User,
    list: Option<List>,
    #[serde(default)]
    products: Vec<Product>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct User {
    email: String,
    name: String,
    password: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    title: String,
    occasion: String,
    #[serde(default)]
    description: String,
    #[serde(default, rename = "eventDate")]
    event_date: String,
    #[serde(default, rename = "createdAt")]
    _created_at: IgnoredAny,
    #[serde(default, rename = "imageUrl")]
    _image_url: IgnoredAny,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Product {
    #[serde(rename = "type")]
    kind: Kind,
    details: String,
    #[serde(default)]
    brand: String,
    #[serde(default, rename = "productUrl")]
    product_url: String,
    #[serde(default)]
    retailer: String,
    #[serde(default)]
    price: String,
    #[serde(default = "pounds")]
    currency: String,
    #[serde(default, rename = "imageUrl")]
    _image_url: IgnoredAny,
    /// Without it, the product is on no list.
    quantity: Option<u32>,
    reserved: Option<u32>,
    purchased: Option<u32>,
    #[serde(default)]
    notes: String,
    #[serde(default)]
    reservations: Vec<Reservation>,
}

/// The original told prices in no other currency.
fn pounds() -> String {
    "GBP".to_owned()
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    /// Of the catalogue.
    Products,
    /// One that waits for an admin.
    NotFound,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reservation {
    #[serde(default, rename = "userId")]
    _user_id: IgnoredAny,
    name: String,
    email: String,
    quantity: u32,
    state: State,
    #[serde(default, rename = "reservedAt")]
    _reserved_at: IgnoredAny,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Reserved,
    Purchased,
    Cancelled,
}

impl User {
    fn wrong(&self) -> FieldErrors {
        let mut errors = FieldErrors::default();
        errors.take("email", EmailAddress::parse(&self.email));
        errors.take("name", PersonName::parse(&self.name));
        errors.take("password", Password::parse(&self.password));
        errors
    }
}

impl List {
    fn form(&self) -> ListForm {
        ListForm {
            title: self.title.clone(),
            occasion: occasion_code(&self.occasion),
            welcome: self.description.clone(),
            date: form_date(&self.event_date),
            ..ListForm::default()
        }
    }
}

impl Product {
    fn entry(&self) -> ProductForm {
        ProductForm {
            link: self.product_url.clone(),
            name: self.details.clone(),
            brand: self.brand.clone(),
            shop: self.retailer.clone(),
            price: self.price.clone(),
            currency: self.currency.clone(),
            ..ProductForm::default()
        }
    }

    /// How it is wished for, whatever it is.
    fn wish(&self, quantity: u32) -> GiftForm {
        GiftForm {
            wanted: quantity.to_string(),
            notes: self.notes.clone(),
            priority: "love".to_owned(),
            ..GiftForm::default()
        }
    }

    fn gift(&self, quantity: u32) -> GiftForm {
        GiftForm {
            link: self.product_url.clone(),
            name: self.details.clone(),
            brand: self.brand.clone(),
            shop: self.retailer.clone(),
            price: self.price.clone(),
            currency: self.currency.clone(),
            ..self.wish(quantity)
        }
    }

    /// How many are promised that stand so.
    fn promised(&self, state: State) -> u64 {
        let so = self.reservations.iter().filter(|promise| promise.state == state);
        so.map(|promise| u64::from(promise.quantity)).sum()
    }

    /// What is wrong with it, in words.
    fn wrong(&self, owner: &str, has_list: bool, today: NaiveDate) -> Vec<String> {
        let mut wrong = Vec::new();
        if self.kind == Kind::Products {
            wrong.extend(told(self.entry().parse(today, None).err(), "details"));
        }
        let Some(quantity) = self.quantity else {
            if self.kind == Kind::NotFound || !self.reservations.is_empty() {
                wrong.push("it needs a quantity, by which it is on the list".to_owned());
            }
            return wrong;
        };
        if !has_list {
            wrong.push("there is no list to put it on".to_owned());
        }
        // What the catalogue's form says already is not said twice.
        let gift = told(self.gift(quantity).parse(today, None).err(), "details");
        let more: Vec<_> = gift.into_iter().filter(|said| !wrong.contains(said)).collect();
        wrong.extend(more);
        let (reserved, purchased) =
            (self.promised(State::Reserved), self.promised(State::Purchased));
        for (word, said, counted) in
            [("reserved", self.reserved, reserved), ("purchased", self.purchased, purchased)]
        {
            if said.is_some_and(|said| u64::from(said) != counted) {
                wrong.push(format!("{word} is not what its reservations come to ({counted})"));
            }
        }
        if reserved + purchased > u64::from(quantity) {
            wrong.push("more of it is promised than is wanted".to_owned());
        }
        let mut givers = HashSet::new();
        for promise in &self.reservations {
            wrong.extend(told(promise.form().parse().err(), "name"));
            if promise.quantity > quantity {
                wrong.push(format!("{} promises more than is wanted", promise.email));
            }
            let giver = promise.email.to_lowercase();
            if giver == owner.to_lowercase() {
                wrong.push("nobody promises something on a list of their own".to_owned());
            }
            if promise.state != State::Cancelled && !givers.insert(giver) {
                wrong.push(format!("{} promises it twice", promise.email));
            }
        }
        wrong
    }
}

impl Reservation {
    fn form(&self) -> ReserveForm {
        ReserveForm {
            name: self.name.clone(),
            email: self.email.clone(),
            quantity: self.quantity.to_string(),
        }
    }
}

impl World {
    /// All that is wrong with it, in words. What is not wrong here can be made.
    fn wrong(&self, today: NaiveDate) -> Vec<String> {
        let mut wrong = Vec::new();
        let user = told(Some(self.user.wrong()), "name");
        wrong.extend(user.iter().map(|said| format!("user: {said}")));
        let list = self.list.as_ref().and_then(|list| list.form().parse().err());
        wrong.extend(told(list, "name").iter().map(|said| format!("list: {said}")));
        let mut promises = HashMap::new();
        for (number, product) in (1..).zip(&self.products) {
            let said = product.wrong(&self.user.email, self.list.is_some(), today);
            wrong.extend(said.iter().map(|it| format!("product {number}: {it}")));
            for promise in &product.reservations {
                *promises.entry(promise.email.to_lowercase()).or_insert(0) += 1;
            }
        }
        let often = promises.into_iter().filter(|(_, often)| *often > MAX_UNVERIFIED_PER_LIST);
        wrong.extend(often.map(|(giver, often)| {
            format!(
                "{giver} promises {often} times, and nobody may more than {MAX_UNVERIFIED_PER_LIST} times"
            )
        }));
        wrong
    }
}

/// Each wrong field by its word in the file, where a name is called `name`.
fn told(errors: Option<FieldErrors>, name: &str) -> Vec<String> {
    let errors = errors.unwrap_or_default();
    let said = errors.iter().map(|error| {
        let word = match error.field.as_str() {
            "name" => name,
            "welcome" => "description",
            "date" => "eventDate",
            "link" => "productUrl",
            "shop" => "retailer",
            "wanted" => "quantity",
            other => other,
        };
        format!("{word} needs another value ({})", error.problem.code())
    });
    said.collect()
}

/// Makes what the text of a file says, or nothing; answers the ids of it as JSON.
pub(super) async fn make(site: &Site, text: &str) -> Result<String, String> {
    let nothing = |why: String| format!("nothing was made: {why}");
    let world: World =
        serde_json::from_str(text).map_err(|error| nothing(format!("no fixture: {error}")))?;
    let wrong = world.wrong(site.clock.now().date_naive());
    if !wrong.is_empty() {
        return Err(nothing(format!("\n{}", wrong.join("\n"))));
    }
    let email = EmailAddress::parse(&world.user.email).map_err(|_| nothing("email".to_owned()))?;
    let known = site.store.person_by_email(&email.key()).await;
    if known.map_err(|error| error.to_string())?.is_some() {
        return Err(nothing(format!("{} has an account already", world.user.email)));
    }
    let stocked = stock(site, &world).await?;
    let made = people(site, &world, &stocked).await;
    made.map_err(|error| format!("the fixture was made in part: {error}"))
}

/// Puts products into the catalogue, all of them or none. Answers the id of each, none for one that is
/// none of the catalogue.
async fn stock(site: &Site, world: &World) -> Result<Vec<Option<ProductId>>, String> {
    let (mut entries, mut ids) = (Vec::new(), Vec::new());
    for product in &world.products {
        let wish = (product.kind == Kind::Products)
            .then(|| product.entry().parse(site.clock.now().date_naive(), None));
        let Some(Ok(wish)) = wish else {
            ids.push(None);
            continue;
        };
        let id = ProductId::new(site.clock.next());
        entries.push(CatalogueEntry { id, details: wish.details, hidden: wish.hidden });
        ids.push(Some(id));
    }
    let nobody = visit(site, "fixture");
    let put = site.store.put_products(site.errand(&nobody), &entries).await;
    let put = put.map_err(|error| error.to_string())?;
    let refused = put.refused.iter().map(|(id, why)| {
        let number = ids.iter().position(|known| *known == Some(*id)).map_or(0, |at| at + 1);
        format!("product {number}: {why}")
    });
    let refused: Vec<_> = refused.collect();
    if refused.is_empty() {
        Ok(ids)
    } else {
        Err(format!("nothing was made: {}", refused.join("; ")))
    }
}

/// Makes the account, and what is on its list.
async fn people(
    site: &Site,
    world: &World,
    stocked: &[Option<ProductId>],
) -> Result<String, AppError> {
    let User { email, name, password } = &world.user;
    let owner = sign_up(site, visit(site, email), name, email, password).await?;
    let person = owner.actor.person.ok_or(AppError::Transport)?;
    let backend = service::backend(site);
    let mut products: Vec<Option<ProductId>> = stocked.to_vec();
    let (mut path, mut reservations, mut list) = (None, Vec::new(), None);
    if let Some(wish) = &world.list {
        let id = backend.lists.create(&owner, wish.form(), Surprise::Show.code()).await?;
        list = Some(id);
        let mut gifts = Vec::new();
        for (product, known) in world.products.iter().zip(&mut products) {
            let Some(quantity) = product.quantity else { continue };
            let form = match known {
                Some(_) => product.wish(quantity),
                None => product.gift(quantity),
            };
            let gift = backend.gifts.add(&owner, id, *known, true, form).await?;
            *known = Some(site.answer(site.store.owned_gift(person, id, gift).await)?.1.product);
            gifts.push((gift, &product.reservations));
        }
        let share = shared(&backend, &owner, id).await?;
        for (gift, promises) in gifts {
            let mut promises: Vec<_> = promises.iter().enumerate().collect();
            // What was cancelled stands in nobody's way afterwards.
            promises.sort_by_key(|(_, promise)| promise.state != State::Cancelled);
            let mut made = Vec::new();
            for (number, promise) in promises {
                let giver = visit(site, &promise.email);
                let who = (promise.name.as_str(), promise.email.as_str());
                let token = reserve(&backend, &giver, who, &share, gift, promise.quantity).await?;
                match promise.state {
                    State::Reserved => {}
                    State::Purchased => backend.sharing.purchase(&giver, &token, "", "").await?,
                    State::Cancelled => backend.sharing.cancel(&giver, &token).await?,
                }
                made.extend(site.secrets.open_manage(&token).map(|(id, _)| (number, id)));
            }
            made.sort_by_key(|(number, _)| *number);
            reservations.extend(made.into_iter().map(|(_, id)| id.to_string()));
        }
        path = Some(share);
    }
    let products: Vec<_> = products.iter().flatten().map(ToString::to_string).collect();
    let said = json!({
        "user_id": person.to_string(),
        "list_id": list.map(|list: ListId| list.to_string()),
        "share": path,
        "product_ids": products,
        "reservation_ids": reservations,
    });
    Ok(format!("{said:#}"))
}

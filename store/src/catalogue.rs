//! The catalogue, and the products that wait for an admin (R6.1, R6.2).

use std::collections::HashSet;

use domain::{
    DomainError, LinkKey, ListId, PersonId, PictureId, Product, ProductDetails, ProductId,
    ProductWish, Standing,
};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    Act, Errand, Result, Store, StoreError,
    admins::audit_product,
    promote::{ProductRule, shown_anew},
    row::{count, id_of, list::ListRow, product::ProductRow, record},
    tx::transact,
    work::Work,
};

const CATALOGUE_HOLDER: &str = include_str!("../query/catalogue_holder.surql");
const CATALOGUE_LINK: &str = include_str!("../query/catalogue_link.surql");
const CATALOGUE_SEARCH: &str = include_str!("../query/catalogue_search.surql");
const PICTURES: &str = include_str!("../query/pictures.surql");
const PRODUCT: &str = include_str!("../query/product.surql");
const PRODUCT_EDIT: &str = include_str!("../query/product_edit.surql");
const PRODUCT_LISTS: &str = include_str!("../query/product_lists.surql");
const QUEUE_LENGTH: &str = include_str!("../query/queue_length.surql");
const WAITING: &str = include_str!("../query/waiting.surql");

/// A product that waits, with what admins may know of where it came from.
#[derive(Debug, Clone)]
pub struct WaitingProduct {
    /// The product.
    pub product: Product,
    /// The list that it was made for, and what that is called; none once that is gone.
    pub list: Option<(ListId, String)>,
    /// How many other waiting products have the same link.
    pub same_link: u32,
    /// Products of the catalogue that it may be: the one with its link first, then those that are
    /// called alike.
    pub alike: Vec<Product>,
    /// Who made it; nobody once that account is gone and the product was on no list.
    pub made_by: Option<PersonId>,
}

#[derive(SurrealValue)]
struct WaitingRead {
    product: ProductRow,
    list: Option<RecordId>,
    list_title: Option<String>,
    same_link: i64,
    with_link: Vec<ProductRow>,
    alike: Vec<ProductRow>,
}

#[derive(SurrealValue)]
struct ProductRead {
    product: ProductRow,
    /// On how many lists it is.
    lists: i64,
}

/// What a change of a product depends on, of one moment.
#[derive(SurrealValue)]
struct EditRead {
    product: ProductRow,
    /// The lists that it is on.
    lists: Vec<ListRow>,
    /// The product of the catalogue that has the asked link's key.
    holder: Option<RecordId>,
}

#[derive(SurrealValue)]
struct PicturesRead {
    products: Vec<String>,
    lists: Vec<String>,
}

impl Store {
    /// The product of the catalogue that a link leads to, unless it is hidden.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn in_catalogue(&self, key: &LinkKey) -> Result<Option<Product>> {
        let ask = self.ask(CATALOGUE_LINK).with("key", key.as_str());
        ask.maybe::<ProductRow>().await?.map(Product::try_from).transpose()
    }

    /// How many products wait.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn waiting_count(&self) -> Result<u32> {
        count(self.ask(QUEUE_LENGTH).maybe::<i64>().await?.unwrap_or(0))
    }

    /// One product that waits, or was left with its owner.
    ///
    /// # Errors
    /// Refused as not found for an unknown product and for one of the catalogue.
    pub async fn waiting(&self, id: ProductId) -> Result<WaitingProduct> {
        let ask = self.ask(WAITING).with("product", record("product", id));
        let read: WaitingRead = ask.one().await?;
        let made_by = read.product.created_by.as_ref().map(id_of).transpose()?;
        let product = Product::try_from(read.product)?;
        if !matches!(product.standing, Standing::Waiting | Standing::Declined(_)) {
            return Err(StoreError::not_found());
        }
        let mut alike = products(read.with_link)?;
        let others = products(read.alike)?;
        alike.extend(others.into_iter().filter(|other| {
            other.details.link.as_ref().map(domain::Link::key)
                != product.details.link.as_ref().map(domain::Link::key)
        }));
        Ok(WaitingProduct {
            product,
            list: read
                .list
                .zip(read.list_title)
                .map(|(list, title)| Ok::<_, StoreError>((id_of(&list)?, title)))
                .transpose()?,
            same_link: count(read.same_link)?,
            alike,
            made_by,
        })
    }

    /// Products of the catalogue, hidden ones too, whose name, brand or shop holds these words, which
    /// a link leads to, or which are `named` so in another language; the newest first, at most fifty.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn catalogue(
        &self,
        words: &str,
        key: Option<&LinkKey>,
        named: &[ProductId],
    ) -> Result<Vec<Product>> {
        let named: Vec<_> = named.iter().map(|id| record("product", id)).collect();
        let ask = self.ask(CATALOGUE_SEARCH).with("words", words.trim().to_lowercase());
        let ask = ask.with("key", key.map(|key| key.as_str().to_owned()));
        products(ask.with("named", named).one().await?)
    }

    /// A product of the catalogue.
    ///
    /// # Errors
    /// Refused as not found for an unknown product and for one that is not in the catalogue.
    pub async fn product(&self, id: ProductId) -> Result<Product> {
        catalogued(self.product_row(id).await?)
    }

    /// The same, and on how many lists it is, of which there may be any number.
    ///
    /// # Errors
    /// As [`Store::product`].
    pub async fn product_on_lists(&self, id: ProductId) -> Result<(Product, u32)> {
        let ask = self.ask(PRODUCT_LISTS).with("product", record("product", id));
        let read: ProductRead = ask.one().await?;
        Ok((catalogued(read.product)?, count(read.lists)?))
    }

    /// The row of a product, wherever it stands.
    pub(crate) async fn product_row(&self, id: ProductId) -> Result<ProductRow> {
        self.ask(PRODUCT).with("product", record("product", id)).one().await
    }

    /// Makes a product of the catalogue.
    ///
    /// # Errors
    /// Refused where another product of the catalogue has the link.
    pub async fn create_product(
        &self,
        errand: Errand<'_>,
        details: ProductDetails,
        hidden: bool,
    ) -> Result<ProductId> {
        transact!(self, errand, |work| {
            let id = ProductId::new(work.id());
            if let Some(link) = &details.link {
                let holder = self.ask(CATALOGUE_HOLDER).with("key", link.key().as_str().to_owned());
                refuse_holder(holder.maybe().await?)?;
            }
            let standing = Standing::Catalogue { hidden };
            let product = Product { id, details: details.clone(), standing };
            work.create(ProductRow::new(&product, None))?;
            audit_product(work, errand.actor.person, Act::ProductCreated, id)?;
            Ok(id)
        })
    }

    /// Changes a product of the catalogue by a rule. Answers the lists that show it, all of them
    /// anew.
    ///
    /// # Errors
    /// As the rule and [`Product::edit`]; refused where another product of the catalogue has the
    /// link, and as not found for an unknown product.
    pub async fn edit_product(
        &self,
        errand: Errand<'_>,
        id: ProductId,
        rule: ProductRule<'_>,
    ) -> Result<Vec<ListId>> {
        transact!(self, errand, |work| {
            let (row, before, ProductWish { details, hidden }) = self.ruled(id, rule).await?;
            let key = details.link.as_ref().map(|link| link.key().as_str().to_owned());
            let after = before.clone().edit(details, hidden)?;
            if after == before {
                return Ok(vec![]);
            }
            let ask = self.ask(PRODUCT_EDIT).with("product", record("product", id));
            let read: EditRead = ask.with("key", key).one().await?;
            refuse_holder(read.holder.filter(|holder| *holder != row.id))?;
            // The row that the rule was asked about: whoever changed it since collides with this.
            work.replace(row.holding(&after))?;
            audit_product(work, errand.actor.person, Act::ProductEdited, id)?;
            shown_anew(work, read.lists)
        })
    }

    /// Keeps a product of the catalogue from those who search, or shows it to them. Answers the lists
    /// that show it, all of them anew.
    ///
    /// # Errors
    /// Refused as not found for an unknown product and for one that is not in the catalogue.
    pub async fn hide_product(
        &self,
        errand: Errand<'_>,
        id: ProductId,
        hidden: bool,
    ) -> Result<Vec<ListId>> {
        transact!(self, errand, |work| {
            let ask = self.ask(PRODUCT_EDIT).with("product", record("product", id));
            // Its link stays, and so nobody else has it.
            let read: EditRead = ask.with("key", None::<String>).one().await?;
            let before = Product::try_from(read.product.clone())?;
            if !before.standing.is_catalogue() {
                return Err(StoreError::not_found());
            }
            let after = before.clone().edit(before.details.clone(), hidden)?;
            if after == before {
                return Ok(vec![]);
            }
            work.replace(read.product.holding(&after))?;
            audit_product(work, errand.actor.person, Act::ProductEdited, id)?;
            shown_anew(work, read.lists)
        })
    }

    /// Every picture that a product or a list shows. One that a gift had when somebody reserved it is
    /// not among them: its owners would learn of that by asking for what they replaced (R3.6).
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn pictures(&self) -> Result<HashSet<PictureId>> {
        let read: PicturesRead = self.ask(PICTURES).one().await?;
        let named = read
            .products
            .iter()
            .chain(&read.lists)
            .map(|picture| picture.parse().map_err(|why| StoreError::spoilt("picture", why)));
        named.collect()
    }
}

/// Two products of the catalogue never have the same link.
pub(crate) fn refuse_holder(holder: Option<RecordId>) -> Result<()> {
    match holder {
        Some(holder) => Err(DomainError::InCatalogueAlready { product: id_of(&holder)? }.into()),
        None => Ok(()),
    }
}

/// A product of the catalogue that a list gets. It is written as it was read: whoever takes it out of the
/// catalogue at the same time collides with this (R6.1). To be asked once for each in an attempt.
pub(crate) fn put_on_list(work: &mut Work<'_>, row: ProductRow) -> Result<Product> {
    let product = Product::try_from(row.clone())?;
    work.replace(row)?;
    Ok(product)
}

/// A product that must be in the catalogue.
fn catalogued(row: ProductRow) -> Result<Product> {
    let product = Product::try_from(row)?;
    if product.standing.is_catalogue() { Ok(product) } else { Err(StoreError::not_found()) }
}

fn products(rows: Vec<ProductRow>) -> Result<Vec<Product>> {
    rows.into_iter().map(Product::try_from).collect()
}

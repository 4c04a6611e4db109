//! Products of the catalogue that come with their ids: from files, and from other instances (R6.6).

use std::collections::{HashMap, HashSet};

use domain::{
    DomainError, Link, ListId, PersonId, Product, ProductDetails, ProductId, Standing, WrongState,
};
use surrealdb::types::SurrealValue;

use crate::{
    Errand, Result, Store, StoreError,
    admins::{Act, audit_product},
    promote::shown_anew,
    row::{id_of, list::ListRow, product::ProductRow, record},
    tx::transact,
};

const PRODUCTS_AFTER: &str = include_str!("../query/products_after.surql");
const PUTTING: &str = include_str!("../query/putting.surql");
const STOCK_LISTS: &str = include_str!("../query/stock_lists.surql");

/// A product of the catalogue under the id that it came with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueEntry {
    /// Its id, the same in every instance.
    pub id: ProductId,
    /// What people read.
    pub details: ProductDetails,
    /// Whether it is kept from those who search.
    pub hidden: bool,
}

/// Whether a product may be put in the place of this one of the catalogue, as it is at that moment, or
/// of none.
pub(crate) type PutRule<'a> =
    &'a (dyn Fn(Option<&Product>) -> std::result::Result<(), DomainError> + Sync);

/// What came of putting products into the catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Put {
    /// Those that are new here.
    pub created: Vec<ProductId>,
    /// Those that were another way before.
    pub changed: Vec<ProductId>,
    /// Why nothing at all was put, product by product.
    pub refused: Vec<(ProductId, DomainError)>,
    /// The lists that show another product now.
    pub lists: Vec<ListId>,
}

/// A product that waits, and who made it.
#[derive(Debug, Clone)]
pub struct Queued {
    /// The product.
    pub product: Product,
    /// Who made it; nobody once that account is gone and the product was on no list.
    pub made_by: Option<PersonId>,
}

/// What putting depends on, of one moment.
#[derive(SurrealValue)]
struct PutRead {
    /// The products that are there already.
    rows: Vec<ProductRow>,
    /// Products of the catalogue that have one of the links.
    holders: Vec<ProductRow>,
}

/// What becomes of products that shall be put.
#[derive(Default)]
struct Sorted<'a> {
    /// Those that are new here.
    created: Vec<&'a CatalogueEntry>,
    /// The row that the rule was asked about, so that whoever changed it since collides, and what it
    /// becomes.
    changed: Vec<(&'a ProductRow, Product)>,
    /// Those that are refused, and why.
    refused: Vec<(ProductId, DomainError)>,
}

impl Store {
    /// Products that wait, the oldest first, from behind this one.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn queue_after(&self, after: Option<ProductId>, most: u32) -> Result<Vec<Queued>> {
        let rows = self.products_after(&Standing::Waiting, after, most).await?;
        rows.into_iter().map(Queued::try_from).collect()
    }

    /// Products of the catalogue, hidden ones too, in the order of their ids, from behind this one.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn catalogue_after(
        &self,
        after: Option<ProductId>,
        most: u32,
    ) -> Result<Vec<Product>> {
        let standing = Standing::Catalogue { hidden: false };
        let rows = self.products_after(&standing, after, most).await?;
        rows.into_iter().map(Product::try_from).collect()
    }

    async fn products_after(
        &self,
        standing: &Standing,
        after: Option<ProductId>,
        most: u32,
    ) -> Result<Vec<ProductRow>> {
        let after = after.map_or_else(|| record("product", ""), |id| record("product", id));
        let ask = self.ask(PRODUCTS_AFTER).with("standing", standing.code());
        ask.with("after", after).with("most", i64::from(most)).one().await
    }

    /// Puts products into the catalogue under their own ids, all of them or, where one is refused,
    /// none. What is there already is changed, and what was taken away comes back. A product without
    /// a picture keeps the one that it has here.
    ///
    /// # Errors
    /// [`StoreError`]. What is refused is in the answer, one by one: as [`Product::put`], a link that
    /// another product has, and an id that stands there twice.
    pub async fn put_products(
        &self,
        errand: Errand<'_>,
        entries: &[CatalogueEntry],
    ) -> Result<Put> {
        self.put_by_rule(errand, entries, &|_| Ok(())).await
    }

    /// Puts one product there, where the rule allows it.
    ///
    /// # Errors
    /// As [`Store::put_products`]; what the rule refuses is in the answer, too.
    pub async fn put_product(
        &self,
        errand: Errand<'_>,
        entry: &CatalogueEntry,
        rule: PutRule<'_>,
    ) -> Result<Put> {
        self.put_by_rule(errand, std::slice::from_ref(entry), rule).await
    }

    async fn put_by_rule(
        &self,
        errand: Errand<'_>,
        entries: &[CatalogueEntry],
        rule: PutRule<'_>,
    ) -> Result<Put> {
        let ids: Vec<_> = entries.iter().map(|entry| record("product", entry.id)).collect();
        let keys: Vec<_> = entries.iter().filter_map(key).collect();
        transact!(self, errand, |work| {
            let ask = self.ask(PUTTING).with("products", ids.clone()).with("keys", keys.clone());
            let read: PutRead = ask.one().await?;
            let Sorted { created, changed, refused } = read.sort(entries, rule)?;
            if !refused.is_empty() {
                return Ok(Put { refused, ..Put::default() });
            }
            let mut put = Put::default();
            for entry in created {
                let standing = Standing::Catalogue { hidden: entry.hidden };
                let product = Product { id: entry.id, details: entry.details.clone(), standing };
                work.create(ProductRow::new(&product, None))?;
                audit_product(work, errand.actor.person, Act::ProductCreated, entry.id)?;
                put.created.push(entry.id);
            }
            let places: Vec<_> = changed.iter().map(|(row, _)| row.id.clone()).collect();
            for (row, after) in changed {
                put.changed.push(after.id);
                audit_product(work, errand.actor.person, Act::ProductEdited, after.id)?;
                work.replace(row.clone().holding(&after))?;
            }
            if !places.is_empty() {
                let ask = self.ask(STOCK_LISTS).with("products", places);
                put.lists = shown_anew(work, ask.one::<Vec<ListRow>>().await?)?;
            }
            Ok(put)
        })
    }
}

impl PutRead {
    /// What becomes of each of these.
    fn sort<'a>(&'a self, entries: &'a [CatalogueEntry], rule: PutRule<'_>) -> Result<Sorted<'a>> {
        let there: HashMap<ProductId, &ProductRow> =
            self.rows.iter().map(|row| Ok((id_of(&row.id)?, row))).collect::<Result<_>>()?;
        let mut holders: HashMap<String, ProductId> = HashMap::new();
        for row in &self.holders {
            holders.extend(row.link_key.clone().zip(Some(id_of(&row.id)?)));
        }
        let (mut sorted, mut seen) = (Sorted::default(), HashSet::new());
        for entry in entries {
            let row = there.get(&entry.id).copied();
            let before = row.cloned().map(Product::try_from).transpose()?;
            let shown = before.as_ref().filter(|before| before.standing.is_catalogue());
            let held = key(entry).map(|key| *holders.entry(key).or_insert(entry.id));
            if let Err(refused) = rule(shown) {
                sorted.refused.push((entry.id, refused));
            } else if let Some(product) = held.filter(|holder| *holder != entry.id) {
                sorted.refused.push((entry.id, DomainError::InCatalogueAlready { product }));
            } else if !seen.insert(entry.id) {
                sorted.refused.push((entry.id, DomainError::wrong_state(WrongState::Twice)));
            } else if let Some((row, before)) = row.zip(before) {
                match before.clone().put(entry.kept_picture(&before), entry.hidden) {
                    Ok(after) if after == before => {}
                    Ok(after) => sorted.changed.push((row, after)),
                    Err(refused) => sorted.refused.push((entry.id, refused)),
                }
            } else {
                sorted.created.push(entry);
            }
        }
        Ok(sorted)
    }
}

impl CatalogueEntry {
    fn kept_picture(&self, here: &Product) -> ProductDetails {
        let picture = self.details.picture.clone().or_else(|| here.details.picture.clone());
        ProductDetails { picture, ..self.details.clone() }
    }
}

/// What all links to a product have in common.
fn key(entry: &CatalogueEntry) -> Option<String> {
    entry.details.link.as_ref().map(Link::key).map(|key| key.as_str().to_owned())
}

impl TryFrom<ProductRow> for Queued {
    type Error = StoreError;

    fn try_from(row: ProductRow) -> Result<Self> {
        let made_by = row.created_by.as_ref().map(id_of).transpose()?;
        Ok(Self { product: row.try_into()?, made_by })
    }
}

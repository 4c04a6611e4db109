//! Products that come with the program, and products that articles name (R8.5).

use chrono::{DateTime, Utc};
use domain::{Link, Product, ProductDetails, ProductId, Standing};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    Result, Store,
    promote::shown_anew,
    row::{list::ListRow, product::ProductRow, record},
    tx::transact,
    work::Housekeeping,
};

const SHOWN_PRODUCTS: &str = include_str!("../query/shown_products.surql");
const STOCK: &str = include_str!("../query/stock.surql");
const STOCK_LISTS: &str = include_str!("../query/stock_lists.surql");

/// What stocking depends on, of one moment.
#[derive(SurrealValue)]
struct StockRead {
    /// The products that are there already.
    rows: Vec<ProductRow>,
    /// Those of them that an admin changed.
    edited: Vec<RecordId>,
    /// Products of the catalogue that have one of the links.
    holders: Vec<ProductRow>,
}

impl Store {
    /// Puts products into the catalogue that come with the program, or changes those that are
    /// there, in one transaction; answers how many. One that an admin changed stays as it is, and
    /// so does the catalogue where another product has the link. What is hidden stays hidden, and
    /// no picture is taken away.
    ///
    /// # Errors
    /// [`StoreError`](crate::StoreError).
    pub async fn stock(
        &self,
        products: &[(ProductId, ProductDetails)],
        now: DateTime<Utc>,
    ) -> Result<u32> {
        let housekeeping = Housekeeping(now);
        let ids: Vec<_> = products.iter().map(|(id, _)| record("product", id)).collect();
        let keys: Vec<_> = products.iter().filter_map(|(_, details)| key(details)).collect();
        transact!(self, &housekeeping, |work| {
            let ask = self.ask(STOCK).with("products", ids.clone()).with("keys", keys.clone());
            let read: StockRead = ask.one().await?;
            let (mut written, mut changed) = (0, Vec::new());
            for (id, details) in products {
                let place = record("product", id);
                let key = key(details);
                let held = |other: &ProductRow| other.id != place && other.link_key == key;
                if read.edited.contains(&place) || key.is_some() && read.holders.iter().any(held) {
                    continue;
                }
                let Some(row) = read.rows.iter().find(|row| row.id == place) else {
                    let standing = Standing::Catalogue { hidden: false };
                    let product = Product { id: *id, details: details.clone(), standing };
                    work.create(ProductRow::new(&product, None))?;
                    written += 1;
                    continue;
                };
                let before = Product::try_from(row.clone())?;
                let Standing::Catalogue { hidden } = before.standing else { continue };
                let picture = details.picture.clone().or(before.details.picture.clone());
                let details = ProductDetails { picture, ..details.clone() };
                let after = before.clone().edit(details, hidden)?;
                if after != before {
                    work.replace(row.clone().holding(&after))?;
                    changed.push(place);
                    written += 1;
                }
            }
            if !changed.is_empty() {
                let ask = self.ask(STOCK_LISTS).with("products", changed);
                shown_anew(work, ask.one::<Vec<ListRow>>().await?)?;
            }
            Ok(written)
        })
    }

    /// Those of these products that the catalogue shows to everybody, in no order.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`](crate::StoreError::Unavailable).
    pub async fn shown_products(&self, ids: &[ProductId]) -> Result<Vec<Product>> {
        if ids.is_empty() {
            return Ok(vec![]);
        }
        let ids: Vec<_> = ids.iter().map(|id| record("product", id)).collect();
        let rows: Vec<ProductRow> = self.ask(SHOWN_PRODUCTS).with("products", ids).one().await?;
        rows.into_iter().map(Product::try_from).collect()
    }
}

/// What all links to a product have in common.
fn key(details: &ProductDetails) -> Option<String> {
    details.link.as_ref().map(Link::key).map(|key| key.as_str().to_owned())
}

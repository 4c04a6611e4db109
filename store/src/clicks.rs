//! How often people went on to which shop (R6.5): counted without knowing who, for admins (R8.6).

use std::ops::Bound;

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::kpis::{FEWEST_LISTS, MOST_SHOPS, Period, ShopClicks};
use surrealdb::types::SurrealValue;

use crate::{
    Result, Store, StoreError,
    dump::between,
    row::{Row as _, product::ClickRow, record},
    tx::transact,
    work::Housekeeping,
};

const CLICK: &str = include_str!("../query/click.surql");
const CLICKS_OF_SHOPS: &str = include_str!("../query/clicks_of_shops.surql");
const LISTS_TO_SHOP: &str = include_str!("../query/lists_to_shop.surql");

/// How many shops are looked at to find those that may be named.
const MOST_LOOKED_AT: i64 = 100;

#[derive(SurrealValue)]
struct ShopRead {
    shop: String,
    clicks: i64,
}

impl Store {
    /// Adds how often people went on to a shop on a day. Nothing is known of whom.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn add_clicks(
        &self,
        shop: &str,
        day: NaiveDate,
        clicks: u32,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let day = day.to_string();
        let housekeeping = Housekeeping(now);
        transact!(self, &housekeeping, |work| {
            let id = record(ClickRow::TABLE, format_args!("{day}_{shop}"));
            let found = self.ask(CLICK).with("click", id.clone()).maybe::<ClickRow>().await?;
            let row = found.unwrap_or_else(|| ClickRow {
                id,
                version: 0,
                shop: shop.to_owned(),
                day: day.clone(),
                clicks: 0,
            });
            work.put(ClickRow { clicks: row.clicks + i64::from(clicks), ..row })
        })
    }

    /// The shops to which people went on most often in a period, and how often in the one before
    /// it, at most [`MOST_SHOPS`]. What happened on `untold` days is left out, and so are shops to
    /// which gifts on fewer than [`FEWEST_LISTS`] lists lead.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn shop_clicks(
        &self,
        period: Period,
        untold: &[NaiveDate],
    ) -> Result<Vec<ShopClicks>> {
        let mut shops: Vec<ShopClicks> = Vec::new();
        for ShopRead { shop, clicks } in self.clicks_in(period, untold, None).await? {
            if shops.len() == MOST_SHOPS {
                break;
            }
            if self.lists_to_shop(&shop).await? >= FEWEST_LISTS {
                shops.push(ShopClicks { shop, clicks: number(clicks)?, before: 0 });
            }
        }
        let named = shops.iter().map(|it| it.shop.clone()).collect();
        for read in self.clicks_in(period.before(), untold, Some(named)).await? {
            if let Some(named) = shops.iter_mut().find(|it| it.shop == read.shop) {
                named.before = number(read.clicks)?;
            }
        }
        Ok(shops)
    }

    /// The shops to which people went on most often in a period; of some shops alone, where they
    /// are named.
    async fn clicks_in(
        &self,
        period: Period,
        untold: &[NaiveDate],
        shops: Option<Vec<String>>,
    ) -> Result<Vec<ShopRead>> {
        // A key begins with its day.
        let after = period.to.checked_add_days(Days::new(1)).unwrap_or(period.to);
        let (start, end) = (period.from.to_string(), after.to_string());
        let page = between(ClickRow::TABLE, Bound::Included(start), Bound::Excluded(end));
        let untold: Vec<_> = untold.iter().map(ToString::to_string).collect();
        let ask = self.ask(CLICKS_OF_SHOPS).with("page", page).with("untold", untold);
        ask.with("shops", shops).with("most", MOST_LOOKED_AT).one().await
    }

    /// On how many lists that were shared there are gifts that a shop sells, as far as some of its
    /// products tell.
    async fn lists_to_shop(&self, shop: &str) -> Result<usize> {
        // What the shop's products have in their keys, and what comes after the last of them: `0`
        // follows upon `/`.
        let (from, to) = (format!("{shop}/"), format!("{shop}0"));
        let lists: i64 = self.ask(LISTS_TO_SHOP).with("from", from).with("to", to).one().await?;
        usize::try_from(lists).map_err(|_| StoreError::spoilt("count", lists))
    }
}

fn number(clicks: i64) -> Result<u64> {
    u64::try_from(clicks).map_err(|_| StoreError::spoilt("count", clicks))
}

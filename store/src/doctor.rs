//! Checks that what is remembered agrees with itself.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Utc};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{Result, Store, image, row::count, stamp::log_time, table::TABLES};

const GONE_PRODUCTS: &str = include_str!("../query/gone_products.surql");
const GIFT_SUMS: &str = include_str!("../query/gift_sums.surql");
const UNTOLD: &str = include_str!("../query/untold.surql");
const HOW_MANY: &str = include_str!("../query/how_many.surql");
const LAST_CHANGE: &str = include_str!("../query/last_change.surql");

/// How many records there are of each kind, by table.
pub type Counts = BTreeMap<&'static str, u64>;

#[derive(SurrealValue)]
struct GiftSums {
    gifts: Vec<GiftSum>,
    promises: Vec<Promised>,
}

#[derive(SurrealValue)]
struct GiftSum {
    id: RecordId,
    wanted: Option<i64>,
    limit: Option<i64>,
    reserved: i64,
    purchased: i64,
}

#[derive(SurrealValue)]
struct Promised {
    out: RecordId,
    state: String,
    quantity: i64,
}

/// What a record is called within its table.
fn name(id: &RecordId) -> &str {
    image::key(id).unwrap_or("?")
}

impl Store {
    /// What is not as it must be, in words; empty where all is well. Checks that each gift's
    /// counts are the sums of its reservations and within its limit, that its product was not taken
    /// away (R6.1), and that every reservation has its mail. Reads all gifts and reservations.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn invariants(&self) -> Result<Vec<String>> {
        let mut wrong = Vec::new();
        let GiftSums { gifts, promises } = self.ask(GIFT_SUMS).one().await?;
        let mut sums: BTreeMap<(&str, &str), i64> = BTreeMap::new();
        for promised in &promises {
            let of = (name(&promised.out), promised.state.as_str());
            *sums.entry(of).or_default() += promised.quantity;
        }
        for gift in &gifts {
            let name = name(&gift.id);
            let sum = |state| sums.get(&(name, state)).copied().unwrap_or(0);
            let (reserved, purchased) = (sum("reserved"), sum("purchased"));
            if (reserved, purchased) != (gift.reserved, gift.purchased) {
                wrong.push(format!(
                    "gift {name} counts {} reserved and {} purchased; its reservations are {reserved} and {purchased}",
                    gift.reserved, gift.purchased
                ));
            }
            if gift.limit.is_some_and(|limit| reserved + purchased > limit) {
                wrong.push(format!("more of gift {name} is taken than its limit {:?}", gift.limit));
            }
            if gift.limit.is_some() != gift.wanted.is_some() || gift.limit < gift.wanted {
                wrong.push(format!("the limit of gift {name} is not above what is wanted"));
            }
        }
        let known: HashSet<_> = gifts.iter().map(|gift| name(&gift.id)).collect();
        if promises.iter().any(|promised| !known.contains(name(&promised.out))) {
            wrong.push("a reservation is of no gift".to_owned());
        }
        let of_gone: Vec<RecordId> = self.ask(GONE_PRODUCTS).one().await?;
        for gift in &of_gone {
            wrong.push(format!("the product of gift {} was taken away", name(gift)));
        }
        let untold: Vec<RecordId> = self.ask(UNTOLD).one().await?;
        for reservation in &untold {
            wrong.push(format!("no mail was ever caused by reservation {}", name(reservation)));
        }
        Ok(wrong)
    }

    /// Up to which moment the change log goes, if there is anything in it. Where that is in the
    /// future, the clock went back since.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn last_change(&self) -> Result<Option<DateTime<Utc>>> {
        let last: Option<RecordId> = self.ask(LAST_CHANGE).maybe().await?;
        Ok(last.as_ref().and_then(image::key).and_then(log_time))
    }

    /// How many records there are in each table.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn counts(&self) -> Result<Counts> {
        let mut counts = Counts::new();
        for table in TABLES {
            let number: i64 = self.ask(HOW_MANY).with("table", table.name).one().await?;
            counts.insert(table.name, u64::from(count(number)?));
        }
        Ok(counts)
    }
}

//! Rows of gifts: the edge that wants, and the product that is wanted.

use domain::{
    Colour, Exactness, Gift, GiftCounts, GiftDetails, GiftName, GiftNotes, Link, Money, Price,
    Priority, Quantity, ShopName, Size, Wanted,
};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    StoreError,
    row::{count, id_of, record, rows},
};

rows! {
    "product" ProductRow {
        name: String,
        shop: String,
        link: Option<String>,
        price: Option<i64>,
        currency: Option<String>,
        price_on: Option<String>,
        created_by: Option<RecordId>,
    }
    "wants" WantsRow {
        #[surreal(rename = "in")]
        list: RecordId,
        #[surreal(rename = "out")]
        product: RecordId,
        wanted: Option<i64>,
        limit: Option<i64>,
        reserved: i64,
        purchased: i64,
        notes: String,
        priority: String,
        exactness: String,
        size: String,
        colour: String,
        position: i64,
        hidden: bool,
        removed: bool,
    }
}

/// A gift as queries answer it.
#[derive(Debug, Clone, SurrealValue)]
pub(crate) struct GiftRead {
    pub(crate) wants: WantsRow,
    pub(crate) product: ProductRow,
}

impl GiftRead {
    /// The rows of a new gift.
    pub(crate) fn new(gift: &Gift, created_by: RecordId) -> Self {
        let wants = WantsRow {
            id: record("wants", gift.id),
            version: 0,
            list: record("list", gift.list),
            product: record("product", gift.product),
            wanted: None,
            limit: None,
            reserved: 0,
            purchased: 0,
            notes: String::new(),
            priority: String::new(),
            exactness: String::new(),
            size: String::new(),
            colour: String::new(),
            position: 0,
            hidden: false,
            removed: false,
        };
        let product = ProductRow {
            id: record("product", gift.product),
            version: 0,
            name: String::new(),
            shop: String::new(),
            link: None,
            price: None,
            currency: None,
            price_on: None,
            created_by: Some(created_by),
        };
        Self { wants: wants.holding(gift), product: product.holding(&gift.details) }
    }
}

impl WantsRow {
    /// The row, saying what `gift` says. The limit is renewed whenever the row is written.
    pub(crate) fn holding(self, gift: &Gift) -> Self {
        let (details, counts) = (&gift.details, gift.counts);
        Self {
            wanted: match counts.wanted() {
                Wanted::Count(wanted) => Some(i64::from(wanted.get())),
                Wanted::Any => None,
            },
            limit: counts.limit().map(i64::from),
            reserved: i64::from(counts.reserved()),
            purchased: i64::from(counts.purchased()),
            notes: details.notes.to_string(),
            priority: details.priority.code().to_owned(),
            exactness: details.exactness.code().to_owned(),
            size: details.size.to_string(),
            colour: details.colour.to_string(),
            position: gift.position,
            hidden: gift.hidden,
            removed: gift.removed,
            ..self
        }
    }

    fn counts(&self) -> Result<GiftCounts, StoreError> {
        let wanted = match self.wanted {
            None => Wanted::Any,
            Some(number) => {
                let wanted = Quantity::new(count(number)?);
                Wanted::Count(wanted.ok_or_else(|| StoreError::spoilt("quantity", number))?)
            }
        };
        Ok(GiftCounts::from_stored(wanted, count(self.reserved)?, count(self.purchased)?))
    }
}

impl ProductRow {
    /// The row, saying what `details` say of the product.
    pub(crate) fn holding(self, details: &GiftDetails) -> Self {
        let price = details.price;
        Self {
            name: details.name.to_string(),
            shop: details.shop.to_string(),
            link: details.link.as_ref().map(|link| link.as_str().to_owned()),
            price: price.map(|price| price.money.minor()),
            currency: price.map(|price| price.money.currency().to_owned()),
            price_on: price.map(|price| price.read_on.to_string()),
            ..self
        }
    }

    fn price(&self) -> Result<Option<Price>, StoreError> {
        let (Some(minor), Some(currency), Some(day)) = (self.price, &self.currency, &self.price_on)
        else {
            return Ok(None);
        };
        let money = Money::from_minor(minor, currency);
        let money = money.map_err(|why| StoreError::spoilt("price", why))?;
        let read_on = day.parse().map_err(|why| StoreError::spoilt("day", why))?;
        Ok(Some(Price { money, read_on }))
    }
}

impl TryFrom<GiftRead> for Gift {
    type Error = StoreError;

    fn try_from(read: GiftRead) -> Result<Self, StoreError> {
        let GiftRead { wants, product } = read;
        let spoilt = |why| StoreError::spoilt("gift", why);
        let link = product.link.as_deref().map(Link::parse).transpose().map_err(spoilt)?;
        Ok(Self {
            id: id_of(&wants.id)?,
            list: id_of(&wants.list)?,
            product: id_of(&product.id)?,
            counts: wants.counts()?,
            details: GiftDetails {
                name: GiftName::parse(&product.name).map_err(spoilt)?,
                shop: ShopName::parse(&product.shop).map_err(spoilt)?,
                link,
                price: product.price()?,
                notes: GiftNotes::parse(&wants.notes).map_err(spoilt)?,
                priority: Priority::parse(&wants.priority).map_err(spoilt)?,
                exactness: Exactness::parse(&wants.exactness).map_err(spoilt)?,
                size: Size::parse(&wants.size).map_err(spoilt)?,
                colour: Colour::parse(&wants.colour).map_err(spoilt)?,
            },
            position: wants.position,
            hidden: wants.hidden,
            removed: wants.removed,
        })
    }
}

//! Rows of gifts: the edge `wants` between a list and a product.

use domain::{
    Colour, Exactness, FurtherLinks, Gift, GiftCounts, GiftDetails, GiftNotes, Link, Priority,
    Product, Quantity, Section, Size, Tags, Wanted,
};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    StoreError,
    row::{count, id_of, product::ProductRow, record, rows},
};

rows! {
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
        further: Option<Vec<String>>,
        tags: Option<Vec<String>>,
        section: Option<String>,
        received: Option<bool>,
    }
}

/// A gift as queries answer it.
#[derive(Debug, Clone, SurrealValue)]
pub(crate) struct GiftRead {
    pub(crate) wants: WantsRow,
    pub(crate) product: ProductRow,
}

impl WantsRow {
    /// The row of a new gift.
    pub(crate) fn new(gift: &Gift) -> Self {
        let blank = Self {
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
            further: None,
            tags: None,
            section: None,
            received: None,
        };
        blank.holding(gift)
    }

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
            further: some(details.further.iter().map(|link| link.as_str().to_owned())),
            tags: some(details.tags.iter().map(ToString::to_string)),
            section: Some(details.section.to_string()).filter(|section| !section.is_empty()),
            received: gift.received.then_some(true),
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

/// Texts, if there are any.
fn some(texts: impl Iterator<Item = String>) -> Option<Vec<String>> {
    let texts: Vec<_> = texts.collect();
    (!texts.is_empty()).then_some(texts)
}

/// Further shops as they were stored.
fn further(links: Vec<String>) -> Result<FurtherLinks, StoreError> {
    let links = links.iter().map(|link| Link::parse(link));
    let links: Result<Vec<_>, _> = links.collect();
    links.map(FurtherLinks::from).map_err(|why| StoreError::spoilt("link", why))
}

impl TryFrom<GiftRead> for Gift {
    type Error = StoreError;

    fn try_from(read: GiftRead) -> Result<Self, StoreError> {
        let GiftRead { wants, product } = read;
        let spoilt = |why| StoreError::spoilt("gift", why);
        let Product { id: product, details: about, standing } = product.try_into()?;
        Ok(Self {
            id: id_of(&wants.id)?,
            list: id_of(&wants.list)?,
            product,
            standing,
            counts: wants.counts()?,
            details: GiftDetails {
                name: about.name,
                brand: about.brand,
                shop: about.shop,
                link: about.link,
                price: about.price,
                picture: about.picture,
                notes: GiftNotes::parse(&wants.notes).map_err(spoilt)?,
                priority: Priority::parse(&wants.priority).map_err(spoilt)?,
                exactness: Exactness::parse(&wants.exactness).map_err(spoilt)?,
                size: Size::parse(&wants.size).map_err(spoilt)?,
                colour: Colour::parse(&wants.colour).map_err(spoilt)?,
                further: further(wants.further.unwrap_or_default())?,
                tags: Tags::try_from(wants.tags.unwrap_or_default())
                    .map_err(|why| StoreError::spoilt("tags", why))?,
                section: Section::parse(&wants.section.unwrap_or_default()).map_err(spoilt)?,
            },
            position: wants.position,
            hidden: wants.hidden,
            removed: wants.removed,
            received: wants.received.unwrap_or(false),
        })
    }
}

//! Rows of products, and of how often people went on to their shops.

use domain::{
    Brand, ERASED, GiftName, Link, ListId, Money, PersonId, Price, Product, ProductDetails,
    ProductId, ReviewNote, ShopName, Standing,
};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    StoreError,
    row::{id_of, record, rows},
};

/// How a product stands that was left with its owner.
pub(crate) const DECLINED: &str = "declined";

rows! {
    "product" ProductRow {
        name: String,
        brand: String,
        shop: String,
        link: Option<String>,
        /// What all links to it have in common.
        link_key: Option<String>,
        price: Option<i64>,
        currency: Option<String>,
        price_on: Option<String>,
        picture: Option<String>,
        standing: String,
        note: Option<String>,
        hidden: bool,
        merged_into: Option<RecordId>,
        created_by: Option<RecordId>,
        /// The list that an owner made it for, whose key seals its words in the log; none in the
        /// catalogue.
        made_for: Option<RecordId>,
        /// Who made it, until it is on a list; till then a key of its own seals its words.
        draft_of: Option<RecordId>,
    }
    "click" ClickRow {
        shop: String,
        day: String,
        clicks: i64,
    }
}

impl ProductRow {
    /// The row of a new product.
    pub(crate) fn new(product: &Product, created_by: Option<RecordId>) -> Self {
        let blank = Self {
            id: record("product", product.id),
            version: 0,
            name: String::new(),
            brand: String::new(),
            shop: String::new(),
            link: None,
            link_key: None,
            price: None,
            currency: None,
            price_on: None,
            picture: None,
            standing: String::new(),
            note: None,
            hidden: false,
            merged_into: None,
            created_by,
            made_for: None,
            draft_of: None,
        };
        blank.holding(product)
    }

    /// The row of a new product of an owner's own making, for one of their lists.
    pub(crate) fn own(product: &Product, person: PersonId, list: ListId) -> Self {
        let made_for = Some(record("list", list));
        Self { made_for, ..Self::new(product, Some(record("person", person))) }
    }

    /// The row of a new product of somebody's own making that is on no list yet.
    pub(crate) fn draft(product: &Product, person: PersonId) -> Self {
        let maker = Some(record("person", person));
        Self { draft_of: maker.clone(), ..Self::new(product, maker) }
    }

    /// The row of a draft that is put on a list.
    pub(crate) fn put_on(self, list: ListId) -> Self {
        Self { made_for: Some(record("list", list)), draft_of: None, ..self }
    }

    /// The row, saying what `product` says.
    pub(crate) fn holding(self, product: &Product) -> Self {
        let Product { id: _, details, standing } = product;
        let price = details.price;
        Self {
            name: details.name.to_string(),
            brand: details.brand.to_string(),
            shop: details.shop.to_string(),
            link: details.link.as_ref().map(|link| link.as_str().to_owned()),
            link_key: details.link.as_ref().map(|link| link.key().as_str().to_owned()),
            price: price.map(|price| price.money.minor()),
            currency: price.map(|price| price.money.currency().to_owned()),
            price_on: price.map(|price| price.read_on.to_string()),
            picture: details.picture.as_ref().map(ToString::to_string),
            standing: standing.code().to_owned(),
            note: match standing {
                Standing::Declined(note) => Some(note.to_string()),
                _ => None,
            },
            hidden: *standing == Standing::Catalogue { hidden: true },
            merged_into: match standing {
                Standing::Merged { into } => Some(record("product", *into)),
                _ => None,
            },
            made_for: self.made_for.filter(|_| !standing.is_catalogue()),
            draft_of: self.draft_of.filter(|_| !standing.is_catalogue()),
            ..self
        }
    }

    /// The row without its words. No admin has to look at it any more.
    pub(crate) fn wordless(self) -> Self {
        let bare = Self {
            name: ERASED.to_owned(),
            brand: String::new(),
            shop: String::new(),
            link: None,
            link_key: None,
            price: None,
            currency: None,
            price_on: None,
            picture: None,
            note: None,
            created_by: None,
            ..self
        };
        if bare.gave_way() {
            return bare;
        }
        Self { standing: DECLINED.to_owned(), note: Some(ERASED.to_owned()), ..bare }
    }

    /// The row of a draft that is taken away, and its words with it.
    pub(crate) fn taken_away(self) -> Self {
        let bare = Self { draft_of: None, ..self }.wordless();
        if bare.gave_way() {
            return bare;
        }
        Self { standing: Standing::Deleted.code().to_owned(), note: None, ..bare }
    }

    /// Whether it is the catalogue's, and so nobody's own.
    pub(crate) fn is_catalogue(&self) -> bool {
        self.standing().is_ok_and(|standing| standing.is_catalogue())
    }

    /// Whether another product took its place.
    fn gave_way(&self) -> bool {
        matches!(self.standing(), Ok(Standing::Merged { .. }))
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

    /// Whether it is in the catalogue, or on its way there.
    pub(crate) fn standing(&self) -> Result<Standing, StoreError> {
        match (self.standing.as_str(), &self.note, &self.merged_into) {
            ("waiting", _, _) => Ok(Standing::Waiting),
            (DECLINED, Some(note), _) => ReviewNote::parse(note)
                .map(Standing::Declined)
                .map_err(|why| StoreError::spoilt("note", why)),
            ("catalogue", _, _) => Ok(Standing::Catalogue { hidden: self.hidden }),
            ("deleted", _, _) => Ok(Standing::Deleted),
            ("merged", _, Some(into)) => Ok(Standing::Merged { into: id_of::<ProductId>(into)? }),
            _ => Err(StoreError::spoilt("standing", &self.standing)),
        }
    }
}

impl TryFrom<ProductRow> for Product {
    type Error = StoreError;

    fn try_from(row: ProductRow) -> Result<Self, StoreError> {
        let spoilt = |why| StoreError::spoilt("product", why);
        let picture = row.picture.as_deref().map(str::parse).transpose();
        Ok(Self {
            id: id_of(&row.id)?,
            details: ProductDetails {
                name: GiftName::parse(&row.name).map_err(spoilt)?,
                brand: Brand::parse(&row.brand).map_err(spoilt)?,
                shop: ShopName::parse(&row.shop).map_err(spoilt)?,
                link: row.link.as_deref().map(Link::parse).transpose().map_err(spoilt)?,
                price: row.price()?,
                picture: picture.map_err(|why| StoreError::spoilt("picture", why))?,
            },
            standing: row.standing()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn row(standing: Standing) -> ProductRow {
        let details = ProductDetails {
            name: GiftName::parse("Wooden train").unwrap(),
            brand: Brand::default(),
            shop: ShopName::parse("Tiny Oak").unwrap(),
            link: None,
            price: None,
            picture: None,
        };
        let product = Product { id: ProductId::new(Uuid::from_u128(1)), details, standing };
        ProductRow::draft(&product, PersonId::new(Uuid::from_u128(2)))
    }

    fn told(row: ProductRow) -> (String, String, Option<String>) {
        (row.name, row.standing, row.note)
    }

    // R3.10, R6.2
    #[test]
    fn without_its_words_nobody_looks_at_it_and_what_gave_way_stays_so() {
        let erased = || ERASED.to_owned();
        let left = (erased(), "declined".to_owned(), Some(erased()));
        assert_eq!(told(row(Standing::Waiting).wordless()), left);
        let away = row(Standing::Waiting).taken_away();
        assert!(away.draft_of.is_none() && away.created_by.is_none());
        assert_eq!(told(away), (erased(), "deleted".to_owned(), None));
        let merged = || row(Standing::Merged { into: ProductId::new(Uuid::from_u128(3)) });
        let gone = (erased(), "merged".to_owned(), None);
        assert_eq!(told(merged().wordless()), gone);
        assert_eq!(told(merged().taken_away()), gone);
        assert!(row(Standing::Catalogue { hidden: true }).is_catalogue());
        assert!(!row(Standing::Waiting).is_catalogue());
    }
}

//! Many gifts at once: a list is copied, or filled from a file (R3.9).

use std::collections::{HashMap, HashSet};

use domain::{
    Event, Gift, GiftCounts, GiftDetails, GiftId, List, ListId, ListsHeld, PersonId, Product,
    ProductId, Standing, Wish,
};
use surrealdb::types::SurrealValue;

use crate::{
    Errand, Result, Store, StoreError,
    catalogue::put_on_list,
    gifts::seen_by_owners,
    image,
    lists::{gifts, make},
    room::GiftNumbers,
    row::{
        gift::{GiftRead, WantsRow},
        list::{ListRead, ListRow},
        product::ProductRow,
        record,
    },
    tx::transact,
    work::Work,
};

const IMPORTING: &str = include_str!("../query/importing.surql");

/// What adding many gifts depends on, of one moment.
#[derive(SurrealValue)]
struct ImportRead {
    /// The list, with the last of its gifts.
    list: ListRead,
    numbers: GiftNumbers,
    /// The products of the catalogue that the gifts' links lead to.
    catalogue: Vec<ProductRow>,
}

impl Store {
    /// Copies a list: a draft of this person's own with the same words, the same pictures and the
    /// same gifts, without its day, and without anything that givers did.
    ///
    /// # Errors
    /// Refused as not found for an unknown list and for one that is not theirs, and as too many where
    /// there is no room for another list.
    pub async fn copy_list(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        list: ListId,
    ) -> Result<ListId> {
        transact!(self, errand, |work| {
            let read = self.editable(person, list).await?;
            self.one_more_list(work, person, ListsHeld::require_room).await?;
            let id = ListId::new(work.id());
            let copy = List::try_from(read.list)?.copy(id);
            let row = ListRow::new(&copy, work.now());
            make(work, person, row)?;
            let mut waiting = Vec::new();
            for row in shared(&read.gifts) {
                put_on_list(work, row)?;
            }
            for gift in gifts(read.gifts)?.into_iter().filter(|gift| !gift.removed) {
                let product = match gift.standing.is_catalogue() {
                    true => gift.product,
                    false => own(work, person, id, &gift.details, gift.standing.clone())?.id,
                };
                if gift.standing == Standing::Waiting {
                    waiting.push(product);
                }
                let counts = GiftCounts::new(gift.counts.wanted());
                let gift_id = GiftId::new(work.id());
                let received = false;
                let copy = Gift { id: gift_id, list: id, product, counts, received, ..gift };
                work.create(WantsRow::new(&copy))?;
            }
            self.tell_of_new_list(work, person, id, waiting).await?;
            Ok(id)
        })
    }

    /// Adds gifts below all others, all or none. What the catalogue has is taken from there.
    ///
    /// # Errors
    /// Refused as not found for a list that is not theirs, as closed, and as full.
    pub async fn add_gifts(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        list: ListId,
        wishes: &[Wish],
    ) -> Result<()> {
        let links = wishes.iter().filter_map(|wish| wish.details.link.as_ref());
        let keys: Vec<_> = links.map(|link| link.key().as_str().to_owned()).collect();
        transact!(self, errand, |work| {
            let ask = self.ask(IMPORTING).with("list", record("list", list));
            let read: ImportRead = ask.with("keys", keys.clone()).one().await?;
            if !read.list.role(Some(person)).may_edit() {
                return Err(StoreError::not_found());
            }
            let on = List::try_from(read.list.list.clone())?;
            on.require_editable()?;
            read.numbers.require_room(wishes.len())?;
            let mut catalogue = HashMap::new();
            for row in read.catalogue {
                if let Some(key) = row.link_key.clone() {
                    catalogue.insert(key, put_on_list(work, row)?);
                }
            }
            let mut last = read.list.gifts.first().map(|gift| gift.wants.position);
            let mut events = Vec::new();
            for wish in wishes {
                let link = wish.details.link.as_ref().map(domain::Link::key);
                let known = link.and_then(|key| catalogue.get(key.as_str()).cloned());
                let id = GiftId::new(work.id());
                let product = match known {
                    Some(product) => product,
                    None => {
                        let product = own(work, person, list, &wish.details, Standing::Waiting)?;
                        events.push(Event::ProductWaits { product: product.id });
                        product
                    }
                };
                let gift = Gift::wished(id, list, product, wish.clone(), last);
                last = Some(gift.position);
                work.create(WantsRow::new(&gift))?;
                events.push(Event::GiftAdded { list, gift: id });
            }
            self.tell_of_owners(work, &events, &read.list).await?;
            seen_by_owners(work, &read.list, on)
        })
    }
}

/// The products of the catalogue that are on a list, each once.
fn shared(gifts: &[GiftRead]) -> Vec<ProductRow> {
    let on_list = gifts.iter().filter(|gift| !gift.wants.removed && gift.product.is_catalogue());
    let mut seen = HashSet::new();
    let first = on_list.filter(|gift| seen.insert(image::key(&gift.product.id)));
    first.map(|gift| gift.product.clone()).collect()
}

/// Makes a product for a gift of this list alone: each list has products of its own, which are its
/// owners' to change.
fn own(
    work: &mut Work<'_>,
    person: PersonId,
    list: ListId,
    details: &GiftDetails,
    standing: Standing,
) -> Result<Product> {
    let id = ProductId::new(work.id());
    let product = Product { id, details: details.product(), standing };
    work.create(ProductRow::own(&product, person, list))?;
    Ok(product)
}

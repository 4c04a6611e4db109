//! People's own products as programs handle them: made before they are on a list, put on one, and
//! deleted (R6.2).

use domain::{
    Concerned, DomainError, Event, Gift, GiftId, List, ListId, PersonId, Product, ProductDetails,
    ProductId, Standing, Wish,
};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    Errand, Result, Store, StoreError,
    admins::{Act, audit_product},
    catalogue::put_on_list,
    gifts::seen_by_owners,
    room::GiftNumbers,
    row::{
        count, gift::WantsRow, id_of, list::ListRead, people::SubjectKeyRow, product::ProductRow,
        record,
    },
    tx::transact,
    work::Work,
};

const ADDING_OWN: &str = include_str!("../query/adding_own.surql");
const DRAFTS: &str = include_str!("../query/drafts.surql");
const OWN_PRODUCT: &str = include_str!("../query/own_product.surql");
const PRODUCT_DELETING: &str = include_str!("../query/product_deleting.surql");

/// A product of somebody's own making, and whose it is.
#[derive(Debug, Clone)]
pub struct OwnProduct {
    /// The product.
    pub product: Product,
    /// Who made it, until it is on a list.
    draft_of: Option<PersonId>,
    /// Those who look after a list that it is on; nobody for one of the catalogue, which is nobody's.
    members: Vec<PersonId>,
}

impl OwnProduct {
    /// Whether this person may know of it.
    pub fn is_of(&self, person: PersonId) -> bool {
        self.draft_of == Some(person) || self.members.contains(&person)
    }
}

/// What becoming of an own product depends on, of one moment.
#[derive(SurrealValue)]
struct OwnRead {
    product: ProductRow,
    /// On how many lists it is, those in the bin too. Of one of the catalogue, which may be on any
    /// number, neither these are looked for nor those who look after them.
    on_lists: i64,
    owners: Vec<RecordId>,
    editors: Vec<RecordId>,
    /// By which the words of a draft could be read in the log.
    keys: Vec<SubjectKeyRow>,
}

/// What taking a product out of the catalogue depends on, of one moment.
#[derive(SurrealValue)]
struct DeletingRead {
    product: ProductRow,
    /// On how many lists it is, those in the bin too.
    on_lists: i64,
}

/// What putting it on a list depends on, of one moment.
#[derive(SurrealValue)]
struct AddingOwnRead {
    list: ListRead,
    numbers: GiftNumbers,
    /// The product, or the one that took its place.
    product: Option<ProductRow>,
    /// Those who look after a list that this one is on; nobody for one of the catalogue.
    owners: Vec<RecordId>,
    editors: Vec<RecordId>,
    /// A gift on the list that is the same product already.
    same: Option<RecordId>,
}

impl Store {
    /// Makes a product that is on no list yet. It waits for an admin at once.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn make_product(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        details: ProductDetails,
    ) -> Result<ProductId> {
        transact!(self, errand, |work| {
            let id = ProductId::new(work.id());
            let own = Product { id, details: details.clone(), standing: Standing::Waiting };
            work.create(ProductRow::draft(&own, person))?;
            let nobody = Concerned { owners: &[], giver: None, surprise: false };
            self.tell_programs(work, &[Event::ProductWaits { product: id }], None, nobody).await?;
            Ok(id)
        })
    }

    /// What this person made and put on no list yet, the oldest first.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn drafts_of(&self, person: PersonId) -> Result<Vec<Product>> {
        let ask = self.ask(DRAFTS).with("person", record("person", person));
        let rows: Vec<ProductRow> = ask.one().await?;
        rows.into_iter().map(Product::try_from).collect()
    }

    /// A product that somebody made, whatever became of it.
    ///
    /// # Errors
    /// Refused as not found for an unknown product, and for one that was taken away.
    pub async fn own_product(&self, id: ProductId) -> Result<OwnProduct> {
        let read = self.own_read(id).await?;
        let gone = read.product.standing()? == Standing::Deleted && read.on_lists == 0;
        if gone { Err(StoreError::not_found()) } else { OwnProduct::try_from(read) }
    }

    /// Takes away a product that this person made. What was on no list loses its words; the words
    /// of another stay its list's.
    ///
    /// # Errors
    /// As [`Product::delete`]; refused as not found for an unknown product, one of the catalogue,
    /// and one of somebody else.
    pub async fn delete_own_product(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        id: ProductId,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let read = self.own_read(id).await?;
            let before = Product::try_from(read.product.clone())?;
            let theirs = read.product.created_by == Some(record("person", person));
            if !theirs || before.standing.is_catalogue() {
                return Err(StoreError::not_found());
            }
            let after = before.delete(count(read.on_lists)?)?;
            if read.product.draft_of.is_none() {
                return work.replace(read.product.holding(&after));
            }
            work.replace(read.product.taken_away())?;
            read.keys.into_iter().try_for_each(|key| work.delete(key))
        })
    }

    /// Takes a product out of the catalogue, if it is on no list.
    ///
    /// # Errors
    /// As [`Product::delete`]; refused as not found for an unknown product and for one that is not
    /// in the catalogue.
    pub async fn delete_product(&self, errand: Errand<'_>, id: ProductId) -> Result<()> {
        transact!(self, errand, |work| {
            let ask = self.ask(PRODUCT_DELETING).with("product", record("product", id));
            let read: DeletingRead = ask.one().await?;
            let before = Product::try_from(read.product.clone())?;
            if !before.standing.is_catalogue() {
                return Err(StoreError::not_found());
            }
            let after = before.delete(count(read.on_lists)?)?;
            work.replace(read.product.holding(&after))?;
            audit_product(work, errand.actor.person, Act::ProductDeleted, id)
        })
    }

    /// Adds a gift below all others that is a product of this person's own, made before: the draft
    /// itself, or a copy of one that is on another list of theirs. Where an admin put a product of
    /// the catalogue in its place, it is that one. Answers the gift, and its product.
    ///
    /// # Errors
    /// Refused as not found for a list and a product that is not theirs, as closed, as full, and as
    /// on the list already.
    pub async fn add_own_product(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        list: ListId,
        product: ProductId,
        wish: &Wish,
    ) -> Result<(GiftId, ProductId)> {
        transact!(self, errand, |work| {
            let ask = self.ask(ADDING_OWN).with("list", record("list", list));
            let ask = ask.with("product", record("product", product));
            let read: AddingOwnRead = ask.one().await?;
            if !read.list.role(Some(person)).may_edit() {
                return Err(StoreError::not_found());
            }
            let on = List::try_from(read.list.list.clone())?;
            on.require_editable()?;
            read.numbers.require_room(1)?;
            let members = people(&read.owners, &read.editors)?;
            let row = read.product.clone().ok_or_else(StoreError::not_found)?;
            // Whose product it is comes first: else somebody would learn what a stranger made.
            let theirs = row.standing()?.is_catalogue()
                || row.draft_of == Some(record("person", person))
                || members.contains(&person);
            if !theirs {
                return Err(StoreError::not_found());
            }
            if let Some(same) = &read.same {
                return Err(DomainError::OnListAlready { gift: id_of(same)? }.into());
            }
            let (chosen, anew) = put_on(work, row, person, list)?;
            let last = read.list.gifts.first().map(|gift| gift.wants.position);
            let id = GiftId::new(work.id());
            let gift = Gift::wished(id, list, chosen, wish.clone(), last);
            work.create(WantsRow::new(&gift))?;
            let waits = anew.then_some(Event::ProductWaits { product: gift.product });
            let added = Event::GiftAdded { list, gift: gift.id };
            let events: Vec<Event> = [added].into_iter().chain(waits).collect();
            self.tell_of_owners(work, &events, &read.list).await?;
            seen_by_owners(work, &read.list, on)?;
            Ok((gift.id, gift.product))
        })
    }

    async fn own_read(&self, id: ProductId) -> Result<OwnRead> {
        self.ask(OWN_PRODUCT).with("product", record("product", id)).one().await
    }
}

/// The product that a gift on the list becomes: each list has products of its own, and shares those
/// of the catalogue. Answers also whether it was made anew.
fn put_on(
    work: &mut Work<'_>,
    row: ProductRow,
    person: PersonId,
    list: ListId,
) -> Result<(Product, bool)> {
    if row.is_catalogue() {
        return Ok((put_on_list(work, row)?, false));
    }
    let product = Product::try_from(row.clone())?;
    if row.draft_of.is_some() {
        work.replace(row.put_on(list))?;
        return Ok((product, false));
    }
    let id = ProductId::new(work.id());
    let copy = Product { id, details: product.details, standing: Standing::Waiting };
    work.create(ProductRow::own(&copy, person, list))?;
    Ok((copy, true))
}

fn people(owners: &[RecordId], editors: &[RecordId]) -> Result<Vec<PersonId>> {
    owners.iter().chain(editors).map(id_of).collect()
}

impl TryFrom<OwnRead> for OwnProduct {
    type Error = StoreError;

    fn try_from(read: OwnRead) -> Result<Self> {
        Ok(Self {
            members: people(&read.owners, &read.editors)?,
            draft_of: read.product.draft_of.as_ref().map(id_of).transpose()?,
            product: read.product.try_into()?,
        })
    }
}

//! An owner's product becomes one of the catalogue, on every list at once (R6.2).

use chrono::TimeDelta;
use domain::{
    DomainError, Gift, GiftDetails, Letter, Link, LinkKey, List, ListId, PersonId, Product,
    ProductId, ProductWish, ReviewNote,
};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    Act, Errand, Result, Store, StoreError,
    admins::audit_product,
    catalogue::refuse_holder,
    row::{
        gift::{GiftRead, WantsRow},
        id_of,
        list::ListRow,
        product::ProductRow,
        record,
        reservation::ReservedRow,
    },
    tx::transact,
    work::Work,
};

const PROMOTION: &str = include_str!("../query/promotion.surql");

/// What shall stand in the catalogue, of a product as it is at that moment.
pub(crate) type ProductRule<'a> =
    &'a (dyn Fn(&Product) -> std::result::Result<ProductWish, DomainError> + Sync);

/// Whether a product is decided upon, as its owner has it at that moment.
pub(crate) type ReviewRule<'a> =
    &'a (dyn Fn(&Product) -> std::result::Result<(), DomainError> + Sync);

/// Everything that a promotion depends on, of one moment.
#[derive(SurrealValue)]
struct Facts {
    product: ProductRow,
    /// The product of the catalogue that shall take its place.
    into: Option<ProductRow>,
    /// The product of the catalogue that has the link.
    holder: Option<RecordId>,
    /// The other products that wait with the same link.
    same: Vec<ProductRow>,
    /// The gifts that get another product.
    gifts: Vec<Moving>,
    /// With what is taken into the catalogue: the gifts that have it already.
    staying: Vec<Moving>,
    /// The lists that show any of them.
    lists: Vec<ListRow>,
}

/// A gift with all that was ever promised of it.
#[derive(SurrealValue)]
struct Moving {
    wants: WantsRow,
    upon: Vec<ReservedRow>,
}

impl Store {
    /// Takes a product into the catalogue as a rule fills it in, together with all that wait with
    /// its link: in one transaction every list that holds one of them gets the product of the
    /// catalogue, with counts, reservations and notes. Givers who read something else then are told
    /// after a pause, so that it is one mail with what comes within it (R4.6). Answers the lists.
    ///
    /// # Errors
    /// As the rule and [`Product::promote`]; refused where another product of the catalogue has the
    /// link, and as not found for an unknown product.
    pub async fn promote(
        &self,
        errand: Errand<'_>,
        id: ProductId,
        pause: TimeDelta,
        rule: ProductRule<'_>,
    ) -> Result<Vec<ListId>> {
        transact!(self, errand, |work| {
            let (row, before, ProductWish { details, hidden }) = self.ruled(id, rule).await?;
            let key = details.link.as_ref().map(Link::key);
            let promoted = before.promote(details, hidden)?;
            let facts = self.promotion(id, key.as_ref(), None, true).await?;
            refuse_holder(facts.holder.filter(|holder| *holder != row.id))?;
            let after = row.clone().holding(&promoted);
            let before: Vec<_> = std::iter::once(&row).chain(&facts.same).collect();
            tell_givers(work, &facts.staying, &before, &after, pause)?;
            tell_givers(work, &facts.gifts, &before, &after, pause)?;
            // Whoever reserves one of these meanwhile writes it, and so is told, too.
            facts.staying.into_iter().try_for_each(|Moving { wants, .. }| work.replace(wants))?;
            // The row that the rule was asked about: an owner who changed it since collides with
            // this, and then the rule is asked anew.
            work.replace(after)?;
            give_way(work, facts.same, &promoted)?;
            move_gifts(work, facts.gifts, promoted.id)?;
            audit_product(work, errand.actor.person, Act::ProductPromoted, id)?;
            shown_anew(work, facts.lists)
        })
    }

    /// Puts a product of the catalogue in the place of another, on every list, where a rule says so
    /// of the other. Givers are told as by [`Store::promote`]. Answers the lists.
    ///
    /// # Errors
    /// As [`Product::merge`], then as the rule; refused as not found where either is unknown.
    pub async fn merge(
        &self,
        errand: Errand<'_>,
        id: ProductId,
        into: ProductId,
        pause: TimeDelta,
        rule: ReviewRule<'_>,
    ) -> Result<Vec<ListId>> {
        transact!(self, errand, |work| {
            let facts = self.promotion(id, None, Some(into), false).await?;
            let row = facts.into.clone().ok_or_else(StoreError::not_found)?;
            let target = Product::try_from(row.clone())?;
            let own = facts.product.clone();
            let before = Product::try_from(own.clone())?;
            // An owner who changes it after this collides with it, and then the rule is asked anew.
            give_way(work, vec![facts.product], &target)?;
            rule(&before)?;
            tell_givers(work, &facts.gifts, &[&own], &row, pause)?;
            // Whoever changes it at the same time collides with this.
            work.replace(row)?;
            move_gifts(work, facts.gifts, target.id)?;
            audit_product(work, errand.actor.person, Act::ProductMerged, id)?;
            shown_anew(work, facts.lists)
        })
    }

    /// Leaves a product with its owner, where a rule says so, who is told why by mail and in the
    /// editor: who made it, or, where they do not look after its list any more, somebody who does.
    /// Answers the lists that it is on.
    ///
    /// # Errors
    /// As [`Product::decline`], then as the rule; refused as not found for an unknown product.
    pub async fn decline(
        &self,
        errand: Errand<'_>,
        id: ProductId,
        note: ReviewNote,
        rule: ReviewRule<'_>,
    ) -> Result<Vec<ListId>> {
        transact!(self, errand, |work| {
            let facts = self.promotion(id, None, None, false).await?;
            let before = Product::try_from(facts.product.clone())?;
            let declined = before.clone().decline(note.clone())?;
            rule(&before)?;
            let whose = self.whose(&facts.product).await?;
            work.post(whose.map(|person| Letter::ProductDeclined { person, product: id }))?;
            work.replace(facts.product.holding(&declined))?;
            audit_product(work, errand.actor.person, Act::ProductDeclined, id)?;
            shown_anew(work, facts.lists)
        })
    }

    /// Who is written to about a product that somebody made.
    async fn whose(&self, row: &ProductRow) -> Result<Option<PersonId>> {
        let maker: Option<PersonId> = row.created_by.as_ref().map(id_of).transpose()?;
        let Some(list) = &row.made_for else { return Ok(maker) };
        let list: ListId = id_of(list)?;
        if let Some(maker) = maker
            && self.role_on(maker, list).await?.may_edit()
        {
            return Ok(Some(maker));
        }
        match self.keeper_of(list).await {
            Ok(keeper) => Ok(Some(keeper)),
            Err(StoreError::Refused(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// A product as it is at this moment, and what a rule says of it.
    pub(crate) async fn ruled(
        &self,
        id: ProductId,
        rule: ProductRule<'_>,
    ) -> Result<(ProductRow, Product, ProductWish)> {
        let row = self.product_row(id).await?;
        let product = Product::try_from(row.clone())?;
        let wish = rule(&product)?;
        Ok((row, product, wish))
    }

    async fn promotion(
        &self,
        id: ProductId,
        key: Option<&LinkKey>,
        into: Option<ProductId>,
        with_same: bool,
    ) -> Result<Facts> {
        let ask = self.ask(PROMOTION).with("product", record("product", id));
        let ask = ask.with("key", key.map(|key| key.as_str().to_owned()));
        let ask = ask.with("into", into.map(|into| record("product", into)));
        ask.with("with_same", with_same).one().await
    }
}

/// Products that are no longer on any list: another stands in their place.
fn give_way(work: &mut Work<'_>, rows: Vec<ProductRow>, into: &Product) -> Result<()> {
    for row in rows {
        let merged = Product::try_from(row.clone())?.merge(into)?;
        work.replace(row.holding(&merged))?;
    }
    Ok(())
}

/// Tells those who promised a gift, where another product makes it read differently (R4.6). Each of the
/// gifts has one of those `before`. Of what is off its list, too: it may be back before anybody hears
/// that it was gone; else that it is back says what is different, and this nothing.
fn tell_givers(
    work: &mut Work<'_>,
    gifts: &[Moving],
    before: &[&ProductRow],
    after: &ProductRow,
    pause: TimeDelta,
) -> Result<()> {
    for Moving { wants, upon } in gifts {
        let had = before.iter().copied().find(|row| row.id == wants.product);
        let Some(had) = had else { continue };
        let details = |product: &ProductRow| -> Result<GiftDetails> {
            let read = GiftRead { wants: wants.clone(), product: product.clone() };
            Ok(Gift::try_from(read)?.details)
        };
        if details(after)?.changes_since(&details(had)?).is_empty() {
            continue;
        }
        for promised in upon {
            if promised.state()?.is_live() {
                let reservation = id_of(&promised.id)?;
                work.post_after([Letter::GiftChanged { reservation }], pause)?;
            }
        }
    }
    Ok(())
}

/// The gifts keep their ids, counts, notes and reservations. A reservation that comes meanwhile
/// writes its gift, so that one of the two starts again.
fn move_gifts(work: &mut Work<'_>, gifts: Vec<Moving>, product: ProductId) -> Result<()> {
    for Moving { wants, upon } in gifts {
        work.move_edge(WantsRow { product: record("product", product), ..wants }, upon)?;
    }
    Ok(())
}

/// Open pages of these lists are out of date. What an admin does is no giver's act, so that owners
/// may see it.
pub(crate) fn shown_anew(work: &mut Work<'_>, lists: Vec<ListRow>) -> Result<Vec<ListId>> {
    let mut shown = Vec::new();
    for row in lists {
        let list = List::try_from(row.clone())?.seen_by_owners();
        shown.push(list.id);
        work.replace(row.holding_all_but_link(&list))?;
    }
    Ok(shown)
}

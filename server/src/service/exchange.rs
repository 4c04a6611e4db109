//! Lists that are copied, and files of gifts that are read, looked at, and added (R3.9).

mod kept;

use std::collections::HashSet;

use app::{
    backend::{Exchange, Filled, GiftRow, GiftRows, ReadGifts, RowOutcome, SentGifts, Unreadable},
    error::AppError,
    session::Visit,
};
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::{
    FieldErrors, FieldProblem, Gift, GiftsHeld, ListId, ListRevision, PersonId, PictureId, Wish,
    exchange::{ReadRow, ReadTable, same_gifts},
};
use store::OwnedList;

use self::kept::{Chosen, File};
use super::{limits::Limited, person};
use crate::{exchange, site::Site};

pub use kept::Kept;

/// In what a price is that names no currency, on a list on which nothing has one.
const USUAL_CURRENCY: &str = "EUR";

/// Fulfils [`Exchange`].
pub(super) struct Service(pub(super) Site);

impl Service {
    async fn owned(&self, owner: PersonId, list: ListId) -> Result<OwnedList, AppError> {
        self.0.answer(self.0.store.owned_list(owner, list).await)
    }

    fn today(&self) -> NaiveDate {
        self.0.clock.now().date_naive()
    }

    /// The rows without pictures that are on none of this person's lists: only those are kept for
    /// sure, and shown to them anyway.
    async fn with_own_pictures(
        &self,
        owner: PersonId,
        table: ReadTable,
    ) -> Result<ReadTable, AppError> {
        if table.rows.iter().all(|row| row.form.picture.is_empty()) {
            return Ok(table);
        }
        let lists = self.0.answer(self.0.store.lists_of(owner).await)?;
        let gifts = lists.iter().flat_map(|owned| &owned.gifts);
        let own: HashSet<&str> =
            gifts.filter_map(|gift| gift.details.picture.as_ref()).map(PictureId::as_str).collect();
        let rows =
            table.rows.into_iter().map(|row| match own.contains(row.form.picture.as_str()) {
                true => row,
                false => row.without_picture(),
            });
        Ok(ReadTable { rows: rows.collect(), ..table })
    }

    /// Adds what was chosen. The list decides anew whether it may.
    async fn add(
        &self,
        visit: &Visit,
        owner: PersonId,
        on: &OwnedList,
        rows: Vec<&ReadRow>,
    ) -> Result<usize, AppError> {
        let (usual, today) = (usual_currency(&on.gifts), self.today());
        let wishes: Result<Vec<Wish>, FieldErrors> =
            rows.into_iter().map(|row| row.parse(usual, today)).collect();
        let wishes = wishes.map_err(|_| FieldErrors::one("row", FieldProblem::NotAChoice))?;
        GiftsHeld::of(&on.gifts).require_room(wishes.len())?;
        self.0.count(Limited::ManyGifts, &owner).await?;
        let errand = self.0.errand(visit);
        self.0.answer(self.0.store.add_gifts(errand, owner, on.list.id, &wishes).await)?;
        Ok(wishes.len())
    }
}

/// The rows of what was sent.
fn read(sent: &SentGifts) -> Result<ReadTable, Unreadable> {
    let SentGifts { file, text, too_big } = sent;
    let bytes = if file.is_empty() { text.as_bytes() } else { file };
    let read = if *too_big { Err(Unreadable::TooBig) } else { exchange::read(bytes) };
    read.inspect_err(|why| {
        tracing::info!(file.unreadable = ?why, "a file of gifts could not be read");
    })
}

/// In what prices are that name no currency: as the last one on the list.
fn usual_currency(gifts: &[Gift]) -> &'static str {
    let prices = gifts.iter().rev().filter_map(|gift| gift.details.price);
    prices.map(|price| price.money.currency()).next().unwrap_or(USUAL_CURRENCY)
}

/// The rows as they are looked at before anything is added.
fn looked_at(table: &ReadTable, gifts: &[Gift], today: NaiveDate) -> GiftRows {
    let usual = usual_currency(gifts);
    let parsed: Vec<_> = table.rows.iter().map(|row| (row, row.parse(usual, today))).collect();
    let good = parsed.iter().filter_map(|(row, wish)| Some((row.number, wish.as_ref().ok()?)));
    let mut same =
        same_gifts(good.map(|(number, wish)| (number, &wish.details)), gifts).into_iter();
    let rows = parsed.into_iter().map(|(row, wish)| {
        let price = wish.as_ref().ok().and_then(|wish| wish.details.price);
        let outcome = match wish {
            Err(wrong) => RowOutcome::Wrong(wrong),
            // There is one for each good row, in their order.
            Ok(_) => same.next().flatten().map_or(RowOutcome::Good, RowOutcome::Same),
        };
        let price = price.map(|price| price.money);
        GiftRow { number: row.number, form: row.form.clone(), price, outcome }
    });
    let (rows, room) = (rows.collect(), GiftsHeld::of(gifts).room());
    GiftRows { unknown: table.unknown.clone(), rows, room }
}

/// The rows with these numbers; those that are there no more were never there.
fn chosen<'a>(table: &'a ReadTable, numbers: &[u32]) -> Result<Vec<&'a ReadRow>, FieldErrors> {
    let numbers: HashSet<_> = numbers.iter().copied().collect();
    let rows: Vec<_> = table.rows.iter().filter(|row| numbers.contains(&row.number)).collect();
    match (numbers.len(), rows.len()) {
        (0, _) => Err(FieldErrors::one("row", FieldProblem::Required)),
        (asked, found) if asked != found => Err(FieldErrors::one("row", FieldProblem::NotAChoice)),
        _ => Ok(rows),
    }
}

#[async_trait]
impl Exchange for Service {
    async fn copy(&self, visit: &Visit, list: ListId) -> Result<ListId, AppError> {
        let owner = person(visit)?;
        self.owned(owner, list).await?;
        self.0.count(Limited::ManyGifts, &owner).await?;
        self.0.answer(self.0.store.copy_list(self.0.errand(visit), owner, list).await)
    }

    async fn take(&self, visit: &Visit, list: ListId, sent: SentGifts) -> Result<String, AppError> {
        let owner = person(visit)?;
        self.owned(owner, list).await?.list.require_editable()?;
        let kept = match read(&sent) {
            Ok(table) => File::Read(self.with_own_pictures(owner, table).await?.into()),
            Err(why) => File::Unreadable(why, sent.text),
        };
        Ok(self.0.files.keep(owner, list, kept))
    }

    async fn read(
        &self,
        visit: &Visit,
        list: ListId,
        ticket: &str,
    ) -> Result<Option<ReadGifts>, AppError> {
        let owner = person(visit)?;
        let owned = self.owned(owner, list).await?;
        Ok(match self.0.files.find(owner, list, ticket) {
            Some(File::Read(table)) => {
                Some(ReadGifts::Rows(looked_at(&table, &owned.gifts, self.today())))
            }
            Some(File::Unreadable(why, text)) => Some(ReadGifts::Not(why, text)),
            Some(File::Added(_)) | None => None,
        })
    }

    async fn import(
        &self,
        visit: &Visit,
        list: ListId,
        ticket: &str,
        rows: &[u32],
    ) -> Result<usize, AppError> {
        let owner = person(visit)?;
        let owned = self.owned(owner, list).await?;
        let table = match self.0.files.choose(owner, list, ticket, rows) {
            Chosen::Now(table) => table,
            Chosen::Before => return Ok(0),
            Chosen::Unknown => {
                return Err(FieldErrors::one("ticket", FieldProblem::NotAChoice).into());
            }
        };
        let added = match chosen(&table, rows) {
            Ok(rows) => self.add(visit, owner, &owned, rows).await,
            Err(wrong) => Err(wrong.into()),
        };
        match added {
            Ok(added) => {
                self.0.announce(list).await;
                Ok(added)
            }
            Err(refused) => {
                self.0.files.give_back(owner, list, ticket, table);
                Err(refused)
            }
        }
    }

    async fn fill(
        &self,
        visit: &Visit,
        list: ListId,
        sent: SentGifts,
        same_too: bool,
    ) -> Result<Filled, AppError> {
        let owner = person(visit)?;
        let owned = self.owned(owner, list).await?;
        let revision = ListRevision::of(&owned.list, owned.revision, self.0.clock.now());
        visit.terms.require_unchanged(list, revision)?;
        owned.list.require_editable()?;
        let table = match read(&sent) {
            Ok(table) => self.with_own_pictures(owner, table).await?,
            Err(why) => return Ok(Filled::Not(why)),
        };
        let GiftRows { unknown, rows, .. } = looked_at(&table, &owned.gifts, self.today());
        let (mut wrong, mut left_out) = (vec![], vec![]);
        for row in rows {
            match row.outcome {
                RowOutcome::Wrong(fields) => wrong.push((row.number, fields)),
                RowOutcome::Same(_) if !same_too => left_out.push(row.number),
                RowOutcome::Same(_) | RowOutcome::Good => {}
            }
        }
        if !wrong.is_empty() {
            return Ok(Filled::Wrong(wrong));
        }
        let wanted = table.rows.iter().filter(|row| !left_out.contains(&row.number));
        let wanted: Vec<_> = wanted.collect();
        if wanted.is_empty() {
            return Ok(Filled::Added { added: 0, left_out, unknown });
        }
        let added = self.add(visit, owner, &owned, wanted).await?;
        self.0.announce(list).await;
        Ok(Filled::Added { added, left_out, unknown })
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        MAX_GIFTS,
        exchange::{Column, Same},
    };

    use super::*;

    fn table(names: &[&str]) -> ReadTable {
        let rows = (2..)
            .zip(names)
            .map(|(number, name)| ReadRow::of(number, [(Column::Name, (*name).to_owned())]));
        ReadTable { unknown: vec![], rows: rows.collect() }
    }

    #[test]
    fn rows_are_looked_at_one_by_one() {
        let looked =
            looked_at(&table(&["Train", "", "train", "Lamp"]), &[], "2026-11-24".parse().unwrap());
        let outcomes: Vec<_> = looked.rows.iter().map(|row| row.outcome.clone()).collect();
        let missing = FieldErrors::one("name", FieldProblem::Required);
        assert_eq!(
            outcomes,
            [
                RowOutcome::Good,
                RowOutcome::Wrong(missing),
                RowOutcome::Same(Same::Row(2)),
                RowOutcome::Good
            ]
        );
        assert_eq!(looked.room, MAX_GIFTS);
    }

    #[test]
    fn what_is_chosen_must_be_there() {
        let table = table(&["Train", "Lamp"]);
        let numbers = |rows: Vec<&ReadRow>| rows.iter().map(|row| row.number).collect::<Vec<_>>();
        assert_eq!(chosen(&table, &[3, 3]).map(numbers), Ok(vec![3]));
        assert_eq!(chosen(&table, &[]), Err(FieldErrors::one("row", FieldProblem::Required)));
        let unknown = FieldErrors::one("row", FieldProblem::NotAChoice);
        assert_eq!(chosen(&table, &[2, 9]), Err(unknown));
    }
}

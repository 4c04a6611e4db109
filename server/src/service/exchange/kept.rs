//! What people sent and have not decided about yet: for an hour, in this process, one file of each
//! person, and no more of all together than there is room for.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use app::backend::Unreadable;
use domain::{ListId, PersonId, exchange::ReadTable};
use tokio::time::Instant;

use crate::secrets;

/// How long it is kept.
const LASTS: Duration = Duration::from_secs(60 * 60);

/// How many bytes of text at once. Beyond them the oldest gives way.
const MOST_BYTES: usize = 32 << 20;

/// What takes room besides text.
const BESIDES: usize = 512;

/// A file, as far as its owner has come with it.
#[derive(Debug, Clone)]
pub(super) enum File {
    /// Nothing could be read of it; what was pasted stands in the form again.
    Unreadable(Unreadable, String),
    /// These rows wait for an answer.
    Read(Arc<ReadTable>),
    /// Those of them with these numbers were added, or are just being.
    Added(BTreeSet<u32>),
}

/// What is added by a form.
#[derive(Debug)]
pub(super) enum Chosen {
    /// Some of these rows.
    Now(Arc<ReadTable>),
    /// Nothing: the form was sent before.
    Before,
    /// Nothing: it is not kept any more, or others of its rows were added.
    Unknown,
}

#[derive(Debug)]
struct Place {
    ticket: String,
    list: ListId,
    until: Instant,
    bytes: usize,
    file: File,
}

/// All of them. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Kept(Arc<Mutex<HashMap<PersonId, Place>>>);

impl Kept {
    /// Keeps a file in the place of the one that this person sent before; answers its ticket.
    pub(super) fn keep(&self, person: PersonId, list: ListId, file: File) -> String {
        let ticket = secrets::random_token();
        self.keep_at(person, list, file, ticket.clone(), Instant::now());
        ticket
    }

    fn keep_at(&self, person: PersonId, list: ListId, file: File, ticket: String, now: Instant) {
        let mut places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        places.retain(|_, place| now < place.until);
        let bytes = weight(&file);
        places.insert(person, Place { ticket, list, until: now + LASTS, bytes, file });
        while places.len() > 1
            && places.values().map(|place| place.bytes).sum::<usize>() > MOST_BYTES
        {
            let oldest = places.iter().min_by_key(|(_, place)| place.until);
            let Some(oldest) = oldest.map(|(person, _)| *person) else { break };
            places.remove(&oldest);
        }
    }

    /// What is kept under a ticket of this person's, for this list.
    pub(super) fn find(&self, person: PersonId, list: ListId, ticket: &str) -> Option<File> {
        self.at(person, list, ticket, |file| file.clone())
    }

    /// Takes the rows with these `numbers` to be added, so that a form that is sent twice adds them
    /// once.
    pub(super) fn choose(
        &self,
        person: PersonId,
        list: ListId,
        ticket: &str,
        numbers: &[u32],
    ) -> Chosen {
        let numbers: BTreeSet<u32> = numbers.iter().copied().collect();
        let chosen = self.at(person, list, ticket, |file| match file {
            File::Read(table) => {
                let table = table.clone();
                *file = File::Added(numbers);
                Chosen::Now(table)
            }
            File::Added(before) if *before == numbers => Chosen::Before,
            File::Added(_) | File::Unreadable(..) => Chosen::Unknown,
        });
        chosen.unwrap_or(Chosen::Unknown)
    }

    /// Puts rows back that were not added after all.
    pub(super) fn give_back(
        &self,
        person: PersonId,
        list: ListId,
        ticket: &str,
        table: Arc<ReadTable>,
    ) {
        self.at(person, list, ticket, |file| *file = File::Read(table));
    }

    fn at<T>(
        &self,
        person: PersonId,
        list: ListId,
        ticket: &str,
        act: impl FnOnce(&mut File) -> T,
    ) -> Option<T> {
        let mut places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = places.get_mut(&person)?;
        let good = place.ticket == ticket && place.list == list && Instant::now() < place.until;
        good.then(|| act(&mut place.file))
    }
}

/// How many bytes a file takes, roughly.
fn weight(file: &File) -> usize {
    match file {
        File::Unreadable(_, text) => text.len() + BESIDES,
        File::Added(_) => BESIDES,
        File::Read(table) => {
            let row = |row: &domain::exchange::ReadRow| {
                let form = &row.form;
                let texts = [
                    &form.link,
                    &form.name,
                    &form.brand,
                    &form.shop,
                    &form.price,
                    &form.currency,
                    &form.wanted,
                    &form.notes,
                    &form.priority,
                    &form.exactness,
                    &form.size,
                    &form.colour,
                    &form.further_1,
                    &form.further_2,
                    &form.further_3,
                    &form.tags,
                    &form.section,
                    &row.price_date,
                    &row.hidden,
                ];
                texts.iter().map(|text| text.len()).sum::<usize>() + BESIDES
            };
            table.rows.iter().map(row).sum::<usize>() + BESIDES
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn person(number: u128) -> PersonId {
        PersonId::new(Uuid::from_u128(number))
    }

    fn list() -> ListId {
        ListId::new(Uuid::from_u128(1))
    }

    #[test]
    fn a_ticket_is_good_for_one_person_and_one_list() {
        let kept = Kept::default();
        let ticket = kept.keep(person(1), list(), File::Read(Arc::default()));
        assert!(kept.find(person(1), list(), &ticket).is_some());
        assert!(kept.find(person(2), list(), &ticket).is_none());
        assert!(kept.find(person(1), ListId::new(Uuid::nil()), &ticket).is_none());
        assert!(kept.find(person(1), list(), "other").is_none());
        // The next one takes its place.
        kept.keep(person(1), list(), File::Added(BTreeSet::new()));
        assert!(kept.find(person(1), list(), &ticket).is_none());
    }

    #[test]
    fn rows_are_added_once_and_come_back_if_they_were_not() {
        let kept = Kept::default();
        let ticket = kept.keep(person(1), list(), File::Read(Arc::default()));
        let choose =
            |ticket: &str, numbers: &[u32]| kept.choose(person(1), list(), ticket, numbers);
        let Chosen::Now(table) = choose(&ticket, &[2, 3]) else { panic!("kept") };
        assert!(matches!(choose(&ticket, &[3, 2]), Chosen::Before));
        assert!(matches!(choose(&ticket, &[4]), Chosen::Unknown), "others than were added");
        kept.give_back(person(1), list(), &ticket, table);
        assert!(matches!(choose(&ticket, &[4]), Chosen::Now(_)));
        assert!(matches!(choose("other", &[4]), Chosen::Unknown));
    }

    #[test]
    fn there_is_room_for_so_much_and_for_so_long() {
        let kept = Kept::default();
        let mebibyte = || File::Unreadable(Unreadable::NotText, "x".repeat(1 << 20));
        let begin = Instant::now();
        for number in 0..40 {
            let at = begin + Duration::from_secs(number);
            kept.keep_at(person(u128::from(number)), list(), mebibyte(), "t".to_owned(), at);
        }
        let held = |number| kept.find(person(number), list(), "t").is_some();
        assert!(!held(0) && held(39));
        assert!((30..=32).contains(&kept.0.lock().unwrap().len()));
        let later = begin + LASTS + Duration::from_secs(60);
        let added = File::Added(BTreeSet::new());
        kept.keep_at(person(99), list(), added, "t".to_owned(), later);
        assert_eq!(kept.0.lock().unwrap().len(), 1);
    }
}

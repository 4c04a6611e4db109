//! Which pictures the log shows.

use std::collections::{BTreeSet, HashMap, HashSet};

use domain::PictureId;
use surrealdb::types::RecordId;

use crate::{
    Result, Store, StoreError,
    change::Image,
    dump::{Logged, overlay},
    image,
    row::{Row as _, people::SubjectKeyRow, record},
    seal::SubjectKey,
    table::table,
};

const SUBJECT_KEYS: &str = include_str!("../../query/subject_keys.surql");

/// How many keys are asked for at once.
const AT_ONCE: usize = 500;

impl Store {
    /// The pictures that rows of the log show, but for those of whoever was erased since.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn pictures_shown(&self, rows: &[Logged]) -> Result<HashSet<PictureId>> {
        let mut images = Vec::new();
        for row in rows.iter().filter(|row| row.pictures) {
            let all = overlay::change(&row.line)?.images;
            images.extend(all.into_iter().filter(shows_picture));
        }
        let keys = self.keys_of(&images).await?;
        Ok(images.iter().filter_map(|image| picture(image, &keys)).collect())
    }

    /// The keys by which the words of these images can be read.
    async fn keys_of(&self, images: &[Image]) -> Result<HashMap<String, SubjectKey>> {
        let subjects: BTreeSet<_> = images.iter().filter_map(|of| of.subject.as_ref()).collect();
        let ids = subjects.into_iter().map(|subject| record(SubjectKeyRow::TABLE, subject));
        let ids: Vec<RecordId> = ids.collect();
        let mut keys = HashMap::new();
        for some in ids.chunks(AT_ONCE) {
            let ask = self.ask(SUBJECT_KEYS).with("ids", some.to_vec());
            let rows: Vec<SubjectKeyRow> = ask.one().await?;
            for row in rows {
                let found = image::key(&row.id).zip(SubjectKey::from_stored(&row.key));
                let (subject, key) = found.ok_or_else(|| StoreError::spoilt("key", &row.id))?;
                keys.insert(subject.to_owned(), key);
            }
        }
        Ok(keys)
    }
}

/// Whether an image may show a picture.
pub(super) fn shows_picture(image: &Image) -> bool {
    image.row.as_ref().is_some_and(|row| row.contains("\"picture\""))
}

fn picture(image: &Image, keys: &HashMap<String, SubjectKey>) -> Option<PictureId> {
    let key = image.subject.as_ref().and_then(|subject| keys.get(subject));
    let row = image.open(table(&image.table)?.personal, key)?.1?;
    row.get("picture")?.as_str()?.parse().ok()
}

//! What rows of the change log tell, as far as it counts for figures.

use chrono::{DateTime, Utc};
use domain::kpis::Happening;
use serde_json::{Map, Value as Json};

use super::{SEED, Seeded};
use crate::{
    MailState,
    change::{ChangeRow, Image},
};

/// Whoever does what no request asked for.
const SYSTEM: &str = "system";

/// Tables whose records count, or name what does not.
const READ: [&str; 6] = ["person", "list", "owns", "wants", "reserved", "outbox"];

type Fields = Map<String, Json>;

/// What one row tells. What a seed did does not count, and neither does what names something that it
/// made.
pub(super) fn happenings(change: &ChangeRow, seeded: &Seeded) -> Vec<Happening> {
    if change.actor == SEED {
        return vec![];
    }
    let images: Vec<_> = change.images.iter().filter_map(read).collect();
    let is_seeded = |(image, row): &(&Image, Fields)| {
        seeded.contains(&image.id) || row.values().any(|field| names(field, seeded))
    };
    if !seeded.is_empty() && images.iter().any(is_seeded) {
        return vec![];
    }
    images.iter().flat_map(|(image, row)| told(change, image, row)).collect()
}

/// A record as it was left, where it counts.
fn read(image: &Image) -> Option<(&Image, Fields)> {
    let row = image.row.as_deref().filter(|_| READ.contains(&image.table.as_str()))?;
    Some((image, serde_json::from_str(row).ok()?))
}

/// Whether a value is one of these keys, or holds one. What a mail says is a text that holds ids.
fn names(value: &Json, keys: &Seeded) -> bool {
    match value {
        Json::String(text) if text.starts_with('{') => {
            serde_json::from_str(text).is_ok_and(|inner: Json| names(&inner, keys))
        }
        Json::String(text) => keys.contains(text),
        Json::Array(items) => items.iter().any(|item| names(item, keys)),
        Json::Object(map) => map.values().any(|item| names(item, keys)),
        Json::Null | Json::Bool(_) | Json::Number(_) => false,
    }
}

fn told(change: &ChangeRow, image: &Image, row: &Fields) -> Vec<Happening> {
    let is_new = image.version == 1;
    let one = match image.table.as_str() {
        "person" if is_new => image.id.parse().ok().map(|person| Happening::SignedUp { person }),
        "list" if is_new => image.id.parse().ok().map(|list| Happening::ListMade { list }),
        "wants" if is_new => image.id.parse().ok().map(|gift| Happening::GiftAdded { gift }),
        "outbox" if is_sent(row) && at(row, "done_at") == Some(change.at) => {
            image.id.parse().ok().map(|mail| Happening::MailSent { mail })
        }
        "reserved" => return promised(change, image, row),
        _ => None,
    };
    one.into_iter().collect()
}

/// Whether the mail server took a mail. One that had nothing to say any more says why it was not sent.
fn is_sent(row: &Fields) -> bool {
    word(row, "state") == Some(MailState::Sent.code()) && !row.contains_key("reason")
}

/// What a giver did. A part that was bought is split off as a reservation of its own, which is no new
/// promise; and who gave a gift free may have been an owner, so that this makes nobody active.
fn promised(change: &ChangeRow, image: &Image, row: &Fields) -> Vec<Happening> {
    let Ok(reservation) = image.id.parse() else { return vec![] };
    let state = word(row, "state");
    let reserved = (image.version == 1 && state == Some("reserved"))
        .then_some(Happening::Reserved { reservation });
    let bought_at = at(row, "state_at")
        .filter(|at| state == Some("purchased") && *at == change.at)
        .map(|at| Happening::Purchased { reservation, at });
    let lives = matches!(state, Some("reserved" | "purchased"));
    let giver = row.get("in").and_then(key).filter(|_| lives && is_of_giver(change));
    let gave = giver.and_then(|giver| giver.parse().ok()).map(|giver| Happening::Gave { giver });
    [reserved, bought_at, gave].into_iter().flatten().collect()
}

/// Whether somebody who gives did it. Of what givers do none writes the list; whoever brings it back
/// from the bin writes the promises on it, too, so that their givers have time (R5.4).
fn is_of_giver(change: &ChangeRow) -> bool {
    change.actor != SYSTEM && change.images.iter().all(|image| image.table != "list")
}

fn word<'a>(row: &'a Fields, field: &str) -> Option<&'a str> {
    row.get(field)?.as_str()
}

/// A moment, as [`crate::image`] writes it.
fn at(row: &Fields, field: &str) -> Option<DateTime<Utc>> {
    row.get(field)?.get("$at")?.as_str()?.parse().ok()
}

/// The key of a record, as [`crate::image`] writes it.
fn key(value: &Json) -> Option<&str> {
    value.get("$record")?.get(1)?.as_str()
}

#[cfg(test)]
mod tests;

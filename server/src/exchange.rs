//! Files of gifts: written from a list, and read into rows (R3.9). What the rows mean is decided in
//! `domain::exchange`; here are bytes, encodings, commas and braces.

mod decode;
mod json;
mod table;
#[cfg(test)]
mod tests;

use app::backend::Unreadable;
use domain::{MAX_GIFTS, beginning, exchange::ReadTable};

pub use json::json_of;
pub use table::csv_of;

/// How many bytes a file, or what was pasted, may have.
pub const MOST_BYTES: usize = 1 << 20;

/// How many of the headers that mean nothing to us are told, and how many letters of each.
const MOST_UNKNOWN: usize = 20;
const UNKNOWN_LETTERS: usize = 40;

/// The rows of a file: JSON, or a table with any of the usual separators, in any of the usual
/// encodings.
///
/// # Errors
/// [`Unreadable`].
pub fn read(bytes: &[u8]) -> Result<ReadTable, Unreadable> {
    if bytes.len() > MOST_BYTES {
        return Err(Unreadable::TooBig);
    }
    let text = decode::text(bytes)?;
    match begins_as_json(&text) {
        true => json::read(&text),
        false => table::read(&text),
    }
}

/// Whether a text is meant as JSON.
fn begins_as_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

/// What was read, if it has rows, and not too many of them.
fn whole(table: ReadTable, rows: usize) -> Result<ReadTable, Unreadable> {
    match rows {
        0 => Err(Unreadable::NoRows),
        _ if rows > MAX_GIFTS => {
            Err(Unreadable::TooMany { rows: u32::try_from(rows).unwrap_or(u32::MAX) })
        }
        _ => Ok(table),
    }
}

/// Notes a header that means nothing to us, once.
fn note_unknown(unknown: &mut Vec<String>, header: &str) {
    let short = beginning(header.trim(), UNKNOWN_LETTERS).to_owned();
    if !short.is_empty() && unknown.len() < MOST_UNKNOWN && !unknown.contains(&short) {
        unknown.push(short);
    }
}

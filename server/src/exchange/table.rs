//! Tables: written as RFC 4180 says, with a mark by which spreadsheet programs know the encoding;
//! read as programs and people write them.

use app::backend::Unreadable;
use csv::{ReaderBuilder, StringRecord, Terminator, WriterBuilder};
use domain::{
    MAX_GIFTS,
    exchange::{Column, Exported, ReadRow, ReadTable, guarded, unguarded},
};

use super::{note_unknown, whole};

/// Says that the text is UTF-8.
const MARK: &str = "\u{feff}";

/// How many columns of a table are looked at.
const MOST_COLUMNS: usize = 200;

/// What stands between cells.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// The gifts as a table. No cell of it begins as a formula does.
///
/// # Errors
/// None that memory does not cause.
pub fn csv_of(gifts: &Exported) -> Result<Vec<u8>, csv::Error> {
    let mut file = MARK.as_bytes().to_vec();
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(&mut file);
    writer.write_record(gifts.columns.iter().map(|column| column.title()))?;
    for row in &gifts.rows {
        writer.write_record(row.iter().map(|cell| guarded(cell).into_owned()))?;
    }
    writer.flush()?;
    drop(writer);
    Ok(file)
}

/// The rows of a table.
///
/// # Errors
/// [`Unreadable`].
pub(super) fn read(text: &str) -> Result<ReadTable, Unreadable> {
    let (text, told) = without_hint(text);
    let separator = told.unwrap_or_else(|| likely(text));
    let records = Records::new(text, separator);
    let mut heads: Option<Heads> = None;
    let mut table = ReadTable::default();
    let (mut number, mut found) = (0, 0);
    for record in records {
        let record = record?;
        number += 1 + blank_lines(text, &record);
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let heads = match &heads {
            Some(heads) => heads,
            None => {
                let first = Heads::of(&record, &mut table.unknown)?;
                let begins = heads.insert(first);
                if !begins.is_row {
                    continue;
                }
                &*begins
            }
        };
        found += 1;
        if found <= MAX_GIFTS {
            table.rows.push(heads.row(number, &record));
        }
    }
    whole(table, found)
}

/// What the columns say.
struct Heads {
    columns: Vec<Option<Column>>,
    /// Whether the first row is a gift already: one column without any header, of names.
    is_row: bool,
}

impl Heads {
    fn of(record: &StringRecord, unknown: &mut Vec<String>) -> Result<Self, Unreadable> {
        let mut columns: Vec<Option<Column>> = Vec::new();
        for header in record.iter().take(MOST_COLUMNS) {
            let known =
                Column::of_header(header).filter(|column| !columns.contains(&Some(*column)));
            if known.is_none() {
                note_unknown(unknown, header);
            }
            columns.push(known);
        }
        if columns.contains(&Some(Column::Name)) {
            return Ok(Self { columns, is_row: false });
        }
        if record.len() == 1 && columns == [None] {
            unknown.clear();
            return Ok(Self { columns: vec![Some(Column::Name)], is_row: true });
        }
        Err(Unreadable::NoNames)
    }

    fn row(&self, number: u32, record: &StringRecord) -> ReadRow {
        let cells = self.columns.iter().zip(record);
        ReadRow::of(
            number,
            cells.filter_map(|(column, cell)| Some(((*column)?, unguarded(cell).to_owned()))),
        )
    }
}

/// The records of a text, one after the other.
struct Records<'a>(csv::StringRecordsIntoIter<&'a [u8]>);

impl<'a> Records<'a> {
    fn new(text: &'a str, separator: u8) -> Self {
        let mut builder = ReaderBuilder::new();
        builder.has_headers(false).flexible(true).delimiter(separator);
        Self(builder.from_reader(text.as_bytes()).into_records())
    }
}

impl Iterator for Records<'_> {
    type Item = Result<StringRecord, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.0.next()?.map_err(|_| Unreadable::NotText))
    }
}

/// How many blank lines stand above a record. Whoever looks at the file counts them, and they are no
/// records.
fn blank_lines(text: &str, record: &StringRecord) -> u32 {
    let start = record.position().and_then(|place| usize::try_from(place.byte()).ok());
    let parts = start.and_then(|start| text.split_at_checked(start));
    let Some((before, rest)) = parts else { return 0 };
    // Of an end of a line of two characters the second is left for the next record.
    let rest = if before.ends_with('\r') { rest.strip_prefix('\n').unwrap_or(rest) } else { rest };
    let ends = rest.find(|c: char| !matches!(c, '\r' | '\n')).map_or(rest, |end| &rest[..end]);
    u32::try_from(ends.replace("\r\n", "\n").len()).unwrap_or(u32::MAX)
}

/// The separator by which the first line names the most columns that we know, and of those the one
/// that makes the most cells.
fn likely(text: &str) -> u8 {
    let told = |separator: &u8| {
        let first = Records::new(text, *separator).find_map(Result::ok).unwrap_or_default();
        let heads = first.iter().take(MOST_COLUMNS);
        let known = heads.filter(|header| Column::of_header(header).is_some()).count();
        (known, first.len())
    };
    // Of equals the first, which is the comma.
    SEPARATORS.into_iter().rev().max_by_key(told).unwrap_or(b',')
}

/// Some programs say in a line above all which separator they wrote: `sep=;`.
fn without_hint(text: &str) -> (&str, Option<u8>) {
    let Some((line, rest)) = text.split_once('\n') else { return (text, None) };
    match line.trim_end().strip_prefix("sep=").map(str::as_bytes) {
        Some([separator]) if SEPARATORS.contains(separator) => (rest, Some(*separator)),
        _ => (text, None),
    }
}

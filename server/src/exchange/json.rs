//! The same as JSON: an object with `list` and `gifts`, or the gifts alone.

use app::backend::Unreadable;
use domain::{
    ListForm, MAX_GIFTS, Money,
    exchange::{Column, Exported, ReadRow, ReadTable},
};
use serde_json::{Map, Value, json};

use super::{note_unknown, whole};
use crate::strict::Strict;

/// How many keys of a gift are looked at.
const MOST_KEYS: usize = 200;

/// A list and its gifts. What is empty is left out.
///
/// # Errors
/// None that memory does not cause.
pub fn json_of(form: &ListForm, gifts: &Exported) -> Result<String, serde_json::Error> {
    let gift = |row: &Vec<String>| {
        let said = gifts.columns.iter().zip(row).filter(|(_, text)| !text.is_empty());
        let said = said.map(|(column, text)| (key(*column), value(*column, text)));
        Value::Object(said.collect())
    };
    let about = [
        ("title", &form.title),
        ("occasion", &form.occasion),
        ("date", &form.date),
        ("zone", &form.zone),
        ("for_whom", &form.for_whom),
        ("welcome", &form.welcome),
        ("delivery", &form.delivery),
    ];
    let about = about.into_iter().filter(|(_, text)| !text.is_empty());
    let about: Map<String, Value> =
        about.map(|(name, text)| (name.to_owned(), json!(text))).collect();
    let gifts: Vec<Value> = gifts.rows.iter().map(gift).collect();
    serde_json::to_string_pretty(&json!({ "list": about, "gifts": gifts }))
}

/// Whether a column is called so by us.
fn is_title(header: &str) -> bool {
    Column::of_header(header).is_some_and(|column| header == key(column))
}

/// What a column is called: `price_date`.
fn key(column: Column) -> String {
    column.title().replace(' ', "_")
}

fn value(column: Column, text: &str) -> Value {
    match column {
        Column::Hidden => json!(text == "yes"),
        Column::Wanted | Column::Reserved | Column::Purchased => {
            text.parse::<u32>().map_or_else(|_| json!(text), |number| json!(number))
        }
        _ => json!(text),
    }
}

/// The rows of such a file. One in which a key stands twice is none.
///
/// # Errors
/// [`Unreadable`].
pub(super) fn read(text: &str) -> Result<ReadTable, Unreadable> {
    let gifts = match serde_json::from_str(text) {
        Ok(Strict(Value::Array(gifts))) => gifts,
        Ok(Strict(Value::Object(mut all))) => match all.remove("gifts") {
            Some(Value::Array(gifts)) => gifts,
            _ => return Err(Unreadable::NotJson),
        },
        _ => return Err(Unreadable::NotJson),
    };
    let found = gifts.len();
    let mut table = ReadTable::default();
    let mut named = false;
    for (number, gift) in (1..).zip(gifts).take(MAX_GIFTS) {
        let Value::Object(gift) = gift else { return Err(Unreadable::NotJson) };
        let mut said: Vec<_> = gift.into_iter().take(MOST_KEYS).collect();
        // Keys have no order: of two that mean the same, the one by which we call it counts.
        said.sort_by_key(|(header, _)| !is_title(header));
        let currency = currency(&said).to_owned();
        let mut cells: Vec<(Column, String)> = Vec::new();
        for (header, value) in said {
            let known = Column::of_header(&header)
                .filter(|column| cells.iter().all(|(other, _)| other != column));
            match known {
                Some(column) => {
                    named |= column == Column::Name;
                    let text = match (column, value) {
                        (Column::Price, Value::Number(price)) => {
                            amount(price.to_string(), &currency)
                        }
                        (_, value) => words(value),
                    };
                    cells.push((column, text));
                }
                None => note_unknown(&mut table.unknown, &header),
            }
        }
        table.rows.push(ReadRow::of(number, cells));
    }
    if found > 0 && !named {
        return Err(Unreadable::NoNames);
    }
    whole(table, found)
}

/// In which currency a gift says that its price is; nothing where it says none.
fn currency(said: &[(String, Value)]) -> &str {
    let named =
        |(header, _): &&(String, Value)| Column::of_header(header) == Some(Column::Currency);
    said.iter().find(named).and_then(|(_, value)| value.as_str()).unwrap_or_default()
}

/// A price that is a number, as it would stand in a cell. What stands behind its point are decimals, so
/// that it is written to be refused where they would be read as thousands.
fn amount(price: String, currency: &str) -> String {
    let thousands = price.rsplit_once('.').is_some_and(|(_, decimals)| decimals.len() == 3);
    let meant = Money::parse(&price, currency).is_ok_and(|money| money.plain() == price);
    if thousands && !meant { price + "0" } else { price }
}

/// A value as it would stand in a cell, where several stand one after the other.
fn words(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        Value::Bool(yes) => if yes { "yes" } else { "no" }.to_owned(),
        Value::Array(several) => several.into_iter().map(words).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

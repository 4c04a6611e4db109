//! A list as it is written to a file: what its owners may see, and nobody's name.

use chrono::NaiveDate;

use super::Column;
use crate::{GiftForm, OwnerGift, OwnerGifts, PictureId, PictureWidth};

/// The gifts of a list, by columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The columns, in their order.
    pub columns: Vec<Column>,
    /// The gifts, in theirs: a text for each column.
    pub rows: Vec<Vec<String>>,
}

/// The gifts as their owners may see them. Under surprise there is no column for what is taken
/// (R3.6). `origin` is put in front of where pictures are.
pub fn exported(gifts: &OwnerGifts, origin: &str) -> Exported {
    let is_count = |column: &Column| matches!(column, Column::Reserved | Column::Purchased);
    let (taken, said): (Vec<_>, Vec<_>) = Column::ALL.iter().copied().partition(is_count);
    let words = |gift: &OwnerGift| -> Vec<String> {
        let read_on = gift.card.price.map(|price| price.read_on);
        said.iter().map(|column| cell(&gift.form, read_on, origin, *column)).collect()
    };
    match gifts {
        OwnerGifts::Surprise(gifts) => {
            let rows = gifts.iter().map(words).collect();
            Exported { columns: said, rows }
        }
        OwnerGifts::Shown(gifts) => {
            let counted = gifts.iter().map(|shown| {
                let counts = [shown.reserved.to_string(), shown.purchased.to_string()];
                words(&shown.gift).into_iter().chain(counts).collect()
            });
            let rows = counted.collect();
            Exported { columns: [said, taken].concat(), rows }
        }
    }
}

/// What a file says about a gift in one of its columns. Nothing of what is taken.
pub fn cell(form: &GiftForm, read_on: Option<NaiveDate>, origin: &str, column: Column) -> String {
    let text = match column {
        Column::Name => &form.name,
        Column::Brand => &form.brand,
        Column::Shop => &form.shop,
        Column::Link => &form.link,
        Column::Price => &form.price,
        Column::Currency => &form.currency,
        Column::Notes => &form.notes,
        Column::Priority => &form.priority,
        Column::Exactness => &form.exactness,
        Column::Size => &form.size,
        Column::Colour => &form.colour,
        Column::FurtherOne => &form.further_1,
        Column::FurtherTwo => &form.further_2,
        Column::FurtherThree => &form.further_3,
        Column::Tags => &form.tags,
        Column::Section => &form.section,
        Column::PriceDate => return read_on.map_or_else(String::new, |day| day.to_string()),
        Column::Wanted if !form.any_number.is_empty() => return "any".to_owned(),
        Column::Wanted => &form.wanted,
        Column::Hidden => return if form.hidden.is_empty() { "no" } else { "yes" }.to_owned(),
        Column::Picture => {
            let picture = form.picture.parse::<PictureId>().ok();
            let path = picture.map(|picture| picture.path(PictureWidth::Large));
            return path.map_or_else(String::new, |path| format!("{origin}{path}"));
        }
        Column::Reserved | Column::Purchased => return String::new(),
    };
    text.clone()
}

//! Products as lines of a file.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{FieldErrors, ProductId, ProductWish};
use uuid::Uuid;

use crate::peers::Entry;

/// A product of a file.
pub struct Line {
    /// Its line.
    pub number: usize,
    /// The id that it came with.
    pub id: ProductId,
    /// What it is.
    pub wish: ProductWish,
    /// Where its picture is.
    pub image: Option<String>,
}

/// Reads the lines of a file.
///
/// # Errors
/// Every line that can not be used, with what is wrong with it.
pub fn lines(text: &str, today: NaiveDate) -> Result<Vec<Line>, String> {
    let (mut lines, mut wrong) = (Vec::new(), Vec::new());
    let mut seen: HashMap<ProductId, usize> = HashMap::new();
    for (number, text) in (1..).zip(text.lines()).filter(|(_, text)| !text.trim().is_empty()) {
        match line(number, text, today) {
            Err(why) => wrong.push(format!("line {number}: {why}")),
            Ok(line) => {
                if let Some(first) = seen.insert(line.id, number) {
                    wrong.push(format!("line {number}: it has the productId of line {first}"));
                }
                lines.push(line);
            }
        }
    }
    if wrong.is_empty() { Ok(lines) } else { Err(nothing_done(&wrong)) }
}

fn line(number: usize, text: &str, today: NaiveDate) -> Result<Line, String> {
    let entry: Entry =
        serde_json::from_str(text).map_err(|error| format!("no product: {error}"))?;
    let id = Uuid::try_parse(&entry.product_id).map_err(|_| "productId is no id".to_owned())?;
    let wish = entry.form().parse(today, None).map_err(|errors| fields(&errors))?;
    Ok(Line { number, id: ProductId::new(id), wish, image: entry.image_url })
}

/// What is wrong with the fields of a product, as files call them.
fn fields(errors: &FieldErrors) -> String {
    let named = errors.iter().map(|error| {
        let field = match error.field.as_str() {
            "link" => "productUrl",
            "name" => "details",
            "shop" => "retailer",
            "price_on" => "priceCheckedDate",
            other => other,
        };
        format!("{field} needs another value ({})", error.problem.code())
    });
    named.collect::<Vec<_>>().join(", ")
}

/// That nothing was done, and why.
pub fn nothing_done(wrong: &[String]) -> String {
    format!("nothing was changed:\n{}", wrong.join("\n"))
}

//! The figures as a table (RFC 4180), for programs that read such.

use csv::{Terminator, WriterBuilder};
use domain::kpis::{DayFigures, Figure, FigureValue};

/// What stands where a number would say too much.
const UNDER_TEN: &str = "under 10";

/// A row for each day. All of it are words of ours, days and numbers.
///
/// # Errors
/// None that memory does not cause.
pub fn csv_of(days: &[DayFigures]) -> Result<Vec<u8>, csv::Error> {
    let mut file = Vec::new();
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(&mut file);
    let codes = Figure::ALL.iter().map(|figure| figure.code());
    writer.write_record(std::iter::once("day").chain(codes))?;
    for day in days {
        let values = Figure::ALL.iter().map(|figure| match day.value(*figure) {
            FigureValue::Number(number) => number.to_string(),
            FigureValue::UnderTen => UNDER_TEN.to_owned(),
            FigureValue::Uncounted => String::new(),
        });
        writer.write_record(std::iter::once(day.day.to_string()).chain(values))?;
    }
    writer.flush()?;
    drop(writer);
    Ok(file)
}

#[cfg(test)]
mod tests {
    use domain::kpis::Numbers;

    use super::*;

    // R8.6
    #[test]
    fn a_table_says_no_more_than_the_page() {
        let mut numbers = Numbers::default();
        numbers.add(Figure::SignUps, 2);
        numbers.add(Figure::Reserved, 7);
        let day = |text: &str, few| DayFigures::new(text.parse().unwrap(), numbers, few);
        let table = csv_of(&[day("2026-11-26", true), day("2026-11-27", false)]).unwrap();
        let table = String::from_utf8(table).unwrap();
        let lines: Vec<_> = table.split("\r\n").collect();
        assert_eq!(
            lines,
            [
                "day,sign_ups,lists_made,gifts_added,reserved,purchased,givers,mails,\
                 looked_up_found,looked_up_partly,looked_up_refused,looked_up_nothing,\
                 looked_up_catalogue",
                "2026-11-26,2,0,0,under 10,under 10,under 10,under 10,0,0,0,0,0",
                "2026-11-27,2,0,0,7,0,0,0,0,0,0,0,0",
                "",
            ]
        );
    }
}

//! Checks that a store holds what it was filled with.

use std::collections::HashMap;

use serde_json::Value as Json;
use tokio::time::Instant;

use crate::{
    Result, Store,
    dump::{
        line::{Line, digest},
        refill::{Filled, pause},
    },
    table::{TABLES, Table},
};

/// How many rows are read back at once.
const PAGE: u32 = 500;

/// What there must be of a table, in whatever order it is read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Check {
    rows: u64,
    marks: u128,
    contents: u128,
    /// Whether something stands in the place of words: then contents differ.
    wordless: bool,
}

impl Check {
    pub(super) fn count(&mut self, table: &Table, line: &Line, whole: bool) {
        self.rows += 1;
        self.marks = self.marks.wrapping_add(line.mark());
        self.contents = self.contents.wrapping_add(line.contents(table));
        self.wordless |= !whole;
    }

    /// How a table differs from what it must be, if it does.
    fn differs(&self, found: &Self) -> Option<&'static str> {
        if self.rows != found.rows {
            Some("has another number of rows than it was filled with")
        } else if self.marks != found.marks {
            Some("has other rows than it was filled with")
        } else if self.contents != found.contents && !self.wordless {
            Some("says something else than it was filled with")
        } else {
            None
        }
    }
}

/// What gifts count beyond what their reservations come to, by digests of their keys.
#[derive(Debug, Default)]
pub(super) struct Sums(HashMap<u128, Beyond>);

#[derive(Debug, Default)]
struct Beyond {
    reserved: i64,
    purchased: i64,
    /// Whether there is such a gift.
    there: bool,
}

impl Sums {
    pub(super) fn count(&mut self, table: &Table, line: &Line) {
        let number = |field: &str| line.row.get(field).and_then(Json::as_i64).unwrap_or(0);
        match table.name {
            "wants" => {
                let gift = self.0.entry(digest(&line.key)).or_default();
                gift.there = true;
                gift.reserved += number("reserved");
                gift.purchased += number("purchased");
            }
            "reserved" => {
                let gift = line.row.get("out").and_then(|out| out.get("$record")?.get(1)?.as_str());
                let gift = self.0.entry(digest(gift.unwrap_or_default())).or_default();
                match line.row.get("state").and_then(Json::as_str) {
                    Some("reserved") => gift.reserved -= number("quantity"),
                    Some("purchased") => gift.purchased -= number("quantity"),
                    _ => {}
                }
            }
            _ => {}
        }
    }

    /// How many gifts count something else than their reservations come to.
    pub(super) fn wrong(&self) -> usize {
        let wrong = |gift: &&Beyond| !gift.there || gift.reserved != 0 || gift.purchased != 0;
        self.0.values().filter(wrong).count()
    }
}

impl Store {
    /// Reads these tables back, which this store was filled with, and says in words how they differ
    /// from that, or from the rules; empty where all is well. Rests as [`Store::refill`] does.
    ///
    /// # Errors
    /// [`crate::StoreError::Unavailable`].
    pub async fn check_filled(
        &self,
        filled: &Filled,
        tables: &[&str],
        rest: f64,
    ) -> Result<Vec<String>> {
        let (mut wrong, mut sums) = (Vec::new(), Sums::default());
        let told = |table: &Table| table.carried && tables.contains(&table.name);
        let checks = TABLES.iter().zip(&filled.checks).filter(|(table, _)| told(table));
        for (table, expected) in checks {
            let found = self.check_table(table, &mut sums, rest).await?;
            if let Some(how) = expected.differs(&found) {
                wrong.push(format!("the table {} {how}", table.name));
            }
        }
        // Of those that it was filled with, and of those that were read back.
        if let Some(gifts) = [filled.miscounted, sums.wrong()].into_iter().find(|gifts| *gifts > 0)
        {
            wrong.push(format!("{gifts} gifts do not count what their reservations are"));
        }
        if filled.gaps > 0 {
            wrong.push(format!("the log is not whole: it skips {} changes", filled.gaps));
        }
        if filled.wordless > 0 {
            wrong.push(format!("the keys of words in {} rows are missing", filled.wordless));
        }
        Ok(wrong)
    }

    async fn check_table(
        &self,
        table: &'static Table,
        sums: &mut Sums,
        rest: f64,
    ) -> Result<Check> {
        let (mut found, mut after) = (Check::default(), None);
        loop {
            let begun = Instant::now();
            let page = self.dump_page(table.name, after.as_deref(), PAGE).await?;
            for line in &page.lines {
                let line = Line::parse(table, line)?;
                found.count(table, &line, true);
                sums.count(table, &line);
            }
            let Some(last) = page.last else { return Ok(found) };
            after = Some(last);
            pause(begun, rest).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::table;

    fn line(name: &str, text: &str) -> Line {
        Line::parse(table(name).unwrap(), text).unwrap()
    }

    #[test]
    fn gifts_must_count_what_their_reservations_are() {
        let gift = |reserved, purchased| {
            let text = format!(
                r#"{{"id":"g","version":1,"reserved":{reserved},"purchased":{purchased}}}"#
            );
            line("wants", &text)
        };
        let promise = |state: &str, quantity| {
            let text = format!(
                r#"{{"id":"r","version":1,"out":{{"$record":["wants","g"]}},"state":"{state}","quantity":{quantity}}}"#
            );
            line("reserved", &text)
        };
        let wrong = |gifts: Vec<Line>| {
            let mut sums = Sums::default();
            for gift in &gifts {
                sums.count(table("wants").unwrap(), gift);
            }
            for promised in [promise("reserved", 2), promise("purchased", 1)] {
                sums.count(table("reserved").unwrap(), &promised);
            }
            sums.count(table("reserved").unwrap(), &promise("cancelled", 5));
            sums.wrong()
        };
        assert_eq!(wrong(vec![gift(2, 1)]), 0);
        assert_eq!(wrong(vec![gift(3, 0)]), 1);
        assert_eq!(wrong(vec![]), 1);
    }

    #[test]
    fn a_table_is_compared_in_whatever_order_it_is_read() {
        let click = table("click").unwrap();
        let one = line("click", r#"{"id":"a","version":1,"clicks":1}"#);
        let two = line("click", r#"{"id":"b","version":1,"clicks":2}"#);
        let other = line("click", r#"{"id":"b","version":1,"clicks":3}"#);
        let newer = line("click", r#"{"id":"b","version":2,"clicks":3}"#);
        let of = |lines: &[&Line], whole| {
            let mut check = Check::default();
            lines.iter().for_each(|line| check.count(click, line, whole));
            check
        };
        let expected = of(&[&one, &two], true);
        assert_eq!(expected.differs(&of(&[&two, &one], true)), None);
        assert!(expected.differs(&of(&[&one, &other], true)).is_some());
        assert_eq!(of(&[&one, &two], false).differs(&of(&[&one, &other], true)), None);
        assert!(of(&[&one, &two], false).differs(&of(&[&one, &newer], true)).is_some());
        assert!(expected.differs(&of(&[&one], true)).is_some());
    }
}

//! Whose words were erased, as it is shipped: all that a life begins with, and from then on what is new.

use super::erased;

/// How many are told of in one file before the next one is begun.
const ENOUGH: usize = 2_000;

/// The file that is added to.
#[derive(Debug, Default)]
pub(super) struct Telling {
    /// The part of the log that it was begun with.
    part: u64,
    lines: Vec<String>,
}

impl Telling {
    /// Adds whose words were erased with a part of the log, a line each. The same part may come again.
    pub(super) fn add(&mut self, part: u64, lines: Vec<String>) {
        if self.lines.len() >= ENOUGH {
            self.lines.clear();
        }
        if self.lines.is_empty() {
            self.part = part;
        }
        self.lines.extend(lines);
    }

    /// What stands in it.
    pub(super) fn lines(&self) -> &[String] {
        &self.lines
    }

    /// Where it stands.
    pub(super) fn name(&self, timeline: &str) -> String {
        format!("{}-{:010}", erased(timeline), self.part)
    }
}

/// Whether something tells whose words were erased in this life of the store.
pub(super) fn is_of(name: &str, timeline: &str) -> bool {
    let rest = name.strip_prefix(&erased(timeline));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(number: usize) -> Vec<String> {
        vec!["line".to_owned(); number]
    }

    #[test]
    fn a_file_is_added_to_until_it_is_long_enough() {
        let mut telling = Telling::default();
        telling.add(7, lines(ENOUGH - 1));
        assert_eq!(telling.name("life"), "erased/life-0000000007");
        telling.add(9, lines(1));
        assert_eq!((telling.part, telling.lines().len()), (7, ENOUGH));
        telling.add(12, lines(1));
        assert_eq!((telling.part, telling.lines().len()), (12, 1));
    }

    #[test]
    fn what_belongs_to_a_life_is_known_by_its_name() {
        for name in ["erased/life", "erased/life-0000000007"] {
            assert!(is_of(name, "life"), "{name}");
        }
        for name in ["erased/lifelong", "erased/other", "erased/other-0000000007", "log/life"] {
            assert!(!is_of(name, "life"), "{name}");
        }
    }
}

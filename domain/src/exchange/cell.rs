//! Cells that no spreadsheet takes for a formula.
//!
//! Spreadsheets run a cell that begins with `=`, `+`, `-` or `@`, also after a tab or a line break,
//! and with the wide forms of these signs. An apostrophe in front makes it words; reading takes that
//! one away again.

use std::borrow::Cow;

/// What a formula begins with.
const STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// The cell as it is written.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if is_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// What a cell says that may have been written by us.
pub fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(text)
}

/// Whether a text begins as a formula does, or as one with apostrophes in front: of those one more
/// is written, so that reading gives back as many as there were.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(STARTS)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use test_case::test_case;

    use super::*;

    #[test_case("=1+1", "'=1+1")]
    #[test_case("+49 441 12", "'+49 441 12"; "a number of a telephone")]
    #[test_case("-red or blue", "'-red or blue")]
    #[test_case("@SUM(A1)", "'@SUM(A1)")]
    #[test_case("\tx", "'\tx"; "a tab")]
    #[test_case("\rx", "'\rx"; "a line break")]
    #[test_case("＝1", "'＝1"; "wide")]
    #[test_case("'=1", "''=1"; "an apostrophe that is there already")]
    #[test_case("'tis", "'tis"; "an apostrophe in front of a word")]
    #[test_case("1-1", "1-1")]
    #[test_case("", ""; "nothing")]
    fn a_cell_is_written_like_this(text: &str, written: &str) {
        assert_eq!(guarded(text), written);
        assert_eq!(unguarded(written), text);
    }

    proptest! {
        #[test]
        fn no_cell_begins_a_formula_and_each_reads_back(text in "['=+@\t\r\nA-]{0,6}|\\PC{0,20}") {
            let written = guarded(&text);
            prop_assert!(!written.starts_with(STARTS), "{written:?}");
            prop_assert_eq!(unguarded(&written), &text);
        }
    }
}

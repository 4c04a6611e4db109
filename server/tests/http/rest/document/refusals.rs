//! `docs/api/refusals.md` has every word by which programs tell refusals apart, and no other.

use std::{collections::BTreeSet, fs, path::Path};

use domain::WrongState;

const PAGE: &str = include_str!("../../../../../docs/api/refusals.md");
const RULES: &str = include_str!("../../../../../domain/src/error.rs");
const ERRORS: &str = include_str!("../../../../../app/src/error.rs");

/// What only pages are told: of signing in, and of what admins do with accounts.
const OF_PAGES: [&str; 9] = [
    "fresh_sign_in_needed",
    "joined_elsewhere",
    "last_way_in",
    "of_admin",
    "provider_silent",
    "sign_in_spoilt",
    "suspended",
    "transport",
    "wrong_sign_in",
];

/// What is wrong with fields of their forms alone.
const OF_THEIR_FORMS: [&str; 2] = ["weak_password", "wrong_password"];

/// What is wrong with a field of a body, and can not be with one of a form.
const OF_BODIES: &str = "mistyped";

type Words = BTreeSet<String>;

/// What stands in quotes right behind this.
fn quoted(source: &str, behind: &str) -> Words {
    let found = source.split(behind).skip(1);
    found.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

/// What each function `code` of a source answers, one after the other.
fn answered(source: &str) -> Vec<Words> {
    let functions = source.split("pub fn code(&self)").skip(1);
    let bodies = functions.filter_map(|rest| rest.split("\n    }\n").next());
    bodies.map(|body| quoted(body, "=> \"")).collect()
}

/// The codes with which a source refuses in words of its own.
fn refused_in(file: &Path) -> Words {
    let source = fs::read_to_string(file).unwrap();
    let refusals = source.split("Refused::new(").skip(1);
    let mut words = quoted(&source, "self.code = \"");
    words.extend(refusals.filter_map(|rest| rest.split('"').nth(1)).map(str::to_owned));
    words
}

/// The same of all sources in a folder.
fn refused_below(folder: &Path) -> Words {
    let mut words = Words::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            words.extend(refused_below(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            words.extend(refused_in(&path));
        }
    }
    words
}

/// The words in a column of a table.
fn told(table: &str, column: usize) -> Words {
    let rows = table.lines().filter(|line| line.starts_with("| ")).skip(1);
    let cells = rows.filter_map(|row| row.split('|').nth(column));
    cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(str::to_owned).collect()
}

// R10.1
#[test]
fn every_word_of_a_refusal_stands_on_its_page() {
    let (refusals, problems) = PAGE.split_once("A field has one of these problems:").unwrap();
    let mut rules = answered(RULES).into_iter();
    let mut codes = rules.next().unwrap();
    codes.extend(answered(ERRORS).into_iter().flatten());
    let http = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http");
    codes.extend(refused_in(&http.join("rest.rs")));
    codes.extend(refused_below(&http.join("rest")));
    for word in OF_PAGES {
        assert!(codes.remove(word), "there is no {word}");
    }
    assert_eq!(told(refusals, 2), codes);
    let mut fields = rules.next().unwrap();
    fields.insert(OF_BODIES.to_owned());
    for word in OF_THEIR_FORMS {
        assert!(fields.remove(word), "there is no {word}");
    }
    assert_eq!(told(problems, 1), fields);
}

// R10.1: programs go by these words, too.
#[test]
fn every_state_for_which_something_is_refused_stands_on_its_page() {
    let (_, states) = PAGE.split_once("`state` is one of these words:").unwrap();
    let (states, _) = states.split_once("\n\n").unwrap();
    let told: Words = states.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    let known: Words = WrongState::ALL.iter().map(|state| state.code().to_owned()).collect();
    assert_eq!(told, known);
}

//! What docs/OPERATIONS.md tells people to run and to set is there.

use std::collections::BTreeSet;

use clap::{Command, CommandFactory as _};

use super::Cli;
use crate::settings::Settings;

fn root(file: &str) -> String {
    let path = format!("{}/../{file}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

/// What the page has between backticks, and the lines that are to be typed.
fn told(page: &str) -> Vec<String> {
    let mut told = Vec::new();
    // Every other part lies between fences.
    for (at, part) in page.split("```").enumerate() {
        if at.is_multiple_of(2) {
            told.extend(part.split('`').skip(1).step_by(2).map(|code| code.replace('\n', " ")));
        } else if let Some(lines) = part.strip_prefix("sh\n") {
            let lines = lines.lines().filter_map(|line| line.split(" #").next());
            told.extend(lines.map(|line| line.trim().to_owned()));
        }
    }
    told
}

/// What stands behind the program's name, where it is called.
fn call(code: &str) -> Option<&str> {
    code.strip_prefix("sudo ").unwrap_or(code).strip_prefix("ewelists ")
}

/// The first word of a call that means nothing to the program.
fn unknown<'a>(program: &Command, call: &'a str) -> Option<&'a str> {
    let mut command = program;
    for word in call.split_whitespace().take_while(|word| *word != ">") {
        if let Some(below) = command.find_subcommand(word) {
            command = below;
            continue;
        }
        let means_something = match word.strip_prefix("--") {
            Some(flag) => {
                let mut known = command.get_arguments().chain(program.get_arguments());
                known.any(|argument| argument.get_long() == Some(flag))
            }
            None => !command.has_subcommands(),
        };
        if !means_something {
            return Some(word);
        }
    }
    None
}

#[test]
fn every_command_that_the_runbook_names_is_one_and_every_one_is_named() {
    let (page, program) = (root("docs/OPERATIONS.md"), Cli::command());
    let told = told(&page);
    let calls: Vec<_> = told.iter().filter_map(|code| call(code)).collect();
    assert!(calls.len() > 20, "{calls:?}");
    let (_, table) = page.split_once("\n## Commands\n").unwrap();
    let (table, _) = table.split_once("\n## ").unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let rows: Vec<_> = rows.collect();
    for call in calls.iter().chain(&rows) {
        assert_eq!(unknown(&program, call), None, "{call}");
    }
    for command in program.get_subcommands() {
        let name = Some(command.get_name());
        assert!(rows.iter().any(|row| row.split(' ').next() == name), "{name:?}");
    }
    for (wrong, word) in [("serv", "serv"), ("backup --now", "--now"), ("admin give x", "give")] {
        assert_eq!(unknown(&program, wrong), Some(word));
    }
}

#[test]
fn every_setting_that_the_runbook_names_is_one() {
    let (mut keys, mut section) = (BTreeSet::new(), String::new());
    for line in Settings::sample().lines() {
        let line = line.trim_start_matches('#');
        if line.starts_with('[') {
            section = line.trim_matches(['[', ']']).to_owned();
        } else if let Some((key, _)) = line.split_once(" = ") {
            keys.insert(format!("{section}.{key}"));
        }
    }
    let sections: BTreeSet<_> = keys.iter().filter_map(|key| key.split('.').next()).collect();
    let page = root("docs/OPERATIONS.md");
    let told = told(&page);
    let words = told.iter().filter_map(|code| code.split(' ').next());
    let named =
        |word: &&str| word.split_once('.').is_some_and(|(first, _)| sections.contains(first));
    let named: Vec<_> = words.filter(named).collect();
    assert!(named.len() > 30, "{named:?}");
    for word in named {
        assert!(keys.contains(word), "{word}");
    }
    let no_variable = |letter: char| !(letter.is_ascii_uppercase() || letter == '_');
    for variable in page.split(no_variable) {
        let key = match variable.split("__").collect::<Vec<_>>().as_slice() {
            ["EWELISTS", "SECTION", "KEY"] | [_] => continue,
            ["EWELISTS", "OIDC", _, key] => format!("oidc.{}", key.to_ascii_lowercase()),
            ["EWELISTS", section, key, ..] => format!("{section}.{key}").to_ascii_lowercase(),
            _ => continue,
        };
        let of_file = key.strip_suffix("_file").unwrap_or(&key);
        assert!(keys.contains(&key) || keys.contains(of_file), "{variable}");
    }
}

#[test]
fn whatever_the_runbook_has_made_can_be_made() {
    let (page, makefile) = (root("docs/OPERATIONS.md"), root("Makefile"));
    let told = told(&page);
    let made: Vec<_> = told.iter().filter_map(|code| code.strip_prefix("make ")).collect();
    assert!(made.len() > 4, "{made:?}");
    for target in made {
        let target = target.split(' ').next().unwrap_or_default();
        assert!(makefile.contains(&format!("\n{target}: ")), "make {target}");
    }
}

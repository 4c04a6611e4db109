//! What stands above an article, between two lines of `+++`: TOML.

use app::backend::Category;
use chrono::NaiveDate;
use config::{Config, ConfigError, File, FileFormat};
use domain::Occasion;
use serde::Deserialize;

use super::{fault::Fault, is_slug};

/// The words as they stand there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    title: String,
    description: String,
    category: String,
    date: NaiveDate,
    cover: String,
    #[serde(default)]
    occasion: Option<String>,
    #[serde(default)]
    products: Vec<String>,
    #[serde(default)]
    related: Vec<String>,
}

/// What an article says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Front {
    /// What it is called.
    pub title: String,
    /// What it says, in a sentence or two.
    pub description: String,
    /// What it is about.
    pub category: Category,
    /// When it was written, or last gone over.
    pub date: NaiveDate,
    /// The name of a drawing in `public/covers`.
    pub cover: String,
    /// The occasion of a list that may come of it.
    pub occasion: Option<Occasion>,
    /// The products below it, by their words, with the line on which they are named.
    pub products: Vec<(usize, String)>,
    /// Articles to go on with, by their words.
    pub related: Vec<String>,
}

impl Front {
    /// Reads it. It begins on the second line of its file.
    ///
    /// # Errors
    /// A [`Fault`] with the line of the file.
    pub fn read(text: &str) -> Result<Self, Fault> {
        // A line more, so that lines are counted as in the file.
        let text = format!("\n{text}");
        let written = parse(&text).map_err(|error| {
            let says = error.to_string();
            Fault::new(blamed(&text, &says), says.replace('\n', " "))
        })?;
        let at = |key: &str| line_of(&text, key).unwrap_or(1);
        let required = |key: &str, value: String| match value.trim() {
            "" => Err(Fault::new(at(key), format!("{key} is empty"))),
            value => Ok(value.to_owned()),
        };
        let category = Category::parse(&written.category);
        let category = category.ok_or_else(|| {
            let known = Category::ALL.map(Category::code).join(", ");
            Fault::new(at("category"), format!("category is none of {known}"))
        })?;
        let occasion = written.occasion.as_deref().map(Occasion::parse).transpose();
        let occasion =
            occasion.map_err(|_| Fault::new(at("occasion"), "occasion is no occasion"))?;
        if !is_slug(&written.cover) {
            return Err(Fault::new(at("cover"), "cover is not the name of a drawing"));
        }
        let named = at("products");
        Ok(Self {
            title: required("title", written.title)?,
            description: required("description", written.description)?,
            category,
            date: written.date,
            cover: written.cover,
            occasion,
            products: written.products.into_iter().map(|word| (named, word)).collect(),
            related: written.related,
        })
    }
}

fn parse(text: &str) -> Result<Written, ConfigError> {
    let file = File::from_str(text, FileFormat::Toml);
    Config::builder().add_source(file).build()?.try_deserialize()
}

/// The line that an error is about: the one that it names, or that of the key that it names.
fn blamed(text: &str, says: &str) -> usize {
    let digits = |rest: &str| -> String { rest.chars().take_while(char::is_ascii_digit).collect() };
    let told = says.split_once("line ").and_then(|(_, rest)| digits(rest).parse().ok());
    let mut named = says.split(['`', '"']).filter_map(|word| line_of(text, word));
    told.or_else(|| named.next()).unwrap_or(1)
}

/// The line on which a key is set.
fn line_of(text: &str, key: &str) -> Option<usize> {
    let sets = |line: &str| {
        let rest = line.trim_start().strip_prefix(key);
        !key.is_empty() && rest.is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    text.lines().position(sets).map(|index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = "\
title = \"A room to play in\"
description = \"What it needs.\"
category = \"play\"
date = \"2026-03-01\"
cover = \"play-room\"
occasion = \"birthday\"
products = [\"play-mat\", \"toy-crate\"]
related = [\"indoor-play\"]
";

    #[test]
    fn what_stands_above_an_article_is_read() {
        let front = Front::read(WHOLE).unwrap();
        assert_eq!(front.title, "A room to play in");
        assert_eq!((front.category, front.occasion), (Category::Play, Some(Occasion::Birthday)));
        assert_eq!(front.date.to_string(), "2026-03-01");
        let products = [(8, "play-mat".to_owned()), (8, "toy-crate".to_owned())];
        assert_eq!(front.products, products);
        assert_eq!(front.related, ["indoor-play"]);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let line = |from: &str, to: &str| Front::read(&WHOLE.replace(from, to)).unwrap_err().line;
        assert_eq!(line("category = \"play\"", "category = play"), 4);
        assert_eq!(line("\"play\"", "\"toys\""), 4);
        assert_eq!(line("cover = \"play-room\"", "cover = \"../secret\""), 6);
        assert_eq!(line("cover", "colour"), 6);
        assert_eq!(line("\"birthday\"", "\"tuesday\""), 7);
        assert_eq!(line("A room to play in", "  "), 2);
        assert_eq!(line("2026-03-01", "2026-13-01"), 5);
        let missing = Front::read("title = \"x\"\n").unwrap_err();
        assert!(missing.says.contains("description"), "{missing}");
    }
}

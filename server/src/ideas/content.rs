//! Everything that the folder of content holds, as it was when it was read.

use std::{
    collections::{BTreeMap, HashMap},
    ffi::OsStr,
    fs, io,
    path::{Path, PathBuf},
    time::SystemTime,
};

use app::backend::{Block, IdeaCard};
use chrono::NaiveDate;
use domain::{GiftName, Occasion, ProductId};

use super::{
    fault::Fault,
    front::Front,
    is_slug,
    products::{self, HouseProduct},
    text,
};

/// The language that articles are shown in where they are not translated.
pub const FALLBACK: &str = "en";

/// Words that addresses of articles can not have: other pages are there.
const TAKEN: [&str; 3] = ["add", "category", "products"];

/// How many words are read in a minute.
const WORDS_A_MINUTE: usize = 200;

/// An article as it stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// What stands above it.
    pub card: IdeaCard,
    /// The occasion of a list that may come of it.
    pub occasion: Option<Occasion>,
    /// What it says.
    pub body: Vec<Block>,
    /// The products below it.
    pub below: Vec<ProductId>,
    /// The words of articles to go on with.
    pub related: Vec<String>,
    /// How many words it has.
    pub words: usize,
}

/// What was read.
#[derive(Debug, Default)]
pub struct Content {
    /// By word, then by language.
    articles: BTreeMap<String, BTreeMap<String, Article>>,
    /// Products that come with the program.
    pub products: Vec<HouseProduct>,
    /// Where each of them stands among these.
    places: HashMap<ProductId, usize>,
    /// What is wrong with the files.
    pub faults: Vec<(PathBuf, Fault)>,
}

/// Which files there are, and since when they are as they are.
pub type Prints = BTreeMap<PathBuf, (Option<SystemTime>, u64)>;

/// Looks which files there are, without reading them. A folder that is not there has none.
pub fn look(folder: &Path) -> Prints {
    let mut prints = Prints::new();
    let mut note = |path: PathBuf| {
        if let Ok(file) = fs::metadata(&path) {
            prints.insert(path, (file.modified().ok(), file.len()));
        }
    };
    note(catalogue(folder));
    for language in within(&folder.join("ideas")) {
        for file in within(&language) {
            if file.extension().is_some_and(|ending| ending == "md") {
                note(file);
            }
        }
    }
    prints
}

fn catalogue(folder: &Path) -> PathBuf {
    folder.join("catalogue.json")
}

/// What stands in a folder; in one that is not there, nothing.
fn within(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.filter_map(|entry| Some(entry.ok()?.path())).collect()
}

/// Where the drawing of a product of the house stands.
pub fn drawing(folder: &Path, slug: &str) -> PathBuf {
    folder.join("drawings").join(slug).with_extension("svg")
}

impl Content {
    /// Reads the files that were seen.
    pub fn read(folder: &Path, prints: &Prints) -> Self {
        let mut content = Self::default();
        let catalogue = catalogue(folder);
        if prints.contains_key(&catalogue) {
            match fs::read_to_string(&catalogue) {
                Ok(text) => {
                    let (products, faults) = products::read(&text);
                    content.places = products.iter().map(|product| product.id).zip(0..).collect();
                    content.products = products;
                    content.blame(&catalogue, faults);
                }
                Err(error) => content.blame(&catalogue, [unreadable(&error)]),
            }
        }
        for file in prints.keys().filter(|file| **file != catalogue) {
            match content.article(file) {
                Ok((article, doubts)) => {
                    let languages = content.articles.entry(article.card.slug.clone()).or_default();
                    languages.insert(article.card.language.clone(), article);
                    content.blame(file, doubts);
                }
                Err(fault) => content.blame(file, [fault]),
            }
        }
        content
    }

    fn blame(&mut self, file: &Path, faults: impl IntoIterator<Item = Fault>) {
        self.faults.extend(faults.into_iter().map(|fault| (file.to_owned(), fault)));
    }

    /// Reads one article, and tells what is left out of it.
    fn article(&self, file: &Path) -> Result<(Article, Vec<Fault>), Fault> {
        let slug = name(file.file_stem());
        if !is_slug(&slug) || TAKEN.contains(&slug.as_str()) {
            return Err(Fault::new(1, "its name can not stand in an address"));
        }
        let language = name(file.parent().and_then(Path::file_name));
        let source = fs::read_to_string(file).map_err(|error| unreadable(&error))?;
        let find = |word: &str| self.find(word);
        let read = text::read(&source, &find)?;
        let front = Front::read(&read.front)?;
        let mut doubts = read.doubts;
        let mut below = Vec::new();
        for (line, word) in &front.products {
            match find(word) {
                Some(product) => below.push(product),
                None => doubts.push(Fault::new(*line, format!("there is no product {word}"))),
            }
        }
        let minutes = read.words.div_ceil(WORDS_A_MINUTE).max(1);
        let card = IdeaCard {
            slug,
            title: front.title,
            description: front.description,
            category: front.category,
            cover: front.cover,
            date: front.date,
            minutes: u32::try_from(minutes).unwrap_or(u32::MAX),
            language,
        };
        let article = Article {
            card,
            occasion: front.occasion,
            body: read.body,
            below,
            related: front.related,
            words: read.words,
        };
        Ok((article, doubts))
    }

    /// The product that a word in a file names: one of the house, or by its id any of the catalogue.
    fn find(&self, word: &str) -> Option<ProductId> {
        let ours = self.products.iter().find(|product| product.slug == word);
        ours.map(|product| product.id).or_else(|| word.parse().ok())
    }

    /// What readers of this language call a product that the catalogue calls `name`, where that is
    /// another name.
    pub fn translated(
        &self,
        product: ProductId,
        name: &GiftName,
        language: &str,
    ) -> Option<&GiftName> {
        let place = self.places.get(&product)?;
        self.products.get(*place)?.translated(name, language)
    }

    /// The products of the house whose name in another language than the catalogue's holds these
    /// words.
    pub fn called_like(&self, words: &str) -> Vec<ProductId> {
        let words = words.trim().to_lowercase();
        if words.is_empty() {
            return vec![];
        }
        let found = self.products.iter().filter(|product| product.is_called_like(&words));
        found.map(|product| product.id).collect()
    }

    /// An article in this language, or as there is one.
    pub fn find_article(&self, slug: &str, language: &str) -> Option<&Article> {
        let languages = self.articles.get(slug)?;
        languages.get(language).or_else(|| languages.get(FALLBACK))
    }

    /// All articles for readers of this language, the newest first.
    pub fn articles(&self, language: &str) -> Vec<&Article> {
        let all = self.articles.keys().filter_map(|slug| self.find_article(slug, language));
        let mut all: Vec<_> = all.collect();
        all.sort_by(|one, other| {
            other.card.date.cmp(&one.card.date).then_with(|| one.card.title.cmp(&other.card.title))
        });
        all
    }

    /// The drawing on top of an article.
    pub fn cover(&self, slug: &str) -> Option<&str> {
        let article = first(self.articles.get(slug)?)?;
        Some(&article.card.cover)
    }

    /// The path of each article, and the day on which it was written, for the sitemap.
    pub fn paths(&self) -> Vec<(String, NaiveDate)> {
        let all = self.articles.values().filter_map(first).map(|article| &article.card);
        all.map(|card| (format!("/ideas/{}", card.slug), card.date)).collect()
    }

    /// Every article in every language.
    #[cfg(test)]
    pub fn everything(&self) -> impl Iterator<Item = &Article> {
        self.articles.values().flat_map(BTreeMap::values)
    }
}

/// An article as most may read it.
fn first(languages: &BTreeMap<String, Article>) -> Option<&Article> {
    languages.get(FALLBACK).or_else(|| languages.values().next())
}

/// A part of a path; what is no text names nothing.
fn name(part: Option<&OsStr>) -> String {
    part.and_then(OsStr::to_str).unwrap_or_default().to_owned()
}

fn unreadable(error: &io::Error) -> Fault {
    Fault::new(1, format!("it can not be read: {error}"))
}

//! The corpus: pages, and what is right about each.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a corpus that can not be read fails its test"
)]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use shop::{Page, Reading, Source, read};
use url::Url;

/// What is told about a page.
#[derive(Deserialize)]
pub struct Told {
    pub url: String,
    content_type: Option<String>,
    expected: Expected,
}

#[derive(Deserialize)]
struct Expected {
    name: Option<String>,
    brand: Option<String>,
    shop: Option<String>,
    price: Option<Price>,
    picture: Option<String>,
    #[serde(default)]
    sources: BTreeMap<String, Source>,
}

#[derive(Deserialize)]
struct Price {
    amount: String,
    currency: String,
}

/// The pages of a folder, with their names.
pub fn corpus(folder: &str) -> Vec<(String, Told, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(folder);
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "json"));
    files.sort();
    let page = |file: PathBuf| {
        let told = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        (name, told, fs::read(file.with_extension("html")).unwrap())
    };
    files.into_iter().map(page).collect()
}

/// The page that something is told about, as it comes from its address.
pub fn page<'a>(told: &'a Told, url: &'a Url, bytes: &'a [u8]) -> Page<'a> {
    Page { url, content_type: told.content_type.as_deref(), bytes }
}

/// What a page says.
pub fn reading(told: &Told, bytes: &[u8]) -> Reading {
    read(&page(told, &Url::parse(&told.url).unwrap(), bytes))
}

/// The fields of a page.
#[allow(dead_code, reason = "the example alone counts by field")]
pub const FIELDS: [&str; 5] = ["name", "brand", "shop", "price", "picture"];

/// Every field that is not what was expected, with what it is instead; where `sources` counts, it
/// must stand where it was expected to.
pub fn wrong(told: &Told, reading: &Reading, sources: bool) -> Vec<(&'static str, String)> {
    let expected = &told.expected;
    let price = expected.price.as_ref().map(|price| format!("{} {}", price.amount, price.currency));
    let found = |source: Source, text: String| (text, source);
    let fields = [
        ("name", expected.name.clone(), reading.name.clone().map(|it| found(it.source, it.value))),
        (
            "brand",
            expected.brand.clone(),
            reading.brand.clone().map(|it| found(it.source, it.value)),
        ),
        ("shop", expected.shop.clone(), reading.shop.clone().map(|it| found(it.source, it.value))),
        (
            "price",
            price,
            reading.price.clone().map(|it| {
                found(it.source, format!("{} {}", it.value.plain(), it.value.currency()))
            }),
        ),
        (
            "picture",
            expected.picture.clone(),
            reading.pictures.first().map(|it| found(it.source, it.value.to_string())),
        ),
    ];
    let mut wrong = Vec::new();
    for (field, expected, found) in fields {
        let source = told.expected.sources.get(field).filter(|_| sources);
        let is_right = expected.as_deref() == found.as_ref().map(|(text, _)| text.as_str());
        let is_source =
            source.is_none_or(|source| found.as_ref().is_some_and(|it| it.1 == *source));
        if !is_right || !is_source {
            wrong.push((field, format!("expected {expected:?} ({source:?}), found {found:?}")));
        }
    }
    wrong
}

//! Pages as shops write them, and what is right about each.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use proptest::prelude::*;
use serde::Deserialize;
use shop::{Page, Reading, Source, read};
use url::Url;

#[derive(Deserialize)]
struct Told {
    url: Url,
    content_type: Option<String>,
    expected: Expected,
}

#[derive(Deserialize)]
struct Expected {
    name: Option<String>,
    brand: Option<String>,
    shop: Option<String>,
    price: Option<Price>,
    picture: Option<Url>,
    #[serde(default)]
    sources: std::collections::BTreeMap<String, Source>,
}

#[derive(Deserialize)]
struct Price {
    amount: String,
    currency: String,
}

fn corpus(folder: &str) -> Vec<(String, Told, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "json"));
    files.sort();
    let page = |file: PathBuf| {
        let told = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        (name, told, fs::read(file.with_extension("html")).unwrap())
    };
    files.into_iter().map(page).collect()
}

fn reading(told: &Told, bytes: &[u8]) -> Reading {
    read(&Page { url: &told.url, content_type: told.content_type.as_deref(), bytes })
}

/// Every field that is not what was expected.
fn wrong(told: &Told, reading: &Reading, sources: bool) -> Vec<String> {
    let expected = &told.expected;
    let price = expected.price.as_ref().map(|price| format!("{} {}", price.amount, price.currency));
    let found = |source: Source, text: String| (text, source);
    let fields = [
        ("name", expected.name.clone(), reading.name.clone().map(|it| found(it.source, it.value))),
        ("brand", expected.brand.clone(), reading.brand.clone().map(|it| found(it.source, it.value))),
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
            expected.picture.as_ref().map(ToString::to_string),
            reading.pictures.first().map(|it| found(it.source, it.value.to_string())),
        ),
    ];
    let mut wrong = Vec::new();
    for (field, expected, found) in fields {
        let source = told.expected.sources.get(field).filter(|_| sources);
        let is_right = expected.as_deref() == found.as_ref().map(|(text, _)| text.as_str());
        let is_source = source.is_none_or(|source| found.as_ref().is_some_and(|it| it.1 == *source));
        if !is_right || !is_source {
            wrong.push(format!("{field}: expected {expected:?} ({source:?}), found {found:?}"));
        }
    }
    wrong
}

fn all_right(folder: &str, sources: bool) {
    let mut told_wrong = Vec::new();
    for (name, told, bytes) in corpus(folder) {
        let reading = reading(&told, &bytes);
        told_wrong.extend(wrong(&told, &reading, sources).into_iter().map(|it| format!("{name}: {it}")));
    }
    assert!(told_wrong.is_empty(), "{} wrong:\n{}", told_wrong.len(), told_wrong.join("\n"));
}

#[test]
fn known_pages_are_read_as_they_are_meant() {
    assert!(corpus("known").len() >= 20);
    all_right("known", true);
}

#[test]
fn hostile_pages_do_no_harm() {
    assert!(corpus("hostile").len() >= 10);
    all_right("hostile", false);
}

#[test]
fn pages_that_were_set_aside_are_read_without_harm() {
    let pages = corpus("set-aside");
    assert!(pages.len() >= 15);
    for (_, told, bytes) in pages {
        reading(&told, &bytes);
    }
}

fn took(html: &str) -> Duration {
    let url = Url::parse("https://shop.example/x").unwrap();
    let page = Page { url: &url, content_type: Some("text/html"), bytes: html.as_bytes() };
    let once = || {
        let began = Instant::now();
        read(&page);
        began.elapsed()
    };
    (0..3).map(|_| once()).min().unwrap()
}

/// Ten times as much takes about ten times as long, whatever it is.
#[test]
fn time_grows_with_length_and_with_nothing_else() {
    let shapes: [(&str, fn(usize) -> String); 9] = [
        ("nested", |n| "<div>".repeat(n)),
        ("unclosed", |n| "<b>x".repeat(n)),
        ("properties", |n| format!("<p itemscope>{}", "<b itemprop=name>x".repeat(n))),
        ("scopes", |n| "<p itemscope itemprop=offers>".repeat(n)),
        ("ids", |n| (0..n).map(|i| format!("<b id=i{i}>")).collect()),
        ("brackets", |n| "<".repeat(5 * n)),
        ("attribute", |n| format!("<a href=\"{}\">", "x".repeat(5 * n))),
        ("metas", |n| "<meta name=a content=b>".repeat(n)),
        ("entities", |n| format!("<title>{}</title>", "&amp;".repeat(n))),
    ];
    for (name, shape) in shapes {
        let (tenth, whole) = (took(&shape(20_000)), took(&shape(200_000)));
        let bound = (tenth * 25).max(Duration::from_millis(60));
        assert!(whole < bound, "{name}: {tenth:?}, then {whole:?}");
    }
}

proptest! {
    #[test]
    fn no_bytes_do_harm(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let url = Url::parse("https://shop.example/x").unwrap();
        read(&Page { url: &url, content_type: None, bytes: &bytes });
    }

    #[test]
    fn no_soup_of_tags_does_harm(soup in "(<(div|script type=application/ld\\+json|meta|b|title)( (itemscope|itemprop=\"?(name|offers|image)|property=(og:image|name)|content=\"[a-z:/<&]{0,8}\"|typeof=Product|itemref=a|id=a))*>|[{}\\[\\]\":,a-z@<&]{0,12}|</(div|script|b|title)>){0,40}") {
        let url = Url::parse("https://shop.example/x").unwrap();
        read(&Page { url: &url, content_type: None, bytes: soup.as_bytes() });
    }
}

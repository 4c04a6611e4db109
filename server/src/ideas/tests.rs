//! What holds for the folder, and for the articles and products that come with the program.

use std::{collections::HashSet, fs};

use app::backend::{Block, Category, Inline};

use super::*;

fn ours(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn read(folder: &Path) -> Content {
    Content::read(folder, &look(folder))
}

/// Every place that links of a text lead to.
fn links(blocks: &[Block], into: &mut Vec<String>) {
    fn of(words: &[Inline], into: &mut Vec<String>) {
        for word in words {
            match word {
                Inline::Link { to, words } => {
                    into.push(to.clone());
                    of(words, into);
                }
                Inline::Emphasis(words) | Inline::Strong(words) => of(words, into),
                Inline::Text(_) | Inline::Code(_) | Inline::Break => {}
            }
        }
    }
    for block in blocks {
        match block {
            Block::Heading { words, .. } | Block::Paragraph(words) => of(words, into),
            Block::Points(items) | Block::Steps(items) => {
                items.iter().for_each(|item| links(item, into));
            }
            Block::Quote(parts) => links(parts, into),
            Block::Pause | Block::Products(_) => {}
        }
    }
}

fn named(article: &Article) -> Vec<domain::ProductId> {
    let fenced = article.body.iter().filter_map(|block| match block {
        Block::Products(ids) => Some(ids.as_slice()),
        _ => None,
    });
    fenced.flatten().chain(&article.below).copied().collect()
}

#[test]
fn every_article_of_ours_is_good() {
    let content = read(&ours("content"));
    let faults = content.faults.iter().map(|(file, fault)| format!("{} {fault}", file.display()));
    assert_eq!(faults.collect::<Vec<_>>(), Vec::<String>::new());
    let english = content.articles("en");
    assert!(english.len() >= 14, "{}", english.len());
    let german = content.everything().filter(|article| article.card.language == "de").count();
    assert!(german >= 6, "{german}");
    for category in Category::ALL {
        let count = english.iter().filter(|article| article.card.category == category).count();
        assert!(count >= 2, "{category:?} has {count}");
    }
    let known: HashSet<_> = content.products.iter().map(|product| product.id).collect();
    let mut covers = HashSet::new();
    for article in content.everything() {
        let card = &article.card;
        let what = format!("{}/{}", card.language, card.slug);
        assert!((300..=900).contains(&article.words), "{what} has {} words", article.words);
        assert!(card.description.chars().count() <= 160, "{what}: description");
        assert!(card.title.chars().count() <= 60, "{what}: title");
        let cover = ours("public/covers").join(&card.cover).with_extension("svg");
        assert!(cover.is_file(), "{what}: {} is no drawing", card.cover);
        covers.insert((card.language.clone(), card.cover.clone()));
        assert!(!article.related.is_empty(), "{what}: related");
        for related in &article.related {
            assert!(content.find_article(related, "en").is_some(), "{what}: {related}");
            assert_ne!(*related, card.slug, "{what}");
        }
        // What is translated is an article of everybody's.
        assert!(content.find_article(&card.slug, "en").is_some(), "{what}");
        let products = named(article);
        assert!(products.iter().all(|product| known.contains(product)), "{what}");
        let each: HashSet<_> = products.iter().collect();
        assert_eq!(each.len(), products.len(), "{what}: a product stands there twice");
        let mut leads = Vec::new();
        links(&article.body, &mut leads);
        for link in leads {
            let slug = link.strip_prefix("/ideas/");
            let known = slug.is_some_and(|slug| content.find_article(slug, "en").is_some());
            assert!(known || link == "/lists/new", "{what}: {link}");
        }
    }
    assert_eq!(covers.len(), content.everything().count(), "each has a drawing of its own");
}

#[test]
fn every_product_of_ours_is_good() {
    let content = read(&ours("content"));
    assert!(content.products.len() >= 60, "{}", content.products.len());
    let named: HashSet<_> = content.everything().flat_map(named).collect();
    let mut bytes = 0;
    for product in &content.products {
        let slug = product.slug.as_str();
        assert!(named.contains(&product.id), "{slug} stands in no article");
        let details = product.details(None);
        let host = details.link.as_ref().map(domain::Link::host).unwrap_or_default();
        assert!(host.ends_with(".example"), "{slug} leads to {host}");
        assert!(details.price.is_some() && !details.shop.is_empty(), "{slug}");
        for language in ["de", "fr", "es"] {
            let called = product.translated(&details.name, language);
            let differs = called.is_some_and(|called| *called != details.name);
            assert!(differs, "{slug} has no name in {language}");
        }
        let svg = fs::read(content::drawing(&ours("content"), slug)).unwrap();
        bytes += svg.len();
        let picture = drawing::png(&svg, 64).unwrap_or_else(|| panic!("{slug} has no drawing"));
        let picture = image::load_from_memory(&picture).unwrap().to_rgba8();
        assert_eq!(picture.dimensions(), (64, 64), "{slug}");
        let colours: HashSet<_> = picture.pixels().map(|pixel| pixel.0).collect();
        assert!(colours.len() > 4 && colours.iter().all(|colour| colour[3] == 255), "{slug}");
    }
    assert!(bytes < 300 * 1024, "{bytes}");
}

const FRONT: &str = "\
+++
title = \"TITLE\"
description = \"What it needs.\"
category = \"play\"
date = \"2026-03-01\"
cover = \"play-room\"
+++
";

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// R8.5: articles come in the reader's language, or in English.
#[test]
fn what_is_not_translated_comes_in_english() {
    let folder = tempfile::tempdir().unwrap();
    let article = |title: &str| format!("{}\nText.\n", FRONT.replace("TITLE", title));
    write(folder.path(), "ideas/en/play.md", &article("Play"));
    write(folder.path(), "ideas/en/bath.md", &article("Bath"));
    write(folder.path(), "ideas/de/play.md", &article("Spielen"));
    write(folder.path(), "ideas/de/notes.txt", "no article");
    let content = read(folder.path());
    assert!(content.faults.is_empty(), "{:?}", content.faults);
    let titles = |language: &str| {
        let all = content.articles(language).into_iter();
        all.map(|article| format!("{} ({})", article.card.title, article.card.language))
            .collect::<Vec<_>>()
    };
    assert_eq!(titles("de"), ["Bath (en)", "Spielen (de)"]);
    assert_eq!(titles("en"), ["Bath (en)", "Play (en)"]);
    assert_eq!(titles("fr"), ["Bath (en)", "Play (en)"]);
    assert_eq!(content.find_article("nothing", "de"), None);
    let paths: Vec<_> = content.paths().into_iter().map(|(path, _)| path).collect();
    assert_eq!(paths, ["/ideas/bath", "/ideas/play"]);
}

#[test]
fn a_broken_file_is_named_with_its_line_and_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let good = FRONT.replace("TITLE", "Play");
    write(folder.path(), "ideas/en/good.md", &format!("{good}\nText.\n"));
    write(folder.path(), "ideas/en/no-front.md", "Text.\n");
    write(folder.path(), "ideas/en/no-date.md", &good.replace("2026-03-01", "soon"));
    write(folder.path(), "ideas/en/title.md", &format!("{good}\nText.\n\n# Title\n"));
    write(folder.path(), "ideas/en/category.md", &good);
    write(folder.path(), "ideas/en/Two words.md", &good);
    write(folder.path(), "catalogue.json", "[{]");
    let content = read(folder.path());
    let slugs: Vec<_> = content.articles("en").iter().map(|a| a.card.slug.clone()).collect();
    assert_eq!(slugs, ["good"]);
    let mut faults: Vec<_> = content
        .faults
        .iter()
        .map(|(file, fault)| (file.file_name().unwrap().to_str().unwrap(), fault.line))
        .collect();
    faults.sort_unstable();
    let expected = [
        ("Two words.md", 1),
        ("catalogue.json", 1),
        ("category.md", 1),
        ("no-date.md", 5),
        ("no-front.md", 1),
        ("title.md", 11),
    ];
    assert_eq!(faults, expected);
}

#[tokio::test]
async fn files_that_change_are_read_again_and_not_all_the_time() {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = Settings::default();
    settings.ideas.folder = folder.path().to_owned();
    let library = Library::new(&settings);
    assert!(library.content().await.articles("en").is_empty());
    let article = format!("{}\nText.\n", FRONT.replace("TITLE", "Play"));
    write(folder.path(), "ideas/en/play.md", &article);
    assert!(library.content().await.articles("en").is_empty(), "it was looked at just now");
    tokio::time::sleep(LOOK_EVERY + Duration::from_millis(50)).await;
    let read = library.content().await;
    assert_eq!(read.articles("en")[0].card.title, "Play");
    tokio::time::sleep(LOOK_EVERY + Duration::from_millis(50)).await;
    assert!(Arc::ptr_eq(&read, &library.content().await), "nothing changed");

    // R8.5: nobody who reads of a list waits for the folder.
    write(folder.path(), "ideas/en/play.md", &article.replace("Play", "Rest"));
    tokio::time::sleep(LOOK_EVERY + Duration::from_millis(50)).await;
    assert!(Arc::ptr_eq(&read, &library.at_hand().await), "it is looked at meanwhile");
    let begun = tokio::time::Instant::now();
    while library.at_hand().await.articles("en")[0].card.title != "Rest" {
        assert!(begun.elapsed() < Duration::from_secs(10), "it is never looked at");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

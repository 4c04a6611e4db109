//! Articles, and what is added to lists from them (R8.5), on a folder of the test's own.

use std::{fs, path::Path};

use server::settings::Settings;

use crate::{
    people::{World, world},
    site::{TestSite, run, start},
};

const HTML: (&str, &str) = ("accept", "text/html");
const DRAWING: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><path d="M0 0h64v64H0z" fill="#1d5a4c"/></svg>"##;
const CATALOGUE: &str = r#"[
 {"slug": "play-mat", "name": "Play <mat>", "names": {"de": "Spiel<matte>"}, "brand": "Lillehus", "shop": "Lillehus", "link": "https://lillehus.example/mat", "price": "89.00", "currency": "EUR", "price_on": "2026-03-02", "category": "play"}
]"#;
const ARTICLE: &str = "\
+++
title = \"A room to play in\"
description = \"What </script> it needs.\"
category = \"play\"
date = \"2026-03-01\"
cover = \"play-room\"
related = [\"bath\", \"gone\"]
+++

<script>alert(1)</script>

A [link](javascript:alert(2)) and a [good one](/ideas/bath).

```products
play-mat
gone
```
";

/// A folder beside that of the site, with two articles, a broken one, and one product.
fn furnish(settings: &mut Settings) {
    let site = Path::new(&settings.leptos.site_root).to_owned();
    let folder = site.parent().unwrap();
    settings.pictures.directory = folder.join("pictures");
    let bath = ARTICLE.replace("A room to play in", "Bath time").replace("\"bath\"", "\"play\"");
    let german = ARTICLE.replace("A room to play in", "Ein Spielzimmer");
    for (path, text) in [
        ("content/ideas/en/play.md", ARTICLE),
        ("content/ideas/en/bath.md", bath.as_str()),
        ("content/ideas/en/broken.md", "no front matter"),
        ("content/ideas/de/play.md", german.as_str()),
        ("content/catalogue.json", CATALOGUE),
        ("content/drawings/play-mat.svg", DRAWING),
        ("site/covers/play-room.svg", DRAWING),
    ] {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

async fn furnished() -> (TestSite, World) {
    let site = start(furnish).await;
    let world = world(&site.running.site).await;
    (site, world)
}

fn product() -> String {
    server::ideas::id_of("play-mat").to_string()
}

#[test]
fn an_article_is_read_by_everybody_in_their_language() {
    run(async {
        let (site, _) = furnished().await;
        let index = site.get("/ideas", &[HTML]).await;
        assert_eq!(index.status, 200);
        assert!(index.body.contains("A room to play in") && index.body.contains("Bath time"));
        assert!(!index.body.contains("broken"));
        let german = site.get("/ideas", &[HTML, ("accept-language", "de")]).await;
        assert!(german.body.contains("Ein Spielzimmer") && german.body.contains("Bath time"));
        let german = site.get("/ideas/play", &[HTML, ("accept-language", "de")]).await;
        assert!(
            german.body.contains("Spiel&lt;matte&gt;") && !german.body.contains("Play &lt;mat")
        );
        let untranslated = site.get("/ideas/bath", &[HTML, ("accept-language", "de")]).await;
        let marked =
            ["<article class=\"idea\" lang=\"en\">", "<article lang=\"en\" class=\"idea\">"];
        assert!(marked.iter().any(|tag| untranslated.body.contains(tag)), "{}", untranslated.body);
        let category = site.get("/ideas/category/play", &[HTML]).await;
        assert!(category.body.contains("Play &lt;mat&gt;"), "{}", category.body);
        for nothing in ["/ideas/broken", "/ideas/nothing", "/ideas/category/nothing"] {
            assert_eq!(site.get(nothing, &[HTML]).await.status, 404, "{nothing}");
        }
        site.stop().await;
    });
}

#[test]
fn what_stands_in_a_file_does_not_become_markup() {
    run(async {
        let (site, _) = furnished().await;
        let article = site.get("/ideas/play", &[HTML]).await;
        article.assert_guarded();
        assert!(article.body.contains("&lt;script&gt;alert(1)"), "{}", article.body);
        assert!(!article.body.contains("<script>alert") && !article.body.contains("javascript:"));
        assert!(article.body.contains("href=\"/ideas/bath\""));
        assert!(article.body.contains("\"@type\":\"Article\""));
        assert!(article.body.contains("What \\u003c/script> it needs."));
        assert!(article.body.contains("property=\"og:image\""));
        assert!(article.body.contains("/ideas/play/picture.png"));
        let picture = site.get("/ideas/play/picture.png", &[]).await;
        assert_eq!((picture.status, picture.header("content-type")), (200, "image/png"));
        assert_eq!(site.get("/ideas/nothing/picture.png", &[]).await.status, 404);
        site.stop().await;
    });
}

#[test]
fn old_addresses_lead_to_the_new_ones_for_good() {
    run(async {
        let (site, _) = furnished().await;
        for (old, new) in [("/list-ideas", "/ideas"), ("/list-ideas/play", "/ideas/play")] {
            let answer = site.get(old, &[HTML]).await;
            assert_eq!((answer.status, answer.header("location")), (301, new));
        }
        site.stop().await;
    });
}

// R6.5
#[test]
fn the_way_to_a_shop_admits_what_the_catalogue_shows_and_nothing_else() {
    run(async {
        let (site, world) = furnished().await;
        let shop = |id: &str| format!("/ideas/products/{id}/shop?to=https://evil.example");
        let answer = site.get(&shop(&product()), &[HTML]).await;
        let led = (answer.status, answer.header("location"));
        assert_eq!(led, (302, "https://lillehus.example/mat"));
        let waiting = world.product.to_string();
        for nothing in [waiting.as_str(), "x", "00000000000000000000000000000001"] {
            let answer = site.get(&shop(nothing), &[HTML]).await;
            assert_eq!((answer.status, answer.header("location")), (404, ""), "{nothing}");
        }
        site.stop().await;
    });
}

// R4.2, R8.5
#[test]
fn a_product_is_added_to_a_list_once() {
    run(async {
        let (site, world) = furnished().await;
        let article = site.get("/ideas/play", &[HTML]).await;
        let next = format!("/sign-up?next=/ideas/add/{}%3Ffrom%3Dplay", product());
        assert!(article.body.contains(&next), "{}", article.body);
        let cookie = world.owner.cookie.as_str();
        let asking = format!("/ideas/add/{}?from=play", product());
        let page = site.get(&asking, &[HTML, ("cookie", cookie)]).await;
        assert!(page.body.contains("/pictures/"), "its drawing is a picture like any other");
        assert!(page.body.contains(&format!("value=\"{}\"", world.list)), "{}", page.body);
        let form = format!("product={}&list={}&from=play", product(), world.list);
        let headers = [("accept", "application/json"), ("cookie", cookie)];
        for _ in 0..2 {
            let added = site.post("/fn/add_idea", &headers, &form).await;
            assert_eq!(added.status, 200, "{}", added.body);
            let to = format!("{asking}&to={}", world.list);
            assert_eq!(added.header("location"), to);
        }
        let owned = site.running.site.store.owned_list(world.owner.id, world.list).await.unwrap();
        let mats = owned.gifts.iter().filter(|gift| gift.product.to_string() == product());
        let mats: Vec<_> = mats.collect();
        let [mat] = mats.as_slice() else { panic!("it is there once") };
        assert_eq!(mat.details.name.as_str(), "Play <mat>");
        let page = site.get(&asking, &[HTML, ("cookie", cookie)]).await;
        assert!(!page.body.contains(&format!("value=\"{}\"", world.list)), "it has a tick instead");
        let article = site.get("/ideas/play", &[HTML, ("cookie", cookie)]).await;
        assert!(article.body.contains("data-wished"), "{}", article.body);
        site.stop().await;
    });
}

// R8.5, R9.4: wherever somebody reads of it, each in their own language.
#[test]
fn what_comes_with_the_site_is_called_on_lists_as_each_reader_calls_it() {
    run(async {
        let (site, world) = furnished().await;
        let cookie = ("cookie", world.owner.cookie.as_str());
        let form = format!("product={}&list={}", product(), world.list);
        let json = ("accept", "application/json");
        assert_eq!(site.post("/fn/add_idea", &[json, cookie], &form).await.status, 200);
        let german = ("accept-language", "de");

        // First visits, whose pages are remembered for others, and one by somebody known.
        let shared = format!("/l/{}", world.share);
        let somebody = ("cookie", world.giver.as_str());
        for (language, name, other) in [
            ("en", "Play &lt;mat", "Spiel&lt;matte"),
            ("de", "Spiel&lt;matte", "Play &lt;mat"),
            ("fr", "Play &lt;mat", "Spiel&lt;matte"),
            ("de", "Spiel&lt;matte", "Play &lt;mat"),
        ] {
            let language = ("accept-language", language);
            for headers in [vec![HTML, language], vec![HTML, language, somebody]] {
                let page = site.get(&shared, &headers).await.body;
                assert!(page.contains(name) && !page.contains(other), "{language:?}: {page}");
            }
        }
        let fetched = format!("share={}", world.share);
        let fetched = site.post("/fn/shared_list", &[json, german], &fetched).await.body;
        assert!(fetched.contains("Spiel<matte>") && !fetched.contains("Play <mat>"), "{fetched}");

        let list = format!("/lists/{}", world.list);
        let editor = site.get(&list, &[HTML, cookie, german]).await.body;
        assert!(editor.contains("Spiel&lt;matte") && !editor.contains("Play &lt;mat"), "{editor}");
        for ending in ["csv", "json"] {
            let path = format!("{list}/export.{ending}");
            let file = site.get(&path, &[cookie, german]).await.body;
            assert!(file.contains("Spiel<matte>") && !file.contains("Play <mat>"), "{file}");
        }

        // Pasted, it is found in the catalogue, and on the list already.
        let pasted = format!("list={}&text=https%3A%2F%2Flillehus.example%2Fmat", world.list);
        let found = site.post("/fn/find_gift", &[json, cookie], &pasted).await;
        let page = site.get(found.header("location"), &[HTML, cookie, german]).await.body;
        assert!(page.matches("Spiel&lt;matte").count() >= 2, "{page}");
        assert!(!page.contains("Play &lt;mat"), "{page}");

        // Admins find it by each of its names, and read the one that is theirs to change.
        let admin = ("cookie", world.admin.cookie.as_str());
        for words in ["spiel%3Cmatte", "play+%3Cmat"] {
            let path = format!("/admin/catalogue?search={words}");
            let page = site.get(&path, &[HTML, admin, german]).await.body;
            assert!(page.contains(&format!("/admin/catalogue/{}", product())), "{words}: {page}");
            assert!(page.contains("Play &lt;mat&gt;"), "{page}");
        }
        site.stop().await;
    });
}

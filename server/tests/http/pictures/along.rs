//! Pictures that go along with a form, and what was typed beside them (R4.5, R6.1).

use std::time::Duration;

use domain::{OwnerGift, PictureWidth, ProductForm};
use image::ImageFormat;
use server::service;

use super::{fetch, files::written, form, head, kept, site};
use crate::{
    people::{Somebody, World, world},
    site::{Answer, TestSite, run},
};

const HTML: &str = "text/html";
const JSON: &str = "application/json";

/// Sends a form of the page at `page`, with a file in it.
async fn send(
    site: &TestSite,
    who: &Somebody,
    accept: &str,
    (path, page): (&str, &str),
    words: &[(&str, &str)],
    file: &[u8],
) -> Answer {
    let form = form("own_picture", file, words);
    let head = String::from_utf8(head(path, &who.cookie, accept, form.len())).unwrap();
    let referer = format!("referer: {}{page}", site.running.site.settings.site.origin());
    let head = head.replacen("\r\n\r\n", &format!("\r\n{referer}\r\n\r\n"), 1);
    site.raw(&[head.as_bytes(), &form].concat()).await
}

async fn gifts(site: &TestSite, world: &World) -> Vec<OwnerGift> {
    let backend = service::backend(&site.running.site);
    let owned = backend.lists.owned(&world.owner.visit, world.list).await.unwrap();
    owned.gifts.gifts().into_iter().cloned().collect()
}

// R4.5
#[test]
fn a_gift_gets_its_picture_with_what_was_typed_beside_it() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let (list, gift) = (world.list.to_string(), world.gift.to_string());
        let page = format!("/lists/{list}/gifts/{gift}");
        let at = ("/fn/edit_gift", page.as_str());
        let names = [("list", list.as_str()), ("gift", gift.as_str()), ("wanted", "5")];
        let mut before = None;
        for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
            let file = written(64, 48, format);
            let words = [&names[..], &[("name", "Tram"), ("picture", "")]].concat();
            let sent = send(&site, &world.owner, HTML, at, &words, &file).await;
            let done = format!("/lists/{list}?saved={gift}");
            assert_eq!((sent.status, sent.header("location")), (303, done.as_str()));
            let saved = gifts(&site, &world).await.remove(0);
            assert_eq!(saved.card.name, "Tram");
            let id = saved.card.picture.unwrap();
            assert_eq!(fetch(&site, &id.path(PictureWidth::Large)).await.0, 200);
            before = Some(id);
        }
        // Without a file it is the picture that was chosen, or none.
        let id = before.unwrap().to_string();
        for chosen in [id.as_str(), ""] {
            let words = [&names[..], &[("name", "Train"), ("picture", chosen)]].concat();
            assert_eq!(send(&site, &world.owner, HTML, at, &words, b"").await.status, 303);
            let saved = gifts(&site, &world).await.remove(0).card.picture;
            assert_eq!(saved.map_or_else(String::new, |id| id.to_string()), chosen);
        }

        // A new one has it from the start.
        let add = format!("/lists/{list}/add");
        let (at, words) = (("/fn/add_gift", add.as_str()), [("list", list.as_str())]);
        let file = written(64, 64, ImageFormat::Png);
        // Refused for something else, the page has the picture.
        let refused = send(&site, &world.owner, HTML, at, &words, &file).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("src=\"/pictures/"), "{}", refused.body);
        let words = [&words[..], &[("name", "Vase")]].concat();
        assert_eq!(send(&site, &world.owner, HTML, at, &words, &file).await.status, 303);
        let vase = gifts(&site, &world).await.into_iter().find(|gift| gift.card.name == "Vase");
        assert!(vase.unwrap().card.picture.is_some());
        site.stop().await;
    });
}

// R4.5, R9.5: nothing that was typed is lost.
#[test]
fn a_picture_that_is_refused_leaves_what_was_typed_in_place() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let (list, gift) = (world.list.to_string(), world.gift.to_string());
        let page = format!("/lists/{list}/gifts/{gift}");
        let at = ("/fn/edit_gift", page.as_str());
        let words = [
            ("list", list.as_str()),
            ("gift", gift.as_str()),
            ("wanted", "5"),
            ("name", "Tram"),
            ("notes", "The red one"),
        ];
        let (tiny, large) = (written(31, 31, ImageFormat::Png), vec![7_u8; (5 << 20) + 1]);
        for (file, status, said) in [
            (
                &b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"[..],
                422,
                "We can’t read this as a picture",
            ),
            (&tiny, 422, "This picture is too small"),
            (&large, 413, "This picture is too large"),
        ] {
            let shown = send(&site, &world.owner, HTML, at, &words, file).await;
            assert_eq!(shown.status, 422, "{said}");
            for words in [said, "value=\"Tram\"", "The red one"] {
                assert!(shown.body.contains(words), "{words}: {}", shown.body);
            }
            let told = send(&site, &world.owner, JSON, at, &words, file).await;
            assert_eq!((told.status, told.header("content-type")), (status, JSON), "{said}");
        }
        // Words have the limit that they have in every form.
        let long = "x".repeat(600_000);
        let words = [&words[..], &[("brand", long.as_str())]].concat();
        let file = written(64, 64, ImageFormat::Png);
        assert_eq!(send(&site, &world.owner, HTML, at, &words, &file).await.status, 413);
        let gift = gifts(&site, &world).await.remove(0);
        assert_eq!((gift.card.name.as_str(), gift.card.picture), ("Train", None));
        assert_eq!(kept(&site), 0);
        site.stop().await;
    });
}

// R6.1, R6.2
#[test]
fn an_admin_gives_products_a_picture() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let file = written(64, 64, ImageFormat::Png);
        let words = [("name", "Lamp"), ("link", "https://shop.example/lamp")];
        let create = ("/fn/create_product", "/admin/catalogue/new");
        let sent = send(&site, &world.admin, HTML, create, &words, &file).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let made = sent.header("location").strip_prefix("/admin/catalogue/").unwrap();
        let made = made.split('?').next().unwrap().to_owned();
        let store = &site.running.site.store;
        let form = async |id: &str| {
            let product = store.product(id.parse().unwrap()).await.unwrap();
            ProductForm::of(&product.details, false)
        };
        assert!(!form(&made).await.picture.is_empty());

        let product = world.product.to_string();
        for (function, id, page) in [
            ("/fn/edit_product", made.as_str(), format!("/admin/catalogue/{made}")),
            ("/fn/promote_product", &product, format!("/admin/queue/{product}")),
        ] {
            let link = format!("https://shop.example/{id}");
            let words = [("product", id), ("name", "Lantern"), ("link", link.as_str())];
            let shown = send(&site, &world.admin, HTML, (function, &page), &words, b"words").await;
            assert_eq!(shown.status, 422, "{function}");
            for words in ["We can’t read this as a picture", "value=\"Lantern\""] {
                assert!(shown.body.contains(words), "{function}: {}", shown.body);
            }
            let file = written(80, 64, ImageFormat::Png);
            let sent = send(&site, &world.admin, HTML, (function, &page), &words, &file).await;
            assert_eq!(sent.status, 303, "{function}: {}", sent.body);
            let now = form(id).await;
            assert_eq!((now.name.as_str(), now.picture.len()), ("Lantern", 64), "{function}");
        }
        // Nobody else may, by this way either.
        let theirs = send(&site, &world.owner, JSON, create, &words, &file).await;
        assert_eq!(theirs.status, 404);
        site.stop().await;
    });
}

// R9.5
#[test]
fn of_who_is_not_signed_in_nothing_is_kept_but_what_was_typed_for_the_page() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        // A program is told without any of it.
        let head = head("/fn/add_gift", &world.giver, JSON, 4 << 20);
        let told = tokio::time::timeout(Duration::from_secs(20), site.raw(&head)).await;
        assert_eq!(told.expect("it waits for the picture").status, 401);
        let (file, list) = (written(64, 64, ImageFormat::Png), world.list.to_string());
        let words = [("list", list.as_str()), ("name", "Lamp"), ("notes", "Not the tall one")];
        let form = form("own_picture", &file, &words);
        let head = super::head("/fn/add_gift", &world.giver, HTML, form.len());
        let shown = site.raw(&[head, form].concat()).await;
        assert_eq!(shown.status, 401, "{}", shown.body);
        for typed in ["name=\"notes\" value=\"Not the tall one\"", "action=\"/fn/add_gift\""] {
            assert!(shown.body.contains(typed), "{typed}: {}", shown.body);
        }
        assert_eq!(kept(&site), 0);

        // Somebody else's list gets no gift.
        let at = ("/fn/add_gift", "/");
        assert_eq!(send(&site, &world.other, JSON, at, &words, &file).await.status, 404);
        assert_eq!(gifts(&site, &world).await.len(), 1);
        site.stop().await;
    });
}

//! What goes out about a shared list: its preview, its QR code, and never its address (R3.7).

use domain::{GiftForm, ListForm};
use server::service;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::{
    people::{World, browser, world},
    site::{TestSite, run, start},
};

const HTML: (&str, &str) = ("accept", "text/html");

async fn site() -> TestSite {
    start(|_| {}).await
}

/// What an answer is, when its body may be anything.
async fn fetch(site: &TestSite, path: &str, headers: &[(&str, &str)]) -> (String, Vec<u8>) {
    let mut request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n");
    for (name, value) in headers {
        request += &format!("{name}: {value}\r\n");
    }
    let mut stream = site.connect().await;
    stream.write_all(format!("{request}\r\n").as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let end = answer.windows(4).position(|end| end == b"\r\n\r\n").unwrap();
    let body = answer.split_off(end + 4);
    (String::from_utf8(answer).unwrap().to_ascii_lowercase(), body)
}

/// Makes a list of this title, shared; answers the path of its link.
async fn titled(site: &TestSite, world: &World, title: &str, shared: bool) -> String {
    let backend = service::backend(&site.running.site);
    let form = ListForm {
        title: title.to_owned(),
        occasion: "birthday".to_owned(),
        ..ListForm::default()
    };
    let list = backend.lists.create(&world.owner.visit, form, "").await.unwrap();
    let gift = GiftForm { name: "Rocket".to_owned(), ..GiftForm::default() };
    backend.gifts.add(&world.owner.visit, list, None, true, gift).await.unwrap();
    if shared {
        backend.lists.share(&world.owner.visit, list).await.unwrap();
    }
    let token = site.running.site.secrets.share_token(list, 0);
    format!("/l/{token}")
}

#[test]
fn the_preview_is_a_picture_whatever_the_list_is_called() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        for title in ["Ida’s birthday", "عيد ميلاد 🎂", "</title><script>&\"'</script>"]
        {
            let share = titled(&site, &world, title, true).await;
            let path = format!("{share}/preview.png");
            let (head, body) = fetch(&site, &path, &[]).await;
            assert!(head.starts_with("http/1.1 200"), "{head}");
            for header in
                ["content-type: image/png", "nosniff", "private, no-cache", "noindex", "sandbox"]
            {
                assert!(head.contains(header), "{header}: {head}");
            }
            assert!(!head.contains("set-cookie"), "{head}");
            let picture = image::load_from_memory_with_format(&body, image::ImageFormat::Png);
            let picture = picture.unwrap();
            assert_eq!((picture.width(), picture.height()), (1200, 630));
            let tag = head.split("etag: ").nth(1).unwrap().split("\r\n").next().unwrap();
            let (again, nothing) = fetch(&site, &path, &[("if-none-match", tag)]).await;
            assert!(again.starts_with("http/1.1 304") && nothing.is_empty(), "{again}");
            let german = [("if-none-match", tag), ("accept-language", "de")];
            assert!(fetch(&site, &path, &german).await.0.starts_with("http/1.1 200"));

            let page = site.get(&share, &[HTML]).await.body;
            for meta in [
                format!("property=\"og:image\" content=\"http://127.0.0.1:3000{path}\""),
                "property=\"og:image:width\" content=\"1200\"".to_owned(),
                "name=\"twitter:card\" content=\"summary_large_image\"".to_owned(),
                "name=\"robots\" content=\"noindex\"".to_owned(),
            ] {
                assert!(page.contains(&meta), "{meta}");
            }
            let head = page.split("</head>").next().unwrap();
            assert!(!head.contains("Rocket") && !head.contains("<script>&"), "{head}");
        }
        let draft = titled(&site, &world, "Draft", false).await;
        for file in ["preview.png", "qr.svg"] {
            assert_eq!(site.get(&format!("{draft}/{file}"), &[]).await.status, 404);
            assert_eq!(site.get(&format!("/l/unknown/{file}"), &[]).await.status, 404);
        }
        site.stop().await;
    });
}

#[test]
fn a_preview_follows_what_owners_change_and_not_what_givers_do() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let path = format!("/l/{}/preview.png", world.share);
        let (head, before) = fetch(&site, &path, &[]).await;
        let backend = service::backend(&site.running.site);
        backend.sharing.cancel(&browser(&site.running.site, "x").1, &world.manage).await.unwrap();
        assert_eq!(fetch(&site, &path, &[]).await.1, before);
        let tag = |head: &str| {
            head.split("etag: ").nth(1).unwrap().split("\r\n").next().unwrap().to_owned()
        };
        let owned = backend.lists.owned(&world.owner.visit, world.list).await.unwrap();
        let form = ListForm { title: "Ida is two".to_owned(), ..owned.form };
        backend.lists.edit(&world.owner.visit, world.list, form, true).await.unwrap();
        let (after_head, after) = fetch(&site, &path, &[]).await;
        assert_ne!(after, before);
        assert_ne!(tag(&after_head), tag(&head));
        backend.lists.close(&world.owner.visit, world.list, false).await.unwrap();
        assert_ne!(fetch(&site, &path, &[]).await.1, after, "a closed one is grey");
        site.stop().await;
    });
}

#[test]
fn the_code_of_a_list_leads_to_it() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let owner = [("cookie", world.owner.cookie.as_str())];
        let list = world.list;
        let svg = site.get(&format!("/lists/{list}/qr.svg"), &owner).await;
        assert_eq!((svg.status, svg.header("content-type")), (200, "image/svg+xml"));
        svg.assert_guarded();
        let shared = site.get(&format!("/l/{}/qr.svg", world.share), &[]).await;
        assert_eq!(shared.body, svg.body);
        let (head, png) = fetch(&site, &format!("/lists/{list}/qr.png"), &owner).await;
        assert!(head.contains("content-type: image/png"), "{head}");
        let png = image::load_from_memory(&png).unwrap();
        assert_eq!(png.width(), png.height());
        for (path, cookie) in [
            ("qr.svg", ""),
            ("qr.png", world.other.cookie.as_str()),
            ("qr.svg", world.giver.as_str()),
        ] {
            let answer = site.get(&format!("/lists/{list}/{path}"), &[("cookie", cookie)]).await;
            assert_eq!(answer.status, 404);
        }
        let page = site.get(&format!("/lists/{list}/qr"), &owner).await;
        assert!(page.body.contains(&format!("/l/{}", world.share)), "{}", page.body);
        site.stop().await;
    });
}

#[test]
fn pages_behind_a_link_never_tell_their_address() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let World { share, manage, gift, list, owner, .. } = &world;
        for path in [
            format!("/l/{share}"),
            format!("/l/{share}?print=1"),
            format!("/l/{share}/{gift}"),
            format!("/l/{share}/{gift}/shop"),
            format!("/l/{share}/preview.png"),
            format!("/r/{manage}"),
            format!("/r/{manage}/shop"),
            format!("/lists/{list}/qr"),
            "/live/share/unknown".to_owned(),
        ] {
            let answer = site.get(&path, &[HTML, ("cookie", &owner.cookie)]).await;
            assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
            assert_eq!(answer.header("x-robots-tag"), "noindex, nofollow", "{path}");
            // Nothing on them says otherwise, or loads what others serve.
            for other in ["referrerpolicy", "unsafe-url", "name=\"referrer\"", "src=\"http"] {
                assert!(!answer.body.contains(other), "{path}: {other}");
            }
        }
        site.stop().await;
    });
}

//! Files of gifts: who gets them, what is in them, and what becomes of those that are sent (R3.9).

use domain::Surprise;
use server::service;

use crate::{
    people::{World, world},
    site::{Answer, TestSite, run, start},
};

fn form(file: &[u8], text: &str) -> Vec<u8> {
    let part = |head: &str| format!("--gifts\r\ncontent-disposition: form-data; {head}\r\n\r\n");
    let file_head = part("name=\"file\"; filename=\"gifts.csv\"");
    let text_head = part("name=\"text\"");
    let ends = [b"\r\n".as_slice(), b"\r\n--gifts--\r\n".as_slice()];
    [file_head.as_bytes(), file, ends[0], text_head.as_bytes(), text.as_bytes(), ends[1]].concat()
}

async fn send_as(site: &TestSite, world: &World, cookie: &str, body: &[u8]) -> Answer {
    let head = format!(
        "POST /lists/{}/import HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
         sec-fetch-site: same-origin\r\ncookie: {cookie}\r\naccept: text/html\r\n\
         content-length: {}\r\ncontent-type: multipart/form-data; boundary=gifts\r\n\r\n",
        world.list,
        body.len()
    );
    site.raw(&[head.as_bytes(), body].concat()).await
}

/// Sends a file as the owner; answers the page that says what is in it.
async fn look(site: &TestSite, world: &World, file: &[u8]) -> (String, Answer) {
    let sent = send_as(site, world, &world.owner.cookie, &form(file, "")).await;
    let page = sent.header("location").to_owned();
    assert_eq!(sent.status, 303, "{}", sent.body);
    let headers = [("accept", "text/html"), ("cookie", world.owner.cookie.as_str())];
    let shown = site.get(&page, &headers).await;
    (page, shown)
}

async fn names(site: &TestSite, world: &World) -> Vec<String> {
    let backend = service::backend(&site.running.site);
    let owned = backend.lists.owned(&world.owner.visit, world.list).await.unwrap();
    owned.gifts.gifts().iter().map(|gift| gift.card.name.clone()).collect()
}

#[test]
fn a_file_is_handed_to_owners_alone_and_kept_by_nobody_in_between() {
    run(async {
        let site = start(|_| {}).await;
        let world = world(&site.running.site).await;
        for ending in ["csv", "json"] {
            let path = format!("/lists/{}/export.{ending}", world.list);
            let ask = |cookie: &str| {
                let headers = [("accept", "text/html".to_owned()), ("cookie", cookie.to_owned())];
                let path = path.clone();
                let site = &site;
                async move {
                    let headers: Vec<_> =
                        headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
                    site.get(&path, &headers).await
                }
            };
            let answer = ask(&world.owner.cookie).await;
            assert_eq!(answer.status, 200);
            assert_eq!(answer.header("cache-control"), "private, no-store");
            let disposition = answer.header("content-disposition");
            assert!(disposition.starts_with("attachment; filename=\"gifts."), "{disposition}");
            assert!(disposition.contains("Ida%20is%20one"), "{disposition}");
            answer.assert_guarded();
            // The list shows what is taken: how many, and never by whom.
            assert!(answer.body.contains("reserved") && !answer.body.contains("Karl"));
            assert!(ask("").await.header("location").starts_with("/sign-in"));
            assert!(ask(&world.giver).await.header("location").starts_with("/sign-in"));
            for cookie in [&world.other.cookie, &world.admin.cookie] {
                assert_eq!(ask(cookie).await.status, 404);
            }
        }
        // Under surprise nothing of it.
        let backend = service::backend(&site.running.site);
        backend
            .lists
            .set_surprise(&world.owner.visit, world.list, Surprise::Keep, true)
            .await
            .unwrap();
        let headers = [("cookie", world.owner.cookie.as_str())];
        let path = format!("/lists/{}/export.csv", world.list);
        let file = site.get(&path, &headers).await.body;
        assert!(file.contains("Train") && !file.contains("reserved"), "{file}");
        site.stop().await;
    });
}

// A browser that is told to keep what comes would keep the page to sign in as the file.
#[test]
fn links_to_files_lead_to_the_page_to_sign_in_once_a_session_is_over() {
    run(async {
        let site = start(|_| {}).await;
        let world = world(&site.running.site).await;
        let settings = format!("/lists/{}/settings", world.list);
        for (page, who, file) in [
            (settings.as_str(), &world.owner, "export.csv"),
            (settings.as_str(), &world.owner, "export.json"),
            ("/account/data", &world.owner, "/account/data.json"),
            ("/admin/figures", &world.admin, "/admin/figures.csv"),
        ] {
            let headers = [("accept", "text/html"), ("cookie", who.cookie.as_str())];
            let shown = site.get(page, &headers).await;
            let link = shown.body.split("<a ").skip(1).find(|link| link.contains(file));
            let link = link.and_then(|link| link.split('>').next());
            let link = link.unwrap_or_else(|| panic!("{page}: {}", shown.body));
            assert!(link.contains("data-plain") && !link.contains("download"), "{link}");
        }
        site.stop().await;
    });
}

#[test]
fn a_file_is_looked_at_and_then_added_once() {
    run(async {
        let site = start(|_| {}).await;
        let world = world(&site.running.site).await;
        let file = "name;price;Aunt\nLamp;12,50 €;x\nTrain;;\nVase;much;\n<b>;1;\n";
        let (page, shown) = look(&site, &world, file.as_bytes()).await;
        assert_eq!(shown.status, 200);
        assert!(shown.body.contains("Lamp") && shown.body.contains("Aunt"));
        assert!(shown.body.contains("&lt;b&gt;") && !shown.body.contains("<b>"));
        assert_eq!(names(&site, &world).await, ["Train"], "nothing is added yet");
        let ticket = page.split('=').nth(1).unwrap();
        let add = |cookie: String, rows: &str| {
            let form = format!("list={}&ticket={ticket}{rows}", world.list);
            let site = &site;
            async move {
                let headers = [("accept", "application/json"), ("cookie", cookie.as_str())];
                site.post("/fn/import_gifts", &headers, &form).await
            }
        };
        let owner = world.owner.cookie.clone();
        assert_eq!(add(world.other.cookie.clone(), "&row[]=2").await.status, 404);
        assert_eq!(add(owner.clone(), "").await.status, 422, "nothing is ticked");
        assert_eq!(add(owner.clone(), "&row[]=2&row[]=4").await.status, 422, "one is wrong");
        assert_eq!(names(&site, &world).await, ["Train"], "all or nothing");
        assert_eq!(add(owner.clone(), "&row%5B%5D=2&row%5B%5D=3").await.status, 200);
        assert_eq!(add(owner.clone(), "&row[]=2&row[]=3").await.status, 200, "sent twice");
        assert_eq!(add(owner.clone(), "&row[]=5").await.status, 422, "not said to be done");
        assert_eq!(names(&site, &world).await, ["Train", "Lamp", "Train"]);
        let gone = format!("/lists/{}/import?read=other", world.list);
        let headers = [("accept", "text/html"), ("cookie", owner.as_str())];
        assert_eq!(site.get(&gone, &headers).await.status, 422);
        site.stop().await;
    });
}

// R9.5
#[test]
fn what_was_pasted_is_kept_while_somebody_signs_in_again() {
    run(async {
        let site = start(|_| {}).await;
        let world = world(&site.running.site).await;
        let cookie = world.owner.cookie.as_str();
        let signed_out = cookie.split("; __Host-session").next().unwrap();
        let pasted = form(b"", "name\tsize\nVase\t<b>");
        let told = send_as(&site, &world, signed_out, &pasted).await;
        assert_eq!(told.status, 401, "{}", told.body);
        let page = format!("/lists/{}/import", world.list);
        let action = format!("action=\"{page}\"");
        for part in
            ["You have been signed out", action.as_str(), "name=\"text\"", "Vase\t&lt;b&gt;"]
        {
            assert!(told.body.contains(part), "{part}: {}", told.body);
        }
        told.assert_guarded();
        // Signed in beside it, they send it once more.
        let headers = [("accept", "text/html"), ("cookie", cookie)];
        let sent = site.post(&page, &headers, "text=name%09size%0D%0AVase%09L").await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let shown = site.get(sent.header("location"), &headers).await;
        assert_eq!((shown.status, shown.body.contains("Vase")), (200, true), "{}", shown.body);
        site.stop().await;
    });
}

#[test]
fn what_can_not_be_read_is_said_and_what_was_pasted_stays() {
    run(async {
        let site = start(|_| {}).await;
        let world = world(&site.running.site).await;
        let many = format!("name\n{}", "Train\n".repeat(10_000));
        let big = vec![b'x'; 3 << 20];
        let files: [(&[u8], &str); 5] = [
            (b"", "Choose a file"),
            (b"PK\x03\x04", "spreadsheet program"),
            (b"\x89PNG\x00\x00", "We can’t read it"),
            (many.as_bytes(), "10000 rows"),
            (&big, "more than 1 MB"),
        ];
        for (file, words) in files {
            let (_, shown) = look(&site, &world, file).await;
            assert_eq!(shown.status, 422);
            assert!(shown.body.contains(words), "{words}");
        }
        let cookie = &world.owner.cookie;
        let sent = send_as(&site, &world, cookie, &form(b"", "price\n</textarea>")).await;
        let headers = [("accept", "text/html"), ("cookie", cookie.as_str())];
        let shown = site.get(sent.header("location"), &headers).await;
        assert_eq!(shown.status, 422);
        assert!(shown.body.contains("price\n&lt;/textarea&gt;"), "{}", shown.body);
        // Whoever may not is not read.
        let stranger = send_as(&site, &world, &world.other.cookie, &form(b"name\nx", "")).await;
        assert_eq!(stranger.status, 404);
        let nobody = send_as(&site, &world, "", &form(b"name\nx", "")).await;
        assert!(nobody.header("location").starts_with("/sign-in"));
        assert_eq!(names(&site, &world).await, ["Train"]);
        site.stop().await;
    });
}

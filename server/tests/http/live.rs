//! What open pages hear, and what they show before and after it (R3.6, R5.2, R5.4).

use std::time::Duration;

use domain::{GiftForm, Password, ReserveForm, Surprise};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

use crate::{
    people::{World, begin, browser, somebody_with},
    site::{Answer, TestSite, run},
};

const HTML: (&str, &str) = ("accept", "text/html");

/// A stream, as an open page listens to it.
struct Stream {
    socket: TcpStream,
    heard: String,
}

impl Stream {
    async fn open(site: &TestSite, path: &str, cookie: &str) -> Self {
        let mut socket = site.connect().await;
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\ncookie: {cookie}\r\n\r\n");
        socket.write_all(request.as_bytes()).await.unwrap();
        Self { socket, heard: String::new() }
    }

    /// The next revision, however long it takes.
    async fn told(&mut self) -> String {
        timeout(Duration::from_secs(40), self.hear()).await.expect("it is told")
    }

    /// Whether nothing comes for a while.
    async fn is_silent(&mut self) -> bool {
        timeout(Duration::from_millis(1500), self.hear()).await.is_err()
    }

    async fn hear(&mut self) -> String {
        loop {
            let event =
                self.heard.split_once("data:").and_then(|(_, rest)| rest.split_once("\n\n"));
            if let Some((data, rest)) = event {
                let (data, rest) = (data.trim().to_owned(), rest.to_owned());
                self.heard = rest;
                return data;
            }
            let mut said = [0; 4096];
            let length = self.socket.read(&mut said).await.unwrap();
            assert_ne!(length, 0, "it ended: {}", self.heard);
            self.heard += &String::from_utf8_lossy(&said[..length]);
        }
    }
}

async fn page(site: &TestSite, path: &str, cookie: &str) -> Answer {
    site.get(path, &[HTML, ("cookie", cookie)]).await
}

/// Where a page listens, and which revision it shows.
fn follows(page: &Answer) -> Option<(String, String)> {
    let (_, main) = page.body.split_once("<main ")?;
    let attribute = |name: &str| {
        let (_, value) = main.split_once('>')?.0.split_once(&format!("{name}=\""))?;
        Some(value.split_once('"')?.0.to_owned())
    };
    Some((attribute("data-follow")?, attribute("data-revision")?))
}

fn wants_one(email: &str) -> ReserveForm {
    ReserveForm { name: "Eve".to_owned(), email: email.to_owned(), quantity: "1".to_owned() }
}

// R3.6, R5.2: what those who look after a list hear is counted otherwise while a surprise holds.
#[test]
fn an_owner_hears_that_a_surprise_begins_again_and_ends() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, co_owner, list, share, manage, .. } = &world;
        let read = async || {
            let owned = backend.lists.owned(&owner.visit, *list).await.unwrap();
            let shared = backend.sharing.shared(&owner.visit, share).await.unwrap();
            assert_eq!(owned.revision, shared.revision);
            owned.revision
        };
        let mut editor = Stream::open(&site, &format!("/live/list/{list}"), &owner.cookie).await;
        let mut known = read().await;
        assert_eq!(editor.told().await, known.to_string());
        for surprise in [Surprise::Keep, Surprise::Show, Surprise::Keep] {
            let set = backend.lists.set_surprise(&co_owner.visit, *list, surprise, true).await;
            set.unwrap();
            let now = read().await;
            assert!(now > known, "{surprise:?}");
            assert_eq!(editor.told().await, now.to_string(), "{surprise:?}");
            known = now;
        }
        let visit = browser(&site.running.site, "x").1;
        backend.sharing.change_quantity(&visit, manage, "2", "").await.unwrap();
        assert!(editor.is_silent().await);
        assert_eq!(read().await, known);
        site.stop().await;
    });
}

// R5.2, R5.7
#[test]
fn a_givers_own_page_hears_what_concerns_it_and_nothing_else() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, other, list, gift, share, manage, giver, .. } = &world;
        let path = format!("/r/{manage}");
        let mut stream = Stream::open(&site, &format!("/live{path}"), giver).await;
        let shown = async || follows(&page(&site, &path, giver).await).unwrap();
        let first = shown().await;
        assert_eq!(first.0, format!("/live{path}"));
        assert_eq!(stream.told().await, first.1);

        // Another gift, and who takes it.
        let lamp = GiftForm { name: "Lamp".to_owned(), ..GiftForm::default() };
        let lamp = backend.gifts.add(&owner.visit, *list, None, true, lamp).await.unwrap();
        let form = wants_one(&other.email);
        backend.sharing.reserve(&other.visit, share, lamp, "lamp", form).await.unwrap();
        assert!(stream.is_silent().await);

        backend.gifts.set_removed(&owner.visit, *list, *gift, true).await.unwrap();
        let news = stream.told().await;
        assert_ne!(news, first.1);
        assert_eq!(shown().await.1, news);
        // What no revision of the list tells.
        backend.givers.erase(&browser(&site.running.site, "x").1, manage).await.unwrap();
        let news = stream.told().await;
        assert_eq!(shown().await.1, news);
        for unknown in ["x".to_owned(), manage.replace(&manage[..4], "AAAA")] {
            let answer = site.get(&format!("/live/r/{unknown}"), &[]).await;
            assert_eq!((answer.status, answer.body.as_str()), (404, ""));
        }
        site.stop().await;
    });
}

// R5.2, R5.4
#[test]
fn a_givers_own_page_hears_that_they_got_into_their_account() {
    run(async {
        let (site, backend, world) = begin().await;
        let inner = &site.running.site;
        let password = "seven quiet otters hum";
        let hash = inner.passwords.hash(Password::parse(password).unwrap()).await.unwrap();
        let eve = somebody_with(inner, "eve", &hash).await;
        let cookie = eve.cookie.split("; __Host-session").next().unwrap();
        let mut nobody = eve.visit.clone();
        nobody.actor.person = None;
        let form = wants_one(&eve.email);
        let (share, gift) = (&world.share, world.gift);
        let own = backend.sharing.reserve(&nobody, share, gift, "own", form).await.unwrap();
        let mut stream = Stream::open(&site, &format!("/live{}", own.manage), cookie).await;
        stream.told().await;
        let shown = async || follows(&page(&site, &own.manage, cookie).await).unwrap().1;
        let before = shown().await;

        backend.accounts.sign_in(&nobody, &eve.email, password).await.unwrap();
        assert_ne!(shown().await, before);
        // Its mail may come in between, of which the page is told as well.
        while stream.told().await != shown().await {}
        site.stop().await;
    });
}

// R5.2, R5.3
#[test]
fn open_pages_hear_that_a_promise_was_let_go() {
    run(async {
        let (site, _, world) = begin().await;
        let World { owner, co_owner, other, giver, list, share, manage, reservation, .. } = &world;
        let mut taken = Stream::open(&site, &format!("/live/list/{list}"), &co_owner.cookie).await;
        let mut shared = Stream::open(&site, &format!("/live/share/{share}"), &other.cookie).await;
        let mut own = Stream::open(&site, &format!("/live/r/{manage}"), giver).await;
        for stream in [&mut taken, &mut shared, &mut own] {
            stream.told().await;
        }
        let headers = [HTML, ("cookie", owner.cookie.as_str())];
        let done = site.post("/fn/let_go", &headers, &format!("reservation={reservation}")).await;
        assert_eq!(done.status, 303, "{}", done.body);
        for (stream, path, cookie) in [
            (&mut taken, format!("/lists/{list}/taken"), &co_owner.cookie),
            (&mut own, format!("/r/{manage}"), giver),
        ] {
            let news = stream.told().await;
            let shown = follows(&page(&site, &path, cookie).await);
            assert_eq!(Some(news), shown.map(|(_, revision)| revision), "{path}");
        }
        shared.told().await;
        site.stop().await;
    });
}

// R3.6: who gave before they looked after the list keeps their page, and learns nothing by it.
#[test]
fn who_looks_after_the_list_hears_nothing_of_givers_on_their_own_page_either() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, other, list, gift, share, manage, join, .. } = &world;
        backend.lists.set_surprise(&owner.visit, *list, Surprise::Keep, true).await.unwrap();
        let form = wants_one(&other.email);
        let own = backend.sharing.reserve(&other.visit, share, *gift, "own", form).await.unwrap();
        let mut stream = Stream::open(&site, &format!("/live{}", own.manage), &other.cookie).await;
        stream.told().await;
        let visit = browser(&site.running.site, "x").1;
        let give = async |quantity: &str| {
            backend.sharing.change_quantity(&visit, manage, quantity, "").await.unwrap();
        };
        // As somebody who gives they are told how many more they could take.
        give("2").await;
        stream.told().await;
        backend.members.join(&other.visit, join).await.unwrap();
        stream.told().await;
        let before = page(&site, &own.manage, &other.cookie).await;
        give("3").await;
        assert!(stream.is_silent().await);
        let after = page(&site, &own.manage, &other.cookie).await;
        assert_eq!(follows(&after), follows(&before));
        backend.lists.close(&owner.visit, *list, false).await.unwrap();
        stream.told().await;
        site.stop().await;
    });
}

// R5.2, R9.5: each says where it hears that it is out of date; what was typed into a refused form is
// not taken away by that.
#[test]
fn pages_say_where_they_hear_news_and_what_they_show() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, other, giver, list, gift, share, .. } = &world;
        let behind_link = format!("/live/share/{share}");
        let of_list = format!("/live/list/{list}");
        let revision = backend.lists.owned(&owner.visit, *list).await.unwrap().revision;
        for (path, cookie, stream) in [
            (format!("/l/{share}/{gift}"), &other.cookie, &behind_link),
            (format!("/l/{share}/{gift}"), giver, &behind_link),
            (format!("/l/{share}/{gift}"), &owner.cookie, &behind_link),
            (format!("/lists/{list}/taken"), &owner.cookie, &of_list),
            (format!("/lists/{list}/thanks"), &owner.cookie, &of_list),
            // R4.4: the rows of a part of a list are no island.
            (format!("/lists/{list}?price=without"), &owner.cookie, &of_list),
            (format!("/lists/{list}?sort=price-up"), &owner.cookie, &of_list),
        ] {
            let shown = page(&site, &path, cookie).await;
            assert_eq!(shown.status, 200, "{path}");
            assert_eq!(follows(&shown), Some((stream.clone(), revision.to_string())), "{path}");
            assert!(!shown.body.contains("data-refused"), "{path}");
        }
        // The islands of these listen by themselves.
        let whole = format!("/lists/{list}");
        for path in [format!("/l/{share}"), format!("{whole}?price=nonsense"), whole] {
            assert_eq!(follows(&page(&site, &path, &owner.cookie).await), None, "{path}");
        }
        let referer = format!("http://127.0.0.1:3000/l/{share}/{gift}");
        let headers = [HTML, ("cookie", other.cookie.as_str()), ("referer", referer.as_str())];
        let form = format!("share={share}&gift={gift}&form_key=x&name=Eve&email=eve&quantity=1");
        let refused = site.post("/fn/reserve", &headers, &form).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert!(refused.body.contains("data-refused") && refused.body.contains("value=\"Eve\""));
        site.stop().await;
    });
}

//! Forms that make something, sent twice at once (R9.1).

use app::backend::{Backend, SentGifts};
use domain::ListId;

use crate::{
    people::{Somebody, World, begin},
    site::{TestSite, run},
};

/// Sends a form as a browser without scripts whose button is pressed six times; answers where all of
/// them led.
async fn pressed_often(site: &TestSite, who: &Somebody, function: &str, form: &str) -> String {
    let headers = [("accept", "text/html"), ("cookie", who.cookie.as_str())];
    let path = format!("/fn/{function}");
    let sent = (0..6).map(|_| site.post(&path, &headers, form));
    let answers = futures::future::join_all(sent).await;
    let led: Vec<_> =
        answers.iter().map(|answer| (answer.status, answer.header("location"))).collect();
    assert!(led.iter().all(|one| *one == led[0] && one.0 == 303), "{function}: {led:?}");
    led[0].1.to_owned()
}

async fn lists(backend: &Backend, who: &Somebody) -> usize {
    backend.lists.mine(&who.visit).await.unwrap().len()
}

async fn gifts(backend: &Backend, who: &Somebody, list: ListId) -> Vec<(String, Option<u32>)> {
    let owned = backend.lists.owned(&who.visit, list).await.unwrap();
    let gifts = owned.gifts.gifts();
    gifts.into_iter().map(|gift| (gift.card.name.clone(), gift.wanted)).collect()
}

#[test]
fn a_form_that_is_sent_twice_at_once_makes_one_list_and_one_copy() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, other, list, .. } = &world;
        let form = "title=Ida&occasion=wedding&form_key=one";
        let made = pressed_often(&site, owner, "create_list", form).await;
        assert_eq!(lists(&backend, owner).await, 2);
        // Later, too.
        assert_eq!(pressed_often(&site, owner, "create_list", form).await, made);
        assert_eq!(lists(&backend, owner).await, 2);
        // Another rendering, other words and somebody else's form are other forms.
        for form in
            ["title=Ida&occasion=wedding&form_key=two", "title=Ivo&occasion=wedding&form_key=one"]
        {
            assert_ne!(pressed_often(&site, owner, "create_list", form).await, made);
        }
        assert_eq!(lists(&backend, owner).await, 4);
        assert_ne!(pressed_often(&site, other, "create_list", form).await, made);
        assert_eq!(lists(&backend, other).await, 1);
        let copy = format!("list={list}&form_key=one");
        let copied = pressed_often(&site, owner, "copy_list", &copy).await;
        assert!(copied.ends_with("?copied=1"), "{copied}");
        assert_eq!(lists(&backend, owner).await, 5);
        site.stop().await;
    });
}

#[test]
fn a_form_that_is_sent_twice_at_once_adds_one_gift_and_wants_one_more() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, list, gift, .. } = &world;
        let lamp = format!("list={list}&name=Lamp&wanted=1&form_key=one");
        pressed_often(&site, owner, "add_gift", &lamp).await;
        let more = format!("list={list}&gift={gift}&form_key=one");
        pressed_often(&site, owner, "want_one_more", &more).await;
        let expected = [("Train".to_owned(), Some(6)), ("Lamp".to_owned(), Some(1))];
        assert_eq!(gifts(&backend, owner, *list).await, expected);
        site.stop().await;
    });
}

// R3.9
#[test]
fn what_was_read_from_a_file_is_added_once_and_leads_to_one_page() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, list, .. } = &world;
        let sent = SentGifts { file: "name\nLamp\nVase\n".into(), ..SentGifts::default() };
        let ticket = backend.exchange.take(&owner.visit, *list, sent).await.unwrap();
        let form = format!("list={list}&ticket={ticket}&row[]=2&row[]=3");
        let led = pressed_often(&site, owner, "import_gifts", &form).await;
        assert!(led.ends_with("?imported=2"), "{led}");
        // Later, too.
        assert_eq!(pressed_often(&site, owner, "import_gifts", &form).await, led);
        let expected = [("Train", Some(5)), ("Lamp", Some(1)), ("Vase", Some(1))];
        let expected = expected.map(|(name, wanted)| (name.to_owned(), wanted));
        assert_eq!(gifts(&backend, owner, *list).await, expected);
        site.stop().await;
    });
}

#[test]
fn what_was_refused_may_be_sent_again() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, list, .. } = &world;
        let headers = [("accept", "application/json"), ("cookie", owner.cookie.as_str())];
        let form = format!("list={list}&name=Lamp&wanted=1&form_key=one");
        backend.lists.close(&owner.visit, *list, false).await.unwrap();
        for _ in 0..2 {
            assert_eq!(site.post("/fn/add_gift", &headers, &form).await.status, 409);
        }
        backend.lists.reopen(&owner.visit, *list).await.unwrap();
        assert_eq!(site.post("/fn/add_gift", &headers, &form).await.status, 200);
        assert_eq!(gifts(&backend, owner, *list).await.len(), 2);
        site.stop().await;
    });
}

//! What somebody reserved, let go by those who look after the list (R5.3).

use app::{backend::Backend, session::Visit};
use domain::{OwnerGifts, ReservationId, ReserveForm, Surprise};

use crate::{
    people::{World, begin, browser},
    site::{Answer, TestSite, run},
};

const HTML: (&str, &str) = ("accept", "text/html");
const JSON: (&str, &str) = ("accept", "application/json");

/// Sends the form of the page that says who gives what.
async fn let_go(
    site: &TestSite,
    world: &World,
    cookie: &str,
    accept: (&str, &str),
    promise: ReservationId,
) -> Answer {
    let page = format!("http://127.0.0.1:3000/lists/{}/taken", world.list);
    let headers = [accept, ("cookie", cookie), ("referer", page.as_str())];
    site.post("/fn/let_go", &headers, &format!("reservation={promise}")).await
}

async fn page(site: &TestSite, path: &str, cookie: &str) -> String {
    let answer = site.get(path, &[HTML, ("cookie", cookie)]).await;
    assert_eq!(answer.status, 200, "{path}");
    answer.body
}

/// Somebody without an account reserves two; answers their browser, and the token of their page.
async fn reserve(
    site: &TestSite,
    backend: &Backend,
    world: &World,
    name: &str,
) -> (Visit, String, ReservationId) {
    let (_, visit) = browser(&site.running.site, name);
    let form = ReserveForm {
        name: name.to_owned(),
        email: format!("{name}-{}@example.org", world.share).to_lowercase(),
        quantity: "2".to_owned(),
    };
    let reserved = backend.sharing.reserve(&visit, &world.share, world.gift, name, form).await;
    let manage = reserved.unwrap().manage.replace("/r/", "");
    let (promise, _) = site.running.site.secrets.open_manage(&manage).unwrap();
    (visit, manage, promise)
}

/// How many of the gift are reserved and bought, as its owner sees it.
async fn counts(backend: &Backend, world: &World) -> (u32, u32) {
    let owned = backend.lists.owned(&world.owner.visit, world.list).await.unwrap();
    match &owned.gifts {
        OwnerGifts::Shown(gifts) => (gifts[0].reserved, gifts[0].purchased),
        OwnerGifts::Surprise(_) => panic!("a surprise holds"),
    }
}

/// What names a promise in a form.
fn field(promise: ReservationId) -> String {
    format!("name=\"reservation\" value=\"{promise}\"")
}

/// An answer without what is new in every one.
fn masked(answer: &Answer) -> String {
    let new = ["date", "x-request-id", "server-timing"];
    let headers: Vec<_> = answer.headers().filter(|(name, _)| !new.contains(name)).collect();
    let all = format!("{} {headers:?} {}", answer.status, answer.body);
    let policy = answer.header("content-security-policy");
    let nonce = policy.split_once("'nonce-").and_then(|(_, rest)| rest.split_once('\''));
    match nonce {
        Some((nonce, _)) => all.replace(nonce, "NONCE"),
        None => all,
    }
}

/// A promise that nobody made.
fn unknown() -> ReservationId {
    ReservationId::new(uuid::Uuid::from_u128(7))
}

#[test]
fn who_looks_after_the_list_is_asked_lets_a_promise_go_and_reads_that_it_is() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, co_owner, giver, list, manage, reservation, .. } = &world;
        let (_, _, eves) = reserve(&site, &backend, &world, "Eve").await;
        assert_eq!(counts(&backend, &world).await, (3, 0));
        let taken = format!("/lists/{list}/taken");
        for who in [owner, co_owner] {
            let shown = page(&site, &taken, &who.cookie).await;
            assert!(shown.contains(&field(*reservation)) && shown.contains(&field(eves)));
            assert!(shown.contains("the gift no longer counts as taken, and we’ll email them"));
        }

        let done = let_go(&site, &world, &owner.cookie, HTML, *reservation).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert_eq!(done.header("location"), format!("{taken}?done=let_go"));
        let shown = page(&site, done.header("location"), &owner.cookie).await;
        assert!(shown.contains("The reservation was released."), "{shown}");
        assert!(!shown.contains(&field(*reservation)) && !shown.contains("Karl"), "{shown}");
        assert!(shown.contains(&field(eves)), "what others reserved stays");
        assert_eq!(counts(&backend, &world).await, (2, 0));
        let own = page(&site, &format!("/r/{manage}"), giver).await;
        assert!(own.contains("have released your reservation of"), "{own}");

        let done = let_go(&site, &world, &co_owner.cookie, JSON, eves).await;
        assert_eq!(done.status, 200, "{}", done.body);
        assert_eq!(counts(&backend, &world).await, (0, 0));
        site.stop().await;
    });
}

#[test]
fn who_comes_too_late_is_told_so_and_what_is_bought_stays() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, co_owner, list, reservation, .. } = &world;
        let (eve, manage, eves) = reserve(&site, &backend, &world, "Eve").await;
        backend.sharing.purchase(&eve, &manage, "", "").await.unwrap();
        let shown = page(&site, &format!("/lists/{list}/taken"), &owner.cookie).await;
        assert!(shown.contains("Eve") && !shown.contains(&field(eves)), "{shown}");
        let meanwhile =
            "Nothing has changed: in the meantime it was bought, or is available again.";
        let too_late = async |promise: ReservationId| {
            let late = let_go(&site, &world, &co_owner.cookie, HTML, promise).await;
            assert_eq!((late.status, late.body.contains(meanwhile)), (409, true), "{}", late.body);
            assert!(!late.body.contains("The reservation was released."), "{}", late.body);
            let late = let_go(&site, &world, &co_owner.cookie, JSON, promise).await;
            assert!(late.status == 409 && late.body.contains("wrong_state"), "{late:?}");
        };
        too_late(eves).await;
        assert_eq!(counts(&backend, &world).await, (1, 2));

        let done = let_go(&site, &world, &owner.cookie, HTML, *reservation).await;
        assert_eq!(done.status, 303, "{}", done.body);
        too_late(*reservation).await;
        assert_eq!(counts(&backend, &world).await, (0, 2));
        site.stop().await;
    });
}

// R1
#[test]
fn nobody_else_does_and_they_are_told_that_there_is_nothing() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, other, admin, giver, reservation, .. } = &world;
        for who in [other, admin] {
            for accept in [HTML, JSON] {
                let real = let_go(&site, &world, &who.cookie, accept, *reservation).await;
                let none = let_go(&site, &world, &who.cookie, accept, unknown()).await;
                assert_eq!(real.status, 404, "{}", real.body);
                assert_eq!(masked(&real), masked(&none));
            }
        }
        // Not even its own giver, who has a page for that.
        let guest = let_go(&site, &world, giver, JSON, *reservation).await;
        assert_eq!(guest.status, 401, "{}", guest.body);
        let foreign = [JSON, ("cookie", owner.cookie.as_str()), ("sec-fetch-site", "cross-site")];
        let form = format!("reservation={reservation}");
        let foreign = site.send("POST", "/fn/let_go", &foreign, Some(&form)).await;
        assert_eq!(foreign.status, 403, "{}", foreign.body);
        assert_eq!(counts(&backend, &world).await, (1, 0));
        site.stop().await;
    });
}

// R3.6: who knows of a promise from before learns nothing of what became of it.
#[test]
fn under_surprise_a_promise_is_answered_as_one_that_nobody_made() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, co_owner, list, manage, reservation, .. } = &world;
        let (lists, sharing) = (&backend.lists, &backend.sharing);
        lists.set_surprise(&owner.visit, *list, Surprise::Keep, true).await.unwrap();
        let told_nothing = async || {
            for who in [owner, co_owner] {
                for accept in [HTML, JSON] {
                    let real = let_go(&site, &world, &who.cookie, accept, *reservation).await;
                    let none = let_go(&site, &world, &who.cookie, accept, unknown()).await;
                    assert_eq!(real.status, 404, "{}", real.body);
                    assert_eq!(masked(&real), masked(&none));
                }
            }
        };
        told_nothing().await;
        let karl = browser(&site.running.site, "karl").1;
        sharing.purchase(&karl, manage, "", "").await.unwrap();
        told_nothing().await;
        sharing.undo_purchase(&karl, manage).await.unwrap();
        sharing.cancel(&karl, manage).await.unwrap();
        told_nothing().await;
        let shown = page(&site, &format!("/lists/{list}/taken?done=let_go"), &owner.cookie).await;
        assert!(!shown.contains("The reservation was released."), "{shown}");
        site.stop().await;
    });
}

//! Two and more who look after one list (R3.4, R3.8).

use std::time::Duration;

use app::{backend::InvitationView, shown::pack};
use domain::{DomainError, GiftForm, GivingRules, GivingRulesForm, ListForm, Surprise, WrongState};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

use crate::{
    people::{Somebody, World, begin, browser, invite},
    site::{Answer, TestSite, run},
};

/// Sends the form for a list, as it was typed over what its page showed.
async fn edit(
    site: &TestSite,
    world: &World,
    who: &Somebody,
    typed: &ListForm,
    shown: &ListForm,
) -> Answer {
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("list", &world.list.to_string())
        .append_pair("was", &pack(shown))
        .append_pair("title", &typed.title)
        .append_pair("welcome", &typed.welcome)
        .append_pair("occasion", &typed.occasion)
        .append_pair("cover", &typed.cover)
        .finish();
    let headers = [("accept", "application/json"), ("cookie", who.cookie.as_str())];
    site.post("/fn/edit_list", &headers, &form).await
}

async fn page(site: &TestSite, path: &str, cookie: &str) -> Answer {
    site.get(path, &[("accept", "text/html"), ("cookie", cookie)]).await
}

#[test]
fn two_who_edit_at_once_lose_nothing_and_of_one_field_the_later_is_seen_by_both() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, co_owner, list, .. } = &world;
        let form =
            async |who: &Somebody| backend.lists.owned(&who.visit, *list).await.unwrap().form;
        let shown = form(owner).await;
        let typed = ListForm { title: "Ida turns one".to_owned(), ..shown.clone() };
        assert_eq!(edit(&site, &world, owner, &typed, &shown).await.status, 200);
        // The other page still shows what was before.
        let typed = ListForm { welcome: "Come\r\nand sing".to_owned(), ..shown.clone() };
        assert_eq!(edit(&site, &world, co_owner, &typed, &shown).await.status, 200);
        for who in [owner, co_owner] {
            let now = form(who).await;
            assert_eq!(now.title, "Ida turns one");
            assert_eq!(now.welcome, "Come\nand sing");
        }

        let shown = form(owner).await;
        for (who, title) in [(owner, "Ida"), (co_owner, "Ida!")] {
            let typed = ListForm { title: title.to_owned(), ..shown.clone() };
            assert_eq!(edit(&site, &world, who, &typed, &shown).await.status, 200);
        }
        for who in [owner, co_owner] {
            assert_eq!(form(who).await.title, "Ida!");
        }
        site.stop().await;
    });
}

#[test]
fn two_who_edit_one_gift_at_once_lose_nothing() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, co_owner, list, gift, .. } = &world;
        let form = async |who: &Somebody| {
            let list = backend.lists.owned(&who.visit, *list).await.unwrap();
            list.gifts.gifts()[0].form.clone()
        };
        let shown = form(owner).await;
        let was = pack(&shown);
        let dearer = GiftForm { notes: "Red".to_owned(), ..shown.clone() };
        let edited = backend.gifts.edit_shown(&owner.visit, *list, *gift, dearer, &was).await;
        edited.unwrap();
        let more = GiftForm { wanted: "7".to_owned(), ..shown };
        let edited = backend.gifts.edit_shown(&co_owner.visit, *list, *gift, more, &was).await;
        edited.unwrap();
        for who in [owner, co_owner] {
            let now = form(who).await;
            assert_eq!((now.notes.as_str(), now.wanted.as_str()), ("Red", "7"));
        }
        site.stop().await;
    });
}

#[test]
fn of_what_a_list_asks_of_givers_each_changes_what_they_changed() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, co_owner, list, .. } = &world;
        let rules = async || backend.givers.rules(&owner.visit, *list).await.unwrap();
        let set = async |who: &Somebody, ticked: &str, was: &str| {
            let form = url::form_urlencoded::Serializer::new(format!("list={list}{ticked}"))
                .append_pair("was", was)
                .finish();
            let headers = [("accept", "application/json"), ("cookie", who.cookie.as_str())];
            assert_eq!(site.post("/fn/set_giving", &headers, &form).await.status, 200, "{ticked}");
        };
        assert_eq!(rules().await, GivingRules { confirm_first: false, remind: true });
        let was = pack(&GivingRulesForm::of(rules().await));
        let settings = page(&site, &format!("/lists/{list}/settings"), &owner.cookie).await;
        assert!(settings.body.contains(&format!("value=\"{was}\"")), "{was}");
        // Both pages showed the same; neither takes back what was done on the other.
        set(owner, "&confirm_first=on&remind=on", &was).await;
        set(co_owner, "", &was).await;
        assert_eq!(rules().await, GivingRules { confirm_first: true, remind: false });
        // What was left as it was shown stays as it is now, and of one box the later is kept.
        set(owner, "&remind=on", &was).await;
        assert_eq!(rules().await, GivingRules { confirm_first: true, remind: false });
        let was = pack(&GivingRulesForm::of(rules().await));
        set(owner, "&remind=on", &was).await;
        set(co_owner, "&confirm_first=on&remind=on", &was).await;
        assert_eq!(rules().await, GivingRules { confirm_first: false, remind: true });
        site.stop().await;
    });
}

/// Begins to listen. Answers the stream once it has said something.
async fn listen(site: &TestSite, path: &str, cookie: &str) -> TcpStream {
    let mut stream = site.connect().await;
    let head =
        format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncookie: {cookie}\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let (mut heard, mut said) = (String::new(), [0; 4096]);
    while !heard.contains("data:") {
        let length = stream.read(&mut said).await.unwrap();
        assert_ne!(length, 0, "{path} ended: {heard}");
        heard += &String::from_utf8_lossy(&said[..length]);
    }
    assert!(heard.starts_with("HTTP/1.1 200 "), "{path}: {heard}");
    stream
}

/// Listens until the stream ends.
async fn end(mut stream: TcpStream) {
    let mut rest = Vec::new();
    let ended = timeout(Duration::from_secs(40), stream.read_to_end(&mut rest)).await;
    ended.expect("the stream ends").unwrap();
}

#[test]
fn who_is_removed_hears_nothing_more_and_finds_nothing_any_more() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, co_owner, list, share, .. } = &world;
        let (stream, behind_link) = (format!("/live/list/{list}"), format!("/live/share/{share}"));
        let cookie = &co_owner.cookie;
        assert_eq!(page(&site, &format!("/lists/{list}"), cookie).await.status, 200);
        // They looked at what others see, too, as somebody who looks after the list.
        let listening =
            [listen(&site, &stream, cookie).await, listen(&site, &behind_link, cookie).await];
        backend.members.remove(&owner.visit, *list, co_owner.id).await.unwrap();
        for stream in listening {
            end(stream).await;
        }
        for path in ["", "/people", "/settings", "/taken"] {
            let path = format!("/lists/{list}{path}");
            assert_eq!(page(&site, &path, cookie).await.status, 404, "{path}");
        }
        assert_eq!(page(&site, &stream, cookie).await.status, 404);
        // The owner's own stream goes on, and their page shows who is left.
        let people = backend.members.people(&owner.visit, *list).await.unwrap();
        assert_eq!(people.people.len(), 1);
        site.stop().await;
    });
}

#[test]
fn who_joins_hears_no_longer_what_givers_hear() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, other, list, share, join, .. } = &world;
        backend.lists.set_surprise(&owner.visit, *list, Surprise::Keep, true).await.unwrap();
        let path = format!("/live/share/{share}");
        let stream = listen(&site, &path, &other.cookie).await;
        backend.members.join(&other.visit, join).await.unwrap();
        end(stream).await;
        let seen = backend.sharing.shared(&other.visit, share).await.unwrap();
        assert_eq!(seen.owner_looks, Some(*list));
        site.stop().await;
    });
}

#[test]
fn opening_an_invitation_changes_nothing_and_says_what_became_of_it() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, co_owner, other, list, join, invitation, .. } = &world;
        let path = format!("/join/{join}");
        for _ in 0..3 {
            for cookie in ["", other.cookie.as_str()] {
                let answer = page(&site, &path, cookie).await;
                assert_eq!(answer.status, 200);
                assert!(answer.body.contains("Ida is one") && answer.body.contains("owner"));
                assert!(answer.header("x-robots-tag").contains("noindex"));
            }
        }
        let signed_out = page(&site, &path, "").await;
        assert!(signed_out.body.contains(&format!("/sign-in?next={path}")), "{}", signed_out.body);
        assert!(signed_out.body.contains(&format!("/sign-up?next={path}")));
        for who in [owner, co_owner] {
            let view = backend.members.invitation(&who.visit, join).await.unwrap();
            assert_eq!(view, InvitationView::Mine(*list));
        }
        backend.members.join(&other.visit, join).await.unwrap();
        let used = page(&site, &path, &world.admin.cookie).await;
        assert_eq!(used.status, 410);
        assert!(!used.body.contains("Ida is one"), "nothing is told of the list");
        assert_eq!(page(&site, "/join/x", "").await.status, 404);

        // A form that comes too late gets the page that says so.
        let referer = format!("http://127.0.0.1:3000{path}");
        let cookie = world.admin.cookie.as_str();
        let headers = [("accept", "text/html"), ("cookie", cookie), ("referer", referer.as_str())];
        let late = site.post("/fn/join_list", &headers, &format!("token={join}")).await;
        assert_eq!(late.status, 410);
        let taken_back = backend.members.take_back(&owner.visit, *list, *invitation).await;
        assert_eq!(taken_back.unwrap_err(), DomainError::wrong_state(WrongState::Used).into());
        let another = invite(&site.running.site, owner, *list).await;
        backend.members.take_back(&co_owner.visit, *list, another).await.unwrap();
        let token = site.running.site.secrets.invitation_token(another);
        assert_eq!(page(&site, &format!("/join/{token}"), "").await.status, 410);
        site.stop().await;
    });
}

#[test]
fn who_looks_after_the_list_raises_no_number_that_they_reserved_before() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, other, list, gift, share, join, .. } = &world;
        backend.lists.set_surprise(&owner.visit, *list, Surprise::Keep, true).await.unwrap();
        let form = domain::ReserveForm {
            name: "Other".to_owned(),
            email: other.email.clone(),
            quantity: "1".to_owned(),
        };
        let reserved = backend.sharing.reserve(&other.visit, share, *gift, "own", form).await;
        let token = reserved.unwrap().manage.replace("/r/", "");
        let (view, _) = backend.sharing.manage(&other.visit, &token).await.unwrap();
        assert!(view.most > 1);
        backend.members.join(&other.visit, join).await.unwrap();
        let (view, _) = backend.sharing.manage(&other.visit, &token).await.unwrap();
        assert_eq!(view.most, 1, "how many are left would tell what others took");
        let more = backend.sharing.change_quantity(&other.visit, &token, "2", "").await;
        assert_eq!(more.unwrap_err(), DomainError::OwnList.into());
        backend.sharing.cancel(&other.visit, &token).await.unwrap();
        site.stop().await;
    });
}

// R1, R3.6
#[test]
fn nor_one_that_they_reserved_as_a_guest() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, other, list, gift, share, join, .. } = &world;
        backend.lists.set_surprise(&owner.visit, *list, Surprise::Keep, true).await.unwrap();
        // Nobody is signed in, and the address is another one, which nobody confirms.
        let (_, guest) = browser(&site.running.site, "guest");
        let form = domain::ReserveForm {
            name: "Other".to_owned(),
            email: format!("at-work-{share}@example.org").to_lowercase(),
            quantity: "1".to_owned(),
        };
        let reserved = backend.sharing.reserve(&guest, share, *gift, "own", form).await;
        let token = reserved.unwrap().manage.replace("/r/", "");
        backend.members.join(&other.visit, join).await.unwrap();
        let mut signed_out = other.visit.clone();
        signed_out.actor.person = None;
        for visit in [&other.visit, &signed_out, &owner.visit] {
            let (view, _) = backend.sharing.manage(visit, &token).await.unwrap();
            assert_eq!(view.most, 1, "how many are left would tell what others took");
            let more = backend.sharing.change_quantity(visit, &token, "2", "").await;
            assert_eq!(more.unwrap_err(), DomainError::OwnList.into());
            let promise = backend.giving.own(visit, &token).await.unwrap();
            assert_eq!((promise.counts, promise.view.most), (None, 1));
        }
        // It stays theirs, and elsewhere it is anybody's with this link.
        let (view, _) = backend.sharing.manage(&guest, &token).await.unwrap();
        assert!(view.most > 1);
        backend.sharing.cancel(&other.visit, &token).await.unwrap();
        site.stop().await;
    });
}

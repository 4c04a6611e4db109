//! What must not be done by whoever finds a browser open (R2.8), and the console of admins (R2.12).

use chrono::TimeDelta;
use domain::EmailAddress;
use serde_json::Value;
use server::{secrets, service};
use store::{AuditFilter, NewSession};

use crate::{
    people::{make_admin, somebody, world},
    site::{Answer, TestSite, run, start},
};

/// Pages on which dangerous things are done.
const PAGES: [&str; 7] = [
    "/account/email",
    "/account/ways",
    "/account/two-step",
    "/account/apps",
    "/account/webhooks/new",
    "/account/data",
    "/account/delete",
];

/// And the functions behind them.
const ACTS: [(&str, &str); 13] = [
    ("ask_email_change", "email=new%40example.org"),
    ("confirm_email_change", "code=123456"),
    ("unlink", "identity=x"),
    ("turn_on_second_step", "code=123456"),
    ("renew_recovery_codes", ""),
    ("turn_off_second_step", ""),
    ("make_token", "called=Phone&lists_read=on&lifetime=90"),
    ("revoke_token", "token=0198c4a0b6b27000a000000000000001"),
    ("make_webhook", "url=https%3A%2F%2Fhooks.example%2F&gift_added=on"),
    ("change_webhook", "webhook=0198c4a0b6b27000a000000000000001"),
    ("rotate_webhook", "webhook=0198c4a0b6b27000a000000000000001"),
    ("remove_webhook", "webhook=0198c4a0b6b27000a000000000000001"),
    ("delete_account", "email=x"),
];

async fn page(site: &TestSite, path: &str, cookie: &str) -> Answer {
    site.get(path, &[("accept", "text/html"), ("cookie", cookie)]).await
}

async fn act(site: &TestSite, name: &str, form: &str, cookie: &str) -> Answer {
    let headers = [("accept", "application/json"), ("cookie", cookie)];
    site.post(&format!("/fn/{name}"), &headers, form).await
}

#[test]
fn ten_minutes_after_signing_in_dangerous_things_ask_to_sign_in_again() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let ada = somebody(inner, "ada").await;
        inner.clock.advance(TimeDelta::minutes(9));
        for path in PAGES {
            assert_eq!(page(&site, path, &ada.cookie).await.status, 200, "{path}");
        }
        let data = page(&site, "/account/data.json", &ada.cookie).await;
        assert_eq!(data.status, 200);
        assert!(data.header("content-disposition").starts_with("attachment"));
        assert!(data.body.contains(&ada.email), "{}", data.body);

        inner.clock.advance(TimeDelta::minutes(2));
        for path in PAGES {
            let answer = page(&site, path, &ada.cookie).await;
            let again = format!("/sign-in/again?next={path}");
            assert_eq!((answer.status, answer.header("location")), (303, again.as_str()));
        }
        let data = page(&site, "/account/data.json", &ada.cookie).await;
        assert_eq!(data.header("location"), "/sign-in/again?next=/account/data");
        for (name, form) in ACTS {
            let answer = act(&site, name, form, &ada.cookie).await;
            assert_eq!(answer.status, 403, "{name}: {}", answer.body);
            assert!(answer.body.contains("fresh_sign_in_needed"), "{name}: {}", answer.body);
        }
        assert!(inner.store.person(ada.id).await.unwrap().is_some());
        // What is not dangerous goes on.
        assert_eq!(page(&site, "/account", &ada.cookie).await.status, 200);
        assert_eq!(act(&site, "rename", "name=Ada", &ada.cookie).await.status, 200);
        assert_eq!(page(&site, "/sign-in/again", &ada.cookie).await.status, 200);
        site.stop().await;
    });
}

// R2.8: everything that is kept.
#[test]
fn addresses_that_wait_and_that_were_given_up_are_in_the_download() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let ada = somebody(inner, "ada").await;
        let (store, errand) = (&inner.store, inner.errand(&ada.visit));
        let kept = async || -> Value {
            let kept = service::everything::of(inner, ada.id).await.unwrap();
            serde_json::from_str(&kept).unwrap()
        };
        let new = EmailAddress::parse("adele@example.org").unwrap();
        store.start_email_change(errand, ada.id, &new, 10).await.unwrap();
        let waiting = kept().await;
        assert_eq!(waiting["email_wanted"], "adele@example.org");
        assert_eq!(waiting["emails_given_up"], Value::Array(vec![]));

        let change = store.count_email_attempt(errand, ada.id).await.unwrap();
        let session = NewSession {
            key: secrets::session_key("moved"),
            browser: ada.visit.actor.browser.clone().unwrap(),
            device: "Test".to_owned(),
        };
        store.finish_email_change(errand, ada.id, &change, session).await.unwrap();
        let moved = kept().await;
        assert_eq!(moved["email"], "adele@example.org");
        assert_eq!(moved["email_wanted"], Value::Null);
        assert_eq!(moved["emails_given_up"][0]["email"], ada.email.as_str());
        // Once it can not be had back it is kept no longer, nor told of.
        inner.clock.advance(TimeDelta::days(7));
        assert_eq!(kept().await["emails_given_up"], Value::Array(vec![]));
        site.stop().await;
    });
}

#[test]
fn the_console_asks_admins_to_sign_in_each_half_hour_and_writes_down_what_they_do() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let world = world(inner).await;
        let (admin, other) = (&world.admin, &world.other);
        inner.clock.advance(TimeDelta::minutes(29));
        let user = format!("/admin/users/{}", other.id);
        let form = format!("person={}&why=A+lost+phone", other.id);
        let shown = page(&site, &user, &admin.cookie).await;
        assert_eq!(shown.status, 200);
        assert!(shown.body.contains(&other.email));
        let out = act(&site, "sign_user_out", &form, &admin.cookie).await;
        assert_eq!(out.status, 200, "{}", out.body);
        assert_eq!(page(&site, "/lists", &other.cookie).await.status, 303, "signed out");
        let log = page(&site, "/admin/log", &admin.cookie).await;
        assert!(log.body.contains("Looked at") && log.body.contains("Signed out"), "{}", log.body);
        let log = inner.store.audit_log(&AuditFilter::default()).await.unwrap();
        let acts: Vec<_> = log.into_iter().map(|entry| entry.act).collect();
        assert_eq!(acts, ["user_signed_out", "user_looked_at", "product_created", "admin_granted"]);

        inner.clock.advance(TimeDelta::minutes(2));
        let again = page(&site, "/admin", &admin.cookie).await;
        assert_eq!((again.status, again.header("location")), (303, "/sign-in/again?next=/admin"));
        let out = act(&site, "sign_user_out", &form, &admin.cookie).await;
        assert_eq!(out.status, 403);
        site.stop().await;
    });
}

#[test]
fn an_admin_sees_nothing_of_who_gives_what() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let world = world(inner).await;
        make_admin(inner, &world.owner).await;
        let pages = ["", "/users", "/log", "/mails", "/backups", "/system", "/settings"];
        for path in pages
            .map(|page| format!("/admin{page}"))
            .into_iter()
            .chain([&world.owner, &world.other].map(|who| format!("/admin/users/{}", who.id)))
        {
            let answer = page(&site, &path, &world.admin.cookie).await;
            assert_eq!(answer.status, 200, "{path}");
            for word in ["Karl", "karl-", "Train", "Ida is one"] {
                assert!(!answer.body.contains(word), "{word} on {path}");
            }
        }
        // The list itself is not there for an admin.
        for path in [format!("/lists/{}", world.list), format!("/lists/{}/taken", world.list)] {
            assert_eq!(page(&site, &path, &world.admin.cookie).await.status, 404, "{path}");
        }
        site.stop().await;
    });
}

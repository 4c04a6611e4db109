//! Programs that are told what happens (R10.10 to R10.13), by a program that listens.

mod figures;
mod keeping;
mod page;
mod receiver;

use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::{GiftForm, ReserveForm, Scope, Surprise};
use serde_json::{Value, json};
use server::{
    settings::{Rate, Seconds},
    webhooks::{SigningKey, sign},
};

use self::receiver::{Answer, Message, Receiver};
use super::support::{call, token};
use crate::{
    people::{Somebody, World, browser, somebody, world},
    site::{TestSite, run, start},
};

const EVERYTHING: [&str; 6] = [
    "list.created",
    "gift.added",
    "reservation.created",
    "reservation.changed",
    "reservation.cancelled",
    "reservation.purchased",
];

/// A site that may tell programs on this machine.
async fn private() -> TestSite {
    start(|settings| {
        settings.webhooks.private = true;
        // One of them hangs.
        settings.webhooks.timeout = Seconds(4);
        settings.limits.api_token = Rate::new(100_000, 1);
    })
    .await
}

/// Somebody's program: a token, and a webhook that leads to a receiver.
struct Program {
    token: String,
    webhook: String,
    secret: String,
}

impl Program {
    async fn new(site: &TestSite, person: &Somebody, receiver: &Receiver) -> Self {
        let scopes = [Scope::ListsRead, Scope::ListsWrite, Scope::Reservations];
        let token = token(&site.running.site, person, &scopes).await;
        let body = json!({ "url": receiver.url(), "events": EVERYTHING });
        let (status, _, made) = call(site, "POST", "/webhooks", Some(&token), Some(body)).await;
        assert_eq!(status, StatusCode::OK, "{made}");
        let text = |name: &str| made[name].as_str().unwrap().to_owned();
        Self { token, webhook: format!("/webhooks/{}", text("id")), secret: text("secret") }
    }

    async fn ask(&self, site: &TestSite, method: &str, path: &str) -> (StatusCode, Value) {
        let path = format!("{}{path}", self.webhook);
        let (status, _, answer) = call(site, method, &path, Some(&self.token), None).await;
        (status, answer)
    }

    /// What was told to it, the newest first.
    async fn deliveries(&self, site: &TestSite) -> Vec<Value> {
        let (status, answer) = self.ask(site, "GET", "/deliveries").await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        answer["deliveries"].as_array().unwrap().clone()
    }

    /// The newest of them, once it was tried so often or is over.
    async fn tried(&self, site: &TestSite, tries: u64) -> Value {
        for _ in 0..1_000 {
            let newest = self.deliveries(site).await.into_iter().next();
            if let Some(newest) = newest
                && (newest["tries"].as_u64() >= Some(tries) || newest["state"] == "dropped")
            {
                return newest;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("it was not tried {tries} times");
    }

    fn assert_signed(&self, message: &Message) {
        let key = SigningKey::parse(&self.secret).unwrap();
        let timestamp: i64 = message.header("webhook-timestamp").parse().unwrap();
        let expected = sign(&[key], message.header("webhook-id"), timestamp, &message.body);
        assert_eq!(message.header("webhook-signature"), expected);
        assert_eq!(message.header("content-type"), "application/json");
    }
}

/// Time passes, and it is looked whether anything is due.
fn pass(site: &TestSite, time: TimeDelta) {
    let inner = &site.running.site;
    inner.clock.advance(time);
    inner.webhooks.notify_one();
}

async fn add_gift(site: &TestSite, world: &World, name: &str) {
    let backend = server::service::backend(&site.running.site);
    let form = GiftForm { name: name.to_owned(), wanted: "3".to_owned(), ..GiftForm::default() };
    backend.gifts.add(&world.owner.visit, world.list, None, true, form).await.unwrap();
}

async fn reserve(site: &TestSite, world: &World, name: &str) -> String {
    let inner = &site.running.site;
    let (_, visit) = browser(inner, name);
    let form = ReserveForm {
        name: name.to_owned(),
        email: format!("{name}-{}@example.org", world.list),
        quantity: "1".to_owned(),
    };
    let backend = server::service::backend(inner);
    let reserved = backend.sharing.reserve(&visit, &world.share, world.gift, name, form).await;
    reserved.unwrap().manage.replace("/r/", "")
}

async fn set_surprise(site: &TestSite, world: &World, surprise: Surprise) {
    let lists = server::service::backend(&site.running.site).lists.clone();
    lists.set_surprise(&world.owner.visit, world.list, surprise, true).await.unwrap();
}

// R10.11, R10.13
#[test]
fn a_program_is_told_and_can_tell_who_told_it() {
    run(async {
        let site = private().await;
        let world = world(&site.running.site).await;
        let receiver = Receiver::start(vec![]).await;
        let program = Program::new(&site, &world.owner, &receiver).await;
        add_gift(&site, &world, "Lamp <b>🎁</b>").await;
        let message = receiver.next().await;
        program.assert_signed(&message);
        assert_eq!((message.method.as_str(), message.path.as_str()), ("POST", "/told?by=ewelists"));
        let told = message.json();
        assert_eq!(told["type"], "gift.added");
        assert!(told["timestamp"].as_str().unwrap().ends_with('Z'), "{told}");
        assert_eq!(told["data"]["list"]["title"], "Ida is one");
        let gift = &told["data"]["gifts"][0];
        assert_eq!((&gift["name"], &gift["quantity"]), (&json!("Lamp <b>🎁</b>"), &json!(3)));
        for kept in ["reserved", "purchased", "left", "email"] {
            assert!(!message.body.contains(kept), "{kept} in {told}");
        }

        let manage = reserve(&site, &world, "Tom").await;
        let told = receiver.next().await.json();
        assert_eq!(told["type"], "reservation.created");
        assert_eq!(
            (&told["data"]["name"], &told["data"]["role"]),
            (&json!("Tom"), &json!("owner"))
        );
        assert_eq!(told["data"]["state"], "reserved");
        let backend = server::service::backend(&site.running.site);
        let (_, visit) = browser(&site.running.site, "Tom");
        backend.sharing.purchase(&visit, &manage, "", "").await.unwrap();
        let message = receiver.next().await;
        assert_eq!(message.json()["type"], "reservation.purchased");
        assert!(!message.body.contains("@example.org"), "no address of a giver");

        let newest = program.tried(&site, 1).await;
        assert_eq!(newest["id"], message.header("webhook-id"));
        assert_eq!((&newest["state"], &newest["status"]), (&json!("delivered"), &json!(200)));
        // The secret is not told again.
        let (_, again) = program.ask(&site, "GET", "").await;
        assert!(again.get("secret").is_none(), "{again}");
        site.stop().await;
    });
}

// R10.12
#[test]
fn whatever_a_receiver_does_a_message_comes_again_under_the_same_id() {
    run(async {
        let site = private().await;
        let world = world(&site.running.site).await;
        let answers =
            vec![Answer::Status(500), Answer::Redirect, Answer::Hang, Answer::Close, Answer::Long];
        let receiver = Receiver::start(answers).await;
        let program = Program::new(&site, &world.owner, &receiver).await;
        add_gift(&site, &world, "Lamp").await;
        let tries = [
            (TimeDelta::seconds(6), "status", Some(500)),
            (TimeDelta::minutes(6), "redirect", Some(302)),
            (TimeDelta::minutes(31), "too_slow", None),
            (TimeDelta::hours(3), "unreachable", None),
        ];
        let mut ids = Vec::new();
        for (number, (pause, reason, status)) in tries.into_iter().enumerate() {
            let message = receiver.next().await;
            program.assert_signed(&message);
            assert!(message.path.starts_with("/told"), "led nowhere: {}", message.path);
            ids.push(message.header("webhook-id").to_owned());
            let newest = program.tried(&site, number as u64 + 1).await;
            assert_eq!((&newest["state"], &newest["reason"]), (&json!("waiting"), &json!(reason)));
            assert_eq!(newest["status"].as_u64(), status, "{newest}");
            let (_, webhook) = program.ask(&site, "GET", "").await;
            assert!(webhook["failingSince"].is_string() && webhook["active"] == true, "{webhook}");
            pass(&site, pause);
        }
        // An answer without end is one all the same: what counts is its status.
        let message = receiver.next().await;
        ids.push(message.header("webhook-id").to_owned());
        ids.dedup();
        assert_eq!(ids.len(), 1);
        let newest = program.tried(&site, 5).await;
        assert_eq!((&newest["state"], &newest["status"]), (&json!("delivered"), &json!(200)));
        let (_, webhook) = program.ask(&site, "GET", "").await;
        assert!(webhook.get("failingSince").is_none(), "{webhook}");

        // Sent once more by hand, and a test.
        let path = format!("/deliveries/{}/replay", ids[0]);
        assert_eq!(program.ask(&site, "POST", &path).await.0, StatusCode::OK);
        assert_eq!(receiver.next().await.header("webhook-id"), ids[0]);
        let (status, sent) = program.ask(&site, "POST", "/test").await;
        assert_eq!(status, StatusCode::OK, "{sent}");
        let test = receiver.next().await;
        assert_eq!(test.json()["type"], "webhook.test");
        assert_eq!(test.header("webhook-id"), sent["id"]);
        site.stop().await;
    });
}

// R10.12
#[test]
fn a_receiver_that_is_slow_delays_nobody_elses_messages() {
    run(async {
        let site = start(|settings| {
            settings.webhooks.private = true;
            // Longer than anybody waits here for a message.
            settings.webhooks.timeout = Seconds(50);
        })
        .await;
        let (slow, quick) = (world(&site.running.site).await, world(&site.running.site).await);
        let hangs = Receiver::start(vec![Answer::Hang; 4]).await;
        Program::new(&site, &slow.owner, &hangs).await;
        let takes = Receiver::start(vec![]).await;
        Program::new(&site, &quick.owner, &takes).await;
        add_gift(&site, &slow, "Lamp").await;
        hangs.next().await;
        for name in ["Boat", "Kite", "Ball"] {
            add_gift(&site, &slow, name).await;
            add_gift(&site, &quick, name).await;
            let told = takes.next().await.json();
            assert_eq!(told["data"]["gifts"][0]["name"], name);
        }
        assert!(hangs.silent().await, "one message at a time");
        site.stop().await;
    });
}

// R10.11, R3.6
#[test]
fn under_surprise_an_owners_program_hears_nothing_of_givers_ever() {
    run(async {
        let site = private().await;
        let inner = &site.running.site;
        let world = world(inner).await;
        let giver = somebody(inner, "giver").await;
        let (owners, givers) = (Receiver::start(vec![]).await, Receiver::start(vec![]).await);
        let program = Program::new(&site, &world.owner, &owners).await;
        let theirs = Program::new(&site, &giver, &givers).await;
        set_surprise(&site, &world, Surprise::Keep).await;
        let backend = server::service::backend(inner);
        let form = ReserveForm {
            name: "Gil".to_owned(),
            email: giver.email.clone(),
            quantity: "1".to_owned(),
        };
        let (share, gift) = (&world.share, world.gift);
        let reserved = backend.sharing.reserve(&giver.visit, share, gift, "key", form).await;
        let manage = reserved.unwrap().manage.replace("/r/", "");
        let told = givers.next().await.json();
        assert_eq!(
            (&told["type"], &told["data"]["role"]),
            (&json!("reservation.created"), &json!("giver"))
        );
        backend.sharing.purchase(&giver.visit, &manage, "", "").await.unwrap();
        assert_eq!(givers.next().await.json()["type"], "reservation.purchased");
        theirs.tried(&site, 1).await;
        assert!(program.deliveries(&site).await.is_empty());
        // What owners do is told, and in it nothing of givers.
        add_gift(&site, &world, "Lamp").await;
        assert_eq!(owners.next().await.json()["type"], "gift.added");
        // Once it is lifted, nothing that was withheld comes after.
        set_surprise(&site, &world, Surprise::Show).await;
        backend.sharing.undo_purchase(&giver.visit, &manage).await.unwrap();
        let told = owners.next().await.json();
        assert_eq!(
            (&told["type"], &told["data"]["name"]),
            (&json!("reservation.changed"), &json!("Gil"))
        );
        assert_eq!(program.deliveries(&site).await.len(), 2);
        assert!(owners.silent().await);
        site.stop().await;
    });
}

// R10.11, R3.6: what waits while a surprise begins is neither sent nor seen.
#[test]
fn what_waits_is_looked_at_again_when_it_is_sent() {
    run(async {
        let site = private().await;
        let world = world(&site.running.site).await;
        let receiver = Receiver::start(vec![Answer::Status(503)]).await;
        let program = Program::new(&site, &world.owner, &receiver).await;
        reserve(&site, &world, "Tom").await;
        assert_eq!(receiver.next().await.json()["type"], "reservation.created");
        assert_eq!(program.tried(&site, 1).await["status"], 503);
        set_surprise(&site, &world, Surprise::Keep).await;
        assert!(program.deliveries(&site).await.is_empty());
        pass(&site, TimeDelta::seconds(6));
        assert!(receiver.silent().await);
        // A list that is gone tells nothing either.
        let list = world.list;
        add_gift(&site, &world, "Lamp").await;
        receiver.next().await;
        let bin = server::service::backend(&site.running.site).bin.clone();
        bin.delete(&world.owner.visit, list, "Ida is one").await.unwrap();
        let newest = program.deliveries(&site).await.remove(0);
        let path = format!("/deliveries/{}/replay", newest["id"].as_str().unwrap());
        assert_eq!(program.ask(&site, "POST", &path).await.0, StatusCode::OK);
        let dropped = loop {
            let newest = program.deliveries(&site).await.remove(0);
            if newest["state"] != "waiting" {
                break newest;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        };
        assert_eq!((&dropped["state"], &dropped["reason"]), (&json!("dropped"), &json!("gone")));
        site.stop().await;
    });
}

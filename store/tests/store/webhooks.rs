//! Programs that are told what happens (R10.10 to R10.13).

mod sending;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    DeliveryId, DomainError, List, ListId, PersonId, ShareKey, Surprise, Undelivered, WebhookEvent,
    WebhookForm, WebhookId, WebhookMessage, WebhookWish,
};
use store::{Delivery, DeliveryOutcome, DeliveryState, DueDelivery, StoreError};
use uuid::Uuid;

use crate::world::*;

const SECRET: &str = "https://hooks.example/unmistakable";

fn wish(events: &[&str]) -> WebhookWish {
    let form = WebhookForm {
        url: SECRET.to_owned(),
        events: events.iter().map(|&word| word.to_owned()).collect(),
    };
    form.parse(true, false).unwrap()
}

/// A webhook that wants to hear of everything.
async fn webhook(world: &World, person: PersonId) -> WebhookId {
    let events = WebhookEvent::CHOICES.map(WebhookEvent::code);
    let actor = account(person, "program");
    world.store.make_webhook(world.errand(&actor), person, &wish(&events)).await.unwrap()
}

/// A world with somebody's webhook that hears of everything.
async fn listening() -> (World, PersonId, WebhookId) {
    let world = World::new(Engine::Memory).await;
    let ada = world.person("ada").await;
    let hook = webhook(&world, ada).await;
    (world, ada, hook)
}

async fn told(world: &World, person: PersonId, webhook: WebhookId) -> Vec<Delivery> {
    world.store.deliveries(person, webhook, 1000, later(5)).await.unwrap()
}

/// What a webhook was told, the oldest first.
async fn events(world: &World, person: PersonId, webhook: WebhookId) -> Vec<&'static str> {
    let told = told(world, person, webhook).await;
    told.iter().rev().map(|delivery| delivery.message.event().code()).collect()
}

async fn claim(world: &World, now: DateTime<Utc>) -> Vec<DueDelivery> {
    world.store.claim_deliveries(now, 60, 10).await.unwrap()
}

async fn set_surprise(world: &World, owner: PersonId, list: ListId, surprise: Surprise) {
    let actor = account(owner, "owner");
    let rule = |list: List| list.set_surprise(surprise, true, now());
    let errand = world.errand(&actor);
    world.store.change_list(errand, owner, list, &share_key, &rule).await.unwrap();
}

async fn lists_of(world: &World) -> (PersonId, ListId, ShareKey) {
    let ada = world.person("ada").await;
    let (list, share) = world.list(ada, Surprise::Show).await;
    (ada, list, share)
}

// R10.11: written together with the act, for whoever it concerns.
#[test]
fn what_happens_is_written_with_it() {
    run(async {
        let (world, ada, hook) = listening().await;
        let rows = async || world.store.counts().await.unwrap()["change"];
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "3").await;
        let before = rows().await;
        let held = world.reserve(&share, "ben", asked("ben", gift, 2, "a")).await.unwrap();
        assert_eq!(rows().await, before + 1, "one transaction");
        let id = held.reservation.id;
        // Sent again, the form does nothing, and nothing is told.
        world.reserve(&share, "ben", asked("ben", gift, 2, "a")).await.unwrap();
        // What is refused is not told.
        refusal(world.reserve(&share, "cleo", asked("cleo", gift, 2, "b")).await);
        world.change(id, 1).await.unwrap();
        world.purchase(id, 1).await.unwrap();
        world.undo(id).await.unwrap();
        world.cancel(id).await.unwrap();
        let expected = [
            "list.created",
            "gift.added",
            "reservation.created",
            "reservation.changed",
            "reservation.purchased",
            "reservation.changed",
            "reservation.cancelled",
        ];
        assert_eq!(events(&world, ada, hook).await, expected);
        let told = told(&world, ada, hook).await;
        assert!(told.iter().all(|delivery| delivery.state == DeliveryState::Waiting));
        let added = &told[told.len() - 2].message;
        assert_eq!(*added, WebhookMessage::Gifts { list, gifts: vec![gift] });
        world.all_is_well().await;
    });
}

// R10.10: only what was chosen, and only what concerns one.
#[test]
fn a_webhook_hears_what_was_chosen_and_nothing_of_strangers() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, list, share) = lists_of(&world).await;
        let (eve, ben) = (world.person("eve").await, world.person("ben").await);
        let actor = account(ada, "program");
        let errand = world.errand(&actor);
        let chosen = wish(&["reservation.created"]);
        let hook = world.store.make_webhook(errand, ada, &chosen).await.unwrap();
        let (strangers, givers) = (webhook(&world, eve).await, webhook(&world, ben).await);
        let gift = world.gift(ada, list, "5").await;
        let actor = account(ben, "ben");
        let reserving = asked("ben", gift, 1, "a");
        let held = world.store.reserve(world.errand(&actor), &share, reserving).await.unwrap();
        assert_eq!(held.giver.person, Some(ben));
        world.cancel(held.reservation.id).await.unwrap();
        assert_eq!(events(&world, ada, hook).await, ["reservation.created"]);
        assert!(events(&world, eve, strangers).await.is_empty());
        let own = events(&world, ben, givers).await;
        assert_eq!(own, ["reservation.created", "reservation.cancelled"]);
        let giver = told(&world, ben, givers).await.remove(0);
        assert!(!giver.message.tells_owners_of_givers());
        // Nobody else's webhook is there.
        let refused = world.store.deliveries(eve, hook, 10, now()).await;
        assert_eq!(refusal(refused), DomainError::NotFound);
        let refused = world.store.test_webhook(world.errand(&actor), eve, hook).await;
        assert_eq!(refusal(refused), DomainError::NotFound);
    });
}

// R10.11, R3.6
#[test]
fn under_surprise_owners_programs_hear_nothing_and_nothing_is_made_up_for() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, ben) = (world.person("ada").await, world.person("ben").await);
        let (list, share) = world.list(ada, Surprise::Keep).await;
        let gift = world.gift(ada, list, "5").await;
        let (hook, givers) = (webhook(&world, ada).await, webhook(&world, ben).await);
        let actor = account(ben, "ben");
        let reserving = asked("ben", gift, 2, "a");
        let held = world.store.reserve(world.errand(&actor), &share, reserving).await.unwrap();
        let id = held.reservation.id;
        world.change(id, 1).await.unwrap();
        world.purchase(id, 1).await.unwrap();
        world.undo(id).await.unwrap();
        assert!(told(&world, ada, hook).await.is_empty());
        assert_eq!(events(&world, ben, givers).await.len(), 4, "their own promise is no secret");
        for due in claim(&world, later(1)).await {
            assert_eq!(due.webhook.person, Some(ben));
        }
        // Once it is lifted, no burst of what was withheld.
        set_surprise(&world, ada, list, Surprise::Show).await;
        assert!(told(&world, ada, hook).await.is_empty());
        world.cancel(id).await.unwrap();
        assert_eq!(events(&world, ada, hook).await, ["reservation.cancelled"]);
        // It is not to be seen, nor sent once more, while the list keeps one again.
        let delivery = told(&world, ada, hook).await[0].id;
        set_surprise(&world, ada, list, Surprise::Keep).await;
        assert!(told(&world, ada, hook).await.is_empty());
        let owner = account(ada, "owner");
        let replayed = world.store.replay_delivery(world.errand(&owner), ada, hook, delivery).await;
        let nowhere = DeliveryId::new(Uuid::from_u128(1));
        let unknown = world.store.replay_delivery(world.errand(&owner), ada, hook, nowhere).await;
        assert_eq!(refusal(replayed), refusal(unknown));
    });
}

// R10.10: ten at most, however many are made at once.
#[test]
fn nobody_has_more_than_ten() {
    run(async {
        let world = Arc::new(World::new(Engine::Memory).await);
        let ada = world.person("ada").await;
        let made: Vec<_> = (0..14)
            .map(|_| {
                let world = world.clone();
                tokio::spawn(async move {
                    let actor = account(ada, "ada");
                    let errand = world.errand(&actor);
                    world.store.make_webhook(errand, ada, &wish(&["gift.added"])).await
                })
            })
            .collect();
        let mut refused = 0;
        for one in made {
            match one.await.unwrap() {
                Ok(_) => {}
                Err(StoreError::Refused(rule)) => {
                    assert_eq!(rule, DomainError::TooManyWebhooks);
                    refused += 1;
                }
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(refused, 4);
        assert_eq!(world.store.webhooks_of(ada).await.unwrap().len(), 10);
    });
}

// R10.13: its secret is another one after each replacing; who leaves takes all of it along.
#[test]
fn a_webhook_is_changed_removed_and_goes_with_its_account() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, eve) = (world.person("ada").await, world.person("eve").await);
        let hook = webhook(&world, ada).await;
        let actor = account(ada, "ada");
        let errand = world.errand(&actor);
        let store = &world.store;
        world.list(ada, Surprise::Show).await;
        store.rotate_webhook(errand, ada, hook).await.unwrap();
        assert_eq!(store.own_webhook(ada, hook).await.unwrap().generation, 1);
        for refused in [
            store.rotate_webhook(errand, eve, hook).await,
            store.remove_webhook(errand, eve, hook).await,
            store.change_webhook(errand, eve, hook, &|_| Ok((wish(&["gift.added"]), true))).await,
        ] {
            assert_eq!(refusal(refused), DomainError::NotFound);
        }
        // Neither the log nor a copy that is made from it tells where messages go.
        let contents = store.contents().await.unwrap();
        let (log, rows): (Vec<_>, Vec<_>) =
            contents.iter().partition(|row| row.starts_with("change "));
        assert!(rows.iter().any(|row| row.contains("unmistakable")));
        assert!(!log.iter().any(|row| row.contains("unmistakable")));
        let copy = world.made_again().await;
        assert_eq!(copy.store.contents().await.unwrap(), contents);

        store.delete_account(errand, ada, None).await.unwrap();
        assert!(store.webhook(hook).await.unwrap().is_none());
        assert!(claim(&world, later(1)).await.is_empty());
        assert_eq!(store.counts().await.unwrap()["delivery"], 1);
        assert_eq!(store.sweep_deliveries(later(1)).await.unwrap(), 1);
        assert_eq!(store.counts().await.unwrap()["delivery"], 0);
    });
}

// R10.13: forgotten after 30 days, unless it still waits.
#[test]
fn what_was_told_a_month_ago_is_forgotten() {
    run(async {
        let (world, ada, hook) = listening().await;
        world.list(ada, Surprise::Show).await;
        world.list(ada, Surprise::Show).await;
        let due = claim(&world, later(1)).await.remove(0);
        let taken = DeliveryOutcome::Delivered(200);
        world.store.settle_delivery(due.delivery.id, later(1), taken).await.unwrap();
        let month = now() + TimeDelta::days(30) + TimeDelta::minutes(1);
        assert_eq!(world.store.sweep_deliveries(month - TimeDelta::days(1)).await.unwrap(), 0);
        assert_eq!(world.store.sweep_deliveries(month).await.unwrap(), 1);
        assert_eq!(told(&world, ada, hook).await.len(), 1);
        assert!(world.store.deliveries(ada, hook, 10, month).await.unwrap().is_empty());
    });
}

// R10.10: of products that wait admins and the site itself are told.
#[test]
fn admins_and_the_site_hear_of_products_that_wait() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, list, _) = lists_of(&world).await;
        let eve = world.person("eve").await;
        let (owners, admins) = (webhook(&world, ada).await, webhook(&world, eve).await);
        let actor = account(eve, "eve");
        let key = email("eve@example.org").key();
        assert!(world.store.set_admin(world.errand(&actor), &key, true).await.unwrap());
        let site = WebhookId::new(Uuid::from_u128(7));
        let named = [(site, wish(&["product.not_found"]))];
        world.store.keep_site_webhooks(&named, now()).await.unwrap();
        world.gift(ada, list, "1").await;
        assert_eq!(events(&world, ada, owners).await, ["gift.added"]);
        assert_eq!(events(&world, eve, admins).await, ["product.not_found"]);
        let due = claim(&world, later(1)).await;
        let due = due.iter().find(|due| due.webhook.id == site).unwrap();
        assert_eq!(due.webhook.person, None);
        // It is never switched off, since nobody would be told.
        let failed = DeliveryOutcome::Failed(Some(410), Undelivered::Status);
        let settled = world.store.settle_delivery(due.delivery.id, later(1), failed).await;
        assert!(!settled.unwrap().switched_off);
        // Named no more, it is gone.
        world.store.keep_site_webhooks(&[], now()).await.unwrap();
        assert!(world.store.webhook(site).await.unwrap().is_none());
        assert!(world.store.webhook(admins).await.unwrap().is_some());
    });
}

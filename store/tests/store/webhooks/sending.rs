//! How messages go out: one at a time, again later, and not for ever (R10.12).

use chrono::TimeDelta;
use domain::{
    DomainError, Letter, OFF_DAYS, Off, Reason, Surprise, Undelivered, Webhook, WrongState,
};
use store::{DeliveryOutcome, DeliveryState};

use super::{claim, listening, told, webhook, wish};
use crate::world::*;

// R10.12: with a lease; one webhook gets one message at a time.
#[test]
fn a_message_is_with_one_process_and_a_receiver_keeps_no_other_waiting() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, ben) = (world.person("ada").await, world.person("ben").await);
        let (first, second) = (webhook(&world, ada).await, webhook(&world, ben).await);
        world.list(ada, Surprise::Show).await;
        world.list(ada, Surprise::Show).await;
        world.list(ben, Surprise::Show).await;
        let mut due = claim(&world, later(1)).await;
        due.sort_by_key(|due| due.webhook.id);
        let webhooks: Vec<_> = due.iter().map(|due| due.webhook.id).collect();
        assert_eq!(webhooks, [first, second], "one of each");
        assert!(claim(&world, later(1)).await.is_empty());
        let (taken, hangs) = (&due[0], &due[1]);
        let id = taken.delivery.id;
        let done = DeliveryOutcome::Delivered(204);
        world.store.settle_delivery(id, later(1), done).await.unwrap();
        let next = claim(&world, later(1)).await;
        assert_eq!(next.len(), 1);
        assert_ne!(next[0].delivery.id, id);
        // The one that hung comes back, and that counts.
        let again = claim(&world, later(3)).await;
        let again = again.iter().find(|due| due.webhook.id == second).unwrap();
        assert_eq!((again.delivery.id, again.attempts), (hangs.delivery.id, 1));
        let delivered = told(&world, ada, first).await;
        let delivered = delivered.iter().find(|delivery| delivery.id == id).unwrap();
        assert_eq!((delivered.state, delivered.status), (DeliveryState::Delivered, Some(204)));
    });
}

// R10.12
#[test]
fn a_message_that_is_not_taken_waits_longer_each_time_and_is_given_up_in_the_end() {
    run(async {
        let (world, ada, hook) = listening().await;
        world.list(ada, Surprise::Show).await;
        let store = &world.store;
        let failed = DeliveryOutcome::Failed(Some(500), Undelivered::Status);
        let (mut moment, mut pauses) = (later(1), Vec::new());
        loop {
            let due = claim(&world, moment).await.remove(0);
            let settled = store.settle_delivery(due.delivery.id, moment, failed).await.unwrap();
            assert!(!settled.switched_off);
            let Some(again_at) = settled.again_at else { break };
            // Not before.
            assert!(claim(&world, again_at - TimeDelta::seconds(1)).await.is_empty());
            pauses.push(again_at - moment);
            moment = again_at;
        }
        assert_eq!(pauses.len(), 7);
        assert!(pauses.is_sorted());
        assert_eq!((pauses[0], pauses[6]), (TimeDelta::seconds(5), TimeDelta::hours(24)));
        let dead = store.deliveries(ada, hook, 10, moment).await.unwrap().remove(0);
        assert_eq!((dead.state, dead.tries), (DeliveryState::Dead, 8));
        assert_eq!((dead.status, dead.reason), (Some(500), Some(Undelivered::Status)));
        assert!(claim(&world, moment + TimeDelta::days(1)).await.is_empty());
        // It is sent once more when somebody asks for it.
        let actor = account(ada, "ada");
        store.replay_delivery(world.at(&actor, moment), ada, hook, dead.id).await.unwrap();
        let due = claim(&world, moment).await.remove(0);
        assert_eq!((due.delivery.id, due.attempts), (dead.id, 0));
        let taken = DeliveryOutcome::Delivered(200);
        store.settle_delivery(dead.id, moment, taken).await.unwrap();
        assert_eq!(store.webhook(hook).await.unwrap().unwrap().health.failing_since, None);
    });
}

// R10.12: off after five days in which nothing was taken, and its person is told once.
#[test]
fn what_only_fails_is_switched_off_and_its_person_is_told_once() {
    run(async {
        let (world, ada, hook) = listening().await;
        world.letters().await;
        let store = &world.store;
        let failed = DeliveryOutcome::Failed(None, Undelivered::Unreachable);
        let mut switched = 0;
        for day in 0..=OFF_DAYS + 1 {
            let moment = now() + TimeDelta::days(day);
            let actor = account(ada, "ada");
            let details = list_form("Another").parse().unwrap();
            let errand = world.at(&actor, moment);
            store.create_list(errand, ada, details, Surprise::Keep).await.unwrap();
            for due in claim(&world, moment + TimeDelta::minutes(1)).await {
                let settled = store.settle_delivery(due.delivery.id, moment, failed).await;
                switched += usize::from(settled.unwrap().switched_off);
            }
        }
        assert_eq!(switched, 1);
        let off = store.webhook(hook).await.unwrap().unwrap();
        assert_eq!(off.health.off, Some(Off::Failing));
        let letters = world.letters_at(now() + TimeDelta::days(9)).await;
        assert_eq!(letters, [Letter::WebhookOff { webhook: hook }]);
        // Nothing more is written for it, but a test.
        let moment = now() + TimeDelta::days(OFF_DAYS + 1);
        let before = store.deliveries(ada, hook, 100, moment).await.unwrap().len();
        let (list, _) = world.list(ada, Surprise::Show).await;
        world.gift(ada, list, "1").await;
        assert_eq!(store.deliveries(ada, hook, 100, moment).await.unwrap().len(), before);
        let actor = account(ada, "ada");
        let errand = world.at(&actor, moment);
        store.test_webhook(errand, ada, hook).await.unwrap();
        assert_eq!(store.deliveries(ada, hook, 100, moment).await.unwrap().len(), before + 1);
        // On again it begins anew.
        let rule = |_: &Webhook| Ok((wish(&["gift.added"]), true));
        store.change_webhook(errand, ada, hook, &rule).await.unwrap();
        let on = store.webhook(hook).await.unwrap().unwrap();
        assert_eq!((on.health.off, on.health.failures), (None, 0));
    });
}

// R10.12
#[test]
fn a_receiver_that_is_gone_is_off_at_once_and_a_test_is_tried_once() {
    run(async {
        let (world, ada, hook) = listening().await;
        let actor = account(ada, "ada");
        let errand = world.errand(&actor);
        let test = world.store.test_webhook(errand, ada, hook).await.unwrap();
        let failed = DeliveryOutcome::Failed(Some(500), Undelivered::Status);
        let settled = world.store.settle_delivery(test, now(), failed).await.unwrap();
        assert_eq!(settled.again_at, None);
        world.list(ada, Surprise::Show).await;
        let due = claim(&world, later(1)).await.remove(0);
        let gone = DeliveryOutcome::Failed(Some(410), Undelivered::Status);
        let settled = world.store.settle_delivery(due.delivery.id, later(1), gone).await.unwrap();
        assert!(settled.switched_off);
        let refused = world.store.replay_delivery(errand, ada, hook, due.delivery.id).await;
        assert_eq!(refusal(refused), DomainError::wrong_state(WrongState::Gone));
        world.store.replay_delivery(errand, ada, hook, test).await.unwrap();
    });
}

// R10.12: whose turn it is does not follow from how much waits for them, and for how long.
#[test]
fn whoever_was_served_longest_ago_comes_next_and_nobody_takes_every_turn() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, ben) = (world.person("ada").await, world.person("ben").await);
        for _ in 0..3 {
            webhook(&world, ada).await;
        }
        for _ in 0..4 {
            world.list(ada, Surprise::Show).await;
        }
        let single = webhook(&world, ben).await;
        world.list(ben, Surprise::Show).await;
        world.list(ben, Surprise::Show).await;
        let store = &world.store;
        let first = claim(&world, later(1)).await;
        let of = |person| first.iter().filter(|due| due.webhook.person == Some(person)).count();
        assert_eq!((of(ada), of(ben)), (2, 1));
        assert!(claim(&world, later(1)).await.is_empty(), "two are under way");
        for due in &first {
            let moment = later(if due.webhook.id == single { 2 } else { 3 });
            let taken = DeliveryOutcome::Delivered(200);
            store.settle_delivery(due.delivery.id, moment, taken).await.unwrap();
        }
        let next = async || {
            let due = store.claim_deliveries(later(4), 600, 1).await.unwrap();
            due.into_iter().next().map(|due| due.webhook.id)
        };
        let third = next().await.unwrap();
        assert!(first.iter().all(|due| due.webhook.id != third), "never served before");
        assert_eq!(next().await, Some(single), "served before the two others");
        assert!(next().await.is_some());
        assert_eq!(next().await, None, "two of one person are under way");
    });
}

// R2.13
#[test]
fn what_waits_for_a_suspended_account_is_sent_once_it_is_let_back() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, ben) = (world.person("ada").await, world.person("ben").await);
        let hook = webhook(&world, ben).await;
        world.list(ben, Surprise::Show).await;
        let admin = account(ada, "ada");
        let why = Reason::parse("Sells things").unwrap();
        world.store.suspend(world.errand(&admin), ben, &why).await.unwrap();
        assert!(claim(&world, later(1)).await.is_empty());
        world.store.let_back(world.errand(&admin), ben, &why).await.unwrap();
        let due = claim(&world, later(1)).await;
        assert_eq!(due.iter().map(|due| due.webhook.id).collect::<Vec<_>>(), [hook]);
    });
}

// R10.12
#[test]
fn what_had_no_turn_for_three_days_is_given_up() {
    run(async {
        let (world, ada, hook) = listening().await;
        world.list(ada, Surprise::Show).await;
        let store = &world.store;
        let days = now() + TimeDelta::days(3);
        assert_eq!(store.give_up_deliveries(days).await.unwrap(), 0);
        let days = days + TimeDelta::minutes(1);
        assert_eq!(store.give_up_deliveries(days).await.unwrap(), 1);
        assert_eq!(store.give_up_deliveries(days).await.unwrap(), 0);
        assert!(claim(&world, days).await.is_empty());
        let late = told(&world, ada, hook).await.remove(0);
        assert_eq!((late.state, late.reason), (DeliveryState::Dead, Some(Undelivered::Late)));
        // It is sent all the same when somebody asks for it.
        let actor = account(ada, "ada");
        store.replay_delivery(world.at(&actor, days), ada, hook, late.id).await.unwrap();
        assert_eq!(claim(&world, days).await.len(), 1);
        assert_eq!(store.give_up_deliveries(days).await.unwrap(), 0);
    });
}

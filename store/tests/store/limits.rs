//! How often something may be done.

use chrono::{DateTime, Utc};
use domain::Vouching;
use store::{Arrived, Quota, Store, StoreError};

use crate::{access::arriving, world::*};

// R2.11: what is counted in the database is there after a restart.
#[test]
fn limits_outlive_the_process() {
    run(async {
        let world = World::new(Engine::Disk).await;
        let quota = Quota { what: "code", burst: 3, seconds: 60 };
        let count = async |store: &Store, whom: &str, at: DateTime<Utc>| {
            store.tally(quota, whom, at).await.unwrap().is_none()
        };
        for _ in 0..3 {
            assert!(count(&world.store, "ada", now()).await);
        }
        assert!(!count(&world.store, "ada", now()).await);
        assert!(count(&world.store, "ben", now()).await);
        let World { store, folder, .. } = world;
        store.close().await;
        let store = Store::open(&url(&folder)).await.unwrap();
        assert!(!count(&store, "ada", now()).await);
        assert!(count(&store, "ada", later(1)).await);
        // What is free again is forgotten.
        assert_eq!(store.sweep(later(2)).await.unwrap(), 1);
        assert_eq!(store.sweep(later(60)).await.unwrap(), 1);
        assert_eq!(store.sweep(later(60)).await.unwrap(), 0);
    });
}

// R2.11
#[test]
fn many_at_once_are_counted_one_by_one() {
    run(async {
        let world = std::sync::Arc::new(World::new(Engine::Disk).await);
        let tries = (0..32).map(|_| {
            let world = world.clone();
            tokio::spawn(async move {
                let quota = Quota { what: "code", burst: 5, seconds: 60 };
                world.store.tally(quota, "ada", now()).await.unwrap().is_none()
            })
        });
        let mut through = 0;
        for tried in tries.collect::<Vec<_>>() {
            through += u32::from(tried.await.unwrap());
        }
        assert_eq!(through, 5);
    });
}

// R2.11: how often one mailbox is written to, from wherever that is asked for.
#[test]
fn codes_for_those_who_come_from_a_provider_are_counted_for_the_mailbox() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let actor = visitor("eve");
        let errand = world.errand(&actor);
        let come = async |address: &str, attempt: &str| {
            let coming = arriving("eve", address, Vouching::Never, attempt);
            world.store.arrive(errand, coming, 10).await
        };
        // Counted with what is typed here, whatever +tags and dots are used.
        let quota = arriving("eve", "ada@example.org", Vouching::Never, "x").quota;
        let mailbox = email("ada@example.org").key().mailbox();
        assert!(world.store.tally(quota, &mailbox, now()).await.unwrap().is_none());
        let arrived = come("ada+1@example.org", "a").await.unwrap();
        assert_eq!(arrived, Arrived::CodeMailed);
        let letters = world.letters().await;
        assert!(matches!(letters[..], [domain::Letter::ConfirmCode { .. }]), "{letters:?}");
        let before = world.store.contents().await.unwrap();
        let again = come("ada+2@example.org", "b").await;
        assert!(matches!(again, Err(StoreError::TooOften(_))), "{again:?}");
        assert_eq!(world.store.contents().await.unwrap(), before, "no code, and no new tries");
        // Where no code is mailed, nothing is counted: not for other mailboxes, nor for who is known.
        come("ben@example.org", "c").await.unwrap();
        let known = arriving("1", "ada@example.org", Vouching::Trusted, "d");
        world.store.arrive(errand, known, 10).await.unwrap();
    });
}

// R2.11: however many there are, they are forgotten.
#[test]
fn what_is_free_again_is_forgotten_to_the_last() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let quota = Quota { what: "code", burst: 3, seconds: 60 };
        for whom in 0..1001 {
            world.store.tally(quota, &whom.to_string(), now()).await.unwrap();
        }
        assert_eq!(world.store.sweep(now()).await.unwrap(), 0);
        assert_eq!(world.store.sweep(later(2)).await.unwrap(), 1001);
        assert_eq!(world.store.counts().await.unwrap()["tally"], 0);
    });
}

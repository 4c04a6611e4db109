//! How often something may be done.

use chrono::{DateTime, Utc};
use store::{Quota, Store};

use crate::world::*;

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

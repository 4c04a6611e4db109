//! What is remembered of a list is what would be read of it (decision 17).

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use domain::{Actor, List, ListDetails, ShareKey, Surprise, Title};
use test_case::test_case;

use crate::world::*;

// R3.8, R5.6
#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn whatever_is_done_to_a_list_is_read_by_the_next_who_asks(engine: Engine) {
    run(async move {
        let world = World::new(engine).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let (store, actor, guest) = (&world.store, account(ada, "owner"), visitor("ben"));
        let read = async || {
            let owned = store.owned_list(ada, list).await.unwrap();
            format!("{owned:?} {:?}", store.reservations_of(list).await.unwrap())
        };
        let mut states = vec![read().await];
        let gift = world.gift(ada, list, "3").await;
        states.push(read().await);
        let rename = |list: List| {
            let title = Title::parse("Ours").unwrap();
            list.clone().edit(ListDetails { title, ..list.details }, false, now())
        };
        store.change_list(world.errand(&actor), ada, list, &share_key, &rename).await.unwrap();
        states.push(read().await);
        let held = world.reserve(&share, "ben", asked("ben", gift, 1, "ben")).await.unwrap();
        states.push(read().await);
        world.change(held.reservation.id, 2).await.unwrap();
        states.push(read().await);
        world.purchase(held.reservation.id, 1).await.unwrap();
        states.push(read().await);
        store.set_received(world.errand(&actor), ada, list, gift, true).await.unwrap();
        states.push(read().await);
        store.erase_giver(world.errand(&guest), held.reservation.id, false).await.unwrap();
        states.push(read().await);
        for (step, states) in states.windows(2).enumerate() {
            assert_ne!(states[0], states[1], "{step}");
        }
        world.all_is_well().await;
    });
}

#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn a_change_is_read_after_it_however_many_read_meanwhile(engine: Engine) {
    run(async move {
        let world = Arc::new(World::new(engine).await);
        let ada = world.person("ada").await;
        let (list, _) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "1").await;
        let over = Arc::new(AtomicBool::new(false));
        let readers = (0..2).map(|_| {
            let (world, over) = (world.clone(), over.clone());
            tokio::spawn(async move {
                let mut last = 0;
                while !over.load(Ordering::Acquire) {
                    let now = world.store.owned_list(ada, list).await.unwrap().revision;
                    assert!(now >= last, "{now} after {last}");
                    last = now;
                    tokio::task::yield_now().await;
                }
            })
        });
        let readers: Vec<_> = readers.collect();
        let (store, actor) = (&world.store, account(ada, "owner"));
        for round in 0..100 {
            let (errand, received) = (world.errand(&actor), round % 2 == 0);
            store.set_received(errand, ada, list, gift, received).await.unwrap();
            let (_, revision) = store.list_revisions(list).await.unwrap().unwrap();
            let owned = store.owned_list(ada, list).await.unwrap();
            assert_eq!((owned.revision, owned.gifts[0].received), (revision, received), "{round}");
        }
        over.store(true, Ordering::Release);
        for reader in readers {
            reader.await.unwrap();
        }
        world.all_is_well().await;
    });
}

// R5.1, R3.7
#[test]
fn who_shows_nothing_reads_a_shared_list_as_any_stranger_does() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Keep).await;
        let (store, actor) = (&world.store, account(ada, "owner"));
        let is_read = async |share: &ShareKey| {
            let nobody = store.shared_list(share, &Actor::default()).await.unwrap();
            let stranger = store.shared_list(share, &visitor("stranger")).await.unwrap();
            assert_eq!(format!("{nobody:?}"), format!("{stranger:?}"));
            nobody.is_some()
        };
        assert!(is_read(&share).await);
        let gift = world.gift(ada, list, "3").await;
        assert!(is_read(&share).await);
        world.reserve(&share, "ben", asked("ben", gift, 1, "ben")).await.unwrap();
        assert!(is_read(&share).await);
        let rotate = |list: List| Ok(list.rotate_share());
        let rotated = store.change_list(world.errand(&actor), ada, list, &share_key, &rotate).await;
        let new = share_key(list, rotated.unwrap().share_generation);
        assert!(!is_read(&share).await && is_read(&new).await);
    });
}

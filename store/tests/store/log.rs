//! The change log: what it holds, and what it must not.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use domain::{Actor, Surprise};
use test_case::test_case;
use tokio::task::JoinHandle;

use crate::world::*;

/// A life with everything in it that the log must tell.
async fn life(engine: Engine) -> World {
    let world = World::new(engine).await;
    let ada = world.person("ada").await;
    let (list, share) = world.list(ada, Surprise::Show).await;
    let gift = world.gift(ada, list, "5").await;
    let other = world.gift(ada, list, "2").await;
    let held = world.reserve(&share, "ben", asked("ben", gift, 3, "a")).await.unwrap();
    let actor = visitor("ben");
    world.store.verify_giver(world.errand(&actor), held.giver.id).await.unwrap();
    world.purchase(held.reservation.id, 1).await.unwrap();
    let freed = world.reserve(&share, "cleo", asked("cleo", other, 1, "b")).await.unwrap();
    world.cancel(freed.reservation.id).await.unwrap();
    world.person("ben").await;
    world.start_sign_up("dora").await;
    let actor = account(ada, "ada");
    let errand = world.errand(&actor);
    world.store.move_gift(errand, ada, list, other, domain::Move::Top).await.unwrap();
    let better = "better-hash".to_owned();
    assert!(world.store.set_password_hash(errand, ada, "hash-of-ada", better).await.unwrap());
    let close = |list: domain::List| list.close(true, now());
    world.store.change_list(errand, ada, list, &share_key, &close).await.unwrap();
    let mails = world.store.claim_mail(now(), 60, 3).await.unwrap();
    world.store.mail_sent(mails[0].id, now()).await.unwrap();
    world.store.mail_failed(mails[1].id, now(), None, "refused").await.unwrap();
    world
}

#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn replayed_into_an_empty_store_the_log_gives_every_table_again(engine: Engine) {
    run(async move {
        let world = life(engine).await;
        let copy = world.made_again().await;
        let (there, here) =
            (world.store.contents().await.unwrap(), copy.store.contents().await.unwrap());
        assert!(there.len() > 40, "{}", there.len());
        assert_eq!(here, there);
        copy.all_is_well().await;
        // The copy lives on.
        let person = copy.store.person_by_email(&email("ben@example.org").key()).await.unwrap();
        assert!(person.is_some());
        let full = copy.store.rebuild_from(&world.store).await;
        assert!(matches!(full, Err(store::StoreError::Fatal(_))));
    });
}

/// Eight owners at once whose connections break, each time a little later: whoever copies the log up to
/// where it is whole never misses what is written a moment after.
#[test]
fn nothing_is_written_below_the_end_of_the_log_by_what_was_cut_off() {
    run(async {
        let world = Arc::new(World::new(Engine::Disk).await);
        let ada = world.person("ada").await;
        let mut lists = Vec::new();
        for _ in 0..8 {
            lists.push(world.list(ada, Surprise::Show).await.0);
        }
        for round in 0..60_u64 {
            let adding = lists.iter().map(|&list| {
                let world = world.clone();
                tokio::spawn(async move {
                    let actor = account(ada, "ada");
                    let adding = adding("Train", "1");
                    world.store.add_gift(world.errand(&actor), ada, list, adding).await
                })
            });
            let adding: Vec<_> = adding.collect();
            // Timers count milliseconds, and all of it is over in a few.
            let moment = Instant::now() + Duration::from_micros(150 * round);
            while Instant::now() < moment {
                tokio::task::yield_now().await;
            }
            adding.iter().for_each(JoinHandle::abort);
            for adding in adding {
                // Cut off, or done by then.
                let _ = adding.await;
            }
            let end = world.store.log_end(now()).await;
            let rows = async || world.store.log_page("", &end, 100_000).await.unwrap().len();
            let whole = rows().await;
            tokio::time::sleep(Duration::from_millis(20)).await;
            assert_eq!(rows().await, whole, "in round {round}");
        }
        world.all_is_well().await;
        world.log_makes_the_same().await;
    });
}

#[test]
fn the_log_holds_no_personal_word_in_plain() {
    run(async {
        let world = life(Engine::Memory).await;
        let contents = world.store.contents().await.unwrap();
        let log: Vec<_> = contents.iter().filter(|row| row.starts_with("change ")).collect();
        assert!(log.len() > 15);
        let words = [
            "ada@",
            "ben@",
            "cleo@",
            "dora@",
            "example.org",
            "\\\"ada\\\"",
            "\\\"ben\\\"",
            "\\\"cleo\\\"",
            "hash-of",
            "better-hash",
        ];
        for word in words {
            for row in &log {
                assert!(!row.contains(word), "{word} in {row}");
            }
        }
        // The tables themselves hold them, or this test would prove nothing.
        let rows = || contents.iter().filter(|row| !row.starts_with("change "));
        for word in ["ada@example.org", "cleo@example.org", "better-hash", "\"cleo\""] {
            assert!(rows().any(|row| row.contains(word)), "{word}");
        }
    });
}

// R9.8
#[test]
fn what_was_typed_to_sign_up_is_nowhere_once_that_ended() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let keys = async || world.store.counts().await.unwrap()["subject_key"];
        world.person("ada").await;
        assert_eq!(keys().await, 1, "hers, and none of the sign-up");
        // Begun anew, and left.
        world.start_sign_up("ben").await;
        world.start_sign_up("ben").await;
        assert_eq!(keys().await, 2);
        world.store.sweep(later(25 * 60)).await.unwrap();
        assert_eq!(keys().await, 1);
        // Nothing of that has to be done again in a store that is restored.
        assert_eq!(world.store.counts().await.unwrap()["erasure"], 0);
        world.all_is_well().await;
    });
}

#[test]
fn each_errand_is_one_row_and_reading_is_none() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let rows = async || world.store.counts().await.unwrap()["change"];
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Keep).await;
        let gift = world.gift(ada, list, "5").await;
        let before = rows().await;
        let held = world.reserve(&share, "ben", asked("ben", gift, 3, "a")).await.unwrap();
        assert_eq!(rows().await, before + 1);
        world.reserve(&share, "ben", asked("ben", gift, 3, "a")).await.unwrap();
        world.store.shared_list(&share, &Actor::default()).await.unwrap();
        world.store.held(held.reservation.id).await.unwrap();
        refusal(world.reserve(&share, "cleo", asked("cleo", gift, 3, "b")).await);
        assert_eq!(rows().await, before + 1);
    });
}

//! Sign-up, sessions and passwords.

use domain::{DomainError, FieldErrors, FieldProblem, Letter, Surprise, TokenKey};
use store::{Errand, SecondProof};

use crate::world::*;

fn wrong_code() -> DomainError {
    FieldErrors::one("code", FieldProblem::WrongCode).into()
}

// R2.1: a code is good for 10 minutes and 5 tries, in the browser that began.
#[test]
fn a_code_may_be_tried_five_times_and_sent_again() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let id = world.start_sign_up("ada").await;
        let (actor, browser) = (visitor("ada"), browser("ada"));
        for attempts in 1..=5 {
            let pending = world.store.count_attempt(world.errand(&actor), id, &browser).await;
            assert_eq!(pending.unwrap().attempts, attempts);
        }
        let sixth = world.store.count_attempt(world.errand(&actor), id, &browser).await;
        assert_eq!(refusal(sixth), wrong_code());
        let again = world.store.resend_code(world.errand(&actor), id, &browser, 10).await.unwrap();
        assert_eq!((again.generation, again.attempts), (2, 0));
        let expired = world.store.count_attempt(world.at(&actor, later(10)), id, &browser).await;
        assert_eq!(refusal(expired), wrong_code());
        let pending = world.store.pending_sign_up(&browser, later(60)).await.unwrap();
        assert_eq!(pending.map(|p| p.id), Some(id), "an expired one resumes");
        assert_eq!(world.store.pending_sign_up(&browser, later(60 * 24)).await.unwrap(), None);
        let other = crate::world::browser("eve");
        let stolen = world.store.count_attempt(world.errand(&actor), id, &other).await;
        assert_eq!(refusal(stolen), DomainError::NotFound);
    });
}

// R2.1: a code is good for one use, and makes an account where it began.
#[test]
fn a_code_makes_one_account_in_the_browser_that_asked_for_it() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let id = world.start_sign_up("ada").await;
        let (actor, home) = (visitor("ada"), browser("ada"));
        let errand = world.errand(&actor);
        assert_eq!(world.store.counts().await.unwrap()["person"], 0, "not before the code");
        let eve = browser("eve");
        let elsewhere = world.store.finish_sign_up(errand, id, 1, &eve, session("eve")).await;
        assert_eq!(refusal(elsewhere), DomainError::NotFound);
        world.store.finish_sign_up(errand, id, 1, &home, session("ada")).await.unwrap();
        let twice = world.store.finish_sign_up(errand, id, 1, &home, session("again")).await;
        assert_eq!(refusal(twice), DomainError::NotFound);
        assert_eq!(world.store.pending_sign_up(&home, now()).await.unwrap(), None);
        assert_eq!(world.store.counts().await.unwrap()["person"], 1);
    });
}

// R2.1: a try is counted before it is compared.
#[test]
fn attempts_at_once_are_counted_one_by_one() {
    run(async {
        let world = std::sync::Arc::new(World::new(Engine::Memory).await);
        let id = world.start_sign_up("ada").await;
        let tries = (0..20).map(|_| {
            let world = world.clone();
            tokio::spawn(async move {
                let actor = visitor("ada");
                let (errand, browser) = (world.errand(&actor), browser("ada"));
                world.store.count_attempt(errand, id, &browser).await.is_ok()
            })
        });
        let mut counted = 0;
        for tried in tries.collect::<Vec<_>>() {
            counted += u32::from(tried.await.unwrap());
        }
        assert_eq!(counted, 5);
    });
}

// R2.3, R2.4
#[test]
fn an_address_has_one_account_and_others_learn_it_by_mail() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        world.letters().await;
        let mut new = World::new_sign_up("ada");
        new.email = Some(email("Ada@Example.org"));
        new.browser = browser("eve");
        let actor = visitor("eve");
        let errand = world.errand(&actor);
        let id = world.store.start_sign_up(errand, new, 10).await.unwrap();
        assert_eq!(world.letters().await, [Letter::ExistingAccount { person: ada }]);
        let pending = world.store.pending_sign_up(&browser("eve"), now()).await.unwrap().unwrap();
        assert!(pending.decoy);
        world.store.count_attempt(errand, id, &browser("eve")).await.unwrap();
        let done = world.store.finish_sign_up(errand, id, 1, &browser("eve"), session("eve")).await;
        assert_eq!(refusal(done), wrong_code());
    });
}

// R2.3: one person, one account.
#[test]
fn of_two_sign_ups_with_one_address_one_becomes_the_account() {
    run(async {
        let world = std::sync::Arc::new(World::new(Engine::Memory).await);
        let mut ids = Vec::new();
        for place in ["home", "work"] {
            let new = store::NewSignUp { browser: browser(place), ..World::new_sign_up("ada") };
            let actor = visitor(place);
            let id = world.store.start_sign_up(world.errand(&actor), new, 10).await.unwrap();
            ids.push((place, id));
        }
        let both = ids.into_iter().map(|(place, id)| {
            let world = world.clone();
            tokio::spawn(async move {
                let (actor, key) = (visitor(place), browser(place));
                let errand = world.errand(&actor);
                world.store.finish_sign_up(errand, id, 1, &key, session(place)).await
            })
        });
        let mut made = 0;
        for done in both.collect::<Vec<_>>() {
            match done.await.unwrap() {
                Ok(_) => made += 1,
                refused => assert_eq!(refusal(refused), wrong_code()),
            }
        }
        assert_eq!(made, 1);
        assert_eq!(world.store.counts().await.unwrap()["person"], 1);
    });
}

// R2.10: after 14 days without use, and after 30 days at the latest.
#[test]
fn a_session_ends_when_idle_too_old_or_signed_out() {
    run(async {
        let world = World::new(Engine::Memory).await;
        world.person("ada").await;
        let (store, key) = (&world.store, session("ada").key);
        let days = |days: i64| later(days * 24 * 60);
        assert!(store.session(&key, days(13)).await.unwrap().is_some());
        assert!(store.session(&key, days(14)).await.unwrap().is_none());
        store.touch_session(&key, days(13)).await.unwrap();
        let used = store.session(&key, days(13)).await.unwrap().unwrap();
        assert!(!used.wants_touch(later(13 * 24 * 60 + 59)), "noted once an hour");
        assert!(used.wants_touch(later(13 * 24 * 60 + 60)));
        store.touch_session(&key, days(26)).await.unwrap();
        assert!(store.session(&key, days(29)).await.unwrap().is_some());
        assert!(store.session(&key, days(30)).await.unwrap().is_none());
        let actor = visitor("ada");
        store.end_session(world.errand(&actor), &key).await.unwrap();
        store.end_session(world.errand(&actor), &key).await.unwrap();
        assert!(store.session(&key, now()).await.unwrap().is_none());
    });
}

// R2.10: a sign-in from a device not seen before is mailed.
#[test]
fn only_a_new_browser_is_told_of() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        world.letters().await;
        let sign_in = async |name: &str, key: &str| {
            let actor = visitor(name);
            let key = session(key).key;
            let new = store::NewSession { key, ..session(name) };
            let errand = world.errand(&actor);
            let opened = world.store.open_session(errand, ada, "hash-of-ada", new).await;
            assert!(opened.unwrap().unwrap().complete);
            world.letters().await
        };
        assert_eq!(sign_in("ada", "second").await, []);
        assert_eq!(sign_in("phone", "third").await, [Letter::NewDevice { person: ada }]);
        assert_eq!(sign_in("phone", "fourth").await, []);
    });
}

// R2.9: 30 minutes and one use, and every other session ends.
#[test]
fn a_reset_link_works_once_and_ends_every_session() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let actor = visitor("ada");
        let errand = world.errand(&actor);
        let (store, key) = (&world.store, email("ada@example.org").key());
        store.start_reset(errand, &email("nobody@example.org").key(), 30).await.unwrap();
        store.start_reset(errand, &key, 30).await.unwrap();
        store.start_reset(errand, &key, 30).await.unwrap();
        let finish = async |errand: Errand<'_>, generation, name: &str| {
            let hash = "new".to_owned();
            store.finish_reset(errand, ada, generation, hash, session(name)).await
        };
        assert_eq!(refusal(finish(errand, 1, "b").await), DomainError::NotFound);
        let late = world.at(&actor, later(30));
        assert_eq!(refusal(finish(late, 2, "b").await), DomainError::NotFound);
        finish(errand, 2, "b").await.unwrap();
        assert_eq!(refusal(finish(errand, 2, "c").await), DomainError::NotFound);
        assert!(store.session(&session("ada").key, now()).await.unwrap().is_none());
        assert!(store.session(&session("b").key, now()).await.unwrap().is_some());
        let person = store.person(ada).await.unwrap().unwrap();
        assert_eq!((person.password_hash.as_deref(), person.reset), (Some("new"), None));
        assert!(world.letters().await.contains(&Letter::PasswordChanged { person: ada }));
    });
}

// R5.4: whoever gets into an account has shown whose address it is, when all is shown that it asks for.
#[test]
fn what_a_guest_reserved_where_they_sign_in_is_confirmed_by_that() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, ben) = (world.person("ada").await, world.person("ben").await);
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "9").await;
        world
            .store
            .turn_on_second_step(world.errand(&account(ben, "ben")), ben, 1, 100)
            .await
            .unwrap();
        let here = world.reserve(&share, "phone", asked("ben", gift, 1, "a")).await.unwrap();
        let stranger = world.reserve(&share, "eve", asked("ben", gift, 1, "b")).await.unwrap();
        let giver = async |held: &store::Held| {
            let giver = world.store.held(held.reservation.id).await.unwrap().unwrap().giver;
            (giver.person, giver.verified_at)
        };
        let actor = visitor("phone");
        let errand = world.errand(&actor);
        let first = world.store.open_session(errand, ben, "hash-of-ben", session("phone")).await;
        assert!(!first.unwrap().unwrap().complete);
        assert_eq!(giver(&here).await, (None, None));
        let key = TokenKey::new(session("phone").key.as_str());
        let first = world.store.first_step(&key, &browser("phone"), now()).await.unwrap().unwrap();
        let (proof, new) = (SecondProof::Authenticator(101), session("phone"));
        world.store.finish_second_step(errand, &key, &first, proof, new).await.unwrap();
        assert_eq!(giver(&here).await, (Some(ben), Some(now())));
        assert_eq!(giver(&stranger).await, (None, None));
        assert_eq!(world.store.given_ids(ben).await.unwrap(), [here.reservation.id]);
        world.all_is_well().await;
        world.log_makes_the_same().await;
    });
}

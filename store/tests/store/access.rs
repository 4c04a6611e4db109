//! Other ways in, the second step, another address, leaving.

use chrono::{DateTime, Utc};
use domain::{Claims, IdentityKey, Letter, PersonId, PersonName, Surprise, TokenKey, Vouching};
use store::{
    Act, Arrived, Arriving, Joined, NewIdentity, Opened, Quota, SecondProof, Store, Unlinked,
    identity_key,
};
use test_case::test_case;

use crate::world::*;

const ISSUER: &str = "https://id.example";

/// Somebody who comes back from a provider, in a browser and with an attempt of that name.
fn arriving(subject: &str, address: &str, vouching: Vouching, attempt: &str) -> Arriving {
    Arriving {
        identity: NewIdentity {
            key: identity_key(ISSUER, subject),
            provider: "id".to_owned(),
            issuer: ISSUER.to_owned(),
            subject: subject.to_owned(),
            email: Some(email(address)),
        },
        claims: Claims {
            email: Some(email(address)),
            email_verified: Some(true),
            hosted_domain: false,
        },
        vouching,
        name: PersonName::parse("Ada").unwrap(),
        attempt: TokenKey::new(attempt),
        attempt_until: later(10),
        session: session(attempt),
        language: "en".to_owned(),
    }
}

async fn arrive(world: &World, coming: Arriving) -> Arrived {
    let actor = visitor(coming.attempt.as_str());
    world.store.arrive(world.errand(&actor), coming, 10).await.unwrap()
}

fn who(arrived: Arrived) -> PersonId {
    match arrived {
        Arrived::Entered(Opened { person, complete: true }) => person,
        other => panic!("{other:?}"),
    }
}

fn key(subject: &str) -> IdentityKey {
    identity_key(ISSUER, subject)
}

// R2.5: an identity is issuer and subject.
#[test]
fn who_comes_from_a_trusted_provider_is_in_at_once_and_again() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let first = arriving("1", "ada@example.org", Vouching::Trusted, "a");
        let ada = who(arrive(&world, first).await);
        assert_eq!(world.letters().await, [Letter::Welcome { person: ada }]);
        assert!(world.store.session(&session("a").key, now()).await.unwrap().is_some());
        // The address there is another one now: they are who they were.
        let again = arriving("1", "other@example.org", Vouching::Trusted, "b");
        assert_eq!(who(arrive(&world, again).await), ada);
        // The same address with another subject is joined to the account that has it.
        let other = arriving("2", "ada@example.org", Vouching::Trusted, "c");
        assert_eq!(who(arrive(&world, other).await), ada);
        let letters = world.letters().await;
        assert!(letters.contains(&Letter::WayInAdded { person: ada }), "{letters:?}");
    });
}

// R2.6
#[test]
fn an_attempt_is_completed_once() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let coming = || arriving("1", "ada@example.org", Vouching::Trusted, "a");
        arrive(&world, coming()).await;
        let actor = visitor("a");
        let twice = world.store.arrive(world.errand(&actor), coming(), 10).await;
        assert_eq!(refusal(twice), domain::DomainError::NotFound);
    });
}

// R2.5
#[test]
fn whom_nobody_vouches_for_gets_a_code_and_is_joined_by_it() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        world.letters().await;
        let coming = arriving("1", "ada@example.org", Vouching::Never, "a");
        assert_eq!(arrive(&world, coming).await, Arrived::CodeMailed);
        let pending = world.store.pending_sign_up(&browser("a"), now()).await.unwrap().unwrap();
        assert!(!pending.decoy);
        assert_eq!(pending.provider.as_deref(), Some("id"));
        assert_eq!(
            world.letters().await,
            [Letter::ConfirmCode { sign_up: pending.id, generation: 1 }]
        );
        assert_eq!(world.store.person_by_identity(&key("1")).await.unwrap(), None);
        let actor = visitor("a");
        let errand = world.errand(&actor);
        let new = session("in-a");
        let done = world.store.finish_sign_up(errand, pending.id, &browser("a"), new).await;
        assert_eq!(done.unwrap(), Opened { person: ada, complete: true });
        assert_eq!(world.store.person_by_identity(&key("1")).await.unwrap(), Some(ada));
        assert!(world.letters().await.contains(&Letter::WayInAdded { person: ada }));
    });
}

// R2.5: a sign-up that waits for its code is never joined.
#[test]
fn a_sign_up_that_waits_for_its_code_gets_nothing_of_an_account() {
    run(async {
        let world = World::new(Engine::Memory).await;
        // Eve types Ada's address and her own password, and has no code.
        let eve = visitor("eve");
        let mut typed = World::new_sign_up("ada");
        typed.browser = browser("eve");
        let id = world.store.start_sign_up(world.errand(&eve), typed, 10).await.unwrap();
        let ada = arriving("1", "ada@example.org", Vouching::Trusted, "a");
        let ada = who(arrive(&world, ada).await);
        // Even with the code, which she can not have, she gets nothing.
        let errand = world.errand(&eve);
        world.store.count_attempt(errand, id, &browser("eve")).await.unwrap();
        let done = world.store.finish_sign_up(errand, id, &browser("eve"), session("eve")).await;
        refusal(done);
        assert_eq!(world.store.person(ada).await.unwrap().unwrap().password_hash, None);
    });
}

// R2.5
#[test]
fn an_address_that_was_not_told_is_named_and_confirmed() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let mut coming = arriving("1", "ada@example.org", Vouching::Never, "a");
        (coming.claims.email, coming.identity.email) = (None, None);
        assert_eq!(arrive(&world, coming).await, Arrived::AddressWanted);
        assert_eq!(world.letters().await, []);
        let actor = visitor("a");
        let errand = world.errand(&actor);
        let pending = world.store.pending_sign_up(&browser("a"), now()).await.unwrap().unwrap();
        assert_eq!(pending.email, None);
        let named = email("ada@example.org");
        let here = browser("a");
        world.store.name_address(errand, pending.id, &here, &named, 10).await.unwrap();
        assert_eq!(
            world.letters().await,
            [Letter::ConfirmCode { sign_up: pending.id, generation: 2 }]
        );
        let done = world.store.finish_sign_up(errand, pending.id, &here, session("x"));
        let ada = done.await.unwrap().person;
        assert_eq!(world.store.person_by_identity(&key("1")).await.unwrap(), Some(ada));
    });
}

// R2.3, R2.5
#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn of_many_who_come_with_one_identity_at_once_one_account_is_made(engine: Engine) {
    run(async move {
        let world = std::sync::Arc::new(World::new(engine).await);
        let coming = (0..8).map(|n| {
            let world = world.clone();
            tokio::spawn(async move {
                let name = format!("place-{n}");
                let coming = arriving("1", "ada@example.org", Vouching::Trusted, &name);
                who(arrive(&world, coming).await)
            })
        });
        let mut people = Vec::new();
        for person in coming.collect::<Vec<_>>() {
            people.push(person.await.unwrap());
        }
        people.dedup();
        assert_eq!(people.len(), 1);
        assert_eq!(world.store.counts().await.unwrap()["person"], 1);
    });
}

// R2.8: ways to sign in are taken away, never the last.
#[test]
fn an_identity_is_joined_to_one_account_and_the_last_way_in_stays() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada =
            who(arrive(&world, arriving("1", "ada@example.org", Vouching::Trusted, "a")).await);
        let ben = world.person("ben").await;
        let (ada_here, ben_here) = (account(ada, "a"), account(ben, "ben"));
        let join = async |who, actor, attempt: &str, subject: &str| {
            let coming = arriving(subject, "x@example.org", Vouching::Never, attempt);
            world.store.join_identity(world.errand(actor), who, &coming).await.unwrap()
        };
        assert_eq!(join(ben, &ben_here, "b", "1").await, Joined::Elsewhere);
        assert_eq!(join(ada, &ada_here, "c", "1").await, Joined::Yes);
        let errand = world.errand(&ada_here);
        assert_eq!(world.store.unlink(errand, ada, &key("1")).await.unwrap(), Unlinked::Last);
        assert_eq!(join(ada, &ada_here, "d", "2").await, Joined::Yes);
        assert_eq!(world.store.unlink(errand, ada, &key("1")).await.unwrap(), Unlinked::Yes);
        assert_eq!(world.store.unlink(errand, ada, &key("2")).await.unwrap(), Unlinked::Last);
        refusal(world.store.unlink(world.errand(&ben_here), ben, &key("2")).await);
        assert_eq!(world.store.ways_in(ada).await.unwrap().providers, ["id"]);
    });
}

// R2.8: the old address brings itself back, and takes away whatever came since.
#[test]
fn another_address_is_confirmed_and_can_be_undone_for_a_week() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        world.letters().await;
        let actor = account(ada, "ada");
        let errand = world.errand(&actor);
        let new = email("ada@elsewhere.example");
        world.store.start_email_change(errand, ada, &new, 10).await.unwrap();
        let [Letter::EmailChangeCode { person, generation }] = world.letters().await[..] else {
            panic!("no code")
        };
        assert_eq!(person, ada);
        // A code that was mailed to one address is none of another one, whatever is forgotten.
        world.store.drop_email_change(errand, ada).await.unwrap();
        world.store.start_email_change(errand, ada, &new, 10).await.unwrap();
        let again = world.store.email_change(ada).await.unwrap().unwrap();
        assert_ne!(again.generation, generation);
        world.letters().await;
        let change = world.store.count_email_attempt(errand, ada).await.unwrap();
        let here = store::NewSession { browser: browser("ada"), ..session("new") };
        let moved = world.store.finish_email_change(errand, ada, &change, here);
        moved.await.unwrap();
        let undo = match world.letters().await.as_slice() {
            [Letter::EmailChanged { undo }] => *undo,
            other => panic!("{other:?}"),
        };
        // Every other session is over; the address signs in, the old one does not, nor is it free.
        assert!(world.store.session(&session("ada").key, now()).await.unwrap().is_none());
        assert!(world.store.session(&session("new").key, now()).await.unwrap().is_some());
        assert!(world.store.person_by_email(&new.key()).await.unwrap().is_some());
        let old = email("ada@example.org");
        assert!(world.store.person_by_email(&old.key()).await.unwrap().is_none());
        let eve = visitor("eve");
        let mut typed = World::new_sign_up("ada");
        typed.browser = browser("eve");
        world.store.start_sign_up(world.errand(&eve), typed, 10).await.unwrap();
        assert_eq!(world.letters().await, [Letter::ExistingAccount { person: ada }]);

        // A thief's new way in and second step go with the undo.
        let coming = arriving("thief", "x@example.org", Vouching::Never, "t");
        world.store.join_identity(world.at(&actor, later(1)), ada, &coming).await.unwrap();
        world.store.turn_on_second_step(world.at(&actor, later(1)), ada, 1, 5).await.unwrap();
        world.letters().await;
        let undo = world.store.email_undo(undo).await.unwrap().unwrap();
        let errand = world.at(&eve, later(60 * 24 * 6));
        world.store.undo_email_change(errand, &undo, 30).await.unwrap();
        assert_eq!(
            world.letters_at(later(60 * 24 * 6 + 1)).await,
            [Letter::Reset { person: ada, generation: 1 }]
        );
        let person = world.store.person_by_email(&old.key()).await.unwrap().unwrap();
        assert_eq!((person.id, person.password_hash), (ada, None));
        assert!(world.store.person_by_email(&new.key()).await.unwrap().is_none());
        assert!(world.store.session(&session("new").key, now()).await.unwrap().is_none());
        assert_eq!(world.store.ways_in(ada).await.unwrap().providers, Vec::<String>::new());
        assert_eq!(world.store.second_step(ada).await.unwrap(), None);
        refusal(world.store.undo_email_change(errand, &undo, 30).await);
    });
}

// R2.8
#[test]
fn after_a_week_the_old_address_is_free_and_the_undo_is_over() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let actor = account(ada, "ada");
        let errand = world.errand(&actor);
        let new = email("ada@elsewhere.example");
        world.store.start_email_change(errand, ada, &new, 10).await.unwrap();
        let change = world.store.count_email_attempt(errand, ada).await.unwrap();
        world.store.finish_email_change(errand, ada, &change, session("new")).await.unwrap();
        let undo = world.letters().await.into_iter().find_map(|letter| match letter {
            Letter::EmailChanged { undo } => Some(undo),
            _ => None,
        });
        let undo = world.store.email_undo(undo.unwrap()).await.unwrap().unwrap();
        let late = world.at(&actor, later(60 * 24 * 7));
        refusal(world.store.undo_email_change(late, &undo, 30).await);
        let eve = visitor("eve");
        let late = world.at(&eve, later(60 * 24 * 7));
        let mut typed = World::new_sign_up("ada");
        typed.browser = browser("eve");
        let id = world.store.start_sign_up(late, typed, 10).await.unwrap();
        let eve = world.store.finish_sign_up(late, id, &browser("eve"), session("eve")).await;
        assert_ne!(eve.unwrap().person, ada);
    });
}

// R2.4, R2.8
#[test]
fn an_address_of_somebody_else_only_looks_like_it_could_be_had() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, ben) = (world.person("ada").await, world.person("ben").await);
        world.letters().await;
        let actor = account(ada, "ada");
        let errand = world.errand(&actor);
        let taken = email("ben@example.org");
        world.store.start_email_change(errand, ada, &taken, 10).await.unwrap();
        assert_eq!(world.letters().await, [Letter::ExistingAccount { person: ben }]);
        let change = world.store.count_email_attempt(errand, ada).await.unwrap();
        assert!(change.decoy);
        refusal(world.store.finish_email_change(errand, ada, &change, session("new")).await);
        for _ in 1..store::MOST_ATTEMPTS {
            world.store.count_email_attempt(errand, ada).await.unwrap();
        }
        refusal(world.store.count_email_attempt(errand, ada).await);
    });
}

// R2.8: neither six digits nor a recovery code are good twice.
#[test]
fn the_second_step_is_asked_for_and_nothing_serves_twice() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let actor = account(ada, "ada");
        let errand = world.errand(&actor);
        refusal(world.store.turn_on_second_step(errand, ada, 2, 100).await);
        world.store.turn_on_second_step(errand, ada, 1, 100).await.unwrap();
        let first = async |name: &str| {
            let opened = world.store.open_session(errand, ada, session(name)).await.unwrap();
            assert_eq!(opened, Opened { person: ada, complete: false });
            assert!(world.store.session(&session(name).key, now()).await.unwrap().is_none());
            TokenKey::new(session(name).key.as_str())
        };
        let second = async |key: &TokenKey, proof, name: &str| {
            world.store.finish_second_step(errand, key, proof, session(name)).await
        };
        let key = first("one").await;
        refusal(second(&key, SecondProof::Authenticator(100), "in-one").await);
        second(&key, SecondProof::Authenticator(101), "in-one").await.unwrap();
        refusal(second(&key, SecondProof::Authenticator(102), "in-two").await);
        let key = first("two").await;
        refusal(second(&key, SecondProof::Authenticator(101), "in-two").await);
        second(&key, SecondProof::RecoveryCode(3), "in-two").await.unwrap();
        let key = first("three").await;
        refusal(second(&key, SecondProof::RecoveryCode(3), "in-three").await);
        // Five tries, ten minutes.
        for _ in 0..store::MOST_SECOND_STEPS {
            world.store.count_second_step(errand, &key).await.unwrap();
        }
        refusal(world.store.count_second_step(errand, &key).await);
        let key = first("four").await;
        assert!(world.store.first_step(&key, &browser("four"), later(9)).await.unwrap().is_some());
        assert!(world.store.first_step(&key, &browser("four"), later(10)).await.unwrap().is_none());
        assert!(world.store.first_step(&key, &browser("x"), now()).await.unwrap().is_none());
        world.store.renew_recovery_codes(errand, ada).await.unwrap();
        second(&key, SecondProof::RecoveryCode(3), "in-four").await.unwrap();
        // A reset link does the first step only.
        let address = email("ada@example.org");
        world.store.start_reset(errand, &address.key(), 30).await.unwrap();
        let hash = "hash".to_owned();
        let reset = world.store.finish_reset(errand, ada, 1, hash, session("reset")).await.unwrap();
        assert!(!reset.complete);
        world.store.turn_off_second_step(errand, ada).await.unwrap();
        assert!(world.store.open_session(errand, ada, session("five")).await.unwrap().complete);
        // The authenticator from before is another one than the next.
        refusal(world.store.turn_on_second_step(errand, ada, 1, 200).await);
        world.store.turn_on_second_step(errand, ada, 2, 200).await.unwrap();
    });
}

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

// R2.8: what the person promised stays, without a name.
#[test]
fn who_leaves_is_gone_from_tables_and_log_and_promises_stay_without_a_name() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, ben) = (world.person("ada").await, world.person("ben").await);
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "5").await;
        let held = world.reserve(&share, "cleo", asked("cleo", gift, 1, "a")).await.unwrap();
        let (bens, bens_share) = world.list(ben, Surprise::Show).await;
        let bens_gift = world.gift(ben, bens, "5").await;
        let actor = account(ada, "ada");
        let errand = world.errand(&actor);
        let promised = asked("ada", bens_gift, 2, "b");
        let promised = world.store.reserve(errand, &bens_share, promised).await.unwrap();
        world.letters().await;
        world.store.delete_account(errand, ada, Some(Act::UserErased)).await.unwrap();

        assert!(world.store.person(ada).await.unwrap().is_none());
        assert!(world.store.session(&session("ada").key, now()).await.unwrap().is_none());
        assert!(world.store.shared_list(&share, &visitor("x")).await.unwrap().is_none());
        let told = [Letter::ListDeleted { reservation: held.reservation.id }];
        assert_eq!(world.letters().await, told);
        let gone = world.store.held(held.reservation.id).await.unwrap().unwrap();
        assert!(gone.owners.is_empty());
        let stays = world.store.held(promised.reservation.id).await.unwrap().unwrap();
        assert_eq!((stays.giver.name, stays.giver.email), (None, None));
        assert_eq!(stays.gift.counts.reserved(), 2);
        world.all_is_well().await;
        // The address can be used anew, and nothing of the log says who she was.
        let copy = World::new(Engine::Memory).await;
        copy.store.rebuild_from(&world.store).await.unwrap();
        for row in copy.store.contents().await.unwrap() {
            assert!(!row.contains("ada@example.org"), "{row}");
        }
        assert!(
            copy.store.person_by_email(&email("ada@example.org").key()).await.unwrap().is_none()
        );
        assert_ne!(world.person("ada").await, ada);
    });
}

// R2.12
#[test]
fn admins_are_granted_and_revoked_and_every_act_is_in_the_log() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let actor = visitor("command");
        let errand = world.errand(&actor);
        let key = email("ada@example.org").key();
        assert!(!world.store.session(&session("ada").key, now()).await.unwrap().unwrap().admin);
        assert!(world.store.set_admin(errand, &key, true).await.unwrap());
        assert!(!world.store.set_admin(errand, &key, true).await.unwrap());
        assert!(world.store.session(&session("ada").key, now()).await.unwrap().unwrap().admin);
        refusal(world.store.set_admin(errand, &email("x@example.org").key(), true).await);
        let admin = account(ada, "ada");
        let ben = world.person("ben").await;
        world.store.sign_user_out(world.errand(&admin), ben).await.unwrap();
        assert!(world.store.session(&session("ben").key, now()).await.unwrap().is_none());
        assert!(world.store.set_admin(errand, &key, false).await.unwrap());
        let log = world.store.audit_log().await.unwrap();
        let told: Vec<_> = log
            .iter()
            .map(|entry| (entry.act.as_str(), entry.who.as_ref().map(|who| who.id)))
            .collect();
        assert_eq!(
            told,
            [("admin_revoked", None), ("user_signed_out", Some(ada)), ("admin_granted", None)]
        );
        let found = world.store.users("BEN@").await.unwrap();
        assert_eq!(found.iter().map(|(person, ..)| person.id).collect::<Vec<_>>(), [ben]);
        assert_eq!(world.store.users("").await.unwrap().len(), 2);
    });
}

// R5.4: an account finds what its address promised before, once it was confirmed.
#[test]
fn what_a_guest_confirmed_is_found_in_the_account_with_that_address() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "9").await;
        // Before the account, confirmed and not; and after it, as a guest.
        let confirmed = world.reserve(&share, "ben", asked("ben", gift, 1, "a")).await.unwrap();
        let actor = visitor("ben");
        let errand = world.errand(&actor);
        world.store.verify_giver(errand, confirmed.giver.id).await.unwrap();
        let stranger = world.reserve(&share, "eve", asked("ben", gift, 1, "b")).await.unwrap();
        let ben = world.person("ben").await;
        let given = async || {
            let given = world.store.given(ben).await.unwrap();
            given.iter().map(|held| held.reservation.id).collect::<Vec<_>>()
        };
        assert_eq!(given().await, [confirmed.reservation.id]);
        let errand = world.errand(&actor);
        world.store.verify_giver(errand, stranger.giver.id).await.unwrap();
        assert_eq!(given().await, [stranger.reservation.id, confirmed.reservation.id]);
        world.cancel(confirmed.reservation.id).await.unwrap();
        assert_eq!(given().await.len(), 2);
        assert_eq!(world.store.given(ada).await.unwrap().len(), 0);
    });
}

//! Other ways in, the second step, leaving.

use domain::{
    Claims, IdentityKey, Letter, PersonId, PersonName, Reason, Surprise, TokenKey, Vouching,
};
use store::{
    Act, Arrived, Arriving, AuditFilter, FirstStep, Joined, NewIdentity, Opened, Quota,
    SecondProof, Unlinked, identity_key,
};
use test_case::test_case;

use crate::world::*;

const ISSUER: &str = "https://id.example";

/// Somebody who comes back from a provider, in a browser and with an attempt of that name.
pub fn arriving(subject: &str, address: &str, vouching: Vouching, attempt: &str) -> Arriving {
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
        quota: Quota { what: "code", burst: 2, seconds: 60 },
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
        let done = world.store.finish_sign_up(errand, pending.id, 1, &browser("a"), new).await;
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
        let done = world.store.finish_sign_up(errand, id, 1, &browser("eve"), session("eve")).await;
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
        let done = world.store.finish_sign_up(errand, pending.id, 2, &here, session("x"));
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
        let first_step = async |key: &TokenKey, name: &str, at| {
            world.store.first_step(key, &browser(name), at).await.unwrap()
        };
        let first = async |name: &str| {
            let opened = world.store.open_session(errand, ada, "hash-of-ada", session(name)).await;
            assert_eq!(opened.unwrap(), Some(Opened { person: ada, complete: false }));
            assert!(world.store.session(&session(name).key, now()).await.unwrap().is_none());
            let key = TokenKey::new(session(name).key.as_str());
            let first = first_step(&key, name, now()).await.unwrap();
            (key, first)
        };
        let second = async |(key, first): &(TokenKey, FirstStep), proof, name: &str| {
            world.store.finish_second_step(errand, key, first, proof, session(name)).await
        };
        let done = first("one").await;
        refusal(second(&done, SecondProof::Authenticator(100), "in-one").await);
        second(&done, SecondProof::Authenticator(101), "in-one").await.unwrap();
        refusal(second(&done, SecondProof::Authenticator(102), "in-two").await);
        let done = first("two").await;
        refusal(second(&done, SecondProof::Authenticator(101), "in-two").await);
        second(&done, SecondProof::RecoveryCode(3), "in-two").await.unwrap();
        let done = first("three").await;
        refusal(second(&done, SecondProof::RecoveryCode(3), "in-three").await);
        // Five tries, ten minutes.
        for _ in 0..store::MOST_SECOND_STEPS {
            world.store.count_second_step(errand, &done.0).await.unwrap();
        }
        refusal(world.store.count_second_step(errand, &done.0).await);
        let before = first("four").await;
        let key = before.0.clone();
        assert!(first_step(&key, "four", later(9)).await.is_some());
        assert!(first_step(&key, "four", later(10)).await.is_none());
        assert!(first_step(&key, "x", now()).await.is_none());
        // A code of those from before is none of the new ones.
        world.store.renew_recovery_codes(errand, ada).await.unwrap();
        refusal(second(&before, SecondProof::RecoveryCode(4), "in-four").await);
        let renewed = first_step(&key, "four", now()).await.unwrap();
        second(&(key, renewed), SecondProof::RecoveryCode(3), "in-four").await.unwrap();
        // A reset link does the first step only.
        let address = email("ada@example.org");
        world.store.start_reset(errand, &address.key(), 30).await.unwrap();
        let hash = "hash".to_owned();
        let reset = world.store.finish_reset(errand, ada, 1, hash, session("reset")).await.unwrap();
        assert!(!reset.complete);
        world.store.turn_off_second_step(errand, ada).await.unwrap();
        let five = world.store.open_session(errand, ada, "hash", session("five")).await;
        assert!(five.unwrap().unwrap().complete);
        // The authenticator from before is another one than the next.
        refusal(world.store.turn_on_second_step(errand, ada, 1, 200).await);
        world.store.turn_on_second_step(errand, ada, 2, 200).await.unwrap();
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
        let copy = world.made_again().await;
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
        let why = Reason::parse("Lost a phone").unwrap();
        world.store.sign_user_out(world.errand(&admin), ben, &why).await.unwrap();
        assert!(world.store.session(&session("ben").key, now()).await.unwrap().is_none());
        assert!(world.store.set_admin(errand, &key, false).await.unwrap());
        let log = world.store.audit_log(&AuditFilter::default()).await.unwrap();
        let told: Vec<_> = log
            .iter()
            .map(|entry| (entry.act.as_str(), entry.who.as_ref().map(|who| who.id)))
            .collect();
        assert_eq!(
            told,
            [("admin_revoked", None), ("user_signed_out", Some(ada)), ("admin_granted", None)]
        );
        let found = world.store.users("BEN@").await.unwrap();
        assert_eq!(found.iter().map(|found| found.person.id).collect::<Vec<_>>(), [ben]);
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

// R5.4: the mailed code shows that the address is theirs, in the browser in which they typed it.
#[test]
fn what_a_guest_reserved_where_the_account_is_made_is_confirmed_by_that() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let (gift, other) = (world.gift(ada, list, "9").await, world.gift(ada, list, "9").await);
        let here = world.reserve(&share, "ben", asked("ben", gift, 1, "a")).await.unwrap();
        let stranger = world.reserve(&share, "eve", asked("ben", gift, 1, "b")).await.unwrap();
        let ben = world.person("ben").await;
        assert_eq!(world.store.given_ids(ben).await.unwrap(), [here.reservation.id]);
        let giver = async |held: store::Held| {
            world.store.held(held.reservation.id).await.unwrap().unwrap().giver
        };
        let theirs = giver(here).await;
        assert_eq!((theirs.person, theirs.verified_at), (Some(ben), Some(now())));
        assert_eq!(giver(stranger).await.verified_at, None);
        // Signed out there, nobody acts as they do.
        let again = world.reserve(&share, "ben", asked("ben", other, 1, "c")).await.unwrap();
        assert_eq!((again.giver.person, again.giver.verified_at), (None, None));
        world.all_is_well().await;
    });
}

//! Another address for an account, and the way back to the old one.

use std::sync::Arc;

use domain::{
    Actor, ApiTokenKey, ApiTokenWish, DomainError, Letter, Lifetime, PersonId, ReservationId,
    Scopes, Surprise, TokenKey, TokenName, Vouching, WebhookForm,
};
use store::{Arrived, EmailUndo};

use crate::{access::arriving, world::*};

// R2.8: the old address brings itself back, and takes away whatever came since.
#[test]
fn another_address_is_confirmed_and_can_be_undone_for_a_week() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let actor = account(ada, "ada");
        let errand = world.errand(&actor);
        let make_token = async |name: &str, minutes: i64| {
            let wish = ApiTokenWish {
                name: TokenName::parse(name).unwrap(),
                scopes: Scopes::parse(["lists:read"]).unwrap(),
                lifetime: Lifetime::Month,
            };
            let key = ApiTokenKey::new(name);
            let errand = world.at(&actor, later(minutes));
            let made = world.store.make_token(errand, ada, &wish, &key).await.unwrap();
            world.store.touch_token(made, later(minutes)).await.unwrap();
            key
        };
        let own_token = make_token("Phone", -1).await;
        world.letters().await;
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

        // A thief's new way in, second step, token and webhook go with the undo.
        let coming = arriving("thief", "x@example.org", Vouching::Never, "t");
        world.store.join_identity(world.at(&actor, later(1)), ada, &coming).await.unwrap();
        world.store.turn_on_second_step(world.at(&actor, later(1)), ada, 1, 5).await.unwrap();
        let their_token = make_token("Theirs", 1).await;
        let form = WebhookForm {
            url: "https://thief.example/in".to_owned(),
            events: vec!["gift.added".to_owned()],
        };
        let wish = form.parse(false, false).unwrap();
        world.store.make_webhook(world.at(&actor, later(1)), ada, &wish).await.unwrap();
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
        assert!(!world.store.second_step(ada).await.unwrap().unwrap().active);
        let good = async |key: &ApiTokenKey| {
            world.store.token_bearer(key, later(2)).await.unwrap().is_some()
        };
        assert!(good(&own_token).await && !good(&their_token).await);
        assert!(world.store.webhooks_of(ada).await.unwrap().is_empty());
        // And nothing that they were shown of it comes again.
        for shown in [1, 2] {
            refusal(world.store.turn_on_second_step(errand, ada, shown, 9).await);
        }
        world.store.turn_on_second_step(errand, ada, 3, 9).await.unwrap();
        let second = world.store.second_step(ada).await.unwrap().unwrap();
        assert_eq!((second.active, second.codes_generation), (true, 2));
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
        let eve = world.store.finish_sign_up(late, id, 1, &browser("eve"), session("eve")).await;
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

// R2.8: a try is counted before it is compared, however many come at once.
#[test]
fn codes_that_are_tried_at_once_are_counted_one_by_one() {
    run(async {
        let world = Arc::new(World::new(Engine::Memory).await);
        let ada = world.person("ada").await;
        let actor = account(ada, "ada");
        let errand = world.errand(&actor);
        world.store.turn_on_second_step(errand, ada, 1, 100).await.unwrap();
        let opened = world.store.open_session(errand, ada, "hash-of-ada", session("in")).await;
        assert!(!opened.unwrap().unwrap().complete);
        let new = email("ada@elsewhere.example");
        world.store.start_email_change(errand, ada, &new, 10).await.unwrap();
        let first = TokenKey::new(session("in").key.as_str());
        let tries = (0..20).map(|_| {
            let (world, first) = (world.clone(), first.clone());
            tokio::spawn(async move {
                let actor = account(ada, "ada");
                let errand = world.errand(&actor);
                let address = world.store.count_email_attempt(errand, ada).await.is_ok();
                (address, world.store.count_second_step(errand, &first).await.is_ok())
            })
        });
        let mut counted = (0, 0);
        for tried in tries.collect::<Vec<_>>() {
            let (address, second) = tried.await.unwrap();
            counted.0 += u32::from(address);
            counted.1 += u32::from(second);
        }
        assert_eq!(counted, (store::MOST_ATTEMPTS, store::MOST_SECOND_STEPS));
    });
}

/// The way back that was mailed to an address that was given up.
pub async fn undo(world: &World) -> EmailUndo {
    let undo = world.letters().await.into_iter().find_map(|letter| match letter {
        Letter::EmailChanged { undo } => Some(undo),
        _ => None,
    });
    world.store.email_undo(undo.unwrap()).await.unwrap().unwrap()
}

/// Gives an account another address.
pub async fn move_to(world: &World, actor: &Actor, person: PersonId, name: &str) {
    let (errand, new) = (world.errand(actor), email(&format!("{name}@example.org")));
    world.store.start_email_change(errand, person, &new, 10).await.unwrap();
    let change = world.store.count_email_attempt(errand, person).await.unwrap();
    world.store.finish_email_change(errand, person, &change, session(name)).await.unwrap();
}

/// Where mails about a promise go.
async fn written_to(world: &World, reservation: ReservationId) -> String {
    let held = world.store.held(reservation).await.unwrap().unwrap();
    held.giver.email.unwrap().as_str().to_owned()
}

// R2.8, R5.3
#[test]
fn what_an_account_promised_goes_along_to_its_new_address_and_back() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, ben) = (world.person("ada").await, world.person("ben").await);
        let (list, share) = world.list(ada, Surprise::Show).await;
        let (gift, other) = (world.gift(ada, list, "5").await, world.gift(ada, list, "5").await);
        let home = account(ben, "home");
        let errand = world.errand(&home);
        let first = world.store.reserve(errand, &share, asked("ben", gift, 1, "a")).await.unwrap();
        let first = first.reservation.id;
        world.letters().await;
        move_to(&world, &home, ben, "benno").await;
        assert_eq!(written_to(&world, first).await, "benno@example.org");
        // It is one giver, under whatever address.
        let again = world.store.reserve(errand, &share, asked("benno", gift, 1, "b")).await;
        assert_eq!(refusal(again), DomainError::AlreadyReserved);
        let asked = asked("benno", other, 1, "c");
        let second = world.store.reserve(errand, &share, asked).await.unwrap().reservation.id;
        assert_eq!(world.store.given_ids(ben).await.unwrap(), [second, first]);

        let undo = world.letters().await.into_iter().find_map(|letter| match letter {
            Letter::EmailChanged { undo } => Some(undo),
            _ => None,
        });
        let undo = world.store.email_undo(undo.unwrap()).await.unwrap().unwrap();
        world.store.undo_email_change(errand, &undo, 30).await.unwrap();
        for promised in [first, second] {
            assert_eq!(written_to(&world, promised).await, "ben@example.org");
        }
        assert_eq!(world.store.given_ids(ben).await.unwrap(), [second, first]);
        world.all_is_well().await;
        world.log_makes_the_same().await;
    });
}

// R2.8, R5.4
#[test]
fn what_guests_confirmed_goes_along_from_an_account_that_has_their_address_since() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, ben) = (world.person("ada").await, world.person("ben").await);
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "5").await;
        // It is confirmed while no account has the address.
        let phone = visitor("phone");
        let typed = world.reserve(&share, "phone", asked("benno", gift, 1, "a")).await.unwrap();
        world.store.verify_giver(world.errand(&phone), typed.giver.id).await.unwrap();
        let typed = typed.reservation.id;
        let eve = world.reserve(&share, "eve", asked("benno", gift, 1, "b")).await.unwrap();
        let home = account(ben, "home");
        for name in ["benno", "benedict"] {
            move_to(&world, &home, ben, name).await;
            assert_eq!(world.store.given_ids(ben).await.unwrap(), [typed], "{name}");
            assert_eq!(written_to(&world, typed).await, format!("{name}@example.org"));
        }
        // Nobody confirmed what somebody else typed.
        assert_eq!(written_to(&world, eve.reservation.id).await, "benno@example.org");
        world.all_is_well().await;
        world.log_makes_the_same().await;
    });
}

// R2.8, R5.5
#[test]
fn who_gets_an_address_that_was_given_up_knows_nothing_of_what_it_promised() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, ben) = (world.person("ada").await, world.person("ben").await);
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "5").await;
        // Ben opens in a library what was mailed to him as a guest, and is known there from then on.
        let library = visitor("library");
        let typed = world.reserve(&share, "home", asked("ben", gift, 1, "a")).await.unwrap();
        world.store.verify_giver(world.errand(&library), typed.giver.id).await.unwrap();
        let home = account(ben, "home");
        let other = world.gift(ada, list, "5").await;
        let asked = asked("ben", other, 1, "b");
        let held = world.store.reserve(world.errand(&home), &share, asked).await.unwrap();
        let mine = async |actor: &Actor| {
            world.store.shared_list(&share, actor).await.unwrap().unwrap().mine.len()
        };
        assert_eq!((mine(&home).await, mine(&library).await), (2, 2));
        move_to(&world, &home, ben, "benno").await;
        assert_eq!((mine(&home).await, mine(&library).await), (2, 0));

        // Once it is nobody's any more somebody else makes an account with it.
        let (cafe, after) = (visitor("cafe"), later(60 * 24 * 8));
        let mut new = World::new_sign_up("ben");
        new.browser = browser("cafe");
        let errand = world.at(&cafe, after);
        let id = world.store.start_sign_up(errand, new, 10).await.unwrap();
        let tried = world.store.count_attempt(errand, id, &browser("cafe")).await.unwrap();
        let (generation, session) = (tried.generation, session("cafe"));
        let there = browser("cafe");
        let made = world.store.finish_sign_up(errand, id, generation, &there, session);
        let another = made.await.unwrap().person;
        assert_ne!(another, ben);
        assert!(world.store.given_ids(another).await.unwrap().is_empty());
        let theirs = [held.reservation.id, typed.reservation.id];
        assert_eq!(world.store.given_ids(ben).await.unwrap(), theirs);
        assert_eq!(mine(&account(another, "cafe")).await, 0);
        world.all_is_well().await;
    });
}

// R2.8, R5.4: what was confirmed before an account came to the address is the account's, too.
#[test]
fn what_an_address_promised_before_an_account_had_it_goes_along_to_the_next() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, ben) = (world.person("ada").await, world.person("ben").await);
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "5").await;
        let cafe = visitor("cafe");
        let held = world.reserve(&share, "cafe", asked("benno", gift, 1, "a")).await.unwrap();
        world.store.verify_giver(world.errand(&cafe), held.giver.id).await.unwrap();
        let home = account(ben, "home");
        for name in ["benno", "benedict"] {
            move_to(&world, &home, ben, name).await;
            assert_eq!(world.store.given_ids(ben).await.unwrap(), [held.reservation.id], "{name}");
        }
        assert_eq!(written_to(&world, held.reservation.id).await, "benedict@example.org");
        world.all_is_well().await;
    });
}

// R2.5, R2.8: an address that was given up can be had back for a week, and leads into nothing meanwhile.
#[test]
fn nobody_gets_into_an_account_by_an_address_that_it_gave_up() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        move_to(&world, &account(ada, "ada"), ada, "adele").await;
        world.letters().await;
        let told = [Letter::ExistingAccount { person: ada }];
        let old = "ada@example.org";
        let eve = visitor("eve");
        let errand = world.errand(&eve);
        // Whether the provider is the authority over that address or not.
        for (vouching, attempt) in [(Vouching::Trusted, "eve"), (Vouching::Never, "other")] {
            let mut coming = arriving("eve", old, vouching, attempt);
            coming.session.browser = browser("eve");
            let arrived = world.store.arrive(errand, coming, 10).await.unwrap();
            assert_eq!(arrived, Arrived::CodeMailed, "{vouching:?}");
            assert_eq!(world.letters().await, told, "{vouching:?}");
            let pending = world.store.pending_sign_up(&browser("eve"), now()).await.unwrap();
            assert!(pending.unwrap().decoy, "{vouching:?}");
        }
        // Nor where it is named afterwards, or was the account's until just now.
        let mut coming = arriving("eve", old, Vouching::Never, "named");
        (coming.claims.email, coming.identity.email) = (None, None);
        coming.session.browser = browser("eve");
        world.store.arrive(errand, coming.clone(), 10).await.unwrap();
        let here = browser("eve");
        let id = world.store.pending_sign_up(&here, now()).await.unwrap().unwrap().id;
        world.store.name_address(errand, id, &here, &email(old), 10).await.unwrap();
        assert_eq!(world.letters().await, told);
        refusal(world.store.finish_sign_up(errand, id, 2, &here, session("eve")).await);
        world.store.name_address(errand, id, &here, &email("adele@example.org"), 10).await.unwrap();
        let mailed = [Letter::ConfirmCode { sign_up: id, generation: 3 }];
        assert_eq!(world.letters().await, mailed);
        move_to(&world, &account(ada, "ada"), ada, "adelina").await;
        refusal(world.store.finish_sign_up(errand, id, 3, &here, session("eve")).await);
        assert_eq!(world.store.ways_in(ada).await.unwrap().providers, Vec::<String>::new());
        assert_eq!(world.store.person_by_identity(&coming.identity.key).await.unwrap(), None);

        // After the week it is another account's.
        let late = arriving("eve", old, Vouching::Trusted, "late");
        let arrived = world.store.arrive(world.at(&eve, later(60 * 24 * 8)), late, 10).await;
        let Arrived::Entered(opened) = arrived.unwrap() else { panic!("kept from others") };
        assert_ne!(opened.person, ada);
        world.all_is_well().await;
    });
}

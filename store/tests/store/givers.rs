//! Who promised what, and who knows it.

use domain::{Actor, DomainError, Letter, PersonId, Role, Surprise};

use crate::world::*;

// R5.2: the same form sent twice makes one reservation.
#[test]
fn the_same_form_sent_twice_makes_one_reservation() {
    run(async {
        let world = std::sync::Arc::new(World::new(Engine::Memory).await);
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "5").await;
        let sent = (0..8).map(|_| {
            let (world, share) = (world.clone(), share.clone());
            tokio::spawn(async move {
                world.reserve(&share, "ben", asked("ben", gift, 2, "form")).await.unwrap()
            })
        });
        let mut ids = Vec::new();
        for held in sent.collect::<Vec<_>>() {
            ids.push(held.await.unwrap().reservation.id);
        }
        ids.dedup();
        assert_eq!(ids.len(), 1);
        assert_eq!(world.store.reservations_of(list).await.unwrap().len(), 1);
        let other = world.reserve(&share, "ben", asked("ben", gift, 1, "form")).await;
        assert_eq!(refusal(other), DomainError::FormReused);
        let stolen = world.reserve(&share, "eve", asked("ben", gift, 2, "form")).await;
        assert_eq!(refusal(stolen), DomainError::FormReused);
        world.all_is_well().await;
    });
}

// R5.3
#[test]
fn a_giver_has_one_open_promise_of_a_gift() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "5").await;
        let first = world.reserve(&share, "ben", asked("ben", gift, 1, "a")).await.unwrap();
        let second = world.reserve(&share, "ben", asked("ben", gift, 1, "b")).await;
        assert_eq!(refusal(second), DomainError::AlreadyReserved);
        world.purchase(first.reservation.id, 1).await.unwrap();
        world.reserve(&share, "ben", asked("ben", gift, 1, "c")).await.unwrap();
        let undone = world.undo(first.reservation.id).await.unwrap();
        assert_eq!(undone.gift.counts.reserved(), 2);
        world.all_is_well().await;
    });
}

// R5.3, R5.5: typing an address never acts as its owner.
#[test]
fn typing_an_address_neither_blocks_nor_shows_what_it_promised() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "5").await;
        let ben = world.reserve(&share, "ben", asked("ben", gift, 1, "a")).await.unwrap();
        let eve = world.reserve(&share, "eve", asked("ben", gift, 1, "b")).await.unwrap();
        assert_ne!(ben.giver.id, eve.giver.id);
        let mine = async |name: &str| {
            let facts = world.store.shared_list(&share, &visitor(name)).await.unwrap().unwrap();
            facts.mine.len()
        };
        // Ben opens both mails, in his own browser: he knows both now, Eve still only hers.
        for held in [&ben, &eve] {
            let actor = visitor("ben");
            world.store.verify_giver(world.errand(&actor), held.giver.id).await.unwrap();
        }
        assert_eq!((mine("ben").await, mine("eve").await), (2, 1));
        // What Eve types from now on is again unconfirmed.
        let again = world.reserve(&share, "eve", asked("ben", gift, 1, "c")).await.unwrap();
        assert_eq!(again.giver.verified_at, None);
        let ben = world.reserve(&share, "ben", asked("ben", gift, 1, "d")).await;
        assert_eq!(refusal(ben), DomainError::AlreadyReserved);
    });
}

// R5.4, R5.5: whoever typed an address learns nothing of what its owner promises later.
#[test]
fn a_browser_in_which_an_address_was_only_typed_knows_nothing_else_of_it() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let (gift, other) = (world.gift(ada, list, "5").await, world.gift(ada, list, "5").await);
        let third = world.gift(ada, list, "5").await;
        let mine = async |actor: &Actor| {
            world.store.shared_list(&share, actor).await.unwrap().unwrap().mine.len()
        };
        let (home, eves, left) = (visitor("home"), visitor("eve"), visitor("library"));
        // Eve types Ben's address before he gives anything. He confirms it, and wants no reminders.
        let typed = world.reserve(&share, "eve", asked("ben", gift, 1, "a")).await.unwrap();
        world.store.verify_giver(world.errand(&home), typed.giver.id).await.unwrap();
        let id = typed.reservation.id;
        world.store.set_reminders(world.errand(&home), id, false, true).await.unwrap();
        let held = world.reserve(&share, "home", asked("ben", other, 1, "b")).await.unwrap();
        assert!(held.giver.verified_at.is_some() && !held.giver.reminders);
        assert_eq!((mine(&home).await, mine(&eves).await), (2, 1));

        // Nor does a browser in which his account was once know more than what was done there.
        let ben = world.person("ben").await;
        let library = account(ben, "library");
        let asked = asked("ben", third, 1, "c");
        let held = world.store.reserve(world.errand(&library), &share, asked).await.unwrap();
        assert_eq!((held.giver.person, held.giver.reminders), (Some(ben), false));
        assert_eq!((mine(&library).await, mine(&left).await), (3, 1));
        assert_eq!((mine(&home).await, mine(&eves).await), (3, 1));
        world.all_is_well().await;
    });
}

// R5.5: nor does it tell whether there is an account.
#[test]
fn an_address_with_an_account_is_typed_as_any_other() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, ben) = (world.person("ada").await, world.person("ben").await);
        let (list, share) = world.list(ada, Surprise::Keep).await;
        let gift = world.gift(ada, list, "5").await;
        world.letters().await;
        for who in ["ben", "nobody"] {
            let held = world.reserve(&share, "eve", asked(who, gift, 1, who)).await.unwrap();
            assert_eq!((held.giver.person, held.giver.verified_at), (None, None), "{who}");
            let reservation = held.reservation.id;
            assert_eq!(world.letters().await, [Letter::ReservationMade { reservation }], "{who}");
        }
        assert!(world.store.given(ben).await.unwrap().is_empty());
        let facts = world.store.shared_list(&share, &account(ben, "home")).await.unwrap().unwrap();
        assert!(facts.mine.is_empty());
    });
}

// R5.3
#[test]
fn six_at_once_from_an_unconfirmed_browser_become_five() {
    run(async {
        let world = std::sync::Arc::new(World::new(Engine::Memory).await);
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let mut tasks = Vec::new();
        for turn in 0..8 {
            let gift = world.gift(ada, list, "5").await;
            let (world, share) = (world.clone(), share.clone());
            tasks.push(tokio::spawn(async move {
                let mut asked = asked("ben", gift, 1, &format!("form-{turn}"));
                asked.wish.email = email(&format!("ben{turn}@example.org"));
                world.reserve(&share, "ben", asked).await
            }));
        }
        let mut made = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(_) => made += 1,
                refused => assert_eq!(refusal(refused), DomainError::TooManyUnverified),
            }
        }
        assert_eq!(made, domain::MAX_UNVERIFIED_PER_LIST);
    });
}

// R5.4
#[test]
fn an_account_knows_what_its_address_promised() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "9").await;
        let guest = world.reserve(&share, "cafe", asked("ben", gift, 1, "a")).await.unwrap();
        let actor = visitor("cafe");
        world.store.verify_giver(world.errand(&actor), guest.giver.id).await.unwrap();
        let ben = world.person("ben").await;
        let held = world.store.held(guest.reservation.id).await.unwrap().unwrap();
        assert_eq!(held.giver.person, Some(ben));
        let at_home = account(ben, "home");
        let facts = world.store.shared_list(&share, &at_home).await.unwrap().unwrap();
        assert_eq!(facts.mine.len(), 1);
        let again = world.store.reserve(world.errand(&at_home), &share, asked("ben", gift, 1, "b"));
        assert_eq!(refusal(again.await), DomainError::AlreadyReserved);
        let other = world.gift(ada, list, "9").await;
        let asked = asked("ben", other, 1, "c");
        let held = world.store.reserve(world.errand(&at_home), &share, asked).await.unwrap();
        assert_eq!(held.giver.id, guest.giver.id);
        assert!(held.giver.verified_at.is_some());
    });
}

// R1, R5.4
#[test]
fn an_account_without_promises_is_a_confirmed_giver_at_once() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, ben) = (world.person("ada").await, world.person("ben").await);
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "9").await;
        let actor = account(ben, "home");
        let errand = world.errand(&actor);
        let held = world.store.reserve(errand, &share, asked("ben", gift, 1, "a")).await.unwrap();
        assert_eq!((held.giver.person, held.giver.verified_at), (Some(ben), Some(now())));
        let owner = account(ada, "ada");
        let own = world.store.reserve(world.errand(&owner), &share, asked("x", gift, 1, "b"));
        assert_eq!(refusal(own.await), DomainError::OwnList);
        let nobody = domain::Actor::default();
        let none = world.store.reserve(world.errand(&nobody), &share, asked("x", gift, 1, "c"));
        assert_eq!(refusal(none.await), DomainError::NotFound);
    });
}

// R5.3
#[test]
fn an_account_has_one_open_promise_of_a_gift_in_all_its_browsers() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, ben) = (world.person("ada").await, world.person("ben").await);
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "5").await;
        let (home, phone) = (account(ben, "home"), account(ben, "phone"));
        let reserve = async |actor: &Actor, form: &str| {
            let asked = asked("ben", gift, 1, form);
            world.store.reserve(world.errand(actor), &share, asked).await
        };
        let bought = reserve(&home, "a").await.unwrap();
        assert_eq!(refusal(reserve(&phone, "b").await), DomainError::AlreadyReserved);
        world.purchase(bought.reservation.id, 1).await.unwrap();
        let more = reserve(&phone, "c").await.unwrap();
        assert_ne!(more.giver.id, bought.giver.id);
        let undone = world.undo(bought.reservation.id).await.unwrap();
        assert_eq!(
            (undone.reservation.state.code(), undone.gift.counts.reserved()),
            ("cancelled", 2)
        );
        let kept = world.store.held(more.reservation.id).await.unwrap().unwrap();
        assert_eq!(kept.reservation.quantity, quantity(2));
        world.all_is_well().await;
    });
}

// R5.1
#[test]
fn an_owner_is_known_in_a_browser_in_which_they_were_signed_in_once() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let ben = world.person("ben").await;
        let (list, share) = world.list(ada, Surprise::Keep).await;
        let gift = world.gift(ada, list, "2").await;
        let role = async |actor: &Actor| {
            world.store.shared_list(&share, actor).await.unwrap().unwrap().role
        };
        // Nobody is signed in there now.
        assert_eq!(role(&visitor("ada")).await, Role::Owner);
        let refused = world.reserve(&share, "ada", asked("ada", gift, 1, "a")).await;
        assert_eq!(refusal(refused), DomainError::OwnList);
        // Somebody else is, or it is another browser.
        assert_eq!(role(&account(ben, "ada")).await, Role::Guest);
        assert_eq!(role(&visitor("cleo")).await, Role::Guest);
        assert!(world.reserve(&share, "ben", asked("ben", gift, 1, "b")).await.is_ok());
    });
}

// R1, R3.6
#[test]
fn who_looks_after_the_list_is_known_before_a_promise_on_it() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, ben) = (world.person("ada").await, world.person("ben").await);
        let (list, share) = world.list(ada, Surprise::Keep).await;
        let gift = world.gift(ada, list, "5").await;
        let theirs = async |held: &store::Held, actor: &Actor| {
            let held = world.store.held(held.reservation.id).await.unwrap().unwrap();
            world.store.is_keepers(&held, actor).await.unwrap()
        };
        let held = world.reserve(&share, "cleo", asked("cleo", gift, 1, "a")).await.unwrap();
        assert!(theirs(&held, &account(ada, "elsewhere")).await);
        assert!(theirs(&held, &visitor("ada")).await);
        assert!(!theirs(&held, &account(ben, "ada")).await);
        assert!(!theirs(&held, &visitor("cleo")).await);
        assert!(!theirs(&held, &Actor::default()).await);
        // An address is nobody's before it is confirmed (R5.5).
        let cafe = visitor("cafe");
        let typed = world.reserve(&share, "cafe", asked("ada", gift, 1, "b")).await.unwrap();
        assert!(!theirs(&typed, &cafe).await);
        world.store.verify_giver(world.errand(&cafe), typed.giver.id).await.unwrap();
        assert!(theirs(&typed, &cafe).await);
    });
}

// R3.6, R5.4
#[test]
fn an_address_that_promised_is_its_accounts_whenever_that_came_to_it() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Keep).await;
        let gift = world.gift(ada, list, "5").await;
        let cafe = visitor("cafe");
        let held = world.reserve(&share, "cafe", asked("dora", gift, 1, "a")).await.unwrap();
        world.store.verify_giver(world.errand(&cafe), held.giver.id).await.unwrap();
        let theirs = async |person: Option<PersonId>| {
            let held = world.store.held(held.reservation.id).await.unwrap().unwrap();
            assert_eq!(held.giver.person, person);
            world.store.is_keepers(&held, &cafe).await.unwrap()
        };
        assert!(!theirs(None).await);
        let (new, actor) = (email("dora@example.org"), account(ada, "ada"));
        let errand = world.errand(&actor);
        world.store.start_email_change(errand, ada, &new, 10).await.unwrap();
        let change = world.store.count_email_attempt(errand, ada).await.unwrap();
        world.store.finish_email_change(errand, ada, &change, session("new")).await.unwrap();
        assert!(theirs(Some(ada)).await);
    });
}

// R2.8
#[test]
fn what_its_address_promised_stays_without_a_name_where_an_account_is_deleted() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, ben) = (world.person("ada").await, world.person("ben").await);
        let (list, share) = world.list(ben, Surprise::Show).await;
        let gift = world.gift(ben, list, "5").await;
        let cafe = visitor("cafe");
        let held = world.reserve(&share, "cafe", asked("dora", gift, 1, "a")).await.unwrap();
        world.store.verify_giver(world.errand(&cafe), held.giver.id).await.unwrap();
        // Of an address that was only typed nobody knows whose it was (R5.5).
        let typed = world.reserve(&share, "bar", asked("dora", gift, 1, "b")).await.unwrap();
        let (new, actor) = (email("dora@example.org"), account(ada, "ada"));
        let errand = world.errand(&actor);
        world.store.start_email_change(errand, ada, &new, 10).await.unwrap();
        let change = world.store.count_email_attempt(errand, ada).await.unwrap();
        world.store.finish_email_change(errand, ada, &change, session("new")).await.unwrap();
        assert_eq!(world.store.given_ids(ada).await.unwrap(), [held.reservation.id]);
        world.store.delete_account(errand, ada, None).await.unwrap();
        let is_known = async |held: &store::Held| {
            let held = world.store.held(held.reservation.id).await.unwrap().unwrap();
            (held.giver.name.is_some(), held.giver.email.is_some())
        };
        assert_eq!(is_known(&held).await, (false, false));
        assert_eq!(is_known(&typed).await, (true, true));
        world.all_is_well().await;
    });
}

// R2.11
#[test]
fn a_mailbox_that_nobody_confirmed_is_written_to_so_often_and_refusals_cost_nothing() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, domain::Surprise::Show).await;
        let gift = world.gift(ada, list, "999").await;
        let quota = store::Quota { what: "code", burst: 2, seconds: 600 };
        let asking = |who: &str, count, form: &str| store::Reserving {
            quota,
            ..asked(who, gift, count, form)
        };
        // Sent twice, and refused: neither counts.
        let first = world.reserve(&share, "ben", asking("ben", 1, "a")).await.unwrap();
        world.reserve(&share, "ben", asking("ben", 1, "a")).await.unwrap();
        refusal(world.reserve(&share, "x", asking("ben+x", 999, "b")).await);
        world.reserve(&share, "y", asking("ben+y", 1, "c")).await.unwrap();
        let often = world.reserve(&share, "z", asking("ben+z", 1, "d")).await;
        assert!(matches!(often, Err(store::StoreError::TooOften(_))));
        world.reserve(&share, "cleo", asking("cleo", 1, "e")).await.unwrap();
        // Confirmed, nobody counts any more.
        let actor = visitor("ben");
        world.store.verify_giver(world.errand(&actor), first.giver.id).await.unwrap();
        world.cancel(first.reservation.id).await.unwrap();
        world.reserve(&share, "ben", asking("ben", 1, "f")).await.unwrap();
        world.all_is_well().await;
    });
}

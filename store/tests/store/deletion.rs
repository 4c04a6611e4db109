//! The bin: lists that are deleted, brought back, and erased (R3.10).

use domain::{BIN_DAYS, DomainError, ERASED, GivingRules, Letter, ListId, PersonId, Surprise};
use test_case::test_case;

use crate::world::*;

const DAY: i64 = 24 * 60;

async fn delete(world: &World, owner: PersonId, list: ListId) {
    let actor = account(owner, "owner");
    world.store.delete_list(world.errand(&actor), owner, list, "Birthday").await.unwrap();
}

#[test]
fn a_deleted_list_is_nowhere_but_in_the_bin_of_its_owner() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, eve) = (world.person("ada").await, world.person("eve").await);
        let (list, share) = world.list(ada, Surprise::Keep).await;
        let gift = world.gift(ada, list, "2").await;
        let held = world.reserve(&share, "ben", asked("ben", gift, 1, "a")).await.unwrap();
        world.letters().await;
        let (store, actor) = (&world.store, account(ada, "owner"));
        let errand = world.errand(&actor);
        let other = store.delete_list(errand, eve, list, "Birthday").await;
        assert_eq!(refusal(other), DomainError::NotFound);
        let wrong = refusal(store.delete_list(errand, ada, list, "birthday").await);
        assert!(matches!(wrong, DomainError::Invalid { .. }), "{wrong:?}");
        assert_eq!(store.lists_of(ada).await.unwrap().len(), 1);
        assert_eq!(store.looked_after_by(ada).await.unwrap().len(), 1);

        store.delete_list(errand, ada, list, " Birthday ").await.unwrap();
        // Sent twice, it is done once.
        store.delete_list(errand, ada, list, "Birthday").await.unwrap();
        let reservation = held.reservation.id;
        assert_eq!(world.letters().await, [Letter::ListDeleted { reservation }]);
        assert!(store.lists_of(ada).await.unwrap().is_empty());
        assert!(store.looked_after_by(ada).await.unwrap().is_empty());
        assert_eq!(refusal(store.owned_list(ada, list).await), DomainError::NotFound);
        assert!(store.shared_list(&share, &visitor("ben")).await.unwrap().is_none());
        assert!(store.shop_link(&share, gift).await.unwrap().is_none());
        let late = world.reserve(&share, "cleo", asked("cleo", gift, 1, "b")).await;
        assert_eq!(refusal(late), DomainError::NotFound);
        let rotate = |list: domain::List| Ok(list.rotate_share());
        let changed = store.change_list(errand, ada, list, &share_key, &rotate).await;
        assert_eq!(refusal(changed), DomainError::NotFound);
        assert_eq!(
            refusal(store.add_gift(errand, ada, list, adding("Lamp", "1")).await),
            DomainError::NotFound
        );
        // What was promised can be read, and nothing be done with it.
        assert!(store.held(reservation).await.unwrap().unwrap().list.is_deleted());
        assert!(matches!(refusal(world.cancel(reservation).await), DomainError::WrongState { .. }));
        assert!(matches!(
            refusal(world.purchase(reservation, 1).await),
            DomainError::WrongState { .. }
        ));
        let binned = store.deleted_lists(ada, now()).await.unwrap();
        assert_eq!(binned.iter().map(|owned| owned.list.id).collect::<Vec<_>>(), [list]);
        assert_eq!(binned[0].gifts.iter().map(|it| it.id).collect::<Vec<_>>(), [gift]);
        assert_eq!(store.deleted_count(ada, now()).await.unwrap(), 1);
        assert_eq!(store.deleted_count(eve, now()).await.unwrap(), 0);
        world.all_is_well().await;
    });
}

#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn a_list_comes_back_as_it_was_and_its_givers_are_told(engine: Engine) {
    run(async move {
        let world = World::new(engine).await;
        let (ada, eve) = (world.person("ada").await, world.person("eve").await);
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "2").await;
        let held = world.reserve(&share, "ben", asked("ben", gift, 1, "a")).await.unwrap();
        let before = world.store.owned_list(ada, list).await.unwrap();
        delete(&world, ada, list).await;
        world.letters().await;
        let (store, actor) = (&world.store, account(ada, "owner"));
        let last = world.at(&actor, later(BIN_DAYS * DAY - 1));
        let other = store.restore_list(last, eve, list, &share_key).await;
        assert_eq!(refusal(other), DomainError::NotFound);
        store.restore_list(last, ada, list, &share_key).await.unwrap();
        store.restore_list(last, ada, list, &share_key).await.unwrap();
        let reservation = held.reservation.id;
        let told = world.letters_at(later(BIN_DAYS * DAY)).await;
        assert_eq!(told, [Letter::ListRestored { reservation }]);
        let after = store.owned_list(ada, list).await.unwrap();
        let list_before =
            domain::List { owner_revision: after.list.owner_revision, ..before.list.clone() };
        assert_eq!(after.list, list_before);
        assert_eq!(after.gifts, before.gifts);
        assert!(after.list.owner_revision > before.list.owner_revision);
        // The link that it had works, and what was promised can be finished.
        let shared = store.shared_list(&share, &visitor("ben")).await.unwrap().unwrap();
        assert_eq!(shared.mine.len(), 1);
        world.cancel(reservation).await.unwrap();
        assert!(store.deleted_lists(ada, now()).await.unwrap().is_empty());
        world.all_is_well().await;
    });
}

// R5.4: in the bin nobody can confirm anything, so that the time there does not count.
#[test]
fn who_had_still_to_confirm_an_address_has_as_much_time_once_the_list_is_back() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let (store, actor) = (&world.store, account(ada, "owner"));
        let rules = GivingRules { confirm_first: true, remind: true };
        let ask = |list: domain::List| Ok(list.set_giving(rules));
        store.change_list(world.errand(&actor), ada, list, &share_key, &ask).await.unwrap();
        let gift = world.gift(ada, list, "2").await;
        let held = world.reserve(&share, "ben", asked("ben", gift, 1, "a")).await.unwrap();
        let in_hours = |hours: i64| later(60 * hours);
        assert_eq!(held.reservation.confirm_by, Some(in_hours(48)));
        let (put, back) = (world.at(&actor, in_hours(40)), world.at(&actor, in_hours(140)));
        store.delete_list(put, ada, list, "Birthday").await.unwrap();
        assert!(world.end_holds(in_hours(139)).await.is_empty());
        store.restore_list(back, ada, list, &share_key).await.unwrap();
        let held = store.held(held.reservation.id).await.unwrap().unwrap();
        assert_eq!(held.reservation.confirm_by, Some(in_hours(148)));
        assert!(world.end_holds(in_hours(147)).await.is_empty());
        assert_eq!(world.end_holds(in_hours(148)).await, [list]);
        world.all_is_well().await;
    });
}

#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn after_thirty_days_every_word_is_gone_here_and_in_the_log(engine: Engine) {
    run(async move {
        let world = World::new(engine).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Keep).await;
        let (stays, other_share) = world.list(ada, Surprise::Show).await;
        let store = &world.store;
        let actor = account(ada, "owner");
        let errand = world.errand(&actor);
        let words = domain::ListForm {
            title: "Marmalade".to_owned(),
            welcome: "Marmalade for all".to_owned(),
            delivery: "Marmalade street".to_owned(),
            for_whom: "Marmalade".to_owned(),
            ..list_form("x")
        };
        let details = words.parse().unwrap();
        let edit = |list: domain::List| list.edit(details.clone(), true, now());
        store.change_list(errand, ada, list, &share_key, &edit).await.unwrap();
        let gift = world.gift(ada, list, "3").await;
        let rename = |_: &_, gift: domain::Gift| {
            let name = domain::GiftName::parse("Marmalade jar").unwrap();
            let notes = domain::GiftNotes::parse("Marmalade notes").unwrap();
            let details = domain::GiftDetails { name, notes, ..gift.details.clone() };
            Ok((domain::Gift { details, ..gift }, vec![]))
        };
        store.change_gift(errand, ada, list, gift, &rename).await.unwrap();
        let product = store.owned_gift(ada, list, gift).await.unwrap().1.product;
        let note = domain::ReviewNote::parse("Marmalade has no page").unwrap();
        store.decline(errand, product, note, &|_| Ok(())).await.unwrap();
        let vase = world.gift(ada, stays, "1").await;
        let ben = world.reserve(&share, "ben", asked("ben", gift, 1, "a")).await.unwrap();
        let cleo = world.reserve(&share, "cleo", asked("cleo", gift, 1, "b")).await.unwrap();
        world.reserve(&other_share, "cleo", asked("cleo", vase, 1, "c")).await.unwrap();
        let said = async || {
            let contents = store.contents().await.unwrap();
            contents.iter().filter(|row| row.contains("Marmalade")).count()
        };
        assert!(said().await > 0, "there is something to erase");

        let actor = account(ada, "owner");
        store.delete_list(world.errand(&actor), ada, list, "Marmalade").await.unwrap();
        let (almost, over) = (later(BIN_DAYS * DAY - 1), later(BIN_DAYS * DAY));
        assert_eq!(store.erase_lists(almost).await.unwrap(), 0);
        // Mails that still wait name the list: they are waited for.
        assert_eq!(store.erase_lists(over).await.unwrap(), 0);
        world.letters_at(over).await;
        assert_eq!(store.erase_lists(over).await.unwrap(), 1);
        assert_eq!(store.erase_lists(over).await.unwrap(), 0);

        assert_eq!(said().await, 0, "in no row and in no line of the log");
        let gone = store.held(ben.reservation.id).await.unwrap().unwrap();
        assert_eq!(gone.list.details.title.as_str(), ERASED);
        assert_eq!(gone.reservation.snapshot.name.as_str(), ERASED);
        assert_eq!((gone.giver.name, gone.giver.email), (None, None));
        assert!(gone.owners.is_empty());
        // Who gives on another list, too, is still known there.
        let known = store.held(cleo.reservation.id).await.unwrap().unwrap().giver;
        assert!(known.name.is_some() && known.email.is_some());
        let mine = store.lists_of(ada).await.unwrap();
        assert_eq!(mine.iter().map(|owned| owned.list.id).collect::<Vec<_>>(), [stays]);
        let late = store.restore_list(world.at(&actor, over), ada, list, &share_key).await;
        assert_eq!(refusal(late), DomainError::NotFound);
        world.all_is_well().await;
        // A store that is made again from the log has the same rows.
        let copy = world.log_makes_the_same().await;
        copy.all_is_well().await;
    });
}

// R3.10, R5.6: nobody reads them in the log any more, be their giver known elsewhere or not.
#[test]
fn words_of_thanks_go_with_their_list() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let (stays, other_share) = world.list(ada, Surprise::Show).await;
        let (gift, vase) = (world.gift(ada, list, "3").await, world.gift(ada, stays, "3").await);
        let (store, actor) = (&world.store, account(ada, "owner"));
        let errand = world.errand(&actor);
        let quota = store::Quota { what: "thank_you", burst: 100, seconds: 864 };
        let thank = async |list, held: &store::Held| {
            let giver = visitor("giver");
            store.verify_giver(world.errand(&giver), held.giver.id).await.unwrap();
            let note = domain::ThanksNote::parse("It is lovely").unwrap();
            let rule = |on: &_, promise: &_, giver: &_, thanks: domain::Thanks| {
                thanks.write(on, promise, giver, &note, now())
            };
            let id = held.reservation.id;
            store.change_thanks(errand, ada, list, id, quota, &rule).await.unwrap();
        };
        let ben = world.reserve(&share, "ben", asked("ben", gift, 1, "a")).await.unwrap();
        let cleo = world.reserve(&share, "cleo", asked("cleo", gift, 1, "b")).await.unwrap();
        let kept = world.reserve(&other_share, "cleo", asked("cleo", vase, 1, "c")).await.unwrap();
        for held in [&ben, &cleo] {
            thank(list, held).await;
        }
        thank(stays, &kept).await;
        let keys = async || store.counts().await.unwrap()["subject_key"];
        let before = keys().await;

        delete(&world, ada, list).await;
        let over = later(BIN_DAYS * DAY);
        world.letters_at(over).await;
        assert_eq!(store.erase_lists(over).await.unwrap(), 1);
        // The list's, Ben's, and one for each of the two notes.
        assert_eq!(keys().await, before - 4);
        for (held, note) in [(&ben, false), (&cleo, false), (&kept, true)] {
            let thanks = store.thanks(held.reservation.id).await.unwrap();
            assert_eq!(thanks.note.is_some(), note);
        }
        world.log_makes_the_same().await;

        // Whoever is erased takes the words to them along.
        let before = keys().await;
        store.erase_giver(errand, kept.reservation.id, false).await.unwrap();
        assert_eq!(keys().await, before - 2);
        world.all_is_well().await;
    });
}

#[test]
fn what_is_given_up_goes_at_once_but_not_before_its_givers_were_told() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, eve) = (world.person("ada").await, world.person("eve").await);
        let (list, share) = world.list(ada, Surprise::Keep).await;
        let gift = world.gift(ada, list, "2").await;
        world.reserve(&share, "ben", asked("ben", gift, 1, "a")).await.unwrap();
        let (store, actor) = (&world.store, account(ada, "owner"));
        let errand = world.errand(&actor);
        let kept = refusal(store.give_up_list(errand, ada, list).await);
        assert!(matches!(kept, DomainError::WrongState { .. }));
        delete(&world, ada, list).await;
        assert_eq!(refusal(store.give_up_list(errand, eve, list).await), DomainError::NotFound);
        store.give_up_list(errand, ada, list).await.unwrap();
        assert_eq!(store.deleted_count(ada, now()).await.unwrap(), 0);
        assert!(!store.erase_list(list, now()).await.unwrap());
        world.letters().await;
        assert!(store.erase_list(list, later(2)).await.unwrap());
        // A mail server that takes nothing is not waited for for ever.
        let (list, share) = world.list(ada, Surprise::Keep).await;
        let gift = world.gift(ada, list, "2").await;
        world.reserve(&share, "ben", asked("ben", gift, 1, "b")).await.unwrap();
        delete(&world, ada, list).await;
        store.give_up_list(errand, ada, list).await.unwrap();
        assert_eq!(store.erase_lists(later(DAY)).await.unwrap(), 0);
        assert_eq!(store.erase_lists(later(2 * DAY)).await.unwrap(), 1);
        world.all_is_well().await;
    });
}

// R2.8: without a co-owner it goes as any that is deleted, with nobody to bring it back.
#[test]
fn a_list_without_a_co_owner_goes_with_its_owners_account() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "2").await;
        let held = world.reserve(&share, "ben", asked("ben", gift, 1, "a")).await.unwrap();
        world.letters().await;
        let actor = account(ada, "owner");
        world.store.delete_account(world.errand(&actor), ada, None).await.unwrap();
        let reservation = held.reservation.id;
        assert_eq!(world.letters().await, [Letter::ListDeleted { reservation }]);
        assert!(world.store.held(reservation).await.unwrap().unwrap().list.is_deleted());
        assert_eq!(world.store.erase_lists(later(BIN_DAYS * DAY)).await.unwrap(), 1);
        let gone = world.store.held(reservation).await.unwrap().unwrap();
        assert_eq!(gone.list.details.title.as_str(), ERASED);
        world.all_is_well().await;
    });
}

#[test]
fn deleting_and_reserving_at_once_leave_no_promise_that_nobody_hears_of() {
    run(async {
        let world = std::sync::Arc::new(World::new(Engine::Memory).await);
        let ada = world.person("ada").await;
        for round in 0..10 {
            let (list, share) = world.list(ada, Surprise::Keep).await;
            let gift = world.gift(ada, list, "1").await;
            world.letters_at(later(round)).await;
            let (one, other) = (world.clone(), world.clone());
            let deleting = tokio::spawn(async move { delete(&one, ada, list).await });
            let reserving = tokio::spawn(async move {
                let form = format!("form-{round}");
                other.reserve(&share, "ben", asked("ben", gift, 1, &form)).await
            });
            deleting.await.unwrap();
            let reserved = reserving.await.unwrap();
            let told = world.letters_at(later(round + 1)).await;
            let gone = told.iter().any(|letter| matches!(letter, Letter::ListDeleted { .. }));
            // Whoever came first was told that it is gone; whoever came too late, that it is not there.
            assert_eq!(reserved.is_ok(), gone, "{told:?}");
        }
        world.all_is_well().await;
    });
}

//! Lists that are copied, and filled from files (R3.9).

use domain::{DomainError, GiftForm, Link, ListState, MAX_GIFTS, Surprise, Wish, set_gift_removed};

use crate::world::*;

fn wish_for(name: &str, link: &str) -> Wish {
    let form = GiftForm { name: name.to_owned(), link: link.to_owned(), ..GiftForm::default() };
    form.parse(now().date_naive(), None).unwrap()
}

#[test]
fn a_copy_has_the_same_gifts_and_nothing_that_givers_did() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, eve) = (world.person("ada").await, world.person("eve").await);
        let (list, share) = world.list(ada, Surprise::Keep).await;
        let gift = world.gift(ada, list, "2").await;
        let removed = world.gift(ada, list, "1").await;
        world.reserve(&share, "ben", asked("ben", gift, 2, "a")).await.unwrap();
        let (store, actor) = (&world.store, account(ada, "owner"));
        let errand = world.errand(&actor);
        let take_off = |_: &_, gift| Ok((domain::Gift { removed: true, ..gift }, vec![]));
        store.change_gift(errand, ada, list, removed, &take_off).await.unwrap();
        world.letters().await;

        assert_eq!(refusal(store.copy_list(errand, eve, list).await), DomainError::NotFound);
        let copy = store.copy_list(errand, ada, list).await.unwrap();
        let (before, after) = (
            store.owned_list(ada, list).await.unwrap(),
            store.owned_list(ada, copy).await.unwrap(),
        );
        assert_eq!(after.list.state, ListState::Draft);
        assert_eq!(after.list.details.date, None);
        assert_eq!(after.list.details.title, before.list.details.title);
        let [was, ..] = before.gifts.as_slice() else { panic!("a gift") };
        let [is] = after.gifts.as_slice() else { panic!("one gift: {:?}", after.gifts) };
        assert_eq!((&is.details, is.counts.wanted()), (&was.details, was.counts.wanted()));
        assert_eq!((is.counts.taken(), was.counts.taken()), (0, 2));
        // Each is its owner's to change.
        assert!(is.id != was.id && is.product != was.product);
        assert!(store.shared_list(&share_key(copy, 0), &visitor("ben")).await.unwrap().is_none());
        assert!(world.letters().await.is_empty());
        world.all_is_well().await;
    });
}

#[test]
fn gifts_from_a_file_are_added_all_or_none() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, eve) = (world.person("ada").await, world.person("eve").await);
        let (list, _) = world.list(ada, Surprise::Show).await;
        world.gift(ada, list, "1").await;
        let (store, actor) = (&world.store, account(ada, "owner"));
        let errand = world.errand(&actor);
        // One of them is in the catalogue.
        let known = Link::parse("https://shop.example/lamp").unwrap();
        let details = wish_for("Globe lamp", known.as_str()).details.product();
        let product = store.create_product(errand, details, false).await.unwrap();
        let wishes = [wish_for("Train", ""), wish_for("My lamp", "http://www.shop.example/lamp/")];
        let other = store.add_gifts(errand, eve, list, &wishes).await;
        assert_eq!(refusal(other), DomainError::NotFound);
        let before = store.owned_list(ada, list).await.unwrap().list.owner_revision;
        store.add_gifts(errand, ada, list, &wishes).await.unwrap();
        let owned = store.owned_list(ada, list).await.unwrap();
        let names: Vec<_> = owned.gifts.iter().map(|gift| gift.details.name.as_str()).collect();
        assert_eq!(names, ["Train", "Train", "Globe lamp"]);
        assert_eq!(owned.gifts[2].product, product);
        assert_eq!(owned.list.owner_revision, before + 1);

        let many: Vec<_> = (0..MAX_GIFTS - 2).map(|n| wish_for(&format!("Gift {n}"), "")).collect();
        let full = store.add_gifts(errand, ada, list, &many).await;
        assert_eq!(refusal(full), DomainError::ListFull);
        assert_eq!(store.owned_list(ada, list).await.unwrap().gifts.len(), 3);
        store.add_gifts(errand, ada, list, &many[1..]).await.unwrap();
        assert_eq!(store.owned_list(ada, list).await.unwrap().gifts.len(), MAX_GIFTS);
        let one_more = store.add_gift(errand, ada, list, adding("Lamp", "1")).await;
        assert_eq!(refusal(one_more), DomainError::ListFull);
        let close = |list: domain::List| list.close(false, now());
        store.change_list(errand, ada, list, &share_key, &close).await.unwrap();
        let closed = store.add_gifts(errand, ada, list, &wishes).await;
        assert_eq!(refusal(closed), DomainError::ListClosed);
        world.all_is_well().await;
    });
}

// R4.3, R4.6
#[test]
fn what_was_taken_off_a_list_is_put_back_only_where_there_is_room() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Keep).await;
        let (first, second) = (world.gift(ada, list, "1").await, world.gift(ada, list, "1").await);
        let held = world.reserve(&share, "ben", asked("ben", first, 1, "a")).await.unwrap();
        let (store, actor) = (&world.store, account(ada, "owner"));
        let errand = world.errand(&actor);
        let off = |list: &_, gift| set_gift_removed(list, gift, true);
        let back = |list: &_, gift| set_gift_removed(list, gift, false);
        store.change_gift(errand, ada, list, first, &off).await.unwrap();
        store.change_gift(errand, ada, list, second, &off).await.unwrap();
        let many: Vec<_> = (0..MAX_GIFTS - 1).map(|n| wish_for(&format!("Gift {n}"), "")).collect();
        store.add_gifts(errand, ada, list, &many).await.unwrap();
        world.letters().await;

        // There is room for one of the two.
        let (one, two) = tokio::join!(
            store.change_gift(errand, ada, list, first, &back),
            store.change_gift(errand, ada, list, second, &back),
        );
        let full = [one, two].into_iter().filter(Result::is_err).map(refusal);
        assert_eq!(full.collect::<Vec<_>>(), [DomainError::ListFull]);
        let on_list = async || {
            let gifts = store.owned_list(ada, list).await.unwrap().gifts;
            gifts.into_iter().filter(|gift| !gift.removed).map(|gift| gift.id).collect::<Vec<_>>()
        };
        let there = on_list().await;
        assert_eq!(there.len(), MAX_GIFTS);
        // What is on the list already stays there, and can be changed; what is off it stays off.
        let (stays, waits) = if there.contains(&first) { (first, second) } else { (second, first) };
        store.change_gift(errand, ada, list, stays, &back).await.unwrap();
        let rename = |list: &_, gift| domain::edit_gift(list, gift, wish("Tram", "1"), now());
        store.change_gift(errand, ada, list, stays, &rename).await.unwrap();
        let again = store.change_gift(errand, ada, list, waits, &back).await;
        assert_eq!(refusal(again), DomainError::ListFull);
        assert!(!on_list().await.contains(&waits));

        store.change_gift(errand, ada, list, stays, &off).await.unwrap();
        store.change_gift(errand, ada, list, waits, &back).await.unwrap();
        assert_eq!(on_list().await.len(), MAX_GIFTS);
        // Whatever was promised stands.
        let kept = store.held(held.reservation.id).await.unwrap().unwrap();
        assert!(kept.reservation.state.is_live());
        world.all_is_well().await;
    });
}

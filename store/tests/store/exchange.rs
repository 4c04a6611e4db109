//! Lists that are copied, and filled from files (R3.9).

use domain::{DomainError, GiftForm, Link, ListState, MAX_GIFTS, Surprise, Wish};

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

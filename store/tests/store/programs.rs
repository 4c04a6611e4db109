//! What programs ask of the store besides what pages do (R10.1).

use domain::{DomainError, GiftId, Letter, ListState, Surprise};
use test_case::test_case;

use crate::world::*;

fn details() -> domain::ListDetails {
    list_form("Birthday").parse().unwrap()
}

// R3.1
#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn a_list_that_is_made_open_can_be_opened_at_once(engine: Engine) {
    run(async move {
        let world = World::new(engine).await;
        let (ada, actor) = (world.person("ada").await, visitor("ada"));
        let (store, errand) = (&world.store, world.errand(&actor));
        let made = store.create_open_list(errand, ada, details(), Surprise::Keep, &share_key).await;
        let list = made.unwrap();
        assert_eq!(list.state, ListState::Open);
        let share = share_key(list.id, list.share_generation);
        let shared = store.shared_list(&share, &visitor("ben")).await.unwrap().unwrap();
        assert_eq!(shared.list, list);
        let owned = store.owned_list(ada, list.id).await.unwrap();
        assert_eq!((owned.owner, owned.list), (Some(ada), list));
        world.all_is_well().await;
    });
}

// R3.10, R3.6
#[test]
fn what_is_discarded_is_counted_as_far_as_its_owner_may_know() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, eve) = (world.person("ada").await, world.person("eve").await);
        let (store, actor) = (&world.store, account(ada, "owner"));
        for (surprise, reservations) in [(Surprise::Keep, None), (Surprise::Show, Some(2))] {
            let (list, share) = world.list(ada, surprise).await;
            let gift = world.gift(ada, list, "4").await;
            let name = format!("ben{surprise:?}").to_lowercase();
            let held = world.reserve(&share, &name, asked(&name, gift, 1, &name)).await.unwrap();
            world.cancel(held.reservation.id).await.unwrap();
            let again = format!("{name}2");
            let held = world.reserve(&share, &name, asked(&name, gift, 1, &again)).await.unwrap();
            world.letters().await;
            let errand = world.errand(&actor);
            let other = store.discard_list(errand, eve, list, None).await;
            assert_eq!(refusal(other), DomainError::NotFound);
            let revision = store.owned_list(ada, list).await.unwrap().list.owner_revision;
            let late = store.discard_list(errand, ada, list, Some(revision - 1)).await;
            assert_eq!(refusal(late), DomainError::ChangedMeanwhile);
            let gone = store.discard_list(errand, ada, list, Some(revision)).await.unwrap();
            assert_eq!((gone.gifts, gone.reservations), (1, reservations));
            let reservation = held.reservation.id;
            assert_eq!(world.letters().await, [Letter::ListDeleted { reservation }]);
            let again = store.discard_list(errand, ada, list, None).await;
            assert_eq!(refusal(again), DomainError::NotFound);
        }
        world.all_is_well().await;
    });
}

// R4.4
#[test]
fn gifts_stand_as_they_were_named_and_two_orders_at_once_collide() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, eve) = (world.person("ada").await, world.person("eve").await);
        let (list, _) = world.list(ada, Surprise::Keep).await;
        let mut gifts = Vec::new();
        for _ in 0..3 {
            gifts.push(world.gift(ada, list, "1").await);
        }
        let (store, actor) = (&world.store, account(ada, "owner"));
        let errand = world.errand(&actor);
        let order = async || -> Vec<GiftId> {
            let gifts = store.owned_list(ada, list).await.unwrap().gifts;
            gifts.iter().map(|gift| gift.id).collect()
        };
        let named = [gifts[2], gifts[0], gifts[1]];
        let other = store.order_gifts(errand, eve, list, &named, None).await;
        assert_eq!(refusal(other), DomainError::NotFound);
        store.order_gifts(errand, ada, list, &named, None).await.unwrap();
        assert_eq!(order().await, named);
        let missing = store.order_gifts(errand, ada, list, &named[..2], None).await;
        assert!(matches!(refusal(missing), DomainError::Invalid { .. }));
        let revision = store.owned_list(ada, list).await.unwrap().list.owner_revision;
        // The same once more is no change.
        store.order_gifts(errand, ada, list, &named, Some(revision)).await.unwrap();
        let (up, down) = ([gifts[0], gifts[1], gifts[2]], [gifts[1], gifts[0], gifts[2]]);
        let (one, two) = tokio::join!(
            store.order_gifts(errand, ada, list, &up, Some(revision)),
            store.order_gifts(errand, ada, list, &down, Some(revision)),
        );
        let lost = [one, two].into_iter().filter(Result::is_err).map(refusal);
        assert_eq!(lost.collect::<Vec<_>>(), [DomainError::ChangedMeanwhile]);
        world.all_is_well().await;
    });
}

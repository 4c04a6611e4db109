//! What programs ask of the store besides what pages do (R10.1).

use std::sync::Arc;

use chrono::TimeDelta;
use domain::{
    DomainError, Event, Gift, GiftId, Letter, List, ListForm, ListId, ListRevision, ListState,
    Role, Surprise, Terms, Upon,
};
use store::Errand;
use test_case::test_case;

use crate::world::*;

fn details() -> domain::ListDetails {
    list_form("Birthday").parse().unwrap()
}

/// The terms of whoever has read a list as it is now.
async fn upon(world: &World, list: ListId) -> Terms {
    let (read, givers) = world.store.list_revisions(list).await.unwrap().unwrap();
    let upon = Upon { list, revision: ListRevision::of(&read, givers, now()) };
    Terms { upon: Some(upon), ..Terms::default() }
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
            let old = upon(&world, list).await;
            let gift = world.gift(ada, list, "4").await;
            let name = format!("ben{surprise:?}").to_lowercase();
            let held = world.reserve(&share, &name, asked(&name, gift, 1, &name)).await.unwrap();
            world.cancel(held.reservation.id).await.unwrap();
            let again = format!("{name}2");
            let held = world.reserve(&share, &name, asked(&name, gift, 1, &again)).await.unwrap();
            world.letters().await;
            let errand = world.errand(&actor);
            let other = store.discard_list(errand, eve, list).await;
            assert_eq!(refusal(other), DomainError::NotFound);
            let late = store.discard_list(Errand { terms: &old, ..errand }, ada, list).await;
            assert_eq!(refusal(late), DomainError::ChangedMeanwhile);
            let read = upon(&world, list).await;
            let gone = store.discard_list(Errand { terms: &read, ..errand }, ada, list).await;
            let gone = gone.unwrap();
            assert_eq!((gone.gifts, gone.reservations), (1, reservations));
            let reservation = held.reservation.id;
            assert_eq!(world.letters().await, [Letter::ListDeleted { reservation }]);
            let again = store.discard_list(errand, ada, list).await;
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
        let other = store.order_gifts(errand, eve, list, &named).await;
        assert_eq!(refusal(other), DomainError::NotFound);
        store.order_gifts(errand, ada, list, &named).await.unwrap();
        assert_eq!(order().await, named);
        let missing = store.order_gifts(errand, ada, list, &named[..2]).await;
        assert!(matches!(refusal(missing), DomainError::Invalid { .. }));
        let read = upon(&world, list).await;
        let errand = Errand { terms: &read, ..errand };
        // The same once more is no change.
        store.order_gifts(errand, ada, list, &named).await.unwrap();
        let (up, down) = ([gifts[0], gifts[1], gifts[2]], [gifts[1], gifts[0], gifts[2]]);
        let (one, two) = tokio::join!(
            store.order_gifts(errand, ada, list, &up),
            store.order_gifts(errand, ada, list, &down),
        );
        let lost = [one, two].into_iter().filter(Result::is_err).map(refusal);
        assert_eq!(lost.collect::<Vec<_>>(), [DomainError::ChangedMeanwhile]);
        world.all_is_well().await;
    });
}

// R10.5: of two who change the same at the same time one is told, though nothing is left to change.
#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn of_two_changes_upon_what_both_have_read_one_is_made(engine: Engine) {
    run(async move {
        let world = World::new(engine).await;
        let ada = world.person("ada").await;
        let (list, _) = world.list(ada, Surprise::Keep).await;
        let gift = world.gift(ada, list, "1").await;
        let (store, actor) = (&world.store, account(ada, "owner"));
        for round in 0..100 {
            let (read, received) = (upon(&world, list).await, round % 2 == 0);
            let errand = Errand { terms: &read, ..world.errand(&actor) };
            let (one, two) = tokio::join!(
                store.set_received(errand, ada, list, gift, received),
                store.set_received(errand, ada, list, gift, received),
            );
            let lost = [one, two].into_iter().filter(Result::is_err).map(refusal);
            assert_eq!(lost.collect::<Vec<_>>(), [DomainError::ChangedMeanwhile], "{round}");
        }
        world.all_is_well().await;
    });
}

// R3.6, R10.5: what givers do is a change of what was read only where owners read it.
#[test_case(Surprise::Keep)]
#[test_case(Surprise::Show)]
fn a_change_is_built_upon_what_owners_see_of_givers(surprise: Surprise) {
    run(async move {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, surprise).await;
        let gifts = [world.gift(ada, list, "1").await, world.gift(ada, list, "1").await];
        let read = upon(&world, list).await;
        world.reserve(&share, "ben", asked("ben", gifts[0], 1, "ben")).await.unwrap();
        let actor = account(ada, "owner");
        let errand = Errand { terms: &read, ..world.errand(&actor) };
        let named = [gifts[1], gifts[0]];
        let ordered = world.store.order_gifts(errand, ada, list, &named).await;
        match surprise {
            Surprise::Keep => ordered.unwrap(),
            Surprise::Show => assert_eq!(refusal(ordered), DomainError::ChangedMeanwhile),
        }
        world.all_is_well().await;
    });
}

// R10.5: where nobody else does anything, what a change makes of what was read is what there is.
#[test_case(Surprise::Keep, Surprise::Show)]
#[test_case(Surprise::Show, Surprise::Keep)]
fn a_change_tells_which_revision_it_made_of_the_one_that_was_read(
    before: Surprise,
    after: Surprise,
) {
    run(async move {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, before).await;
        let gifts = [world.gift(ada, list, "3").await, world.gift(ada, list, "1").await];
        world.reserve(&share, "ben", asked("ben", gifts[0], 1, "ben")).await.unwrap();
        let (store, actor) = (&world.store, account(ada, "owner"));
        let now_read = async || upon(&world, list).await.read_of(list);
        let edit = |list: List| list.edit(list_form("Another").parse().unwrap(), false, now());
        let turn = |list: List| list.set_surprise(after, true, now());
        let nothing = |list: List| Ok((list, vec![]));
        for changes in [true, false, true] {
            let read = upon(&world, list).await;
            let errand = Errand { terms: &read, ..world.errand(&actor) };
            let changed = match changes {
                true => store.change_list_upon(errand, ada, list, &share_key, &edit).await,
                false => store.change_list_upon(errand, ada, list, &share_key, &nothing).await,
            };
            let (changed, made) = changed.unwrap();
            assert_eq!(made, now_read().await);
            assert_eq!((changed.owner, changed.role), (Some(ada), Role::Owner));
            assert_eq!(changed.list, store.owned_list(ada, list).await.unwrap().list);
            assert_eq!(made != read.read_of(list), changes);
        }
        for name in ["Tram", "Tram", "Ship"] {
            let rename = |_: &List, gift: Gift| {
                Ok((Gift { details: wish(name, "3").details, ..gift }, vec![]))
            };
            let read = upon(&world, list).await;
            let errand = Errand { terms: &read, ..world.errand(&actor) };
            let pause = TimeDelta::zero();
            let changed =
                store.change_gift_told_after(errand, ada, list, gifts[0], pause, &rename).await;
            assert_eq!(changed.unwrap().1, now_read().await, "{name}");
        }
        // What is counted from then on is something else.
        let read = upon(&world, list).await;
        let errand = Errand { terms: &read, ..world.errand(&actor) };
        let turned = store.change_list_upon(errand, ada, list, &share_key, &turn).await;
        let made = turned.unwrap().1;
        assert_eq!(made, now_read().await);
        assert_eq!(made.map(|made| made.kept), Some(after == Surprise::Keep));
        // Who names nothing may have read anything.
        let errand = world.errand(&actor);
        let unread = store.change_list_upon(errand, ada, list, &share_key, &edit).await;
        assert_eq!(unread.unwrap().1, None);
        world.all_is_well().await;
    });
}

// R10.5: whoever names nothing overwrites nothing of what somebody else has just written all the same.
#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn changes_of_a_list_at_the_same_time_are_made_one_upon_the_other(engine: Engine) {
    run(async move {
        let world = Arc::new(World::new(engine).await);
        let ada = world.person("ada").await;
        let (list, _) = world.list(ada, Surprise::Keep).await;
        world.gift(ada, list, "1").await;
        let longer = |list: List| -> Result<(List, Vec<Event>), DomainError> {
            let form = ListForm::of(&list.details);
            let form = ListForm { welcome: format!("{}x", form.welcome), ..form };
            list.edit(form.parse()?, false, now())
        };
        let changes = (0..16).map(|_| {
            let world = world.clone();
            tokio::spawn(async move {
                let (store, actor) = (&world.store, account(ada, "owner"));
                let changed =
                    store.change_list(world.errand(&actor), ada, list, &share_key, &longer);
                changed.await.unwrap()
            })
        });
        for change in changes.collect::<Vec<_>>() {
            change.await.unwrap();
        }
        let owned = world.store.owned_list(ada, list).await.unwrap();
        assert_eq!(owned.list.details.welcome.as_str(), "x".repeat(16));
        world.all_is_well().await;
    });
}

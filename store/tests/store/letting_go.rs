//! Promises that those let go who look after the list, and what programs name (R5.3, R10.1).

use std::sync::Arc;

use domain::{
    DomainError, Letter, PersonId, ReservationId, ReservationState, Section, Surprise, WrongState,
};
use store::{Adding, StoreError};
use test_case::test_case;

use crate::world::*;

async fn let_go(
    world: &World,
    person: PersonId,
    reservation: ReservationId,
) -> Result<domain::ListId, StoreError> {
    let actor = account(person, "owner");
    world.store.let_go(world.errand(&actor), person, reservation).await
}

// R5.3
#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn an_owner_lets_a_promise_go_and_its_giver_is_told(engine: Engine) {
    run(async move {
        let world = World::new(engine).await;
        let (ada, ben) = (world.person("ada").await, world.person("ben").await);
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "3").await;
        let held = world.reserve(&share, "cleo", asked("cleo", gift, 2, "a")).await.unwrap();
        let id = held.reservation.id;
        world.letters().await;
        // Nobody else can, and they are told what they are told of what there is not.
        let unknown = ReservationId::new(uuid::Uuid::from_u128(1));
        for (person, reservation) in [(ben, id), (ada, unknown)] {
            let refused = let_go(&world, person, reservation).await;
            assert_eq!(refusal(refused), DomainError::NotFound);
        }
        assert_eq!(let_go(&world, ada, id).await.unwrap(), list);
        let held = world.store.held(id).await.unwrap().unwrap();
        assert!(matches!(held.reservation.state, ReservationState::Cancelled { .. }));
        assert!(held.reservation.let_go, "its giver did not cancel it");
        assert_eq!((held.gift.counts.reserved(), held.gift.counts.left()), (0, 3));
        assert_eq!(world.letters().await, [Letter::ReservationLetGo { reservation: id }]);
        let again = let_go(&world, ada, id).await;
        assert_eq!(refusal(again), DomainError::wrong_state(WrongState::Cancelled));
        world.all_is_well().await;
    });
}

// R3.6
#[test]
fn under_surprise_there_is_nothing_to_let_go() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Keep).await;
        let gift = world.gift(ada, list, "3").await;
        let held = world.reserve(&share, "cleo", asked("cleo", gift, 1, "a")).await.unwrap();
        let id = held.reservation.id;
        world.letters().await;
        assert_eq!(refusal(let_go(&world, ada, id).await), DomainError::NotFound);
        world.purchase(id, 1).await.unwrap();
        assert_eq!(refusal(let_go(&world, ada, id).await), DomainError::NotFound);
        world.all_is_well().await;
    });
}

#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn of_letting_go_and_cancelling_and_buying_at_once_one_wins(engine: Engine) {
    run(async move {
        let world = Arc::new(World::new(engine).await);
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "20").await;
        for turn in 0..8 {
            let who = format!("giver{turn}");
            let held = world.reserve(&share, &who, asked(&who, gift, 2, &who)).await.unwrap();
            let id = held.reservation.id;
            let (one, two, three) = (world.clone(), world.clone(), world.clone());
            let acts = [
                tokio::spawn(async move { let_go(&one, ada, id).await.is_ok() }),
                tokio::spawn(async move { two.cancel(id).await.is_ok() }),
                tokio::spawn(async move { three.purchase(id, 2).await.is_ok() }),
            ];
            let mut done = 0;
            for act in acts {
                done += u32::from(act.await.unwrap());
            }
            assert_eq!(done, 1);
        }
        world.all_is_well().await;
    });
}

// R10.1
#[test]
fn a_gift_is_found_by_its_own_id_and_by_that_of_its_product() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, _) = world.list(ada, Surprise::Show).await;
        let (gift, other) = (world.gift(ada, list, "1").await, world.gift(ada, list, "1").await);
        let (elsewhere, _) = world.list(ada, Surprise::Show).await;
        let product = world.store.owned_gift(ada, list, gift).await.unwrap().1.product;
        for id in [gift.uuid(), product.uuid()] {
            let found = world.store.gifts_named(list, id).await.unwrap();
            assert_eq!(found.iter().map(|gift| gift.id).collect::<Vec<_>>(), [gift]);
            assert!(world.store.gifts_named(elsewhere, id).await.unwrap().is_empty());
        }
        assert_eq!(world.store.gifts_named(list, other.uuid()).await.unwrap().len(), 1);
        assert!(world.store.gifts_named(list, list.uuid()).await.unwrap().is_empty());
    });
}

// R4.4, R10.9
#[test]
fn gifts_that_are_the_same_product_are_found_as_they_stand_on_the_list() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, _) = world.list(ada, Surprise::Show).await;
        let actor = account(ada, "owner");
        let errand = world.errand(&actor);
        let details = wish("Crane", "1").details.product();
        let crane = world.store.create_product(errand, details, false).await.unwrap();
        let add = async |product, section: &str| {
            let mut wish = wish("Crane", "1");
            wish.details.section = Section::parse(section).unwrap();
            let adding = Adding { wish, product, again: true };
            world.store.add_gift(errand, ada, list, adding).await.unwrap()
        };
        let toys = add(None, "Toys").await;
        let second = add(Some(crane), "Books").await;
        // Its heading begins above that of the books.
        let first = add(Some(crane), "Toys").await;
        let ids = |gifts: Vec<domain::Gift>| gifts.iter().map(|gift| gift.id).collect::<Vec<_>>();
        let whole = world.store.owned_list(ada, list).await.unwrap().gifts;
        assert_eq!(ids(whole), [toys, first, second]);
        let found = world.store.gifts_named(list, crane.uuid()).await.unwrap();
        assert_eq!(ids(found), [first, second]);
    });
}

// R5.4
#[test]
fn what_somebody_gives_is_named_newest_first_and_only_theirs_is_read() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, ben) = (world.person("ada").await, world.person("ben").await);
        let (list, share) = world.list(ada, Surprise::Show).await;
        let home = account(ben, "home");
        let mut made = Vec::new();
        for form in ["a", "b", "c"] {
            let gift = world.gift(ada, list, "9").await;
            let asked = asked("ben", gift, 1, form);
            let held = world.store.reserve(world.errand(&home), &share, asked).await.unwrap();
            made.push(held.reservation.id);
        }
        let gift = world.gift(ada, list, "9").await;
        let other = world.reserve(&share, "cleo", asked("cleo", gift, 1, "d")).await.unwrap();
        let ids = world.store.given_ids(ben).await.unwrap();
        assert_eq!(ids, made.iter().rev().copied().collect::<Vec<_>>());
        let some = [made[1], other.reservation.id];
        let given = world.store.given_of(ben, &some).await.unwrap();
        assert_eq!(given.len(), 1);
        assert_eq!(given[0].reservation.id, made[1]);
        assert_eq!(world.store.given(ben).await.unwrap().len(), 3);

        // Many are read as each of them is, in the order in which they are asked for.
        let unknown = ReservationId::new(uuid::Uuid::from_u128(9));
        let asked_for = [made[1], other.reservation.id, unknown, made[2], made[0]];
        let all = world.store.held_all(&asked_for).await.unwrap();
        let mut each = Vec::new();
        for id in asked_for {
            each.extend(world.store.held(id).await.unwrap());
        }
        assert_eq!((all.len(), each.len()), (4, 4));
        assert_eq!(format!("{all:?}"), format!("{each:?}"));
        assert_eq!(world.store.held_all(&[]).await.unwrap().len(), 0);
    });
}

//! What waits is taken into the catalogue, as it is at that moment, and nothing that was promised is
//! lost (R6.2).

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use domain::{
    Brand, DomainError, GiftId, ListId, PersonId, Product, ProductDetails, ProductWish,
    ReservationState, ReviewNote, ShareKey, Standing, Surprise,
};
use test_case::test_case;

use super::{filled, product_of, promote};
use crate::world::*;

/// An owner changes what a gift is called, and what they note about it.
async fn reword(
    world: &World,
    owner: PersonId,
    list: ListId,
    gift: GiftId,
    name: &str,
    notes: &str,
) {
    let actor = account(owner, "owner");
    let name = domain::GiftName::parse(name).unwrap();
    let notes = domain::GiftNotes::parse(notes).unwrap();
    let rule = |_: &_, gift: domain::Gift| {
        let (name, notes) = (name.clone(), notes.clone());
        let details = domain::GiftDetails { name, notes, ..gift.details.clone() };
        Ok((domain::Gift { details, ..gift }, vec![]))
    };
    world.store.change_gift(world.errand(&actor), owner, list, gift, &rule).await.unwrap();
}

#[test]
fn promotion_moves_every_list_with_counts_reservations_and_notes() {
    run(async {
        let world = World::new(Engine::Disk).await;
        let (ada, ben) = (world.person("ada").await, world.person("ben").await);
        let (of_ada, share) = world.list(ada, Surprise::Show).await;
        let (of_ben, share_of_ben) = world.list(ben, Surprise::Keep).await;
        let (mine, other) =
            (world.gift(ada, of_ada, "3").await, world.gift(ben, of_ben, "2").await);
        let tom = world.reserve(&share, "tom", asked("tom", mine, 1, "f1")).await.unwrap();
        let eve = world.reserve(&share_of_ben, "eve", asked("eve", other, 2, "f2")).await.unwrap();
        let bought = world.purchase(eve.reservation.id, 1).await.unwrap();
        let before = world.store.owned_gift(ben, of_ben, other).await.unwrap().1;

        let promoted = product_of(&world, ada, of_ada, mine).await;
        let mut lists = promote(&world, promoted).await.unwrap();
        lists.sort_unstable();
        assert_eq!(lists, [of_ada, of_ben]);

        let after = world.store.owned_gift(ben, of_ben, other).await.unwrap().1;
        assert_eq!((after.id, after.product, after.counts), (other, promoted, before.counts));
        assert_eq!(after.standing, Standing::Catalogue { hidden: false });
        assert_eq!(after.details.name.as_str(), "Wooden train");
        assert_eq!(after.details.notes, before.details.notes);
        for (held, state) in
            [(&tom, ReservationState::Reserved), (&bought, bought.reservation.state)]
        {
            let id = held.reservation.id;
            let now = world.store.held(id).await.unwrap().unwrap();
            assert_eq!((now.reservation.state, now.gift.product), (state, promoted));
            assert_eq!(now.reservation.snapshot, held.reservation.snapshot);
        }
        // The graph leads from the product to both lists, and nowhere from the one that gave way.
        assert_eq!(world.store.product_on_lists(promoted).await.unwrap().1, 2);
        world.all_is_well().await;
        // What was promised can be changed as before, and the log makes the same store again.
        world.cancel(tom.reservation.id).await.unwrap();
        world.all_is_well().await;
        let copy = world.log_makes_the_same().await;
        copy.all_is_well().await;
        assert_eq!(copy.store.product_on_lists(promoted).await.unwrap().1, 2);
    });
}

// R6.2: what its owner changes while it is taken in is neither overwritten nor taken unread.
#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn a_product_is_taken_in_as_its_owner_has_it_at_that_moment(engine: Engine) {
    run(async move {
        let world = World::new(engine).await;
        let ada = world.person("ada").await;
        let admin = account(world.person("admin").await, "admin");
        let (list, _) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "1").await;
        let id = product_of(&world, ada, list, gift).await;
        let asked = AtomicU32::new(0);
        let rule = |product: &Product| {
            // What the first answer is made of is not true any more when it is written.
            if asked.fetch_add(1, Ordering::SeqCst) == 0 {
                let reword = reword(&world, ada, list, gift, "Red train", "For the garden");
                let runtime = tokio::runtime::Handle::current();
                tokio::task::block_in_place(|| runtime.block_on(reword));
            }
            let brand = Brand::parse("Holzmann").unwrap();
            let details = ProductDetails { brand, ..product.details.clone() };
            Ok(ProductWish { details, hidden: false })
        };
        let promoted = world.store.promote(world.errand(&admin), id, AT_ONCE, &rule).await;
        assert_eq!(promoted.unwrap(), [list]);
        assert_eq!(asked.load(Ordering::SeqCst), 2);
        let product = world.store.product(id).await.unwrap();
        assert_eq!(product.details.name.as_str(), "Red train");
        assert_eq!(product.details.brand.as_str(), "Holzmann");
        let kept = world.store.owned_gift(ada, list, gift).await.unwrap().1;
        assert_eq!(kept.details.notes.as_str(), "For the garden");

        // What the rule refuses stays as it was.
        let other = world.gift(ada, list, "1").await;
        let id = product_of(&world, ada, list, other).await;
        let refusing = |_: &Product| Err(DomainError::ChangedMeanwhile);
        let refused = world.store.promote(world.errand(&admin), id, AT_ONCE, &refusing).await;
        assert_eq!(refusal(refused), DomainError::ChangedMeanwhile);
        assert_eq!(world.store.waiting_count().await.unwrap(), 1);
        world.all_is_well().await;
    });
}

// R6.2: what its owner changes while it gives way, or is left with them, is not decided upon unread.
#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn a_product_is_merged_or_left_as_its_owner_has_it_at_that_moment(engine: Engine) {
    run(async move {
        let world = World::new(engine).await;
        let ada = world.person("ada").await;
        let admin = account(world.person("admin").await, "admin");
        let errand = world.errand(&admin);
        let (list, _) = world.list(ada, Surprise::Show).await;
        let ProductWish { details, hidden } = filled("Wooden train", "https://other.example/7");
        let into = world.store.create_product(errand, details, hidden).await.unwrap();
        let note = ReviewNote::parse("No page of a shop").unwrap();
        for merges in [true, false] {
            let gift = world.gift(ada, list, "1").await;
            let id = product_of(&world, ada, list, gift).await;
            let asked = AtomicU32::new(0);
            let rule = |product: &Product| {
                if asked.fetch_add(1, Ordering::SeqCst) > 0 {
                    assert_eq!(product.details.name.as_str(), "Red train");
                    return Err(DomainError::ChangedMeanwhile);
                }
                // What the first answer is about is not true any more when it is written.
                let reword = reword(&world, ada, list, gift, "Red train", "For the garden");
                let runtime = tokio::runtime::Handle::current();
                tokio::task::block_in_place(|| runtime.block_on(reword));
                Ok(())
            };
            let decided = match merges {
                true => world.store.merge(errand, id, into, AT_ONCE, &rule).await,
                false => world.store.decline(errand, id, note.clone(), &rule).await,
            };
            assert_eq!(refusal(decided), DomainError::ChangedMeanwhile);
            assert_eq!(asked.load(Ordering::SeqCst), 2);
            let kept = world.store.owned_gift(ada, list, gift).await.unwrap().1;
            assert_eq!((kept.product, kept.standing), (id, Standing::Waiting));

            // What the rule agrees to is done.
            let agreed = |_: &Product| Ok(());
            let decided = match merges {
                true => world.store.merge(errand, id, into, AT_ONCE, &agreed).await,
                false => world.store.decline(errand, id, note.clone(), &agreed).await,
            };
            assert_eq!(decided.unwrap(), [list]);
        }
        assert_eq!(world.store.waiting_count().await.unwrap(), 0);
        world.all_is_well().await;
    });
}

/// Givers reserve, buy and cancel on twelve lists, and their owner notes something about each gift,
/// while their gifts get another product.
#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn promotion_under_fire_loses_nothing(engine: Engine) {
    run(async move {
        let world = Arc::new(World::new(engine).await);
        let ada = world.person("ada").await;
        let mut lists = Vec::new();
        for _ in 0..12 {
            let (list, share) = world.list(ada, Surprise::Show).await;
            let gift = world.gift(ada, list, "6").await;
            lists.push((list, share, gift));
        }
        let first = product_of(&world, ada, lists[0].0, lists[0].2).await;
        let givers = (0..8).flat_map(|giver| {
            let each = |(at, (_, share, gift)): (usize, &(ListId, ShareKey, GiftId))| {
                tokio::spawn(give(world.clone(), share.clone(), *gift, giver, at))
            };
            lists.iter().enumerate().map(each).collect::<Vec<_>>()
        });
        let givers: Vec<_> = givers.collect();
        let noting = lists.iter().map(|(list, _, gift)| {
            let (world, list, gift) = (world.clone(), *list, *gift);
            tokio::spawn(async move {
                for notes in ["Red", "Green", "Blue"] {
                    reword(&world, ada, list, gift, "Train", notes).await;
                }
            })
        });
        let noting: Vec<_> = noting.collect();
        let promoting = tokio::spawn({
            let world = world.clone();
            async move {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
                promote(&world, first).await
            }
        });
        let mut acknowledged = Vec::new();
        for giver in givers {
            acknowledged.extend(giver.await.unwrap());
        }
        for noting in noting {
            noting.await.unwrap();
        }
        assert_eq!(promoting.await.unwrap().unwrap().len(), 12);
        assert!(acknowledged.len() > 24, "{} promises", acknowledged.len());
        for (id, state) in acknowledged {
            let held = world.store.held(id).await.unwrap().unwrap();
            assert_eq!((held.reservation.state.code(), held.gift.product), (state, first));
        }
        for (list, _, gift) in &lists {
            let gift = world.store.owned_gift(ada, *list, *gift).await.unwrap().1;
            assert_eq!(gift.product, first);
            assert!(gift.counts.taken() <= 6);
            assert_eq!(gift.details.name.as_str(), "Wooden train");
            assert_eq!(gift.details.notes.as_str(), "Blue");
        }
        assert_eq!(world.store.product_on_lists(first).await.unwrap().1, 12);
        world.all_is_well().await;
    });
}

/// What one giver was told, if it was not that others were quicker.
async fn give(
    world: Arc<World>,
    share: ShareKey,
    gift: GiftId,
    giver: usize,
    at: usize,
) -> Option<(domain::ReservationId, &'static str)> {
    let who = format!("giver{giver}x{at}");
    let held = match world.reserve(&share, &who, asked(&who, gift, 1, &who)).await {
        Ok(held) => held,
        lost => {
            assert!(matches!(refusal(lost), DomainError::AlreadyTaken { .. }));
            return None;
        }
    };
    let id = held.reservation.id;
    match (giver + at) % 3 {
        0 => {
            world.cancel(id).await.unwrap();
            Some((id, "cancelled"))
        }
        1 => {
            world.purchase(id, 1).await.unwrap();
            Some((id, "purchased"))
        }
        _ => Some((id, "reserved")),
    }
}

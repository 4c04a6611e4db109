//! The catalogue, and the way into it (R6.1, R6.2).

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use domain::{
    Brand, DomainError, GiftForm, GiftId, Letter, Link, ListId, PersonId, Product, ProductDetails,
    ProductForm, ProductId, ProductWish, ReservationState, ReviewNote, ShareKey, Standing,
    Surprise,
};
use store::Adding;
use test_case::test_case;

use crate::world::*;

fn filled(name: &str, link: &str) -> ProductWish {
    let form = ProductForm {
        link: link.to_owned(),
        name: name.to_owned(),
        brand: "Holzmann".to_owned(),
        shop: "Tiny Oak".to_owned(),
        price: "39.90".to_owned(),
        currency: "EUR".to_owned(),
        ..ProductForm::default()
    };
    form.parse(now().date_naive(), None).unwrap()
}

const TRAIN: &str = "https://shop.example/train";

async fn product_of(world: &World, owner: PersonId, list: ListId, gift: GiftId) -> ProductId {
    world.store.owned_gift(owner, list, gift).await.unwrap().1.product
}

async fn promote(world: &World, id: ProductId) -> Result<Vec<ListId>, store::StoreError> {
    let admin = account(PersonId::new(uuid::Uuid::from_u128(7)), "admin");
    let rule = |_: &Product| Ok(filled("Wooden train", TRAIN));
    world.store.promote(world.errand(&admin), id, &rule).await
}

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
fn what_owners_add_waits_in_its_order_until_an_admin_takes_it() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, _) = world.list(ada, Surprise::Show).await;
        let (first, second) = (world.gift(ada, list, "1").await, world.gift(ada, list, "1").await);
        assert_eq!(world.store.waiting_count().await.unwrap(), 2);
        let queue = async |after| {
            let queue = world.store.queue_after(after, 100).await.unwrap();
            queue.into_iter().map(|queued| queued.product.id).collect::<Vec<_>>()
        };
        let first = product_of(&world, ada, list, first).await;
        let second = product_of(&world, ada, list, second).await;
        assert_eq!(queue(None).await, [first, second]);
        assert_eq!(queue(Some(first)).await, [second]);
        let waiting = world.store.waiting(first).await.unwrap();
        assert_eq!(waiting.list, Some((list, "Birthday".to_owned())));
        assert_eq!((waiting.same_link, waiting.alike.len()), (1, 0));
        assert_eq!(promote(&world, first).await.unwrap(), [list]);
        assert_eq!(world.store.waiting_count().await.unwrap(), 0);
        assert_eq!(refusal(world.store.waiting(first).await), DomainError::NotFound);
        assert!(matches!(refusal(promote(&world, first).await), DomainError::WrongState { .. }));
    });
}

#[test]
fn products_without_a_link_have_none_in_common() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, _) = world.list(ada, Surprise::Show).await;
        let owner = account(ada, "owner");
        let mut gifts = Vec::new();
        for name in ["Savings jar", "Song"] {
            let form =
                GiftForm { name: name.to_owned(), wanted: "1".to_owned(), ..GiftForm::default() };
            let wish = form.parse(now().date_naive(), None).unwrap();
            let adding = Adding { wish, product: None, again: true };
            gifts
                .push(world.store.add_gift(world.errand(&owner), ada, list, adding).await.unwrap());
        }
        let first = product_of(&world, ada, list, gifts[0]).await;
        let waiting = world.store.waiting(first).await.unwrap();
        assert_eq!((waiting.same_link, waiting.alike.len()), (0, 0));
    });
}

// R6.1: no two have the same link. None is no link.
#[test]
fn a_product_without_a_link_is_in_the_way_of_none() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let admin = account(ada, "admin");
        let (list, _) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "1").await;
        let id = product_of(&world, ada, list, gift).await;
        let adding = adding("Savings jar", "1");
        world.store.add_gift(world.errand(&admin), ada, list, adding).await.unwrap();
        let rule = |_: &Product| {
            let ProductWish { details, hidden } = filled("Wooden train", TRAIN);
            Ok(ProductWish { details: ProductDetails { link: None, ..details }, hidden })
        };
        let promoted = world.store.promote(world.errand(&admin), id, &rule).await;
        assert_eq!(promoted.unwrap(), [list]);
    });
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
        assert_eq!(world.store.product(promoted).await.unwrap().1, 2);
        world.all_is_well().await;
        // What was promised can be changed as before, and the log makes the same store again.
        world.cancel(tom.reservation.id).await.unwrap();
        world.all_is_well().await;
        let copy = World::new(Engine::Memory).await;
        copy.store.rebuild_from(&world.store).await.unwrap();
        assert_eq!(copy.store.contents().await.unwrap(), world.store.contents().await.unwrap());
        copy.all_is_well().await;
        assert_eq!(copy.store.product(promoted).await.unwrap().1, 2);
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
        let promoted = world.store.promote(world.errand(&admin), id, &rule).await;
        assert_eq!(promoted.unwrap(), [list]);
        assert_eq!(asked.load(Ordering::SeqCst), 2);
        let product = world.store.product(id).await.unwrap().0;
        assert_eq!(product.details.name.as_str(), "Red train");
        assert_eq!(product.details.brand.as_str(), "Holzmann");
        let kept = world.store.owned_gift(ada, list, gift).await.unwrap().1;
        assert_eq!(kept.details.notes.as_str(), "For the garden");

        // What the rule refuses stays as it was.
        let other = world.gift(ada, list, "1").await;
        let id = product_of(&world, ada, list, other).await;
        let refusing = |_: &Product| Err(DomainError::ChangedMeanwhile);
        let refused = world.store.promote(world.errand(&admin), id, &refusing).await;
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
                true => world.store.merge(errand, id, into, &rule).await,
                false => world.store.decline(errand, id, note.clone(), &rule).await,
            };
            assert_eq!(refusal(decided), DomainError::ChangedMeanwhile);
            assert_eq!(asked.load(Ordering::SeqCst), 2);
            let kept = world.store.owned_gift(ada, list, gift).await.unwrap().1;
            assert_eq!((kept.product, kept.standing), (id, Standing::Waiting));

            // What the rule agrees to is done.
            let agreed = |_: &Product| Ok(());
            let decided = match merges {
                true => world.store.merge(errand, id, into, &agreed).await,
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
        assert_eq!(world.store.product(first).await.unwrap().1, 12);
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

#[test]
fn a_product_gives_way_to_one_of_the_catalogue() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let admin = account(world.person("admin").await, "admin");
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "2").await;
        world.reserve(&share, "tom", asked("tom", gift, 1, "f")).await.unwrap();
        let ProductWish { details, hidden } = filled("Wooden train", "https://other.example/7");
        let errand = world.errand(&admin);
        let into = world.store.create_product(errand, details.clone(), hidden).await.unwrap();
        let own = product_of(&world, ada, list, gift).await;
        assert_eq!(world.store.waiting(own).await.unwrap().alike[0].id, into);
        let agreed = |_: &Product| Ok(());
        assert_eq!(world.store.merge(errand, own, into, &agreed).await.unwrap(), [list]);
        let moved = world.store.owned_gift(ada, list, gift).await.unwrap().1;
        assert_eq!((moved.product, moved.counts.reserved()), (into, 1));
        assert_eq!(world.store.waiting_count().await.unwrap(), 0);
        assert!(matches!(
            refusal(world.store.merge(errand, own, into, &agreed).await),
            DomainError::WrongState { .. }
        ));
        world.all_is_well().await;
    });
}

#[test]
fn a_declined_product_stays_and_its_owner_is_told_why() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, _) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "1").await;
        world.letters().await;
        let product = product_of(&world, ada, list, gift).await;
        let note = ReviewNote::parse("This leads to a search page.").unwrap();
        let admin = account(ada, "ada");
        let agreed = |_: &Product| Ok(());
        world.store.decline(world.errand(&admin), product, note.clone(), &agreed).await.unwrap();
        assert_eq!(world.letters().await, [Letter::ProductDeclined { person: ada, product }]);
        let declined = world.store.owned_gift(ada, list, gift).await.unwrap().1;
        assert_eq!(declined.standing, Standing::Declined(note));
        assert_eq!(world.store.waiting_count().await.unwrap(), 0);
        // The log leads to it as long as that is so.
        let leads = async || {
            let log = world.store.audit_log(&store::AuditFilter::default()).await.unwrap();
            (log[0].act.clone(), log[0].declined)
        };
        assert_eq!(leads().await, ("product_declined".to_owned(), Some(product)));
        // Changed by its owner it waits once more.
        let rule = |_: &_, gift: domain::Gift| {
            let name = domain::GiftName::parse("Red train").unwrap();
            let details = domain::GiftDetails { name, ..gift.details.clone() };
            Ok((domain::Gift { details, ..gift }, vec![]))
        };
        world.store.change_gift(world.errand(&admin), ada, list, gift, &rule).await.unwrap();
        assert_eq!(world.store.waiting_count().await.unwrap(), 1);
        assert_eq!(leads().await.1, None);
    });
}

// R6.1: owners find them by link, unless an admin hid them.
#[test]
fn a_link_leads_to_one_product_of_the_catalogue_at_most() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let admin = account(world.person("admin").await, "admin");
        let errand = world.errand(&admin);
        let ProductWish { details, .. } = filled("Train", TRAIN);
        let id = world.store.create_product(errand, details.clone(), false).await.unwrap();
        let again = world.store.create_product(errand, details.clone(), false).await;
        assert_eq!(refusal(again), DomainError::InCatalogueAlready { product: id });
        let key = |link: &str| Link::parse(link).unwrap().key();
        let found = async |link: &str| world.store.in_catalogue(&key(link)).await.unwrap();
        assert_eq!(found("http://www.shop.example/train/?utm_source=x").await.unwrap().id, id);
        assert!(found("https://shop.example/car").await.is_none());
        let hide =
            |product: &Product| Ok(ProductWish { details: product.details.clone(), hidden: true });
        world.store.edit_product(errand, id, &hide).await.unwrap();
        assert!(found(TRAIN).await.is_none(), "hidden from those who search");
        let words = world.store.catalogue("hOlz", None, &[]).await.unwrap();
        assert_eq!(words.len(), 1, "not from admins");
        let by_link = world.store.catalogue("-", Some(&key(TRAIN)), &[]).await.unwrap();
        assert_eq!(by_link.len(), 1);
        // R8.5: what is called so in another language.
        let named = world.store.catalogue("-", None, &[id]).await.unwrap();
        assert_eq!(named.len(), 1);
        assert_eq!(world.store.catalogue("-", None, &[]).await.unwrap().len(), 0);
        // Only that changes, whatever it is called meanwhile.
        world.store.hide_product(errand, id, false).await.unwrap();
        let shown = found(TRAIN).await.unwrap();
        assert_eq!(shown.standing, Standing::Catalogue { hidden: false });
        let edited = filled("Tram", TRAIN).details;
        let edit = |_: &Product| Ok(ProductWish { details: edited.clone(), hidden: false });
        world.store.edit_product(errand, id, &edit).await.unwrap();
        world.store.hide_product(errand, id, true).await.unwrap();
        let (product, _) = world.store.product(id).await.unwrap();
        assert_eq!(product.details, edited);
        assert_eq!(product.standing, Standing::Catalogue { hidden: true });
    });
}

// R6.1: of two admins who change it at the same moment neither overwrites the other unseen.
#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn a_product_of_the_catalogue_is_changed_as_it_is_at_that_moment(engine: Engine) {
    run(async move {
        let world = World::new(engine).await;
        let admin = account(world.person("admin").await, "admin");
        let ProductWish { details, hidden } = filled("Train", TRAIN);
        let errand = world.errand(&admin);
        let id = world.store.create_product(errand, details, hidden).await.unwrap();
        let asked = AtomicU32::new(0);
        let rule = |product: &Product| {
            // What the first answer is made of is not true any more when it is written.
            if asked.fetch_add(1, Ordering::SeqCst) == 0 {
                let rename = async {
                    let rule = |_: &Product| Ok(filled("Tram", TRAIN));
                    world.store.edit_product(world.errand(&admin), id, &rule).await.unwrap();
                };
                let runtime = tokio::runtime::Handle::current();
                tokio::task::block_in_place(|| runtime.block_on(rename));
            }
            let brand = Brand::parse("Lichtwerk").unwrap();
            let details = ProductDetails { brand, ..product.details.clone() };
            Ok(ProductWish { details, hidden: false })
        };
        world.store.edit_product(errand, id, &rule).await.unwrap();
        assert_eq!(asked.load(Ordering::SeqCst), 2);
        let (changed, _) = world.store.product(id).await.unwrap();
        assert_eq!(changed.details.name.as_str(), "Tram");
        assert_eq!(changed.details.brand.as_str(), "Lichtwerk");

        let refusing = |_: &Product| Err(DomainError::ChangedMeanwhile);
        let refused = world.store.edit_product(errand, id, &refusing).await;
        assert_eq!(refusal(refused), DomainError::ChangedMeanwhile);
        assert_eq!(world.store.product(id).await.unwrap().0, changed);
        world.all_is_well().await;
    });
}

// R4.3: not a second time by accident.
#[test]
fn the_same_product_twice_is_refused_unless_it_is_meant() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let actor = account(ada, "ada");
        let (list, _) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "1").await;
        let add = async |adding: Adding| {
            world.store.add_gift(world.errand(&actor), ada, list, adding).await
        };
        let once_more = Adding { again: false, ..adding("Train", "1") };
        assert_eq!(refusal(add(once_more.clone()).await), DomainError::OnListAlready { gift });
        assert!(add(Adding { again: true, ..once_more.clone() }).await.is_ok());
        let link = Link::parse(TRAIN).unwrap();
        let already = world.store.on_list_already(ada, list, None, Some(&link)).await.unwrap();
        assert_eq!(already.unwrap().id, gift);
        // A product of the catalogue is another; what is not in it is not found.
        let own = product_of(&world, ada, list, gift).await;
        let of_own = Adding { product: Some(own), ..once_more };
        assert_eq!(refusal(add(Adding { again: true, ..of_own }).await), DomainError::NotFound);
    });
}

// R4.5: what the catalogue says is not its owners' to change.
#[test]
fn owners_do_not_change_what_is_the_catalogues() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let actor = account(ada, "ada");
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "1").await;
        promote(&world, product_of(&world, ada, list, gift).await).await.unwrap();
        let rule = |_: &_, gift: domain::Gift| {
            let name = domain::GiftName::parse("Mine").unwrap();
            let details = domain::GiftDetails { name, ..gift.details.clone() };
            Ok((domain::Gift { details, ..gift }, vec![]))
        };
        world.store.change_gift(world.errand(&actor), ada, list, gift, &rule).await.unwrap();
        let kept = world.store.owned_gift(ada, list, gift).await.unwrap().1;
        assert_eq!(kept.details.name.as_str(), "Wooden train");
        let link = world.store.shop_link(&share, gift).await.unwrap();
        assert_eq!(link.unwrap().as_str(), TRAIN);
        assert_eq!(world.store.shop_link(&share_key(list, 9), gift).await.unwrap(), None);
    });
}

// R6.5
#[test]
fn clicks_are_counted_by_shop_and_day_and_two_at_once_are_two() {
    run(async {
        let world = Arc::new(World::new(Engine::Memory).await);
        let clicks = (0..20).map(|_| {
            let world = world.clone();
            tokio::spawn(async move { world.store.count_click("shop.example", now()).await })
        });
        for click in clicks.collect::<Vec<_>>() {
            click.await.unwrap().unwrap();
        }
        let contents = world.store.contents().await.unwrap();
        let counted: Vec<_> = contents.iter().filter(|row| row.starts_with("click ")).collect();
        assert_eq!(counted.len(), 1);
        assert!(counted[0].contains("\"clicks\":20"), "{}", counted[0]);
    });
}

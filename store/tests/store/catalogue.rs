//! The catalogue, and the way into it (R6.1, R6.2).

mod promotion;
mod taken_out;

use std::sync::atomic::{AtomicU32, Ordering};

use domain::{
    Brand, DomainError, Gift, GiftDetails, GiftForm, GiftId, InvitationWay, Letter, Link, ListId,
    PersonId, PictureId, Product, ProductDetails, ProductForm, ProductId, ProductWish, ReviewNote,
    Standing, Surprise,
};
use store::{Adding, Inviting};
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

pub async fn product_of(world: &World, owner: PersonId, list: ListId, gift: GiftId) -> ProductId {
    world.store.owned_gift(owner, list, gift).await.unwrap().1.product
}

async fn promote(world: &World, id: ProductId) -> Result<Vec<ListId>, store::StoreError> {
    let admin = account(PersonId::new(uuid::Uuid::from_u128(7)), "admin");
    let rule = |_: &Product| Ok(filled("Wooden train", TRAIN));
    world.store.promote(world.errand(&admin), id, AT_ONCE, &rule).await
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
        let promoted = world.store.promote(world.errand(&admin), id, AT_ONCE, &rule).await;
        assert_eq!(promoted.unwrap(), [list]);
    });
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
        assert_eq!(world.store.merge(errand, own, into, AT_ONCE, &agreed).await.unwrap(), [list]);
        let moved = world.store.owned_gift(ada, list, gift).await.unwrap().1;
        assert_eq!((moved.product, moved.counts.reserved()), (into, 1));
        assert_eq!(world.store.waiting_count().await.unwrap(), 0);
        assert!(matches!(
            refusal(world.store.merge(errand, own, into, AT_ONCE, &agreed).await),
            DomainError::WrongState { .. }
        ));
        world.all_is_well().await;
    });
}

// R6.4
#[test]
fn nothing_shows_the_picture_of_what_gave_way_to_another_product() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let admin = account(world.person("admin").await, "admin");
        let ada = world.person("ada").await;
        let (list, _) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "2").await;
        let (actor, picture) = (account(ada, "ada"), PictureId::new([7; 32]));
        let show = |_: &_, gift: Gift| {
            let details = GiftDetails { picture: Some(picture.clone()), ..gift.details.clone() };
            Ok((Gift { details, ..gift }, vec![]))
        };
        world.store.change_gift(world.errand(&actor), ada, list, gift, &show).await.unwrap();
        assert!(world.store.pictures().await.unwrap().contains(&picture));
        let ProductWish { details, hidden } = filled("Wooden train", TRAIN);
        let errand = world.errand(&admin);
        let into = world.store.create_product(errand, details, hidden).await.unwrap();
        let own = product_of(&world, ada, list, gift).await;
        let agreed = |_: &Product| Ok(());
        world.store.merge(errand, own, into, AT_ONCE, &agreed).await.unwrap();
        assert!(world.store.pictures().await.unwrap().is_empty());
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

// R6.2
#[test]
fn why_a_product_is_declined_is_told_to_somebody_who_still_looks_after_its_list() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, ben) = (world.person("ada").await, world.person("ben").await);
        let (list, _) = world.list(ada, Surprise::Show).await;
        let (store, actor) = (&world.store, account(ada, "ada"));
        let errand = world.errand(&actor);
        let way = InvitationWay::Link;
        let asked = Inviting { way, language: "de".to_owned(), quotas: vec![] };
        let invitation = store.invite(errand, ada, list, &asked).await.unwrap();
        store.join_list(errand, invitation, ben).await.unwrap();
        let (first, second) = (world.gift(ben, list, "1").await, world.gift(ben, list, "1").await);
        let note = ReviewNote::parse("This leads to a search page.").unwrap();
        let agreed = |_: &Product| Ok(());
        for (gift, person) in [(first, ben), (second, ada)] {
            world.letters().await;
            let product = product_of(&world, ada, list, gift).await;
            store.decline(errand, product, note.clone(), &agreed).await.unwrap();
            assert_eq!(world.letters().await, [Letter::ProductDeclined { person, product }]);
            if person == ben {
                store.remove_co_owner(errand, ada, list, ben).await.unwrap();
            }
        }
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
        let product = world.store.product(id).await.unwrap();
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
        let changed = world.store.product(id).await.unwrap();
        assert_eq!(changed.details.name.as_str(), "Tram");
        assert_eq!(changed.details.brand.as_str(), "Lichtwerk");

        let refusing = |_: &Product| Err(DomainError::ChangedMeanwhile);
        let refused = world.store.edit_product(errand, id, &refusing).await;
        assert_eq!(refusal(refused), DomainError::ChangedMeanwhile);
        assert_eq!(world.store.product(id).await.unwrap(), changed);
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

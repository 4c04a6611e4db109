//! Products that come with their ids (R6.6).

use domain::{
    DomainError, GiftForm, Product, ProductForm, ProductId, Standing, Surprise, WrongState,
};
use store::{Adding, CatalogueEntry};
use test_case::test_case;
use uuid::Uuid;

use crate::world::*;

fn id(number: u128) -> ProductId {
    ProductId::new(Uuid::from_u128(number))
}

fn entry(number: u128, word: &str, price: &str) -> CatalogueEntry {
    let form = ProductForm {
        link: format!("https://shop.example/{word}"),
        name: word.to_owned(),
        price: price.to_owned(),
        currency: "EUR".to_owned(),
        price_on: "2026-03-02".to_owned(),
        ..ProductForm::default()
    };
    let wish = form.parse(now().date_naive(), None).unwrap();
    CatalogueEntry { id: id(number), details: wish.details, hidden: wish.hidden }
}

#[test]
fn products_are_put_there_under_their_ids_and_changed_where_they_are() {
    run(async {
        let world = World::new(Engine::Disk).await;
        let admin = account(world.person("admin").await, "admin");
        let errand = world.errand(&admin);
        let put = async |entries: &[CatalogueEntry]| {
            world.store.put_products(errand, entries).await.unwrap()
        };
        let (lamp, mat) = (entry(1, "lamp", "27.00"), entry(2, "mat", "89.00"));
        let first = put(&[lamp.clone(), mat.clone()]).await;
        assert_eq!((first.created.len(), first.changed.len()), (2, 0));
        let again = put(&[lamp.clone(), mat.clone()]).await;
        assert_eq!(again, store::Put::default(), "nothing is new");

        let ada = world.person("ada").await;
        let actor = account(ada, "ada");
        let (list, _) = world.list(ada, Surprise::Keep).await;
        let on_list = Adding { product: Some(id(1)), ..adding("x", "1") };
        let gift = world.store.add_gift(world.errand(&actor), ada, list, on_list).await.unwrap();
        let cheaper = CatalogueEntry { hidden: true, ..entry(1, "lamp", "25.00") };
        let changed = put(&[cheaper.clone(), mat]).await;
        assert_eq!((changed.changed, changed.lists), (vec![id(1)], vec![list]));
        let shown = world.store.owned_gift(ada, list, gift).await.unwrap().1;
        assert_eq!(shown.details.price, cheaper.details.price);
        assert_eq!(shown.standing, Standing::Catalogue { hidden: true });
        // What an admin did stays, whatever comes with the program.
        let stock = [(id(1), lamp.details)];
        assert_eq!(world.store.stock(&stock, now()).await.unwrap(), 0);
        world.all_is_well().await;
        world.log_makes_the_same().await;
    });
}

#[test]
fn all_of_them_are_put_there_or_none() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let admin = account(world.person("admin").await, "admin");
        let errand = world.errand(&admin);
        let ada = world.person("ada").await;
        let (list, _) = world.list(ada, Surprise::Keep).await;
        let gift = world.gift(ada, list, "1").await;
        let own = world.store.owned_gift(ada, list, gift).await.unwrap().1.product;
        world.store.put_products(errand, &[entry(1, "lamp", "27.00")]).await.unwrap();
        let entries = [
            entry(3, "kite", "9"),
            entry(2, "lamp", "27.00"),
            entry(4, "kite", "9"),
            entry(3, "other", "9"),
            CatalogueEntry { id: own, ..entry(5, "own", "9") },
        ];
        let put = world.store.put_products(errand, &entries).await.unwrap();
        let refused = vec![
            (id(2), DomainError::InCatalogueAlready { product: id(1) }),
            (id(4), DomainError::InCatalogueAlready { product: id(3) }),
            (id(3), DomainError::wrong_state(WrongState::Twice)),
            (own, DomainError::wrong_state(WrongState::Waiting)),
        ];
        assert_eq!(put, store::Put { refused, ..store::Put::default() });
        assert!(world.store.product(id(3)).await.is_err());
        // What was taken away comes back.
        world.store.delete_product(errand, id(1)).await.unwrap();
        let back = world.store.put_products(errand, &[entry(1, "lamp", "27.00")]).await.unwrap();
        assert_eq!(back.changed, [id(1)]);
        assert!(world.store.product(id(1)).await.is_ok());
        world.all_is_well().await;
    });
}

// R6.1
#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn of_two_who_put_a_product_upon_what_both_have_read_one_is_told(engine: Engine) {
    run(async move {
        let world = World::new(engine).await;
        let admin = account(world.person("admin").await, "admin");
        let (store, errand) = (&world.store, world.errand(&admin));
        store.put_products(errand, &[entry(1, "lamp", "27.00")]).await.unwrap();
        let told = [(id(1), DomainError::ChangedMeanwhile)];
        for round in 1..=50 {
            let read = store.product(id(1)).await.unwrap();
            let still = |there: Option<&Product>| match there {
                Some(there) if *there == read => Ok(()),
                _ => Err(DomainError::ChangedMeanwhile),
            };
            let cheap = entry(1, "lamp", &format!("{round}.10"));
            let dear = entry(1, "lamp", &format!("{round}.20"));
            let (one, two) = tokio::join!(
                store.put_product(errand, &cheap, &still),
                store.put_product(errand, &dear, &still),
            );
            let (one, two) = (one.unwrap(), two.unwrap());
            let (made, late) = if one.refused.is_empty() { (one, two) } else { (two, one) };
            assert_eq!((&made.changed[..], &late.refused[..]), (&[id(1)][..], &told[..]));
        }
        // One that was taken away is not there to be put in the place of.
        let there = |there: Option<&Product>| match there {
            Some(_) => Ok(()),
            None => Err(DomainError::ChangedMeanwhile),
        };
        store.delete_product(errand, id(1)).await.unwrap();
        for number in [1, 2] {
            let put = store.put_product(errand, &entry(number, "lamp", "27.00"), &there).await;
            let refused = vec![(id(number), DomainError::ChangedMeanwhile)];
            assert_eq!(put.unwrap(), store::Put { refused, ..store::Put::default() });
        }
        world.all_is_well().await;
    });
}

#[test]
fn the_catalogue_and_the_queue_are_read_page_by_page() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let admin = account(world.person("admin").await, "admin");
        let entries: Vec<_> =
            (1..=5).map(|number| entry(number, &format!("thing-{number}"), "1")).collect();
        world.store.put_products(world.errand(&admin), &entries).await.unwrap();
        let ids = async |after, most| {
            let page = world.store.catalogue_after(after, most).await.unwrap();
            page.into_iter().map(|product| product.id).collect::<Vec<_>>()
        };
        assert_eq!(ids(None, 2).await, [id(1), id(2)]);
        assert_eq!(ids(Some(id(2)), 2).await, [id(3), id(4)]);
        assert_eq!(ids(Some(id(4)), 2).await, [id(5)]);
        assert!(ids(Some(id(5)), 2).await.is_empty());

        let ada = world.person("ada").await;
        let actor = account(ada, "ada");
        let mut made = Vec::new();
        for name in ["Swing", "Slide", "Seesaw"] {
            let form = GiftForm { name: name.to_owned(), ..GiftForm::default() };
            let details = form.parse(now().date_naive(), None).unwrap().details.product();
            let errand = world.errand(&actor);
            made.push(world.store.make_product(errand, ada, details).await.unwrap());
        }
        let first = world.store.queue_after(None, 2).await.unwrap();
        assert_eq!(first.iter().map(|queued| queued.product.id).collect::<Vec<_>>(), made[..2]);
        assert!(first.iter().all(|queued| queued.made_by == Some(ada)));
        let rest = world.store.queue_after(Some(made[1]), 2).await.unwrap();
        assert_eq!(rest.iter().map(|queued| queued.product.id).collect::<Vec<_>>(), made[2..]);
    });
}

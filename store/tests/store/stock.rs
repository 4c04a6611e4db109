//! Products that come with the program (R8.5).

use domain::{Product, ProductDetails, ProductForm, ProductId, ProductWish, Standing, Surprise};
use store::Adding;
use uuid::Uuid;

use crate::world::*;

fn id(number: u128) -> ProductId {
    ProductId::new(Uuid::from_u128(number))
}

fn details(word: &str, price: &str) -> ProductDetails {
    let form = ProductForm {
        link: format!("https://shop.example/{word}"),
        name: word.to_owned(),
        price: price.to_owned(),
        currency: "EUR".to_owned(),
        price_on: "2026-03-02".to_owned(),
        ..ProductForm::default()
    };
    form.parse(now().date_naive(), None).unwrap().details
}

#[test]
fn products_of_the_house_are_there_once_and_follow_their_file() {
    run(async {
        let world = World::new(Engine::Disk).await;
        let stock = async |products: &[(ProductId, ProductDetails)]| {
            world.store.stock(products, now()).await.unwrap()
        };
        let (lamp, mat) = ((id(1), details("lamp", "27.00")), (id(2), details("mat", "89.00")));
        assert_eq!(stock(&[lamp.clone(), mat.clone()]).await, 2);
        assert_eq!(stock(&[lamp.clone(), mat.clone()]).await, 0, "nothing is new");
        let (product, lists) = world.store.product_on_lists(id(1)).await.unwrap();
        assert_eq!((&product.details, lists), (&lamp.1, 0));
        assert_eq!(product.standing, Standing::Catalogue { hidden: false });

        // Somebody's list shows what the file says now, and open pages hear of it.
        let ada = world.person("ada").await;
        let actor = account(ada, "ada");
        let (list, _) = world.list(ada, Surprise::Keep).await;
        let adding = Adding { product: Some(id(1)), ..adding("x", "1") };
        let gift = world.store.add_gift(world.errand(&actor), ada, list, adding).await.unwrap();
        let before = world.store.owned_gift(ada, list, gift).await.unwrap().0.owner_revision;
        let cheaper = (id(1), details("lamp", "25.00"));
        assert_eq!(stock(&[cheaper.clone(), mat.clone()]).await, 1);
        let (shown, kept) = world.store.owned_gift(ada, list, gift).await.unwrap();
        assert_eq!(kept.details.price, cheaper.1.price);
        assert!(shown.owner_revision > before);
        world.all_is_well().await;

        // The log makes the same store again.
        world.log_makes_the_same().await;
    });
}

#[test]
fn what_an_admin_changed_or_another_product_is_stays_as_it_is() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let admin = account(world.person("admin").await, "admin");
        let (lamp, mat) = ((id(1), details("lamp", "27.00")), (id(2), details("mat", "89.00")));
        let errand = world.errand(&admin);
        world.store.stock(std::slice::from_ref(&lamp), now()).await.unwrap();
        let theirs = details("lamp", "19.00");
        let rule = |_: &Product| Ok(ProductWish { details: theirs.clone(), hidden: true });
        world.store.edit_product(errand, id(1), &rule).await.unwrap();
        let other = world.store.create_product(errand, mat.1.clone(), false).await.unwrap();
        assert_eq!(world.store.stock(&[lamp, mat], now()).await.unwrap(), 0);
        let kept = world.store.product(id(1)).await.unwrap();
        assert_eq!((kept.details, kept.standing), (theirs, Standing::Catalogue { hidden: true }));
        assert!(world.store.product(id(2)).await.is_err());
        // Articles show neither what is hidden nor what is not there.
        let shown = world.store.shown_products(&[id(1), id(2), other]).await.unwrap();
        assert_eq!(shown.iter().map(|product| product.id).collect::<Vec<_>>(), [other]);
        assert!(world.store.shown_products(&[]).await.unwrap().is_empty());
    });
}

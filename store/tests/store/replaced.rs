//! What givers hear of what an admin makes of a product that they promised (R4.6, R6.2).

use std::sync::Arc;

use chrono::TimeDelta;
use domain::{Letter, Product, ProductForm, ProductWish, Surprise};
use store::{Errand, Held};
use test_case::test_case;

use crate::{catalogue::product_of, world::*};

const PAUSE: TimeDelta = TimeDelta::minutes(5);

fn named(name: &str, link: &str) -> ProductWish {
    let form = ProductForm {
        link: link.to_owned(),
        name: name.to_owned(),
        price: "12.50".to_owned(),
        currency: "EUR".to_owned(),
        ..ProductForm::default()
    };
    form.parse(now().date_naive(), None).unwrap()
}

fn changed(held: &Held) -> Letter {
    Letter::GiftChanged { reservation: held.reservation.id }
}

// R4.6
#[test_case(true; "taken into the catalogue, with another that has its link")]
#[test_case(false; "replaced by one of the catalogue")]
fn givers_are_told_of_what_reads_differently_then(promotes: bool) {
    run(async move {
        let world = World::new(Engine::Memory).await;
        let (ada, ben) = (world.person("ada").await, world.person("ben").await);
        let admin = account(world.person("admin").await, "admin");
        let (of_ada, share) = world.list(ada, Surprise::Keep).await;
        let (of_ben, share_of_ben) = world.list(ben, Surprise::Keep).await;
        let mine = world.gift(ada, of_ada, "3").await;
        let theirs = world.gift(ben, of_ben, "3").await;
        let tom = world.reserve(&share, "tom", asked("tom", mine, 1, "f1")).await.unwrap();
        let pia = world.reserve(&share, "pia", asked("pia", mine, 1, "f2")).await.unwrap();
        let eve = world.reserve(&share_of_ben, "eve", asked("eve", theirs, 1, "f3")).await.unwrap();
        world.cancel(pia.reservation.id).await.unwrap();
        world.letters().await;

        let (errand, id) = (world.errand(&admin), product_of(&world, ada, of_ada, mine).await);
        let told = if promotes {
            let rule = |_: &Product| Ok(named("Wooden train", "https://shop.example/train"));
            world.store.promote(errand, id, PAUSE, &rule).await.unwrap();
            vec![changed(&tom), changed(&eve)]
        } else {
            let ProductWish { details, hidden } = named("Crane", "https://shop.example/crane");
            let into = world.store.create_product(errand, details, hidden).await.unwrap();
            let agreed = |_: &Product| Ok(());
            world.store.merge(errand, id, into, PAUSE, &agreed).await.unwrap();
            vec![changed(&tom)]
        };
        assert!(world.letters_at(later(4)).await.is_empty());
        let heard = world.letters_at(later(6)).await;
        assert_eq!(heard.len(), told.len(), "{heard:?}");
        assert!(told.iter().all(|letter| heard.contains(letter)), "{heard:?}");
        world.all_is_well().await;
    });
}

// R4.6: what they read was the product from before, however late they reserved it.
#[test]
fn who_reserves_while_it_is_taken_in_is_told_too() {
    run(async {
        let world = Arc::new(World::new(Engine::Memory).await);
        let ada = world.person("ada").await;
        let admin = account(world.person("admin").await, "admin");
        let (list, share) = world.list(ada, Surprise::Keep).await;
        let gift = world.gift(ada, list, "3").await;
        let tom = world.reserve(&share, "tom", asked("tom", gift, 1, "f1")).await.unwrap();
        let id = product_of(&world, ada, list, gift).await;
        world.letters().await;
        let paused = Arc::new(Paused::once());
        let promoting = {
            let (world, paused) = (world.clone(), paused.clone());
            tokio::spawn(async move {
                let errand = Errand { ids: &*paused, ..world.errand(&admin) };
                let rule = |_: &Product| Ok(named("Wooden train", "https://shop.example/train"));
                world.store.promote(errand, id, AT_ONCE, &rule).await
            })
        };
        paused.meet();
        let eve = world.reserve(&share, "eve", asked("eve", gift, 1, "f2")).await.unwrap();
        assert_eq!(eve.gift.details.name.as_str(), "Train");
        paused.meet();
        assert_eq!(promoting.await.unwrap().unwrap(), [list]);
        let heard = world.letters().await;
        for held in [&tom, &eve] {
            assert!(heard.contains(&changed(held)), "{heard:?}");
        }
        world.all_is_well().await;
    });
}

// R4.6: nothing else is a reason to write to them. What is hidden may be shown before the mail leaves,
// which looks at that.
#[test]
fn what_reads_as_before_is_no_news_and_what_is_hidden_may_be() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let owner = account(ada, "owner");
        let admin = account(world.person("admin").await, "admin");
        let (list, share) = world.list(ada, Surprise::Keep).await;
        let (same, hidden) = (world.gift(ada, list, "1").await, world.gift(ada, list, "1").await);
        world.reserve(&share, "tom", asked("tom", same, 1, "f1")).await.unwrap();
        let kept = world.reserve(&share, "tom", asked("tom", hidden, 1, "f2")).await.unwrap();
        let hide = |_: &domain::List, gift: domain::Gift| {
            let gift = domain::Gift { hidden: gift.id == hidden, ..gift };
            Ok((gift, vec![]))
        };
        world.store.change_gift(world.errand(&owner), ada, list, hidden, &hide).await.unwrap();
        world.letters().await;
        let errand = world.errand(&admin);
        let into = named("Crane", "https://shop.example/crane");
        let into = world.store.create_product(errand, into.details, false).await.unwrap();
        let agreed = |_: &Product| Ok(());
        let id = product_of(&world, ada, list, hidden).await;
        world.store.merge(errand, id, into, AT_ONCE, &agreed).await.unwrap();
        let id = product_of(&world, ada, list, same).await;
        let as_it_is =
            |product: &Product| Ok(ProductWish { details: product.details.clone(), hidden: false });
        world.store.promote(errand, id, AT_ONCE, &as_it_is).await.unwrap();
        assert_eq!(world.letters().await, [changed(&kept)]);
    });
}

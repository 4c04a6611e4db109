//! How often people went on to which shop (R6.5), and of which shops that is told (R8.6).

use std::sync::Arc;

use chrono::{Days, TimeDelta};
use domain::{
    GiftForm, PersonId, Surprise,
    kpis::{Period, ShopClicks},
};
use store::Adding;
use test_case::test_case;

use crate::world::*;

/// Makes lists with a gift that is sold there.
async fn lists_with(world: &World, owner: PersonId, link: &str, lists: usize) {
    let actor = account(owner, "owner");
    for _ in 0..lists {
        let (list, _) = world.list(owner, Surprise::Keep).await;
        let form = GiftForm {
            name: "Train".to_owned(),
            wanted: "1".to_owned(),
            link: link.to_owned(),
            ..GiftForm::default()
        };
        let wish = form.parse(now().date_naive(), None).unwrap();
        let adding = Adding { wish, product: None, again: false };
        world.store.add_gift(world.errand(&actor), owner, list, adding).await.unwrap();
    }
}

fn shop(name: &str, clicks: u64, before: u64) -> ShopClicks {
    ShopClicks { shop: name.to_owned(), clicks, before }
}

/// People go on to a shop so many times, some days from now.
async fn went_on(world: &World, shop: &str, days: i64, times: u32) {
    let then = now() + TimeDelta::days(days);
    world.store.add_clicks(shop, then.date_naive(), times, then).await.unwrap();
}

// R6.5
#[test]
fn clicks_are_counted_by_shop_and_day_and_two_at_once_are_two() {
    run(async {
        let world = Arc::new(World::new(Engine::Memory).await);
        let clicks = (0..20).map(|_| {
            let world = world.clone();
            let day = now().date_naive();
            tokio::spawn(async move { world.store.add_clicks("shop.example", day, 2, now()).await })
        });
        for click in clicks.collect::<Vec<_>>() {
            click.await.unwrap().unwrap();
        }
        let contents = world.store.contents().await.unwrap();
        let counted: Vec<_> = contents.iter().filter(|row| row.starts_with("click ")).collect();
        assert_eq!(counted.len(), 1);
        assert!(counted[0].contains("\"clicks\":40"), "{}", counted[0]);
    });
}

// R3.6, R6.5, R8.6
#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn shops_of_many_lists_are_told_with_the_days_that_may_be_told(engine: Engine) {
    run(async move {
        let world = World::new(engine).await;
        let ada = world.person("ada").await;
        for (link, lists) in [
            ("https://shop.example/train", 10),
            ("https://www.toys.example/kite?size=2", 10),
            ("https://few.example/lamp", 9),
        ] {
            lists_with(&world, ada, link, lists).await;
        }
        for (name, day, times) in [
            ("shop.example", -1, 7),
            ("shop.example", 0, 1),
            ("shop.example", 2, 1),
            ("shop.example", 3, 2),
            ("toys.example", 1, 3),
            ("toys.example", 3, 4),
            ("toys.example", 4, 5),
            ("few.example", 3, 6),
            ("nowhere.example", 3, 1),
        ] {
            went_on(&world, name, day, times).await;
        }
        let today = now().date_naive();
        let period = Period { from: today + Days::new(2), to: today + Days::new(3) };
        let told = world.store.shop_clicks(period, &[]).await.unwrap();
        assert_eq!(told, [shop("toys.example", 4, 3), shop("shop.example", 3, 1)]);
        let untold = [today, period.to];
        let told = world.store.shop_clicks(period, &untold).await.unwrap();
        assert_eq!(told, [shop("shop.example", 1, 0)]);

        // With a tenth list it is told, too. Of equals the names say which comes first.
        lists_with(&world, ada, "https://few.example/vase", 1).await;
        went_on(&world, "shop.example", 2, 1).await;
        went_on(&world, "few.example", 1, 1).await;
        let told = world.store.shop_clicks(period, &[]).await.unwrap();
        let expected =
            [shop("few.example", 6, 1), shop("shop.example", 4, 1), shop("toys.example", 4, 3)];
        assert_eq!(told, expected);
        let before = period.before();
        let told = world.store.shop_clicks(before, &[]).await.unwrap();
        let expected =
            [shop("toys.example", 3, 0), shop("few.example", 1, 0), shop("shop.example", 1, 7)];
        assert_eq!(told, expected);
        world.all_is_well().await;
    });
}

//! No product is taken away while it is put on a list, whichever way (R6.1, R6.2).

use std::sync::Arc;

use domain::{
    DomainError, GiftId, ListId, PersonId, ProductId, ProductWish, Standing, Surprise, WrongState,
};
use store::{Adding, Errand, Ids, StoreError};
use test_case::test_case;

use super::{TRAIN, filled, product_of};
use crate::world::*;

/// How a product comes on a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Out of the catalogue.
    Chosen,
    /// By a program, which names it.
    Named,
    /// By its link, in a file of gifts.
    File,
    /// With a list that is copied.
    Copied,
    /// It was on the list before.
    PutBack,
    /// The same, of a product of the owner's own.
    OwnPutBack,
}

/// Somebody with a list, and a product that is on none but what is copied.
struct Scene {
    world: World,
    ada: PersonId,
    admin: PersonId,
    list: ListId,
    product: ProductId,
    /// A gift of that product, which is copied, or was taken off the list.
    gift: Option<GiftId>,
}

impl Scene {
    async fn new(way: Way) -> Arc<Self> {
        let world = World::new(Engine::Disk).await;
        let (ada, admin) = (world.person("ada").await, world.person("admin").await);
        let (list, _) = world.list(ada, Surprise::Show).await;
        if way == Way::OwnPutBack {
            let gift = world.gift(ada, list, "1").await;
            let product = product_of(&world, ada, list, gift).await;
            let scene = Self { world, ada, admin, list, product, gift: Some(gift) };
            scene.take_off(&scene.world.ids, true).await.unwrap();
            return Arc::new(scene);
        }
        let ProductWish { details, hidden } = filled("Wooden train", TRAIN);
        let actor = account(admin, "admin");
        let made = world.store.create_product(world.errand(&actor), details, hidden).await;
        let product = made.unwrap();
        let mut scene = Self { world, ada, admin, list, product, gift: None };
        if matches!(way, Way::Copied | Way::PutBack) {
            scene.gift = Some(scene.choose(&scene.world.ids).await.unwrap());
        }
        // What is copied has to be on its list.
        if way == Way::PutBack {
            scene.take_off(&scene.world.ids, true).await.unwrap();
        }
        Arc::new(scene)
    }

    async fn choose(&self, ids: &dyn Ids) -> Result<GiftId, StoreError> {
        let actor = account(self.ada, "ada");
        let errand = Errand { ids, ..self.world.errand(&actor) };
        let adding = Adding { product: Some(self.product), ..adding("x", "1") };
        self.world.store.add_gift(errand, self.ada, self.list, adding).await
    }

    async fn take_off(&self, ids: &dyn Ids, removed: bool) -> Result<(), StoreError> {
        let actor = account(self.ada, "ada");
        let errand = Errand { ids, ..self.world.errand(&actor) };
        let rule = |list: &_, gift| domain::set_gift_removed(list, gift, removed);
        let gift = self.gift.unwrap();
        self.world.store.change_gift(errand, self.ada, self.list, gift, &rule).await.map(drop)
    }

    async fn put(&self, way: Way, ids: &dyn Ids) -> Result<(), StoreError> {
        let actor = account(self.ada, "ada");
        let errand = Errand { ids, ..self.world.errand(&actor) };
        let (store, ada, list) = (&self.world.store, self.ada, self.list);
        let wish = wish("Train", "1");
        match way {
            Way::Chosen => self.choose(ids).await.map(drop),
            Way::Named => {
                store.add_own_product(errand, ada, list, self.product, &wish).await.map(drop)
            }
            Way::File => store.add_gifts(errand, ada, list, &[wish]).await,
            Way::Copied => store.copy_list(errand, ada, list).await.map(drop),
            Way::PutBack | Way::OwnPutBack => self.take_off(ids, false).await,
        }
    }

    async fn delete(&self, way: Way, ids: &dyn Ids) -> Result<(), StoreError> {
        let own = way == Way::OwnPutBack;
        let actor = account(if own { self.ada } else { self.admin }, "somebody");
        let errand = Errand { ids, ..self.world.errand(&actor) };
        match own {
            true => self.world.store.delete_own_product(errand, self.ada, self.product).await,
            false => self.world.store.delete_product(errand, self.product).await,
        }
    }
}

// R6.1
#[test_case(Way::Chosen, true)]
#[test_case(Way::Named, true)]
#[test_case(Way::File, false; "by its link in a file it is a product of their own then")]
#[test_case(Way::Copied, false; "a copy is without what was taken off meanwhile")]
#[test_case(Way::PutBack, false; "put back it is a product of their own then")]
#[test_case(Way::OwnPutBack, false; "put back it waits once more")]
fn what_is_taken_away_meanwhile_does_not_come_on_a_list(way: Way, refused: bool) {
    run(async move {
        let scene = Scene::new(way).await;
        let paused = Arc::new(Paused::once());
        let putting = {
            let (scene, paused) = (scene.clone(), paused.clone());
            tokio::spawn(async move { scene.put(way, &*paused).await })
        };
        // It has read the product, and has written nothing yet.
        paused.meet();
        if way == Way::Copied {
            scene.take_off(&scene.world.ids, true).await.unwrap();
        }
        scene.delete(way, &scene.world.ids).await.unwrap();
        paused.meet();
        let put = putting.await.unwrap();
        match refused {
            true => assert_eq!(refusal(put), DomainError::NotFound),
            false => put.unwrap(),
        }
        if let Some(gift) = scene.gift.filter(|_| way != Way::Copied) {
            let gift = scene.world.store.owned_gift(scene.ada, scene.list, gift).await.unwrap().1;
            assert_eq!((gift.removed, gift.standing), (false, Standing::Waiting));
        }
        scene.world.all_is_well().await;
        scene.world.log_makes_the_same().await;
    });
}

// R6.1
#[test_case(Way::Chosen)]
#[test_case(Way::Named)]
#[test_case(Way::File)]
#[test_case(Way::PutBack)]
#[test_case(Way::OwnPutBack)]
fn what_comes_on_a_list_meanwhile_is_not_taken_away(way: Way) {
    run(async move {
        let scene = Scene::new(way).await;
        let paused = Arc::new(Paused::once());
        let deleting = {
            let (scene, paused) = (scene.clone(), paused.clone());
            tokio::spawn(async move { scene.delete(way, &*paused).await })
        };
        // It has seen that no list holds the product, and has written nothing yet.
        paused.meet();
        scene.put(way, &scene.world.ids).await.unwrap();
        paused.meet();
        assert_eq!(refusal(deleting.await.unwrap()), DomainError::wrong_state(WrongState::OnLists));
        scene.world.all_is_well().await;
        scene.world.log_makes_the_same().await;
    });
}

/// Eight people put one product on their lists at the moment at which an admin takes it away: either
/// none of them gets it, or the admin is told that lists hold it. R6.1.
#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn of_those_who_add_and_those_who_take_away_one_kind_is_too_late(engine: Engine) {
    run(async move {
        let world = Arc::new(World::new(engine).await);
        let admin = account(world.person("admin").await, "admin");
        let mut lists = Vec::new();
        for number in 0..8 {
            let person = world.person(&format!("owner{number}")).await;
            lists.push((person, world.list(person, Surprise::Show).await.0));
        }
        for round in 0..24_u64 {
            let link = format!("https://shop.example/{round}");
            let ProductWish { details, hidden } = filled("Wooden train", &link);
            let made = world.store.create_product(world.errand(&admin), details, hidden).await;
            let product = made.unwrap();
            let adding = lists.iter().map(|&(person, list)| {
                let world = world.clone();
                tokio::spawn(async move {
                    let actor = account(person, "owner");
                    let adding = Adding { product: Some(product), ..adding("x", "1") };
                    world.store.add_gift(world.errand(&actor), person, list, adding).await
                })
            });
            let adding: Vec<_> = adding.collect();
            // A little later in each round, so that they meet in the middle of each other.
            tokio::time::sleep(std::time::Duration::from_micros(400 * round)).await;
            let deleted = world.store.delete_product(world.errand(&admin), product).await;
            let mut added = 0;
            for adding in adding {
                match adding.await.unwrap() {
                    Ok(_) => added += 1,
                    late => assert_eq!(refusal(late), DomainError::NotFound),
                }
            }
            match deleted {
                Ok(()) => assert_eq!(added, 0, "in round {round}"),
                late => {
                    assert_eq!(refusal(late), DomainError::wrong_state(WrongState::OnLists));
                    assert_eq!(added, 8, "in round {round}");
                }
            }
        }
        world.all_is_well().await;
    });
}

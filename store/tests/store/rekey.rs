//! Another key of the server's takes the place of one that is no longer good for anything.

use domain::{Letter, ListId, ShareKey, Surprise};
use store::Rekeyed;

use crate::world::*;

// R3.7, R2.8
#[test]
fn every_shared_list_has_another_link_and_no_second_step_is_asked_for() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Keep).await;
        let actor = account(ada, "ada");
        let errand = world.errand(&actor);
        let details = list_form("A draft").parse().unwrap();
        world.store.create_list(errand, ada, details, Surprise::Keep).await.unwrap();
        world.store.turn_on_second_step(errand, ada, 1, 100).await.unwrap();
        world.letters().await;
        let before = world.store.owned_list(ada, list).await.unwrap().list;

        let other =
            |list: ListId, generation: u32| ShareKey::new(format!("other-{list}-{generation}"));
        let done = world.store.rekey(errand, &other).await.unwrap();
        assert_eq!(done, Rekeyed { lists: 1, second_steps: 1 });
        let ben = visitor("ben");
        assert!(world.store.door(&share, &ben).await.unwrap().is_none());
        let now = other(list, before.share_generation);
        let door = world.store.door(&now, &ben).await.unwrap();
        assert_eq!(door.map(|door| door.list.id), Some(list));
        // Pages that show the link fetch themselves anew.
        let after = world.store.owned_list(ada, list).await.unwrap().list;
        assert!(after.owner_revision > before.owner_revision);
        assert!(!world.store.second_step(ada).await.unwrap().unwrap().active);
        assert_eq!(world.letters().await, [Letter::SecondStepOff { person: ada }]);

        let again = world.store.rekey(errand, &other).await.unwrap();
        assert_eq!(again, Rekeyed { lists: 1, second_steps: 0 });
        world.all_is_well().await;
    });
}

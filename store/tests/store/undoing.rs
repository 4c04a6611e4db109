//! What goes with a change of address that is undone, since somebody else may have been in the account.

use store::RECOVERY_CODES;

use crate::{
    address::{move_to, undo},
    world::*,
};

// R2.8: an authenticator from before stays, and codes that somebody was shown since do not.
#[test]
fn recovery_codes_that_came_after_a_change_of_address_go_with_it() {
    run(async {
        for (renewed, generation, used) in [(true, 3, RECOVERY_CODES), (false, 1, 0)] {
            let world = World::new(Engine::Memory).await;
            let ada = world.person("ada").await;
            let actor = account(ada, "ada");
            let before = world.at(&actor, later(-20));
            world.store.turn_on_second_step(before, ada, 1, 100).await.unwrap();
            move_to(&world, &actor, ada, "adele").await;
            let (meanwhile, after) = (world.at(&actor, later(1)), world.at(&actor, later(2)));
            if renewed {
                world.store.renew_recovery_codes(meanwhile, ada).await.unwrap();
            }
            let undo = undo(&world).await;
            world.store.undo_email_change(after, &undo, 30).await.unwrap();
            let second = world.store.second_step(ada).await.unwrap().unwrap();
            assert_eq!((second.active, second.generation), (true, 1));
            let left: Vec<_> = (0..used).collect();
            assert_eq!((second.codes_generation, second.codes_used), (generation, left));
        }
    });
}

// R2.8: nor does an authenticator that somebody was shown meanwhile, and did not set up.
#[test]
fn an_authenticator_that_was_shown_before_an_undo_is_none_of_those_after_it() {
    run(async {
        for had_one in [true, false] {
            let world = World::new(Engine::Memory).await;
            let ada = world.person("ada").await;
            let actor = account(ada, "ada");
            let before = world.at(&actor, later(-20));
            if had_one {
                world.store.turn_on_second_step(before, ada, 1, 100).await.unwrap();
            }
            move_to(&world, &actor, ada, "adele").await;
            let undo = undo(&world).await;
            let errand = world.at(&actor, later(2));
            if had_one {
                world.store.turn_off_second_step(errand, ada).await.unwrap();
            }
            let shown = world.store.second_step(ada).await.unwrap();
            let shown = shown.map_or(0, |second| second.generation) + 1;
            world.store.undo_email_change(errand, &undo, 30).await.unwrap();
            refusal(world.store.turn_on_second_step(errand, ada, shown, 200).await);
            world.store.turn_on_second_step(errand, ada, shown + 1, 200).await.unwrap();
        }
    });
}

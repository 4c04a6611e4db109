//! Lists that ask for a passcode (R3.7).

use domain::{Actor, DomainError, List, ListId, Pass, PasscodeHash, PersonId, Role, Surprise};

use crate::world::*;

fn hash(text: &str) -> Option<PasscodeHash> {
    Some(PasscodeHash::new(text))
}

async fn lock(world: &World, owner: PersonId, list: ListId, hash: Option<PasscodeHash>) -> List {
    let actor = account(owner, "owner");
    let errand = world.errand(&actor);
    let rule = |list: List| -> Result<_, DomainError> { Ok(list.set_passcode(hash.clone())) };
    world.store.change_list(errand, owner, list, &share_key, &rule).await.unwrap()
}

#[test]
fn a_passcode_is_kept_with_its_list_and_asked_for_before_anything_is_reserved() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "9").await;
        let door = world.store.door(&share, &visitor("ben")).await.unwrap().unwrap();
        assert_eq!((door.list.id, door.role, door.list.lock.is_set()), (list, Role::Guest, false));
        let before = world.store.list_revisions(list).await.unwrap().unwrap();

        // A reservation from before stays, and its giver can still change it.
        let held = world.reserve(&share, "cleo", asked("cleo", gift, 1, "before")).await.unwrap();
        lock(&world, ada, list, hash("first")).await;
        let door = world.store.door(&share, &visitor("ben")).await.unwrap().unwrap();
        assert_eq!((door.list.lock.hash, door.list.lock.generation), (hash("first"), 1));
        let after = world.store.list_revisions(list).await.unwrap().unwrap();
        assert!(after.0.owner_revision > before.0.owner_revision, "open pages hear of it");

        let refused = world.reserve(&share, "ben", asked("ben", gift, 1, "a")).await;
        assert_eq!(refusal(refused), DomainError::PasscodeNeeded);
        // Whether there is such a gift is not told either.
        let unknown = domain::GiftId::new(uuid::Uuid::nil());
        let refused = world.reserve(&share, "ben", asked("ben", unknown, 1, "b")).await;
        assert_eq!(refusal(refused), DomainError::PasscodeNeeded);
        world.purchase(held.reservation.id, 1).await.unwrap();

        let passed = |generation| {
            let passes = vec![Pass { list, generation }];
            Actor { passes, ..visitor("ben") }
        };
        let (first, second) = (passed(1), passed(2));
        let asks = asked("ben", gift, 1, "c");
        world.store.reserve(world.errand(&first), &share, asks).await.unwrap();
        lock(&world, ada, list, hash("second")).await;
        let refused = world.store.reserve(world.errand(&first), &share, asked("ben", gift, 1, "d"));
        assert_eq!(refusal(refused.await), DomainError::PasscodeNeeded);
        let refused =
            world.store.reserve(world.errand(&second), &share, asked("ben", gift, 1, "e"));
        assert_eq!(refusal(refused.await), DomainError::AlreadyReserved, "that is known now");

        // Those who edit it are not asked, in their browser either.
        let owner = account(ada, "owner");
        let door = world.store.door(&share, &owner).await.unwrap().unwrap();
        assert!(door.list.require_passed(door.role, &owner).is_ok());
        let at_home = visitor("ada");
        let door = world.store.door(&share, &at_home).await.unwrap().unwrap();
        assert_eq!(door.role, Role::Owner);

        let open = lock(&world, ada, list, None).await;
        assert_eq!((open.lock.is_set(), open.lock.generation), (false, 3));
        let door = world.store.door(&share, &visitor("eve")).await.unwrap().unwrap();
        assert!(door.list.require_passed(door.role, &visitor("eve")).is_ok());
        world.all_is_well().await;
    });
}

#[test]
fn a_new_list_has_none_and_an_unknown_link_no_door() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, _) = world.list(ada, Surprise::Keep).await;
        let owned = world.store.owned_list(ada, list).await.unwrap();
        assert_eq!(owned.list.lock, domain::Lock::default());
        assert!(world.store.door(&share_key(list, 9), &visitor("x")).await.unwrap().is_none());
    });
}

#[test]
fn a_count_is_taken_back() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let quota = store::Quota { what: "passcode", burst: 2, seconds: 360 };
        let store = &world.store;
        for _ in 0..5 {
            assert!(store.tally(quota, "here", now()).await.unwrap().is_none());
            store.take_back(quota, "here", now()).await.unwrap();
        }
        assert!(store.tally(quota, "here", now()).await.unwrap().is_none());
        assert!(store.tally(quota, "here", now()).await.unwrap().is_none());
        assert!(store.tally(quota, "here", now()).await.unwrap().is_some());
        assert!(store.tally(quota, "there", now()).await.unwrap().is_none());
        // Of nothing there is nothing to take back.
        store.take_back(quota, "nowhere", now()).await.unwrap();
        assert!(store.tally(quota, "nowhere", now()).await.unwrap().is_none());
    });
}

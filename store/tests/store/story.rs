//! One story through every room, on every engine.

use domain::{Letter, ListState, ReservationState, Role, Surprise};
use store::MailState;
use test_case::test_case;

use crate::world::*;

#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn a_gift_is_wished_for_promised_and_bought(engine: Engine) {
    run(async move {
        let world = World::new(engine).await;
        let store = &world.store;
        store.ping().await.unwrap();

        // Ada signs up.
        let id = world.start_sign_up("ada").await;
        assert_eq!(world.letters().await, [Letter::ConfirmCode { sign_up: id, generation: 1 }]);
        let ada = world.person("ada").await;
        assert_eq!(world.letters().await.last(), Some(&Letter::Welcome { person: ada }));
        let person = store.person_by_email(&email("ADA@example.org").key()).await.unwrap().unwrap();
        assert_eq!((person.id, person.language.as_str()), (ada, "de"));
        let signed_in = store.session(&session("ada").key, now()).await.unwrap().unwrap();
        assert_eq!(signed_in.person.id, ada);

        // She makes a list, adds two gifts and shares it.
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "3").await;
        let other = world.gift(ada, list, "").await;
        let owned = store.owned_list(ada, list).await.unwrap();
        assert_eq!((owned.role, owned.list.state), (Role::Owner, ListState::Open));
        assert_eq!(owned.gifts.iter().map(|g| g.id).collect::<Vec<_>>(), [gift, other]);
        assert_eq!(store.lists_of(ada).await.unwrap().len(), 1);
        let door = store.door(&share, &visitor("ben")).await.unwrap();
        assert_eq!(door.map(|door| door.list.id), Some(list));

        // Ben, who has no account, reserves two of three.
        let before = store.list_revisions(list).await.unwrap().unwrap();
        let held = world.reserve(&share, "ben", asked("ben", gift, 2, "f1")).await.unwrap();
        let id = held.reservation.id;
        assert_eq!(held.owners, [ada]);
        assert_eq!(held.gift.counts.left(), 1);
        let after = store.list_revisions(list).await.unwrap().unwrap();
        assert_eq!(after.0, before.0, "owners notice nothing of it in their revision");
        assert!(after.1 > before.1);
        assert_eq!(store.mail_state(id).await.unwrap(), Some(MailState::Waiting));
        assert_eq!(
            world.letters().await,
            [
                Letter::ReservationMade { reservation: id },
                Letter::GiftReserved { owner: ada, reservation: id },
            ]
        );
        assert_eq!(store.mail_state(id).await.unwrap(), Some(MailState::Sent));

        // In his browser it shows as his, in another it does not.
        let facts = store.shared_list(&share, &visitor("ben")).await.unwrap().unwrap();
        assert_eq!(facts.mine.iter().map(|r| r.id).collect::<Vec<_>>(), [id]);
        assert_eq!((facts.revision, facts.role), (after.1, Role::Guest));
        let facts = store.shared_list(&share, &visitor("cleo")).await.unwrap().unwrap();
        assert!(facts.mine.is_empty());
        let (promise, name) = store.reservations_of(list).await.unwrap().remove(0);
        assert_eq!((promise.id, name.unwrap().as_str()), (id, "ben"));

        // He changes his mind to three, buys one, takes that back, buys all, and it is done.
        assert_eq!(world.change(id, 3).await.unwrap().gift.counts.left(), 0);
        let bought = world.purchase(id, 1).await.unwrap();
        assert_eq!((bought.gift.counts.reserved(), bought.gift.counts.purchased()), (2, 1));
        let promises = store.reservations_of(list).await.unwrap();
        let part = promises.iter().find(|(r, _)| r.state != ReservationState::Reserved).unwrap();
        let undone = world.undo(part.0.id).await.unwrap();
        assert_eq!(undone.reservation.state.code(), "cancelled", "joined to the other");
        assert_eq!(store.held(id).await.unwrap().unwrap().reservation.quantity, quantity(3));
        let bought = world.purchase(id, 3).await.unwrap();
        assert_eq!((bought.gift.counts.reserved(), bought.gift.counts.purchased()), (0, 3));

        // Of the other gift he takes one, and gives it free again.
        let held = world.reserve(&share, "ben", asked("ben", other, 1, "f2")).await.unwrap();
        let freed = world.cancel(held.reservation.id).await.unwrap();
        assert_eq!(freed.gift.counts.left(), 1);
        assert!(matches!(freed.reservation.state, ReservationState::Cancelled { .. }));
        let freed = Letter::GiftFreed { owner: ada, reservation: held.reservation.id };
        assert!(world.letters().await.contains(&freed));
        world.all_is_well().await;
        assert_eq!(store.mail_backlog(later(2)).await.unwrap(), (0, None, 0));
        assert_eq!(store.counts().await.unwrap()["reserved"], 3);
        world.store.close().await;
    });
}

#[test]
fn what_was_written_is_there_after_closing_and_opening() {
    run(async {
        let world = World::new(Engine::Disk).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Keep).await;
        let World { store, folder, .. } = world;
        let open = store::Store::open(&url(&folder)).await;
        assert!(matches!(open, Err(store::OpenError::Locked(_))), "{:?}", open.err());
        store.close().await;
        let store = store::Store::open(&url(&folder)).await.unwrap();
        assert_eq!(store.migrate(now()).await.unwrap(), Vec::<String>::new());
        let door = store.door(&share, &visitor("ben")).await.unwrap();
        assert_eq!(door.map(|door| door.list.id), Some(list));
        store.close().await;
    });
}

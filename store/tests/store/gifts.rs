//! Lists and gifts in the hands of those who edit them.

use std::collections::HashSet;

use domain::{
    DomainError, Event, Gift, GiftDetails, Letter, ListRevision, ListState, Move, PictureId,
    Surprise, Wanted,
};

use crate::world::*;

// R1
#[test]
fn a_list_of_others_is_as_unknown_as_one_that_never_was() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, eve) = (world.person("ada").await, world.person("eve").await);
        let (list, _) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "1").await;
        let (other, _) = world.list(eve, Surprise::Show).await;
        let actor = account(eve, "eve");
        let errand = world.errand(&actor);
        let store = &world.store;
        let keep = |_: &_, gift: Gift| Ok((gift, vec![]));
        assert_eq!(refusal(store.owned_list(eve, list).await), DomainError::NotFound);
        let nowhere = domain::ListId::new(uuid::Uuid::nil());
        assert_eq!(refusal(store.owned_list(eve, nowhere).await), DomainError::NotFound);
        assert_eq!(refusal(store.owned_gift(eve, other, gift).await), DomainError::NotFound);
        let changed = store.change_gift(errand, eve, other, gift, &keep).await;
        assert_eq!(refusal(changed), DomainError::NotFound);
        let added = store.add_gift(errand, eve, list, adding("Car", "1")).await;
        assert_eq!(refusal(added), DomainError::NotFound);
        let shared = store.change_list(errand, eve, list, &share_key, &|l| l.share()).await;
        assert_eq!(refusal(shared), DomainError::NotFound);
        let moved = store.move_gift(errand, eve, other, gift, Move::Top).await;
        assert_eq!(refusal(moved), DomainError::NotFound);
    });
}

// R3.1, R3.7
#[test]
fn a_link_opens_nothing_before_sharing_and_after_rotating() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let actor = account(ada, "ada");
        let errand = world.errand(&actor);
        let details = list_form("Draft").parse().unwrap();
        let store = &world.store;
        let list = store.create_list(errand, ada, details, Surprise::Show).await.unwrap();
        let link = share_key(list, 0);
        assert!(store.shared_list(&link, &visitor("ben")).await.unwrap().is_none());
        store.change_list(errand, ada, list, &share_key, &|l| l.share()).await.unwrap();
        assert!(store.shared_list(&link, &visitor("ben")).await.unwrap().is_some());
        let rotate = |list: domain::List| Ok(list.rotate_share());
        store.change_list(errand, ada, list, &share_key, &rotate).await.unwrap();
        assert!(store.shared_list(&link, &visitor("ben")).await.unwrap().is_none());
        assert!(store.shared_list(&share_key(list, 1), &visitor("ben")).await.unwrap().is_some());
    });
}

// R4.4
#[test]
fn gifts_move_up_down_and_to_the_top() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, _) = world.list(ada, Surprise::Show).await;
        let mut gifts = Vec::new();
        for _ in 0..4 {
            gifts.push(world.gift(ada, list, "1").await);
        }
        let actor = account(ada, "ada");
        let order = async || {
            let owned = world.store.owned_list(ada, list).await.unwrap();
            owned.gifts.iter().map(|gift| gift.id).collect::<Vec<_>>()
        };
        let mut expected = gifts.clone();
        // Often enough that the room between two gifts runs out.
        for turn in 0..40 {
            let way = [Move::Up, Move::Down, Move::Top, Move::Down][turn % 4];
            let gift = gifts[(turn * 3) % 4];
            let index = expected.iter().position(|other| *other == gift).unwrap();
            if let Some(moved) = domain::reposition(&expected, index, way) {
                expected = moved;
            }
            world.store.move_gift(world.errand(&actor), ada, list, gift, way).await.unwrap();
            assert_eq!(order().await, expected, "turn {turn}");
        }
    });
}

// R4.1, R4.6
#[test]
fn a_changed_gift_tells_its_givers_and_they_keep_what_they_promised() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Keep).await;
        let gift = world.gift(ada, list, "5").await;
        let held = world.reserve(&share, "ben", asked("ben", gift, 3, "f")).await.unwrap();
        world.letters().await;
        let actor = account(ada, "ada");
        let rename = |list: &domain::List, gift: Gift| {
            let wish = wish("Tram", "2");
            let counts = gift.counts.want(wish.wanted, list.keeps_surprise(now()))?;
            let event = Event::GiftEdited { gift: gift.id };
            Ok((Gift { details: wish.details, counts, ..gift }, vec![event]))
        };
        let before = world.store.list_revisions(list).await.unwrap().unwrap();
        let errand = world.errand(&actor);
        let changed = world.store.change_gift(errand, ada, list, gift, &rename).await.unwrap();
        assert_eq!((changed.counts.limit(), changed.counts.left()), (Some(3), 0));
        let stored = world.store.owned_gift(ada, list, gift).await.unwrap().1;
        assert_eq!(stored, changed);
        let after = world.store.list_revisions(list).await.unwrap().unwrap();
        assert!(after.0.owner_revision > before.0.owner_revision && after.1 > before.1);
        let reservation = held.reservation.id;
        assert_eq!(world.letters().await, [Letter::GiftChanged { reservation }]);
        let kept = world.store.held(reservation).await.unwrap().unwrap();
        assert_eq!(kept.reservation.snapshot.name.as_str(), "Train");
        assert_eq!(kept.gift.details.name.as_str(), "Tram");
    });
}

// R3.6, R6.4: what is thrown away is the same whether or not somebody promised it.
#[test]
fn a_picture_that_was_replaced_is_kept_for_nobodys_promise() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Keep).await;
        let gift = world.gift(ada, list, "3").await;
        let actor = account(ada, "ada");
        let [first, second] = [1, 2].map(|byte| PictureId::new([byte; 32]));
        let show = async |shown: &PictureId| {
            let set = |_: &_, gift: Gift| {
                let picture = Some(shown.clone());
                let details = GiftDetails { picture, ..gift.details.clone() };
                Ok((Gift { details, ..gift }, vec![]))
            };
            let errand = world.errand(&actor);
            world.store.change_gift(errand, ada, list, gift, &set).await.unwrap();
            world.store.pictures().await.unwrap()
        };
        assert_eq!(show(&first).await, HashSet::from([first.clone()]));
        let held = world.reserve(&share, "ben", asked("ben", gift, 1, "f")).await.unwrap();
        assert_eq!(held.reservation.snapshot.picture, Some(first));
        assert_eq!(show(&second).await, HashSet::from([second]));
    });
}

// R3.6, R5.2: open pages take what they hear for news because it is more than what they read.
#[test]
fn what_owners_read_rises_also_where_a_surprise_begins_again() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "9").await;
        let actor = account(ada, "ada");
        let read = async || {
            let (list, givers) = world.store.list_revisions(list).await.unwrap().unwrap();
            ListRevision::of(&list, givers, now())
        };
        for surprise in [Surprise::Keep, Surprise::Show, Surprise::Keep] {
            let before = read().await;
            let who = format!("giver{}", before.number);
            world.reserve(&share, &who, asked(&who, gift, 1, &who)).await.unwrap();
            let given = read().await;
            assert_eq!(given == before, before.kept);
            let set = |list: domain::List| list.set_surprise(surprise, true, now());
            let errand = world.errand(&actor);
            world.store.change_list(errand, ada, list, &share_key, &set).await.unwrap();
            let after = read().await;
            assert!(after.number > given.number, "{surprise:?}: {after:?} after {given:?}");
        }
        world.all_is_well().await;
    });
}

// R3.6: givers were told that it is a surprise until the 24th is over.
#[test]
fn givers_hear_of_a_day_by_which_the_surprise_ends_earlier() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Keep).await;
        let gift = world.gift(ada, list, "3").await;
        let held = world.reserve(&share, "ben", asked("ben", gift, 1, "f")).await.unwrap();
        world.letters().await;
        let actor = account(ada, "ada");
        let move_to = async |day: &'static str, confirmed| {
            let form = domain::ListForm { date: day.to_owned(), ..list_form("Birthday") };
            let details = form.parse().unwrap();
            let edit = |list: domain::List| list.edit(details.clone(), confirmed, now());
            world.store.change_list(world.errand(&actor), ada, list, &share_key, &edit).await
        };
        assert_eq!(refusal(move_to("2026-12-10", false).await), DomainError::WouldReveal);
        assert_eq!(world.letters().await, []);
        let moved = move_to("2026-12-10", true).await.unwrap();
        assert!(moved.keeps_surprise(now()));
        let reservation = held.reservation.id;
        assert_eq!(world.letters().await, [Letter::SurpriseShortened { reservation }]);
        move_to("2026-12-20", false).await.unwrap();
        assert_eq!(world.letters().await, [], "it ends later");
        world.all_is_well().await;
    });
}

// R3.5, R3.6
#[test]
fn a_closed_list_takes_nothing_new_and_tells_its_givers() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Keep).await;
        let gift = world.gift(ada, list, "").await;
        let any = |_: &_, gift: Gift| {
            let counts = gift.counts.want(Wanted::Any, true)?;
            Ok((Gift { counts, ..gift }, vec![]))
        };
        let actor = account(ada, "ada");
        let errand = world.errand(&actor);
        let store = &world.store;
        store.change_gift(errand, ada, list, gift, &any).await.unwrap();
        let held = world.reserve(&share, "ben", asked("ben", gift, 9, "f")).await.unwrap();
        world.letters().await;
        let close = |list: domain::List| list.close(true, now());
        let closed = store.change_list(errand, ada, list, &share_key, &close).await.unwrap();
        assert_eq!(closed.state, ListState::Closed);
        let reservation = held.reservation.id;
        assert_eq!(world.letters().await, [Letter::ListClosedLifting { reservation }]);
        let late = world.reserve(&share, "cleo", asked("cleo", gift, 1, "g")).await;
        assert_eq!(refusal(late), DomainError::ListClosed);
        let added = store.add_gift(errand, ada, list, adding("Car", "1")).await;
        assert_eq!(refusal(added), DomainError::ListClosed);
        let changed = store.change_gift(errand, ada, list, gift, &any).await;
        assert_eq!(refusal(changed), DomainError::ListClosed);
        world.cancel(reservation).await.unwrap();
        world.all_is_well().await;
    });
}

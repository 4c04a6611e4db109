//! Givers are written to about a list once, however much they promised on it (R7.6, R5.8).

use chrono::{DateTime, Utc};
use domain::{GiftId, Letter, List, ListId, PersonId, ReservationId, ShareKey, Surprise};
use store::Held;
use test_case::test_case;

use crate::world::*;

fn at(moment: &str) -> DateTime<Utc> {
    moment.parse().unwrap()
}

async fn close(world: &World, owner: PersonId, list: ListId) {
    let actor = account(owner, "owner");
    let rule = |list: List| list.close(true, now());
    world.store.change_list(world.errand(&actor), owner, list, &share_key, &rule).await.unwrap();
}

/// Everything that Ben promised, with one address in two browsers, of which the second is bought; and
/// what Cleo did.
async fn promises(
    world: &World,
    share: &ShareKey,
    gifts: [GiftId; 3],
) -> ([ReservationId; 4], ReservationId) {
    let id = |held: Held| held.reservation.id;
    let reserve = async |browser: &str, who: &str, gift, form: &str| {
        id(world.reserve(share, browser, asked(who, gift, 1, form)).await.unwrap())
    };
    let bens = [
        reserve("home", "ben", gifts[0], "a").await,
        reserve("home", "ben", gifts[1], "b").await,
        reserve("home", "ben", gifts[2], "c").await,
        reserve("work", "ben", gifts[0], "d").await,
    ];
    world.purchase(bens[1], 1).await.unwrap();
    (bens, reserve("cleo", "cleo", gifts[0], "e").await)
}

async fn three_gifts(world: &World, owner: PersonId, list: ListId) -> [GiftId; 3] {
    [
        world.gift(owner, list, "9").await,
        world.gift(owner, list, "9").await,
        world.gift(owner, list, "9").await,
    ]
}

// R7.6
#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn what_becomes_of_a_list_is_told_to_each_giver_once(engine: Engine) {
    run(async move {
        let world = World::new(engine).await;
        let store = &world.store;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Keep).await;
        let gifts = three_gifts(&world, ada, list).await;
        let (bens, cleos) = promises(&world, &share, gifts).await;
        let over = world.reserve(&share, "dora", asked("dora", gifts[0], 1, "f")).await.unwrap();
        world.cancel(over.reservation.id).await.unwrap();
        world.letters().await;

        let ids = async |of| {
            let promised = store.promised_on_list(of).await.unwrap();
            promised.iter().map(|held| held.reservation.id).collect::<Vec<_>>()
        };
        for of in bens {
            assert_eq!(ids(of).await, bens);
        }
        assert_eq!(ids(cleos).await, [cleos]);

        let each = |letter: fn(ReservationId) -> Letter| [letter(bens[0]), letter(cleos)];
        close(&world, ada, list).await;
        let closed = each(|reservation| Letter::ListClosedLifting { reservation });
        assert_eq!(world.letters().await, closed);

        // Of the one that stands for all of them nothing is left, but of the others.
        world.cancel(bens[0]).await.unwrap();
        world.letters().await;
        assert_eq!(ids(bens[0]).await, bens[1..]);
        let actor = account(ada, "owner");
        let errand = world.errand(&actor);
        store.delete_list(errand, ada, list, "Birthday").await.unwrap();
        let each = |letter: fn(ReservationId) -> Letter| [letter(bens[1]), letter(cleos)];
        assert_eq!(world.letters().await, each(|reservation| Letter::ListDeleted { reservation }));
        store.restore_list(errand, ada, list, &share_key).await.unwrap();
        assert_eq!(world.letters().await, each(|reservation| Letter::ListRestored { reservation }));
        store.delete_account(errand, ada, None).await.unwrap();
        assert_eq!(world.letters().await, each(|reservation| Letter::ListDeleted { reservation }));
        world.all_is_well().await;
    });
}

// R7.6, R5.5: whoever types an address neither speaks for its owner nor takes a mail from them.
#[test]
fn a_confirmed_address_goes_before_one_that_was_only_typed() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "9").await;
        let typed = world.reserve(&share, "eve", asked("ben", gift, 1, "a")).await.unwrap();
        let own = world.reserve(&share, "ben", asked("ben", gift, 1, "b")).await.unwrap();
        let (actor, reservation) = (visitor("ben"), own.reservation.id);
        world.store.verify_giver(world.errand(&actor), own.giver.id).await.unwrap();
        world.letters().await;
        let promised = world.store.promised_on_list(typed.reservation.id).await.unwrap();
        let ids: Vec<_> = promised.iter().map(|held| held.reservation.id).collect();
        assert_eq!(ids, [reservation, typed.reservation.id]);
        close(&world, ada, list).await;
        let actor = visitor("eve");
        let errand = world.errand(&actor);
        world.store.erase_giver(errand, typed.reservation.id, false).await.unwrap();
        assert_eq!(world.letters().await, [Letter::ListClosed { reservation }]);
        assert_eq!(world.store.promised_on_list(reservation).await.unwrap().len(), 1);
        assert!(world.store.promised_on_list(typed.reservation.id).await.unwrap().is_empty());
        world.all_is_well().await;
    });
}

// R5.8, R7.6
#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn a_giver_is_reminded_once_of_all_that_is_not_bought(engine: Engine) {
    run(async move {
        let world = World::new(engine).await;
        let ada = world.person("ada").await;
        // Its day is 2026-12-24, in Berlin.
        let (list, share) = world.list(ada, Surprise::Keep).await;
        let gifts = three_gifts(&world, ada, list).await;
        let (bens, cleos) = promises(&world, &share, gifts).await;
        world.letters().await;
        let morning = at("2026-12-17T08:00:00Z");
        assert_eq!(world.store.remind(morning).await.unwrap(), 2);
        let told = world.letters_at(morning).await;
        assert_eq!(told.len(), 2);
        for reservation in [bens[0], cleos] {
            assert!(told.contains(&Letter::Reminder { reservation }), "{told:?}");
        }

        // Who promises more from then on was reminded already; who had not promised anything was not.
        let late = at("2026-12-18T12:00:00Z");
        for (browser, who, form) in [("phone", "ben", "f"), ("emil", "emil", "g")] {
            let actor = visitor(browser);
            let asked = asked(who, gifts[2], 1, form);
            world.store.reserve(world.at(&actor, late), &share, asked).await.unwrap();
        }
        world.letters_at(late).await;
        let next = at("2026-12-19T08:00:00Z");
        assert_eq!(world.store.remind(next).await.unwrap(), 1);
        let told = world.letters_at(next).await;
        let [Letter::Reminder { reservation }] = told[..] else { panic!("{told:?}") };
        let held = world.store.held(reservation).await.unwrap().unwrap();
        assert_eq!(held.giver.email.unwrap().as_str(), "emil@example.org");
        assert_eq!(world.store.remind(next).await.unwrap(), 0);
        world.all_is_well().await;
    });
}

//! What owners say about where a gift stands, and what its givers hear of it (R4).

use std::{collections::HashSet, sync::Arc};

use chrono::TimeDelta;
use domain::{
    DomainError, Event, Gift, GiftForm, GiftId, Letter, ReservationId, Section, Sectioned as _,
    Surprise,
};
use store::Adding;
use test_case::test_case;

use crate::world::*;

fn section(name: &str) -> Section {
    Section::parse(name).unwrap()
}

fn sorted_in(name: &str, under: &str) -> Adding {
    let form = GiftForm {
        name: name.to_owned(),
        link: "https://shop.example/train".to_owned(),
        further_1: "https://toys.example/train".to_owned(),
        further_2: "https://games.example/train".to_owned(),
        tags: "toys, wood".to_owned(),
        section: under.to_owned(),
        ..GiftForm::default()
    };
    let wish = form.parse(now().date_naive(), None).unwrap();
    Adding { wish, product: None, again: true }
}

async fn order(world: &World, owner: domain::PersonId, list: domain::ListId) -> Vec<Gift> {
    world.store.owned_list(owner, list).await.unwrap().gifts
}

fn ids(gifts: &[Gift]) -> Vec<GiftId> {
    gifts.iter().map(|gift| gift.id).collect()
}

// R4.1
#[test]
fn further_shops_tags_and_headings_read_back_and_come_back_from_the_log() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let actor = account(ada, "ada");
        let adding = sorted_in("Train", "For Ida");
        let details = adding.wish.details.clone();
        let store = &world.store;
        let gift = store.add_gift(world.errand(&actor), ada, list, adding).await.unwrap();
        assert_eq!(store.owned_gift(ada, list, gift).await.unwrap().1.details, details);
        let mut hosts = Vec::new();
        for number in 0..4 {
            let link = store.further_shop_link(&share, gift, number).await.unwrap();
            hosts.push(link.map(|link| link.host()));
        }
        let named = |host: &str| Some(host.to_owned());
        let shops = ["shop.example", "toys.example", "games.example"].map(named);
        assert_eq!((&hosts[..3], &hosts[3]), (&shops[..], &None));
        let elsewhere = store.further_shop_link(&share_key(list, 9), gift, 1).await.unwrap();
        assert_eq!(elsewhere, None);

        let rebuilt = world.made_again().await;
        assert_eq!(rebuilt.store.owned_gift(ada, list, gift).await.unwrap().1.details, details);
    });
}

// R4.4
#[test]
fn a_gift_is_placed_below_another_and_stands_in_its_section() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, _) = world.list(ada, Surprise::Keep).await;
        let actor = account(ada, "ada");
        let mut gifts = Vec::new();
        for (name, under) in [("a", ""), ("b", "Kitchen"), ("c", ""), ("d", "Garden")] {
            let added =
                world.store.add_gift(world.errand(&actor), ada, list, sorted_in(name, under));
            gifts.push(added.await.unwrap());
        }
        let [a, b, c, d] = gifts[..] else { panic!("four gifts") };
        assert_eq!(ids(&order(&world, ada, list).await), [a, c, b, d]);
        let place = async |gift, after, under: &str| {
            let errand = world.errand(&actor);
            world.store.place_gift(errand, ada, list, gift, after, section(under)).await
        };
        place(c, Some(b), "Kitchen").await.unwrap();
        assert_eq!(ids(&order(&world, ada, list).await), [a, b, c, d]);
        assert_eq!(order(&world, ada, list).await[2].section(), "Kitchen");
        place(d, None, "").await.unwrap();
        assert_eq!(ids(&order(&world, ada, list).await), [d, a, b, c]);
        // Whoever is not on the list places nothing, and nothing is placed below it.
        let nowhere = GiftId::new(uuid::Uuid::nil());
        assert_eq!(refusal(place(nowhere, None, "").await), DomainError::NotFound);
        assert_eq!(refusal(place(a, Some(nowhere), "").await), DomainError::NotFound);
        let revision = async || world.store.list_revisions(list).await.unwrap().unwrap().1;
        let before = revision().await;
        place(a, Some(d), "").await.unwrap();
        assert_eq!(revision().await, before, "it stands there already");
    });
}

// R4.4
#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn gifts_that_are_placed_at_once_are_all_there_and_in_their_sections(engine: Engine) {
    run(async move {
        let world = Arc::new(World::new(engine).await);
        let ada = world.person("ada").await;
        let (list, _) = world.list(ada, Surprise::Keep).await;
        let mut gifts = Vec::new();
        for _ in 0..12 {
            gifts.push(world.gift(ada, list, "1").await);
        }
        let placing = (0..12_usize).map(|number| {
            let (world, gifts) = (world.clone(), gifts.clone());
            tokio::spawn(async move {
                let actor = account(ada, "ada");
                let under = section(["Kitchen", "Garden", ""][number % 3]);
                let after = Some(gifts[(number + 5) % 12]).filter(|_| number % 2 == 0);
                let errand = world.errand(&actor);
                world.store.place_gift(errand, ada, list, gifts[number], after, under).await
            })
        });
        for placed in placing.collect::<Vec<_>>() {
            placed.await.unwrap().unwrap();
        }
        let stored = order(&world, ada, list).await;
        let there: HashSet<_> = ids(&stored).into_iter().collect();
        assert_eq!(there, HashSet::from_iter(gifts.iter().copied()));
        for (number, gift) in gifts.iter().enumerate() {
            let gift = stored.iter().find(|stored| stored.id == *gift).unwrap();
            assert_eq!(gift.section(), ["Kitchen", "Garden", ""][number % 3]);
        }
        let mut headings: Vec<_> = stored.iter().map(|gift| gift.section().to_owned()).collect();
        headings.dedup();
        assert_eq!((headings.len(), headings[0].as_str()), (3, ""));
        world.all_is_well().await;
    });
}

// R3.5
#[test]
fn on_a_closed_list_a_gift_can_arrive_and_nothing_else_changes() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, eve) = (world.person("ada").await, world.person("eve").await);
        let (list, _) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "2").await;
        let actor = account(ada, "ada");
        let (store, errand) = (&world.store, world.errand(&actor));
        let close = |list: domain::List| list.close(false, now());
        store.change_list(errand, ada, list, &share_key, &close).await.unwrap();
        world.letters().await;
        let before = store.list_revisions(list).await.unwrap().unwrap();
        store.set_received(errand, ada, list, gift, true).await.unwrap();
        assert!(store.owned_gift(ada, list, gift).await.unwrap().1.received);
        let after = store.list_revisions(list).await.unwrap().unwrap();
        assert!(after.0.owner_revision > before.0.owner_revision);
        store.set_received(errand, ada, list, gift, true).await.unwrap();
        assert_eq!(store.list_revisions(list).await.unwrap().unwrap().1, after.1, "ticked already");
        store.set_received(errand, ada, list, gift, false).await.unwrap();
        assert!(!store.owned_gift(ada, list, gift).await.unwrap().1.received);
        let placed = store.place_gift(errand, ada, list, gift, None, section("Toys")).await;
        assert_eq!(refusal(placed), DomainError::ListClosed);
        let stranger = account(eve, "eve");
        let theirs = store.set_received(world.errand(&stranger), eve, list, gift, true).await;
        assert_eq!(refusal(theirs), DomainError::NotFound);
        assert!(world.letters().await.is_empty(), "nobody is written to");
    });
}

// R4.6
#[test]
fn what_a_giver_hears_of_a_gift_waits_for_its_pause() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Keep).await;
        let gift = world.gift(ada, list, "5").await;
        let held = world.reserve(&share, "ben", asked("ben", gift, 1, "f")).await.unwrap();
        world.letters().await;
        let actor = account(ada, "ada");
        let (store, pause) = (&world.store, TimeDelta::minutes(5));
        for (name, minute) in [("Tram", 1), ("Ship", 3)] {
            let rename = |_: &domain::List, gift: Gift| {
                let details = wish(name, "5").details;
                let event = Event::GiftEdited { gift: gift.id };
                Ok((Gift { details, ..gift }, vec![event]))
            };
            let errand = world.at(&actor, later(minute));
            store.change_gift_told_after(errand, ada, list, gift, pause, &rename).await.unwrap();
        }
        let reservation = held.reservation.id;
        assert!(world.letters_at(later(5)).await.is_empty());
        let first = store.claim_mail(later(6), 60, 10).await.unwrap();
        let [first] = &first[..] else { panic!("{first:?}") };
        store.mail_moot(first.id, later(6), "for a test").await.unwrap();
        assert_eq!(world.letters_at(later(8)).await, [Letter::GiftChanged { reservation }]);
        let mails = store.mails_about(&[reservation]).await.unwrap();
        let told: Vec<_> = mails.iter().map(|mail| (mail.letter, mail.sent)).collect();
        let changed = Letter::GiftChanged { reservation };
        let made = Letter::ReservationMade { reservation };
        assert_eq!(told, [(made, true), (changed, false), (changed, true)]);

        // However many are asked about, each is read once, and the oldest comes first.
        let other = world.reserve(&share, "cleo", asked("cleo", gift, 1, "g")).await.unwrap();
        let nobodys = (1..100).map(|number| ReservationId::new(uuid::Uuid::from_u128(number)));
        let many = [other.reservation.id].into_iter().chain(nobodys).chain([reservation]);
        let all = store.mails_about(&many.collect::<Vec<_>>()).await.unwrap();
        assert!(all.len() == mails.len() + 1 && mails.iter().all(|mail| all.contains(mail)));
        assert!(all.is_sorted_by_key(|mail| mail.id), "{all:?}");
    });
}

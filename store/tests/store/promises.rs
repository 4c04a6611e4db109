//! What is done about promises without anybody asking, and givers who are forgotten (R5.4, R5.6,
//! R5.8).

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{Actor, GivingRules, Letter, ListId, PersonId, ReservationState, ShareKey, Surprise};
use test_case::test_case;

use crate::world::*;

async fn ask(world: &World, owner: PersonId, list: ListId, rules: GivingRules) {
    let actor = account(owner, "owner");
    let errand = world.errand(&actor);
    let rule = move |list: domain::List| Ok(list.set_giving(rules));
    world.store.change_list(errand, owner, list, &share_key, &rule).await.unwrap();
}

/// A list that asks givers to confirm their address.
async fn asking(world: &World, owner: PersonId, surprise: Surprise) -> (ListId, ShareKey) {
    let (list, share) = world.list(owner, surprise).await;
    ask(world, owner, list, GivingRules { confirm_first: true, remind: true }).await;
    (list, share)
}

fn in_hours(hours: i64) -> DateTime<Utc> {
    now() + TimeDelta::hours(hours)
}

fn at(moment: &str) -> DateTime<Utc> {
    moment.parse().unwrap()
}

#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn who_does_not_confirm_in_time_lets_go(engine: Engine) {
    run(async move {
        let world = World::new(engine).await;
        let ada = world.person("ada").await;
        let (list, share) = asking(&world, ada, Surprise::Keep).await;
        let gift = world.gift(ada, list, "2").await;
        let ben = world.reserve(&share, "ben", asked("ben", gift, 1, "a")).await.unwrap();
        let cleo = world.reserve(&share, "cleo", asked("cleo", gift, 1, "b")).await.unwrap();
        assert_eq!(ben.reservation.confirm_by, Some(in_hours(48)));
        world.letters().await;
        let actor = visitor("cleo");
        world.store.verify_giver(world.errand(&actor), cleo.giver.id).await.unwrap();
        let before = world.store.owned_list(ada, list).await.unwrap();

        assert!(world.end_holds(in_hours(47)).await.is_empty());
        assert_eq!(world.end_holds(in_hours(48)).await, [list]);
        let lapsed = world.store.held(ben.reservation.id).await.unwrap().unwrap();
        assert!(lapsed.reservation.is_lapsed());
        assert_eq!(lapsed.gift.counts.left(), 1);
        let kept = world.store.held(cleo.reservation.id).await.unwrap().unwrap();
        assert_eq!(kept.reservation.state, ReservationState::Reserved);
        assert_eq!(kept.reservation.confirm_by, None);
        // Told to the giver, and under surprise to nobody else.
        let letters = world.letters_at(in_hours(49)).await;
        assert_eq!(letters, [Letter::ReservationLapsed { reservation: ben.reservation.id }]);
        let after = world.store.owned_list(ada, list).await.unwrap();
        assert_eq!(after.list.owner_revision, before.list.owner_revision);
        assert!(after.revision > before.revision, "givers hear of it");
        assert!(world.end_holds(in_hours(500)).await.is_empty());
        // The address can be confirmed all the same, and then it is no longer waited for.
        let actor = visitor("ben");
        world.store.verify_giver(world.errand(&actor), ben.giver.id).await.unwrap();
        let again = world.reserve(&share, "ben", asked("ben", gift, 1, "c")).await.unwrap();
        assert_eq!(again.reservation.confirm_by, None);
        world.all_is_well().await;
    });
}

// R7.5
#[test]
fn the_mail_by_which_an_address_is_confirmed_goes_before_those_that_can_wait() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (plain, open) = world.list(ada, Surprise::Keep).await;
        let (list, share) = asking(&world, ada, Surprise::Keep).await;
        let (other, gift) = (world.gift(ada, plain, "1").await, world.gift(ada, list, "1").await);
        world.letters().await;
        world.reserve(&open, "ben", asked("ben", other, 1, "a")).await.unwrap();
        let held = world.reserve(&share, "cleo", asked("cleo", gift, 1, "b")).await.unwrap();
        let first = world.store.claim_mail(now(), 60, 1).await.unwrap().remove(0);
        assert_eq!(first.letter, Letter::ReservationMade { reservation: held.reservation.id });
    });
}

#[test]
fn a_list_that_asks_no_more_lets_nothing_go() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = asking(&world, ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "2").await;
        let ben = world.reserve(&share, "ben", asked("ben", gift, 1, "a")).await.unwrap();
        ask(&world, ada, list, GivingRules::default()).await;
        assert!(world.end_holds(in_hours(48)).await.is_empty());
        // Nor does it once it asks again: what was kept is kept.
        ask(&world, ada, list, GivingRules { confirm_first: true, remind: true }).await;
        assert!(world.end_holds(in_hours(500)).await.is_empty());
        let kept = world.store.held(ben.reservation.id).await.unwrap().unwrap();
        assert_eq!(kept.reservation.state, ReservationState::Reserved);
        world.all_is_well().await;
    });
}

#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn of_confirming_and_letting_go_at_once_one_wins(engine: Engine) {
    run(async move {
        let world = Arc::new(World::new(engine).await);
        let ada = world.person("ada").await;
        let (list, share) = asking(&world, ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "999").await;
        let mut held = Vec::new();
        for number in 0..24 {
            let who = format!("giver{number}");
            let asked = asked(&who, gift, 1, &who);
            held.push(world.reserve(&share, &who, asked).await.unwrap());
        }
        let confirming = held.iter().map(|held| {
            let (world, giver) = (world.clone(), held.giver.id);
            tokio::spawn(async move {
                let actor = visitor("mail");
                world.store.verify_giver(world.at(&actor, in_hours(48)), giver).await.unwrap();
            })
        });
        let letting_go = (0..2).map(|_| {
            let world = world.clone();
            tokio::spawn(async move {
                world.end_holds(in_hours(48)).await;
            })
        });
        for task in confirming.chain(letting_go).collect::<Vec<_>>() {
            task.await.unwrap();
        }
        let mut live = 0;
        for held in &held {
            let held = world.store.held(held.reservation.id).await.unwrap().unwrap();
            assert!(held.giver.verified_at.is_some());
            match held.reservation.state {
                ReservationState::Reserved => live += 1,
                _ => assert!(held.reservation.is_lapsed()),
            }
        }
        let stored = world.store.owned_gift(ada, list, gift).await.unwrap().1;
        assert_eq!(stored.counts.reserved(), live);
        // Nobody who was kept is let go later.
        world.end_holds(in_hours(500)).await;
        let stored = world.store.owned_gift(ada, list, gift).await.unwrap().1;
        assert_eq!(stored.counts.reserved(), live);
        world.all_is_well().await;
    });
}

fn reminders(letters: &[Letter]) -> usize {
    letters.iter().filter(|letter| matches!(letter, Letter::Reminder { .. })).count()
}

#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn a_giver_is_reminded_once_whoever_does_it_however_often(engine: Engine) {
    run(async move {
        let world = Arc::new(World::new(engine).await);
        let ada = world.person("ada").await;
        // Its day is 2026-12-24, in Berlin.
        let (list, share) = world.list(ada, Surprise::Keep).await;
        let gift = world.gift(ada, list, "9").await;
        let off = world.gift(ada, list, "9").await;
        let waiting = world.reserve(&share, "ben", asked("ben", gift, 1, "a")).await.unwrap();
        let bought = world.reserve(&share, "cleo", asked("cleo", gift, 1, "b")).await.unwrap();
        world.purchase(bought.reservation.id, 1).await.unwrap();
        let over = world.reserve(&share, "dora", asked("dora", gift, 1, "c")).await.unwrap();
        world.cancel(over.reservation.id).await.unwrap();
        world.reserve(&share, "emil", asked("emil", off, 1, "d")).await.unwrap();
        let actor = account(ada, "owner");
        let hide = |_: &domain::List, gift: domain::Gift| {
            Ok((domain::Gift { hidden: true, ..gift }, vec![]))
        };
        world.store.change_gift(world.errand(&actor), ada, list, off, &hide).await.unwrap();
        let quiet = world.reserve(&share, "fred", asked("fred", gift, 1, "e")).await.unwrap();
        let actor = visitor("fred");
        let errand = world.errand(&actor);
        world.store.set_reminders(errand, quiet.reservation.id, false, false).await.unwrap();
        world.letters().await;

        assert_eq!(world.store.remind(at("2026-12-17T07:59:00Z")).await.unwrap(), 0);
        let morning = at("2026-12-17T08:00:00Z");
        let at_once = (0..6).map(|_| {
            let world = world.clone();
            tokio::spawn(async move { world.store.remind(morning).await.unwrap() })
        });
        let mut written = 0;
        for task in at_once.collect::<Vec<_>>() {
            written += task.await.unwrap();
        }
        assert_eq!(written, 1);
        assert_eq!(
            world.letters_at(morning).await,
            [Letter::Reminder { reservation: waiting.reservation.id }]
        );
        // Nor once the day is moved, or on any day after it.
        for moment in ["2026-12-18T12:00:00Z", "2026-12-23T12:00:00Z", "2026-12-25T12:00:00Z"] {
            assert_eq!(world.store.remind(at(moment)).await.unwrap(), 0, "{moment}");
        }
        let actor = account(ada, "owner");
        let later = |list: domain::List| {
            let mut form = list_form("Birthday");
            form.date = "2027-01-24".to_owned();
            list.edit(form.parse().unwrap(), true, now())
        };
        world.store.change_list(world.errand(&actor), ada, list, &share_key, &later).await.unwrap();
        assert_eq!(world.store.remind(at("2027-01-17T12:00:00Z")).await.unwrap(), 0);
        assert_eq!(reminders(&world.letters_at(at("2027-01-17T12:00:00Z")).await), 0);
        world.all_is_well().await;
    });
}

#[test]
fn owners_turn_reminders_off_and_on() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "9").await;
        world.reserve(&share, "ben", asked("ben", gift, 1, "a")).await.unwrap();
        ask(&world, ada, list, GivingRules { confirm_first: false, remind: false }).await;
        let morning = at("2026-12-17T08:00:00Z");
        assert_eq!(world.store.remind(morning).await.unwrap(), 0);
        ask(&world, ada, list, GivingRules::default()).await;
        assert_eq!(world.store.remind(morning).await.unwrap(), 1);
    });
}

#[test]
fn a_mailed_link_stops_reminders_for_the_address_and_a_browser_only_its_own() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "9").await;
        let here = world.reserve(&share, "home", asked("ben", gift, 1, "a")).await.unwrap();
        let there = world.reserve(&share, "work", asked("ben", gift, 1, "b")).await.unwrap();
        let nobody = Actor::default();
        let set = async |everywhere, wanted| {
            let errand = world.errand(&nobody);
            let id = here.reservation.id;
            world.store.set_reminders(errand, id, wanted, everywhere).await.unwrap();
            let mut wanted = Vec::new();
            for id in [here.reservation.id, there.reservation.id] {
                wanted.push(world.store.held(id).await.unwrap().unwrap().giver.reminders);
            }
            wanted
        };
        assert_eq!(set(false, false).await, [false, true]);
        assert_eq!(set(true, false).await, [false, false]);
        assert_eq!(set(false, true).await, [true, false]);
    });
}

/// Everything in the log of one store that another can still read.
async fn readable(world: &World) -> String {
    let copy = world.made_again().await;
    let contents = copy.store.contents().await.unwrap();
    contents.into_iter().filter(|row| !row.starts_with("change ")).collect()
}

#[test]
fn who_is_erased_can_not_be_read_anywhere_and_the_number_stays() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "9").await;
        let other = world.gift(ada, list, "9").await;
        world.letters().await;
        let first = world.reserve(&share, "home", asked("ben", gift, 2, "a")).await.unwrap();
        let second = world.reserve(&share, "home", asked("ben", other, 1, "b")).await.unwrap();
        let third = world.reserve(&share, "work", asked("ben", gift, 1, "c")).await.unwrap();
        world.reserve(&share, "cleo", asked("cleo", gift, 1, "d")).await.unwrap();
        assert!(readable(&world).await.contains("ben@example.org"));
        let keys = async || world.store.counts().await.unwrap()["subject_key"];
        let before = keys().await;

        // By the browser: what was done there.
        let actor = visitor("home");
        let id = first.reservation.id;
        world.store.erase_giver(world.errand(&actor), id, false).await.unwrap();
        for (held, erased) in [(&first, true), (&second, true), (&third, false)] {
            let held = world.store.held(held.reservation.id).await.unwrap().unwrap();
            assert_eq!(held.giver.name.is_none() && held.giver.email.is_none(), erased);
            assert_eq!(held.reservation.state, ReservationState::Reserved);
        }
        let facts = world.store.shared_list(&share, &actor).await.unwrap().unwrap();
        assert_eq!(facts.mine.len(), 2, "the browser knows what it did");
        let names = world.store.reservations_of(list).await.unwrap();
        assert_eq!(names.iter().filter(|(_, name)| name.is_none()).count(), 2);

        // By mail: all that has the address. Mails about it that wait are gone.
        let id = third.reservation.id;
        world.store.erase_giver(world.errand(&actor), id, true).await.unwrap();
        assert_eq!(keys().await, before - 2, "what the log says of them opens with no key");
        let readable = readable(&world).await;
        assert!(!readable.contains("ben@example.org") && !readable.contains("\"ben\""));
        assert!(readable.contains("cleo@example.org"));
        let contents = world.store.contents().await.unwrap().concat();
        assert!(!contents.contains("ben@example.org"));
        let letters = world.letters().await;
        let made = |letter: &&Letter| matches!(letter, Letter::ReservationMade { .. });
        assert_eq!(letters.iter().filter(made).count(), 1, "{letters:?}");
        let told = |letter: &&Letter| matches!(letter, Letter::GiftReserved { .. });
        assert_eq!(letters.iter().filter(told).count(), 4, "owners are told of what was reserved");
        let stored = world.store.owned_gift(ada, list, gift).await.unwrap().1;
        assert_eq!(stored.counts.reserved(), 4);
        // Twice is once, and what was reserved can still be bought and cancelled.
        world.store.erase_giver(world.errand(&actor), id, true).await.unwrap();
        world.purchase(first.reservation.id, 1).await.unwrap();
        world.cancel(second.reservation.id).await.unwrap();
        let again = world.reserve(&share, "home", asked("ben", gift, 1, "e")).await.unwrap();
        assert_ne!(again.giver.id, first.giver.id);
        world.all_is_well().await;
    });
}

#[test]
fn after_a_year_it_is_forgotten_who_gave_unless_they_gave_again() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "9").await;
        let ben = world.reserve(&share, "ben", asked("ben", gift, 1, "a")).await.unwrap();
        let cleo = world.reserve(&share, "cleo", asked("cleo", gift, 1, "b")).await.unwrap();
        let actor = visitor("cleo");
        world.store.verify_giver(world.errand(&actor), cleo.giver.id).await.unwrap();
        // Cleo gives something else on the same list, long after its day.
        let other = world.gift(ada, list, "9").await;
        let late = world.at(&actor, at("2027-06-01T12:00:00Z"));
        world.store.reserve(late, &share, asked("cleo", other, 1, "c")).await.unwrap();
        let known = async |held: &store::Held| {
            let held = world.store.held(held.reservation.id).await.unwrap().unwrap();
            held.giver.name.is_some()
        };
        // The day ends at 23:00 in UTC.
        assert_eq!(world.store.forget_givers(at("2027-12-24T22:59:00Z")).await.unwrap(), 0);
        assert_eq!(world.store.forget_givers(at("2027-12-24T23:00:00Z")).await.unwrap(), 1);
        assert_eq!((known(&ben).await, known(&cleo).await), (false, true));
        assert!(!readable(&world).await.contains("ben@example.org"));
        assert_eq!(world.store.forget_givers(at("2028-06-01T12:00:00Z")).await.unwrap(), 1);
        assert!(!known(&cleo).await);
        assert_eq!(world.store.forget_givers(at("2030-06-01T12:00:00Z")).await.unwrap(), 0);
        world.all_is_well().await;
    });
}

#[test]
fn all_links_are_mailed_to_the_address_and_nothing_to_one_that_promised_nothing() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let (gift, other) = (world.gift(ada, list, "9").await, world.gift(ada, list, "9").await);
        let first = world.reserve(&share, "home", asked("ben", gift, 2, "a")).await.unwrap();
        let second = world.reserve(&share, "work", asked("ben", other, 1, "b")).await.unwrap();
        let over = world.reserve(&share, "phone", asked("ben", gift, 1, "c")).await.unwrap();
        world.cancel(over.reservation.id).await.unwrap();
        world.letters().await;
        let actor = visitor("anywhere");
        for address in ["nobody@example.org", "Ben@EXAMPLE.org"] {
            let key = email(address).key();
            world.store.mail_reservations(world.errand(&actor), &key).await.unwrap();
        }
        let letters = world.letters().await;
        let [Letter::AllReservations { giver }] = letters[..] else { panic!("{letters:?}") };
        let held = world.store.promised_with(giver).await.unwrap();
        let ids: Vec<_> = held.iter().map(|held| held.reservation.id).collect();
        assert_eq!(ids, [second.reservation.id, first.reservation.id]);
        world.store.erase_giver(world.errand(&actor), first.reservation.id, true).await.unwrap();
        assert!(world.store.promised_with(giver).await.unwrap().is_empty());
        world.all_is_well().await;
    });
}

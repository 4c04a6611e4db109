//! Thanks, and how owners are written to (R5.9, R7.7).

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    DomainError, GiftId, Giver, Letter, List, ListId, OwnerMails, PersonId, Reservation,
    ReservationId, ShareKey, Surprise, Thanks, ThanksNote, Tick,
};
use store::{Digest, Held, MailsShown, Quota, StoreError};

use crate::world::*;

const QUOTA: Quota = Quota { what: "thank_you", burst: 100, seconds: 864 };

async fn write_with(
    world: &World,
    by: PersonId,
    (list, reservation): (ListId, ReservationId),
    words: &str,
    quota: Quota,
) -> Result<(), StoreError> {
    let actor = account(by, "owner");
    let note = ThanksNote::parse(words).unwrap();
    let errand = world.errand(&actor);
    let rule = |list: &List, promise: &Reservation, giver: &Giver, thanks: Thanks| {
        thanks.write(list, promise, giver, &note, now())
    };
    world.store.change_thanks(errand, by, list, reservation, quota, &rule).await
}

async fn write(
    world: &World,
    by: PersonId,
    about: (ListId, ReservationId),
    words: &str,
) -> Result<(), StoreError> {
    write_with(world, by, about, words, QUOTA).await
}

async fn tick(
    world: &World,
    by: PersonId,
    (list, reservation): (ListId, ReservationId),
    tick: Tick,
    on: bool,
) -> Result<(), StoreError> {
    let actor = account(by, "owner");
    let errand = world.errand(&actor);
    let rule = |list: &List, promise: &Reservation, _: &Giver, thanks: Thanks| {
        thanks.tick(list, promise, tick, on, now())
    };
    world.store.change_thanks(errand, by, list, reservation, QUOTA, &rule).await
}

/// Somebody gives, and has confirmed the address.
async fn given(world: &World, share: &ShareKey, who: &str, gift: GiftId) -> Held {
    let held = world.reserve(share, who, asked(who, gift, 1, who)).await.unwrap();
    let actor = visitor(who);
    world.store.verify_giver(world.errand(&actor), held.giver.id).await.unwrap();
    held
}

async fn thank_yous(world: &World) -> usize {
    let letters = world.letters().await;
    letters.iter().filter(|letter| matches!(letter, Letter::ThankYou { .. })).count()
}

// R5.9
#[test]
fn words_of_thanks_are_mailed_once_however_often_they_are_sent() {
    run(async {
        let world = Arc::new(World::new(Engine::Memory).await);
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "5").await;
        let id = given(&world, &share, "ben", gift).await.reservation.id;
        world.letters().await;
        let sent: Vec<_> = (0..6)
            .map(|_| {
                let world = world.clone();
                tokio::spawn(async move { write(&world, ada, (list, id), "It is lovely").await })
            })
            .collect();
        for written in sent {
            written.await.unwrap().unwrap();
        }
        assert_eq!(thank_yous(&world).await, 1);
        let other = write(&world, ada, (list, id), "And again").await;
        assert!(matches!(refusal(other), DomainError::WrongState { .. }));
        assert_eq!(thank_yous(&world).await, 0);
        let thanks = world.store.thanks(id).await.unwrap();
        assert_eq!(thanks.note.unwrap().as_str(), "It is lovely");
        let board = world.store.thanks_board(list).await.unwrap();
        assert_eq!(board.len(), 1);
        assert_eq!(board[0].2.thanked_at, Some(now()));
    });
}

// R5.9, R3.6
#[test]
fn a_tick_is_for_owners_who_see_it_and_shows_in_their_revision() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, eve) = (world.person("ada").await, world.person("eve").await);
        let (list, share) = world.list(ada, Surprise::Show).await;
        let (kept, kept_share) = world.list(ada, Surprise::Keep).await;
        let gift = world.gift(ada, list, "5").await;
        let hidden = world.gift(ada, kept, "5").await;
        let id = given(&world, &share, "ben", gift).await.reservation.id;
        let secret = given(&world, &kept_share, "cleo", hidden).await.reservation.id;
        let revision =
            async || world.store.list_revisions(list).await.unwrap().unwrap().0.owner_revision;
        let before = revision().await;
        tick(&world, ada, (list, id), Tick::Received, true).await.unwrap();
        assert_eq!(revision().await, before + 1);
        // Ticked already: nothing is written.
        tick(&world, ada, (list, id), Tick::Received, true).await.unwrap();
        assert_eq!(revision().await, before + 1);
        tick(&world, ada, (list, id), Tick::Received, false).await.unwrap();
        assert_eq!(world.store.thanks(id).await.unwrap(), Thanks::default());

        let nobody = ReservationId::new(uuid::Uuid::nil());
        for (by, about) in [
            (eve, (list, id)),
            (ada, (list, secret)),
            (ada, (list, nobody)),
            // Under surprise a promise and none are answered alike.
            (ada, (kept, secret)),
            (ada, (kept, nobody)),
        ] {
            let refused = tick(&world, by, about, Tick::Thanked, true).await;
            assert_eq!(refusal(refused), DomainError::NotFound);
            let refused = write(&world, by, about, "Thank you").await;
            assert_eq!(refusal(refused), DomainError::NotFound);
        }
        // A closed list is where thanks are said (R3.5).
        let actor = account(ada, "owner");
        let close = |list: List| list.close(false, now());
        let errand = world.errand(&actor);
        world.store.change_list(errand, ada, kept, &share_key, &close).await.unwrap();
        tick(&world, ada, (kept, secret), Tick::Received, true).await.unwrap();
        world.all_is_well().await;
    });
}

// R5.9
#[test]
fn nobody_is_written_to_who_has_not_confirmed_and_nobody_writes_without_end() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "9").await;
        let unknown = world.reserve(&share, "dora", asked("dora", gift, 1, "d")).await.unwrap();
        let unknown = write(&world, ada, (list, unknown.reservation.id), "Thank you").await;
        assert!(matches!(refusal(unknown), DomainError::WrongState { .. }));
        let quota = Quota { what: "thank_you", burst: 2, seconds: 864 };
        for (turn, who) in ["ben", "cleo", "finn"].into_iter().enumerate() {
            let id = given(&world, &share, who, gift).await.reservation.id;
            let written = write_with(&world, ada, (list, id), "Thank you", quota).await;
            match turn {
                0 | 1 => written.unwrap(),
                _ => assert!(matches!(written, Err(StoreError::TooOften(_)))),
            }
            // Refused or not, it can be ticked.
            tick(&world, ada, (list, id), Tick::Thanked, true).await.unwrap();
        }
        assert_eq!(thank_yous(&world).await, 2);
    });
}

// R5.9, R7.7
#[test]
fn what_is_given_on_lists_and_noted_about_it_is_read_at_once() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let store = &world.store;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let (other, other_share) = world.list(ada, Surprise::Show).await;
        let (empty, _) = world.list(ada, Surprise::Show).await;
        let (gift, lamp) = (world.gift(ada, list, "5").await, world.gift(ada, other, "5").await);
        let ben = given(&world, &share, "ben", gift).await.reservation.id;
        let cleo = given(&world, &share, "cleo", gift).await.reservation.id;
        let dan = given(&world, &other_share, "dan", lamp).await.reservation.id;
        write(&world, ada, (list, ben), "It is lovely").await.unwrap();
        tick(&world, ada, (other, dan), Tick::Received, true).await.unwrap();
        let noted = store.thanks_of(&[ben, cleo, dan]).await.unwrap();
        assert_eq!(noted.len(), 2);
        for id in [ben, dan] {
            assert_eq!(noted.get(&id), Some(&store.thanks(id).await.unwrap()));
        }
        assert!(store.thanks_of(&[]).await.unwrap().is_empty());

        world.cancel(cleo).await.unwrap();
        let on = async |lists: &[ListId], since: DateTime<Utc>| {
            let given = store.given_on(lists, since).await.unwrap();
            let mut ids: Vec<_> = given.iter().map(|(promise, _)| promise.id).collect();
            ids.sort_unstable();
            ids
        };
        assert_eq!(on(&[list, empty, other], later(-1)).await, [ben, cleo, dan]);
        assert_eq!(on(&[list, other], now()).await, [ben, dan], "given free again before");
        assert_eq!(on(&[other], later(-1)).await, [dan]);
        assert!(on(&[empty], later(-1)).await.is_empty());
        assert!(on(&[], later(-1)).await.is_empty());
    });
}

async fn choose(world: &World, person: PersonId, choice: OwnerMails) {
    let actor = account(person, "owner");
    world.store.choose_owner_mails(world.errand(&actor), person, choice).await.unwrap();
}

async fn reserve_at(world: &World, share: &ShareKey, gift: GiftId, who: &str, minute: i64) {
    let actor = visitor(who);
    let errand = world.at(&actor, later(minute));
    world.store.reserve(errand, share, asked(who, gift, 1, who)).await.unwrap();
}

// R7.7
#[test]
fn a_digest_is_written_once_a_day_and_only_if_something_happened() {
    run(async {
        let world = Arc::new(World::new(Engine::Memory).await);
        let store = &world.store;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "9").await;
        assert_eq!(store.owner_mails(ada).await.unwrap(), OwnerMails::AtOnce);
        assert!(store.daily_readers().await.unwrap().is_empty());
        choose(&world, ada, OwnerMails::Daily).await;
        assert_eq!(store.daily_readers().await.unwrap(), [ada]);
        assert_eq!(store.digest_zone(ada).await.unwrap().name(), "Europe/Berlin");

        let day: NaiveDate = "2026-11-01".parse().unwrap();
        let evening = later(5 * 60);
        assert!(!store.write_digest(ada, day, evening, evening).await.unwrap(), "nothing happened");
        reserve_at(&world, &share, gift, "ben", 10).await;
        // Two processes, and one of them started again.
        let attempts: Vec<_> = (0..4)
            .map(|_| {
                let world = world.clone();
                tokio::spawn(async move {
                    world.store.write_digest(ada, day, evening, evening).await.unwrap()
                })
            })
            .collect();
        let mut written = 0;
        for attempt in attempts {
            written += usize::from(attempt.await.unwrap());
        }
        assert_eq!(written, 1);
        assert!(!store.write_digest(ada, day, evening, evening).await.unwrap());
        let digests = |letters: Vec<Letter>| {
            letters
                .into_iter()
                .filter(|letter| matches!(letter, Letter::OwnerDigest { .. }))
                .count()
        };
        assert_eq!(digests(world.letters_at(later(400)).await), 1);
        let told = store.digest(ada, day).await.unwrap();
        assert_eq!(told, Some(Digest { since: now(), until: evening }));

        // The next one begins where this one ended, on whichever day something happens again.
        let (next, third) = (day.succ_opt().unwrap(), day + TimeDelta::days(2));
        let on = |days: i64| -> DateTime<Utc> { evening + TimeDelta::days(days) };
        assert!(!store.write_digest(ada, next, on(1), on(1)).await.unwrap());
        reserve_at(&world, &share, gift, "cleo", 24 * 60 + 6 * 60).await;
        assert!(store.write_digest(ada, third, on(2), on(2)).await.unwrap());
        let told = store.digest(ada, third).await.unwrap();
        assert_eq!(told, Some(Digest { since: evening, until: on(2) }));
        world.all_is_well().await;
    });
}

// R7.4, R3.6: that one waits would tell an admin what givers do on a list that keeps it from them.
#[test]
fn no_digest_is_written_because_of_a_list_that_keeps_its_surprise() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let store = &world.store;
        let ada = world.person("ada").await;
        let (kept, kept_share) = world.list(ada, Surprise::Keep).await;
        let (shown, share) = world.list(ada, Surprise::Show).await;
        let (secret, gift) = (world.gift(ada, kept, "9").await, world.gift(ada, shown, "9").await);
        choose(&world, ada, OwnerMails::Daily).await;
        world.letters().await;
        let day: NaiveDate = "2026-11-01".parse().unwrap();
        let evening = later(5 * 60);
        let unseen = store.surprises_of(ada, now()).await.unwrap();
        assert_eq!(unseen, [kept]);
        let waiting =
            async || store.mails(MailsShown::Waiting, &unseen, None, 50).await.unwrap().len();
        reserve_at(&world, &kept_share, secret, "ben", 10).await;
        assert!(!store.write_digest(ada, day, evening, evening).await.unwrap());
        assert_eq!(waiting().await, 0);
        // Of what the other list shows one is, and to its giver a mail of its own.
        reserve_at(&world, &share, gift, "cleo", 20).await;
        let before = waiting().await;
        assert!(store.write_digest(ada, day, evening, evening).await.unwrap());
        assert_eq!(waiting().await, before + 1);
    });
}

// R7.7
#[test]
fn a_digest_is_written_on_whichever_of_many_lists_something_happened() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let store = &world.store;
        let ada = world.person("ada").await;
        choose(&world, ada, OwnerMails::Daily).await;
        let mut gifts = Vec::new();
        for _ in 0..40 {
            let (list, share) = world.list(ada, Surprise::Show).await;
            gifts.push((share, world.gift(ada, list, "9").await));
        }
        let first: NaiveDate = "2026-11-01".parse().unwrap();
        for (number, (place, who)) in (0..).zip([(0, "ben"), (33, "cleo"), (39, "dora")]) {
            let day = first + TimeDelta::days(number);
            let morning = number * 24 * 60 + 60;
            let evening = later(morning + 5 * 60);
            assert!(!store.write_digest(ada, day, later(morning), evening).await.unwrap());
            let (share, gift) = &gifts[place];
            reserve_at(&world, share, *gift, who, morning + 10).await;
            assert!(store.write_digest(ada, day, evening, evening).await.unwrap(), "{who}");
        }
    });
}

// R7.7
#[test]
fn who_wants_no_digest_gets_none() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, ben) = (world.person("ada").await, world.person("ben").await);
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "9").await;
        let day: NaiveDate = "2026-11-01".parse().unwrap();
        let evening = later(5 * 60);
        for choice in [OwnerMails::AtOnce, OwnerMails::Off] {
            choose(&world, ada, choice).await;
            assert_eq!(world.store.owner_mails(ada).await.unwrap(), choice);
        }
        reserve_at(&world, &share, gift, "cleo", 10).await;
        for person in [ada, ben] {
            assert!(!world.store.write_digest(person, day, evening, evening).await.unwrap());
        }
        assert_eq!(world.store.digest_zone(ben).await.unwrap().name(), "UTC");
        let nobody = PersonId::new(uuid::Uuid::nil());
        let actor = account(ada, "owner");
        let refused =
            world.store.choose_owner_mails(world.errand(&actor), nobody, OwnerMails::Off).await;
        assert_eq!(refusal(refused), DomainError::NotFound);
    });
}

// R2.8
#[test]
fn a_giver_takes_words_of_thanks_along_and_the_log_never_held_them() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "9").await;
        let id = given(&world, &share, "ben", gift).await.reservation.id;
        let ben = world.person("ben").await;
        choose(&world, ben, OwnerMails::Daily).await;
        write(&world, ada, (list, id), "Dear unmistakable Ben").await.unwrap();
        let contents = world.store.contents().await.unwrap();
        let (log, rows): (Vec<_>, Vec<_>) =
            contents.iter().partition(|row| row.starts_with("change "));
        assert!(rows.iter().any(|row| row.contains("unmistakable")));
        assert!(!log.iter().any(|row| row.contains("unmistakable")));

        let actor = account(ben, "ben");
        world.store.delete_account(world.errand(&actor), ben, None).await.unwrap();
        let thanks = world.store.thanks(id).await.unwrap();
        assert_eq!((thanks.note, thanks.thanked_at), (None, Some(now())));
        assert!(world.store.daily_readers().await.unwrap().is_empty());
    });
}

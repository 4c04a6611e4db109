//! What admins are told about the site: once, by however many look.

use std::sync::Arc;

use domain::{Alarm, HowBad, Letter, PersonId, QueueNews, Surprise};
use test_case::test_case;

use crate::world::*;

async fn admin(world: &World, name: &str) -> PersonId {
    let person = world.person(name).await;
    let actor = domain::Actor::default();
    let key = email(&format!("{name}@example.org")).key();
    assert!(world.store.set_admin(world.errand(&actor), &key, true).await.unwrap());
    person
}

/// To whom alarms were mailed, and which, in the order in which they turned.
async fn told(world: &World) -> Vec<(Option<PersonId>, Alarm, u32, bool)> {
    let letters = world.letters_at(later(1_000_000)).await;
    let alarms = letters.into_iter().filter_map(|letter| match letter {
        Letter::AlarmRaised { person, alarm, turn } => Some((person, alarm, turn, true)),
        Letter::AlarmOver { person, alarm, turn } => Some((person, alarm, turn, false)),
        _ => None,
    });
    alarms.collect()
}

#[test]
fn admins_and_the_team_are_told_once_each_way() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = admin(&world, "ada").await;
        let store = &world.store;
        let look = async |minute, bad: Option<u64>| {
            let looks = [(Alarm::Disk, bad.map(HowBad::Figure)), (Alarm::DeadMail, None)];
            store.watch(&looks, true, later(minute)).await.unwrap().len()
        };
        assert_eq!(look(0, None).await, 0);
        assert_eq!(store.alarm(Alarm::Disk).await.unwrap(), None);
        assert_eq!(look(1, Some(400)).await, 1);
        assert_eq!((look(2, Some(300)).await, look(3, None).await), (0, 0));
        let mut mails = told(&world).await;
        mails.sort_unstable();
        assert_eq!(mails, [(None, Alarm::Disk, 1, true), (Some(ada), Alarm::Disk, 1, true)]);
        let state = store.alarm(Alarm::Disk).await.unwrap().unwrap();
        assert_eq!((state.raised, state.bad_from), (true, Some(later(1))));
        assert_eq!(state.how_bad, HowBad::Figure(300));
        assert_eq!(store.alarms().await.unwrap(), [(Alarm::Disk, state)]);
        // A restart forgets nothing.
        assert_eq!((look(4, Some(300)).await, look(8, None).await), (0, 0));
        assert_eq!((look(9, None).await, look(10, None).await), (1, 0));
        let mut mails = told(&world).await;
        mails.sort_unstable();
        assert_eq!(mails, [(None, Alarm::Disk, 2, false), (Some(ada), Alarm::Disk, 2, false)]);
        // Nobody is mailed where mails are switched off; it is noted all the same.
        let jumped = [(Alarm::Clock, Some(HowBad::Figure(90)))];
        let turned = store.watch(&jumped, false, later(11)).await.unwrap();
        assert_eq!(turned.len(), 1);
        assert_eq!(told(&world).await, []);
    });
}

#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn of_many_that_look_at_once_one_tells_it(engine: Engine) {
    run(async move {
        let world = Arc::new(World::new(engine).await);
        let looks = (0..16).map(|_| {
            let world = world.clone();
            tokio::spawn(async move {
                let bad = [
                    (Alarm::DeadMail, Some(HowBad::Figure(2))),
                    (Alarm::BackupFailed, Some(HowBad::NoBackup)),
                ];
                let turned = world.store.watch(&bad, true, later(1)).await.unwrap().len();
                let news = world.store.watch_queue(7, true, later(1)).await.unwrap();
                (turned, news)
            })
        });
        let mut turned = 0;
        for look in looks.collect::<Vec<_>>() {
            let (more, news) = look.await.unwrap();
            turned += more;
            assert_eq!(news, None);
        }
        assert_eq!((turned, told(&world).await.len()), (2, 2));
        let known = world.store.alarm(Alarm::BackupFailed).await.unwrap().unwrap();
        assert_eq!(known.how_bad, HowBad::NoBackup);
    });
}

// R6.2
#[test]
fn admins_hear_of_products_that_wait_at_once_and_then_once_a_day() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = admin(&world, "ada").await;
        let (list, _) = world.list(ada, Surprise::Keep).await;
        world.letters().await;
        let store = &world.store;
        let hours = |hours: i64| later(60 * hours);
        assert_eq!(store.queue_facts().await.unwrap(), (0, None));
        assert_eq!(store.watch_queue(7, true, hours(0)).await.unwrap(), None);
        world.gift(ada, list, "1").await;
        let (waiting, oldest) = store.queue_facts().await.unwrap();
        assert!(waiting == 1 && oldest.is_some_and(|at| at.timestamp() == 1_700_000_000));
        assert_eq!(store.watch_queue(7, true, hours(0)).await.unwrap(), Some(QueueNews::Begins));
        let begins = |person| Letter::QueueBegins { person };
        let mut letters = world.letters_at(hours(1)).await;
        letters.sort_by_key(|letter| *letter == begins(Some(ada)));
        assert_eq!(letters, [begins(None), begins(Some(ada))]);
        assert_eq!(store.watch_queue(7, true, hours(11)).await.unwrap(), None);
        // Midnight is past, and it is not seven yet.
        assert_eq!(store.watch_queue(7, true, hours(18)).await.unwrap(), None);
        assert_eq!(store.watch_queue(7, true, hours(19)).await.unwrap(), Some(QueueNews::Digest));
        assert_eq!(store.watch_queue(7, true, hours(20)).await.unwrap(), None);
        let letters = world.letters_at(hours(20)).await;
        assert!(letters.contains(&Letter::QueueDigest { person: Some(ada) }), "{letters:?}");
        assert_eq!(letters.len(), 2);
    });
}

#[test]
fn a_mail_holds_the_trace_that_caused_it() {
    run(async {
        let world = World::new(Engine::Memory).await;
        world.start_sign_up("ada").await;
        world.store.trace_by(|| Some("00-trace".to_owned()));
        world.start_sign_up("ben").await;
        let mails = world.store.claim_mail(later(1), 60, 10).await.unwrap();
        let mut traces: Vec<_> = mails.iter().map(|mail| mail.trace.clone()).collect();
        traces.sort_unstable();
        assert_eq!(traces, [None, Some("00-trace".to_owned())]);
        // It is kept when something else is written about them.
        for mail in mails {
            world.store.mail_failed(mail.id, later(1), Some(later(2)), "away").await.unwrap();
        }
        let again = world.store.claim_mail(later(2), 60, 10).await.unwrap();
        assert_eq!(again.iter().filter(|mail| mail.trace.is_some()).count(), 1);
    });
}

// R7.1: a mailbox that declines for now says nothing of the others.
#[test]
fn a_mail_that_is_declined_for_now_is_not_old() {
    run(async {
        let world = World::new(Engine::Memory).await;
        world.start_sign_up("ada").await;
        let store = &world.store;
        let mail = store.claim_mail(now(), 60, 10).await.unwrap().remove(0);
        store.mail_failed(mail.id, now(), Some(later(30)), store::DECLINED).await.unwrap();
        assert_eq!(store.mail_backlog(later(20)).await.unwrap(), (1, None, 0));
        let mail = store.claim_mail(later(30), 60, 10).await.unwrap().remove(0);
        store.mail_failed(mail.id, later(30), Some(later(31)), store::SERVER_AWAY).await.unwrap();
        assert_eq!(store.mail_backlog(later(31)).await.unwrap(), (1, Some(31 * 60), 0));
        let (applied, known) = store.schema().await.unwrap();
        assert_eq!(applied, known);
    });
}

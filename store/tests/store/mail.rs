//! The outbox and its leases.

use domain::{Letter, Surprise};
use store::{MailState, MailsShown};

use crate::world::*;

/// So many minutes what goes first is before all that can wait.
const DAY: i64 = 24 * 60;

// R7.1: sent by a worker with a lease.
#[test]
fn a_mail_is_with_one_worker_until_its_lease_ends() {
    run(async {
        let world = World::new(Engine::Memory).await;
        world.start_sign_up("ada").await;
        world.start_sign_up("ben").await;
        let store = &world.store;
        let first = store.claim_mail(now(), 60, 1).await.unwrap();
        let second = store.claim_mail(now(), 60, 10).await.unwrap();
        assert_eq!((first.len(), second.len()), (1, 1));
        assert_ne!(first[0].id, second[0].id);
        assert!(store.claim_mail(now(), 60, 10).await.unwrap().is_empty());
        let again = store.claim_mail(later(2), 60, 10).await.unwrap();
        assert_eq!(again.iter().map(|mail| mail.attempts).collect::<Vec<_>>(), [1, 1]);
        store.release_leases().await.unwrap();
        assert_eq!(store.claim_mail(later(2), 60, 10).await.unwrap().len(), 2);
    });
}

// R7.5: nobody sits in front of a screen until hundreds of mails have left that can wait.
#[test]
fn what_somebody_waits_for_goes_before_hundreds_that_can_wait() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "999").await;
        world.letters().await;
        for giver in 0..150 {
            let who = format!("giver{giver}");
            world.reserve(&share, &who, asked(&who, gift, 1, &who)).await.unwrap();
        }
        let sign_up = world.start_sign_up("eve").await;
        let code = Letter::ConfirmCode { sign_up, generation: 1 };
        let store = &world.store;
        assert_eq!(store.mail_backlog(now()).await.unwrap().0, 301);
        let mails = store.claim_mail(now(), 60, 32).await.unwrap();
        assert_eq!((mails.len(), mails[0].letter), (32, code));

        // It is left alone until it is tried again, and keeps its place.
        let away = store::SERVER_AWAY;
        store.mail_failed(mails[0].id, now(), Some(later(1)), away).await.unwrap();
        let seen = store.mails(MailsShown::Waiting, &[], None, 500).await.unwrap();
        let seen = seen.iter().find(|mail| mail.letter == code).unwrap();
        assert_eq!((seen.made_at, seen.at, seen.attempts), (now(), later(1), 1));
        store.release_leases().await.unwrap();
        let others = store.claim_mail(now(), 60, 32).await.unwrap();
        assert_eq!(others.len(), 32);
        assert!(others.iter().all(|mail| mail.letter != code));
        let again = store.claim_mail(later(1), 60, 1).await.unwrap().remove(0);
        assert_eq!((again.letter, again.attempts, again.refused), (code, 1, true));
        store.mail_sent(again.id, later(1)).await.unwrap();
        assert_eq!(store.mail_backlog(now()).await.unwrap().0, 300);
    });
}

// R7.5: however many go first, the others leave.
#[test]
fn no_mail_waits_longer_than_a_day_for_those_that_go_first() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Keep).await;
        let gift = world.gift(ada, list, "1").await;
        world.letters().await;
        let held = world.reserve(&share, "tom", asked("tom", gift, 1, "a")).await.unwrap();
        let sign_up = async |name: &str, minutes: i64| {
            let (actor, new) = (visitor(name), World::new_sign_up(name));
            let errand = world.at(&actor, later(minutes));
            let sign_up = world.store.start_sign_up(errand, new, 10).await.unwrap();
            Letter::ConfirmCode { sign_up, generation: 1 }
        };
        let (soon, late) = (sign_up("ben", DAY - 1).await, sign_up("cleo", DAY + 1).await);
        let mails = world.store.claim_mail(later(DAY + 1), 60, 10).await.unwrap();
        let made = Letter::ReservationMade { reservation: held.reservation.id };
        let letters: Vec<_> = mails.iter().map(|mail| mail.letter).collect();
        assert_eq!(letters, [soon, made, late]);
    });
}

// R7.1: pauses that grow, and an end.
#[test]
fn a_mail_that_fails_waits_longer_and_is_given_up_in_the_end() {
    run(async {
        let world = World::new(Engine::Memory).await;
        world.start_sign_up("ada").await;
        let store = &world.store;
        assert_eq!(store.mail_backlog(later(3)).await.unwrap(), (1, Some(180), 0));
        let mail = store.claim_mail(now(), 60, 10).await.unwrap().remove(0);
        assert_eq!((mail.attempts, mail.refused), (0, false));
        store.mail_failed(mail.id, now(), Some(later(5)), "greylisted").await.unwrap();
        assert!(store.claim_mail(later(4), 60, 10).await.unwrap().is_empty());
        let mail = store.claim_mail(later(5), 60, 10).await.unwrap().remove(0);
        assert_eq!((mail.attempts, mail.refused), (1, true));
        store.mail_failed(mail.id, later(5), None, "no such mailbox").await.unwrap();
        assert!(store.claim_mail(later(500), 60, 10).await.unwrap().is_empty());
        assert_eq!(store.mail_backlog(later(6)).await.unwrap(), (0, None, 1));
    });
}

// R7.1: whether mails leave is told by the oldest that waits for nothing else.
#[test]
fn of_several_mails_the_oldest_that_waits_for_the_mail_server_counts() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let store = &world.store;
        for (name, minutes) in [("ada", 0), ("ben", 10), ("cleo", 20)] {
            let (actor, new) = (visitor(name), World::new_sign_up(name));
            store.start_sign_up(world.at(&actor, later(minutes)), new, 10).await.unwrap();
        }
        assert_eq!(store.mail_backlog(later(60)).await.unwrap(), (3, Some(60 * 60), 0));
        let mails = store.claim_mail(later(30), 60, 10).await.unwrap();
        for (mail, reason) in mails.iter().zip([store::DECLINED, store::SERVER_AWAY]) {
            store.mail_failed(mail.id, later(30), Some(later(90)), reason).await.unwrap();
        }
        assert_eq!(store.mail_backlog(later(60)).await.unwrap(), (3, Some(50 * 60), 0));
        let counted = store.mail_counts(now(), &[]).await.unwrap();
        assert_eq!((counted.waiting, counted.oldest), (3, Some(later(10))));
    });
}

// R7.1: one mail that is at fault itself does not say that no mail leaves.
#[test]
fn only_a_mail_that_waits_for_the_mail_server_is_old() {
    run(async {
        let world = World::new(Engine::Memory).await;
        world.start_sign_up("ada").await;
        let store = &world.store;
        for (reason, oldest) in [
            ("it can not be made", None),
            (store::DECLINED, None),
            (store::SERVER_AWAY, Some(3600)),
            ("a panic", None),
            (store::SERVER_SLOW, Some(3600)),
        ] {
            let mail = store.claim_mail(later(1), 60, 10).await.unwrap().remove(0);
            store.mail_failed(mail.id, later(1), Some(later(1)), reason).await.unwrap();
            assert_eq!(store.mail_backlog(later(60)).await.unwrap(), (1, oldest, 0), "{reason}");
            let counted = store.mail_counts(now(), &[]).await.unwrap();
            assert_eq!((counted.waiting, counted.oldest), (1, oldest.map(|_| now())), "{reason}");
        }
    });
}

// R5.4
#[test]
fn a_refused_manage_link_can_be_told() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Keep).await;
        let gift = world.gift(ada, list, "1").await;
        world.letters().await;
        let held = world.reserve(&share, "ben", asked("ben", gift, 1, "a")).await.unwrap();
        let store = &world.store;
        let mail = store.claim_mail(now(), 60, 10).await.unwrap().remove(0);
        store.mail_failed(mail.id, now(), None, "no such mailbox").await.unwrap();
        let state = store.mail_state(held.reservation.id).await.unwrap();
        assert_eq!(state, Some(MailState::Refused));
        let nobody = domain::ReservationId::new(uuid::Uuid::nil());
        assert_eq!(store.mail_state(nobody).await.unwrap(), None);
    });
}

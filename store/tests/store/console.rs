//! What admins do in the console: accounts that are suspended, the outbox, the log of all that.

use domain::{
    ApiTokenKey, ApiTokenWish, DomainError, Letter, Lifetime, Reason, Scopes, Surprise, TokenName,
};
use store::{Act, AuditFilter, By, MailCounts, MailsShown};

use crate::world::*;

fn why(words: &str) -> Reason {
    Reason::parse(words).unwrap()
}

// R2.13: nobody gets in, by whatever way, and what was made stays.
#[test]
fn a_suspended_account_lets_nobody_in_and_its_lists_stay_shared() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, ben) = (world.person("ada").await, world.person("ben").await);
        let store = &world.store;
        let (list, share) = world.list(ben, Surprise::Show).await;
        let gift = world.gift(ben, list, "3").await;
        let actor = account(ben, "ben");
        let asked_for = ApiTokenWish {
            name: TokenName::parse("Phone").unwrap(),
            scopes: Scopes::parse(["lists:read"]).unwrap(),
            lifetime: Lifetime::Month,
        };
        let key = ApiTokenKey::new("token");
        store.make_token(world.errand(&actor), ben, &asked_for, &key).await.unwrap();
        store.start_reset(world.errand(&actor), &email("ben@example.org").key(), 30).await.unwrap();
        world.letters().await;

        assert!(store.token_bearer(&key, now()).await.unwrap().is_some());

        let admin = account(ada, "ada");
        store.suspend(world.errand(&admin), ben, &why("Sells things")).await.unwrap();
        // Done once, it is done: no second mail, no second entry.
        store.suspend(world.at(&admin, later(5)), ben, &why("Again")).await.unwrap();
        assert_eq!(world.letters_at(later(6)).await, [Letter::AccountSuspended { person: ben }]);
        assert_eq!(store.person(ben).await.unwrap().unwrap().suspended_at, Some(now()));
        assert!(store.session(&session("ben").key, now()).await.unwrap().is_none());
        assert!(store.token_bearer(&key, now()).await.unwrap().is_none());
        let sign_in = async |name: &str| {
            let errand = world.errand(&actor);
            store.open_session(errand, ben, "hash-of-ben", session(name)).await
        };
        assert_eq!(refusal(sign_in("new").await), DomainError::Suspended);
        let reset =
            store.finish_reset(world.errand(&actor), ben, 1, "x".to_owned(), session("r")).await;
        assert_eq!(refusal(reset), DomainError::Suspended);
        assert!(!store.role_on(ben, list).await.unwrap().may_edit());
        // Givers notice nothing.
        world.reserve(&share, "cleo", asked("cleo", gift, 1, "a")).await.unwrap();

        store.let_back(world.errand(&admin), ben, &why("A mistake")).await.unwrap();
        store.let_back(world.errand(&admin), ben, &why("Again")).await.unwrap();
        let letters = world.letters().await;
        let told = |letter: &&Letter| matches!(letter, Letter::AccountRestored { .. });
        assert_eq!(letters.iter().filter(told).count(), 1, "{letters:?}");
        // Their tokens are good again, their sessions are not.
        assert!(store.token_bearer(&key, now()).await.unwrap().is_some());
        assert!(store.session(&session("ben").key, now()).await.unwrap().is_none());
        assert!(sign_in("new").await.unwrap().unwrap().complete);
        assert!(store.role_on(ben, list).await.unwrap().may_edit());
        world.all_is_well().await;
    });
}

// R2.13: who is an admin is settled on the command line.
#[test]
fn an_admin_is_neither_suspended_nor_erased_by_another() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, ben) = (world.person("ada").await, world.person("ben").await);
        let admin = account(ada, "ada");
        let key = email("ben@example.org").key();
        world.store.set_admin(world.errand(&admin), &key, true).await.unwrap();
        let suspended = world.store.suspend(world.errand(&admin), ben, &why("x")).await;
        assert_eq!(refusal(suspended), DomainError::OfAdmin);
        let erased = world.store.erase_user(world.errand(&admin), ben, &why("x")).await;
        assert_eq!(refusal(erased), DomainError::OfAdmin);
        let nobody = domain::PersonId::new(uuid::Uuid::nil());
        let unknown = world.store.suspend(world.errand(&admin), nobody, &why("x")).await;
        assert_eq!(refusal(unknown), DomainError::NotFound);
        assert!(world.store.session(&session("ben").key, now()).await.unwrap().is_some());
    });
}

// R2.12: why something was done goes with whom it was done to.
#[test]
fn an_admin_erases_an_account_and_what_was_written_about_it_is_gone() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, ben) = (world.person("ada").await, world.person("ben").await);
        let admin = account(ada, "ada");
        let errand = world.errand(&admin);
        world.store.suspend(errand, ben, &why("Ben sells things")).await.unwrap();
        world.store.erase_user(errand, ben, &why("Asked for it by letter")).await.unwrap();
        assert!(world.store.person(ben).await.unwrap().is_none());
        let log = world.store.audit_log(&AuditFilter::default()).await.unwrap();
        let told: Vec<_> =
            log.iter().map(|entry| (entry.act.as_str(), entry.why.as_deref())).collect();
        let asked = Some("Asked for it by letter");
        assert_eq!(told, [("user_erased", asked), ("user_suspended", None)]);
        let copy = world.made_again().await;
        for row in copy.store.contents().await.unwrap() {
            assert!(!row.contains("sells things"), "{row}");
        }
    });
}

// R2.12
#[test]
fn the_log_is_looked_through_by_act_and_by_who_did_it() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, ben) = (world.person("ada").await, world.person("ben").await);
        let (admin, command) = (account(ada, "ada"), visitor("command"));
        let store = &world.store;
        let key = email("ada@example.org").key();
        store.set_admin(world.errand(&command), &key, true).await.unwrap();
        store.note(world.errand(&command), Act::UserShown, ben).await.unwrap();
        store.sign_user_out(world.errand(&admin), ben, &why("A lost phone")).await.unwrap();
        let acts = async |filter: AuditFilter| {
            let log = store.audit_log(&filter).await.unwrap();
            log.into_iter().map(|entry| entry.act).collect::<Vec<_>>()
        };
        let of = |by| AuditFilter { by: Some(by), ..AuditFilter::default() };
        assert_eq!(acts(of(By::Admin(ada))).await, ["user_signed_out"]);
        assert_eq!(acts(of(By::CommandLine)).await, ["user_shown", "admin_granted"]);
        assert_eq!(acts(of(By::Admin(ben))).await, Vec::<String>::new());
        let shown = AuditFilter { act: Some(Act::UserShown), ..AuditFilter::default() };
        assert_eq!(acts(shown).await, ["user_shown"]);
        let all = store.audit_log(&AuditFilter::default()).await.unwrap();
        assert_eq!(all[0].why.as_deref(), Some("A lost phone"));
        let older = AuditFilter { before: Some(all[0].id), ..AuditFilter::default() };
        assert_eq!(acts(older).await, ["user_shown", "admin_granted"]);
        let auditors = store.auditors(&[]).await.unwrap();
        assert_eq!(auditors.iter().map(|who| who.id).collect::<Vec<_>>(), [ada]);
    });
}

/// What an admin sees of the outbox.
async fn seen(world: &World, unseen: &[domain::ListId]) -> (MailCounts, usize, usize) {
    let counts = world.store.mail_counts(now(), unseen).await.unwrap();
    let waiting = world.store.mails(MailsShown::Waiting, unseen, None, 50).await.unwrap();
    let dead = world.store.mails(MailsShown::Dead, unseen, None, 50).await.unwrap();
    (counts, waiting.len(), dead.len())
}

// R7.1, R2.12
#[test]
fn a_mail_that_was_given_up_is_sent_once_more_or_dropped() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let store = &world.store;
        world.letters().await;
        world.start_sign_up("ben").await;
        world.start_sign_up("cleo").await;
        let (counts, waiting, dead) = seen(&world, &[]).await;
        assert_eq!((counts.waiting, counts.sent, counts.dead, waiting, dead), (2, 2, 0, 2, 0));
        for mail in store.claim_mail(now(), 60, 10).await.unwrap() {
            store.mail_failed(mail.id, later(1), None, "refused").await.unwrap();
        }
        let given_up = store.mails(MailsShown::Dead, &[], None, 50).await.unwrap();
        assert_eq!(given_up.len(), 2);
        assert_eq!((given_up[0].reason.as_deref(), given_up[0].at), (Some("refused"), later(1)));
        let admin = account(ada, "ada");
        let (first, second) = (given_up[0].id, given_up[1].id);
        store.retry_mail(world.at(&admin, later(600)), first).await.unwrap();
        store.drop_mail(world.at(&admin, later(600)), second, &why("A typo")).await.unwrap();
        // It does not count as one that waited for ten hours.
        assert_eq!(store.mail_backlog(later(601)).await.unwrap(), (1, Some(60), 0));
        let (counts, waiting, dead) = seen(&world, &[]).await;
        assert_eq!((counts.waiting, counts.dead, waiting, dead), (1, 0, 1, 0));
        for again in [first, second] {
            let refused = store.retry_mail(world.errand(&admin), again).await;
            assert_eq!(refusal(refused), DomainError::NotFound);
            let refused = store.drop_mail(world.errand(&admin), again, &why("x")).await;
            assert_eq!(refusal(refused), DomainError::NotFound);
        }
        // Tried as often as a new one.
        let mail = store.claim_mail(later(600), 60, 10).await.unwrap().remove(0);
        assert_eq!((mail.id, mail.attempts, mail.refused), (first, 0, false));
        assert_eq!((mail.made_at, mail.since), (now(), later(600)));
        store.mail_failed(mail.id, later(601), None, "refused").await.unwrap();
        store.retry_mails(world.at(&admin, later(602))).await.unwrap();
        let again = store.claim_mail(later(602), 60, 10).await.unwrap();
        assert_eq!(again.iter().map(|mail| mail.id).collect::<Vec<_>>(), [first]);
        let log = store.audit_log(&AuditFilter::default()).await.unwrap();
        let acts: Vec<_> = log.iter().map(|entry| entry.act.as_str()).collect();
        assert_eq!(acts, ["mails_retried", "mail_dropped", "mail_retried"]);
        assert_eq!(log[1].thing, Some(second.to_string()));
    });
}

// R7, R2.12
#[test]
fn however_many_mails_were_given_up_all_are_seen_and_sent_once_more() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let store = &world.store;
        world.letters().await;
        // More than one transaction takes.
        for number in 0..203 {
            world.start_sign_up(&format!("p{number}")).await;
        }
        for mail in store.claim_mail(now(), 60, 300).await.unwrap() {
            store.mail_failed(mail.id, later(1), None, "refused").await.unwrap();
        }
        let (mut pages, mut after, mut found) = (0, None, Vec::new());
        loop {
            let page = store.mails(MailsShown::Dead, &[], after, 100).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            pages += 1;
            found.extend(page.iter().map(|mail| mail.id));
        }
        found.sort_unstable();
        found.dedup();
        assert_eq!((pages, found.len()), (3, 203));
        store.retry_mails(world.at(&account(ada, "ada"), later(600))).await.unwrap();
        let counts = store.mail_counts(now(), &[]).await.unwrap();
        assert_eq!((counts.dead, counts.waiting), (0, 203));
        let log = store.audit_log(&AuditFilter::default()).await.unwrap();
        assert_eq!(log.len(), 1, "it was one act");
    });
}

// R3.6: an admin who keeps a surprise from themselves does not find it in the outbox.
#[test]
fn mails_about_a_surprise_of_ones_own_are_left_out_of_rows_and_counts() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (kept, share) = world.list(ada, Surprise::Keep).await;
        let gift = world.gift(ada, kept, "9").await;
        let (shown, shown_share) = world.list(ada, Surprise::Show).await;
        let other = world.gift(ada, shown, "9").await;
        world.letters().await;
        let unseen = world.store.surprises_of(ada, now()).await.unwrap();
        assert_eq!(unseen, [kept]);
        let before = seen(&world, &unseen).await;

        let held = world.reserve(&share, "ben", asked("ben", gift, 1, "a")).await.unwrap();
        world.purchase(held.reservation.id, 1).await.unwrap();
        assert_eq!(seen(&world, &unseen).await, before);
        assert_eq!(seen(&world, &[]).await.0.waiting, before.0.waiting + 2);
        for mail in world.store.claim_mail(now(), 60, 1).await.unwrap() {
            world.store.mail_failed(mail.id, now(), None, "refused").await.unwrap();
        }
        world.letters().await;
        assert_eq!(seen(&world, &unseen).await, before);
        assert_eq!(seen(&world, &[]).await.0.dead, before.0.dead + 1);

        // Of a list that shows it, it is there.
        world.reserve(&shown_share, "cleo", asked("cleo", other, 1, "b")).await.unwrap();
        assert!(seen(&world, &unseen).await.0.waiting > before.0.waiting);

        // In the log neither stands what was done about one, but what was done about the others.
        let store = &world.store;
        let admin = account(ada, "ada");
        let acts = async |unseen: Vec<domain::ListId>| {
            let filter = AuditFilter { unseen, ..AuditFilter::default() };
            store.audit_log(&filter).await.unwrap().len()
        };
        let secret = store.mails(MailsShown::Dead, &[], None, 50).await.unwrap().remove(0);
        store.retry_mail(world.errand(&admin), secret.id).await.unwrap();
        store.retry_mails(world.errand(&admin)).await.unwrap();
        assert_eq!((acts(unseen.clone()).await, acts(vec![]).await), (0, 2));
        assert!(store.auditors(&unseen).await.unwrap().is_empty());
        assert_eq!(store.auditors(&[]).await.unwrap().len(), 1);
        for mail in store.claim_mail(now(), 60, 100).await.unwrap() {
            store.mail_failed(mail.id, now(), None, "refused").await.unwrap();
        }
        let open = store.mails(MailsShown::Dead, &unseen, None, 50).await.unwrap().remove(0);
        store.retry_mail(world.errand(&admin), open.id).await.unwrap();
        assert_eq!((acts(unseen.clone()).await, acts(vec![]).await), (1, 3));
    });
}

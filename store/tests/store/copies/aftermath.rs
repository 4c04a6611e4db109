//! What does not come back in a store that is filled: the words of those who were erased since, what
//! opened something, and mails that were sent.

use domain::{ApiTokenKey, ApiTokenWish, Letter, Lifetime, Scopes, Surprise, TokenName};
use store::{Aftermath, Erasures, Mails};

use super::*;

// R9.8
#[test]
fn who_was_erased_after_the_copy_is_erased_again() {
    run(async {
        let (world, list, share, gifts) = scene(Engine::Memory).await;
        let ben = world.reserve(&share, "ben", asked("ben", gifts[0], 1, "a")).await.unwrap();
        world.reserve(&share, "cleo", asked("cleo", gifts[1], 2, "b")).await.unwrap();
        let dora = world.person("dora").await;
        world.list(dora, Surprise::Keep).await;
        world.letters().await;
        let copy = Copy::of(&world.store).await;

        let actor = visitor("ben");
        let errand = world.errand(&actor);
        world.store.erase_giver(errand, ben.reservation.id, true).await.unwrap();
        let actor = account(dora, "dora");
        world.store.delete_account(world.errand(&actor), dora, None).await.unwrap();
        let mut erasures = Erasures::default();
        for line in world.store.dump_page("erasure", None, 1000).await.unwrap().lines {
            erasures.known(&line).unwrap();
        }
        let copied = copy.tables.iter().find(|(table, _)| *table == "erasure").unwrap();
        copied.1.iter().for_each(|line| erasures.copied(line).unwrap());
        assert!(erasures.later().count() >= 2);

        let (filled, tally) = copy.fill(None, &erasures).await;
        assert_eq!(wrong(&filled.store, &tally).await, Vec::<String>::new());
        assert!(filled.store.erase_again(&erasures, later(5)).await.unwrap() >= 2);
        filled.all_is_well().await;
        let rows = filled.store.contents().await.unwrap();
        for word in ["ben@example.org", "dora@example.org", "\"ben\"", "\"dora\""] {
            let found: Vec<_> = rows.iter().filter(|row| row.contains(word)).collect();
            assert_eq!(found, Vec::<&String>::new(), "{word}");
        }
        assert!(rows.iter().any(|row| row.contains("cleo@example.org")));
        // What ben promised stays, as a number.
        assert_eq!(filled.store.reservations_of(list).await.unwrap().len(), 2);
        assert!(filled.store.person(dora).await.unwrap().is_none());
        // Nobody is told of it once more.
        assert_eq!(filled.letters_at(later(10)).await, []);
        // And it is known from then on.
        let known = filled.store.dump_page("erasure", None, 1000).await.unwrap().lines.len();
        assert!(known >= 2);
    });
}

// R9.8
#[test]
fn a_sign_up_that_ended_after_the_moment_is_no_fault_and_leaves_no_key() {
    run(async {
        let (world, _, _, _) = scene(Engine::Memory).await;
        let before = world.start_sign_up("dora").await;
        let copy = Copy::of(&world.store).await;
        let begun = Copy::begin(&world.store).await;
        let eve = world.start_sign_up("eve").await;
        world.store.sweep(later(25 * 60)).await.unwrap();
        let mut longer = begun.end(&world.store).await;
        let ended = longer.log.iter().find(|row| row.over.contains(&eve.to_string())).unwrap();
        assert!(ended.over.contains(&before.to_string()));

        // Between its beginning and its end, with keys from after that.
        let (filled, tally) = longer.fill(Some(&ended.key), &Erasures::default()).await;
        assert_eq!(wrong(&filled.store, &tally).await, Vec::<String>::new());
        let there = filled.store.sign_up(eve).await.unwrap();
        assert!(there.is_none(), "nothing of it can be read");

        // At the end, with keys from before it.
        longer.keys = copy.keys;
        let (filled, tally) = longer.fill(None, &Erasures::default()).await;
        assert_eq!(wrong(&filled.store, &tally).await, Vec::<String>::new());
        let keys = async |store: &Store| store.counts().await.unwrap()["subject_key"];
        assert_eq!(keys(&filled.store).await, keys(&world.store).await);
    });
}

// R9.8
#[test]
fn codes_reset_links_and_tokens_are_void_in_a_store_that_is_restored() {
    run(async {
        let (world, _, share, gifts) = scene(Engine::Memory).await;
        let ada = world.store.person_by_email(&email("ada@example.org").key()).await;
        let ada = ada.unwrap().unwrap().id;
        let actor = account(ada, "ada");
        let errand = world.errand(&actor);
        let token = ApiTokenKey::new("token");
        let asked_for = ApiTokenWish {
            name: TokenName::parse("phone").unwrap(),
            scopes: Scopes::parse(["lists:read"]).unwrap(),
            lifetime: Lifetime::Month,
        };
        world.store.make_token(errand, ada, &asked_for, &token).await.unwrap();
        world.store.start_reset(errand, &email("ada@example.org").key(), 30).await.unwrap();
        let sign_up = world.start_sign_up("eve").await;
        let held = world.reserve(&share, "ben", asked("ben", gifts[0], 1, "a")).await.unwrap();
        let generation = world.store.person(ada).await.unwrap().unwrap().reset.unwrap().0;

        let filled = Copy::of(&world.store).await.whole().await;
        assert!(filled.store.token_bearer(&token, now()).await.unwrap().is_some());
        assert!(filled.store.session(&session("ada").key, now()).await.unwrap().is_none());
        filled.store.void_secrets(later(1)).await.unwrap();
        assert!(filled.store.token_bearer(&token, now()).await.unwrap().is_none());
        assert_eq!(filled.store.person(ada).await.unwrap().unwrap().reset, None);
        let eve = visitor("eve");
        let tried = filled.store.count_attempt(filled.errand(&eve), sign_up, &browser("eve")).await;
        assert!(tried.is_err());
        // A link that was mailed after the copy does not become good by the next one.
        let errand = filled.errand(&actor);
        filled.store.start_reset(errand, &email("ada@example.org").key(), 30).await.unwrap();
        let next = filled.store.person(ada).await.unwrap().unwrap().reset.unwrap().0;
        assert!(next > generation + 500, "{next}");
        // What was promised and shared goes on.
        assert!(filled.store.held(held.reservation.id).await.unwrap().is_some());
        assert!(filled.store.door(&share, &visitor("ben")).await.unwrap().is_some());
        filled.all_is_well().await;
    });
}

// R9.8
#[test]
fn mails_that_were_sent_after_the_copy_are_not_sent_again() {
    run(async {
        let (world, _, share, gifts) = scene(Engine::Memory).await;
        world.letters().await;
        let held = world.reserve(&share, "ben", asked("ben", gifts[0], 1, "a")).await.unwrap();
        let copy = Copy::of(&world.store).await;
        let end = copy.log.last().map_or(copy.floor.clone(), |row| row.key.clone());
        // One of two is sent, and nobody hears of the other.
        let mails = world.store.claim_mail(later(1), 60, 1).await.unwrap();
        world.store.mail_sent(mails[0].id, later(1)).await.unwrap();
        let mut aftermath = Aftermath::default();
        for row in world.store.log_page(&end, LAST, 1000).await.unwrap() {
            aftermath.add(&row.line).unwrap();
        }

        // The log is whole: what it does not tell was not sent.
        let whole = copy.whole().await;
        let mails = whole.store.settle_mails(&aftermath, true, later(5)).await.unwrap();
        assert_eq!((mails.done, mails.held), (1, 0));
        assert_eq!(whole.letters_at(later(6)).await.len(), 1);

        // It is not: nobody is written to twice, and an admin is told.
        let torn = copy.whole().await;
        let mails = torn.store.settle_mails(&aftermath, false, later(5)).await.unwrap();
        assert_eq!((mails.done, mails.held), (1, 1));
        assert_eq!(mails.held_kinds.len(), 1);
        assert_eq!(torn.letters_at(later(6)).await, []);
        assert_eq!(torn.store.mail_backlog(later(6)).await.unwrap().2, 1);

        // Without any log all that waited is held.
        let alone = copy.whole().await;
        let none = alone.store.settle_mails(&Aftermath::default(), false, later(5)).await.unwrap();
        assert_eq!((none.done, none.held), (0, 2));
        assert_eq!(
            alone.store.settle_mails(&Aftermath::default(), false, later(5)).await.unwrap(),
            Mails::default()
        );
        let made = Letter::ReservationMade { reservation: held.reservation.id };
        assert!(!alone.letters_at(later(6)).await.contains(&made));
    });
}

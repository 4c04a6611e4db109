//! Tokens by which programs act for people, and answers that are kept for them.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    ApiTokenId, ApiTokenKey, ApiTokenWish, DomainError, Letter, Lifetime, ListId, Once, PersonId,
    Scope, Scopes, Surprise, Terms, TokenName,
};
use store::{Beginning, Errand, StoreError};
use test_case::test_case;

use crate::world::*;

fn wish(name: &str, lifetime: Lifetime) -> ApiTokenWish {
    ApiTokenWish {
        name: TokenName::parse(name).unwrap(),
        scopes: Scopes::parse(["lists:read", "reservations"]).unwrap(),
        lifetime,
    }
}

fn key(name: &str) -> ApiTokenKey {
    ApiTokenKey::new(format!("token-{name}"))
}

/// The request of these tests, begun at some time.
fn once(begun_at: DateTime<Utc>) -> Once {
    Once { place: "place".to_owned(), begun_at }
}

/// Makes a list, as what that request asks for.
async fn make_list(
    world: &World,
    owner: PersonId,
    begun_at: DateTime<Utc>,
) -> Result<ListId, StoreError> {
    let terms = Terms { once: Some(once(begun_at)), ..Terms::default() };
    let actor = account(owner, "ada");
    let errand = Errand { terms: &terms, ..world.errand(&actor) };
    let details = list_form("Birthday").parse().unwrap();
    world.store.create_list(errand, owner, details, Surprise::Keep).await
}

async fn make(world: &World, person: PersonId, name: &str) -> Result<ApiTokenId, StoreError> {
    let actor = account(person, "ada");
    let asked = wish(name, Lifetime::Month);
    world.store.make_token(world.errand(&actor), person, &asked, &key(name)).await
}

// R10.2
#[test]
fn a_token_acts_for_its_person_until_it_is_over_or_revoked() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, ben) = (world.person("ada").await, world.person("ben").await);
        world.letters().await;
        let id = make(&world, ada, "phone").await.unwrap();
        assert_eq!(world.letters().await, [Letter::TokenMade { person: ada }]);
        let bearer = world.store.token_bearer(&key("phone"), now()).await.unwrap().unwrap();
        assert_eq!((bearer.person.id, bearer.token.id, bearer.admin), (ada, id, false));
        assert!(bearer.token.scopes.has(Scope::Reservations));
        assert!(!bearer.token.scopes.has(Scope::ListsWrite));
        assert!(world.store.token_bearer(&key("other"), now()).await.unwrap().is_none());
        let over = now() + TimeDelta::days(30);
        assert!(world.store.token_bearer(&key("phone"), over).await.unwrap().is_none());

        // Others know nothing of it.
        let (bens, adas) = (account(ben, "ben"), account(ada, "ada"));
        let revoked = world.store.revoke_token(world.errand(&bens), ben, id).await;
        assert_eq!(refusal(revoked), DomainError::NotFound);
        assert_eq!(world.store.tokens(ben).await.unwrap(), []);
        world.store.revoke_token(world.errand(&adas), ada, id).await.unwrap();
        assert!(world.store.token_bearer(&key("phone"), now()).await.unwrap().is_none());
        let again = world.store.revoke_token(world.errand(&adas), ada, id).await;
        assert_eq!(refusal(again), DomainError::NotFound);
    });
}

// R10.2
#[test]
fn its_use_is_noted_now_and_then() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let id = make(&world, ada, "phone").await.unwrap();
        let used = async || world.store.tokens(ada).await.unwrap()[0].used_at;
        assert_eq!(used().await, None);
        let unused = world.store.token_bearer(&key("phone"), now()).await.unwrap().unwrap();
        assert!(unused.wants_touch(now()));
        world.store.touch_token(id, now()).await.unwrap();
        world.store.touch_token(id, later(9)).await.unwrap();
        assert_eq!(used().await, Some(now()));
        let noted = world.store.token_bearer(&key("phone"), now()).await.unwrap().unwrap();
        assert!(!noted.wants_touch(later(9)) && noted.wants_touch(later(10)));
        world.store.touch_token(id, later(10)).await.unwrap();
        assert_eq!(used().await, Some(later(10)));
        let log = world.store.contents().await.unwrap();
        assert!(
            !log.iter().any(|row| row.contains("api_token_use")),
            "the log does not grow by it"
        );
    });
}

// R10.2: twenty, however many are asked for at once.
#[test]
fn nobody_has_more_than_twenty() {
    run(async {
        let world = Arc::new(World::new(Engine::Disk).await);
        let ada = world.person("ada").await;
        let tries = (0..24).map(|number| {
            let world = world.clone();
            tokio::spawn(
                async move { make(&world, ada, &format!("script {number}")).await.is_ok() },
            )
        });
        let mut made = 0;
        for tried in tries.collect::<Vec<_>>() {
            made += u32::from(tried.await.unwrap());
        }
        assert_eq!(made, 20);
        assert_eq!(world.store.tokens(ada).await.unwrap().len(), 20);
        // What is over takes no room, and is forgotten after a while.
        let much_later = now() + TimeDelta::days(31);
        let actor = account(ada, "ada");
        let (asked, errand) = (wish("new", Lifetime::Endless), world.at(&actor, much_later));
        world.store.make_token(errand, ada, &asked, &key("new")).await.unwrap();
        world.store.sweep(now() + TimeDelta::days(61)).await.unwrap();
        let left = world.store.tokens(ada).await.unwrap();
        let names: Vec<_> = left.iter().map(|held| held.token.name.as_str()).collect();
        assert_eq!(names, ["new"]);
    });
}

// R10.2: they go with the account, and their names can be read nowhere in the log.
#[test]
fn they_go_with_the_account() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let id = make(&world, ada, "Grandmas kitchen radio").await.unwrap();
        world.store.touch_token(id, now()).await.unwrap();
        let log = world.store.contents().await.unwrap();
        // The digest of this test is made of the name.
        let name = |row: &str| row.replace("token-Grandmas kitchen radio", "").contains("kitchen");
        let told = |row: &&String| row.starts_with("change ") && name(row);
        assert_eq!(log.iter().find(told), None);
        let copy = world.made_again().await;
        assert!(
            copy.store.token_bearer(&key("Grandmas kitchen radio"), now()).await.unwrap().is_some()
        );
        let actor = account(ada, "ada");
        world.store.delete_account(world.errand(&actor), ada, None).await.unwrap();
        let gone = world.store.token_bearer(&key("Grandmas kitchen radio"), now()).await.unwrap();
        assert!(gone.is_none());
        let copy = world.made_again().await;
        assert_eq!(copy.store.tokens(ada).await.unwrap(), []);
    });
}

// R10.4
#[test]
fn a_request_is_begun_once_and_its_answer_given_again() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let begin =
            async |sent: &str, at| world.store.begin_answer("place", sent, at).await.unwrap();
        let day = 24 * 60;
        assert_eq!(begin("body", now()).await, Beginning::Begun(later(day)));
        assert_eq!(begin("body", now()).await, Beginning::UnderWay);
        assert_eq!(begin("another", now()).await, Beginning::AnotherBody);
        let again = begin("body", later(2)).await;
        assert_eq!(again, Beginning::Begun(later(day)), "it was lost on the way, and is the same");
        let finish = async |begun_at: DateTime<Utc>, again: bool| {
            let (once, answer) = (once(begun_at), Some("sealed".to_owned()));
            world.store.finish_answer(&once, answer, again, begun_at).await.unwrap();
        };
        finish(later(2), false).await;
        assert_eq!(begin("body", later(60)).await, Beginning::Answered("sealed".to_owned()));
        assert_eq!(begin("another", later(60)).await, Beginning::AnotherBody);
        let next = begin("another", later(day + 2)).await;
        assert_eq!(next, Beginning::Begun(later(2 * day + 2)), "a day later");
        // What failed may be asked for again.
        finish(later(day + 2), true).await;
        assert_eq!(begin("third", later(day + 3)).await, Beginning::Begun(later(2 * day + 3)));
        assert_eq!(world.store.sweep(later(3 * 24 * 60)).await.unwrap(), 1);
        let log = world.store.contents().await.unwrap();
        assert!(!log.iter().any(|row| row.contains("kept_answer")), "none of it is in the log");
    });
}

// R10.4: the process dies after it acted, and before it answers.
#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn what_was_done_is_not_done_again_though_its_answer_was_lost(engine: Engine) {
    run(async move {
        let world = World::new(engine).await;
        let ada = world.person("ada").await;
        let begin = async |at| world.store.begin_answer("place", "body", at).await.unwrap();
        let lists = async || world.store.lists_of(ada).await.unwrap().len();
        begin(now()).await;
        make_list(&world, ada, now()).await.unwrap();
        assert_eq!(begin(later(1)).await, Beginning::UnderWay);
        assert_eq!(begin(later(2)).await, Beginning::Acted);
        assert_eq!(begin(later(60)).await, Beginning::Acted);
        // What is done in more than one transaction is one request.
        make_list(&world, ada, now()).await.unwrap();
        assert_eq!(lists().await, 2);
        // An answer that came too late after all is one.
        let answer = Some("sealed".to_owned());
        world.store.finish_answer(&once(now()), answer, false, later(60)).await.unwrap();
        assert_eq!(begin(later(61)).await, Beginning::Answered("sealed".to_owned()));
        world.all_is_well().await;
    });
}

// R10.4
#[test]
fn who_was_thought_lost_does_nothing_once_it_was_begun_anew() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let begin = async |at| world.store.begin_answer("place", "body", at).await.unwrap();
        let finish = async |begun_at: DateTime<Utc>, again: bool| {
            let answer = Some(format!("of {begun_at}"));
            world.store.finish_answer(&once(begun_at), answer, again, later(3)).await.unwrap();
        };
        assert!(matches!(begin(now()).await, Beginning::Begun(_)));
        assert!(matches!(begin(later(2)).await, Beginning::Begun(_)));
        let late = make_list(&world, ada, now()).await;
        assert!(matches!(late, Err(StoreError::Busy)), "{late:?}");
        for again in [false, true] {
            finish(now(), again).await;
            assert_eq!(begin(later(3)).await, Beginning::UnderWay);
        }
        make_list(&world, ada, later(2)).await.unwrap();
        // Something was done: who asks again is told how it ended, however that was.
        finish(later(2), true).await;
        assert_eq!(begin(later(3)).await, Beginning::Answered(format!("of {}", later(2))));
        assert_eq!(world.store.lists_of(ada).await.unwrap().len(), 1);
    });
}

// R10.4
#[test]
fn of_many_at_once_one_begins() {
    run(async {
        let world = Arc::new(World::new(Engine::Disk).await);
        let tries = (0..16).map(|_| {
            let world = world.clone();
            tokio::spawn(
                async move { world.store.begin_answer("place", "body", now()).await.unwrap() },
            )
        });
        let mut begun = Vec::new();
        for tried in tries.collect::<Vec<_>>() {
            begun.push(tried.await.unwrap());
        }
        let first = |it: &&Beginning| matches!(it, Beginning::Begun(_));
        assert_eq!(begun.iter().filter(first).count(), 1);
        assert_eq!(begun.iter().filter(|it| **it == Beginning::UnderWay).count(), 15);
    });
}

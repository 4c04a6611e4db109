use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Actor, BrowserKey, EmailAddress, Gift, GiftForm, GiftId, List, ListDetails, ListForm, ListId,
    MAX_GIFTS, MAX_KEPT_GIFTS, MAX_KEPT_LISTS, MAX_LISTS, NO_TERMS, PersonName, SessionKey,
    ShareKey, Surprise, Wish, set_gift_removed,
};

use super::*;
use crate::{
    Adding, Errand, NewSession, NewSignUp, StoreError,
    in_tests::run,
    lists::make,
    row::{
        gift::WantsRow,
        list::{EditsRow, ListRow},
    },
    tx::transact,
    work::Housekeeping,
};

fn now() -> DateTime<Utc> {
    "2026-11-01T12:00:00Z".parse().unwrap()
}

async fn opened() -> Store {
    let store = Store::open("mem://").await.unwrap();
    store.migrate(now()).await.unwrap();
    store
}

fn errand<'a>(actor: &'a Actor, ids: &'a Housekeeping) -> Errand<'a> {
    Errand { actor, terms: &NO_TERMS, now: now(), ids }
}

async fn somebody(store: &Store, name: &str) -> PersonId {
    let browser = BrowserKey::new(format!("browser-{name}"));
    let actor = Actor { browser: Some(browser.clone()), ..Actor::default() };
    let ids = Housekeeping(now());
    let new = NewSignUp {
        name: PersonName::parse(name).unwrap(),
        email: Some(EmailAddress::parse(&format!("{name}@example.org")).unwrap()),
        password_hash: Some("none".to_owned()),
        browser: browser.clone(),
        language: "en".to_owned(),
        identity: None,
    };
    let session = NewSession {
        key: SessionKey::new(format!("session-{name}")),
        browser: browser.clone(),
        device: String::new(),
    };
    let errand = errand(&actor, &ids);
    let sign_up = store.start_sign_up(errand, new, 10).await.unwrap();
    store.finish_sign_up(errand, sign_up, 1, &browser, session).await.unwrap().person
}

fn details() -> ListDetails {
    let (title, occasion) = ("Birthday".to_owned(), "birthday".to_owned());
    ListForm { title, occasion, ..ListForm::default() }.parse().unwrap()
}

async fn created(store: &Store, owner: PersonId) -> Result<ListId> {
    let (actor, ids) = (Actor::default(), Housekeeping(now()));
    store.create_list(errand(&actor, &ids), owner, details(), Surprise::Keep).await
}

fn wish(name: &str) -> Wish {
    let form = GiftForm { name: name.to_owned(), ..GiftForm::default() };
    form.parse(now().date_naive(), None).unwrap()
}

fn adding(name: &str) -> Adding {
    Adding { wish: wish(name), product: None, again: true }
}

/// Writes this many more gifts like this one, which were taken off its list.
async fn taken_off(store: &Store, like: &Gift, many: usize) -> Result<()> {
    let pen = &Housekeeping(now());
    transact!(store, pen, |work| {
        for _ in 0..many {
            let gift = Gift { id: GiftId::new(work.id()), removed: true, ..like.clone() };
            work.create(WantsRow::new(&gift))?;
        }
        Ok(())
    })
}

/// Writes this many more lists like this one for somebody; in the bin, where it says when they go.
async fn owned(
    store: &Store,
    owner: PersonId,
    like: &List,
    many: usize,
    erase_at: Option<DateTime<Utc>>,
) -> Result<()> {
    let pen = &Housekeeping(now());
    transact!(store, pen, |work| {
        for _ in 0..many {
            let list = List { erase_at, ..like.copy(ListId::new(work.id())) };
            make(work, owner, ListRow::new(&list, now()))?;
        }
        Ok(())
    })
}

/// Somebody looks after a list with its owner.
async fn joined(store: &Store, person: PersonId, list: ListId) -> Result<()> {
    let pen = &Housekeeping(now());
    transact!(store, pen, |work| {
        work.create(EditsRow {
            id: record("edits", format_args!("{person}_{list}")),
            version: 0,
            from: record("person", person),
            out: record("list", list),
            since: now(),
        })
    })
}

fn refusal<T>(done: Result<T>) -> DomainError {
    match done {
        Err(StoreError::Refused(rule)) => rule,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was not refused"),
    }
}

// R4.3
#[test]
fn what_was_taken_off_counts_towards_what_a_list_keeps() {
    run(async {
        let store = opened().await;
        let ada = somebody(&store, "ada").await;
        let (actor, ids) = (Actor { person: Some(ada), ..Actor::default() }, Housekeeping(now()));
        let errand = errand(&actor, &ids);
        let list = created(&store, ada).await.unwrap();
        let gift = store.add_gift(errand, ada, list, adding("Train")).await.unwrap();
        let like = store.owned_gift(ada, list, gift).await.unwrap().1;
        let mut left = MAX_KEPT_GIFTS - 2;
        while left > 0 {
            let some = left.min(MAX_GIFTS);
            taken_off(&store, &like, some).await.unwrap();
            left -= some;
        }
        let full = DomainError::ListFull;
        let two = [wish("Lamp"), wish("Mug")];
        assert_eq!(refusal(store.add_gifts(errand, ada, list, &two).await), full);
        let lamp = store.add_gift(errand, ada, list, adding("Lamp")).await.unwrap();
        assert_eq!(refusal(store.add_gift(errand, ada, list, adding("Mug")).await), full);
        assert_eq!(refusal(store.add_gifts(errand, ada, list, &two[1..]).await), full);
        let swing = wish("Swing");
        let own = store.make_product(errand, ada, swing.details.product()).await.unwrap();
        let added = store.add_own_product(errand, ada, list, own, &swing).await;
        assert_eq!(refusal(added), full);

        // Taking another off makes no room; what is put back needs none.
        let set = |removed| move |list: &_, gift| set_gift_removed(list, gift, removed);
        store.change_gift(errand, ada, list, lamp, &set(true)).await.unwrap();
        assert_eq!(refusal(store.add_gift(errand, ada, list, adding("Mug")).await), full);
        store.change_gift(errand, ada, list, lamp, &set(false)).await.unwrap();

        // A copy is what there is to go on with.
        let copy = store.copy_list(errand, ada, list).await.unwrap();
        assert_eq!(store.owned_list(ada, copy).await.unwrap().gifts.len(), 2);
        store.add_own_product(errand, ada, copy, own, &swing).await.unwrap();
        assert_eq!(store.owned_list(ada, copy).await.unwrap().gifts.len(), 3);
    });
}

// R3.11
#[test]
fn of_many_lists_that_are_made_at_once_as_many_are_made_as_there_is_room_for() {
    run(async {
        let store = opened().await;
        let (ada, eve) = (somebody(&store, "ada").await, somebody(&store, "eve").await);
        let first = created(&store, ada).await.unwrap();
        let like = store.owned_list(ada, first).await.unwrap().list;
        owned(&store, ada, &like, MAX_LISTS - 4, None).await.unwrap();
        // Lists that she looks after with others are theirs.
        let of_eve = created(&store, eve).await.unwrap();
        joined(&store, ada, of_eve).await.unwrap();
        assert_eq!(store.looked_after_by(ada).await.unwrap().len(), MAX_LISTS - 2);
        let making = (0..8).map(|_| {
            let store = store.clone();
            tokio::spawn(async move { created(&store, ada).await })
        });
        let mut made = 0;
        for done in making.collect::<Vec<_>>() {
            match done.await.unwrap() {
                Ok(_) => made += 1,
                full => assert_eq!(refusal(full), DomainError::TooManyLists),
            }
        }
        assert_eq!(made, 3);
        assert_eq!(store.looked_after_by(ada).await.unwrap().len(), MAX_LISTS + 1);
        created(&store, eve).await.unwrap();
    });
}

// R3.11
#[test]
fn no_way_leads_to_more_lists_than_there_is_room_for() {
    run(async {
        let store = opened().await;
        let ada = somebody(&store, "ada").await;
        let (actor, ids) = (Actor { person: Some(ada), ..Actor::default() }, Housekeeping(now()));
        let errand = errand(&actor, &ids);
        let share = |list: ListId, generation: u32| ShareKey::new(format!("{list}-{generation}"));
        let first = created(&store, ada).await.unwrap();
        let like = store.owned_list(ada, first).await.unwrap().list;
        owned(&store, ada, &like, MAX_LISTS - 1, None).await.unwrap();
        let full = DomainError::TooManyLists;
        assert_eq!(refusal(created(&store, ada).await), full);
        let open = store.create_open_list(errand, ada, details(), Surprise::Keep, &share).await;
        assert_eq!(refusal(open), full);
        assert_eq!(refusal(store.copy_list(errand, ada, first).await), full);

        // One in the bin makes room for another, and comes back once there is room again.
        store.discard_list(errand, ada, first).await.unwrap();
        let other = store.copy_list(errand, ada, like_of(&store, ada).await).await.unwrap();
        assert_eq!(refusal(store.restore_list(errand, ada, first, &share).await), full);
        store.discard_list(errand, ada, other).await.unwrap();
        store.restore_list(errand, ada, first, &share).await.unwrap();
        assert_eq!(refusal(store.restore_list(errand, ada, other, &share).await), full);

        // The bin holds so many, too: what is given up there makes room for new ones.
        let late = now() + TimeDelta::days(9);
        let binned = MAX_KEPT_LISTS - MAX_LISTS - 1;
        owned(&store, ada, &like, binned, Some(late)).await.unwrap();
        store.discard_list(errand, ada, first).await.unwrap();
        assert_eq!(refusal(created(&store, ada).await), full);
        store.give_up_list(errand, ada, other).await.unwrap();
        assert!(store.erase_list(other, now()).await.unwrap());
        created(&store, ada).await.unwrap();
        assert_eq!(refusal(store.restore_list(errand, ada, first, &share).await), full);
    });
}

/// One of somebody's lists.
async fn like_of(store: &Store, owner: PersonId) -> ListId {
    store.looked_after_by(owner).await.unwrap().remove(0).list.id
}

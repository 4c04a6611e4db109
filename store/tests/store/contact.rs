//! What people write to the team: kept once, mailed, and erased after a month (R8.2).

use chrono::TimeDelta;
use domain::{ContactForm, ContactWish, Letter, MessageId};
use store::{Contacting, Quota, StoreError};
use uuid::Uuid;

use crate::world::*;

fn wish(message: &str) -> ContactWish {
    let form = ContactForm {
        name: "Ada".to_owned(),
        email: "ada@example.org".to_owned(),
        message: message.to_owned(),
    };
    form.parse().unwrap()
}

fn writing(number: u128, message: &str) -> Contacting {
    Contacting {
        id: MessageId::new(Uuid::from_u128(number)),
        wish: wish(message),
        language: "de".to_owned(),
        quota: Quota { what: "contact", burst: 2, seconds: 60 },
    }
}

#[test]
fn a_message_sent_twice_at_once_is_one() {
    run(async {
        let world = std::sync::Arc::new(World::new(Engine::Memory).await);
        let sent = (0..8).map(|_| {
            let world = world.clone();
            tokio::spawn(async move {
                let actor = visitor("ada");
                world.store.contact(world.errand(&actor), writing(1, "Hello")).await.unwrap();
            })
        });
        for sent in sent.collect::<Vec<_>>() {
            sent.await.unwrap();
        }
        let message = MessageId::new(Uuid::from_u128(1));
        let mut letters = world.letters().await;
        letters.sort_by_key(Letter::kind);
        let expected = [Letter::Contact { message }, Letter::ContactReceipt { message }];
        assert_eq!(letters, expected);
        let kept = world.store.contact_message(message).await.unwrap().unwrap();
        assert_eq!((kept.wish, kept.language.as_str()), (wish("Hello"), "de"));
        assert!(world.store.contact_message(MessageId::new(Uuid::nil())).await.unwrap().is_none());
    });
}

#[test]
fn one_mailbox_is_written_to_so_often_and_no_more() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let actor = visitor("ada");
        for number in 1..=2 {
            let one = writing(number, "Hello");
            world.store.contact(world.errand(&actor), one).await.unwrap();
        }
        let third = world.store.contact(world.errand(&actor), writing(3, "Hello")).await;
        assert!(matches!(third, Err(StoreError::TooOften(_))));
        // What was taken is taken still, and costs nothing.
        world.store.contact(world.errand(&actor), writing(2, "Hello")).await.unwrap();
        assert_eq!(world.letters().await.len(), 4);
    });
}

#[test]
fn a_month_after_it_was_sent_nothing_is_left_of_a_message() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let actor = visitor("ada");
        world.store.contact(world.errand(&actor), writing(1, "SECRET one")).await.unwrap();
        let month = now() + TimeDelta::days(30) + TimeDelta::minutes(1);
        assert_eq!(world.store.sweep_contact(month).await.unwrap(), 0, "it waits to be sent");
        world.letters().await;
        let later = writing(2, "SECRET two");
        world.store.contact(world.at(&actor, month), later).await.unwrap();
        assert_eq!(world.store.sweep_contact(now() + TimeDelta::days(29)).await.unwrap(), 0);
        assert_eq!(world.store.sweep_contact(month).await.unwrap(), 1);
        assert_eq!(world.store.sweep_contact(month).await.unwrap(), 0);
        let read = async |number| {
            let id = MessageId::new(Uuid::from_u128(number));
            world.store.contact_message(id).await.unwrap()
        };
        assert!(read(1).await.is_none() && read(2).await.is_some());
        // Neither in the log, nor in a store that is made again from it.
        let contents = world.store.contents().await.unwrap();
        let rows = |mark: &str| contents.iter().filter(|row| row.contains(mark)).count();
        assert_eq!((rows("SECRET one"), rows("SECRET two")), (0, 1), "in plain only in its row");
        let copy = world.made_again().await;
        let again = copy.store.contact_message(MessageId::new(Uuid::from_u128(2))).await.unwrap();
        assert_eq!(again.unwrap().wish, wish("SECRET two"));
        assert_eq!(copy.store.counts().await.unwrap()["contact"], 1);
    });
}

//! Who is on the way in while what they came with stops being good.

use std::sync::Arc;

use domain::{DomainError, FieldErrors, FieldProblem, PersonId, Vouching};
use store::{Arrived, Errand, Opened};
use test_case::test_case;

use crate::{access::arriving, world::*};

fn wrong(field: &str, problem: FieldProblem) -> DomainError {
    FieldErrors::one(field, problem).into()
}

// R2.1, R2.5: a code that was mailed to one address shows nothing of another one.
#[test]
fn a_code_finishes_no_sign_up_that_names_another_address_by_now() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let mut coming = arriving("eve", "eve@example.org", Vouching::Never, "eve");
        (coming.claims.email, coming.identity.email) = (None, None);
        let (actor, here) = (visitor("eve"), browser("eve"));
        let errand = world.errand(&actor);
        let arrived = world.store.arrive(errand, coming.clone(), 10).await.unwrap();
        assert_eq!(arrived, Arrived::AddressWanted);
        let id = world.store.pending_sign_up(&here, now()).await.unwrap().unwrap().id;
        let name = async |address: &str| {
            world.store.name_address(errand, id, &here, &email(address), 10).await.unwrap();
        };
        name("eve@example.org").await;
        let tried = world.store.count_attempt(errand, id, &here).await.unwrap();
        world.letters().await;
        let before = world.store.contents().await.unwrap().len();

        // What is compared is Eve's own code, and meanwhile she names the address of somebody else.
        name("ada@example.org").await;
        let mine = world.store.finish_sign_up(errand, id, tried.generation, &here, session("eve"));
        assert_eq!(refusal(mine.await), wrong("code", FieldProblem::WrongCode));
        assert_eq!(world.store.person_by_identity(&coming.identity.key).await.unwrap(), None);
        assert!(world.store.session(&session("eve").key, now()).await.unwrap().is_none());
        assert_eq!(world.store.ways_in(ada).await.unwrap().providers, Vec::<String>::new());
        let pending = world.store.pending_sign_up(&here, now()).await.unwrap().unwrap();
        assert_eq!((pending.generation, pending.email), (3, Some(email("ada@example.org"))));
        // The mail to that address and its line in the log, and nothing else.
        assert_eq!(world.store.contents().await.unwrap().len(), before + 2);
        // Nor is it good where another code was mailed to the same address.
        world.store.resend_code(errand, id, &here, 10).await.unwrap();
        let old = world.store.finish_sign_up(errand, id, 3, &here, session("eve")).await;
        assert_eq!(refusal(old), wrong("code", FieldProblem::WrongCode));
    });
}

/// What ends the sessions of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ends {
    Reset,
    Change,
    Undo,
    Deletion,
    Suspension,
}

impl Ends {
    async fn act(self, world: &World, ada: PersonId, errand: Errand<'_>) {
        let (store, address) = (&world.store, email("ada@example.org"));
        match self {
            Self::Reset => {
                let reset = store.finish_reset(errand, ada, 1, "new".to_owned(), session("b"));
                assert!(reset.await.unwrap().complete);
            }
            Self::Change => {
                let (old, new) = (Some("hash-of-ada"), "new".to_owned());
                store.change_password(errand, ada, old, new, session("b")).await.unwrap();
            }
            Self::Undo => {
                let letters = world.letters().await;
                let undo = letters.into_iter().find_map(|letter| match letter {
                    domain::Letter::EmailChanged { undo } => Some(undo),
                    _ => None,
                });
                let undo = store.email_undo(undo.unwrap()).await.unwrap().unwrap();
                assert_eq!(undo.old_email, address);
                store.undo_email_change(errand, &undo, 30).await.unwrap();
            }
            Self::Deletion => store.delete_account(errand, ada, None).await.unwrap(),
            Self::Suspension => {
                let why = domain::Reason::parse("Sells things").unwrap();
                store.suspend(errand, ada, &why).await.unwrap();
            }
        }
    }

    /// What has to be there for it.
    async fn prepare(self, world: &World, ada: PersonId, errand: Errand<'_>) {
        match self {
            Self::Reset => {
                let key = email("ada@example.org").key();
                world.store.start_reset(errand, &key, 30).await.unwrap();
            }
            Self::Undo => {
                let new = email("ada@elsewhere.example");
                world.store.start_email_change(errand, ada, &new, 10).await.unwrap();
                let change = world.store.count_email_attempt(errand, ada).await.unwrap();
                let here = store::NewSession { browser: browser("ada"), ..session("moved") };
                world.store.finish_email_change(errand, ada, &change, here).await.unwrap();
            }
            Self::Change | Self::Deletion | Self::Suspension => {}
        }
    }
}

// R2.8, R2.9, R2.13: a sign-in that has read the old password opens nothing once it is over.
#[test_case(Ends::Reset)]
#[test_case(Ends::Change)]
#[test_case(Ends::Undo)]
#[test_case(Ends::Deletion)]
#[test_case(Ends::Suspension)]
fn a_sign_in_under_way_does_not_outlive_what_ends_all_sessions(ends: Ends) {
    run(async move {
        let world = Arc::new(World::new(Engine::Memory).await);
        let ada = world.person("ada").await;
        let actor = account(ada, "ada");
        ends.prepare(&world, ada, world.errand(&actor)).await;
        let paused = Arc::new(Paused::once());
        let coming = {
            let (world, paused) = (world.clone(), paused.clone());
            tokio::spawn(async move {
                let actor = visitor("thief");
                let errand = Errand { ids: &*paused, ..world.errand(&actor) };
                world.store.open_session(errand, ada, "hash-of-ada", session("thief")).await
            })
        };
        paused.meet();
        ends.act(&world, ada, world.errand(&actor)).await;
        paused.meet();
        let opened = coming.await.unwrap();
        match ends {
            Ends::Suspension => assert_eq!(refusal(opened), DomainError::Suspended),
            _ => assert_eq!(opened.unwrap(), None),
        }
        assert!(world.store.session(&session("thief").key, now()).await.unwrap().is_none());
        if ends == Ends::Suspension {
            // Nor does it open anything once its person is let back in.
            let why = domain::Reason::parse("A mistake").unwrap();
            world.store.let_back(world.errand(&actor), ada, &why).await.unwrap();
            assert!(world.store.session(&session("thief").key, now()).await.unwrap().is_none());
        }
        world.all_is_well().await;
    });
}

// R2.5, R2.8: so it is with somebody who comes back from a provider.
#[test]
fn a_way_in_that_is_taken_away_meanwhile_opens_nothing() {
    run(async {
        let world = Arc::new(World::new(Engine::Memory).await);
        let ada = world.person("ada").await;
        let actor = account(ada, "ada");
        Ends::Undo.prepare(&world, ada, world.errand(&actor)).await;
        let thiefs = arriving("thief", "x@example.org", Vouching::Never, "joined");
        world.store.join_identity(world.at(&actor, later(1)), ada, &thiefs).await.unwrap();
        let paused = Arc::new(Paused::once());
        let coming = {
            let (world, paused) = (world.clone(), paused.clone());
            tokio::spawn(async move {
                let actor = visitor("thief");
                let errand = Errand { ids: &*paused, ..world.errand(&actor) };
                let again = arriving("thief", "x@example.org", Vouching::Never, "thief");
                world.store.arrive(errand, again, 10).await
            })
        };
        paused.meet();
        Ends::Undo.act(&world, ada, world.at(&actor, later(2))).await;
        paused.meet();
        assert_eq!(coming.await.unwrap().unwrap(), Arrived::CodeMailed);
        assert!(world.store.session(&session("thief").key, now()).await.unwrap().is_none());
    });
}

// R2.9: whoever knew the old password changes nothing any more, and brings it back in no form.
#[test]
fn a_password_that_is_another_one_by_now_is_neither_changed_nor_hashed_anew() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let actor = account(ada, "ada");
        let (store, errand) = (&world.store, world.errand(&actor));
        Ends::Reset.prepare(&world, ada, errand).await;
        Ends::Reset.act(&world, ada, errand).await;
        let (old, thiefs) = ("hash-of-ada", "thief".to_owned());
        assert!(!store.set_password_hash(errand, ada, old, thiefs.clone()).await.unwrap());
        for verified in [Some(old), None] {
            let changed =
                store.change_password(errand, ada, verified, thiefs.clone(), session("thief"));
            let wrong = wrong("current", FieldProblem::WrongPassword);
            assert_eq!(refusal(changed.await), wrong);
        }
        let hash = store.person(ada).await.unwrap().unwrap().password_hash;
        assert_eq!(hash.as_deref(), Some("new"));
        assert!(store.session(&session("b").key, now()).await.unwrap().is_some());
        assert!(store.session(&session("thief").key, now()).await.unwrap().is_none());
        // The new one signs in, and its hash is made better.
        assert!(store.set_password_hash(errand, ada, "new", "better".to_owned()).await.unwrap());
        let opened = store.open_session(errand, ada, "better", session("c")).await.unwrap();
        assert_eq!(opened, Some(Opened { person: ada, complete: true }));
    });
}

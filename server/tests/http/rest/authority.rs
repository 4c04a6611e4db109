//! Who may ask the API for what (R1, R10.2): every operation of the document, asked by everybody. One
//! that is new has no row here, and fails.

mod account;
mod catalogue;
mod giving;
mod lists;
mod webhooks;

use std::collections::{HashMap, hash_map::Entry};

use domain::{ListId, PersonId, ReserveForm, Scope};
use serde_json::Value;
use server::{http::rest::document, secrets::Purpose};
use uuid::Uuid;

use super::support::{call, token};
use crate::{
    people::{Somebody, World, somebody, world},
    site::{TestSite, run, start},
};

/// Everybody who could ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Without any token.
    Nobody,
    /// Somebody with an account and lists of their own.
    Stranger,
    /// Somebody with an account who has reserved on the list.
    Giver,
    /// The list's owner.
    Owner,
    /// Somebody who looks after the list with its owner.
    CoOwner,
    /// An admin, who has nothing to do with the list.
    Admin,
}

pub const ALL: [Who; 6] =
    [Who::Nobody, Who::Stranger, Who::Giver, Who::Owner, Who::CoOwner, Who::Admin];
/// Anybody, with or without a token.
pub const ANYBODY: &[Who] = &ALL;
/// Anybody with an account.
pub const ACCOUNTS: &[Who] = &[Who::Stranger, Who::Giver, Who::Owner, Who::CoOwner, Who::Admin];
/// Those who look after the list.
pub const OWNERS: &[Who] = &[Who::Owner, Who::CoOwner];
/// Owners do not give on their own list.
pub const GIVERS: &[Who] = &[Who::Nobody, Who::Stranger, Who::Giver, Who::Admin];

/// What an operation is asked with, and by whom it is answered.
pub struct Row {
    /// The path below `/api/v1`, with the world's ids and tokens in it.
    pub path: String,
    /// What is sent along.
    pub body: Option<Value>,
    /// The scope that a token needs for it. None where every token will do, or none is looked at.
    pub scope: Option<Scope>,
    /// Those who are answered; to the others it is as if it were not there.
    pub may: &'static [Who],
}

impl Row {
    /// A row without a body.
    pub fn new(path: impl Into<String>, scope: Option<Scope>, may: &'static [Who]) -> Self {
        Self { path: path.into(), body: None, scope, may }
    }

    /// The same with a body.
    pub fn with(self, body: Value) -> Self {
        Self { body: Some(body), ..self }
    }
}

/// The world, and those who ask with a token.
pub struct Asked {
    /// The list, and those who look after it. What a guest reserved on it opens with its manage
    /// token alone.
    pub world: World,
    /// Somebody with an account who has reserved one more of the gift.
    pub giver: Somebody,
    /// The token of that promise's manage link.
    pub given: String,
    /// That of the link to it that was mailed.
    pub mailed: String,
    tokens: [Option<String>; 6],
}

/// What a row is made of. `operation` is such as `GET /lists/{id}`, with the names of the document.
pub fn row(operation: &str, asked: &Asked) -> Option<Row> {
    account::row(operation, asked)
        .or_else(|| lists::row(operation, asked))
        .or_else(|| giving::row(operation, asked))
        .or_else(|| catalogue::row(operation, asked))
        .or_else(|| webhooks::row(operation, asked))
}

impl Asked {
    pub async fn new(site: &TestSite) -> Self {
        let inner = &site.running.site;
        let world = world(inner).await;
        let giver = somebody(inner, "giver").await;
        let backend = server::service::backend(inner);
        let form = ReserveForm {
            name: "Gil".to_owned(),
            email: giver.email.clone(),
            quantity: "1".to_owned(),
        };
        let share = &world.share;
        let reserved = backend.sharing.reserve(&giver.visit, share, world.gift, "key", form).await;
        let given = reserved.unwrap().manage.replace("/r/", "");
        let (reservation, _) = inner.secrets.open_manage(&given).unwrap();
        let mailed = inner.secrets.manage_token(Purpose::ManageByMail, reservation);
        let people = [&world.other, &giver, &world.owner, &world.co_owner, &world.admin];
        let mut tokens = [const { None }; 6];
        for (index, person) in people.into_iter().enumerate() {
            tokens[index + 1] = Some(token(inner, person, &Scope::ALL).await);
        }
        Self { world, giver, given, mailed, tokens }
    }

    pub fn token(&self, who: Who) -> Option<&str> {
        self.tokens[who as usize].as_deref()
    }

    fn person(&self, who: Who) -> Option<&Somebody> {
        Some(match who {
            Who::Nobody => return None,
            Who::Stranger => &self.world.other,
            Who::Giver => &self.giver,
            Who::Owner => &self.world.owner,
            Who::CoOwner => &self.world.co_owner,
            Who::Admin => &self.world.admin,
        })
    }
}

/// Every operation of the document, such as `GET /lists/{id}`.
pub fn operations() -> Vec<String> {
    let document = serde_json::to_value(document()).unwrap();
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            if ["get", "post", "put", "patch", "delete"].contains(&method.as_str()) {
                operations.push(format!("{} {path}", method.to_uppercase()));
            }
        }
    }
    operations
}

/// Whether it was not for them. Owners are told why they can not reserve.
fn is_refused(status: u16, body: &Value) -> bool {
    matches!(status, 401 | 403 | 404) || body["code"] == "own_list"
}

#[test]
fn every_operation_answers_those_who_may_and_nobody_else() {
    run(async {
        let site = start(|_| {}).await;
        for operation in operations() {
            let method = operation.split(' ').next().unwrap();
            // What they do to it is seen by nobody else.
            let asked = Asked::new(&site).await;
            let row = row(&operation, &asked);
            let row = row.unwrap_or_else(|| panic!("{operation} is new: say who may ask for it"));
            let (may_not, may): (Vec<Who>, Vec<Who>) =
                ALL.into_iter().partition(|who| !row.may.contains(who));
            let everybody =
                may_not.iter().map(|who| (*who, false)).chain(may.iter().map(|who| (*who, true)));
            for (who, allowed) in everybody {
                let (body, token) = (row.body.clone(), asked.token(who));
                let (status, _, body) = call(&site, method, &row.path, token, body).await;
                let said = format!("{who:?} {operation}: {status} {body}");
                assert!(status.as_u16() < 500, "{said}");
                assert_eq!(!is_refused(status.as_u16(), &body), allowed, "{said}");
                // What a manage token opens is its giver's, whoever has it (R5.6).
                let is_givers = row.path.contains(&asked.given) || row.path.contains(&asked.mailed);
                let (owner, giver) = (&asked.world.owner.email, &asked.giver.email);
                for (address, theirs) in [(owner, Who::Owner), (giver, Who::Giver)] {
                    let is_told = !is_givers && body.to_string().contains(address);
                    assert!(!is_told || who == theirs, "{said}");
                }
            }
        }
        site.stop().await;
    });
}

// R10.2
#[test]
fn a_token_without_the_scope_does_nothing() {
    run(async {
        let site = start(|_| {}).await;
        let asked = Asked::new(&site).await;
        // Nobody has more than twenty tokens.
        let mut without: HashMap<(PersonId, Scope), String> = HashMap::new();
        for operation in operations() {
            let Some(row) = row(&operation, &asked) else { continue };
            let Some(scope) = row.scope else { continue };
            let method = operation.split(' ').next().unwrap();
            let Some(person) = row.may.iter().find_map(|who| asked.person(*who)) else { continue };
            let token = match without.entry((person.id, scope)) {
                Entry::Occupied(made) => made.into_mut(),
                Entry::Vacant(place) => {
                    let others: Vec<_> = Scope::ALL.into_iter().filter(|it| *it != scope).collect();
                    place.insert(token(&site.running.site, person, &others).await)
                }
            };
            let (status, _, body) =
                call(&site, method, &row.path, Some(token), row.body.clone()).await;
            assert_eq!(status.as_u16(), 403, "{operation}: {body}");
            let told = (body["code"].as_str(), body["scope"].as_str());
            assert_eq!(told, (Some("scope_missing"), Some(scope.code())), "{operation}");
        }
        site.stop().await;
    });
}

// R10.1: not being an owner is as if the list were missing.
#[test]
fn what_is_not_theirs_is_as_if_it_were_not_there() {
    run(async {
        let site = start(|_| {}).await;
        let asked = Asked::new(&site).await;
        let list = asked.world.list.to_string();
        let missing = ListId::new(Uuid::from_u128(1)).to_string();
        for operation in operations() {
            let Some(row) = row(&operation, &asked) else { continue };
            if !row.path.contains(&list) || row.may.contains(&Who::Stranger) {
                continue;
            }
            let method = operation.split(' ').next().unwrap();
            let token = asked.token(Who::Stranger);
            let theirs = call(&site, method, &row.path, token, row.body.clone()).await;
            let path = row.path.replace(&list, &missing);
            let none = call(&site, method, &path, token, row.body.clone()).await;
            let said = theirs.2.to_string().replace(&list, &missing);
            assert_eq!((theirs.0, said), (none.0, none.2.to_string()), "{operation}");
            assert_eq!(theirs.0.as_u16(), 404, "{operation}");
        }
        site.stop().await;
    });
}

// R1, R10.8: whoever may do something to their own reaches nothing of somebody else's by it. Whatever
// address is typed, and a product of the catalogue, belong to nobody.
#[test]
fn what_is_of_another_list_is_not_reached_by_way_of_ones_own() {
    run(async {
        let site = start(|_| {}).await;
        let (own, theirs) = (Asked::new(&site).await, Asked::new(&site).await);
        let list = format!("/lists/{}", theirs.world.list);
        let look = async || call(&site, "GET", &list, theirs.token(Who::Owner), None).await.2;
        let (before, mut tried) = (look().await, 0);
        for operation in operations() {
            let Some((row, other)) = row(&operation, &own).zip(row(&operation, &theirs)) else {
                continue;
            };
            let (method, template) = operation.split_once(' ').unwrap();
            let named: Vec<&str> = template.split('/').collect();
            let (mine, others): (Vec<&str>, Vec<&str>) =
                (row.path.split('/').collect(), other.path.split('/').collect());
            let is_anybodys = |at: usize| match named[at] {
                "{email}" => method == "POST",
                "{productid}" => template == "/lists/{id}/product/{productid}" && method == "POST",
                _ => false,
            };
            let differ: Vec<usize> =
                (0..mine.len()).filter(|at| mine[*at] != others[*at]).collect();
            if differ.len() < 2 {
                continue;
            }
            let who = if row.may.contains(&Who::Owner) { Who::Owner } else { Who::Stranger };
            for at in differ.into_iter().filter(|at| !is_anybodys(*at)) {
                let mut mixed = mine.clone();
                mixed[at] = others[at];
                let (path, token) = (mixed.join("/"), own.token(who));
                let (status, _, body) = call(&site, method, &path, token, row.body.clone()).await;
                assert!(is_refused(status.as_u16(), &body), "{operation} {path}: {status} {body}");
                tried += 1;
            }
        }
        assert!(tried >= 20, "{tried}");
        assert_eq!(look().await, before);
        site.stop().await;
    });
}

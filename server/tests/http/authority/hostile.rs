//! What none of our forms sends, to every server function: it is refused under a true status or kept as
//! it is, and breaks nothing (R9.7, R2.7).

use server::http::{route_list, server_functions};
use store::Counts;

use super::{Who, function, limitless, page};
use crate::{
    people::{World, somebody, world},
    site::{Answer, TestSite, run},
};

/// Values, as they stand in a form: questions to a database and to a pattern, markup, lines of a head,
/// what is no text, and numbers beyond all bounds.
const VALUES: [&str; 5] = [
    "x%27%3B+DELETE+person%3B+--+%24auth+%7Ba%3A1%7D+type%3A%3Arecord%28%27person%27%2C1%29+%28a%2B%29%2B%24",
    "%3C%2Ftextarea%3E%3Cscript%3Ealert%281%29%3C%2Fscript%3E%00%E2%80%AE%F0%9F%8E%81",
    "%2Flists%0D%0ASet-Cookie%3A+__Host-session%3Dx",
    "%FF%FE%C3%28",
    "-18446744073709551617",
];

/// How the markup among them would stand in a page that took it for its own.
const MARKUP: &str = "<script>alert(1)";

/// Fields that some functions read, and some that none does: nobody becomes an admin by them.
const FIELDS: &str = "name email password current code token language next message form_key title note \
                      quantity called lifetime url choice identity session why back at is_admin admin \
                      owner reserved verified_at person[is_admin]";

/// Forms that name no field of any function, or one in a shape that it has not.
fn shapes() -> Vec<String> {
    vec![
        String::new(),
        "list=1&list=2&gift=1&gift=2&token=1&token=2&share=1&share=2".to_owned(),
        "list[]=1&gift[a]=2&token[a][b]=3&reservation[0][a]=1".to_owned(),
        format!("list{}=1", "[a]".repeat(1000)),
        "a=1&".repeat(5000),
        "&&=&=&%&%zz&%u0041=&list=%".to_owned(),
        "{\"list\": {\"$gt\": \"\"}}".to_owned(),
    ]
}

/// The form with a value in one of its fields, and in every field that it does not name itself.
fn with(form: &str, at: usize, value: &str) -> String {
    let named: Vec<_> = form.split('&').filter_map(|field| field.split_once('=')).collect();
    let own = named.iter().enumerate().map(|(index, (name, kept))| {
        let value = if index == at { value } else { *kept };
        format!("{name}={value}")
    });
    let others = FIELDS.split(' ').filter(|field| named.iter().all(|(name, _)| name != field));
    let others = others.map(|field| format!("{field}={value}"));
    own.chain(others).collect::<Vec<_>>().join("&")
}

async fn post(site: &TestSite, name: &str, headers: &[(&str, &str)], form: &str) -> Answer {
    let answer = site.post(&format!("/fn/{name}"), headers, form).await;
    let is_told = (200..500).contains(&answer.status);
    assert!(is_told, "{name} {form:.200}: {} {}", answer.status, answer.body);
    assert!(!answer.body.contains(MARKUP), "{name} {form:.200}: {}", answer.body);
    for (_, cookie) in answer.headers().filter(|(header, _)| *header == "set-cookie") {
        assert!(!cookie.contains("__Host-session=x"), "{name}: {cookie}");
    }
    answer
}

/// Shows every page to those who see most, after all of it was typed.
async fn look_around(site: &TestSite, world: &World) {
    for route in route_list() {
        let Some((path, _)) = page(route.path(), world) else { continue };
        for who in [Who::Visitor, Who::Owner, Who::Admin] {
            let cookie = who.cookie(world);
            let headers = [("accept", "text/html"), ("cookie", cookie.as_str())];
            let answer = site.get(&path, &headers).await;
            assert!((200..500).contains(&answer.status), "{who:?} {path}: {}", answer.status);
            assert!(!answer.body.contains(MARKUP), "{who:?} {path}: {}", answer.body);
        }
    }
}

/// How much there is of what nobody makes less of here.
async fn counts(site: &TestSite) -> Counts {
    let mut counts = site.running.site.store.counts().await.unwrap();
    counts.retain(|table, _| ["person", "list", "product", "wants", "giver"].contains(table));
    assert_eq!(counts.len(), 5, "{counts:?}");
    counts
}

#[test]
fn whatever_stands_in_a_field_breaks_nothing() {
    run(async {
        let site = limitless().await;
        let world = world(&site.running.site).await;
        let before = counts(&site).await;
        for name in server_functions() {
            let Some((form, may)) = function(name, &world) else { continue };
            let owner = may.contains(&Who::Owner).then_some(Who::Owner);
            let who = owner.or(may.first().copied()).unwrap_or(Who::Admin);
            // Who signs out, or deletes the account, does so alone.
            let cookie = match form.is_empty() {
                true => somebody(&site.running.site, "eve").await.cookie,
                false => who.cookie(&world),
            };
            for value in VALUES {
                for at in 0..form.split('&').count() {
                    let headers = [("accept", "application/json"), ("cookie", cookie.as_str())];
                    post(&site, name, &headers, &with(&form, at, value)).await;
                }
            }
            let headers = [("accept", "text/html"), ("cookie", cookie.as_str())];
            post(&site, name, &headers, &with(&form, 0, VALUES[1])).await;
        }
        look_around(&site, &world).await;
        let after = counts(&site).await;
        for (table, count) in before {
            assert!(after[table] >= count, "{table}");
        }
        let admins = site.running.site.store.counts().await.unwrap();
        assert_eq!(admins["admin"], 1, "nobody became one");
        site.stop().await;
    });
}

// What is no form of ours is the sender's mistake, and nobody is alarmed by it.
#[test]
fn whatever_shape_a_form_has_it_is_refused_as_the_mistake_that_it_is() {
    run(async {
        let site = limitless().await;
        let json = [("accept", "application/json")];
        for name in server_functions() {
            for form in shapes() {
                post(&site, name, &json, &form).await;
            }
        }
        let unread = post(&site, "tick_thanks", &json, "list=1").await;
        assert_eq!(unread.status, 400, "{}", unread.body);
        assert!(unread.body.contains("\"transport\""), "{}", unread.body);
        let no_id = post(&site, "owner_list", &json, "list=x").await;
        assert_eq!(no_id.status, 404, "{}", no_id.body);
        site.stop().await;
    });
}

//! What names something of one list beside something of another (R1): whoever may do something to
//! their own reaches nothing of somebody else's by it.

use server::http::server_functions;

use super::{Who, function, limitless};
use crate::{
    people::{World, world},
    site::{TestSite, run},
};

/// The fields that name what belongs to somebody. Products of the catalogue belong to nobody.
const NAMES: [&str; 8] =
    ["list", "gift", "share", "reservation", "invitation", "person", "webhook", "delivery"];

/// The fields of a form, as they are sent.
fn fields(form: &str) -> Vec<(&str, &str)> {
    form.split('&').filter_map(|field| field.split_once('=')).collect()
}

/// The form with each of the names in it taken from another one in turn. Nothing where it has only one,
/// which the table of who may do what is about.
fn mixed(own: &str, theirs: &str) -> Vec<String> {
    let (own, theirs) = (fields(own), fields(theirs));
    let names: Vec<usize> = (0..own.len()).filter(|at| NAMES.contains(&own[*at].0)).collect();
    if names.len() < 2 {
        return vec![];
    }
    let forms = names.into_iter().map(|theirs_at| {
        let form = own.iter().zip(&theirs).enumerate().map(|(at, (own, theirs))| {
            let (name, value) = if at == theirs_at { theirs } else { own };
            format!("{name}={value}")
        });
        form.collect::<Vec<_>>().join("&")
    });
    forms.collect()
}

/// What somebody else's list looks like to its owner, with everything on it, and its promise to its giver.
async fn looks(site: &TestSite, world: &World) -> Vec<String> {
    let mut looks = Vec::new();
    let json = ("accept", "application/json");
    let headers = [json, ("cookie", world.owner.cookie.as_str())];
    let form = format!("list={}", world.list);
    let list = site.post("/fn/owner_list", &headers, &form).await;
    assert_eq!(list.status, 200, "{}", list.body);
    looks.push(list.body);
    let form = format!("share={}", world.share);
    let headers = [json, ("cookie", world.giver.as_str())];
    looks.push(site.post("/fn/shared_list", &headers, &form).await.body);
    looks
}

// R1
#[test]
fn what_is_of_another_list_is_not_reached_by_way_of_ones_own() {
    run(async {
        let site = limitless().await;
        let (own, theirs) = (world(&site.running.site).await, world(&site.running.site).await);
        let before = looks(&site, &theirs).await;
        let mut tried = 0;
        for name in server_functions() {
            let Some(((form, may), (other, _))) = function(name, &own).zip(function(name, &theirs))
            else {
                continue;
            };
            let asks = if may.contains(&Who::Owner) { Who::Owner } else { Who::Other };
            let cookie = asks.cookie(&own);
            let headers = [("accept", "application/json"), ("cookie", cookie.as_str())];
            for form in mixed(&form, &other) {
                tried += 1;
                let answer = site.post(&format!("/fn/{name}"), &headers, &form).await;
                assert_eq!(answer.status, 404, "{name} {form}: {}", answer.body);
            }
        }
        assert!(tried >= 20, "{tried}");
        assert_eq!(looks(&site, &theirs).await, before);
        site.stop().await;
    });
}

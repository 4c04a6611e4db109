//! Of two who change a list at the same time upon what both have read, one is told, whatever they do.

use serde_json::{Value, json};

use super::{Program, Said, program, site};
use crate::{
    rest::support::call,
    site::{TestSite, run},
};

/// Upon so many lists every change is asked for twice at once.
const LISTS: usize = 10;

/// A change, asked for twice at once upon the same revision: the one that was made first, if one was.
async fn twice(
    ada: &Program<'_>,
    list: &str,
    (method, path, body): &(&str, String, Value),
) -> (Said, Said) {
    let tag = ada.get(list).await.tag().to_owned();
    let upon = [("if-match", tag.as_str())];
    let text = (!body.is_null()).then(|| body.to_string());
    let text = text.as_deref();
    let (one, other) = tokio::join!(
        ada.ask_with(method, path, &upon, text),
        ada.ask_with(method, path, &upon, text)
    );
    if one.status == 200 { (one, other) } else { (other, one) }
}

/// The same where the list stays: one is made and answered, and the other one told.
async fn race(ada: &Program<'_>, list: &str, change: (&str, String, Value)) -> Value {
    let (made, told) = twice(ada, list, &change).await;
    let (method, path, _) = change;
    let statuses = (made.status, told.status);
    assert_eq!(statuses, (200, 412), "{method} {path}: {} {}", made.body, told.body);
    assert_eq!(told.refused().1, "changed_meanwhile", "{method} {path}");
    made.body
}

/// All changes of a list, one after the other.
async fn every_change(site: &TestSite, number: usize) {
    let ada = program(site, "ada").await;
    let (list, share) = ada.list("Ida is one", "Birthday").await;
    let (train, crane) = (ada.gift(&list, "Train", 3).await, ada.gift(&list, "Crane", 1).await);
    let (gift, invitations) =
        (format!("{list}/product/{train}"), format!("{list}/people/invitations"));
    let tram = ada.post("/notfound", json!({ "brand": "Holz", "details": "Tram" })).await;
    let tram = format!("{list}/product/{}", tram.text("productId"));
    let reserve = format!("/lists/{share}/reserve/{crane}/email/ben{number}%40example.org");
    let wish = json!({ "name": "Ben", "quantity": 1 });
    let (status, _, reserved) = call(site, "POST", &reserve, None, Some(wish)).await;
    assert_eq!(status.as_u16(), 200, "{reserved}");
    let promise = format!("{list}/thanks/{}", reserved["reservation_id"].as_str().unwrap());

    let nothing = Value::Null;
    // While the surprise holds, what was read is what owners do.
    let kept = [
        ("PUT", list.clone(), json!({ "title": "Ida is two" })),
        ("PUT", gift.clone(), json!({ "quantity": 2 })),
        ("PUT", format!("{gift}/details"), json!({ "name": "Engine" })),
        ("PUT", format!("{gift}/received"), json!({ "received": true })),
        ("PUT", format!("{list}/order"), json!({ "order": [crane, train] })),
        ("PUT", format!("{gift}/place"), json!({ "section": "Toys" })),
        ("POST", format!("{gift}/remove"), nothing.clone()),
        ("POST", format!("{gift}/restore"), nothing.clone()),
        ("POST", tram, json!({ "quantity": 1, "productType": "notfound" })),
        ("POST", format!("{list}/import"), json!([{ "name": "Lamp", "wanted": 1 }])),
        ("PUT", format!("{list}/cover"), json!({ "cover": "Wedding" })),
        ("DELETE", format!("{list}/cover"), nothing.clone()),
        ("PUT", format!("{list}/giving"), json!({ "confirmFirst": true })),
        ("PUT", format!("{list}/passcode"), json!({ "passcode": "three lambs" })),
        ("DELETE", format!("{list}/passcode"), nothing.clone()),
        ("POST", format!("{list}/share/rotate"), nothing.clone()),
    ];
    for change in kept {
        race(&ada, &list, change).await;
    }
    let invited = race(&ada, &list, ("POST", invitations.clone(), nothing.clone())).await;
    let invitation = format!("{invitations}/{}", invited["invitationId"].as_str().unwrap());
    race(&ada, &list, ("DELETE", invitation, nothing.clone())).await;
    let lifted = json!({ "surprise": "show", "confirmed": true });
    race(&ada, &list, ("PUT", format!("{list}/surprise"), lifted)).await;
    // From here on it is what givers do, too.
    let shown = [
        ("PUT", promise, json!({ "thanked": true })),
        ("PUT", list.clone(), json!({ "description": "Come at four" })),
        ("DELETE", gift, nothing.clone()),
        ("POST", format!("{list}/close"), nothing.clone()),
        ("POST", format!("{list}/reopen"), nothing.clone()),
    ];
    for change in shown {
        race(&ada, &list, change).await;
    }
    // Who comes after it is gone finds nothing that could have been changed.
    let (made, told) = twice(&ada, &list, &("DELETE", list.clone(), nothing)).await;
    assert_eq!(made.status, 200, "{}", made.body);
    assert!(matches!(told.status, 404 | 412), "{} {}", told.status, told.body);
}

// R10.5
#[test]
fn of_two_who_change_what_both_have_read_one_is_told() {
    run(async {
        let site = site().await;
        for number in 0..LISTS {
            every_change(&site, number).await;
        }
        site.stop().await;
    });
}

// R10.5
#[test]
fn the_tag_of_a_change_covers_nothing_that_somebody_else_changed() {
    run(async {
        let site = site().await;
        let ada = program(&site, "ada").await;
        let mut made = 0;
        for occasion in ["Birthday", "Wedding"] {
            let (list, _) = ada.list("Ida is one", occasion).await;
            let gift = format!("{list}/product/{}", ada.gift(&list, "Train", 1).await);
            let details = format!("{gift}/details");
            for round in 0..12 {
                let changes = [
                    (&list, json!({ "title": format!("Ida {round}") })),
                    (&gift, json!({ "quantity": round + 2 })),
                    (&details, json!({ "notes": format!("Red {round}") })),
                ];
                for (path, body) in changes {
                    let tag = ada.get(&list).await.tag().to_owned();
                    let (upon, body) = ([("if-match", tag.as_str())], body.to_string());
                    // A little later each time, so that it comes before, between and behind.
                    let other = async {
                        for _ in 0..round % 6 {
                            ada.get("/lists").await;
                        }
                        let words = format!("Come at {round}, {path}");
                        ada.put(&list, json!({ "description": words })).await
                    };
                    let (mine, other) =
                        tokio::join!(ada.ask_with("PUT", path, &upon, Some(&body)), other);
                    assert_eq!(other.status, 200, "{}", other.body);
                    assert!(!other.headers.contains_key("etag"), "nobody knows what they read");
                    if mine.status == 200 {
                        assert_ne!(mine.tag(), ada.get(&list).await.tag(), "{path} {round}");
                        made += 1;
                    } else {
                        assert_eq!(mine.refused().1, "changed_meanwhile", "{path} {round}");
                    }
                }
            }
        }
        assert!(made > 0, "the other one always came first");
        site.stop().await;
    });
}

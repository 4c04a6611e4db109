//! A change that is built upon another revision than the present one is refused, whatever it is.

use serde_json::json;

use super::{program, site};
use crate::site::run;

// R10.5
#[test]
fn no_change_of_a_list_is_built_upon_another_revision() {
    run(async {
        let site = site().await;
        let ada = program(&site, "ada").await;
        let (list, _) = ada.list("Ida is one", "Birthday").await;
        let name = ada.gift(&list, "Train", 1).await;
        let gift = format!("{list}/product/{name}");
        let old = ada.get(&list).await.tag().to_owned();
        ada.put(&format!("{gift}/received"), json!({ "received": true })).await;
        let before = ada.get(&list).await;
        assert_ne!(before.tag(), old);
        let received = json!({ "received": false }).to_string();
        let changes = [
            ("PUT", format!("{gift}/place"), json!({ "section": "Toys" })),
            ("PUT", format!("{gift}/received"), json!({ "received": false })),
            ("POST", format!("{gift}/remove"), json!(null)),
            ("POST", format!("{gift}/restore"), json!(null)),
            ("POST", format!("{gift}/picture"), json!(null)),
            ("DELETE", format!("{gift}/picture"), json!(null)),
            ("POST", format!("{list}/cover"), json!(null)),
            ("PUT", format!("{list}/cover"), json!({ "cover": "Wedding" })),
            ("DELETE", format!("{list}/cover"), json!(null)),
            ("PUT", format!("{list}/surprise"), json!({ "surprise": "show", "confirmed": true })),
            ("PUT", format!("{list}/passcode"), json!({ "passcode": "three lambs" })),
            ("DELETE", format!("{list}/passcode"), json!(null)),
            ("PUT", format!("{list}/giving"), json!({ "confirmFirst": true })),
            ("POST", format!("{list}/import"), json!([{ "name": "Crane", "wanted": 1 }])),
            ("POST", format!("{list}/share/rotate"), json!(null)),
            ("POST", format!("{list}/share"), json!(null)),
            ("POST", format!("{list}/close"), json!(null)),
            ("POST", format!("{list}/reopen"), json!(null)),
        ];
        for (method, path, body) in changes {
            let body = body.to_string();
            let upon = [("if-match", old.as_str())];
            let said = ada.ask_with(method, &path, &upon, Some(&body)).await;
            assert_eq!(said.refused().1, "changed_meanwhile", "{method} {path}");
            assert_eq!(said.status, 412, "{method} {path}");
        }
        let after = ada.get(&list).await;
        assert_eq!((after.tag(), &after.body), (before.tag(), &before.body));
        assert_eq!(
            ada.get(&format!("{list}/giving")).await.body,
            json!({ "confirmFirst": false, "remind": true })
        );
        let upon = [("if-match", before.tag())];
        let path = format!("{gift}/received");
        assert_eq!(ada.ask_with("PUT", &path, &upon, Some(&received)).await.status, 200);
        // Who may not change it learns nothing by it.
        let bo = program(&site, "bo").await;
        assert_eq!(bo.ask_with("PUT", &path, &upon, Some(&received)).await.status, 404);
        site.stop().await;
    });
}

// R10.5
#[test]
fn however_its_id_is_written_a_list_is_the_one_that_was_read() {
    run(async {
        let site = site().await;
        let ada = program(&site, "ada").await;
        let (list, _) = ada.list("Ida is one", "Birthday").await;
        let old = ada.get(&list).await.tag().to_owned();
        ada.put(&list, json!({ "title": "Ida is two" })).await;
        let id = list.trim_start_matches("/lists/");
        let encoded: String = id.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let body = json!({ "title": "Ida is three" }).to_string();
        for id in [id.replace('-', "%2D"), encoded, id.replace('-', ""), id.to_uppercase()] {
            let upon = [("if-match", old.as_str())];
            for path in [format!("/lists/{id}"), format!("/lists/{id}/cover")] {
                let said = ada.ask_with("PUT", &path, &upon, Some(&body)).await;
                assert_eq!((said.status, said.text("code")), (412, "changed_meanwhile"), "{path}");
            }
            let path = format!("/lists/{id}");
            assert_eq!(ada.get(&path).await.body["list"]["title"], "Ida is two", "{path}");
        }
        site.stop().await;
    });
}

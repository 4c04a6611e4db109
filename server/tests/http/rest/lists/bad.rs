//! What is sent to lists and is no good: said in words beside the field, and nothing is changed.

use serde_json::{Value, json};

use super::{program, site};
use crate::site::run;

fn list() -> Value {
    json!({
        "title": "Ida is one", "description": "", "occasion": "Birthday", "imageUrl": ""
    })
}

fn but(key: &str, value: Value) -> Value {
    let mut list = list();
    list[key] = value;
    list
}

// R10.1, R3.1
#[test]
fn what_is_wrong_with_a_list_is_said_by_the_name_of_its_field() {
    run(async {
        let site = site().await;
        let ada = program(&site, "ada").await;
        let cases = [
            ("title", json!(""), "required"),
            ("title", json!("x".repeat(101)), "too_long"),
            ("title", json!(7), "mistyped"),
            ("description", json!("x".repeat(2001)), "too_long"),
            ("occasion", json!("Bar Mitzvah"), "not_a_choice"),
            ("occasion", json!(""), "required"),
            ("eventDate", json!("soon"), "not_a_date"),
            ("eventDate", json!("31 June 2190"), "not_a_date"),
            ("timeZone", json!("Nowhere/Land"), "not_a_choice"),
            ("forWhom", json!("x".repeat(61)), "too_long"),
            ("delivery", json!("x".repeat(501)), "too_long"),
            ("surprise", json!("perhaps"), "not_a_choice"),
            ("surprise", json!(true), "mistyped"),
        ];
        for (key, value, problem) in cases {
            let said = ada.post("/lists", but(key, value.clone())).await;
            assert_eq!((said.status, said.text("code")), (422, "invalid"), "{key} {value}");
            assert_eq!(said.body["fields"], json!([{ "field": key, "problem": problem }]));
        }
        for key in ["title", "description", "occasion", "imageUrl"] {
            let mut less = list();
            less.as_object_mut().unwrap().remove(key);
            let said = ada.post("/lists", less).await;
            assert_eq!(said.refused(), (422, "invalid", format!("'{key}'").as_str()));
        }
        let none = ada.post("/lists", json!(null)).await;
        assert_eq!(none.refused(), (400, "body_missing", "API Event Body was empty."));
        let nothing = (400, "body_missing", "API Event did not contain a valid body.");
        for path in ["/lists", "/notfound"] {
            assert_eq!(ada.ask("POST", path, None).await.refused(), nothing, "{path}");
        }
        assert_eq!(ada.get("/lists").await.body["owned"], json!([]), "nothing was made");
        let (path, _) = ada.list("Ida is one", "Birthday").await;
        let wrong = ada.put(&path, json!({ "title": "Other", "eventDate": "never" })).await;
        assert_eq!(wrong.body["fields"][0]["field"], "eventDate");
        assert_eq!(ada.ask("PUT", &path, None).await.refused(), nothing);
        assert_eq!(ada.get(&path).await.body["list"]["title"], "Ida is one");
        site.stop().await;
    });
}

// R10.1, R9.7
#[test]
fn words_of_any_script_come_back_as_they_were_and_nothing_hides_in_them() {
    run(async {
        let site = site().await;
        let ada = program(&site, "ada").await;
        for title in ["👨‍👩‍👧 Ida’s 🎂", "قائمة الأمنيات", "<script>alert(1)</script>", "'; DROP --"]
        {
            let made = ada.post("/lists", but("title", json!(title))).await;
            let path = format!("/lists/{}", made.text("listId"));
            assert_eq!(ada.get(&path).await.body["list"]["title"], title);
        }
        let made = ada.post("/lists", but("title", json!("  Ida\u{202e} \u{0}is\none "))).await;
        let path = format!("/lists/{}", made.text("listId"));
        assert_eq!(ada.get(&path).await.body["list"]["title"], "Ida is one");
        site.stop().await;
    });
}

// R10.1
#[test]
fn what_is_no_json_changes_nothing() {
    run(async {
        let site = site().await;
        let ada = program(&site, "ada").await;
        let (path, _) = ada.list("Ida is one", "Birthday").await;
        let deep = format!("{{\"title\": {}{}}}", "[".repeat(5000), "]".repeat(5000));
        let bodies = [
            "{",
            "title=Other",
            "[]",
            "\"text\"",
            "7",
            r#"{"title": "One", "title": "Other"}"#,
            deep.as_str(),
        ];
        let gift = format!("{path}/product/00000000-0000-7000-8000-000000000001");
        for body in bodies {
            for (method, path) in [("PUT", &path), ("PUT", &gift), ("POST", &gift)] {
                let said = ada.ask_with(method, path, &[], Some(body)).await;
                assert!(matches!(said.status, 400 | 422), "{method} {body:.40} {}", said.status);
            }
        }
        let huge = format!("{{\"title\": \"{}\"}}", "x".repeat(10 << 20));
        let said = ada.ask_with("PUT", &path, &[], Some(&huge)).await;
        assert_eq!(said.status, 413);
        assert_eq!(ada.get(&path).await.body["list"]["title"], "Ida is one");
        site.stop().await;
    });
}

//! Covers, pictures, copies and files of gifts.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};
use serde_json::json;

use super::{Program, program, site};
use crate::site::{Answer, run};

/// Sends bytes as they are.
async fn send(program: &Program<'_>, path: &str, bytes: &[u8]) -> Answer {
    let head = format!(
        "POST /api/v1{path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
         authorization: Bearer {}\r\ncontent-length: {}\r\n\r\n",
        program.token,
        bytes.len()
    );
    program.site.raw(&[head.as_bytes(), bytes].concat()).await
}

fn picture() -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    let picture = RgbImage::from_pixel(64, 40, Rgb([200, 30, 60]));
    picture.write_to(&mut file, ImageFormat::Png).unwrap();
    file.into_inner()
}

// R3.2, R4.5
#[test]
fn covers_are_chosen_and_pictures_sent() {
    run(async {
        let site = site().await;
        let ada = program(&site, "ada").await;
        let bo = program(&site, "bo").await;
        let (list, _) = ada.list("Ida is one", "Birthday").await;
        let covers = ada.get("/covers").await;
        assert_eq!(covers.body["covers"].as_array().unwrap().len(), 10);
        let christmas = &covers.body["covers"][2];
        let cover = format!("{list}/cover");
        let chosen = ada.put(&cover, json!({ "cover": christmas["cover"] })).await;
        assert_eq!(chosen.body["imageUrl"], christmas["imageUrl"]);
        let wrong = ada.put(&cover, json!({ "cover": "Sunset" })).await;
        assert_eq!(wrong.body["fields"], json!([{ "field": "cover", "problem": "not_a_choice" }]));
        let elsewhere = json!({ "imageUrl": "https://elsewhere.example/x.jpg" });
        let same = ada.put(&list, elsewhere).await;
        assert_eq!(same.body[0]["updates"]["imageUrl"], christmas["imageUrl"], "only ours");

        let sent = send(&ada, &cover, &picture()).await;
        assert_eq!(sent.status, 200, "{}", sent.body);
        let url = ada.get(&list).await.body["list"]["imageUrl"].as_str().unwrap().to_owned();
        assert!(url.contains("/pictures/"), "{url}");
        let path = url.split_once("/pictures/").unwrap().1;
        assert_eq!(site.get(&format!("/pictures/{path}"), &[]).await.status, 200);
        let large = vec![0; (5 << 20) + 1];
        let files: [(&[u8], u16); 3] = [(b"x", 422), (b"", 422), (&large, 413)];
        for (bytes, status) in files {
            assert_eq!(send(&ada, &cover, bytes).await.status, status);
        }
        assert_eq!(send(&bo, &cover, &picture()).await.status, 404);
        assert_eq!(ada.delete(&cover).await.body["imageUrl"], christmas["imageUrl"]);

        let gift = format!("{list}/product/{}", ada.gift(&list, "Train", 1).await);
        let sent = send(&ada, &format!("{gift}/picture"), &picture()).await;
        assert_eq!(sent.status, 200, "{}", sent.body);
        assert!(ada.get(&gift).await.text("imageUrl").contains("/pictures/"));
        assert_eq!(ada.delete(&format!("{gift}/picture")).await.body.get("imageUrl"), None);
        site.stop().await;
    });
}

// R3.9
#[test]
fn a_list_goes_out_and_comes_in_again_as_it_was() {
    run(async {
        let site = site().await;
        let ada = program(&site, "ada").await;
        let (list, _) = ada.list("Ida is one", "Birthday").await;
        let import = format!("{list}/import");
        let rows = json!([
            { "name": "Train 🚂", "wanted": 2, "price": "12.50", "currency": "EUR" },
            { "name": "=1+1", "Aunt": "x" }
        ]);
        let added = ada.post(&import, rows).await;
        assert_eq!(added.body, json!({ "added": 2, "leftOut": [], "unknown": ["Aunt"] }));
        let exported = ada.get(&format!("{list}/export")).await;
        assert_eq!(exported.headers["content-type"], "application/json; charset=utf-8");
        assert_eq!(exported.body["gifts"].as_array().unwrap().len(), 2);
        let table = ada.get(&format!("{list}/export?format=csv")).await;
        assert!(table.headers["content-disposition"].to_str().unwrap().contains("Ida%20is%20one"));
        let table = table.body.as_str().unwrap().to_owned();
        assert!(table.contains("Train 🚂") && !table.contains("\n=1"), "{table}");
        assert_eq!(ada.get(&format!("{list}/export?format=pdf")).await.status, 422);

        let (other, _) = ada.list("Another", "Birthday").await;
        let again = format!("{other}/import");
        let text = exported.body.to_string();
        let added = ada.ask_with("POST", &again, &[], Some(&text)).await;
        assert_eq!(added.body["added"], 2, "{}", added.body);
        // The same once more is left out, unless it is meant.
        let skipped = ada.ask_with("POST", &again, &[], Some(&table)).await;
        assert_eq!(skipped.body["added"], 0, "{}", skipped.body);
        assert_eq!(skipped.body["leftOut"].as_array().unwrap().len(), 2);
        let meant = ada.ask_with("POST", &format!("{again}?same=add"), &[], Some(&table)).await;
        assert_eq!(meant.body["added"], 2);
        assert_eq!(ada.get(&other).await.body["order"].as_array().unwrap().len(), 4);
        site.stop().await;
    });
}

// R3.9: all or nothing.
#[test]
fn one_wrong_row_keeps_all_rows_out() {
    run(async {
        let site = site().await;
        let ada = program(&site, "ada").await;
        let (list, _) = ada.list("Ida is one", "Birthday").await;
        let import = format!("{list}/import");
        let table = "name;price\nTrain;12,50 €\n;much\n";
        let said = ada.ask_with("POST", &import, &[], Some(table)).await;
        assert_eq!((said.status, said.text("code")), (422, "rows_invalid"), "{}", said.body);
        assert_eq!(said.body["rows"][0]["row"], 3);
        let fields = json!([
            { "field": "name", "problem": "required" },
            { "field": "price", "problem": "not_a_price" }
        ]);
        assert_eq!(said.body["rows"][0]["fields"], fields);
        let files = [
            ("", "nothing"),
            ("{", "not_json"),
            ("[{ \"name\": \"Train\", \"name\": \"Tram\" }]", "not_json"),
            ("price\n1", "no_names"),
            ("[]", "no_rows"),
        ];
        for (file, problem) in files {
            let said = ada.ask_with("POST", &import, &[], Some(file)).await;
            assert_eq!((said.status, said.text("problem")), (422, problem), "{}", said.body);
        }
        assert_eq!(send(&ada, &import, &vec![b'x'; (1 << 20) + 1]).await.status, 413);
        assert_eq!(ada.get(&list).await.body["order"], json!([]));
        let full = format!("name\n{}", "Train\n".repeat(600));
        let said = ada.ask_with("POST", &import, &[], Some(&full)).await;
        assert_eq!(said.text("problem"), "too_many");
        ada.post(&format!("{list}/close"), json!(null)).await;
        let closed = ada.ask_with("POST", &import, &[], Some("name\nTrain")).await;
        assert_eq!(closed.refused().1, "list_closed");
        site.stop().await;
    });
}

// R3.9
#[test]
fn a_list_is_copied_for_next_year() {
    run(async {
        let site = site().await;
        let ada = program(&site, "ada").await;
        let (list, _) = ada.list("Ida is one", "Birthday").await;
        ada.gift(&list, "Train", 3).await;
        let copy = ada.post(&format!("{list}/copy"), json!(null)).await;
        assert_eq!((copy.status, copy.text("state")), (200, "draft"));
        assert_eq!((copy.body.get("shareToken"), copy.body.get("eventDate")), (None, None));
        let path = format!("/lists/{}", copy.text("listId"));
        let gifts = ada.get(&format!("{path}/gifts")).await;
        assert_eq!(gifts.body["gifts"][0]["name"], "Train");
        let rotated = ada.post(&format!("{path}/share/rotate"), json!(null)).await;
        assert_eq!(rotated.refused().1, "list_draft");
        let shared = ada.post(&format!("{path}/share"), json!(null)).await;
        assert!(shared.text("shareToken").len() > 20);
        site.stop().await;
    });
}

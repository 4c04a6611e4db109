//! A shared list, and those who give, by the API.

use serde_json::{Value, json};

use crate::program::{Answer, Program, Serving};

const JSON: (&str, &str) = ("content-type", "application/json");

/// A list that is open, and whose it is.
pub struct Shared {
    token: String,
    list: String,
    /// What its link ends with.
    pub share: String,
}

/// Lets as many ask from one network address as do.
pub fn unlimited(program: &mut Program) {
    for row in ["SIGN_IN", "RESERVE", "POST", "API_TOKEN", "API_NETWORK"] {
        program.set(&format!("LIMITS__{row}__BURST"), 100_000_000);
    }
    program.set("SERVER__MAX_CONNECTIONS_PER_NETWORK", 2_000);
}

impl Shared {
    /// Makes one for whoever has this token.
    pub fn begin(serving: &Serving, token: &str) -> Self {
        let token = token.to_owned();
        let mut shared = Self { token, list: String::new(), share: String::new() };
        let new = json!({
            "title": "Busy", "description": "For us.", "occasion": "Wedding", "imageUrl": "x"
        });
        let made = shared.ask(serving, "/lists", &new);
        (shared.list, shared.share) = (text(&made, "listId"), text(&made, "shareToken"));
        shared
    }

    /// Has something made or added by whoever has it; fails unless that is done.
    #[track_caller]
    fn ask(&self, serving: &Serving, path: &str, body: &Value) -> Value {
        let bearer = format!("Bearer {}", self.token);
        let headers = [("authorization", bearer.as_str()), JSON];
        let path = format!("/api/v1{path}");
        let answer = serving.send("POST", &path, &headers, &body.to_string()).unwrap();
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        serde_json::from_str(&answer.body).unwrap()
    }

    /// Wishes for so many of something. Answers what names it on the list.
    pub fn gift(&self, serving: &Serving, name: &str, wanted: u32) -> String {
        let made = self.ask(serving, "/notfound", &json!({ "details": name }));
        let product = text(&made, "productId");
        let path = format!("/lists/{}/product/{product}", self.list);
        let wish = json!({ "quantity": wanted, "productType": "notfound" });
        text(&self.ask(serving, &path, &wish), "productId")
    }

    /// How many of a gift are reserved, as anybody who holds the link is told.
    #[track_caller]
    pub fn reserved(&self, serving: &Serving, gift: &str) -> u64 {
        let answer = serving.get(&format!("/api/v1/lists/{}/shared", self.share)).unwrap();
        assert_eq!(answer.status, 200, "{}", answer.body);
        let shared: Value = serde_json::from_str(&answer.body).unwrap();
        shared["products"][gift]["reserved"].as_u64().unwrap()
    }

    /// A new giver reserves one; nothing where there is no answer.
    pub fn reserve(&self, serving: &Serving, gift: &str, who: &str) -> Option<Answer> {
        let path =
            format!("/api/v1/lists/{}/reserve/{gift}/email/{who}%40load.example", self.share);
        serving.send("POST", &path, &[JSON], &json!({ "name": "Karl", "quantity": 1 }).to_string())
    }

    /// The same giver gives it free again.
    pub fn cancel(serving: &Serving, reserved: &Answer, who: &str) -> Option<Answer> {
        let made: Value = serde_json::from_str(&reserved.body).unwrap();
        let manage = text(&made, "manage_token");
        let path = format!("/api/v1/lists/reserve/{manage}/email/{who}%40load.example");
        serving.send("DELETE", &path, &[], "")
    }
}

#[track_caller]
fn text(said: &Value, key: &str) -> String {
    said[key].as_str().unwrap_or_else(|| panic!("no {key} in {said}")).to_owned()
}

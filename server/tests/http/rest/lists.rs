//! Lists and gifts through the API, for those who look after them (R10.1): the walk of the original,
//! what else can be done, and what is refused.

mod bad;
mod beyond;
mod files;
mod gifts;
mod meant;
mod race;
mod room;
mod secrecy;
mod walk;

use axum::http::HeaderMap;
use domain::Scope;
use serde_json::{Value, json};
use server::settings::Rate;

use super::support::{call, call_with, token};
use crate::{
    people::{Somebody, somebody},
    site::{TestSite, start},
};

async fn site() -> TestSite {
    start(|settings| {
        settings.pictures.directory = settings.store.secret_file.with_file_name("pictures");
        settings.limits.upload = Rate::new(1000, 1);
    })
    .await
}

/// A program that looks after somebody's lists.
struct Program<'a> {
    site: &'a TestSite,
    person: Somebody,
    token: String,
}

/// What came back.
struct Said {
    status: u16,
    headers: HeaderMap,
    body: Value,
}

impl Said {
    /// A text in the body.
    fn text(&self, key: &str) -> &str {
        self.body[key].as_str().unwrap_or_else(|| panic!("no {key} in {}", self.body))
    }

    /// A refusal's status, word and words.
    fn refused(&self) -> (u16, &str, &str) {
        (self.status, self.text("code"), self.text("error"))
    }

    fn tag(&self) -> &str {
        self.headers["etag"].to_str().unwrap()
    }
}

async fn program<'a>(site: &'a TestSite, name: &str) -> Program<'a> {
    let person = somebody(&site.running.site, name).await;
    of(site, person).await
}

async fn of(site: &TestSite, person: Somebody) -> Program<'_> {
    let scopes = [Scope::ListsRead, Scope::ListsWrite];
    let token = token(&site.running.site, &person, &scopes).await;
    Program { site, person, token }
}

impl Program<'_> {
    async fn ask(&self, method: &str, path: &str, body: Option<Value>) -> Said {
        let (status, headers, body) = call(self.site, method, path, Some(&self.token), body).await;
        Said { status: status.as_u16(), headers, body }
    }

    /// Asks with some headers, or with a body that may be no JSON.
    async fn ask_with(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&str>,
    ) -> Said {
        let (status, headers, body) =
            call_with(self.site, method, path, Some(&self.token), headers, body).await;
        Said { status: status.as_u16(), headers, body }
    }

    async fn get(&self, path: &str) -> Said {
        self.ask("GET", path, None).await
    }

    async fn put(&self, path: &str, body: Value) -> Said {
        self.ask("PUT", path, Some(body)).await
    }

    async fn post(&self, path: &str, body: Value) -> Said {
        self.ask("POST", path, Some(body)).await
    }

    async fn delete(&self, path: &str) -> Said {
        self.ask("DELETE", path, None).await
    }

    /// Makes a list; answers its path and the token of its share link.
    async fn list(&self, title: &str, occasion: &str) -> (String, String) {
        let made = self
            .post(
                "/lists",
                json!({
                    "title": title, "description": "Come at three", "occasion": occasion,
                    "imageUrl": "/images/other-default.jpg", "eventDate": "31 July 2190"
                }),
            )
            .await;
        assert_eq!(made.status, 200, "{}", made.body);
        (format!("/lists/{}", made.text("listId")), made.text("shareToken").to_owned())
    }

    /// Puts a gift of its own making on a list, so many of it; answers what names it.
    async fn gift(&self, list: &str, name: &str, quantity: u32) -> String {
        let imported = self
            .post(&format!("{list}/import"), json!([{ "name": name, "wanted": quantity }]))
            .await;
        assert_eq!(imported.body["added"], 1, "{}", imported.body);
        let order = self.get(list).await.body["order"].clone();
        order.as_array().unwrap().last().unwrap().as_str().unwrap().to_owned()
    }
}

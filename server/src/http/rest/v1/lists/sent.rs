//! What is sent about a list.

use domain::{ListForm, Surprise};
use serde::Deserialize;
use utoipa::ToSchema;

use super::told::{ListUpdates, OwnedListObj, SurpriseName};
use crate::http::rest::{
    refused::Refused,
    v1::{
        products::quoted,
        shapes::{cover_named, form_date, occasion_code, said},
    },
};

/// A list that shall be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewList {
    /// What it is called: 1 to 100 characters.
    #[schema(value_type = String, examples("Ida turns one"))]
    title: Option<String>,
    /// Its greeting to givers: up to 2,000 characters.
    #[schema(value_type = String, examples("Come at three, and bring your songs."))]
    description: Option<String>,
    /// One of the ten occasions.
    #[schema(value_type = String, examples("Birthday"))]
    occasion: Option<String>,
    /// Where one of our own covers is. Any other address stands for the cover of the occasion.
    #[schema(value_type = String, examples("/covers/birthday.svg"))]
    image_url: Option<String>,
    /// `31 July 2026` or `2026-07-31`; nothing for none.
    #[schema(examples("31 July 2026"))]
    event_date: Option<String>,
    /// The time zone in which that day ends: UTC, unless one is named.
    #[schema(examples("Europe/Berlin"))]
    time_zone: Option<String>,
    /// For whom it is: up to 60 characters.
    for_whom: Option<String>,
    /// Where gifts shall go: up to 500 characters.
    delivery: Option<String>,
    /// Whether owners see who gives what: as is usual for the occasion, unless it is named.
    surprise: Option<SurpriseName>,
}

/// What shall be different about a list. What is not named stays as it is.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ListUpdate {
    /// 1 to 100 characters.
    #[schema(examples("Ida is one"))]
    title: Option<String>,
    /// Up to 2,000 characters.
    description: Option<String>,
    /// `31 July 2026` or `2026-07-31`. An empty text, or `null`, takes the day away.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>, examples("2026-07-31"))]
    event_date: Option<Option<String>>,
    /// One of the ten occasions.
    occasion: Option<String>,
    /// Where one of our own covers is. Any other address changes nothing.
    pub image_url: Option<String>,
    /// The time zone in which the day ends.
    time_zone: Option<String>,
    /// Up to 60 characters.
    for_whom: Option<String>,
    /// Up to 500 characters.
    delivery: Option<String>,
    /// That it is meant, where another day would end the surprise, or let it end earlier (409
    /// `would_reveal`).
    #[serde(default)]
    pub confirmed: bool,
}

/// How a list is closed.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ListClosing {
    /// Whether its givers are told by mail.
    #[serde(default)]
    pub tell_givers: bool,
}

impl NewList {
    /// The form of the list, and what was chosen about surprise.
    ///
    /// # Errors
    /// 422 for a key that is not there, in the words of the original.
    pub fn form(self, origin: &str) -> Result<(ListForm, &'static str), Refused> {
        let title = there("title", self.title)?;
        let welcome = there("description", self.description)?;
        let occasion = occasion_code(&there("occasion", self.occasion)?);
        let cover = cover_named(&there("imageUrl", self.image_url)?, origin);
        let form = ListForm {
            title,
            occasion,
            welcome,
            date: form_date(&self.event_date.unwrap_or_default()),
            zone: self.time_zone.unwrap_or_default(),
            for_whom: self.for_whom.unwrap_or_default(),
            delivery: self.delivery.unwrap_or_default(),
            cover: cover.map(|cover| cover.code().to_owned()).unwrap_or_default(),
        };
        let surprise = self.surprise.map(|name| Surprise::from(name).code());
        Ok((form, surprise.unwrap_or_default()))
    }
}

fn there(key: &str, value: Option<String>) -> Result<String, Refused> {
    let missing = || Refused::field(key, "required").lacking(quoted);
    value.ok_or_else(missing)
}

impl ListUpdate {
    /// What is named here, over a list's form. `cover` is the one of ours that is named.
    pub fn over(&self, form: ListForm, cover: Option<&str>) -> ListForm {
        let or = |sent: &Option<String>, now: String| sent.clone().unwrap_or(now);
        let date = self.event_date.as_ref();
        let date = date.map(|sent| form_date(sent.as_deref().unwrap_or_default()));
        let occasion = self.occasion.as_deref().map(occasion_code);
        ListForm {
            title: or(&self.title, form.title),
            occasion: occasion.unwrap_or(form.occasion),
            welcome: or(&self.description, form.welcome),
            date: date.unwrap_or(form.date),
            zone: or(&self.time_zone, form.zone),
            for_whom: or(&self.for_whom, form.for_whom),
            delivery: or(&self.delivery, form.delivery),
            cover: cover.map_or(form.cover, str::to_owned),
        }
    }

    /// Of what is named here, what a list says now.
    pub fn became(&self, now: OwnedListObj) -> ListUpdates {
        let OwnedListObj { list, delivery, time_zone, .. } = now;
        ListUpdates {
            title: self.title.as_ref().map(|_| list.title),
            description: self.description.as_ref().map(|_| list.description),
            event_date: self.event_date.as_ref().map(|_| list.event_date),
            occasion: self.occasion.as_ref().map(|_| list.occasion),
            image_url: self.image_url.as_ref().map(|_| list.image_url),
            time_zone: self.time_zone.as_ref().and(time_zone),
            for_whom: self.for_whom.as_ref().map(|_| list.for_whom),
            delivery: self.delivery.as_ref().map(|_| delivery),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Map, Value, json};

    use super::*;

    fn now() -> ListForm {
        ListForm {
            title: "Ida".to_owned(),
            occasion: "birthday".to_owned(),
            welcome: "Come".to_owned(),
            date: "2026-07-31".to_owned(),
            zone: "Europe/Berlin".to_owned(),
            for_whom: "Ida".to_owned(),
            delivery: "To us".to_owned(),
            cover: String::new(),
        }
    }

    fn over(sent: Value, cover: Option<&str>) -> ListForm {
        serde_json::from_value::<ListUpdate>(sent).unwrap().over(now(), cover)
    }

    const KEYS: [(&str, &str); 6] = [
        ("title", "Ida is one"),
        ("description", "Come at three"),
        ("eventDate", "1 August 2026"),
        ("timeZone", "UTC"),
        ("forWhom", "Ida and Bo"),
        ("delivery", "To them"),
    ];

    proptest! {
        // R10.1: any subset of the keys.
        #[test]
        fn what_is_not_named_stays(named in prop::sample::subsequence(KEYS.to_vec(), 0..=6)) {
            let sent: Map<String, Value> =
                named.iter().map(|(key, value)| ((*key).to_owned(), json!(value))).collect();
            let form = over(Value::Object(sent), None);
            let all = over(json!(KEYS.into_iter().collect::<std::collections::BTreeMap<_, _>>()), None);
            let fields = [
                ("title", form.title, all.title, now().title),
                ("description", form.welcome, all.welcome, now().welcome),
                ("eventDate", form.date, all.date, now().date),
                ("timeZone", form.zone, all.zone, now().zone),
                ("forWhom", form.for_whom, all.for_whom, now().for_whom),
                ("delivery", form.delivery, all.delivery, now().delivery),
            ];
            for (key, is, sent, before) in fields {
                let is_named = named.iter().any(|(other, _)| *other == key);
                prop_assert_eq!(is, if is_named { sent } else { before });
            }
            prop_assert_eq!((form.occasion, form.cover), (now().occasion, now().cover));
        }
    }

    // R10.1
    #[test]
    fn a_day_is_taken_away_by_nothing_and_stays_if_it_is_not_named() {
        assert_eq!(over(json!({}), None).date, "2026-07-31");
        assert_eq!(over(json!({ "eventDate": null }), None).date, "");
        assert_eq!(over(json!({ "eventDate": "" }), None).date, "");
        assert_eq!(over(json!({ "eventDate": "soon" }), None).date, "soon", "refused later");
    }

    // R3.2
    #[test]
    fn a_cover_follows_the_occasion_until_another_one_is_chosen() {
        let wedding = json!({ "occasion": "Wedding" });
        assert_eq!(over(wedding.clone(), None).cover, "", "the occasion's own");
        assert_eq!(over(wedding.clone(), Some("christmas")).cover, "christmas");
        let chosen = ListForm { cover: "christmas".to_owned(), ..now() };
        let update: ListUpdate = serde_json::from_value(wedding).unwrap();
        assert_eq!(update.over(chosen, None).cover, "christmas");
    }

    fn form(sent: Value) -> Result<(ListForm, &'static str), String> {
        let new: NewList = serde_json::from_value(sent).unwrap();
        new.form("https://ewelists.example").map_err(|refused| format!("{refused:?}"))
    }

    #[test]
    fn a_key_that_is_missing_is_named_as_the_original_named_it() {
        let all = json!({
            "title": "Ida", "description": "", "occasion": "Baby Shower", "imageUrl": "/x.jpg",
            "eventDate": "31 July 2026", "surprise": "keep"
        });
        let (made, surprise) = form(all.clone()).unwrap();
        assert_eq!((made.occasion.as_str(), surprise), ("baby-shower", "keep"));
        assert_eq!((made.date.as_str(), made.cover.as_str()), ("2026-07-31", ""));
        for key in ["title", "description", "occasion", "imageUrl"] {
            let mut less = all.clone();
            less.as_object_mut().unwrap().remove(key);
            assert!(form(less).unwrap_err().contains(&format!("'{key}'")), "{key}");
        }
    }
}

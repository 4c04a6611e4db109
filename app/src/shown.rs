//! What a form showed when its page was made. It is sent along with the form, so that of two people who
//! have the same thing open at the same time, each changes only what they changed: a field that
//! somebody left as it was shown stays as it is now. If both changed the same field, the later change
//! is kept, and both are shown it (R3.4).
//!
//! It travels in one field, as `name=value` for each field of the form, with tabs between them, since
//! no stored text contains one.

use std::collections::HashMap;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

/// Fields that say one thing together.
const TOGETHER: [[&str; 2]; 3] =
    [["date", "zone"], ["price", "currency"], ["wanted", "any_number"]];

/// Fields that say nothing where another is empty: a choice that stands there before any was made.
const NOTHING_WITHOUT: [(&str, &str); 2] = [("zone", "date"), ("currency", "price")];

/// Writes down what a form shows.
pub fn pack<F: Serialize>(form: &F) -> String {
    let fields = fields(form);
    let pairs = fields
        .iter()
        .filter_map(|(name, value)| value.as_str().map(|value| format!("{name}={value}")));
    pairs.collect::<Vec<_>>().join("\t")
}

/// Reads what [`pack`] wrote down. What it does not tell is as in a new form.
pub fn unpack<F: DeserializeOwned + Default>(shown: &str) -> F {
    let fields = pairs(shown).map(|(name, value)| (name.to_owned(), Value::from(value)));
    serde_json::from_value(Value::Object(fields.collect())).unwrap_or_default()
}

/// Whether there is `now` what was `shown`. Without anything that was shown nobody minds.
pub fn is_still<F: Serialize>(shown: &str, now: &F) -> bool {
    shown.is_empty() || shown == pack(now)
}

/// The form as it was `typed`, where it differs from what was `shown`, over what there is `now`.
/// Without anything that was shown all of it counts as typed.
pub fn over<F: Serialize + DeserializeOwned>(typed: F, shown: &str, now: &F) -> F {
    let shown: HashMap<&str, &str> = pairs(shown).collect();
    if shown.is_empty() {
        return typed;
    }
    let (typed_fields, now) = (fields(&typed), fields(now));
    let touched = |name: &str| is_touched(name, &typed_fields, &shown);
    let is_typed = |name: &str| together(name).into_iter().any(touched);
    let kept = typed_fields.iter().map(|(name, value)| {
        let value = if is_typed(name) { value } else { now.get(name).unwrap_or(value) };
        (name.clone(), value.clone())
    });
    serde_json::from_value(Value::Object(kept.collect())).unwrap_or(typed)
}

/// What was saved by a form: what it showed before, and what it shows since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit<F> {
    /// Before.
    pub before: F,
    /// Since.
    pub after: F,
}

impl<F: Serialize + DeserializeOwned> Edit<F> {
    /// What comes of a form as it was `typed`, where it differs from what was `shown`, over what
    /// there was `before`.
    pub fn of(typed: F, shown: &str, before: F) -> Self {
        let after = over(typed, shown, &before);
        Self { before, after }
    }

    /// What there is `now`, with this taken back: what it changed is as before, and the rest stays.
    /// Nothing where somebody changed any of that once more since.
    pub fn taken_back(&self, now: &F) -> Option<F> {
        let [before, after, now] = [&self.before, &self.after, now].map(fields);
        let back = now.iter().map(|(name, value)| {
            let same = |one: &Map<String, Value>, other: &Map<String, Value>| {
                together(name).into_iter().all(|name| one.get(name) == other.get(name))
            };
            let value = match same(&before, &after) || same(&before, &now) {
                true => Some(value),
                false => before.get(name).filter(|_| same(&after, &now)),
            };
            value.map(|value| (name.clone(), value.clone()))
        });
        let back = back.collect::<Option<Map<String, Value>>>()?;
        serde_json::from_value(Value::Object(back)).ok()
    }
}

/// The fields that say one thing with this one; itself among them.
fn together(name: &str) -> Vec<&str> {
    let group = TOGETHER.iter().find(|group| group.contains(&name));
    group.map_or_else(|| vec![name], |group| group.to_vec())
}

fn is_touched(name: &str, typed: &Map<String, Value>, shown: &HashMap<&str, &str>) -> bool {
    let text = |name: &str| typed.get(name).and_then(Value::as_str);
    let (Some(now), Some(before)) = (text(name), shown.get(name)) else { return true };
    let says_nothing = NOTHING_WITHOUT
        .iter()
        .any(|(follower, main)| *follower == name && text(main).is_none_or(str::is_empty));
    // Browsers send line ends of two characters.
    !says_nothing && now.replace("\r\n", "\n").trim() != before.replace("\r\n", "\n").trim()
}

fn pairs(shown: &str) -> impl Iterator<Item = (&str, &str)> {
    shown.split('\t').filter_map(|pair| pair.split_once('='))
}

fn fields<F: Serialize>(form: &F) -> Map<String, Value> {
    match serde_json::to_value(form) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use domain::{GiftForm, ListForm};

    use super::*;

    fn list(title: &str, welcome: &str) -> ListForm {
        ListForm {
            title: title.to_owned(),
            welcome: welcome.to_owned(),
            occasion: "birthday".to_owned(),
            ..ListForm::default()
        }
    }

    // R3.4: two who look after a list have it open at the same time.
    #[test]
    fn what_was_left_as_it_was_shown_stays_as_it_is_now() {
        let shown = pack(&list("Ada", "Come\nand sing"));
        let now = list("Ada is one", "Come\nand sing");
        let typed = list("Ada", "Come\r\nand dance");
        assert_eq!(over(typed, &shown, &now), list("Ada is one", "Come\r\nand dance"));
    }

    #[test]
    fn of_what_both_changed_the_later_is_kept() {
        let shown = pack(&list("Ada", ""));
        let typed = list("Ada turns one", "");
        assert_eq!(over(typed.clone(), &shown, &list("Ada is one", "")), typed);
        assert_eq!(over(list("", ""), &shown, &list("Ada is one", "")).title, "", "emptied");
    }

    // R6.2: what was changed is not taken unread.
    #[test]
    fn what_anybody_changed_is_not_any_more_what_was_shown() {
        let shown = pack(&list("Ada", "Come\nand sing"));
        assert!(is_still(&shown, &list("Ada", "Come\nand sing")));
        assert!(!is_still(&shown, &list("Ada is one", "Come\nand sing")));
        assert!(is_still("", &list("Ada is one", "")));
    }

    // R6.1: what was changed is told.
    #[test]
    fn what_was_shown_is_read_as_it_was_written_down() {
        let shown = list("Ada = one", "Come\nand sing");
        assert_eq!(unpack::<ListForm>(&pack(&shown)), shown);
        assert_eq!(unpack::<ListForm>("nonsense"), ListForm::default());
    }

    #[test]
    fn without_what_was_shown_all_of_it_is_typed() {
        let typed = list("Ada", "");
        assert_eq!(over(typed.clone(), "", &list("Ada is one", "Come")), typed);
        assert_eq!(over(typed.clone(), "nonsense", &list("Ada is one", "Come")), typed);
    }

    #[test]
    fn a_date_goes_with_its_zone_and_a_zone_alone_says_nothing() {
        let dated = |date: &str, zone: &str| ListForm {
            date: date.to_owned(),
            zone: zone.to_owned(),
            ..list("Ada", "")
        };
        let shown = pack(&dated("", ""));
        let now = dated("2031-05-01", "Europe/Berlin");
        // The zone is what the page offers while there is no date.
        assert_eq!(over(dated("", "Europe/London"), &shown, &now), now);
        let typed = dated("2031-05-02", "Europe/London");
        assert_eq!(over(typed.clone(), &shown, &now), typed);
    }

    // R3.4
    #[test]
    fn what_was_saved_is_taken_back_and_what_others_changed_besides_stays() {
        let edit = Edit::of(list("Tram", "Come"), &pack(&list("Train", "Come")), list("Train", ""));
        assert_eq!(edit.after, list("Tram", ""), "of what was saved");
        assert_eq!(edit.taken_back(&list("Tram", "Sing")), Some(list("Train", "Sing")));
        let before = list("Train", "Sing");
        assert_eq!(edit.taken_back(&before), Some(before.clone()), "as before already");
    }

    // R3.4
    #[test]
    fn nothing_is_taken_back_where_any_of_it_was_changed_once_more() {
        let edit = Edit { before: list("Train", "Come"), after: list("Tram", "Sing") };
        assert_eq!(edit.taken_back(&list("Bus", "Sing")), None);
        assert_eq!(edit.taken_back(&list("Train", "Sing")), Some(list("Train", "Come")));
        let dated = |date: &str, zone: &str| ListForm {
            date: date.to_owned(),
            zone: zone.to_owned(),
            ..list("Ada", "")
        };
        let before = dated("2031-05-01", "Europe/Berlin");
        let edit = Edit { before, after: dated("2031-05-02", "Europe/Berlin") };
        assert_eq!(edit.taken_back(&dated("2031-05-02", "Asia/Tokyo")), None, "one thing together");
    }

    #[test]
    fn a_number_goes_with_the_box_for_any_number() {
        let wanted = |wanted: &str, any: &str| GiftForm {
            wanted: wanted.to_owned(),
            any_number: any.to_owned(),
            ..GiftForm::default()
        };
        let shown = pack(&wanted("3", ""));
        let typed = wanted("4", "");
        assert_eq!(over(typed.clone(), &shown, &wanted("", "on")), typed);
        let now = wanted("", "on");
        assert_eq!(over(wanted("3", ""), &shown, &now), now);
    }
}

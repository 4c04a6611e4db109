//! Which of their gifts owners look at, and in which order, as the address says (R4.4).

use std::cmp::Ordering;

use domain::{EditorGifts, EditorList, GiftId, ListId};
use leptos::prelude::*;

use crate::{
    components::{Icon, IconName, answer, language},
    i18n::td_string,
    islands::owner_gifts::Row,
    next::in_query,
};

mod tags;

use self::tags::{folded, tags};

/// On shorter lists there is nothing to look for.
const FEW: usize = 6;

/// What can be asked for, by its name in the address.
const KEYS: [&str; 7] = ["priority", "price", "taken", "state", "section", "tag", "sort"];

/// What was asked for. Nothing is the whole list, as its owners put it in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Filter(Vec<(&'static str, String)>);

impl Filter {
    /// As the address says. What a surprise keeps from owners can not be asked for (R3.6).
    pub(super) fn asked(gifts: &EditorGifts) -> Self {
        let kept = matches!(gifts, EditorGifts::Surprise(_));
        Self::of(KEYS.map(|key| (key, answer::query(key))), kept)
    }

    /// What of this means something.
    fn of(asked: impl IntoIterator<Item = (&'static str, String)>, kept: bool) -> Self {
        let means = |key: &str, value: &str| match key {
            "priority" => matches!(value, "must" | "love" | "nice"),
            "price" => matches!(value, "with" | "without"),
            "taken" => !kept && matches!(value, "free" | "gone"),
            "state" => matches!(value, "hidden" | "arrived" | "waiting"),
            "sort" => matches!(value, "most-wished" | "price-up" | "price-down"),
            _ => !value.is_empty(),
        };
        Self(asked.into_iter().filter(|(key, value)| means(key, value)).collect())
    }

    /// Whether anything was asked for.
    pub(super) fn is_any(&self) -> bool {
        !self.0.is_empty()
    }

    fn value(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(other, _)| *other == key).map(|(_, value)| value.as_str())
    }

    /// The path of the gifts that were asked for.
    pub(super) fn back(&self, list: ListId) -> String {
        with_query(format!("/lists/{list}"), &self.query())
    }

    /// The path of one of these gifts, from which the way leads back to them.
    pub(super) fn gift(&self, list: ListId, gift: GiftId) -> String {
        with_query(format!("/lists/{list}/gifts/{gift}"), &self.query())
    }

    /// What was asked for, as it stands in the address.
    fn query(&self) -> String {
        in_address(|key| self.value(key))
    }

    /// The path of the same with another answer to one question.
    fn path(&self, list: ListId, key: &str, value: Option<&str>) -> String {
        let query = in_address(|other| if other == key { value } else { self.value(other) });
        with_query(format!("/lists/{list}"), &query)
    }

    /// The gifts that were asked for, in the order that was asked for.
    pub(super) fn choose(&self, mut rows: Vec<Row>) -> Vec<Row> {
        rows.retain(|row| self.0.iter().all(|(key, value)| holds(row, key, value)));
        match self.value("sort") {
            Some("most-wished") => rows.sort_by_key(|row| row.gift.card.priority),
            Some("price-up") => rows.sort_by(|a, b| by_price(a, b, false)),
            Some("price-down") => rows.sort_by(|a, b| by_price(a, b, true)),
            _ => {}
        }
        rows
    }
}

fn in_address<'a>(answer: impl Fn(&str) -> Option<&'a str>) -> String {
    let pairs = KEYS
        .into_iter()
        .filter_map(|key| answer(key).map(|value| format!("{key}={}", in_query(value))));
    pairs.collect::<Vec<_>>().join("&")
}

fn with_query(path: String, query: &str) -> String {
    if query.is_empty() { path } else { format!("{path}?{query}") }
}

/// Says what was asked for where a form is sent from, so that it leads back there.
#[component]
pub(super) fn FromPart(filter: Filter) -> impl IntoView {
    let query = filter.query();
    (!query.is_empty()).then(|| view! { <input type="hidden" name="back" value=query/> })
}

fn holds(row: &Row, key: &str, value: &str) -> bool {
    let (gift, card) = (&row.gift, &row.gift.card);
    let is_gone = || row.taken.zip(gift.wanted).is_some_and(|(taken, wanted)| taken >= wanted);
    match (key, value) {
        ("priority", code) => card.priority.code() == code,
        ("price", "with") => card.price.is_some(),
        ("price", _) => card.price.is_none(),
        ("taken", "gone") => is_gone(),
        ("taken", _) => !is_gone(),
        ("state", "hidden") => gift.hidden,
        ("state", "arrived") => gift.received,
        ("state", _) => !gift.received,
        ("section", section) => card.section == section,
        ("tag", tag) => has_tag(row, tag),
        _ => true,
    }
}

fn has_tag(row: &Row, tag: &str) -> bool {
    let tag = tag.to_lowercase();
    row.gift.card.tags.iter().any(|other| other.to_lowercase() == tag)
}

/// By the number that is read, as givers sort; what has no price comes last either way.
fn by_price(a: &Row, b: &Row, highest_first: bool) -> Ordering {
    let amount = |row: &Row| row.gift.card.price.map(|price| price.money.number());
    match (amount(a), amount(b)) {
        (Some(a), Some(b)) if highest_first => b.cmp(&a),
        (Some(a), Some(b)) => a.cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

/// One question: its name in the address, its words, and the answers with theirs.
struct Question {
    key: &'static str,
    words: &'static str,
    answers: Vec<(String, String)>,
}

/// Links to parts of the list; nothing where there are few gifts, or none that differ.
#[component]
pub(super) fn FilterBar(list: EditorList, filter: Filter) -> impl IntoView {
    let locale = language();
    let rows = Row::all(&list.gifts);
    let open = filter.is_any();
    let few = rows.len() < FEW && !open;
    let asked = questions(&rows).into_iter();
    let asked =
        asked.filter(|it| !few && (!it.answers.is_empty() || filter.value(it.key).is_some()));
    let lines: Vec<_> = asked
        .map(|question| view! { <Answers list=list.id question filter=filter.clone()/> })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <details class="more filters" open=open>
                <summary>
                    {td_string!(locale, gifts.filter.open)}
                    <Icon name=IconName::CHEVRON/>
                </summary>
                <nav class="panel stack tight" aria-label=td_string!(locale, gifts.filter.label)>
                    {lines}
                </nav>
            </details>
        }
    })
}

/// One question with its answers as links, the first of which is not to ask; where there are very
/// many, the last of them unfold. The address of each is the same whichever was chosen, so that the
/// focus stays on it.
#[component]
fn Answers(list: ListId, question: Question, filter: Filter) -> impl IntoView {
    let locale = language();
    let Question { key, words, answers } = question;
    let none = match key {
        "sort" => td_string!(locale, gifts.filter.as_listed),
        _ => td_string!(locale, gifts.filter.all),
    };
    let link = |(value, words): (Option<String>, String)| {
        let value = value.as_deref();
        let current = (value == filter.value(key)).then_some("true");
        let path = filter.path(list, key, value);
        view! {
            <li>
                <a href=path aria-current=current>
                    <bdi>{words}</bdi>
                </a>
            </li>
        }
    };
    let is_chosen = |(value, _): &(String, String)| Some(value.as_str()) == filter.value(key);
    let (answers, rest) = folded(key, answers, is_chosen);
    let of = |(value, words)| link((Some(value), words));
    let links: Vec<_> =
        [link((None, none.to_owned()))].into_iter().chain(answers.into_iter().map(of)).collect();
    let rest: Vec<_> = rest.into_iter().map(of).collect();
    let id = format!("filter-{key}");
    let rest = (!rest.is_empty()).then(|| {
        let (more, id) = (format!("more-{key}"), id.clone());
        view! {
            <details class="more" id=more>
                <summary>
                    {td_string!(locale, gifts.filter.more, count = rest.len())}
                    <Icon name=IconName::CHEVRON/>
                </summary>
                <ul class="pills" role="list" aria-labelledby=id>
                    {rest}
                </ul>
            </details>
        }
    });
    view! {
        <div class="filter-line">
            <p class="small soft" id=id.clone()>
                {words}
            </p>
            <ul class="pills" role="list" aria-labelledby=id>
                {links}
            </ul>
            {rest}
        </div>
    }
}

/// What can be asked about these gifts; no answers where all of them are alike.
fn questions(rows: &[Row]) -> Vec<Question> {
    let locale = language();
    let priority = [
        ("must", td_string!(locale, editor.priority.must)),
        ("love", td_string!(locale, editor.priority.love)),
        ("nice", td_string!(locale, editor.priority.nice)),
    ];
    let price = [
        ("with", td_string!(locale, gifts.filter.with_price)),
        ("without", td_string!(locale, gifts.filter.without_price)),
    ];
    let taken = [
        ("free", td_string!(locale, gifts.filter.free)),
        ("gone", td_string!(locale, gifts.filter.gone)),
    ];
    let state = [
        ("hidden", td_string!(locale, gifts.filter.hidden)),
        ("arrived", td_string!(locale, gifts.filter.arrived)),
        ("waiting", td_string!(locale, gifts.filter.waiting)),
    ];
    let priority =
        differing(rows, "priority", td_string!(locale, gifts.filter.priority), &priority);
    let mut sort = vec![];
    if !priority.answers.is_empty() {
        sort.push(("most-wished", td_string!(locale, gifts.filter.most_wished)));
    }
    if rows.iter().any(|row| row.gift.card.price.is_some()) {
        sort.push(("price-up", td_string!(locale, gifts.filter.price_up)));
        sort.push(("price-down", td_string!(locale, gifts.filter.price_down)));
    }
    vec![
        priority,
        differing(rows, "price", td_string!(locale, gifts.filter.price), &price),
        differing(rows, "taken", td_string!(locale, gifts.filter.taken), &taken),
        differing(rows, "state", td_string!(locale, gifts.filter.state), &state),
        named("section", td_string!(locale, gifts.filter.section), sections(rows)),
        named("tag", td_string!(locale, gifts.filter.tag), tags(rows)),
        Question {
            key: "sort",
            words: td_string!(locale, gifts.filter.sort),
            answers: owned(&sort),
        },
    ]
}

/// A question with those of its answers that some gifts are; with none where that is one alone.
fn differing(
    rows: &[Row],
    key: &'static str,
    words: &'static str,
    answers: &[(&str, &str)],
) -> Question {
    let mut answers = owned(answers);
    answers.retain(|(value, _)| rows.iter().any(|row| holds(row, key, value)));
    if answers.len() < 2 {
        answers.clear();
    }
    Question { key, words, answers }
}

/// A question whose answers are called by what they are.
fn named(key: &'static str, words: &'static str, names: Vec<String>) -> Question {
    let answers = names.into_iter().map(|name| (name.clone(), name)).collect();
    Question { key, words, answers }
}

fn owned(answers: &[(&str, &str)]) -> Vec<(String, String)> {
    answers.iter().map(|(value, words)| ((*value).to_owned(), (*words).to_owned())).collect()
}

/// Every heading once, in order.
fn sections(rows: &[Row]) -> Vec<String> {
    let mut sections: Vec<String> = rows.iter().map(|row| row.gift.card.section.clone()).collect();
    sections.retain(|section| !section.is_empty());
    sections.dedup();
    sections
}

#[cfg(test)]
mod tests;

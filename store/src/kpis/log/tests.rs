use domain::kpis::{Figure, Gathered, Numbers};
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::row::record;

const NOW: &str = "2026-11-27T09:30:00.123456789Z";
const EARLIER: &str = "2026-11-26T09:30:00Z";
const NOTHING: [(&str, u64); 0] = [];

fn id(number: u8) -> String {
    format!("0198a0000000700080000000000000{number:02x}")
}

fn image(table: &str, number: u8, version: i64, row: Json) -> Image {
    Image {
        table: table.to_owned(),
        id: id(number),
        version,
        subject: None,
        row: (!row.is_null()).then(|| row.to_string()),
    }
}

fn change(actor: &str, images: Vec<Image>) -> ChangeRow {
    let (id, at) = (record("change", "x"), NOW.parse().unwrap());
    ChangeRow { id, version: 1, at, actor: actor.to_owned(), images }
}

fn named(table: &str, number: u8) -> Json {
    json!({ "$record": [table, id(number)] })
}

fn promise(number: u8, version: i64, state: &str, state_at: Option<&str>) -> Image {
    let mut row = json!({
        "in": named("giver", 90), "out": named("wants", 80), "list": named("list", 70),
        "state": state, "snapshot": { "$sealed": "…" },
    });
    if let Some(at) = state_at {
        row["state_at"] = json!({ "$at": at });
    }
    image("reserved", number, version, row)
}

fn mail(number: u8, version: i64, state: &str, more: Json) -> Image {
    let letter = json!({ "kind": "welcome", "person": id(60) }).to_string();
    let mut row = json!({ "state": state, "letter": letter });
    if let (Some(row), Some(more)) = (row.as_object_mut(), more.as_object()) {
        row.extend(more.clone());
    }
    image("outbox", number, version, row)
}

fn counted(changes: &[ChangeRow], seeded: &Seeded) -> Numbers {
    let mut gathered = Gathered::default();
    changes.iter().for_each(|change| gathered.extend(happenings(change, seeded)));
    gathered.numbers()
}

fn of(change: ChangeRow) -> Vec<(&'static str, u64)> {
    told(&counted(&[change], &Seeded::new()))
}

fn told(numbers: &Numbers) -> Vec<(&'static str, u64)> {
    let figures = Figure::ALL.iter().map(|figure| (figure.code(), numbers.of(*figure)));
    figures.filter(|(_, number)| *number > 0).collect()
}

// R8.6
#[test]
fn what_is_made_counts_and_what_changes_it_does_not() {
    for (table, code) in [("person", "sign_ups"), ("list", "lists_made"), ("wants", "gifts_added")]
    {
        let of = |version, row| of(change("person", vec![image(table, 1, version, row)]));
        assert_eq!(of(1, json!({})), [(code, 1)]);
        assert_eq!(of(2, json!({})), NOTHING);
        assert_eq!(of(1, Json::Null), NOTHING, "it is gone");
    }
    let others = ["sign_up", "product", "giver", "kpi_day", "lookup_day", "thanks"];
    let others = others.map(|table| image(table, 1, 1, json!({ "state": "sent" })));
    assert_eq!(of(change("visitor", others.to_vec())), NOTHING);
}

// R8.6
#[test]
fn a_promise_counts_when_it_is_made_and_when_it_is_bought() {
    let by = |actor, image| of(change(actor, vec![image]));
    let made = by("visitor", promise(1, 1, "reserved", None));
    assert_eq!(made, [("reserved", 1), ("givers", 1)]);
    assert_eq!(by("visitor", promise(1, 2, "reserved", None)), [("givers", 1)], "how many");
    let bought = by("person", promise(1, 3, "purchased", Some(NOW)));
    assert_eq!(bought, [("purchased", 1), ("givers", 1)]);
    // A part that is split off when it is bought is no new promise.
    let split = by("visitor", promise(2, 1, "purchased", Some(NOW)));
    assert_eq!(split, [("purchased", 1), ("givers", 1)]);
    let old = by("system", promise(1, 4, "purchased", Some(EARLIER)));
    assert_eq!(old, NOTHING, "housekeeping");
    assert_eq!(by("person", promise(1, 2, "cancelled", Some(NOW))), NOTHING, "maybe by an owner");
    let back = vec![image("list", 70, 2, json!({})), promise(1, 2, "reserved", None)];
    assert_eq!(of(change("person", back)), NOTHING, "an owner who brings a list back");
    // The same giver twice is one giver.
    let both = vec![promise(1, 1, "reserved", None), promise(2, 1, "reserved", None)];
    assert_eq!(of(change("visitor", both)), [("reserved", 2), ("givers", 1)]);
}

// R8.6
#[test]
fn a_mail_counts_when_it_leaves() {
    let of = |version, state: &str, more| of(change("system", vec![mail(1, version, state, more)]));
    let now = json!({ "done_at": { "$at": NOW } });
    assert_eq!(of(1, "waiting", json!({})), NOTHING);
    assert_eq!(of(2, "sent", now.clone()), [("mails", 1)]);
    assert_eq!(
        of(2, "sent", json!({ "done_at": { "$at": NOW }, "reason": "gone" })),
        NOTHING,
        "moot"
    );
    assert_eq!(of(3, "sent", json!({ "done_at": { "$at": EARLIER } })), NOTHING, "written again");
    assert_eq!(of(2, "dead", now), NOTHING);
}

// R8.6: neither what a seed makes nor what is done with it.
#[test]
fn what_a_seed_made_does_not_count() {
    let list = || image("list", 1, 1, json!({}));
    assert_eq!(counted(&[change("seed", vec![list()])], &Seeded::new()), Numbers::default());
    let of = |seeded: u8, images: Vec<Image>| {
        told(&counted(&[change("person", images)], &Seeded::from([id(seeded)])))
    };
    assert_eq!(of(99, vec![list()]), [("lists_made", 1)]);
    let owns = image("owns", 2, 1, json!({ "in": named("person", 60), "out": named("list", 1) }));
    assert_eq!(of(60, vec![list(), owns]), NOTHING, "by somebody who was made");
    for made in [70, 90, 1] {
        assert_eq!(of(made, vec![promise(1, 1, "reserved", None)]), NOTHING, "{made}");
    }
    let sent = || mail(1, 2, "sent", json!({ "done_at": { "$at": NOW } }));
    assert_eq!(of(60, vec![sent()]), NOTHING, "to somebody who was made");
    assert_eq!(of(61, vec![sent()]), [("mails", 1)]);
}

fn any_change() -> impl Strategy<Value = ChangeRow> {
    let image = (0_u8..6, 0_u8..5, 1_i64..4).prop_map(|(kind, number, version)| match kind {
        0 => image("person", number, version, json!({})),
        1 => image("list", number + 10, version, json!({})),
        2 => image("wants", number + 20, version, json!({ "in": named("list", number + 10) })),
        3 => promise(number + 30, version, "reserved", None),
        4 => promise(number + 30, version, "purchased", Some(NOW)),
        _ => mail(number + 40, version, "sent", json!({ "done_at": { "$at": NOW } })),
    });
    let actor = prop::sample::select(vec!["person", "visitor", "system", "seed"]);
    (actor, prop::collection::vec(image, 1..4)).prop_map(|(actor, images)| change(actor, images))
}

proptest! {
    // R8.6: whatever the order in which rows are read, and however often.
    #[test]
    fn the_log_counts_the_same_in_any_order_and_read_again(
        changes in prop::collection::vec(any_change(), 0..20),
        seeded in prop::collection::hash_set(0_u8..50, 0..4),
    ) {
        let seeded: Seeded = seeded.into_iter().map(id).collect();
        let whole = counted(&changes, &seeded);
        let mut again: Vec<_> = changes.iter().rev().chain(&changes).cloned().collect();
        prop_assert_eq!(counted(&again, &seeded), whole);
        again.rotate_left(changes.len() / 2);
        prop_assert_eq!(counted(&again, &seeded), whole);
    }

    // Of what other programs wrote nothing breaks.
    #[test]
    fn no_row_of_the_log_breaks_it(table in "[a-z]{1,9}|reserved|outbox", id in ".{0,40}", row in ".{0,80}") {
        let image = Image { table, id, version: 1, subject: None, row: Some(row) };
        happenings(&change("person", vec![image]), &Seeded::from(["x".to_owned()]));
    }
}

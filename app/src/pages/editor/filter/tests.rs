use domain::{EditorGift, Exactness, GiftCard, Money, Price, Priority};

use super::*;

fn row(number: u8, price: Option<&str>, taken: Option<u32>) -> Row {
    let money = |amount| Money::parse(amount, "EUR").unwrap();
    let read_on = "2026-07-31".parse().unwrap();
    let card = GiftCard {
        id: format!("{number:032x}").parse().unwrap(),
        name: format!("Gift {number}"),
        shop: String::new(),
        link: None,
        price: price.map(|amount| Price { money: money(amount), read_on }),
        picture: None,
        notes: String::new(),
        priority: if number == 3 { Priority::Must } else { Priority::Love },
        exactness: Exactness::Similar,
        size: String::new(),
        colour: String::new(),
        further: vec![],
        tags: vec![if number == 1 { "Wood" } else { "wool" }.to_owned()],
        section: if number == 3 { "For Ida" } else { "" }.to_owned(),
    };
    let gift = EditorGift { card, wanted: Some(2), hidden: number == 2, received: false };
    Row { gift, taken }
}

fn rows() -> Vec<Row> {
    vec![row(1, Some("9.50"), Some(2)), row(2, None, Some(1)), row(3, Some("100"), Some(0))]
}

fn asked(pairs: &[(&'static str, &str)], kept: bool) -> Filter {
    Filter::of(pairs.iter().map(|(key, value)| (*key, (*value).to_owned())), kept)
}

fn shown(pairs: &[(&'static str, &str)]) -> Vec<String> {
    let rows = asked(pairs, false).choose(rows());
    rows.into_iter().map(|row| row.gift.card.name.replace("Gift ", "")).collect()
}

// R4.4
#[test]
fn each_question_leaves_what_answers_it() {
    assert_eq!(shown(&[]), ["1", "2", "3"]);
    assert_eq!(shown(&[("priority", "must")]), ["3"]);
    assert_eq!(shown(&[("price", "without")]), ["2"]);
    assert_eq!(shown(&[("taken", "free")]), ["2", "3"]);
    assert_eq!(shown(&[("taken", "gone")]), ["1"]);
    assert_eq!(shown(&[("state", "hidden")]), ["2"]);
    assert_eq!(shown(&[("section", "For Ida")]), ["3"]);
    assert_eq!(shown(&[("tag", "WOOL")]), ["2", "3"]);
    assert_eq!(shown(&[("tag", "wool"), ("price", "with")]), ["3"]);
    assert_eq!(shown(&[("sort", "most-wished")]), ["3", "1", "2"]);
    assert_eq!(shown(&[("sort", "price-down")]), ["3", "1", "2"]);
    assert_eq!(shown(&[("sort", "price-up")]), ["1", "3", "2"]);
}

// R3.6
#[test]
fn under_surprise_nobody_asks_for_what_is_taken() {
    assert!(!asked(&[("taken", "free")], true).is_any());
    assert!(asked(&[("taken", "free")], false).is_any());
}

#[test]
fn words_that_mean_nothing_are_left_out() {
    let nonsense = [("priority", "urgent"), ("price", ""), ("sort", "up"), ("tag", "")];
    assert_eq!(asked(&nonsense, false), Filter::default());
}

#[test]
fn an_answer_keeps_the_others_and_its_address_stays_the_same() {
    let list: ListId = "0".repeat(32).parse().unwrap();
    let before = asked(&[("price", "with"), ("tag", "für & wider")], false);
    let path = before.path(list, "price", Some("without"));
    assert!(path.ends_with("?price=without&tag=f%C3%BCr%20%26%20wider"), "{path}");
    let after = asked(&[("price", "without"), ("tag", "für & wider")], false);
    assert_eq!(after.path(list, "price", Some("without")), path);
    assert!(!asked(&[("tag", "x")], false).path(list, "tag", None).contains('?'));
}

// R4.4
#[test]
fn the_way_back_from_a_gift_leads_to_what_was_asked_for() {
    let list: ListId = "0".repeat(32).parse().unwrap();
    let gift: GiftId = "1".repeat(32).parse().unwrap();
    let part = asked(&[("tag", "für & wider"), ("sort", "price-up")], false);
    let query = "?tag=f%C3%BCr%20%26%20wider&sort=price-up";
    assert_eq!(part.back(list), format!("/lists/{list}{query}"));
    assert_eq!(part.gift(list, gift), format!("/lists/{list}/gifts/{gift}{query}"));
    assert_eq!(Filter::default().back(list), format!("/lists/{list}"));
    let sent = |filter: Filter| Owner::new().with(|| view! { <FromPart filter/> }.to_html());
    assert!(sent(part).contains("tag=f%C3%BCr%20%26%20wider"));
    assert!(!sent(Filter::default()).contains("input"));
}

#[test]
fn tags_are_named_once_and_the_most_used_first() {
    assert_eq!(tags(&rows()), ["wool", "Wood"]);
    assert_eq!(sections(&rows()), ["For Ida"]);
}

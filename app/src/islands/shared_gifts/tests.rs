#![expect(clippy::unwrap_used, reason = "a test that breaks says where")]

use domain::{
    Banner, Exactness, GiftCard, GiftId, Left, Money, MoneyStyle, Occasion, OwnReservation, Price,
    Priority, SeenBy, SharedGift, SharedList,
};
use leptos::prelude::*;

use super::{
    super::lines::Line,
    card::{Card, Frame},
    choice::{Choice, Order, Show},
    news::{self, News},
    words::{GiftWords, SharedWords},
};
use crate::{i18n::Locale, islands::words::ShopWords};

fn id(number: u8) -> GiftId {
    format!("{number:032x}").parse().unwrap()
}

fn gift(number: u8, left: Left) -> SharedGift {
    SharedGift {
        card: GiftCard {
            id: id(number),
            name: format!("Gift {number} <b>"),
            shop: "Lillehus".to_owned(),
            link: Some("https://shop.example/lamp".to_owned()),
            price: None,
            picture: None,
            notes: String::new(),
            priority: Priority::Love,
            exactness: Exactness::Similar,
            size: String::new(),
            colour: String::new(),
            further: vec![],
            tags: vec![],
            section: String::new(),
        },
        left,
        mine: vec![],
    }
}

fn priced(number: u8, amount: &str) -> SharedGift {
    let mut gift = gift(number, Left::Count(1));
    let money = Money::parse(amount, "EUR").unwrap();
    gift.card.price = Some(Price { money, read_on: "2026-07-31".parse().unwrap() });
    gift
}

fn list(gifts: Vec<SharedGift>) -> SharedList {
    SharedList {
        banner: Banner {
            title: "Ida's birthday".to_owned(),
            occasion: Occasion::Birthday,
            cover: Occasion::Birthday,
            picture: None,
            for_whom: String::new(),
            welcome: String::new(),
            date: None,
        },
        closed: false,
        seen_by: SeenBy::OwnersLater,
        owner_looks: None,
        gifts,
        revision: 1,
    }
}

fn between(before: &SharedList, after: &SharedList) -> News {
    Owner::new().with(|| news::between(before, after, SharedWords::of(Locale::en)))
}

fn html(gift: SharedGift, closed: bool, owner_looks: bool) -> String {
    html_at("", gift, closed, owner_looks)
}

fn html_at(query: &str, gift: SharedGift, closed: bool, owner_looks: bool) -> String {
    Owner::new().with(|| {
        let frame = Frame {
            words: SharedWords::of(Locale::en),
            gift_words: GiftWords::of(Locale::en),
            shop_words: ShopWords::of(Locale::en),
            money_style: MoneyStyle::English,
            path: StoredValue::new("/l/token".to_owned()),
            query: StoredValue::new(query.to_owned()),
            closed,
            owner_looks,
            changed: RwSignal::new(vec![]),
        };
        let id = gift.card.id;
        let gift = Memo::new(move |_| Some(gift.clone()));
        view! { <Card gift id frame/> }.to_html()
    })
}

/// The link by which a gift is reserved.
fn reserving(number: u8) -> String {
    format!("href=\"/l/token/{}\"", id(number))
}

#[test]
fn without_price_and_shop_there_is_no_line_for_them() {
    let nowhere = |change: fn(&mut GiftCard)| {
        let mut gift = gift(1, Left::Count(1));
        (gift.card.shop, gift.card.link) = (String::new(), None);
        change(&mut gift.card);
        html(gift, false, false).contains("<p hidden>")
    };
    assert!(nowhere(|_| ()));
    assert!(!nowhere(|card| card.shop = "Lillehus".to_owned()));
    assert!(!nowhere(|card| card.link = Some("https://shop.example/lamp".to_owned())));
    assert!(!nowhere(|card| card.price = priced(1, "9.50").card.price));
}

// R5.1: filtered by what is free.
#[test]
fn a_filter_keeps_what_was_shown_before() {
    let gifts = [gift(1, Left::Count(0)), gift(2, Left::Count(2)), gift(3, Left::Any)];
    let of = |show, kept: &[GiftId]| Choice { show, ..Choice::default() }.of(&gifts, kept);
    assert_eq!(of(Show::All, &[]), [id(1), id(2), id(3)]);
    assert_eq!(of(Show::Available, &[]), [id(2), id(3)]);
    assert_eq!(of(Show::Taken, &[]), [id(1)]);
    assert_eq!(of(Show::Available, &[id(1)]), [id(1), id(2), id(3)]);
}

// R5.1: sorted.
#[test]
fn prices_are_sorted_as_numbers_and_what_has_none_comes_last() {
    let gifts = [gift(1, Left::Any), priced(2, "100"), priced(3, "9.50"), priced(4, "9.50")];
    let of = |order| Choice { order, ..Choice::default() }.of(&gifts, &[]);
    assert_eq!(of(Order::PriceUp), [id(3), id(4), id(2), id(1)]);
    assert_eq!(of(Order::PriceDown), [id(2), id(3), id(4), id(1)]);
}

// R5.1
#[test]
fn what_is_wished_for_most_comes_first_and_the_rest_stays_in_order() {
    let wished = |number, priority| {
        let mut gift = priced(number, "9.50");
        gift.card.priority = priority;
        gift
    };
    let gifts = [
        wished(1, Priority::Nice),
        wished(2, Priority::Love),
        wished(3, Priority::Must),
        wished(4, Priority::Love),
        wished(5, Priority::Must),
    ];
    let order = Order::MostWished;
    let shown = Choice { order, ..Choice::default() }.of(&gifts, &[]);
    assert_eq!(shown, [id(3), id(5), id(2), id(4), id(1)]);
}

// R5.1
#[test]
fn a_budget_leaves_out_what_costs_more_and_what_has_no_price() {
    let gifts = [gift(1, Left::Any), priced(2, "100"), priced(3, "9.50"), priced(4, "20")];
    let up_to = |amount: &str, currency: &str| {
        let most = Some(Money::parse(amount, currency).unwrap());
        Choice { most, ..Choice::default() }.of(&gifts, &[])
    };
    assert_eq!(up_to("20", "EUR"), [id(3), id(4)]);
    assert!(up_to("9", "EUR").is_empty() && up_to("1000", "USD").is_empty());
}

#[test]
fn words_in_the_address_are_read_and_others_are_the_usual_choice() {
    for show in Show::ALL {
        assert_eq!(Show::parse(show.code()), *show);
    }
    for order in Order::ALL {
        assert_eq!(Order::parse(order.code()), *order);
    }
    assert_eq!((Show::parse("<b>"), Order::parse("")), (Show::All, Order::Wish));
}

// R5.2, R9.3
#[test]
fn news_tell_what_was_taken_what_is_new_and_what_is_gone() {
    let before = list(vec![gift(1, Left::Count(1)), gift(2, Left::Count(3)), gift(3, Left::Any)]);
    let after = list(vec![gift(1, Left::Count(0)), gift(2, Left::Count(2)), gift(4, Left::Any)]);
    let news = between(&before, &after);
    assert_eq!(news.changed, [id(1), id(2), id(4)]);
    assert!(!news.around);
    assert!(news.said.contains("Gift 1 <b> is taken."), "{}", news.said);
    assert!(news.said.contains("Gift 2 <b>: 2 left."), "{}", news.said);
    assert!(news.said.contains("Gift 3 <b> is no longer"), "{}", news.said);
    assert_eq!(between(&before, &before), News::default());
}

// R5.1, R5.2
#[test]
fn what_stands_around_the_gifts_is_loaded_anew() {
    let before = list(vec![gift(1, Left::Any)]);
    let closed = SharedList { closed: true, ..before.clone() };
    assert!(between(&before, &closed).around);
    assert!(between(&before, &list(vec![])).around);
    // The bar above an owner's own page says whether everything is shown as if it were free.
    let lifted = SharedList { seen_by: SeenBy::Owners, ..before.clone() };
    assert!(between(&before, &lifted).around);
}

// R5.1, R9.1
#[test]
fn a_free_gift_is_reserved_by_its_link_and_names_are_only_text() {
    let html = html(gift(1, Left::Count(2)), false, false);
    assert!(html.contains(&reserving(1)), "{html}");
    assert!(html.contains("2 left"), "{html}");
    assert!(html.contains("Gift 1 &lt;b&gt;") && !html.contains("Gift 1 <b>"), "{html}");
}

#[test]
fn what_was_chosen_goes_along_to_the_form() {
    let html = html_at("?filter=available&most=20", gift(1, Left::Any), false, false);
    let href = format!("/l/token/{}?filter=available&amp;most=20\"", id(1));
    assert!(html.contains(&href), "{html}");
    assert!(html.contains(&format!("/l/token/{}/shop\"", id(1))), "{html}");
}

#[test]
fn what_this_giver_did_elsewhere_is_news_around_the_gifts() {
    let before = list(vec![gift(1, Left::Count(2)), gift(2, Left::Any)]);
    let mut after = before.clone();
    after.gifts[0].mine =
        vec![OwnReservation { quantity: 1, purchased: false, manage: "/r/one".to_owned() }];
    assert!(between(&before, &after).around);
    let full = list(vec![gift(1, Left::Count(0))]);
    assert!(between(&list(vec![gift(1, Left::Count(1))]), &full).around);
}

// R6.5
#[test]
fn a_shop_is_reached_by_a_path_of_ours() {
    let html = html(gift(1, Left::Count(2)), false, false);
    assert!(html.contains(&format!("href=\"/l/token/{}/shop\"", id(1))), "{html}");
    assert!(html.contains("rel=\"sponsored nofollow noopener\""), "{html}");
    assert!(!html.contains("shop.example"), "{html}");
}

// R4.4
#[test]
fn sections_have_their_headings_in_the_order_of_the_owners_alone() {
    let under = |number, section: &str| {
        let mut gift = priced(number, &number.to_string());
        gift.card.section = section.to_owned();
        gift
    };
    let gifts = [under(3, ""), under(2, "Kitchen"), under(4, "Kitchen"), under(1, "Garden")];
    let of = |order| Choice { order, ..Choice::default() }.lines(&gifts, &[]);
    let head = |section: &str| Line::Section(section.to_owned());
    let line = |number| Line::Gift(id(number));
    assert_eq!(
        of(Order::Wish),
        [line(3), head("Kitchen"), line(2), line(4), head("Garden"), line(1)]
    );
    assert_eq!(of(Order::PriceUp), [line(1), line(2), line(3), line(4)]);
    assert_eq!(of(Order::MostWished), [line(3), line(2), line(4), line(1)]);
}

#[test]
fn further_shops_are_reached_by_their_numbers_and_tags_are_only_text() {
    let mut gift = gift(1, Left::Any);
    gift.card.further = vec!["toys.example".to_owned(), "games.example".to_owned()];
    gift.card.tags = vec!["<i>wood</i>".to_owned()];
    let html = html(gift, false, false);
    for number in [1, 2] {
        let href = format!("href=\"/l/token/{}/shop/{number}\"", id(1));
        assert!(html.contains(&href), "{html}");
    }
    assert!(html.contains("toys.example") && html.contains("&lt;i&gt;wood"), "{html}");
}

// R6.4: pictures are served by us.
#[test]
fn a_picture_comes_from_us_in_three_widths_and_a_drawing_stands_in_for_none() {
    let mut gift = gift(1, Left::Any);
    let without = html(gift.clone(), false, false);
    assert!(without.contains("src=\"/gift.svg\"") && !without.contains("srcset"), "{without}");
    let digest = "0123456789abcdef".repeat(4);
    gift.card.picture = Some(digest.parse().unwrap());
    let html = html(gift, false, false);
    for width in ["320", "640", "1280"] {
        let file = format!("/pictures/{digest}-{width}.webp {width}w");
        assert!(html.contains(&file), "{file}: {html}");
    }
}

// R1, R3.5
#[test]
fn owners_and_closed_lists_offer_no_way_to_reserve() {
    for (closed, owner_looks) in [(true, false), (false, true)] {
        let html = html(gift(1, Left::Count(2)), closed, owner_looks);
        assert!(!html.contains(&reserving(1)), "{html}");
    }
}

// R5.1
#[test]
fn what_a_giver_promised_is_shown_with_the_way_to_change_it() {
    let mut gift = gift(1, Left::Count(0));
    let own = |quantity, purchased, manage: &str| OwnReservation {
        quantity,
        purchased,
        manage: manage.to_owned(),
    };
    gift.mine = vec![own(2, false, "/r/one"), own(1, true, "/r/two")];
    let html = html(gift, false, false);
    for expected in ["href=\"/r/one\"", "href=\"/r/two\"", "Yours to give: 2", "Bought by you"] {
        assert!(html.contains(expected), "{expected}: {html}");
    }
    assert!(!html.contains(&reserving(1)), "{html}");
}

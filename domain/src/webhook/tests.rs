use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{Event, FieldProblem, GiftId, ListId, ProductId, Quantity, ReservationId};

fn now() -> DateTime<Utc> {
    "2026-11-01T12:00:00Z".parse().unwrap()
}

fn person(n: u128) -> PersonId {
    PersonId::new(Uuid::from_u128(n))
}

fn reservation() -> ReservationId {
    ReservationId::new(Uuid::from_u128(7))
}

fn list() -> ListId {
    ListId::new(Uuid::from_u128(8))
}

fn givers_acts() -> Vec<(Event, WebhookEvent)> {
    let (reservation, quantity) = (reservation(), Quantity::ONE);
    vec![
        (Event::Reserved { reservation, quantity }, WebhookEvent::ReservationCreated),
        (
            Event::QuantityChanged { reservation, from: quantity, to: quantity },
            WebhookEvent::ReservationChanged,
        ),
        (Event::PurchaseUndone { reservation, quantity }, WebhookEvent::ReservationChanged),
        (Event::Purchased { reservation, quantity }, WebhookEvent::ReservationPurchased),
        (Event::Cancelled { reservation, quantity }, WebhookEvent::ReservationCancelled),
        (Event::Lapsed { reservation, quantity }, WebhookEvent::ReservationCancelled),
    ]
}

// R10.11, R3.6: under surprise whoever looks after a list hears nothing of a giver's act.
#[test]
fn under_surprise_a_givers_act_is_told_to_the_giver_alone() {
    let owners = [person(1), person(2)];
    for (event, told) in givers_acts() {
        assert!(event.is_givers() && told.is_givers());
        let concerned = Concerned { owners: &owners, giver: None, surprise: true };
        assert!(webhook_messages(std::slice::from_ref(&event), concerned).is_empty(), "{event:?}");
        let concerned = Concerned { giver: Some(person(3)), ..concerned };
        let own =
            WebhookMessage::Reservation { event: told, reservation: reservation(), giver: true };
        let messages = webhook_messages(std::slice::from_ref(&event), concerned);
        assert_eq!(messages, [(Hearer::Person(person(3)), own)], "{event:?}");
        let shown = Concerned { surprise: false, ..concerned };
        let messages = webhook_messages(&[event], shown);
        assert_eq!(messages.len(), 3);
        assert!(messages.iter().all(|(_, message)| message.event() == told));
        let to_owners =
            messages.iter().filter(|(_, message)| message.tells_owners_of_givers()).count();
        assert_eq!(to_owners, 2);
    }
}

// R10.11
#[test]
fn who_looks_after_the_list_and_kept_a_promise_hears_of_it_once() {
    let owners = [person(1), person(2)];
    let concerned = Concerned { owners: &owners, giver: Some(person(2)), surprise: false };
    let event = Event::Reserved { reservation: reservation(), quantity: Quantity::ONE };
    let messages = webhook_messages(&[event], concerned);
    let hearers: Vec<_> = messages.iter().map(|(hearer, _)| *hearer).collect();
    assert_eq!(hearers, [Hearer::Person(person(1)), Hearer::Person(person(2))]);
    assert!(!messages[1].1.tells_owners_of_givers());
}

// R10.10
#[test]
fn what_was_added_in_one_act_is_one_message() {
    let gift = |n| GiftId::new(Uuid::from_u128(n));
    let product = |n| ProductId::new(Uuid::from_u128(n));
    let events = [
        Event::GiftAdded { list: list(), gift: gift(10) },
        Event::ProductWaits { product: product(20) },
        Event::GiftAdded { list: list(), gift: gift(11) },
        Event::ProductWaits { product: product(21) },
    ];
    let owners = [person(1)];
    // What owners do is no secret, whatever the list keeps.
    let concerned = Concerned { owners: &owners, giver: None, surprise: true };
    let gifts = WebhookMessage::Gifts { list: list(), gifts: vec![gift(10), gift(11)] };
    let products = WebhookMessage::Products { products: vec![product(20), product(21)] };
    assert_eq!(
        webhook_messages(&events, concerned),
        [(Hearer::Person(person(1)), gifts), (Hearer::Admins, products)]
    );
    let made = webhook_messages(&[Event::ListMade { list: list() }], concerned);
    assert_eq!(made, [(Hearer::Person(person(1)), WebhookMessage::List { list: list() })]);
    let edited = Event::ListEdited { list: list() };
    assert!(webhook_messages(&[edited], concerned).is_empty());
}

// R10.10
#[test]
fn a_message_reads_back_as_it_was_kept() {
    for message in [
        WebhookMessage::List { list: list() },
        WebhookMessage::Gifts { list: list(), gifts: vec![GiftId::new(Uuid::from_u128(1))] },
        WebhookMessage::Reservation {
            event: WebhookEvent::ReservationChanged,
            reservation: reservation(),
            giver: true,
        },
        WebhookMessage::Products { products: vec![] },
        WebhookMessage::Figures { day: now().date_naive() },
        WebhookMessage::Test,
    ] {
        let text = serde_json::to_string(&message).unwrap();
        assert_eq!(serde_json::from_str::<WebhookMessage>(&text).unwrap(), message, "{text}");
    }
}

#[test]
fn words_stand_for_what_they_were_made_from() {
    for event in WebhookEvent::CHOICES {
        assert_eq!(WebhookEvent::parse(event.code()), Ok(event));
        assert_eq!(WebhookEvent::from_code(event.code()), Some(event));
        assert_eq!(serde_json::to_value(event).unwrap(), event.code());
    }
    assert_eq!(WebhookEvent::parse("webhook.test"), Err(FieldProblem::NotAChoice));
    assert_eq!(WebhookEvent::from_code("webhook.test"), Some(WebhookEvent::Test));
    for off in [Off::Asked, Off::Failing, Off::Gone] {
        assert_eq!(Off::from_code(off.code()), Some(off));
    }
}

// R10.10: an https address with a host, and nobody to sign in as.
#[test]
fn messages_go_to_https_addresses_only() {
    let parse = |raw: &str| WebhookUrl::parse(raw, false).map(|url| url.to_string());
    assert_eq!(parse(" https://a.example/x?y=1#z ").unwrap(), "https://a.example/x?y=1");
    assert_eq!(
        parse("https://bücher.example/🎁").unwrap(),
        "https://xn--bcher-kva.example/%F0%9F%8E%81"
    );
    for (raw, problem) in [
        ("", FieldProblem::Required),
        ("a.example", FieldProblem::NotALink),
        ("https://", FieldProblem::NotALink),
        ("ftp://a.example/", FieldProblem::NotALink),
        ("javascript:alert(1)", FieldProblem::NotALink),
        ("https://me@a.example/", FieldProblem::NotALink),
        ("https://me:secret@a.example/", FieldProblem::NotALink),
        ("http://a.example/", FieldProblem::NotPublic),
    ] {
        assert_eq!(parse(raw), Err(problem), "{raw}");
    }
    let long = format!("https://a.example/{}", "x".repeat(1000));
    assert_eq!(parse(&long), Err(FieldProblem::TooLong { max: 1000 }));
    assert_eq!(parse(&"🎁".repeat(100_000)), Err(FieldProblem::TooLong { max: 1000 }));
    assert!(WebhookUrl::parse("http://127.0.0.1:9/x", true).is_ok());
}

// R10.10
#[test]
fn only_admins_choose_what_only_admins_hear() {
    let form = |events: &[&str]| WebhookForm {
        url: "https://a.example/".to_owned(),
        events: events.iter().map(|&word| word.to_owned()).collect(),
    };
    let chosen = form(&["gift.added", "list.created", "gift.added"]).parse(false, false).unwrap();
    assert_eq!(chosen.events, [WebhookEvent::ListCreated, WebhookEvent::GiftAdded]);
    let refused = |form: WebhookForm, admin| {
        form.parse(admin, false).unwrap_err().of("events").cloned().unwrap()
    };
    assert_eq!(refused(form(&[]), false), FieldProblem::Required);
    assert_eq!(refused(form(&["list.deleted"]), true), FieldProblem::NotAChoice);
    for event in ["product.not_found", "figures.day"] {
        assert_eq!(refused(form(&[event]), false), FieldProblem::NotAChoice);
        assert!(form(&[event]).parse(true, false).is_ok());
    }
    let empty = WebhookForm::default().parse(true, true).unwrap_err();
    assert_eq!(empty.iter().count(), 2);
}

// R10.10
#[test]
fn a_page_has_a_box_for_each_choice() {
    for event in WebhookEvent::CHOICES {
        let text =
            format!(r#"{{"url": "https://a.example/", "{}": "on"}}"#, WebhookBoxes::name(event));
        let boxes: WebhookBoxes = serde_json::from_str(&text).unwrap();
        assert_eq!(boxes.form().parse(true, false).unwrap().events, [event]);
    }
    let none = WebhookBoxes { url: "https://a.example/".to_owned(), ..WebhookBoxes::default() };
    assert!(none.form().parse(true, false).unwrap_err().of("events").is_some());
}

// R10.12: pauses that grow from five seconds to a day, and an end after eight tries.
#[test]
fn a_message_is_tried_eight_times_with_growing_pauses() {
    let pauses: Vec<_> =
        (1..MOST_DELIVERY_TRIES).map(|tries| next_delivery_try(tries).unwrap()).collect();
    assert!(pauses.is_sorted());
    assert_eq!(pauses.first(), Some(&TimeDelta::seconds(5)));
    assert_eq!(pauses.last(), Some(&TimeDelta::hours(24)));
    assert_eq!(next_delivery_try(MOST_DELIVERY_TRIES), None);
}

// R10.12
#[test]
fn what_only_fails_for_five_days_is_switched_off_and_nothing_else() {
    let failed =
        |health: Health, hours| health.failed(false, false, now() + TimeDelta::hours(hours));
    let first = failed(Health::default(), 0);
    assert_eq!((first.off, first.failures), (None, 1));
    assert_eq!(first.rests_until, Some(now() + TimeDelta::seconds(5)));
    let later = failed(first, 24 * OFF_DAYS - 1);
    assert_eq!(later.off, None);
    assert!(later.rests_until.unwrap() <= now() + TimeDelta::hours(24 * OFF_DAYS));
    let last = failed(later, 24 * OFF_DAYS);
    assert_eq!(last.off, Some(Off::Failing));
    assert!(last.was_switched_off_since(later) && !last.was_switched_off_since(last));
    // One that got through in between begins anew.
    assert_eq!(failed(later.delivered(), 24 * OFF_DAYS).off, None);
    // That of the settings goes on.
    let kept = later.failed(true, true, now() + TimeDelta::days(99));
    assert_eq!(kept.off, None);
    let gone = Health::default().failed(true, false, now());
    assert_eq!(gone.off, Some(Off::Gone));
    assert_eq!(gone.switched(true), Health::default());
    assert_eq!(gone.switched(false), gone);
    assert_eq!(Health::default().switched(false).off, Some(Off::Asked));
}

fn webhook(generation: u32) -> Webhook {
    Webhook {
        id: WebhookId::new(Uuid::from_u128(1)),
        person: Some(person(1)),
        url: WebhookUrl::parse("https://a.example/", false).unwrap(),
        events: vec![WebhookEvent::GiftAdded],
        generation,
        secret_at: now(),
        made_at: now(),
        health: Health::default(),
    }
}

// R10.13: for a day after it was replaced, the secret before signs as well.
#[test]
fn for_a_day_both_secrets_sign() {
    assert_eq!(webhook(0).signing_generations(now()), [0]);
    let replaced = webhook(3);
    assert_eq!(replaced.signing_generations(now() + TimeDelta::hours(23)), [3, 2]);
    assert_eq!(replaced.signing_generations(now() + TimeDelta::hours(24)), [3]);
}

// R10.10
#[test]
fn a_webhook_hears_what_was_chosen_and_tests() {
    let on = webhook(0);
    assert!(on.hears(WebhookEvent::GiftAdded) && on.hears(WebhookEvent::Test));
    assert!(!on.hears(WebhookEvent::ListCreated));
    let off = Webhook { health: on.health.switched(false), ..on };
    assert!(!off.hears(WebhookEvent::GiftAdded) && off.hears(WebhookEvent::Test));
}

proptest! {
    // R10.11, R3.6: whoever acts, in whatever order, under surprise no message reaches somebody who
    // looks after the list because of a giver.
    #[test]
    fn no_order_of_acts_tells_owners_of_a_surprise(
        acts in prop::collection::vec(0_usize..6, 0..12),
        giver in prop::option::of(10_u128..20),
        owners in prop::collection::vec(1_u128..5, 0..4),
    ) {
        let events: Vec<_> = acts.iter().map(|act| givers_acts()[*act].0.clone()).collect();
        let owners: Vec<_> = owners.into_iter().map(person).collect();
        let giver = giver.map(person);
        let concerned = Concerned { owners: &owners, giver, surprise: true };
        for (hearer, message) in webhook_messages(&events, concerned) {
            prop_assert!(!message.tells_owners_of_givers());
            prop_assert_eq!(Some(hearer), giver.map(Hearer::Person));
        }
    }

    #[test]
    fn no_words_break_the_form(url in ".*", events in prop::collection::vec(".*", 0..4)) {
        let form = WebhookForm { url, events };
        if let Ok(wish) = form.parse(true, false) {
            prop_assert!(wish.url.as_str().starts_with("https://"));
            prop_assert!(!wish.events.is_empty());
        }
    }
}

//! A list, a gift and a promise to write about.

use std::str::FromStr;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Alarm, AlarmState, ContactForm, EventDate, Exactness, Gift, GiftCounts, GiftDetails, GiftId,
    Giver, GiverId, Link, List, ListDetails, ListId, ListState, MessageId, Money, Occasion,
    PersonName, Price, Priority, ProductId, Quantity, QueueNews, Reservation, ReservationId,
    ReservationState, Surprise, Wanted, Zone,
};
use store::ContactMessage;

use super::super::{
    accounts::{self, Reader},
    addresses::Addresses,
    givers::{self, Promise, Promises},
    members,
    owners::{self, Act, Notice, Owner, Told, ToldAct},
    security,
    sheet::Sheet,
    suspension, team,
    tongue::Tongue,
    watch::{self, Keeper},
    webhooks,
};
use crate::{secrets::Secrets, watch::Queue};

/// The words that people put in.
#[derive(Clone, Copy)]
pub(super) struct Words {
    pub person: &'static str,
    pub giver: &'static str,
    pub list: &'static str,
    pub gift: &'static str,
    pub shop: &'static str,
    pub colour: &'static str,
}

pub(super) const PLAIN: Words = Words {
    person: "Anna Berg",
    giver: "Onkel Tom",
    list: "Mia's first birthday",
    gift: "Wooden train with three wagons",
    shop: "Toys & Co",
    colour: "red",
};

pub(super) const HOSTILE: Words = Words {
    person: "<script>alert(1)</script> Anna",
    giver: "Eve\r\nBcc: c@x.example",
    list: "<img src=x onerror=alert(1)> יום הולדת https://evil.example/login",
    gift: "{{ 7*7 }} {% raw %} \"><a href='//evil.example'>Win</a>",
    shop: "www.evil.example",
    colour: "\u{202E}der</td>",
};

/// A mail of every kind, by its name.
pub(super) fn every_kind(
    language: &str,
    words: Words,
    verified: bool,
) -> Vec<(&'static str, Sheet)> {
    let tongue = Tongue::nearest(language);
    let addresses = &addresses();
    let (list, gift) = (&list(words), &gift(words));
    let reservation = &reservation(words);
    let giver = &giver(language, words, verified);
    let name = PersonName::parse(words.person).unwrap();
    let reader = Reader { tongue, name: name.as_str(), addresses };
    let promise = Promise { list, gift, reservation, giver, addresses };
    let keeper = Keeper { tongue, addresses };
    let bad = AlarmState {
        raised: true,
        turns: 1,
        bad_from: Some(at()),
        bad_at: Some(at() + TimeDelta::minutes(40)),
        how_bad: domain::HowBad::Figure(17),
    };
    let queue = Queue { waiting: 3, oldest: Some(at()) };
    let looks_after =
        Owner { id: domain::PersonId::new(id(9)), tongue, name: name.as_str(), addresses };
    let owner = Notice { reader: looks_after, list, gift, reservation, giver };
    let note =
        format!("{}!\nHow lovely: {}\n\nhttps://photos.example/mia", words.giver, words.gift);
    let note = domain::ThanksNote::parse(&note).unwrap();
    let acts = [(Act::Reserved, 1), (Act::Purchased, 2), (Act::Freed, 1)].into_iter();
    let acts = acts.map(|(act, quantity)| {
        let giver = (act != Act::Freed).then_some(words.giver);
        ToldAct { act, giver, gift: words.gift, quantity }
    });
    let told = [Told { list, acts: acts.collect() }];
    let changed = &Gift {
        details: GiftDetails {
            name: domain::GiftName::parse("Wooden train with five wagons").unwrap(),
            price: Some(price(4999)),
            exactness: Exactness::Exact,
            ..gift.details.clone()
        },
        ..gift.clone()
    };
    let off = &Gift { removed: true, ..gift.clone() };
    let mut asking = list.clone();
    asking.giving.confirm_first = true;
    let asking = &asking;
    let waiting =
        &Reservation { confirm_by: Some(at() + TimeDelta::hours(48)), ..reservation.clone() };
    let bought =
        &Reservation { state: ReservationState::Purchased { at: at() }, ..reservation.clone() };
    let unconfirmed = &domain::Giver { verified_at: None, ..giver.clone() };
    let day = list.details.date.unwrap();
    let one = Promises::of(std::slice::from_ref(&promise), 0).unwrap();
    let both = [promise, Promise { gift: changed, reservation: bought, ..promise }];
    let several = Promises::of(&both, 0).unwrap();
    let still_reserved = [promise, Promise { gift: changed, ..promise }];
    let email = domain::EmailAddress::parse("Anna.Berg@example.org").unwrap();
    let reset = addresses.reset(domain::PersonId::new(id(9)), 2);
    let undo = addresses.email_undo(domain::EmailUndoId::new(id(8)));
    let invitation = domain::InvitationId::new(id(7));
    let webhook = domain::WebhookId::new(id(10));
    let switched = |off| webhooks::switched_off(reader, webhook, "hooks.example", off);
    let ways = security::ways_in(tongue, true, vec!["Google".to_owned(), "Google".to_owned()]);
    vec![
        ("confirm_code", accounts::confirm_code(reader, "123456", None)),
        ("welcome", accounts::welcome(reader)),
        ("existing_account", accounts::existing_account(reader, &email)),
        ("reset", accounts::reset(reader, reset)),
        ("password_changed", accounts::password_changed(reader, at())),
        ("new_device", accounts::new_device(reader, at())),
        ("confirm_code_joins", accounts::confirm_code(reader, "123456", Some("Google"))),
        ("way_in_added", security::way_in_added(reader, at(), &ways)),
        ("way_in_removed", security::way_in_removed(reader, at(), &ways[..1])),
        ("email_change_code", security::email_change_code(reader, "123456")),
        ("email_changed", security::email_changed(reader, at(), "berg@example.net", undo)),
        ("second_step_on", security::second_step_on(reader, at())),
        ("second_step_off", security::second_step_off(reader, at())),
        ("token_made", security::token_made(reader, at())),
        ("account_suspended", suspension::suspended(reader, at())),
        ("account_restored", suspension::restored(reader)),
        ("webhook_off", switched(domain::Off::Failing)),
        ("webhook_gone", switched(domain::Off::Gone)),
        (
            "product_declined",
            accounts::product_declined(
                reader,
                words.gift,
                "This page is not a product.",
                Some(ListId::new(id(1))),
            ),
        ),
        ("reservation_made", givers::reservation_made(promise)),
        ("reservation_changed", givers::reservation_changed(promise)),
        ("reservation_cancelled", givers::reservation_cancelled(promise)),
        ("reservation_purchased", givers::reservation_purchased(promise)),
        ("gift_reserved", owners::notice(owner, Act::Reserved)),
        ("gift_purchased", owners::notice(owner, Act::Purchased)),
        ("gift_freed", owners::notice(owner, Act::Freed)),
        ("owner_digest", owners::digest(looks_after, "2026-07-03".parse().unwrap(), &told)),
        ("thank_you", givers::thank_you(promise, &note)),
        ("list_closed", givers::list_closed(one)),
        ("list_closed_several", givers::list_closed(several)),
        ("list_closed_lifting", givers::list_closed_lifting(one)),
        ("list_closed_lifting_several", givers::list_closed_lifting(several)),
        ("list_deleted", givers::list_deleted(one)),
        ("list_deleted_several", givers::list_deleted(several)),
        ("list_restored", givers::list_restored(one)),
        ("list_restored_several", givers::list_restored(several)),
        ("gift_withdrawn", givers::gift_withdrawn(Promise { gift: off, ..promise })),
        ("gift_changed", givers::gift_changed(Promise { gift: changed, ..promise })),
        ("gift_as_before", givers::gift_as_before(promise)),
        ("gift_restored", givers::gift_restored(Promise { gift: changed, ..promise })),
        ("surprise_lifted", givers::surprise_lifted(one)),
        ("surprise_lifted_several", givers::surprise_lifted(several)),
        ("surprise_shortened", givers::surprise_shortened(one, day)),
        ("surprise_shortened_several", givers::surprise_shortened(several, day)),
        (
            "reservation_made_confirm",
            givers::reservation_made(Promise {
                list: asking,
                reservation: waiting,
                giver: unconfirmed,
                ..promise
            }),
        ),
        ("reminder", givers::reminder(one, day)),
        ("reminder_several", givers::reminder(Promises::of(&still_reserved, 3).unwrap(), day)),
        (
            "reservation_lapsed",
            givers::reservation_lapsed(Promise { giver: unconfirmed, ..promise }),
        ),
        (
            "reservation_let_go",
            givers::reservation_let_go(Promise { giver: unconfirmed, ..promise }),
        ),
        (
            "all_reservations",
            givers::all_reservations(&[promise, Promise { reservation: bought, ..promise }], 0)
                .unwrap(),
        ),
        (
            "co_owner_invitation",
            members::invitation_to(tongue, addresses, words.person, list, invitation),
        ),
        ("co_owner_joined", members::joined(reader, words.giver, list)),
        ("co_owner_removed", members::removed(reader, list)),
        ("list_passed_on", members::passed_on(reader, list)),
        ("contact", team::contact(&written(language, words), addresses)),
        ("contact_receipt", team::contact_receipt(&written(language, words), addresses)),
        ("alarm_raised", watch::alarm(keeper, Alarm::Mail, &bad)),
        ("alarm_over", watch::alarm(keeper, Alarm::Mail, &AlarmState { raised: false, ..bad })),
        ("alarm_test", watch::test_alarm(keeper, Alarm::Disk, &bad)),
        ("queue_begins", watch::queue(keeper, QueueNews::Begins, &queue)),
        ("queue_digest", watch::queue(keeper, QueueNews::Digest, &queue)),
    ]
}

/// A mail that says only this.
pub(super) fn note(heading: &str) -> Sheet {
    Sheet {
        subject: heading.to_owned(),
        heading: heading.to_owned(),
        ..Tongue::nearest("en").blank(&addresses())
    }
}

fn addresses() -> Addresses {
    Addresses::new("https://ewelists.example", Secrets::new([7; 32]))
}

fn id(n: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(n)
}

fn at() -> DateTime<Utc> {
    "2026-07-03T09:05:00Z".parse().unwrap()
}

fn price(cents: i64) -> Price {
    let money = Money::from_minor(cents, "EUR").unwrap();
    Price { money, read_on: "2026-07-03".parse().unwrap() }
}

fn list(words: Words) -> List {
    let details = ListDetails {
        title: domain::Title::parse(words.list).unwrap(),
        occasion: Occasion::Birthday,
        welcome: domain::Welcome::parse("We are so happy").unwrap(),
        date: Some(EventDate {
            day: "2026-07-31".parse().unwrap(),
            zone: Zone::parse("Europe/Berlin").unwrap(),
        }),
        for_whom: domain::ForWhom::parse("Mia").unwrap(),
        delivery: domain::DeliveryMessage::parse("SECRET delivery to Bergstr. 1").unwrap(),
        cover: Occasion::Birthday,
    };
    List {
        state: ListState::Open,
        owner_revision: 1,
        ..List::draft(ListId::new(id(1)), details, Surprise::Show)
    }
}

fn details(words: Words) -> GiftDetails {
    GiftDetails {
        name: domain::GiftName::parse(words.gift).unwrap(),
        brand: domain::Brand::default(),
        shop: domain::ShopName::parse(words.shop).unwrap(),
        link: Some(Link::parse("https://toys.example/train?id=3").unwrap()),
        price: Some(price(124_950)),
        picture: None,
        notes: domain::GiftNotes::parse("NOTES stay on the page").unwrap(),
        priority: Priority::Love,
        exactness: Exactness::Similar,
        size: domain::Size::parse("").unwrap(),
        colour: domain::Colour::parse(words.colour).unwrap(),
        further: domain::FurtherLinks::default(),
        tags: domain::Tags::default(),
        section: domain::Section::default(),
    }
}

fn gift(words: Words) -> Gift {
    Gift {
        id: GiftId::new(id(2)),
        list: ListId::new(id(1)),
        product: ProductId::new(id(3)),
        standing: domain::Standing::Waiting,
        details: details(words),
        counts: GiftCounts::new(Wanted::Count(Quantity::new(3).unwrap())),
        position: 0,
        hidden: false,
        removed: false,
        received: false,
    }
}

fn reservation(words: Words) -> Reservation {
    Reservation {
        id: ReservationId::from_str("00000000000000000000000000000004").unwrap(),
        gift: GiftId::new(id(2)),
        list: ListId::new(id(1)),
        giver: GiverId::new(id(5)),
        quantity: Quantity::new(2).unwrap(),
        state: ReservationState::Reserved,
        made_at: at(),
        snapshot: details(words),
        confirm_by: None,
        let_go: false,
    }
}

fn written(language: &str, words: Words) -> ContactMessage {
    let form = ContactForm {
        name: words.person.to_owned(),
        email: "Anna.Berg@example.org".to_owned(),
        message: format!("{}\n\n{}", words.list, words.gift),
    };
    ContactMessage {
        id: MessageId::new(id(0xA7)),
        wish: form.parse().unwrap(),
        language: language.to_owned(),
    }
}

fn giver(language: &str, words: Words, verified: bool) -> Giver {
    Giver {
        id: GiverId::new(id(5)),
        browser: None,
        person: None,
        email: Some(domain::EmailAddress::parse("tom@example.org").unwrap()),
        name: Some(PersonName::parse(words.giver).unwrap()),
        verified_at: verified.then(at),
        language: language.to_owned(),
        reminders: true,
        readdressed: false,
    }
}

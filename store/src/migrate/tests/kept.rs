//! A store from the time of each schema file is brought up to date, keeps what it held, and lives on.
//!
//! `tests/kept/` has a file for each: what a small store held beside what came with the files before, as
//! it was written then, a record on each line. A line about a record that an earlier file has stands in
//! its place. So the first files together are a store of their time. A schema file without its own does not
//! compile, and [`every_schema_file_comes_with_records_of_its_time`] names what it leaves out.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Actor, BrowserKey, DomainError, EmailAddress, FormKey, GiftId, Giver, Invitation, Letter, List,
    ListId, NO_TERMS, PersonName, Product, Quantity, Reservation, ReservationId, ReserveWish,
    ShareKey, Thanks,
};
use serde_json::{Map, Value as Json};
use surrealdb::types::Value;

use super::*;
use crate::{
    ContactMessage, Delivery, Errand, PendingSignUp, Person, Quota, Reserving, SecondStep,
    change::ChangeRow,
    image,
    row::{
        Row, access, backup, contact, gift, kpis, list, mail, member, people, product, reservation,
        thanks, token, watch, webhook,
    },
    table::TABLES,
    work::{Act, Housekeeping, Kind},
};

const ALL_OF: &str = include_str!("../../../query/all_of.surql");

/// Who is in every store, the list of hers that is open, a gift on it, and what a giver promised there.
const ADA: &str = "0198c4a2000170008000000000000001";
const LIST: &str = "0198c4a2000270008000000000000001";
const GIFT: &str = "0198c4a2000470008000000000000001";
const PROMISE: &str = "0198c4a2000670008000000000000001";

/// How many files there are where lists are, and where mails are.
const WITH_LISTS: usize = 2;
const WITH_MAILS: usize = 3;

/// Records by table and key, without either.
type Records = BTreeMap<(usize, String), Map<String, Json>>;

/// A moment after all of it was written.
fn later() -> DateTime<Utc> {
    "2026-03-21T10:00:00Z".parse().unwrap()
}

/// What a store held when these were all files.
fn kept(files: &[Schema]) -> Records {
    files.iter().flat_map(of_file).collect()
}

fn of_file(file: &Schema) -> Records {
    let record = |line: &str| {
        let mut row: Map<String, Json> = serde_json::from_str(line).unwrap();
        let table = row.remove("table").unwrap();
        let index = TABLES.iter().position(|known| table == known.name);
        let key = row.remove("id").unwrap().as_str().unwrap().to_owned();
        ((index.unwrap_or_else(|| panic!("{table} in {}", file.name)), key), row)
    };
    file.kept.lines().map(record).collect()
}

fn act(index: usize, key: &str, row: &Map<String, Json>) -> Act {
    let table = &TABLES[index];
    let version = row["version"].as_i64().unwrap();
    let id = record(table.name, key);
    let mut row = image::from_map(row).unwrap();
    row.insert("id", id.clone());
    Act { kind: Kind::Create, table, id, version, row, upon: vec![] }
}

#[test]
fn every_schema_file_comes_with_records_of_its_time() {
    for file in SCHEMA {
        let records = of_file(file);
        let of_table = |name: &str| {
            let named = name.to_owned();
            records.iter().filter(move |((table, _), _)| TABLES[*table].name == named)
        };
        let plain: Vec<_> =
            file.text.lines().filter(|line| !line.trim_start().starts_with("--")).collect();
        for statement in plain.join(" ").split(';') {
            let words: Vec<_> = statement.split_whitespace().collect();
            match words[..] {
                ["DEFINE", "TABLE", table, ..] => {
                    assert!(of_table(table).count() > 0, "{}: no record of {table}", file.name);
                }
                // What the schema computes is in no record, and what it defines anew came before.
                ["DEFINE", "FIELD", field, "ON", table, ..]
                    if !words.contains(&"VALUE") && !field.contains('[') =>
                {
                    let there = of_table(table).any(|(_, row)| row.contains_key(field));
                    assert!(there, "{}: no record with {table}.{field}", file.name);
                }
                _ => {}
            }
        }
        assert!(!records.is_empty(), "{}", file.name);
    }
}

#[test]
fn a_store_of_every_time_is_brought_up_to_date_and_lives_on() {
    run(async {
        for files in 1..=SCHEMA.len() {
            let store = Store::open("mem://").await.unwrap();
            store.migrate_to(files, now()).await.unwrap();
            let kept = kept(&SCHEMA[..files]);
            let acts = kept.iter().map(|((table, key), row)| act(*table, key, row)).collect();
            let put = store.put_back(acts).await;
            put.unwrap_or_else(|error| panic!("{}: {error}", SCHEMA[files - 1].name));

            let applied = store.migrate(later()).await;
            let applied =
                applied.unwrap_or_else(|error| panic!("{}: {error}", SCHEMA[files - 1].name));
            assert_eq!(applied.len(), SCHEMA.len() - files);
            holds(&store, &kept, SCHEMA[files - 1].name).await;
            reads_back(&store).await;
            lives_on(&store, files).await;
        }
    });
}

/// Nothing was lost, nothing reads differently, and nothing came but keys.
async fn holds(store: &Store, kept: &Records, time: &str) {
    for (index, table) in TABLES.iter().enumerate() {
        let rows: Vec<Value> = store.ask(ALL_OF).with("table", table.name).one().await.unwrap();
        let mut there = BTreeMap::new();
        for row in &rows {
            let Some(Json::Object(row)) = image::to_json(row) else { panic!("{}", table.name) };
            there.insert(row["id"]["$record"][1].as_str().unwrap().to_owned(), row);
        }
        for ((_, key), row) in kept.iter().filter(|((of, _), _)| *of == index) {
            let place = format!("{}:{key} of {time}", table.name);
            let found = there.remove(key).unwrap_or_else(|| panic!("{place} is gone"));
            for (field, json) in row {
                assert_eq!(found.get(field), Some(json), "{field} of {place}");
            }
        }
        let came: Vec<_> = there.into_keys().collect();
        assert!(came.is_empty() || table.name == "subject_key", "{}: {came:?}", table.name);
    }
}

/// Every record of a table, as this program reads it.
async fn rows<R: Row>(store: &Store, read: &mut BTreeSet<&'static str>) -> Vec<R> {
    read.insert(R::TABLE);
    let rows = store.ask(ALL_OF).with("table", R::TABLE).one().await;
    rows.unwrap_or_else(|error| panic!("{}: {error}", R::TABLE))
}

/// The same, as what it stands for.
async fn parsed<R: Row, T: TryFrom<R, Error = StoreError>>(
    store: &Store,
    read: &mut BTreeSet<&'static str>,
) {
    for row in rows::<R>(store, read).await {
        let place = format!("{:?}", row.id());
        T::try_from(row).unwrap_or_else(|error| panic!("{place}: {error}"));
    }
}

/// Whatever is there can be read, in every table.
async fn reads_back(store: &Store) {
    let read = &mut BTreeSet::new();
    parsed::<people::PersonRow, Person>(store, read).await;
    parsed::<people::SignUpRow, PendingSignUp>(store, read).await;
    parsed::<access::SecondStepRow, SecondStep>(store, read).await;
    parsed::<list::ListRow, List>(store, read).await;
    parsed::<product::ProductRow, Product>(store, read).await;
    parsed::<reservation::GiverRow, Giver>(store, read).await;
    parsed::<reservation::ReservedRow, Reservation>(store, read).await;
    parsed::<member::InvitationRow, Invitation>(store, read).await;
    parsed::<thanks::ThanksRow, Thanks>(store, read).await;
    parsed::<contact::ContactRow, ContactMessage>(store, read).await;
    parsed::<token::ApiTokenRow, domain::ApiToken>(store, read).await;
    parsed::<webhook::WebhookRow, domain::Webhook>(store, read).await;
    parsed::<webhook::DeliveryRow, Delivery>(store, read).await;
    for mail in rows::<mail::OutboxRow>(store, read).await {
        assert_eq!(mail.letter().unwrap().kind(), mail.kind);
    }
    for alarm in rows::<watch::AlarmRow>(store, read).await {
        assert!(alarm.alarm().is_some() && alarm.state().is_ok(), "{alarm:?}");
    }
    for choice in rows::<thanks::MailChoiceRow>(store, read).await {
        choice.choice().unwrap();
    }
    for act in rows::<member::ListActRow>(store, read).await {
        assert!(domain::ListAct::from_code(&act.act).is_some(), "{act:?}");
    }
    rows::<people::SubjectKeyRow>(store, read).await;
    rows::<people::AddressRow>(store, read).await;
    rows::<people::SessionRow>(store, read).await;
    rows::<people::DeviceRow>(store, read).await;
    rows::<access::IdentityRow>(store, read).await;
    rows::<access::SpentAttemptRow>(store, read).await;
    rows::<access::FirstStepRow>(store, read).await;
    rows::<access::EmailChangeRow>(store, read).await;
    rows::<access::EmailUndoRow>(store, read).await;
    rows::<access::TallyRow>(store, read).await;
    rows::<access::AdminRow>(store, read).await;
    rows::<access::AuditRow>(store, read).await;
    rows::<list::OwnsRow>(store, read).await;
    rows::<list::EditsRow>(store, read).await;
    rows::<gift::WantsRow>(store, read).await;
    rows::<product::ClickRow>(store, read).await;
    rows::<reservation::GuestRow>(store, read).await;
    rows::<reservation::FormRow>(store, read).await;
    rows::<mail::LeaseRow>(store, read).await;
    rows::<thanks::DigestRow>(store, read).await;
    rows::<token::ApiTokenUseRow>(store, read).await;
    rows::<token::KeptAnswerRow>(store, read).await;
    rows::<kpis::KpiDayRow>(store, read).await;
    rows::<kpis::LookupDayRow>(store, read).await;
    rows::<kpis::SeededRow>(store, read).await;
    rows::<watch::QueueNoticeRow>(store, read).await;
    rows::<backup::TimelineRow>(store, read).await;
    rows::<backup::ErasureRow>(store, read).await;
    rows::<ChangeRow>(store, read).await;
    let all: BTreeSet<_> = TABLES.iter().map(|table| table.name).collect();
    assert_eq!(*read, all, "every table is read");
}

/// The rules hold for what is there, and for what is done with it next (R5.1, R5.2, R5.4, R7).
async fn lives_on(store: &Store, files: usize) {
    let email = |name: &str| EmailAddress::parse(&format!("{name}@example.org")).unwrap();
    let ada = store.person_by_email(&email("ADA").key()).await.unwrap().unwrap();
    assert_eq!((ada.id.to_string().as_str(), ada.name.as_str()), (ADA, "Ada"));
    if files < WITH_LISTS {
        return;
    }
    // In the browser that promised something it shows, in another one what is left of it.
    let in_browser = |name: &str| Actor {
        browser: Some(BrowserKey::new(format!("browser-{name}"))),
        ..Actor::default()
    };
    let (karl, nora) = (in_browser("karl"), in_browser("nora"));
    let share = ShareKey::new("share-1");
    let promise: ReservationId = PROMISE.parse().unwrap();
    let shared = store.shared_list(&share, &karl).await.unwrap().unwrap();
    assert_eq!(shared.mine.iter().map(|mine| mine.id).collect::<Vec<_>>(), [promise]);
    let gift: GiftId = GIFT.parse().unwrap();
    let of_gift = shared.gifts.iter().find(|of| of.id == gift).unwrap();
    assert_eq!(of_gift.counts.left(), 2);

    // Nobody gets more than that, and what is given free goes to whoever asks next.
    let ids = Housekeeping(later());
    let asked = |count: u32| Reserving {
        gift,
        wish: ReserveWish {
            name: PersonName::parse("Nora").unwrap(),
            email: email("nora"),
            quantity: Quantity::new(count).unwrap(),
        },
        form: FormKey::new(format!("form-{count}")),
        language: "en".to_owned(),
        quota: Quota { what: "code", burst: 10, seconds: 1 },
    };
    let errand = |actor| Errand { actor, terms: &NO_TERMS, now: later(), ids: &ids };
    let refused = store.reserve(errand(&nora), &share, asked(4)).await.err();
    assert!(
        matches!(refused, Some(StoreError::Refused(DomainError::AlreadyTaken { left: 2 }))),
        "{refused:?}"
    );
    let cancel = |_: &List, gift, reservation, _| {
        let (gift, reservation, events) = domain::cancel(gift, reservation, later())?;
        Ok((gift, vec![reservation], events))
    };
    store.change_reservation(errand(&karl), promise, &cancel).await.unwrap();
    let held = store.reserve(errand(&nora), &share, asked(4)).await.unwrap();
    assert_eq!(held.gift.counts.left(), 0);
    assert!(held.owners.contains(&ada.id), "{:?}", held.owners);

    // Its owner has what she had.
    let list: ListId = LIST.parse().unwrap();
    let owned = store.owned_list(ada.id, list).await.unwrap();
    assert_eq!(owned.list.details.title.as_str(), "Ada is one");
    let lists = store.lists_of(ada.id).await.unwrap();
    assert!(lists.len() >= 3, "{}", lists.len());
    if files < WITH_MAILS {
        return;
    }
    assert_eq!(store.invariants().await.unwrap(), Vec::<String>::new());
    let mails = store.claim_mail(later(), 60, 100).await.unwrap();
    let waits = |letter| mails.iter().any(|mail| mail.letter == letter);
    assert!(waits(Letter::Welcome { person: ada.id }), "{mails:?}");
    assert!(waits(Letter::GiftFreed { owner: ada.id, reservation: promise }), "{mails:?}");
    assert!(waits(Letter::ReservationMade { reservation: held.reservation.id }), "{mails:?}");
}

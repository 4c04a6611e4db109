use app::error::AppError;
use domain::DomainError;
use proptest::prelude::*;

use super::*;

const ORIGIN: &str = "https://ewelists.example";

proptest! {
    // R10.1
    #[test]
    fn a_day_is_read_as_it_is_written(days in 0_u64..109_000) {
        let first = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap();
        let day = first.checked_add_days(chrono::Days::new(days)).unwrap();
        prop_assert_eq!(form_date(&event_date(day)), day.to_string());
        prop_assert_eq!(form_date(&day.to_string()), day.to_string());
    }

    #[test]
    fn whatever_is_no_day_stays_as_it_is(sent in "\\PC{0,30}") {
        let read = form_date(&sent);
        let is_day = domain::parse_day(&read).is_ok_and(|day| day.is_some());
        prop_assert!(read == sent || is_day, "{} {}", sent, read);
    }

    #[test]
    fn no_text_of_a_path_is_too_much(sent in "\\PC{0,300}") {
        let _ = named(&sent, "id");
        let _ = list_named(&sent);
        let _ = cover_named(&sent, ORIGIN);
        let _ = occasion_code(&sent);
    }
}

#[test]
fn a_day_in_words_is_read_and_what_is_none_stays() {
    let read = [
        ("31 July 2026", "2026-07-31"),
        ("31 july 2026", "2026-07-31"),
        ("  1   February  2024 ", "2024-02-01"),
        ("2026-07-31", "2026-07-31"),
    ];
    for (sent, day) in read {
        assert_eq!(form_date(sent), day, "{sent}");
    }
    let none = [
        "",
        "31 June 2026",
        "31 Jul 2026",
        "31 July 26",
        "+1 July 2026",
        "1 May 2026 x",
        "٣١ May 2026",
    ];
    for sent in none {
        assert_eq!(form_date(sent), sent);
    }
}

// R3.1
#[test]
fn every_occasion_reads_back_by_its_name() {
    assert_eq!(occasion_name(Occasion::BabyShower), "Baby Shower");
    for occasion in Occasion::ALL {
        let name = occasion_name(*occasion);
        for sent in [name.clone(), name.to_uppercase(), name.replace(' ', "_")] {
            assert_eq!(Occasion::parse(&occasion_code(&sent)), Ok(*occasion), "{sent}");
        }
    }
    assert!(Occasion::parse(&occasion_code("Bar Mitzvah")).is_err());
}

// R3.2: pictures are only ever ours.
#[test]
fn only_our_own_covers_are_named_by_an_address() {
    for cover in Occasion::ALL {
        let url = cover_url(*cover, ORIGIN);
        assert_eq!(cover_named(&url, ORIGIN), Some(*cover));
        let path = url.strip_prefix(ORIGIN).unwrap();
        assert_eq!(cover_named(path, ORIGIN), Some(*cover));
    }
    let others = [
        "",
        "/images/christmas-default.jpg",
        "https://elsewhere.example/covers/christmas.svg",
        "https://ewelists.example.evil/covers/christmas.svg",
        "/covers/../covers/christmas.svg",
        "/covers/christmas.svg?x",
        "/covers/.svg",
    ];
    for other in others {
        assert_eq!(cover_named(other, ORIGIN), None, "{other}");
    }
}

#[test]
fn ids_are_36_characters_and_read_in_any_of_the_usual_ways() {
    let uuid = Uuid::from_u128(7);
    assert_eq!(written(uuid).len(), 36);
    for sent in [written(uuid), uuid.simple().to_string(), written(uuid).to_uppercase()] {
        assert_eq!(named(&sent, "id").unwrap(), Some(uuid));
    }
    for none in ["", "x", "0198c4", "NULL"] {
        assert_eq!(named(none, "id").unwrap(), None, "{none}");
    }
    assert!(named("null", "productid").is_err());
}

// R10.1: not being the owner looks as if there were nothing.
#[test]
fn a_list_that_is_not_there_is_named_as_it_was_asked_for() {
    let long = "🎁".repeat(500);
    let refused = format!("{:?}", no_list(&long)(AppError::not_found()));
    assert!(refused.contains(&format!("List {} does not exist.", "🎁".repeat(100))), "{refused}");
    let other = format!("{:?}", no_list("x")(DomainError::ListClosed.into()));
    assert!(!other.contains("does not exist"), "{other}");
}

//! What is written reads back, and whatever is sent is read or refused in words (R3.9).

use app::backend::Unreadable;
use chrono::NaiveDate;
use domain::{
    GiftForm, ListForm, Wish,
    exchange::{Column, Exported, cell},
};
use proptest::prelude::*;

use super::{MOST_BYTES, csv_of, json_of, read};

const ORIGIN: &str = "https://ewelists.example";

fn then() -> NaiveDate {
    "2026-11-24".parse().unwrap()
}

fn now() -> NaiveDate {
    "2027-02-01".parse().unwrap()
}

fn wishes() -> impl Strategy<Value = Wish> {
    let words = || "['=+@-]{0,2}\\PC{0,24}";
    let lines = "['=+@\t-]{0,2}(\\PC{0,12}\n){0,3}\\PC{0,12}";
    let links = prop::sample::select(vec![
        "",
        "https://shop.example/train?id=3",
        "https://www.other.example/a,b;c",
    ]);
    let prices = prop::sample::select(vec![
        ("", "EUR"),
        ("0", "EUR"),
        ("1249.50", "EUR"),
        ("1200", "JPY"),
        ("3.125", "KWD"),
    ]);
    let counts = prop::sample::select(vec![("1", ""), ("999", ""), ("", "on")]);
    let choices = prop::sample::select(vec![("must", "exact"), ("love", ""), ("nice", "similar")]);
    let ticks = prop::sample::select(vec!["", "on"]);
    let pictures = prop::sample::select(vec![String::new(), "0123456789abcdef".repeat(4)]);
    let texts = (words(), words(), words(), lines, words(), words());
    (texts, links, prices, counts, choices, ticks, pictures).prop_filter_map(
        "no gift",
        |(texts, link, price, count, choice, hidden, picture)| {
            let (name, brand, shop, notes, size, section) = texts;
            let form = GiftForm {
                name,
                brand,
                shop,
                notes,
                size,
                section,
                link: link.to_owned(),
                price: price.0.to_owned(),
                currency: price.1.to_owned(),
                wanted: count.0.to_owned(),
                any_number: count.1.to_owned(),
                priority: choice.0.to_owned(),
                exactness: choice.1.to_owned(),
                hidden: hidden.to_owned(),
                picture,
                ..GiftForm::default()
            };
            form.parse(then(), None).ok()
        },
    )
}

fn exported(wishes: &[Wish]) -> Exported {
    let is_count = |column: &&Column| matches!(column, Column::Reserved | Column::Purchased);
    let columns: Vec<_> = Column::ALL.iter().filter(|column| !is_count(column)).copied().collect();
    let row = |wish: &Wish| -> Vec<String> {
        let form = GiftForm::of(&wish.details, wish.wanted, wish.hidden);
        let read_on = wish.details.price.map(|price| price.read_on);
        columns.iter().map(|column| cell(&form, read_on, ORIGIN, *column)).collect()
    };
    Exported { rows: wishes.iter().map(row).collect(), columns: columns.clone() }
}

fn read_back(file: &[u8]) -> Vec<Wish> {
    let table = read(file).unwrap();
    assert_eq!(table.unknown, Vec::<String>::new());
    table.rows.iter().map(|row| row.parse("USD", now()).unwrap()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_list_that_was_written_reads_back(wishes in prop::collection::vec(wishes(), 1..6)) {
        let gifts = exported(&wishes);
        let table = csv_of(&gifts).unwrap();
        prop_assert_eq!(read_back(&table), wishes.clone());
        let json = json_of(&ListForm::default(), &gifts).unwrap();
        prop_assert_eq!(read_back(json.as_bytes()), wishes);
    }

    #[test]
    fn no_cell_of_a_table_begins_a_formula(wishes in prop::collection::vec(wishes(), 1..4)) {
        let table = csv_of(&exported(&wishes)).unwrap();
        let table = String::from_utf8(table).unwrap();
        let mut reader = csv::ReaderBuilder::new();
        let mut reader = reader.has_headers(false).from_reader(table.trim_start_matches('\u{feff}').as_bytes());
        for record in reader.records() {
            for cell in &record.unwrap() {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
            }
        }
    }

    #[test]
    fn nothing_that_is_sent_panics(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
    }

    #[test]
    fn no_text_that_is_pasted_panics(text in "(name|[,;\t\"\n]|\\PC{0,8}){0,20}") {
        if let Ok(table) = read(text.as_bytes()) {
            for row in table.rows {
                let _ = row.parse("EUR", now());
            }
        }
    }
}

#[test]
fn a_table_is_utf_8_with_its_mark_and_lines_as_rfc_4180_has_them() {
    let form = GiftForm { name: "Zug, \"rot\"".to_owned(), ..GiftForm::default() };
    let wish = form.parse(then(), None).unwrap();
    let table = String::from_utf8(csv_of(&exported(&[wish])).unwrap()).unwrap();
    let (heads, row) = table.split_once("\r\n").unwrap();
    assert!(heads.starts_with("\u{feff}name,brand,shop,link,price,currency,price date,wanted"));
    assert!(row.starts_with("\"Zug, \"\"rot\"\"\","), "{row}");
    assert!(row.ends_with("\r\n"));
}

#[test]
fn a_file_is_read_as_people_write_it() {
    let files: &[(&str, &[&str])] = &[
        ("name,price\nTrain,12\n", &["Train"]),
        ("Geschenk;Preis\r\nZug;12,50 €\r\n", &["Zug"]),
        ("Cadeau\tPrix\nTrain\t12\n", &["Train"]),
        ("NOMBRE,PRECIO\nTren,3", &["Tren"]),
        // Some programs tell the separator.
        ("sep=;\nname;shop\nA, B;C\n", &["A, B"]),
        // Blank lines, and line breaks and quotes where nobody expects them.
        ("\n\n;;\nname;price\n;;\nTrain;1\n\n;\n", &["Train"]),
        ("name,notes\n\"Train\",\"two\nlines\"\n", &["Train"]),
        ("name\n\"Train\n", &["Train"]),
        // One column twice, none at all, and rows of other lengths.
        ("price,name,colour,name\n1,Train,red,Other\n", &["Train"]),
        ("Train\nLamp\n", &["Train", "Lamp"]),
        ("name\nTrain,with,more\nLamp\n", &["Train", "Lamp"]),
        (r#"[{"name":"Train","price":12.5}]"#, &["Train"]),
        (r#"{"gifts":[{"Name":"Train","wanted":"any","x":1}]}"#, &["Train"]),
        (r#"[{"item":"A-7","name":"Train","title":"Toys"}]"#, &["Train"]),
    ];
    for (text, names) in files {
        let table = read(text.as_bytes()).unwrap();
        let wishes = table.rows.iter().map(|row| row.parse("EUR", now()).unwrap());
        let read: Vec<_> = wishes.map(|wish| wish.details.name.to_string()).collect();
        assert_eq!(&read, names, "{text}");
    }
}

// R3.9: other programs do not write several tags as one text.
#[test]
fn several_values_of_a_key_stand_one_after_the_other() {
    let file = br#"[{"name":"Train","tags":["toys","wood"],"notes":[],"colour":[["red"]]}]"#;
    let details = read(file).unwrap().rows[0].parse("EUR", now()).unwrap().details;
    assert_eq!(details.tags.to_string(), "toys, wood");
    assert_eq!((details.notes.as_str(), details.colour.as_str()), ("", "red"));
}

// R3.9: what is wrong with a row is looked for where it is said to be.
#[test]
fn rows_are_numbered_as_they_stand_in_the_file() {
    let lines = ["", "name;notes", "", "Train;\"two\nlines\"", "", "", "Lamp;", ";", "Vase;"];
    for end in ["\n", "\r\n", "\r"] {
        let table = read(lines.join(end).as_bytes()).unwrap();
        let numbers: Vec<_> = table.rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [4, 7, 9], "{end:?}");
    }
}

#[test]
fn a_file_that_is_none_says_why() {
    let files: &[(&[u8], Unreadable)] = &[
        (b"", Unreadable::Nothing),
        (b"  \n", Unreadable::Nothing),
        (b"PK\x03\x04rest", Unreadable::Workbook),
        (b"\x00\x01\x02\x03", Unreadable::NotText),
        (b"price,shop\n1,A\n", Unreadable::NoNames),
        (b"name,price\n", Unreadable::NoRows),
        (b"name,price\n,\n", Unreadable::NoRows),
        (b"{\"gifts\":{}}", Unreadable::NotJson),
        (b"[1,2]", Unreadable::NotJson),
        (b"[]", Unreadable::NoRows),
        (b"{\"name\":", Unreadable::NotJson),
        (b"[{\"name\":\"Train\",\"name\":\"Tram\"}]", Unreadable::NotJson),
        (b"{\"gifts\":[],\"gifts\":[{\"name\":\"Train\"}]}", Unreadable::NotJson),
        (b"[{\"price\":1}]", Unreadable::NoNames),
    ];
    for (bytes, why) in files {
        assert_eq!(read(bytes), Err(*why), "{bytes:?}");
    }
}

#[test]
fn files_are_bounded_in_bytes_rows_and_depth() {
    assert_eq!(read(&vec![b'a'; MOST_BYTES + 1]), Err(Unreadable::TooBig));
    let rows = |number: usize| format!("name\n{}", "Train\n".repeat(number));
    assert_eq!(read(rows(500).as_bytes()).unwrap().rows.len(), 500);
    assert_eq!(read(rows(501).as_bytes()), Err(Unreadable::TooMany { rows: 501 }));
    assert_eq!(read(rows(10_000).as_bytes()), Err(Unreadable::TooMany { rows: 10_000 }));
    let gifts = vec![r#"{"name":"x"}"#; 501].join(",");
    assert_eq!(read(format!("[{gifts}]").as_bytes()), Err(Unreadable::TooMany { rows: 501 }));
    assert_eq!(read("[".repeat(100_000).as_bytes()), Err(Unreadable::NotJson));
    // One cell as long as a file may be is a row like any other, with something wrong in it.
    let long = format!("name\n{}", "x".repeat(MOST_BYTES - 10));
    assert!(read(long.as_bytes()).unwrap().rows[0].parse("EUR", now()).is_err());
    // As many columns as fit.
    let wide = format!("name{}\nTrain\n", ",x".repeat(100_000));
    let table = read(wide.as_bytes()).unwrap();
    assert_eq!((table.rows.len(), table.unknown.len()), (1, 1));
}

// R3.9: nobody is shown a price that is a thousand times as high.
#[test]
fn behind_the_point_of_a_number_are_decimals() {
    let priced = |price: &str| {
        let file = format!("[{{\"name\":\"Train\",{price}}}]");
        let wish = read(file.as_bytes()).unwrap().rows[0].parse("EUR", now()).ok()?;
        wish.details.price.map(|price| (price.money.plain(), price.money.currency()))
    };
    for (price, read) in [
        (r#""price":12.5"#, Some(("12.50", "EUR"))),
        (r#""price":1500"#, Some(("1500.00", "EUR"))),
        (r#""price":3.125,"currency":"KWD""#, Some(("3.125", "KWD"))),
        (r#""price":"1.299""#, Some(("1299.00", "EUR"))),
        (r#""price":1.299"#, None),
        (r#""price":1.299,"currency":"EUR""#, None),
    ] {
        assert_eq!(priced(price), read.map(|(amount, code)| (amount.to_owned(), code)), "{price}");
    }
}

#[test]
fn headers_that_mean_nothing_are_told() {
    let table = read(b"name,Aunt,wanted,from whom\nTrain,Ida,2,Tom\n").unwrap();
    assert_eq!(table.unknown, ["Aunt", "from whom"]);
    // So is a second one for what another says.
    let table = read(br#"[{"name":"Train","description":"Wood","notes":"Red"}]"#).unwrap();
    assert_eq!(table.rows[0].form.notes, "Red");
    assert_eq!(table.unknown, ["description"]);
}

//! A list with as many gifts as there may be stays light: what travels is bounded.

use domain::{GiftForm, ListForm, Wish};
use server::service;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::{
    people::somebody,
    site::{TestSite, run, start},
};

const GIFTS: u64 = 500;

/// The most that a page of so many gifts may take on its way, packed, in bytes.
const MOST: usize = 120_000;

const THINGS: [&str; 12] = [
    "train", "lamp", "mug", "cloth", "book", "spade", "blanket", "kettle", "boots", "puzzle",
    "frame", "swing",
];
const KINDS: [&str; 8] = ["wooden", "blue", "linen", "warm", "little", "woollen", "oak", "round"];

/// Numbers without a pattern, the same in every run (George Marsaglia, Xorshift RNGs).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[usize::try_from(self.next() % 1000).unwrap() % words.len()]
    }
}

fn wish(numbers: &mut Numbers, number: u64) -> Wish {
    let name = format!("{} {} {}", numbers.of(&KINDS), numbers.of(&KINDS), numbers.of(&THINGS));
    let digest: String = (0..4).map(|_| format!("{:016x}", numbers.next())).collect();
    let form = GiftForm {
        link: format!("https://shop-{}.example/{name}-{:x}", number % 7, numbers.next())
            .replace(' ', "-"),
        price: format!("{}.{:02}", numbers.next() % 300, numbers.next() % 100),
        currency: "EUR".to_owned(),
        picture: if number.is_multiple_of(5) { String::new() } else { digest },
        notes: if number.is_multiple_of(3) {
            format!("Please {name} alone")
        } else {
            String::new()
        },
        wanted: (number % 4 + 1).to_string(),
        tags: if number.is_multiple_of(2) { "home, garden".to_owned() } else { String::new() },
        section: format!("Room {}", number / 50),
        name,
        ..GiftForm::default()
    };
    form.parse("2026-11-24".parse().unwrap(), None).unwrap()
}

/// How many bytes travel for a page that is shown.
async fn weight(site: &TestSite, path: &str, cookie: &str) -> usize {
    let mut stream = site.connect().await;
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\naccept: text/html\r\n\
         accept-encoding: br\r\ncookie: {cookie}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let head = String::from_utf8_lossy(&answer[..answer.len().min(4000)]).to_ascii_lowercase();
    assert!(head.starts_with("http/1.1 200") && head.contains("content-encoding: br"), "{head}");
    answer.len()
}

#[test]
fn five_hundred_gifts_take_a_page_that_a_phone_can_bear() {
    run(async {
        let site = start(|_| {}).await;
        let backend = service::backend(&site.running.site);
        let store = &site.running.site.store;
        let owner = somebody(&site.running.site, "owner").await;
        let form = ListForm {
            title: "Everything".to_owned(),
            occasion: "wedding".to_owned(),
            ..ListForm::default()
        };
        let list = backend.lists.create(&owner.visit, form, "").await.unwrap();
        let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
        let wishes: Vec<_> = (0..GIFTS).map(|number| wish(&mut numbers, number)).collect();
        let errand = site.running.site.errand(&owner.visit);
        store.add_gifts(errand, owner.id, list, &wishes).await.unwrap();
        backend.lists.share(&owner.visit, list).await.unwrap();
        let share = backend.lists.owned(&owner.visit, list).await.unwrap().share.unwrap();
        let sizes = [
            ("the editor", weight(&site, &format!("/lists/{list}"), &owner.cookie).await),
            ("the shared page", weight(&site, &share, "").await),
        ];
        for (page, bytes) in sizes {
            assert!(bytes < MOST, "{page} takes {bytes} bytes");
        }
        site.stop().await;
    });
}

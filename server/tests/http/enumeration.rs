//! Nobody learns who has an account, or who gives: not from what is answered, nor from how long it takes
//! (R2.4, R5.7).

use std::time::Instant;

use domain::{GiftForm, ListForm, Password, ReserveForm, Surprise};
use server::{service, settings::Rate, site::Site};

use crate::{
    people::{browser, somebody, somebody_with},
    site::{Answer, TestSite, run, start},
};

/// Pairs of an address with an account and one without, asked in turns. Nothing else runs meanwhile: see
/// .config/nextest.toml.
const PAIRS: usize = 100;

/// By so many milliseconds may answers differ, and by a tenth of what they take where the machine is slow.
const MOST: f64 = 5.0;

/// A site on disk, where writing takes its time.
async fn on_disk() -> (TestSite, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("rocksdb://{}?sync=every", folder.path().join("db").display());
    let site = start(|settings| {
        let much = Rate::new(1_000_000, 1);
        settings.store.url = url;
        settings.limits.sign_in = much;
        settings.limits.sign_up = much;
        settings.limits.reset = much;
        settings.limits.links = much;
        settings.limits.post = much;
    })
    .await;
    (site, folder)
}

/// Has something reserved under each of these addresses, in a browser of its own.
async fn reserve(site: &Site, addresses: &[String]) {
    let (backend, owner) = (service::backend(site), somebody(site, "owner").await);
    let form = ListForm {
        title: "Ida is one".to_owned(),
        occasion: "birthday".to_owned(),
        ..ListForm::default()
    };
    let list = backend.lists.create(&owner.visit, form, Surprise::Keep.code()).await.unwrap();
    let lamp =
        GiftForm { name: "Lamp".to_owned(), any_number: "on".to_owned(), ..GiftForm::default() };
    let gift = backend.gifts.add(&owner.visit, list, None, true, lamp).await.unwrap();
    backend.lists.share(&owner.visit, list).await.unwrap();
    let share = backend.lists.owned(&owner.visit, list).await.unwrap().share.unwrap();
    for address in addresses {
        let (_, giver) = browser(site, "giver");
        let form = ReserveForm {
            name: "Anna".to_owned(),
            email: address.clone(),
            quantity: "1".to_owned(),
        };
        let share = share.trim_start_matches("/l/");
        backend.sharing.reserve(&giver, share, gift, "key", form).await.unwrap();
    }
}

/// What was answered, without what is new in every answer and without what was typed.
fn masked(answer: &Answer, email: &str) -> String {
    let mut body = answer.body.replace(email, "ADDRESS");
    for mark in ["nonce=\"", "crossorigin=\"", "name=\"form_key\" value=\""] {
        body = body
            .split(mark)
            .enumerate()
            .map(|(n, part)| match (n, part.find('"')) {
                (0, _) | (_, None) => part.to_owned(),
                (_, Some(end)) => part[end..].to_owned(),
            })
            .collect::<Vec<_>>()
            .join(mark);
    }
    format!("{} {} {body}", answer.status, answer.header("location"))
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

async fn compare(site: &TestSite, known: &[String], function: &str, form: impl Fn(&str) -> String) {
    let path = format!("/fn/{function}");
    // By how much it takes longer with an account, apart for the two orders: whoever comes second finds what
    // the first one has left to do. What a pair has in common, as a machine that is busy for a while, is in
    // neither.
    let (mut all, mut longer) = (vec![], [vec![], vec![]]);
    for (n, known) in known.iter().enumerate() {
        // As long, and as new to every limit.
        let unknown = known.replace('@', "x@").replacen("anna", "ann", 1);
        let mut pair = [(known.as_str(), true), (unknown.as_str(), false)];
        if n % 2 == 1 {
            pair.reverse();
        }
        let (mut answers, mut took) = (vec![], [0.0; 2]);
        for (email, is_known) in pair {
            let cookie = format!("__Host-giver=browser-{function}-{email}-{}", "x".repeat(43));
            let referer = "http://127.0.0.1:3000/sign-in";
            let headers =
                [("accept", "text/html"), ("cookie", cookie.as_str()), ("referer", referer)];
            let began = Instant::now();
            let answer = site.post(&path, &headers, &form(&email.replace('@', "%40"))).await;
            took[usize::from(!is_known)] = began.elapsed().as_secs_f64() * 1000.0;
            answers.push(masked(&answer, email));
        }
        assert_eq!(answers[0], answers[1], "{function}");
        longer[n % 2].push(took[0] - took[1]);
        all.extend(took);
    }
    let (usual, [first, second]) = (median(all), longer.map(median));
    let said =
        format!("{function}: {first:.1} and {second:.1} ms longer with an account, of {usual:.1}");
    println!("{said}");
    assert!(f64::midpoint(first, second).abs() < MOST.max(usual / 10.0), "{said}");
}

#[test]
fn an_address_with_an_account_is_answered_as_one_without() {
    run(async {
        let (site, _folder) = on_disk().await;
        let inner = &site.running.site;
        let password = Password::parse("seven quiet otters hum").unwrap();
        let hash = inner.passwords.hash(password).await.unwrap();
        let mut known = Vec::new();
        for _ in 0..PAIRS {
            known.push(somebody_with(inner, "anna", &hash).await.email);
        }
        let wrong = "three%20woolly%20sheep%20sing";
        compare(&site, &known, "ask_reset", |email| format!("email={email}")).await;
        compare(&site, &known, "sign_in", |email| format!("email={email}&password={wrong}")).await;
        compare(&site, &known, "sign_up", |email| {
            format!("name=Anna&email={email}&password={wrong}")
        })
        .await;
        reserve(inner, &known).await;
        compare(&site, &known, "mail_links", |email| format!("email={email}")).await;
        site.stop().await;
    });
}

// R2.1, R2.4: whoever left the page with the code finds the way back to it.
#[test]
fn a_sign_up_that_waits_is_led_back_to_whether_or_not_there_is_an_account() {
    run(async {
        let site = start(|_| {}).await;
        let ada = somebody(&site.running.site, "ada").await;
        for email in [ada.email.as_str(), "nobody@example.org"] {
            let first = site.get("/sign-up", &[("accept", "text/html")]).await;
            assert!(!first.body.contains("/sign-up/code"), "{}", first.body);
            let cookie = first.header("set-cookie").split(';').next().unwrap().to_owned();
            let form = format!("name=Ada&email={email}&password=seven+blue+teapots");
            let json = [("accept", "application/json"), ("cookie", cookie.as_str())];
            assert_eq!(site.post("/fn/sign_up", &json, &form).await.status, 200);
            for (path, way) in [
                ("/sign-in", "href=\"/sign-up/code\""),
                ("/sign-up?next=/giving", "href=\"/sign-up/code?next=/giving\""),
            ] {
                let html = [("accept", "text/html"), ("cookie", cookie.as_str())];
                let page = site.get(path, &html).await;
                assert!(page.body.contains(way), "{email} {path}: {}", page.body);
            }
        }
        site.stop().await;
    });
}

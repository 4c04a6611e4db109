//! Pages for everybody, what search engines and installed apps ask for, and writing to the team (R8).

use server::settings::{Environment, PublicUrl, Rate, Settings};

use crate::{
    people::somebody,
    site::{Answer, TestSite, run, start},
};

const HTML: (&str, &str) = ("accept", "text/html");
const FROM_CONTACT: (&str, &str) = ("referer", "http://127.0.0.1:3000/contact");

fn production(settings: &mut Settings) {
    settings.site.environment = Environment::Production;
    settings.site.public_url = PublicUrl::try_from("https://ewelists.example".to_owned()).unwrap();
}

// R8.1
#[test]
fn every_public_page_has_one_address_and_words_for_previews() {
    run(async {
        let site = start(production).await;
        for path in app::pages::PUBLIC {
            let answer = site.get(path, &[HTML]).await;
            assert_eq!(answer.status, 200, "{path}");
            let canonical = format!("href=\"https://ewelists.example{path}\"");
            let parts = [
                canonical.as_str(),
                "rel=\"canonical\"",
                "name=\"description\"",
                "property=\"og:title\"",
                "<h1",
            ];
            for part in parts {
                assert_eq!(answer.body.matches(part).count(), 1, "{path}: {part}");
            }
            assert_eq!(answer.header("x-robots-tag"), "", "{path}");
            assert_eq!(answer.header("set-cookie"), "", "{path}");
        }
        let home = site.get("/", &[HTML]).await;
        assert!(home.body.contains("\"@type\":\"Organization\""), "{}", home.body);
        let questions = site.get("/faq", &[HTML, ("accept-language", "de")]).await;
        assert!(questions.body.contains("\"@type\":\"FAQPage\""), "{}", questions.body);
        assert!(questions.body.contains("\"inLanguage\":\"de\""), "{}", questions.body);
        site.stop().await;
    });
}

// R8.3
#[test]
fn search_engines_are_told_what_is_for_them() {
    run(async {
        let site = start(production).await;
        let robots = site.get("/robots.txt", &[]).await;
        let kind = robots.header("content-type");
        assert_eq!((robots.status, kind), (200, "text/plain; charset=utf-8"));
        assert!(robots.body.contains("Sitemap: https://ewelists.example/sitemap.xml"));
        robots.assert_guarded();
        let map = site.get("/sitemap.xml", &[]).await;
        assert_eq!((map.status, map.header("content-type")), (200, "application/xml"));
        for path in app::pages::PUBLIC {
            let place = format!("<loc>https://ewelists.example{path}</loc>");
            assert!(map.body.contains(&place), "{path}");
        }
        map.assert_guarded();
        site.stop().await;
        let test = start(|_| {}).await;
        assert_eq!(test.get("/robots.txt", &[]).await.body, "User-agent: *\nDisallow: /\n");
        test.stop().await;
    });
}

// R8.4
#[test]
fn what_is_installed_speaks_the_readers_language_and_asks_nobody_else() {
    run(async {
        let site = start(|_| {}).await;
        let manifest = site.get("/manifest.webmanifest?language=de", &[]).await;
        assert_eq!(manifest.header("content-type"), "application/manifest+json");
        let told: serde_json::Value = serde_json::from_str(&manifest.body).unwrap();
        assert_eq!((told["lang"].as_str(), told["id"].as_str()), (Some("de"), Some("/")));
        assert_eq!(told["share_target"]["action"], "/add");
        assert_eq!(told["shortcuts"].as_array().unwrap().len(), 3);
        let english = site.get("/manifest.webmanifest?language=xx", &[]).await;
        assert!(english.body.contains("\"lang\":\"en\""), "{}", english.body);

        let worker = site.get("/service-worker.js", &[]).await;
        assert_eq!(worker.header("content-type"), "text/javascript; charset=utf-8");
        assert_eq!(worker.header("cache-control"), "no-cache");
        let policy = worker.header("content-security-policy");
        assert!(policy.contains("connect-src 'self'") && policy.starts_with("default-src 'none'"));
        worker.assert_guarded();
        site.stop().await;
    });
}

// R8.4
#[test]
fn the_page_for_when_there_is_no_network_is_the_same_for_everybody() {
    run(async {
        let site = start(|_| {}).await;
        let ada = somebody(&site.running.site, "ada").await;
        // Without what is new in every answer, as it stands in attributes and in scripts, and
        // without the sizes of chunks, which follow from it.
        let masked = |answer: &Answer| {
            let policy = answer.header("content-security-policy").to_owned();
            let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
            let page = answer.body.split_once("<!DOCTYPE").unwrap().1;
            let escaped =
                nonce.replace('+', "&#x2B;").replace('/', "&#x2F;").replace('=', "&#x3D;");
            page.replace(nonce, "NONCE").replace(&escaped, "NONCE")
        };
        let visitor = site.get("/offline", &[HTML]).await;
        let signed_in = site.get("/offline", &[HTML, ("cookie", ada.cookie.as_str())]).await;
        assert_eq!((visitor.status, signed_in.status), (200, 200));
        assert_eq!(masked(&visitor), masked(&signed_in));
        assert!(!signed_in.body.contains(&ada.email));
        assert_eq!(visitor.header("set-cookie"), "");
        site.stop().await;
    });
}

fn form(email: &str, message: &str, key: &str) -> String {
    let email = email.replace('@', "%40");
    format!("name=Anna+%26+Jo&email={email}&message={message}&form_key={key}&homepage=")
}

async fn send(site: &TestSite, form: &str) -> Answer {
    site.post("/fn/contact", &[HTML, FROM_CONTACT], form).await
}

async fn kept(site: &TestSite) -> u64 {
    site.running.site.store.counts().await.unwrap()["contact"]
}

// R8.2
#[test]
fn a_message_is_taken_once_and_named_by_its_number() {
    run(async {
        let site = start(|_| {}).await;
        let first = send(&site, &form("anna@example.org", "Hello", "one")).await;
        assert_eq!(first.status, 303);
        assert_eq!(first.header("set-cookie"), "", "who only writes to us is not known again");
        let (page, number) = first.header("location").split_once("?reference=").unwrap();
        assert_eq!(page, "/contact/sent");
        assert!(number.starts_with("EW-") && number.len() == 12, "{number}");
        let again = send(&site, &form("anna@example.org", "Hello", "one")).await;
        assert_eq!(again.header("location"), first.header("location"));
        assert_eq!(kept(&site).await, 1);
        let thanks = site.get(first.header("location"), &[HTML]).await;
        assert!(thanks.body.contains(number), "{}", thanks.body);
        let forged = site.get("/contact/sent?reference=%3Cb%3E", &[HTML]).await;
        assert!(forged.status == 200 && !forged.body.contains("<b>"), "{}", forged.body);
        site.stop().await;
    });
}

// R8.2
#[test]
fn a_program_that_fills_in_everything_is_thanked_and_nothing_is_kept() {
    run(async {
        let site = start(|_| {}).await;
        let form = form("anna@example.org", "Buy+now", "one") + "https%3A%2F%2Fspam.example";
        let answer = send(&site, &form).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/contact/sent"));
        assert_eq!(kept(&site).await, 0);
        site.stop().await;
    });
}

// R8.2, R9.5
#[test]
fn what_is_refused_keeps_the_page_and_what_was_typed() {
    run(async {
        let site = start(|settings| settings.limits.contact = Rate::new(1000, 1)).await;
        let wrong = send(&site, &form("anna", "%3C%2Ftextarea%3E%3Cscript%3E+Hi", "one")).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.body.contains("value=\"Anna &amp; Jo\""), "{}", wrong.body);
        assert!(wrong.body.contains("&lt;/textarea&gt;&lt;script&gt; Hi"), "{}", wrong.body);
        assert!(wrong.body.contains("id=\"email-error\""), "{}", wrong.body);
        let long = send(&site, &form("anna@example.org", &"x".repeat(4001), "one")).await;
        assert_eq!(long.status, 422);
        assert!(long.body.contains("id=\"message-error\""), "{}", long.body);
        let empty = send(&site, &form("anna@example.org", "+", "one")).await;
        assert_eq!(empty.status, 422);
        // One mailbox is told so often and no more, whatever stands behind a plus.
        let mut answers = Vec::new();
        for n in 0..4 {
            let email = format!("anna%2B{n}@example.org");
            answers.push(send(&site, &form(&email, "Hello", &n.to_string())).await);
        }
        let statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
        assert_eq!(statuses, [303, 303, 303, 429]);
        assert!(answers[3].body.contains("Hello") && !answers[3].header("retry-after").is_empty());
        assert_eq!(kept(&site).await, 3);
        let other = send(&site, &form("jo@example.org", "Hello", "one")).await;
        assert_eq!(other.status, 303);
        site.stop().await;
    });
}

#[test]
fn one_network_address_writes_so_often_and_no_more() {
    run(async {
        let site = start(|settings| settings.limits.contact = Rate::new(2, 60)).await;
        let mut statuses = Vec::new();
        for n in 0..3 {
            let email = format!("anna{n}@example.org");
            statuses.push(send(&site, &form(&email, "Hello", "one")).await.status);
        }
        assert_eq!(statuses, [303, 303, 429]);
        site.stop().await;
    });
}

// R8.4
#[test]
fn what_comes_from_another_site_is_told_so_in_the_readers_language() {
    run(async {
        let site = start(|_| {}).await;
        let headers =
            [HTML, ("accept-language", "de"), ("sec-fetch-site", "cross-site"), FROM_CONTACT];
        let answer = site.send("POST", "/fn/contact", &headers, Some("name=x")).await;
        assert_eq!(answer.status, 403);
        assert!(answer.body.contains("lang=\"de\""), "{}", answer.body);
        answer.assert_guarded();
        site.stop().await;
    });
}

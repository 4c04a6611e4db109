//! The way to providers of sign-ins and back, as far as it goes without them (R2.6).

use chrono::TimeDelta;
use server::settings::{AmazonSettings, FacebookSettings, Secret};
use url::Url;

use crate::{
    people::somebody,
    site::{Answer, TestSite, run, start},
};

/// A browser that is known.
const BROWSER: &str = "__Host-giver=0123456789012345678901234567890123456789012";

/// A site with two providers that nobody answers for.
async fn site() -> TestSite {
    start(|settings| {
        let nobody = "http://127.0.0.1:1/".to_owned();
        settings.facebook = FacebookSettings {
            enabled: true,
            client_id: "us".to_owned(),
            client_secret: Secret::new("canary"),
            graph_url: nobody.clone(),
            ..FacebookSettings::default()
        };
        settings.amazon = AmazonSettings {
            enabled: true,
            client_id: "us".to_owned(),
            client_secret: Secret::new("canary"),
            token_url: nobody,
            ..AmazonSettings::default()
        };
    })
    .await
}

async fn page(site: &TestSite, path: &str, cookies: &str) -> Answer {
    site.get(path, &[("accept", "text/html"), ("cookie", cookies)]).await
}

/// Begins a sign-in with Facebook; answers the browser's cookies, and what comes back with a code.
async fn begin(site: &TestSite) -> (String, String) {
    let there = page(site, "/sign-in/with/facebook?next=/lists/new", BROWSER).await;
    assert_eq!(there.status, 303, "{}", there.body);
    let dialog = Url::parse(there.header("location")).unwrap();
    let state = dialog.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
    let (attempt, attributes) = there.header("set-cookie").split_once("; ").unwrap();
    assert!(attempt.starts_with("__Host-attempt="), "{attempt}");
    assert_eq!(attributes, "Path=/; Max-Age=600; Secure; HttpOnly; SameSite=Lax");
    (format!("{BROWSER}; {attempt}"), format!("code=x&state={state}"))
}

#[test]
fn an_attempt_is_good_for_ten_minutes_and_at_its_own_provider() {
    run(async {
        let site = site().await;
        let back = async |provider: &str, (cookies, said): &(String, String)| {
            let path = format!("/sign-in/with/{provider}/back?{said}");
            page(&site, &path, cookies).await.status
        };
        // Whoever belongs to it is asked about, and is silent.
        let (timely, late) = (begin(&site).await, begin(&site).await);
        assert_eq!(back("amazon", &timely).await, 400);
        site.running.site.clock.advance(TimeDelta::minutes(9));
        assert_eq!(back("facebook", &timely).await, 503);
        let nobody = (BROWSER.to_owned(), timely.1.clone());
        assert_eq!(back("facebook", &nobody).await, 400, "another browser has no attempt");
        site.running.site.clock.advance(TimeDelta::minutes(1));
        assert_eq!(back("facebook", &late).await, 400, "ten minutes are over");
        site.stop().await;
    });
}

// R2.6: a browser has one attempt, and only its own way back ends it.
#[test]
fn a_way_back_of_another_attempt_leaves_the_one_that_is_under_way() {
    run(async {
        let site = site().await;
        let (first, second) = (begin(&site).await, begin(&site).await);
        let back = async |provider: &str, said: &str| {
            let path = format!("/sign-in/with/{provider}/back?{said}");
            let answer = page(&site, &path, &second.0).await;
            let mut set = answer.headers().filter(|(name, _)| *name == "set-cookie");
            (answer.status, set.any(|(_, cookie)| cookie.starts_with("__Host-attempt=")))
        };
        // The browser keeps what was begun last, in another tab.
        assert_eq!(back("facebook", &first.1).await, (400, false));
        assert_eq!(back("amazon", &first.1).await, (400, false));
        assert_eq!(back("facebook", &second.1).await, (503, true));
        let gave_up = second.1.replace("code=x&", "error=access_denied&");
        assert_eq!(back("facebook", &gave_up).await, (400, true));
        site.stop().await;
    });
}

// R2.5, R2.6: a page of another site has nobody join an account at a provider.
#[test]
fn joining_a_provider_is_begun_by_our_own_pages() {
    run(async {
        let site = site().await;
        let ada = somebody(&site.running.site, "ada").await;
        let led = async |from: &str, asked: &str| {
            let headers = [
                ("accept", "text/html"),
                ("cookie", ada.cookie.as_str()),
                ("sec-fetch-site", from),
            ];
            let path = format!("/sign-in/with/facebook?{asked}");
            let answer = site.get(&path, &headers).await;
            assert_eq!(answer.status, 303, "{from}: {}", answer.body);
            answer.header("location").to_owned()
        };
        for ours in ["same-origin", "none"] {
            assert!(led(ours, "join=1").await.starts_with("https://"), "{ours}");
        }
        for foreign in ["cross-site", "same-site"] {
            assert_eq!(led(foreign, "join=1").await, "/account/ways", "{foreign}");
            assert!(led(foreign, "").await.starts_with("https://"), "{foreign}");
        }
        site.stop().await;
    });
}

//! Forms that come from a browser in which nobody is signed in any more.

use chrono::TimeDelta;

use crate::{
    people::somebody,
    site::{Answer, TestSite, run, start},
};

const PASSCODE: &str = "list=0198c4a0b6b27000a000000000000001&passcode=secret-4";

async fn send(site: &TestSite, name: &str, form: &str, referer: &str, cookie: &str) -> Answer {
    let referer = format!("http://127.0.0.1:3000{referer}");
    let headers = [("accept", "text/html"), ("referer", referer.as_str()), ("cookie", cookie)];
    site.post(&format!("/fn/{name}"), &headers, form).await
}

async fn ended(site: &TestSite, cookie: &str) -> Answer {
    site.get("/sign-in/ended", &[("accept", "text/html"), ("cookie", cookie)]).await
}

// R9.5: nothing that was typed is lost.
#[test]
fn what_was_typed_is_kept_until_it_is_sent_once_more() {
    run(async {
        let site = start(|_| {}).await;
        let ada = somebody(&site.running.site, "ada").await;
        let signed_out = ada.cookie.split("; __Host-session").next().unwrap();
        let form = "title=Ida+%3Cb%3Eis%3C%2Fb%3E+one&occasion=birthday&welcome=Bring+cake";
        let told = send(&site, "create_list", form, "/lists/new", signed_out).await;
        assert_eq!(told.status, 401);
        for part in [
            "You have been signed out",
            "action=\"/fn/create_list\"",
            "href=\"/sign-in?next=/sign-in/ended\"",
            "target=\"_blank\"",
            "value=\"Bring cake\"",
            "value=\"birthday\"",
            "Bring cake<!></p>",
        ] {
            assert!(told.body.contains(part), "{part}: {}", told.body);
        }
        assert!(!told.body.contains("<b>is</b>"), "{}", told.body);
        assert!(told.header("set-cookie").starts_with("__Host-page=/lists/new;"));
        told.assert_guarded();

        // Signed in beside it, there is nothing to do but to go back; whoever is not, does that.
        let back = ended(&site, &ada.cookie).await;
        assert_eq!(back.status, 200);
        assert!(back.body.contains("You’re signed in"), "{}", back.body);
        let nobody = ended(&site, signed_out).await;
        assert_eq!((nobody.status, nobody.header("location")), (303, "/sign-in"));
        let cookie = format!("{}; __Host-page=/lists/new", ada.cookie);
        let done = send(&site, "create_list", form, "/fn/create_list", &cookie).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let list = site.get(done.header("location"), &[("cookie", &cookie)]).await;
        assert!(list.body.contains("Bring cake"), "{}", list.body);
        site.stop().await;
    });
}

// R2.8
#[test]
fn so_it_is_where_somebody_has_to_show_once_more_who_they_are() {
    run(async {
        let site = start(|_| {}).await;
        let ada = somebody(&site.running.site, "ada").await;
        site.running.site.clock.advance(TimeDelta::minutes(11));
        let form = "email=ada%40new.example";
        let told = send(&site, "ask_email_change", form, "/account/email", &ada.cookie).await;
        assert_eq!(told.status, 403);
        for part in [
            "Is it you?",
            "href=\"/sign-in/again?next=/sign-in/ended\"",
            "value=\"ada@new.example\"",
        ] {
            assert!(told.body.contains(part), "{part}: {}", told.body);
        }
        site.stop().await;
    });
}

#[test]
fn passwords_and_codes_are_typed_anew() {
    run(async {
        let site = start(|_| {}).await;
        for (name, form, page) in [
            ("change_password", "current=secret-1&password=secret-2", "/account/password"),
            ("confirm_email_change", "code=secret-3", "/account/email"),
            ("set_passcode", PASSCODE, "/lists/x/settings"),
        ] {
            let told = send(&site, name, form, page, "__Host-giver=x").await;
            assert_eq!(told.status, 401, "{name}");
            assert!(told.body.contains(&format!("action=\"/fn/{name}\"")), "{}", told.body);
            assert!(!told.body.contains("secret-"), "{name}: {}", told.body);
        }
        site.stop().await;
    });
}

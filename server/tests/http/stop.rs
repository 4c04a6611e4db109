//! Mails are stopped by their own link: by whoever opens it and says so, and by programs that read
//! mails (R7.8; RFC 8058).

use domain::OwnerMails;
use server::stop::Stop;

use crate::{
    people::somebody,
    site::{run, start},
};

const HTML: (&str, &str) = ("accept", "text/html");

// R7.8: or by the mail program itself (RFC 8058). Opening the link stops nothing.
#[test]
fn a_mail_program_stops_mails_with_one_post_from_no_page() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let ada = somebody(inner, "ada").await;
        let choice = async || inner.store.owner_mails(ada.id).await.unwrap();
        let path = format!("/stop/{}", Stop::OwnerMails(ada.id).token(&inner.secrets));

        // Scanners open links, and ask for heads: nothing is stopped by that.
        for method in ["GET", "HEAD"] {
            let answer = site.send(method, &path, &[HTML], None).await;
            assert_eq!(answer.status, 200, "{method}");
            assert_eq!(answer.header("x-robots-tag"), "noindex, nofollow");
        }
        assert_eq!(choice().await, OwnerMails::AtOnce);

        let one_click = Some("List-Unsubscribe=One-Click");
        for headers in
            [&[][..], &[("origin", "https://mail.example")], &[("sec-fetch-site", "cross-site")]]
        {
            inner
                .store
                .choose_owner_mails(inner.errand(&ada.visit), ada.id, OwnerMails::Daily)
                .await
                .unwrap();
            let answer = site.send("POST", &path, headers, one_click).await;
            assert_eq!(answer.status, 200, "{headers:?}");
            assert_eq!((answer.header("location"), answer.header("set-cookie")), ("", ""));
            answer.assert_guarded();
            assert_eq!(choice().await, OwnerMails::Off);
        }

        // Nothing else is let through by it.
        let evil = [("origin", "https://evil.example")];
        for other in ["/stop/x/y", "/stop/", "/fn/stop_mails", "/stop"] {
            let answer = site.send("POST", other, &evil, one_click).await;
            assert_eq!(answer.status, 403, "{other}");
        }
        let unknown = site.send("POST", "/stop/x", &evil, one_click).await;
        assert_eq!(unknown.status, 404);
        for method in ["PUT", "DELETE", "PATCH"] {
            let answer = site.send(method, &path, &evil, one_click).await;
            assert_eq!(answer.status, 403, "{method}");
        }
        site.stop().await;
    });
}

// R7.8
#[test]
fn a_person_is_asked_first_and_needs_no_session() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let ada = somebody(inner, "ada").await;
        let token = Stop::OwnerMails(ada.id).token(&inner.secrets);
        let asked = site.get(&format!("/stop/{token}"), &[HTML]).await;
        assert!(asked.body.contains("action=\"/fn/stop_mails\""), "{}", asked.body);
        let done = site.post("/fn/stop_mails", &[HTML], &format!("token={token}")).await;
        assert_eq!(
            (done.status, done.header("location")),
            (303, format!("/stop/{token}").as_str())
        );
        assert_eq!(inner.store.owner_mails(ada.id).await.unwrap(), OwnerMails::Off);
        let told = site.get(&format!("/stop/{token}"), &[HTML]).await;
        assert_eq!(told.status, 200);
        assert!(!told.body.contains("action=\"/fn/stop_mails\""), "{}", told.body);
        let unknown = site.get("/stop/unknown", &[HTML]).await;
        assert_eq!(unknown.status, 404);
        site.stop().await;
    });
}

//! More mails that were given up than one page of the console shows (R2.12, R7).

use store::MailsShown;

use crate::{
    people::{make_admin, somebody},
    site::{run, start},
};

// R2.12
#[test]
fn mails_that_were_given_up_come_in_pages_and_all_are_sent_once_more() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let admin = somebody(inner, "admin").await;
        make_admin(inner, &admin).await;
        for number in 0..60 {
            somebody(inner, &format!("p{number}")).await;
        }
        let (store, now) = (&inner.store, inner.clock.now());
        for mail in store.mails(MailsShown::Waiting, &[], None, 500).await.unwrap() {
            store.mail_failed(mail.id, now, None, "refused").await.unwrap();
        }
        let all = store.mails(MailsShown::Dead, &[], None, 500).await.unwrap();
        assert!(all.len() > 50, "{}", all.len());

        let headers = [("accept", "text/html"), ("cookie", admin.cookie.as_str())];
        let first = site.get("/admin/mails", &headers).await;
        let next = format!("/admin/mails?dead={}", all[49].id);
        assert!(first.body.contains(&next), "{}", first.body);
        let shows = |body: &str, number: usize| {
            body.contains(&format!("name=\"mail\" value=\"{}\"", all[number].id))
        };
        assert!(shows(&first.body, 0) && shows(&first.body, 49) && !shows(&first.body, 50));
        let second = site.get(&next, &headers).await;
        assert!(shows(&second.body, 50) && !shows(&second.body, 49), "{}", second.body);
        assert!(second.body.contains("From the oldest on"), "{}", second.body);
        // A cursor that is none begins at the oldest.
        let odd = site.get("/admin/mails?dead=x&waiting=", &headers).await;
        assert!(odd.status == 200 && shows(&odd.body, 0), "{}", odd.body);

        // It says how many are left, whoever gave them up since.
        let json = [("accept", "application/json"), ("cookie", admin.cookie.as_str())];
        assert_eq!(site.post("/fn/retry_mails", &json, "").await.status, 200);
        assert!(store.mails(MailsShown::Dead, &[], None, 500).await.unwrap().is_empty());
        store.mail_failed(all[3].id, now, None, "refused").await.unwrap();
        let said = site.get("/admin/mails?done=all_retried", &headers).await;
        assert!(said.body.contains("Given up now: 1."), "{}", said.body);
        site.stop().await;
    });
}

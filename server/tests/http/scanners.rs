//! Programs that look after mailboxes open every link in a mail, and ask for its head: nothing is done
//! by that (R2.9, R3.8, R5.4, R7.8).

use domain::OwnerMails;
use server::{secrets::Purpose, stop::Stop};
use store::Counts;

use crate::{
    people::{begin, browser},
    site::{TestSite, run},
};

const AGENTS: [&str; 3] = ["Mozilla/5.0 (compatible; SafeLinks)", "GoogleImageProxy", "curl/8.4"];

/// How much there is of what such a link could bring about. Nothing else makes or removes any of it
/// meanwhile.
async fn counts(site: &TestSite) -> Counts {
    let mut counts = site.running.site.store.counts().await.unwrap();
    let tables = [
        "person",
        "session",
        "device",
        "list",
        "edits",
        "reserved",
        "giver",
        "outbox",
        "mail_choice",
    ];
    counts.retain(|table, _| tables.contains(table));
    assert_eq!(counts.len(), tables.len(), "{counts:?}");
    counts
}

#[test]
fn opening_what_was_mailed_does_nothing() {
    run(async {
        let (site, backend, world) = begin().await;
        let inner = &site.running.site;
        let (_, anybody) = browser(inner, "anybody");
        let mailed = inner.secrets.manage_token(Purpose::ManageByMail, world.reservation);
        backend.accounts.ask_reset(&anybody, &world.other.email).await.unwrap();
        let person = inner.store.person(world.other.id).await.unwrap().unwrap();
        let reset = inner.secrets.reset_token(world.other.id, person.reset.unwrap().0);
        let stop = Stop::OwnerMails(world.owner.id).token(&inner.secrets);
        let links = [
            format!("/r/{mailed}"),
            format!("/r/{mailed}?done=cancelled"),
            format!("/r/{mailed}/date.ics"),
            format!("/reset/{reset}"),
            format!("/join/{}", world.join),
            format!("/stop/{stop}"),
            format!("/l/{}", world.share),
            format!("/lists/{}/taken", world.list),
        ];
        let promise = async || {
            let (view, _) = backend.sharing.manage(&anybody, &mailed).await.unwrap();
            assert!(!view.verified && view.may_confirm);
            format!("{view:?}")
        };
        let (before, promised) = (counts(&site).await, promise().await);
        for link in &links {
            for agent in AGENTS {
                for method in ["GET", "HEAD"] {
                    let headers = [("accept", "text/html"), ("user-agent", agent)];
                    let answer = site.send(method, link, &headers, None).await;
                    assert!(answer.status < 500, "{method} {link}: {}", answer.status);
                }
            }
        }
        assert_eq!(counts(&site).await, before);
        assert_eq!(promise().await, promised);
        // Each link does what it is for afterwards.
        assert!(backend.accounts.reset_is_good(&anybody, &reset).await.unwrap());
        let heard = inner.store.owner_mails(world.owner.id).await.unwrap();
        assert_eq!(heard, OwnerMails::AtOnce);
        backend.members.join(&world.other.visit, &world.join).await.unwrap();
        backend.sharing.confirm_address(&anybody, &mailed).await.unwrap();
        assert!(backend.sharing.manage(&anybody, &mailed).await.unwrap().0.verified);
        site.stop().await;
    });
}

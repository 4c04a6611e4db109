//! What admins do in the console (R2.12, R2.13), and what they do not see there.

use std::time::Duration;

use chrono::TimeDelta;
use domain::{GiftForm, ListForm, Password, ReserveForm};
use server::{service, site::Site};
use store::{AuditFilter, MailsShown};

use crate::{
    people::{Somebody, browser, make_admin, somebody, somebody_with, world},
    site::{Answer, TestSite, run, start},
};

const PASSWORD: &str = "seven quiet otters hum";

/// Whose private key nobody here has.
const RECIPIENT: &str = "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa";

async fn page(site: &TestSite, path: &str, cookie: &str) -> Answer {
    site.get(path, &[("accept", "text/html"), ("cookie", cookie)]).await
}

async fn act(site: &TestSite, name: &str, form: &str, cookie: &str) -> Answer {
    let headers = [("accept", "application/json"), ("cookie", cookie)];
    site.post(&format!("/fn/{name}"), &headers, form).await
}

/// Sends a form as a browser without scripts does, and is led on by the answer.
async fn led(site: &TestSite, name: &str, form: &str, from: &str, cookie: &str) -> Answer {
    let referer = format!("{}{from}", site.running.site.settings.site.origin());
    let headers = [("accept", "text/html"), ("cookie", cookie), ("referer", referer.as_str())];
    site.post(&format!("/fn/{name}"), &headers, form).await
}

async fn sign_in(site: &TestSite, email: &str, password: &str) -> Answer {
    let (giver, _) = browser(&site.running.site, "again");
    let email = email.replace('@', "%40");
    let form = format!("email={email}&password={}", password.replace(' ', "+"));
    act(site, "sign_in", &form, &giver).await
}

/// An admin, and somebody who signs in with a password.
async fn two(site: &Site) -> (Somebody, Somebody) {
    let admin = somebody(site, "admin").await;
    make_admin(site, &admin).await;
    let hash = site.passwords.hash(Password::parse(PASSWORD).unwrap()).await.unwrap();
    (admin, somebody_with(site, "ben", &hash).await)
}

/// The reasons in the log, the newest first.
async fn reasons(site: &Site) -> Vec<(String, Option<String>)> {
    let log = site.store.audit_log(&AuditFilter::default()).await.unwrap();
    log.into_iter().map(|entry| (entry.act, entry.why)).collect()
}

// R2.13
#[test]
fn a_suspended_account_is_told_so_by_its_password_alone() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let (admin, ben) = two(inner).await;
        let person = format!("person={}", ben.id);
        let unsaid = act(&site, "suspend_user", &format!("{person}&why=+"), &admin.cookie).await;
        assert_eq!(unsaid.status, 422, "{}", unsaid.body);
        assert_eq!(page(&site, "/lists", &ben.cookie).await.status, 200);

        let form = format!("{person}&why=Sells+things");
        let done = act(&site, "suspend_user", &form, &admin.cookie).await;
        assert_eq!(done.status, 200, "{}", done.body);
        assert_eq!(page(&site, "/lists", &ben.cookie).await.status, 303, "signed out");
        let refused = sign_in(&site, &ben.email, PASSWORD).await;
        assert_eq!(refused.status, 403);
        assert!(refused.body.contains("suspended"), "{}", refused.body);
        // Whoever does not know the password learns nothing (R2.4).
        let guessed = sign_in(&site, &ben.email, "a wrong one").await;
        assert_eq!((guessed.status, guessed.body.contains("suspended")), (422, false));
        let shown = page(&site, &format!("/admin/users/{}", ben.id), &admin.cookie).await;
        assert!(shown.body.contains("Suspended since"), "{}", shown.body);
        // An admin is left alone.
        let form = format!("person={}&why=x", admin.id);
        let other = act(&site, "suspend_user", &form, &admin.cookie).await;
        assert!(other.status == 409 && other.body.contains("of_admin"), "{}", other.body);

        let form = format!("{person}&why=A+mistake");
        assert_eq!(act(&site, "let_user_back", &form, &admin.cookie).await.status, 200);
        assert_eq!(sign_in(&site, &ben.email, PASSWORD).await.status, 200);
        let told = reasons(inner).await;
        let told: Vec<_> = told.iter().map(|(act, why)| (act.as_str(), why.as_deref())).collect();
        assert_eq!(
            told,
            [
                ("user_let_back", Some("A mistake")),
                ("user_looked_at", None),
                ("user_suspended", Some("Sells things")),
                ("admin_granted", None),
            ]
        );
        site.stop().await;
    });
}

// R2.12: without who gives what, by a ticket that is one admin's for a minute.
#[test]
fn what_is_kept_of_somebody_is_handed_out_without_who_gives_what() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let world = world(inner).await;
        let (owner, admin) = (&world.owner, &world.admin);
        let user = format!("/admin/users/{}", owner.id);
        let person = format!("person={}", owner.id);
        let wrong = format!("{person}&email=x%40example.org&why=Asked");
        let wrong = led(&site, "export_user", &wrong, &user, &admin.cookie).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.body.contains("x@example.org") && wrong.body.contains("Asked"));

        let form =
            format!("{person}&email={}&why=Asked+by+letter", owner.email.replace('@', "%40"));
        let done = led(&site, "export_user", &form, &user, &admin.cookie).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let path = done.header("location").to_owned();
        let file = page(&site, &path, &admin.cookie).await;
        assert_eq!(file.status, 200);
        assert!(file.header("content-disposition").starts_with("attachment"));
        assert_eq!(file.header("cache-control"), "private, no-store");
        assert!(file.body.contains(&owner.email) && file.body.contains("Ida is one"));
        for word in ["Karl", "karl-", "\"reservations\"", "takers", "/l/", &world.share] {
            assert!(!file.body.contains(word), "{word}: {}", file.body);
        }
        for cookie in ["", &owner.cookie, &world.other.cookie] {
            assert_ne!(page(&site, &path, cookie).await.status, 200, "{cookie}");
        }
        let other = path.replace(&owner.id.to_string(), &world.other.id.to_string());
        assert_eq!(page(&site, &other, &admin.cookie).await.status, 404);
        let bare = format!("{user}/data.json");
        assert_eq!(page(&site, &bare, &admin.cookie).await.status, 404);
        inner.clock.advance(TimeDelta::seconds(61));
        assert_eq!(page(&site, &path, &admin.cookie).await.status, 404, "its minute is over");
        let told = &reasons(inner).await[0];
        assert_eq!(
            (told.0.as_str(), told.1.as_deref()),
            ("user_exported", Some("Asked by letter"))
        );
        site.stop().await;
    });
}

// R2.12
#[test]
fn an_account_is_erased_once_its_address_was_typed() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let (admin, ben) = two(inner).await;
        let (person, email) = (format!("person={}", ben.id), ben.email.replace('@', "%40"));
        for form in [format!("{person}&email=x&why=y"), format!("{person}&email={email}&why=")] {
            let refused = act(&site, "erase_user", &form, &admin.cookie).await;
            assert_eq!(refused.status, 422, "{}", refused.body);
        }
        assert!(inner.store.person(ben.id).await.unwrap().is_some());
        let form = format!("{person}&email={email}&why=Asked+for+it");
        let done = led(&site, "erase_user", &form, "/admin/users", &admin.cookie).await;
        assert_eq!((done.status, done.header("location")), (303, "/admin/users?done=erased"));
        assert!(inner.store.person(ben.id).await.unwrap().is_none());
        assert_eq!(page(&site, "/lists", &ben.cookie).await.status, 303);
        let log = page(&site, "/admin/log?act=user_erased", &admin.cookie).await;
        assert!(log.body.contains("Asked for it") && !log.body.contains(&ben.email));
        site.stop().await;
    });
}

// R2.12, R7.1
#[test]
fn a_mail_that_was_given_up_is_shown_without_its_address_and_sent_once_more() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let (admin, ben) = two(inner).await;
        let store = &inner.store;
        let now = inner.clock.now();
        for mail in store.mails(MailsShown::Waiting, &[], None, 50).await.unwrap() {
            store.mail_failed(mail.id, now, None, "refused").await.unwrap();
        }
        let given_up = store.mails(MailsShown::Dead, &[], None, 50).await.unwrap();
        assert!(given_up.len() >= 2, "{given_up:?}");
        let shown = page(&site, "/admin/mails", &admin.cookie).await;
        assert_eq!(shown.status, 200);
        assert!(shown.body.contains("b…@e….org") && shown.body.contains("Welcome"));
        assert!(!shown.body.contains(&ben.email), "{}", shown.body);
        assert!(shown.body.contains("most likely there is no such mailbox"), "{}", shown.body);

        let mail = format!("mail={}", given_up[0].id);
        let unsaid = led(&site, "drop_mail", &mail, "/admin/mails", &admin.cookie).await;
        assert_eq!(unsaid.status, 422);
        let form = format!("{mail}&why=A+typo");
        assert_eq!(act(&site, "drop_mail", &form, &admin.cookie).await.status, 200);
        assert_eq!(act(&site, "drop_mail", &form, &admin.cookie).await.status, 404);
        let form = format!("mail={}", given_up[1].id);
        assert_eq!(act(&site, "retry_mail", &form, &admin.cookie).await.status, 200);
        assert_eq!(act(&site, "retry_mails", "", &admin.cookie).await.status, 200);
        assert!(store.mails(MailsShown::Dead, &[], None, 50).await.unwrap().is_empty());
        let acts: Vec<_> = reasons(inner).await.into_iter().map(|(act, _)| act).collect();
        assert_eq!(acts[..3], ["mails_retried", "mail_retried", "mail_dropped"]);
        site.stop().await;
    });
}

// R3.6: an admin who keeps a surprise from themselves does not find it in the console.
#[test]
fn an_admin_with_a_surprise_of_their_own_sees_no_mail_about_it() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let backend = service::backend(inner);
        let (admin, other) = (somebody(inner, "admin").await, somebody(inner, "other").await);
        make_admin(inner, &admin).await;
        make_admin(inner, &other).await;
        let form = ListForm {
            title: "Ada is forty".to_owned(),
            occasion: "birthday".to_owned(),
            ..ListForm::default()
        };
        let list = backend.lists.create(&admin.visit, form, "keep").await.unwrap();
        let gift = GiftForm { name: "Lamp".to_owned(), ..GiftForm::default() };
        let gift = backend.gifts.add(&admin.visit, list, None, true, gift).await.unwrap();
        backend.lists.share(&admin.visit, list).await.unwrap();
        let shared = backend.lists.owned(&admin.visit, list).await.unwrap();
        let share = shared.share.unwrap().replace("/l/", "");
        let (_, visit) = browser(inner, "giver");
        let form = ReserveForm {
            name: "Karl".to_owned(),
            email: "karl@example.org".to_owned(),
            quantity: "1".to_owned(),
        };
        backend.sharing.reserve(&visit, &share, gift, "key", form).await.unwrap();
        for (who, sees) in [(&admin, false), (&other, true)] {
            let shown = page(&site, "/admin/mails", &who.cookie).await;
            assert_eq!(shown.body.contains("To a giver: reserved"), sees, "{}", shown.body);
            assert_eq!(shown.body.contains("k…@e….org"), sees);
        }

        // What another admin did about it would tell as much.
        let (store, now) = (&inner.store, inner.clock.now());
        for mail in store.mails(MailsShown::Waiting, &[], None, 50).await.unwrap() {
            store.mail_failed(mail.id, now, None, "refused").await.unwrap();
        }
        let given_up = store.mails(MailsShown::Dead, &[], None, 50).await.unwrap();
        let is_secret =
            |letter: domain::Letter| matches!(letter, domain::Letter::ReservationMade { .. });
        let secret = given_up.iter().find(|mail| is_secret(mail.letter)).unwrap();
        let form = format!("mail={}&why=Nobody+lives+there", secret.id);
        assert_eq!(act(&site, "drop_mail", &form, &other.cookie).await.status, 200);
        assert_eq!(act(&site, "retry_mails", "", &other.cookie).await.status, 200);
        for (who, sees) in [(&admin, false), (&other, true)] {
            let log = page(&site, "/admin/log", &who.cookie).await;
            assert_eq!(log.status, 200);
            assert_eq!(log.body.contains("Nobody lives there"), sees, "{}", log.body);
            let id = secret.id.to_string();
            assert_eq!(log.body.contains(&id), sees, "{}", log.body);
        }
        site.stop().await;
    });
}

// R2.12
#[test]
fn settings_are_shown_with_secrets_hidden_and_how_the_site_is_in_words() {
    run(async {
        let canary = "smtp://me:canary@127.0.0.1:1";
        let site = start(|settings| {
            settings.mail.smtp_url = server::settings::Secret::new(canary);
            settings.backup.endpoint = "https://me:canary@s3.example".to_owned();
        })
        .await;
        let inner = &site.running.site;
        let (admin, _) = two(inner).await;
        let shown = page(&site, "/admin/settings", &admin.cookie).await;
        assert_eq!(shown.status, 200);
        assert!(shown.body.contains("smtp_url") && shown.body.contains("***"));
        assert!(!shown.body.contains("canary") && shown.body.contains("s3.example"));
        let system = page(&site, "/admin/system", &admin.cookie).await;
        assert_eq!(system.status, 200);
        for words in [env!("CARGO_PKG_VERSION"), "development", "up to date", "Answers within"] {
            assert!(system.body.contains(words), "{words}: {}", system.body);
        }
        let backups = page(&site, "/admin/backups", &admin.cookie).await;
        assert_eq!(backups.status, 200);
        assert!(backups.body.contains("No backups are made here"), "{}", backups.body);
        site.stop().await;
    });
}

/// The name of the first backup on the page, once there is one.
async fn first_backup(site: &TestSite, cookie: &str) -> String {
    for _ in 0..600 {
        let shown = page(site, "/admin/backups", cookie).await;
        assert_eq!(shown.status, 200);
        if let Some((_, rest)) = shown.body.split_once("name=\"backup\" value=\"") {
            return rest.split('"').next().unwrap().to_owned();
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("no backup was made");
}

// R2.12
#[test]
fn where_backups_can_not_be_read_the_page_says_why() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "x").unwrap();
        // Something lies where the folder should be; and the bucket takes requests and is silent.
        let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{}", silent.local_addr().unwrap());
        for (bucket, why) in [("", "can not be used"), ("gone", "doesn’t answer within five")] {
            let site = start(|settings| {
                settings.backup.directory = file.clone();
                settings.backup.scratch = folder.path().join("scratch");
                settings.backup.recipients = vec![RECIPIENT.to_owned()];
                settings.backup.bucket = bucket.to_owned();
                settings.backup.endpoint = endpoint.clone();
                settings.backup.access_key_id = "us".to_owned();
                settings.backup.secret_access_key = server::settings::Secret::new("canary");
                settings.backup.allow_http = true;
            })
            .await;
            let (admin, _) = two(&site.running.site).await;
            let shown = page(&site, "/admin/backups", &admin.cookie).await;
            assert_eq!(shown.status, 200, "{}", shown.body);
            for words in ["We can’t read which ones there are", why, "/fn/make_backup"] {
                assert!(shown.body.contains(words), "{words}: {}", shown.body);
            }
            assert!(!shown.body.contains("None yet") && !shown.body.contains("canary"));
            site.stop().await;
        }
    });
}

// R2.12: by a ticket, with a reason, and only what nobody but the holder of a key elsewhere can read.
#[test]
fn a_backup_leaves_encrypted_or_not_at_all() {
    run(async {
        for sealed in [true, false] {
            let folder = tempfile::tempdir().unwrap();
            let site = start(|settings| {
                settings.backup.directory = folder.path().join("backups");
                settings.backup.scratch = folder.path().join("scratch");
                settings.backup.recipients =
                    sealed.then(|| RECIPIENT.to_owned()).into_iter().collect();
            })
            .await;
            let inner = &site.running.site;
            let (admin, ben) = two(inner).await;
            let name = first_backup(&site, &admin.cookie).await;
            let about = format!("backup={name}");
            let verified = act(&site, "verify_backup", &about, &admin.cookie).await;
            assert_eq!(verified.status, 200);
            let shown = page(&site, "/admin/backups", &admin.cookie).await;
            assert_eq!(shown.body.contains("/fn/download_backup"), sealed, "{}", shown.body);
            assert!(shown.body.contains("Good: read back on"), "{}", shown.body);
            // R9.3: they stand under a heading of their own, not under that of the form.
            for words in ["<h2 id=\"all\">", "All backups", "aria-labelledby=\"all\""] {
                assert!(shown.body.contains(words), "{words} in {}", shown.body);
            }

            let form = format!("backup={name}&why=A+copy+elsewhere");
            let taken = led(&site, "download_backup", &form, "/admin/backups", &admin.cookie).await;
            assert_eq!(taken.status, if sealed { 303 } else { 404 });
            if sealed {
                let path = taken.header("location").to_owned();
                let file = page(&site, &path, &admin.cookie).await;
                assert_eq!(file.status, 200);
                assert!(file.body.starts_with("age-encryption.org/"));
                assert!(file.header("content-disposition").contains(&name));
                assert_ne!(page(&site, &path, &ben.cookie).await.status, 200);
                let told = &reasons(inner).await[0];
                let why = told.1.as_deref();
                assert_eq!((told.0.as_str(), why), ("backup_downloaded", Some("A copy elsewhere")));
            }
            site.stop().await;
        }
    });
}

//! What those who look after the site are told of it: once, whoever looks and however often.

use domain::{Alarm, EmailAddress, HowBad};

use super::*;
use crate::{jobs::watchdog::Watchdog, settings::Seconds};

/// A site with an admin, and a team.
async fn looked_after() -> (Story, Visit) {
    let mut story = Story::begin_with(|settings| {
        settings.mail.team = "team@example.org".to_owned();
        // Tests move the clock, and run at any hour and on any disk.
        settings.watch.clock_jump = Seconds(u32::MAX);
        settings.watch.queue_hour = 0;
        settings.watch.disk_free = 0;
    })
    .await;
    let anna = story.owner().await;
    let key = EmailAddress::parse("anna@example.org").unwrap().key();
    assert!(story.site.store.set_admin(story.site.errand(&anna), &key, true).await.unwrap());
    story.post().await;
    (story, anna)
}

/// To whom something was mailed, and the beginning of its subject.
fn told(mails: &[Caught]) -> Vec<(String, String)> {
    let one = |mail: &Caught| {
        let to = mail.to.trim_start_matches("RCPT TO:<").split('>').next().unwrap_or_default();
        let subject = mail.field("Subject").replace(" (development)", "");
        (to.to_owned(), subject)
    };
    mails.iter().map(one).collect()
}

fn both(subject: &str) -> Vec<(String, String)> {
    ["anna@example.org", "team@example.org"].map(|to| (to.to_owned(), subject.to_owned())).to_vec()
}

#[tokio::test]
async fn what_turns_bad_is_mailed_once_and_so_is_its_end() {
    let (mut story, _) = looked_after().await;
    let mut watchdog = Watchdog::default();
    watchdog.look(&story.site).await;
    assert_eq!(told(&story.post().await), []);

    let now = story.site.clock.now();
    story.site.watch.note_certificate(Some(now + TimeDelta::days(3)));
    watchdog.look(&story.site).await;
    let mails = story.post().await;
    assert_eq!(told(&mails), both("The certificate is about to expire"));
    let text = mails[1].text();
    assert!(text.contains("Days left: 2.") || text.contains("Days left: 3."), "{text}");
    assert!(text.contains("http://127.0.0.1:3000/admin"), "{text}");

    // Neither a later look nor another process repeats it.
    watchdog.look(&story.site).await;
    story.site.clock.advance(TimeDelta::minutes(1));
    Watchdog::default().look(&story.site).await;
    assert_eq!(told(&story.post().await), []);

    story.site.watch.note_certificate(Some(now + TimeDelta::days(90)));
    watchdog.look(&story.site).await;
    assert_eq!(told(&story.post().await), [], "it may come back");
    story.site.clock.advance(TimeDelta::minutes(6));
    watchdog.look(&story.site).await;
    assert_eq!(told(&story.post().await), both("The certificate was renewed"));
}

#[tokio::test]
async fn what_is_over_before_a_mail_left_is_one_mail() {
    let (mut story, _) = looked_after().await;
    let mut watchdog = Watchdog::default();
    let now = story.site.clock.now();
    story.site.watch.note_certificate(Some(now));
    watchdog.look(&story.site).await;
    story.site.watch.note_certificate(None);
    story.site.clock.advance(TimeDelta::minutes(6));
    watchdog.look(&story.site).await;
    assert_eq!(told(&story.post().await), both("The certificate was renewed"));
}

#[tokio::test]
async fn that_the_database_is_gone_is_told_without_it() {
    let (mut story, _) = looked_after().await;
    let mut watchdog = Watchdog::default();
    watchdog.look(&story.site).await;
    for _ in 0..3 {
        watchdog.look_at_database(&story.site, Some(HowBad::Figure(2))).await;
        story.site.clock.advance(TimeDelta::minutes(1));
    }
    let caught = story.post().await;
    assert_eq!(told(&caught), both("The database does not answer"));
    for _ in 0..8 {
        watchdog.look_at_database(&story.site, None).await;
        story.site.clock.advance(TimeDelta::minutes(1));
    }
    assert_eq!(told(&story.post().await), both("The database answers again"));
    let never = story.site.store.alarm(Alarm::Database).await.unwrap();
    assert_eq!(never, None, "it is not written into what does not answer");
}

// R6.2
#[tokio::test]
async fn admins_are_told_of_the_first_product_that_waits() {
    let (mut story, anna) = looked_after().await;
    let mut watchdog = Watchdog::default();
    story.list(&anna, Surprise::Keep).await;
    watchdog.look(&story.site).await;
    let mails = story.post().await;
    assert_eq!(told(&mails), both("A product is waiting for you"));
    assert!(mails[1].text().contains("http://127.0.0.1:3000/admin/queue"));
    watchdog.look(&story.site).await;
    assert_eq!(told(&story.post().await), []);
    story.site.clock.advance(TimeDelta::days(2));
    watchdog.look(&story.site).await;
    assert_eq!(told(&story.post().await).len(), 2);
}

#[tokio::test]
async fn the_team_gets_no_mail_twice_and_who_is_no_admin_any_more_none() {
    let (mut story, anna) = looked_after().await;
    let key = EmailAddress::parse("anna@example.org").unwrap().key();
    story.site.watch.note_certificate(Some(story.site.clock.now()));
    Watchdog::default().look(&story.site).await;
    assert!(story.site.store.set_admin(story.site.errand(&anna), &key, false).await.unwrap());
    let mails = told(&story.post().await);
    assert_eq!(mails, both("The certificate is about to expire")[1..]);
}

// R3.6: an admin who looks after a list under surprise does not learn by an alarm what a giver did.
#[tokio::test]
async fn an_alarm_about_mails_tells_no_owner_of_a_giver() {
    let (mut story, anna) = looked_after().await;
    let (_, share) = story.list(&anna, Surprise::Keep).await;
    story.reserve(&visit("giver", Locale::en), &share).await;
    let site = story.site.clone();
    let give_up = async || {
        let now = site.clock.now();
        for mail in site.store.claim_mail(now, 60, 10).await.unwrap() {
            site.store.mail_failed(mail.id, now, None, "refused").await.unwrap();
        }
    };
    give_up().await;
    let mut watchdog = Watchdog::default();
    watchdog.look(&site).await;
    let of_mails = |mails: &[Caught]| {
        let about = |(_, subject): &(String, String)| !subject.to_lowercase().contains("product");
        told(mails).into_iter().filter(about).collect::<Vec<_>>()
    };
    let given_up = both("Emails were given up");
    assert_eq!(of_mails(&story.post().await), given_up[1..], "the team alone");

    site.clock.advance(TimeDelta::hours(1));
    let well = [(Alarm::DeadMail, None)];
    site.store.watch(&well, true, site.clock.now()).await.unwrap();
    let over = both("No given-up email is left");
    assert_eq!(of_mails(&story.post().await), over[1..], "nor that it is over");

    // What has nothing to do with that list, they are told.
    let stranger = SignUpForm {
        name: "Eve".to_owned(),
        email: "eve@example.org".to_owned(),
        password: PASSWORD.to_owned(),
    };
    story.backend.accounts.sign_up(&visit("eve", Locale::en), stranger).await.unwrap();
    give_up().await;
    watchdog.look(&site).await;
    let mails = story.post().await;
    assert_eq!(of_mails(&mails), given_up);
    assert!(mails[0].text().contains("Emails that were given up: 1."), "{}", mails[0].text());
}

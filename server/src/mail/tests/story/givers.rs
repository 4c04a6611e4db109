//! Reminders, addresses that nobody confirms, lost links, and givers who are forgotten (R5.4, R5.6,
//! R5.7, R5.8).

use app::backend::Stopping;

use super::*;
use crate::{jobs::promises::look_after, stop::Stop};

#[tokio::test]
async fn a_giver_is_reminded_once_and_stops_it_by_the_mail() {
    let mut story = Story::begin().await;
    let owner = story.owner().await;
    story.post().await;
    let (list, share) = story.list(&owner, Surprise::Keep).await;
    let day = (story.site.clock.now() + TimeDelta::days(9)).date_naive();
    let form = ListForm {
        title: "Mia's birthday".to_owned(),
        occasion: "birthday".to_owned(),
        zone: "Europe/Berlin".to_owned(),
        date: day.to_string(),
        ..ListForm::default()
    };
    story.backend.lists.edit(&owner, list, form, true).await.unwrap();
    story.reserve(&visit("giver", Locale::en), &share).await;
    story.post().await;
    look_after(&story.site).await;
    assert!(story.post().await.is_empty(), "it is too early");
    story.site.clock.advance(TimeDelta::days(3));
    look_after(&story.site).await;
    let text = story.only().await.text();
    assert!(text.contains("The day is near") && text.contains("Wooden train"), "{text}");
    look_after(&story.site).await;
    assert!(story.post().await.is_empty());
    let token = text.split("/stop/").nth(1).and_then(|rest| rest.split_whitespace().next());
    let stop = Stop::open(&story.site.secrets, token.unwrap()).unwrap();
    let stopped = async |site: &Site| stop.standing(site).await.unwrap();
    assert_eq!(stopped(&story.site).await, Some(Stopping::Reminders { stopped: false }));
    stop.act(&story.site, story.site.errand(&owner)).await.unwrap();
    assert_eq!(stopped(&story.site).await, Some(Stopping::Reminders { stopped: true }));
}

// R3.6: it says what is true when it is sent.
#[tokio::test]
async fn a_giver_reads_until_when_the_surprise_lasts_now() {
    let mut story = Story::begin().await;
    let owner = story.owner().await;
    story.post().await;
    let (list, share) = story.dated_list(&owner, Surprise::Keep).await;
    story.reserve(&visit("giver", Locale::en), &share).await;
    story.post().await;
    let on = |days: i64| {
        let day = story.site.clock.now().date_naive() + TimeDelta::days(days);
        ListForm { date: day.to_string(), ..story.birthday() }
    };
    let (nearer, past) = (on(9), on(-9));
    let lists = &story.backend.lists;
    assert!(lists.edit(&owner, list, nearer.clone(), false).await.is_err());
    lists.edit(&owner, list, nearer, true).await.unwrap();
    let text = story.only().await.text();
    assert!(text.contains("The surprise ends sooner"), "{text}");
    story.backend.lists.edit(&owner, list, past, true).await.unwrap();
    let text = story.only().await.text();
    assert!(text.contains("The secret is out"), "{text}");
}

#[tokio::test]
async fn who_does_not_confirm_in_time_is_told_that_the_gift_was_let_go() {
    let mut story = Story::begin().await;
    let owner = story.owner().await;
    story.post().await;
    let (list, share) = story.list(&owner, Surprise::Keep).await;
    let rules = domain::GivingRules { confirm_first: true, remind: true };
    story.backend.givers.set_rules(&owner, list, rules).await.unwrap();
    let giver = visit("giver", Locale::en);
    let token = story.reserve(&giver, &share).await;
    let made = story.only().await.text();
    assert!(made.contains("Confirm my address"), "{made}");
    // The browser's own link confirms nothing, so that it can not say either that it is bought.
    assert!(story.backend.sharing.purchase(&giver, &token, "").await.is_err());
    story.site.clock.advance(TimeDelta::hours(49));
    look_after(&story.site).await;
    let text = story.only().await.text();
    assert!(text.contains("Your reservation is over") && text.contains("Wooden train"), "{text}");
    let (view, _) = story.backend.sharing.manage(&giver, &token).await.unwrap();
    assert!(view.lapsed);
    // By the mailed link the address is confirmed all the same, and then it is not asked for.
    let mailed = link(&made, "/r/");
    story.backend.sharing.confirm_address(&giver, &mailed).await.unwrap();
    let (view, _) = story.backend.sharing.manage(&giver, &mailed).await.unwrap();
    assert!(view.lapsed && view.verified);
}

#[tokio::test]
async fn all_links_are_mailed_and_open_what_was_reserved() {
    let mut story = Story::begin().await;
    let owner = story.owner().await;
    let (_, share) = story.list(&owner, Surprise::Keep).await;
    let giver = visit("giver", Locale::en);
    story.reserve(&giver, &share).await;
    story.post().await;
    let elsewhere = visit("elsewhere", Locale::en);
    story.backend.givers.mail_links(&elsewhere, "nobody@example.org").await.unwrap();
    story.backend.givers.mail_links(&elsewhere, "Tom@Example.org").await.unwrap();
    let mail = story.only().await;
    assert_eq!(mail.to, "RCPT TO:<tom@example.org>");
    let token = link(&mail.text(), "/r/");
    let (view, _) = story.backend.sharing.manage(&elsewhere, &token).await.unwrap();
    assert!(view.by_mail && !view.verified);
    // Erased, nothing is mailed any more, and the page says so.
    story.backend.givers.erase(&elsewhere, &token).await.unwrap();
    let (view, _) = story.backend.sharing.manage(&elsewhere, &token).await.unwrap();
    assert!(view.erased && !view.may_confirm);
    story.backend.sharing.change_quantity(&elsewhere, &token, "1").await.unwrap();
    story.backend.givers.mail_links(&elsewhere, "tom@example.org").await.unwrap();
    assert!(story.post().await.is_empty());
}

//! Reminders, addresses that nobody confirms, lost links, and givers who are forgotten (R5.4, R5.6,
//! R5.7, R5.8).

use app::backend::{Managed, Stopping};

use super::{super::catcher::Mood, *};
use crate::{jobs::promises::look_after, mail::letters::MOST_PROMISES, stop::Stop};

impl Story {
    /// A shared list under surprise, whose day is in nine days, and the token of its link.
    async fn near_list(&self, owner: &Visit) -> (ListId, String) {
        let (list, share) = self.list(owner, Surprise::Keep).await;
        let day = (self.site.clock.now() + TimeDelta::days(9)).date_naive();
        let form = ListForm { date: day.to_string(), ..self.birthday() };
        self.backend.lists.edit(owner, list, form, true).await.unwrap();
        (list, share)
    }

    /// Puts a gift on the list, and reserves it. Answers the token of the giver's browser.
    async fn promised(
        &self,
        owner: &Visit,
        (list, share): &(ListId, String),
        giver: &Visit,
        email: &str,
        name: &str,
    ) -> String {
        let id = self.backend.gifts.add(owner, *list, None, true, gift(name)).await.unwrap();
        let form = ReserveForm {
            name: "Ida".to_owned(),
            email: email.to_owned(),
            quantity: "1".to_owned(),
        };
        let reserved = self.backend.sharing.reserve(giver, share, id, name, form).await;
        reserved.unwrap().manage.trim_start_matches("/r/").to_owned()
    }

    /// What the manage links in a mail lead to, by name.
    async fn linked(&self, text: &str) -> Vec<String> {
        let mut names = Vec::new();
        for rest in text.split("http://127.0.0.1:3000/r/").skip(1) {
            let token = rest.split_whitespace().next().unwrap();
            let anywhere = visit("anywhere", Locale::en);
            let (view, _) = self.backend.sharing.manage(&anywhere, token).await.unwrap();
            names.push(view.card.name);
        }
        names
    }
}

// R5.4, R5.2: a mail that was refused is told in the browser that reserved, also where the page is
// open already.
#[tokio::test]
async fn a_refused_mail_is_shown_to_the_giver_in_their_browser() {
    let (mut story, owner) = Story::with_owner().await;
    let (list, share) = story.list(&owner, Surprise::Keep).await;
    story.catcher.then([Mood::Refuse]);
    let giver = visit("giver", Locale::en);
    let token = story.reserve(&giver, &share).await;
    let open = Managed::load(&story.backend, &giver, &token).await.unwrap();
    assert_eq!(open.mail, MailProgress::Waiting);
    let news = story.site.hub.listen(list);
    assert!(story.post().await.is_empty());
    assert!(news.has_changed().unwrap());
    let fresh = Managed::load(&story.backend, &giver, &token).await.unwrap();
    assert_eq!(fresh.mail, MailProgress::Refused);
    assert_ne!(fresh.revision(), open.revision());
    // So is a program of theirs.
    let promise = story.backend.giving.own(&giver, &token).await.unwrap();
    assert_eq!(promise.mail, Some(MailProgress::Refused));

    // Neither does an address stay unconfirmed on a page that is open.
    let (list, share) = story.list(&owner, Surprise::Keep).await;
    let other = visit("other", Locale::en);
    let token = story.reserve(&other, &share).await;
    let mailed = link(&story.only().await.text(), "/r/");
    let open = Managed::load(&story.backend, &other, &token).await.unwrap();
    let news = story.site.hub.listen(list);
    story.backend.sharing.confirm_address(&other, &mailed).await.unwrap();
    assert!(news.has_changed().unwrap());
    let fresh = Managed::load(&story.backend, &other, &token).await.unwrap();
    assert!(fresh.view.verified && fresh.revision() != open.revision());
}

#[tokio::test]
async fn a_giver_is_reminded_once_and_stops_it_by_the_mail() {
    let (mut story, owner) = Story::with_owner().await;
    let (_, share) = story.near_list(&owner).await;
    story.reserve(&visit("giver", Locale::en), &share).await;
    story.post().await;
    look_after(&story.site).await;
    assert!(story.post().await.is_empty(), "it is too early");
    story.site.clock.advance(TimeDelta::days(3));
    look_after(&story.site).await;
    let text = story.only().await.text();
    assert!(text.contains("The day is almost here") && text.contains("Wooden train"), "{text}");
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
    let (mut story, owner) = Story::with_owner().await;
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

/// Who reserved where the address is to be confirmed first, the browser's own link, and the mail.
async fn unconfirmed(story: &mut Story) -> (Visit, String, String) {
    let owner = story.owner().await;
    story.post().await;
    let (list, share) = story.list(&owner, Surprise::Keep).await;
    story.backend.givers.change_rules(&owner, list, Some(true), None).await.unwrap();
    let giver = visit("giver", Locale::en);
    let token = story.reserve(&giver, &share).await;
    (giver, token, story.only().await.text())
}

#[tokio::test]
async fn who_does_not_confirm_in_time_is_told_that_the_gift_was_let_go() {
    let mut story = Story::begin().await;
    let (giver, token, made) = unconfirmed(&mut story).await;
    assert!(made.contains("Confirm my address"), "{made}");
    // The browser's own link confirms nothing, so that it can not say either that it is bought.
    assert!(story.backend.sharing.purchase(&giver, &token, "", "").await.is_err());
    story.site.clock.advance(TimeDelta::hours(49));
    look_after(&story.site).await;
    let text = story.only().await.text();
    assert!(text.contains("Your reservation has ended") && text.contains("Wooden train"), "{text}");
    let (view, _) = story.backend.sharing.manage(&giver, &token).await.unwrap();
    assert!(view.lapsed);
    // By the mailed link the address is confirmed all the same, and then it is not asked for.
    let mailed = link(&made, "/r/");
    story.backend.sharing.confirm_address(&giver, &mailed).await.unwrap();
    let (view, _) = story.backend.sharing.manage(&giver, &mailed).await.unwrap();
    assert!(view.lapsed && view.verified);
}

// R5.4, R5.8: whatever is done first by the mailed link confirms the address.
#[tokio::test]
async fn who_only_stops_the_reminder_by_the_mailed_link_has_confirmed_the_address() {
    let mut story = Story::begin().await;
    let (giver, token, made) = unconfirmed(&mut story).await;
    let mailed = link(&made, "/r/");
    let view = async |story: &Story| story.backend.sharing.manage(&giver, &token).await.unwrap().0;
    story.backend.givers.set_reminder(&giver, &token, false).await.unwrap();
    assert!(!view(&story).await.verified, "the browser's own link confirms nothing");
    story.backend.givers.set_reminder(&giver, &mailed, false).await.unwrap();
    assert!(view(&story).await.verified);
    story.site.clock.advance(TimeDelta::hours(49));
    look_after(&story.site).await;
    assert!(story.post().await.is_empty());
    assert!(!view(&story).await.lapsed);
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
    story.backend.sharing.change_quantity(&elsewhere, &token, "1", "").await.unwrap();
    story.backend.givers.mail_links(&elsewhere, "tom@example.org").await.unwrap();
    assert!(story.post().await.is_empty());
}

// R5.3: of two that became one, the mail is about the one that stays.
#[tokio::test]
async fn who_takes_back_that_a_part_was_bought_reads_how_many_are_reserved_now() {
    let (mut story, owner) = Story::with_owner().await;
    let (_, share) = story.list(&owner, Surprise::Keep).await;
    let giver = visit("giver", Locale::en);
    let token = story.reserve(&giver, &share).await;
    let mailed = link(&story.only().await.text(), "/r/");
    story.backend.sharing.confirm_address(&giver, &mailed).await.unwrap();
    let bought = story.backend.giving.purchase(&giver, &token, domain::Quantity::new(1)).await;
    story.post().await;
    story.backend.sharing.undo_purchase(&giver, &bought.unwrap().token).await.unwrap();
    let text = story.only().await.text();
    assert!(text.contains("How many: 2"), "{text}");
}

// R7.1: each mail says how it is when it is sent, and nobody reads the same twice.
#[tokio::test]
async fn who_changes_something_several_times_before_a_mail_leaves_is_mailed_once() {
    let (mut story, owner) = Story::with_owner().await;
    let (_, share) = story.list(&owner, Surprise::Keep).await;
    let giver = visit("giver", Locale::en);
    let token = story.reserve(&giver, &share).await;
    let mailed = link(&story.only().await.text(), "/r/");
    let sharing = story.backend.sharing.clone();
    sharing.confirm_address(&giver, &mailed).await.unwrap();
    for quantity in ["1", "3", "1"] {
        sharing.change_quantity(&giver, &token, quantity, "").await.unwrap();
    }
    let text = story.only().await.text();
    assert!(text.contains("Your reservation was changed"), "{text}");
    assert!(text.contains("How many: 1"), "{text}");

    // That it is bought is told to nobody who has taken it back.
    sharing.purchase(&giver, &token, "", "").await.unwrap();
    sharing.undo_purchase(&giver, &token).await.unwrap();
    let text = story.only().await.text();
    assert!(text.contains("Your reservation was changed"), "{text}");
    sharing.purchase(&giver, &token, "", "").await.unwrap();
    sharing.undo_purchase(&giver, &token).await.unwrap();
    sharing.purchase(&giver, &token, "", "").await.unwrap();
    let text = story.only().await.text();
    assert!(text.contains("Thank you for your gift"), "{text}");
}

// R7.6, R5.8
#[tokio::test]
async fn who_gives_three_things_is_mailed_once_about_all_of_them() {
    let (mut story, owner) = Story::with_owner().await;
    let list = story.near_list(&owner).await;
    let aunt = visit("aunt", Locale::en);
    for name in ["Lamp", "Sledge", "Drum"] {
        let token = story.promised(&owner, &list, &aunt, "ida@example.org", name).await;
        if name == "Sledge" {
            story.backend.sharing.purchase(&aunt, &token, "", "").await.unwrap();
        }
    }
    story.post().await;
    story.site.clock.advance(TimeDelta::days(3));
    look_after(&story.site).await;
    look_after(&story.site).await;
    let mail = story.only().await;
    assert!(
        mail.field("Subject").starts_with("Reminder: your gifts for"),
        "{}",
        mail.field("Subject")
    );
    let text = mail.text();
    assert_eq!(story.linked(&text).await, ["Lamp", "Drum"], "{text}");
    assert!(!text.contains("Sledge"), "{text}");

    let all = ["Lamp", "Sledge", "Drum"];
    story.backend.lists.close(&owner, list.0, true).await.unwrap();
    // That it is closed, and what that lifts, is one mail.
    let text = story.only().await.text();
    for said in ["your name next to these gifts", "They’re still yours", "Already bought\n  Sledge"]
    {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert_eq!(story.linked(&text).await, all, "{text}");
    story.backend.bin.delete(&owner, list.0, "Mia's birthday").await.unwrap();
    let text = story.only().await.text();
    assert!(text.contains("You had reserved these gifts on it"), "{text}");
    assert_eq!(story.linked(&text).await, all, "{text}");
    story.backend.bin.restore(&owner, list.0).await.unwrap();
    let text = story.only().await.text();
    assert!(text.contains("The list is back"), "{text}");
    assert_eq!(story.linked(&text).await, all, "{text}");
}

// R7.6: the mail says how it is when it is sent, whatever became of the promise that its row names.
#[tokio::test]
async fn a_mail_that_is_tried_again_tells_of_what_is_still_promised() {
    let (mut story, owner) = Story::with_owner().await;
    let list = story.near_list(&owner).await;
    let aunt = visit("aunt", Locale::en);
    let mut tokens = Vec::new();
    for name in ["Lamp", "Sledge", "Drum"] {
        tokens.push(story.promised(&owner, &list, &aunt, "ida@example.org", name).await);
    }
    story.post().await;
    story.catcher.then([Mood::Decline]);
    story.backend.lists.set_surprise(&owner, list.0, Surprise::Show, true).await.unwrap();
    assert!(story.post().await.is_empty());
    story.backend.sharing.cancel(&aunt, &tokens[0]).await.unwrap();
    story.site.clock.advance(TimeDelta::seconds(11));
    let mails = story.post().await;
    let lifted =
        mails.iter().find(|mail| mail.text().contains("who gives what, including your name"));
    assert_eq!(story.linked(&lifted.unwrap().text()).await, ["Sledge", "Drum"]);
}

// R7.6, R3.10
#[tokio::test]
async fn that_a_list_is_back_is_told_of_what_is_still_promised_on_it() {
    let (mut story, owner) = Story::with_owner().await;
    let list = story.near_list(&owner).await;
    let aunt = visit("aunt", Locale::en);
    let mut tokens = Vec::new();
    for name in ["Lamp", "Sledge"] {
        tokens.push(story.promised(&owner, &list, &aunt, "ida@example.org", name).await);
    }
    story.post().await;
    story.backend.bin.delete(&owner, list.0, "Mia's birthday").await.unwrap();
    assert!(story.only().await.text().contains("The list is gone"));
    story.catcher.then([Mood::Decline]);
    story.backend.bin.restore(&owner, list.0).await.unwrap();
    assert!(story.post().await.is_empty());
    story.backend.sharing.cancel(&aunt, &tokens[0]).await.unwrap();
    story.site.clock.advance(TimeDelta::seconds(11));
    let mails = story.post().await;
    let back = mails.iter().find(|mail| mail.text().contains("The list is back"));
    let back = back.unwrap_or_else(|| panic!("{:?}", subjects(&mails)));
    assert_eq!(story.linked(&back.text()).await, ["Sledge"]);
}

// R7.6, R7.3
#[tokio::test]
async fn two_givers_are_mailed_once_each_and_whoever_has_the_same_address_is_one() {
    let (mut story, owner) = Story::with_owner().await;
    let list = story.list(&owner, Surprise::Keep).await;
    for (browser, language, email, name) in [
        ("aunt", Locale::en, "ida@example.org", "Lamp"),
        ("uncle", Locale::de, "tom@example.org", "Drum"),
        ("phone", Locale::de, "Ida@Example.org", "Sledge"),
    ] {
        story.promised(&owner, &list, &visit(browser, language), email, name).await;
    }
    story.post().await;
    story.backend.lists.set_surprise(&owner, list.0, Surprise::Show, true).await.unwrap();
    let mails = story.post().await;
    let [aunts, uncles] = mails.as_slice() else { panic!("{:?}", subjects(&mails)) };
    assert_eq!(aunts.to, "RCPT TO:<ida@example.org>");
    assert!(aunts.text().contains("The secret is out"), "{}", aunts.text());
    assert_eq!(story.linked(&aunts.text()).await, ["Lamp", "Sledge"]);
    assert_eq!(uncles.to, "RCPT TO:<tom@example.org>");
    assert!(uncles.text().contains("bei diesem Geschenk"), "{}", uncles.text());
    assert_eq!(story.linked(&uncles.text()).await, ["Drum"]);
}

// R5.7
#[tokio::test]
async fn what_does_not_fit_into_the_mail_of_all_links_is_counted() {
    let (mut story, owner) = Story::with_owner().await;
    let list = story.list(&owner, Surprise::Keep).await;
    let aunt = visit("aunt", Locale::en);
    story.promised(&owner, &list, &aunt, "ida@example.org", "Lamp").await;
    // Whoever has confirmed the address gives as much as they like.
    let mailed = link(&story.only().await.text(), "/r/");
    story.backend.sharing.confirm_address(&aunt, &mailed).await.unwrap();
    for number in 0..MOST_PROMISES {
        let name = format!("Gift {number}");
        story.promised(&owner, &list, &aunt, "ida@example.org", &name).await;
    }
    story.post().await;
    story
        .backend
        .givers
        .mail_links(&visit("elsewhere", Locale::en), "ida@example.org")
        .await
        .unwrap();
    let text = story.only().await.text();
    let linked = story.linked(&text).await;
    assert_eq!(linked.len(), MOST_PROMISES);
    assert!(!linked.contains(&"Lamp".to_owned()), "the newest come first");
    assert!(text.contains("One more reservation doesn’t fit in this email."), "{text}");
}

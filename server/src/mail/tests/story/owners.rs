//! How owners read of what givers do: at once, once a day, or not at all (R7.7); and how they say
//! thank you (R5.9).

use chrono::{DateTime, TimeDelta, Utc};
use domain::{OwnerMails, ReservationId};

use super::*;
use crate::{jobs::digests, stop::Stop};

impl Story {
    pub(super) async fn choose(&self, owner: &Visit, choice: OwnerMails) {
        self.backend.mails.choose_owner_mails(owner, choice.code()).await.unwrap();
    }

    /// Moves the clock to this hour of the next day in Berlin, where the lists are.
    pub(super) fn until_tomorrow_at(&self, hour: u32) {
        let zone = domain::Zone::parse("Europe/Berlin").unwrap();
        let now = self.site.clock.now();
        let day = zone.day_of(now).succ_opt().unwrap();
        let then: DateTime<Utc> = zone.moment_of(day.and_hms_opt(hour, 0, 0).unwrap());
        self.site.clock.advance(then - now + TimeDelta::seconds(1));
    }

    /// Sends what waits, and says how much of it went to the owner.
    async fn told_at_once(&mut self) -> usize {
        let mails = self.post().await;
        mails.iter().filter(|mail| mail.to.contains("anna@")).count()
    }

    async fn promise(&self, owner: &Visit, list: ListId) -> ReservationId {
        self.backend.thanks.board(owner, list).await.unwrap()[0].reservation
    }
}

#[tokio::test]
async fn an_owner_reads_of_a_day_in_one_mail_and_can_stop_it_from_there() {
    let (mut story, owner) = Story::with_owner().await;
    story.choose(&owner, OwnerMails::Daily).await;
    let (_, shown) = story.dated_list(&owner, Surprise::Show).await;
    let (_, kept) = story.dated_list(&owner, Surprise::Keep).await;
    story.site.clock.advance(TimeDelta::seconds(1));
    let token = story.reserve(&visit("giver", Locale::en), &shown).await;
    story.reserve(&visit("secret", Locale::en), &kept).await;
    let mails = story.post().await;
    assert!(mails.iter().all(|mail| mail.to.contains("tom@")), "{:?}", subjects(&mails));

    story.until_tomorrow_at(17);
    digests::write_due(&story.site).await;
    assert!(story.post().await.is_empty(), "not yet");
    story.until_tomorrow_at(18);
    digests::write_due(&story.site).await;
    digests::write_due(&story.site).await;
    let mail = story.only().await;
    let text = mail.text();
    assert_eq!(mail.to, "RCPT TO:<anna@example.org>");
    assert_eq!(text.matches("Onkel Tom").count(), 1, "nothing of the surprise: {text}");
    assert_eq!(mail.field("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");

    // A day on which nothing happened.
    story.until_tomorrow_at(18);
    digests::write_due(&story.site).await;
    assert!(story.post().await.is_empty());
    story.backend.sharing.cancel(&visit("giver", Locale::en), &token).await.unwrap();
    story.post().await;
    story.until_tomorrow_at(19);
    digests::write_due(&story.site).await;
    let text = story.only().await.text();
    assert!(text.contains("Available again: Onkel Tom"), "{text}");

    let token = text.lines().find_map(|line| line.split_once("/stop/")).unwrap().1;
    let stop = Stop::open(&story.site.secrets, token).unwrap();
    assert_eq!(stop, Stop::OwnerMails(owner.actor.person.unwrap()));
    story.backend.mails.stop(&visit("anybody", Locale::en), token).await.unwrap();
    story.reserve(&visit("third", Locale::en), &shown).await;
    assert!(story.only().await.to.contains("tom@"));
    story.until_tomorrow_at(18);
    digests::write_due(&story.site).await;
    assert!(story.post().await.is_empty());
}

// R7.1
#[tokio::test]
async fn an_owner_who_is_told_at_once_reads_what_holds_when_the_mail_leaves() {
    let (mut story, owner) = Story::with_owner().await;
    let (_, share) = story.list(&owner, Surprise::Show).await;
    let giver = visit("giver", Locale::en);
    let token = story.reserve(&giver, &share).await;
    assert_eq!(story.told_at_once().await, 1);
    let sharing = story.backend.sharing.clone();
    sharing.purchase(&giver, &token, "", "").await.unwrap();
    sharing.undo_purchase(&giver, &token).await.unwrap();
    assert_eq!(story.told_at_once().await, 0, "taken back");
    sharing.purchase(&giver, &token, "", "").await.unwrap();
    sharing.undo_purchase(&giver, &token).await.unwrap();
    sharing.purchase(&giver, &token, "", "").await.unwrap();
    assert_eq!(story.told_at_once().await, 1, "bought once");
}

// R7.7, R5.3
#[tokio::test]
async fn an_owner_reads_that_the_rest_is_available_of_what_was_bought_in_part() {
    let (mut story, owner) = Story::with_owner().await;
    story.choose(&owner, OwnerMails::Daily).await;
    let (_, share) = story.dated_list(&owner, Surprise::Show).await;
    story.site.clock.advance(TimeDelta::seconds(1));
    let giver = visit("giver", Locale::en);
    let token = story.reserve(&giver, &share).await;
    story.until_tomorrow_at(18);
    digests::write_due(&story.site).await;
    story.post().await;
    story.backend.sharing.purchase(&giver, &token, "1", "").await.unwrap();
    story.site.clock.advance(TimeDelta::minutes(1));
    story.backend.sharing.cancel(&giver, &token).await.unwrap();
    story.post().await;
    story.until_tomorrow_at(18);
    digests::write_due(&story.site).await;
    let text = story.only().await.text();
    assert!(text.contains("Available again: Onkel Tom"), "{text}");
}

// R2.11, R7.7
#[tokio::test]
async fn an_owner_is_not_flooded_by_what_one_giver_does_over_and_over() {
    let (mut story, owner) = Story::with_owner().await;
    let (_, share) = story.list(&owner, Surprise::Show).await;
    let giver = visit("giver", Locale::en);
    let token = story.reserve(&giver, &share).await;
    let sharing = story.backend.sharing.clone();
    let mut told = story.told_at_once().await;
    for _ in 0..25 {
        sharing.purchase(&giver, &token, "", "").await.unwrap();
        told += story.told_at_once().await;
        sharing.undo_purchase(&giver, &token).await.unwrap();
        told += story.told_at_once().await;
    }
    assert_eq!(told, 20, "as many at once");
    // Of others they hear as before, and of this one again after a while.
    let (_, other) = story.list(&owner, Surprise::Show).await;
    story.reserve(&visit("another", Locale::en), &other).await;
    assert_eq!(story.told_at_once().await, 1);
    story.site.clock.advance(TimeDelta::minutes(10));
    sharing.purchase(&giver, &token, "", "").await.unwrap();
    assert_eq!(story.told_at_once().await, 1);
}

#[tokio::test]
async fn a_surprise_that_began_after_all_is_in_no_digest() {
    let mut story = Story::begin().await;
    let owner = story.owner().await;
    story.choose(&owner, OwnerMails::Daily).await;
    let (list, share) = story.dated_list(&owner, Surprise::Show).await;
    story.site.clock.advance(TimeDelta::seconds(1));
    story.reserve(&visit("giver", Locale::en), &share).await;
    story.post().await;
    story.until_tomorrow_at(18);
    digests::write_due(&story.site).await;
    story.backend.lists.set_surprise(&owner, list, Surprise::Keep, true).await.unwrap();
    assert!(story.post().await.is_empty());
}

// R7.3: not the one in which the account was made.
#[tokio::test]
async fn an_owner_is_written_to_in_the_language_that_they_chose_last() {
    let (mut story, owner) = Story::with_owner().await;
    let (_, share) = story.list(&owner, Surprise::Show).await;
    let accounts = story.backend.accounts.clone();
    accounts.choose_language(&owner, Locale::de).await;
    // Whoever is not signed in chooses for their browser alone.
    accounts.choose_language(&visit("anybody", Locale::fr), Locale::fr).await;
    story.reserve(&visit("giver", Locale::en), &share).await;
    let mails = story.post().await;
    let [told, made] = mails.as_slice() else { panic!("{:?}", subjects(&mails)) };
    assert!(
        told.to.contains("anna@") && told.text().contains("möchte dir dies"),
        "{}",
        told.text()
    );
    assert!(made.to.contains("tom@") && made.text().contains("Thank you!"), "{}", made.text());
}

#[tokio::test]
async fn words_of_thanks_reach_whoever_confirmed_and_nobody_else() {
    let (mut story, owner) = Story::with_owner().await;
    let (list, share) = story.list(&owner, Surprise::Show).await;
    let giver = visit("giver", Locale::de);
    let token = story.reserve(&giver, &share).await;
    let mailed = link(&story.post().await[1].text(), "/r/");
    let promise = story.promise(&owner, list).await;
    let words = "Lieber Tom,\n\nso schön! https://photos.example/mia";
    let thank =
        async |story: &Story| story.backend.thanks.send_note(&owner, list, promise, words).await;
    assert_eq!(thank(&story).await.unwrap_err().code(), "wrong_state");
    assert!(story.post().await.is_empty());

    story.backend.sharing.confirm_address(&giver, &mailed).await.unwrap();
    assert_eq!(story.backend.thanks.words(&giver, &token).await.unwrap(), None);
    thank(&story).await.unwrap();
    thank(&story).await.unwrap();
    let mail = story.only().await;
    assert_eq!(mail.to, "RCPT TO:<tom@example.org>");
    let text = mail.text();
    assert!(
        text.contains("„Lieber Tom,") && text.contains("https://photos.example/mia“"),
        "{text}"
    );
    for token in [&token, &mailed] {
        let said = story.backend.thanks.words(&giver, token).await.unwrap();
        assert_eq!(said.as_deref(), Some(words));
    }
}

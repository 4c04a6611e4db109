//! What became of a list, as its givers read of it who are written to late: how it is then (R7.1).

use super::{super::catcher::Mood, *};

/// After so long a mail is tried again that was declined once.
const AGAIN: TimeDelta = TimeDelta::seconds(11);

// R3.5, R3.6
#[tokio::test]
async fn that_a_list_was_closed_is_not_told_once_it_is_open_again() {
    let (mut story, owner) = Story::with_owner().await;
    let lists = story.backend.lists.clone();
    // Owners have seen who gives what: that is told in any case.
    for (surprise, expected) in [(Surprise::Show, None), (Surprise::Keep, Some("No longer secret"))]
    {
        let (list, share) = story.list(&owner, surprise).await;
        story.reserve(&visit(surprise.code(), Locale::en), &share).await;
        story.post().await;
        story.catcher.then([Mood::Decline]);
        lists.close(&owner, list, true).await.unwrap();
        assert!(story.post().await.is_empty());
        lists.reopen(&owner, list).await.unwrap();
        story.site.clock.advance(AGAIN);
        let told = subjects(&story.post().await);
        assert_eq!(told.len(), usize::from(expected.is_some()), "{told:?}");
        assert!(expected.is_none_or(|expected| told[0].starts_with(expected)), "{told:?}");
    }
}

// R3.5, R3.6, R3.10: nothing can be done with what was promised on it, until it is back.
#[tokio::test]
async fn that_a_list_was_closed_is_not_told_while_it_is_gone() {
    let (mut story, owner) = Story::with_owner().await;
    for (surprise, expected) in [(Surprise::Show, None), (Surprise::Keep, Some("No longer secret"))]
    {
        let (list, share) = story.list(&owner, surprise).await;
        story.reserve(&visit(surprise.code(), Locale::en), &share).await;
        story.post().await;
        story.catcher.then([Mood::Decline]);
        story.backend.lists.close(&owner, list, true).await.unwrap();
        assert!(story.post().await.is_empty());
        story.backend.bin.delete(&owner, list, "Mia's birthday").await.unwrap();
        story.site.clock.advance(AGAIN);
        let told = story.post().await;
        let (gone, others): (Vec<&Caught>, Vec<&Caught>) =
            told.iter().partition(|mail| mail.text().contains("The list is gone"));
        assert_eq!(gone.len(), 1, "{:?}", subjects(&told));
        assert_eq!(others.len(), usize::from(expected.is_some()), "{:?}", subjects(&told));
        let begins = |expected: &str| others[0].field("Subject").starts_with(expected);
        assert!(expected.is_none_or(begins), "{:?}", subjects(&told));

        story.backend.bin.restore(&owner, list).await.unwrap();
        let told = story.post().await;
        let closed = told.iter().filter(|mail| mail.text().contains("The list is closed")).count();
        // Where that ended a surprise, they know of it.
        assert_eq!(closed, usize::from(expected.is_none()), "{:?}", subjects(&told));
    }
}

// R7.3
#[tokio::test]
async fn a_mail_about_a_list_is_in_the_language_in_which_its_giver_reserved_last() {
    let (mut story, owner) = Story::with_owner().await;
    let (list, share) = story.list(&owner, Surprise::Keep).await;
    let sharing = story.backend.sharing.clone();
    for (browser, language, quantity) in [("laptop", Locale::en, "2"), ("phone", Locale::de, "1")] {
        let giver = visit(browser, language);
        let gift = sharing.shared(&giver, &share).await.unwrap().gifts[0].card.id;
        let form = ReserveForm {
            name: "Tom".to_owned(),
            email: "tom@example.org".to_owned(),
            quantity: quantity.to_owned(),
        };
        sharing.reserve(&giver, &share, gift, "form", form).await.unwrap();
        let mailed = link(&story.only().await.text(), "/r/");
        sharing.confirm_address(&giver, &mailed).await.unwrap();
    }
    story.backend.lists.set_surprise(&owner, list, Surprise::Show, true).await.unwrap();
    let told = subjects(&story.post().await);
    assert!(told.len() == 1 && told[0].starts_with("Kein Geheimnis mehr"), "{told:?}");
}

// R3.10
#[tokio::test]
async fn that_a_list_is_back_is_told_as_often_as_that_it_was_gone() {
    let (mut story, owner) = Story::with_owner().await;
    let (list, share) = story.list(&owner, Surprise::Keep).await;
    story.reserve(&visit("giver", Locale::en), &share).await;
    story.post().await;
    let bin = story.backend.bin.clone();
    bin.delete(&owner, list, "Mia's birthday").await.unwrap();
    story.only().await;
    bin.restore(&owner, list).await.unwrap();
    assert!(story.only().await.text().contains("The list is back"));
    // Gone once more, but back before anybody was told.
    story.catcher.then([Mood::Decline]);
    bin.delete(&owner, list, "Mia's birthday").await.unwrap();
    assert!(story.post().await.is_empty());
    bin.restore(&owner, list).await.unwrap();
    story.site.clock.advance(AGAIN);
    assert_eq!(subjects(&story.post().await), Vec::<String>::new());
}

// R3.10
#[tokio::test]
async fn what_givers_did_is_not_told_of_a_list_that_is_gone() {
    let (mut story, owner) = Story::with_owner().await;
    let (list, share) = story.list(&owner, Surprise::Show).await;
    story.catcher.then([Mood::Decline, Mood::Decline]);
    story.reserve(&visit("giver", Locale::en), &share).await;
    assert!(story.post().await.is_empty());
    story.backend.bin.delete(&owner, list, "Mia's birthday").await.unwrap();
    story.site.clock.advance(AGAIN);
    let mails = story.post().await;
    assert!(!mails.is_empty(), "the giver is told");
    assert!(mails.iter().all(|mail| mail.to.contains("tom@")), "{:?}", subjects(&mails));
}

/// Closes a list over and over. Answers how often its giver is told.
async fn closed_often(story: &mut Story, owner: &Visit, list: ListId) -> usize {
    let (lists, mut told) = (story.backend.lists.clone(), 0);
    for _ in 0..6 {
        lists.close(owner, list, true).await.unwrap();
        told += story.post().await.len();
        lists.reopen(owner, list).await.unwrap();
        assert_eq!(subjects(&story.post().await), Vec::<String>::new());
    }
    told
}

// R2.11: nobody has an address written to without end by what they do with a list of their own.
#[tokio::test]
async fn what_is_done_to_lists_over_and_over_is_not_told_without_end() {
    let (mut story, owner) = Story::with_owner().await;
    let (list, share) = story.list(&owner, Surprise::Show).await;
    let giver = visit("giver", Locale::en);
    story.reserve(&giver, &share).await;
    let mailed = link(&story.post().await[1].text(), "/r/");
    assert_eq!(closed_often(&mut story, &owner, list).await, 3);
    // Nobody confirmed the address, so whoever has it is not told of another list either.
    let (other, share) = story.list(&owner, Surprise::Show).await;
    story.reserve(&visit("another", Locale::en), &share).await;
    story.post().await;
    assert_eq!(closed_often(&mut story, &owner, other).await, 0);
    // Whatever else becomes of the list is told as before.
    story.backend.bin.delete(&owner, list, "Mia's birthday").await.unwrap();
    assert!(story.only().await.text().contains("The list is gone"));
    story.backend.bin.restore(&owner, list).await.unwrap();
    story.post().await;

    // Whoever confirmed it is told so often of each list, and again after a while.
    story.backend.sharing.confirm_address(&giver, &mailed).await.unwrap();
    assert_eq!(closed_often(&mut story, &owner, list).await, 3);
    story.site.clock.advance(TimeDelta::hours(1));
    assert_eq!(closed_often(&mut story, &owner, list).await, 1);
}

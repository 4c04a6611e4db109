//! Codes and links: made anew when they are needed, and kept by no row (R2.1, R7.2).

use super::*;

fn form() -> SignUpForm {
    SignUpForm {
        name: "Ilse".to_owned(),
        email: "ilse@example.org".to_owned(),
        password: PASSWORD.to_owned(),
    }
}

fn code(mail: &Caught) -> String {
    mail.text().lines().find_map(|line| line.strip_prefix("    ")).unwrap().to_owned()
}

/// Whether this word stands anywhere, in the outbox and in the change log too.
async fn is_kept(site: &Site, word: &str) -> bool {
    let rows = site.store.contents().await.unwrap();
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    rows.iter().any(|row| row.split(|c: char| !is_part(c)).any(|found| found == word))
}

// R2.1, R7.2: the code itself is kept nowhere, and no copy of the database holds a link.
#[tokio::test]
async fn no_row_holds_a_code_or_a_link() {
    let mut story = Story::begin().await;
    let ilse = visit("ilse", Locale::en);
    story.backend.accounts.sign_up(&ilse, form()).await.unwrap();
    let digits = code(&story.only().await).replace(' ', "");
    let owner = story.owner().await;
    story.post().await;
    let (list, share) = story.list(&owner, Surprise::Keep).await;
    let giver = visit("giver", Locale::en);
    let manage = story.reserve(&giver, &share).await;
    let mailed = link(&story.only().await.text(), "/r/");
    story.backend.accounts.ask_reset(&giver, "anna@example.org").await.unwrap();
    let reset = link(&story.only().await.text(), "/reset/");
    story.backend.members.invite_by_mail(&owner, list, "jonas@example.org").await.unwrap();
    let join = link(&story.only().await.text(), "/join/");

    assert!(is_kept(&story.site, "Anna").await, "this tells what is kept");
    for secret in [digits, share, manage, mailed, reset, join] {
        assert!(!is_kept(&story.site, &secret).await, "{secret}");
    }
}

// R2.1: another code can be asked for, not too often.
#[tokio::test]
async fn another_code_takes_the_place_of_the_one_before_and_is_not_mailed_without_end() {
    let mut story = Story::begin().await;
    let ilse = visit("ilse", Locale::en);
    let accounts = story.backend.accounts.clone();
    accounts.sign_up(&ilse, form()).await.unwrap();
    let first = code(&story.only().await);
    let mut last = first.clone();
    for _ in 0..4 {
        accounts.resend_code(&ilse).await.unwrap();
        last = code(&story.only().await);
    }
    let refused = accounts.resend_code(&ilse).await.unwrap_err();
    assert_eq!(refused.status(), 429);
    assert!(refused.retry_after().is_some_and(|seconds| seconds > 0));
    assert!(story.post().await.is_empty());
    assert!(accounts.confirm(&ilse, &first).await.is_err());
    accounts.confirm(&ilse, &last).await.unwrap();
}

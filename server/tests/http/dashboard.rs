//! The dashboard: which lists stand there, and in which order (R3.3).

use domain::{ListForm, ListId, Progress};
use server::service;

use crate::{
    people::{Somebody, world},
    site::{TestSite, run, start},
};

/// Makes a list of somebody's, for this day if there is one.
async fn make(site: &TestSite, owner: &Somebody, title: &str, date: &str) -> ListId {
    let form = ListForm {
        title: title.to_owned(),
        occasion: "birthday".to_owned(),
        date: date.to_owned(),
        ..ListForm::default()
    };
    service::backend(&site.running.site).lists.create(&owner.visit, form, "").await.unwrap()
}

#[test]
fn open_lists_come_first_then_those_with_others_then_closed_ones_the_newest_date_first() {
    run(async {
        let site = start(|_| {}).await;
        let backend = service::backend(&site.running.site);
        // Somebody who looks after "Ida is one" with its owner.
        let me = world(&site.running.site).await.co_owner;
        make(&site, &me, "Someday", "").await;
        make(&site, &me, "June", "2031-06-14").await;
        make(&site, &me, "December", "2031-12-24").await;
        for (title, date) in [("Over in May", "2031-05-01"), ("Over in July", "2031-07-01")] {
            let list = make(&site, &me, title, date).await;
            backend.lists.share(&me.visit, list).await.unwrap();
            backend.lists.close(&me.visit, list, false).await.unwrap();
        }
        let cards = backend.lists.mine(&me.visit).await.unwrap();
        let titles: Vec<_> = cards.iter().map(|card| card.banner.title.as_str()).collect();
        let own = ["December", "June", "Someday"];
        let expected = [&own[..], &["Ida is one"], &["Over in July", "Over in May"]].concat();
        assert_eq!(titles, expected);
        for card in &cards {
            let shared = card.banner.title == "Ida is one";
            assert_eq!(card.with.as_deref(), shared.then_some("owner"), "{}", card.banner.title);
            // A surprise hides how many are taken.
            let kept = own.contains(&card.banner.title.as_str());
            assert_eq!(card.progress.is_none(), kept, "{}", card.banner.title);
        }
        assert_eq!(cards[3].progress, Some(Progress { taken: 1, wanted: 5 }));
        site.stop().await;
    });
}

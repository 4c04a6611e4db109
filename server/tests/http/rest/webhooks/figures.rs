//! The figures of a day, told to the site's own programs (R8.6).

use server::settings::Secret;

use super::*;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

// R10.10, R10.13, R3.6
#[test]
fn the_site_hears_of_a_day_without_what_givers_did_on_few_lists() {
    run(async {
        let receiver = Receiver::start(vec![]).await;
        let url = receiver.url();
        let site = start(move |settings| {
            settings.webhooks.private = true;
            settings.webhooks.urls = vec![url].into();
            settings.webhooks.events = vec!["figures.day".to_owned()];
            settings.webhooks.secret = Secret::new(SECRET);
        })
        .await;
        let inner = &site.running.site;
        world(inner).await;
        let today = inner.clock.now().date_naive();
        pass(&site, TimeDelta::days(1) + TimeDelta::hours(1));
        for day in inner.store.days_to_count(inner.clock.now()).await.unwrap() {
            inner.store.count_day(day, inner.clock.now()).await.unwrap();
        }
        inner.webhooks.notify_one();
        let message = receiver.next().await;
        let keys = [SigningKey::parse(SECRET).unwrap()];
        let timestamp: i64 = message.header("webhook-timestamp").parse().unwrap();
        let signed = sign(&keys, message.header("webhook-id"), timestamp, &message.body);
        assert_eq!(message.header("webhook-signature"), signed);
        let told = message.json();
        assert_eq!(told["type"], "figures.day");
        page::assert_as_shown(&told);
        let data = &told["data"];
        // Just before midnight it may be the day after.
        assert!(data["day"].as_str() >= Some(today.to_string().as_str()), "{told}");
        assert!(data["signUps"].is_u64(), "{told}");
        assert_eq!(data["fewLists"], true);
        for hidden in ["reserved", "purchased", "givers", "mails"] {
            assert!(data[hidden].is_null(), "{hidden}: {told}");
        }
        assert_eq!(data["lookedUp"]["found"], 0);
        site.stop().await;
    });
}

//! Ways to shops, where one of them pays (R6.5).

use domain::GiftForm;
use server::{service, settings::AffiliateSettings};

use crate::{
    people::{World, world},
    site::{run, start},
};

const HTML: (&str, &str) = ("accept", "text/html");

#[test]
fn a_tag_is_added_where_the_settings_say_so_disclosed_and_counted_of_nobody() {
    run(async {
        let site = start(|settings| {
            settings.affiliate = vec![AffiliateSettings {
                shop: "shop.example".to_owned(),
                parameter: "tag".to_owned(),
                value: "we-21".to_owned(),
                ..AffiliateSettings::default()
            }];
        })
        .await;
        let World { owner, list, share, .. } = world(&site.running.site).await;
        let gifts = service::backend(&site.running.site).gifts.clone();
        let cookie = ("cookie", owner.cookie.as_str());
        let mut added = Vec::new();
        for (link, pays) in [("https://shop.example/a", true), ("https://other.example/a", false)] {
            let form =
                GiftForm { name: "Lamp".to_owned(), link: link.to_owned(), ..GiftForm::default() };
            let gift = gifts.add(&owner.visit, list, None, true, form).await.unwrap();
            added.push(gift);
            let page = site.get(&format!("/lists/{list}/gifts/{gift}"), &[HTML, cookie]).await;
            assert_eq!(page.status, 200, "{link}");
            assert_eq!(page.body.contains("soft disclosure"), pays, "{link}");
            let led = site.get(&format!("/l/{share}/{gift}/shop"), &[HTML]).await;
            let expected = if pays { format!("{link}?tag=we-21") } else { link.to_owned() };
            assert_eq!((led.status, led.header("location")), (302, expected.as_str()));
        }
        let shared = site.get(&format!("/l/{share}"), &[HTML]).await;
        assert!(shared.body.contains("soft disclosure"), "{}", shared.body);

        let paying = site.get(&format!("/l/{share}/{}/shop", added[0]), &[HTML]).await;
        assert_eq!(paying.status, 302);
        // Nobody who asks causes a write by it: all of it is written down together, the last when the
        // site closes, and nothing of shops that do not pay.
        let store = site.running.site.store.clone();
        let counted = async || {
            let rows = store.contents().await.unwrap();
            rows.into_iter().filter(|row| row.starts_with("click ")).collect::<Vec<_>>()
        };
        assert!(counted().await.is_empty());
        site.stop().await;
        let counted = counted().await;
        assert_eq!(counted.len(), 1, "{counted:?}");
        for part in ["\"shop\":\"shop.example\"", "\"clicks\":2"] {
            assert!(counted[0].contains(part), "{counted:?}");
        }
        for known in [owner.id.to_string(), list.to_string(), share] {
            assert!(counted.iter().all(|row| !row.contains(&known)), "{counted:?}");
        }
    });
}

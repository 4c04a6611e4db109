//! The day of a list as a file for calendars (R5.1).

use domain::ListForm;
use server::service;

use crate::{
    people::{World, world},
    site::{TestSite, run, start},
};

async fn dated(site: &TestSite) -> World {
    let world = world(&site.running.site).await;
    let form = ListForm {
        title: "Ida is one; at last".to_owned(),
        occasion: "wedding".to_owned(),
        date: "2031-12-31".to_owned(),
        zone: "Pacific/Auckland".to_owned(),
        ..ListForm::default()
    };
    let backend = service::backend(&site.running.site);
    backend.lists.edit(&world.owner.visit, world.list, form, true).await.unwrap();
    world
}

// R5.1: a file for calendars, in which nobody reads who gives what.
#[test]
fn whoever_may_open_the_list_gets_its_day_and_nobody_learns_who_gives() {
    run(async {
        let site = start(|_| {}).await;
        let world = dated(&site).await;
        let World { share, manage, .. } = &world;
        for path in [format!("/l/{share}/date.ics"), format!("/r/{manage}/date.ics")] {
            let answer = site.get(&path, &[]).await;
            assert_eq!(answer.status, 200, "{path}");
            assert_eq!(answer.header("content-type"), "text/calendar; charset=utf-8");
            assert!(answer.header("content-disposition").starts_with("attachment"));
            assert_eq!(answer.header("set-cookie"), "");
            answer.assert_guarded();
            let file = answer.body.replace("\r\n ", "");
            assert!(file.contains("DTSTART;VALUE=DATE:20311231\r\n"), "{file}");
            assert!(file.contains("Ida is one\\; at last"), "{file}");
            assert!(file.contains(&format!("/l/{share}")), "{file}");
            for secret in ["Karl", "Train", manage.as_str()] {
                assert!(!file.contains(secret), "{secret}: {file}");
            }
        }
        for path in ["/l/nothing/date.ics", "/r/nothing/date.ics"] {
            let answer = site.get(path, &[("accept", "text/html")]).await;
            assert_eq!(answer.status, 404, "{path}");
        }
        // Before the passcode nothing is told; manage links need none.
        let backend = service::backend(&site.running.site);
        backend.lists.set_passcode(&world.owner.visit, world.list, "lamb").await.unwrap();
        let closed = site.get(&format!("/l/{share}/date.ics"), &[("accept", "text/html")]).await;
        assert_eq!(closed.status, 403);
        assert!(!closed.body.contains("Ida") && !closed.body.contains("20311231"));
        let kept = site.get(&format!("/r/{manage}/date.ics"), &[]).await;
        assert_eq!(kept.status, 200);
        site.stop().await;
    });
}

#[test]
fn a_list_without_a_day_has_no_file() {
    run(async {
        let site = start(|_| {}).await;
        let world = world(&site.running.site).await;
        let path = format!("/l/{}/date.ics", world.share);
        assert_eq!(site.get(&path, &[("accept", "text/html")]).await.status, 404);
        site.stop().await;
    });
}

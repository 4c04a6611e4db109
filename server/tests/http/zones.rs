//! The time zone of a list's day, where a browser says one that nobody knows (R3.1).

use app::shown::pack;
use domain::ListForm;

use crate::{
    people::{World, begin},
    site::run,
    undone::fields,
};

/// What a browser says whose system tells it no zone.
const UNKNOWN: &str = "Etc/Unknown";

fn in_zone(form: &ListForm, zone: &str) -> ListForm {
    ListForm { zone: zone.to_owned(), ..form.clone() }
}

#[test]
fn a_day_is_saved_in_the_usual_zone_where_the_browser_says_one_that_is_none() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, list, .. } = &world;
        let form = async || backend.lists.owned(&owner.visit, *list).await.unwrap().form;
        let headers = [("accept", "application/json"), ("cookie", owner.cookie.as_str())];
        let of_list = list.to_string();
        let save = async |typed: ListForm, shown: ListForm, at: &str| {
            let was = pack(&shown);
            let besides = [("list", of_list.as_str()), ("was", was.as_str()), ("at", at)];
            let saved = site.post("/fn/edit_list", &headers, &fields(&typed, &besides)).await;
            assert_eq!(saved.status, 200, "{}", saved.body);
        };
        let blank = form().await;
        assert_eq!((blank.date.as_str(), blank.zone.as_str()), ("", ""));
        let dated = ListForm { date: "2031-05-01".to_owned(), ..in_zone(&blank, UNKNOWN) };
        save(dated.clone(), in_zone(&blank, "Europe/London"), "").await;
        assert_eq!(form().await, in_zone(&dated, "Europe/London"));

        // It is no choice where the list has a zone, and takes no other day along.
        let moved = ListForm { date: "2031-05-02".to_owned(), ..in_zone(&dated, "Asia/Tokyo") };
        backend.lists.edit(&owner.visit, *list, moved.clone(), true).await.unwrap();
        let renamed = ListForm { title: "Ida is two".to_owned(), ..dated.clone() };
        save(renamed.clone(), dated, "").await;
        assert_eq!(form().await, ListForm { title: renamed.title.clone(), ..moved.clone() });
        let later = ListForm { date: "2031-05-03".to_owned(), ..renamed.clone() };
        save(later.clone(), renamed.clone(), "").await;
        assert_eq!(form().await, in_zone(&later, "Asia/Tokyo"));
        // What a script takes back.
        save(ListForm { date: moved.date, ..renamed }, later, "undo").await;
        assert_eq!(form().await.date, "2031-05-02");
        site.stop().await;
    });
}

#[test]
fn a_list_is_made_in_the_usual_zone_where_the_browser_says_one_that_is_none() {
    run(async {
        let (site, backend, world) = begin().await;
        let owner = &world.owner;
        let headers = [("accept", "text/html"), ("cookie", owner.cookie.as_str())];
        let form = "title=More&occasion=birthday&date=2031-05-01&zone=Etc%2FUnknown";
        let made = site.post("/fn/create_list", &headers, form).await;
        let list = made.header("location").strip_prefix("/lists/");
        let list = list.unwrap_or_else(|| panic!("{made:?}")).parse().unwrap();
        let form = backend.lists.owned(&owner.visit, list).await.unwrap().form;
        assert_eq!((form.date.as_str(), form.zone.as_str()), ("2031-05-01", "Europe/London"));
        site.stop().await;
    });
}

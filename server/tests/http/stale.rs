//! Pages that show what is no longer so: what is sent from them is told how things are now, and
//! nothing that was typed is lost (R4.6, R5.7).

use app::backend::Pasted;
use domain::{GiftForm, ReserveForm, Surprise};

use crate::{
    people::{World, begin, browser},
    site::run,
};

const OURS: &str = "http://127.0.0.1:3000";

// R4.6
#[test]
fn a_gift_that_was_taken_off_meanwhile_is_put_back_with_what_was_typed() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, list, gift, .. } = &world;
        let names = async || {
            let list = backend.lists.owned(&owner.visit, *list).await.unwrap();
            list.gifts.gifts().iter().map(|gift| gift.card.name.clone()).collect::<Vec<_>>()
        };
        backend.gifts.set_removed(&owner.visit, *list, *gift, true).await.unwrap();

        let path = format!("/lists/{list}/gifts/{gift}");
        let page = format!("{OURS}{path}");
        let cookie = ("cookie", owner.cookie.as_str());
        let html = [("accept", "text/html"), cookie, ("referer", page.as_str())];
        let json = [("accept", "application/json"), cookie];
        let form = format!("list={list}&gift={gift}&name=Tram&wanted=7");
        let refused = site.post("/fn/edit_gift", &html, &form).await;
        assert_eq!(refused.status, 409, "{}", refused.body);
        assert!(refused.body.contains("value=\"Tram\""), "{}", refused.body);
        assert!(refused.body.contains("name=\"put_back\""), "{}", refused.body);
        let refused = site.post("/fn/edit_gift", &json, &form).await;
        assert!(refused.status == 409 && refused.body.contains("gift_withdrawn"));
        assert_eq!(site.post("/fn/want_one_more", &json, &form).await.status, 409);
        assert!(names().await.is_empty());

        // The page itself leads back, too.
        let page = site.get(&path, &html[..2]).await;
        assert_eq!((page.status, page.body.contains("name=\"put_back\"")), (200, true));
        let back = site.post("/fn/edit_gift", &html, &format!("{form}&put_back=on")).await;
        assert_eq!(back.status, 303, "{}", back.body);
        assert_eq!(back.header("location"), format!("/lists/{list}?saved={gift}"));
        assert_eq!(names().await, ["Tram"]);
        let page = site.get(&path, &html[..2]).await;
        assert!(!page.body.contains("name=\"put_back\""));
        site.stop().await;
    });
}

// R6.1, R9.5
#[test]
fn what_is_taken_out_of_the_catalogue_meanwhile_is_added_as_a_gift_of_ones_own() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, admin, list, catalogued, share, .. } = &world;
        let link = format!("https://shop.example/{share}");
        let pasted = Pasted { text: link.clone(), ..Pasted::default() };
        let ticket = backend.finding.find(&owner.visit, *list, pasted).await.unwrap();
        let path = format!("/lists/{list}/add?found={ticket}");
        let page = format!("{OURS}{path}");
        let headers = [
            ("accept", "text/html"),
            ("cookie", owner.cookie.as_str()),
            ("referer", page.as_str()),
        ];
        let product = format!("name=\"product\" value=\"{catalogued}\"");
        let shown = site.get(&path, &headers[..2]).await;
        assert!(shown.body.contains(&product), "{}", shown.body);

        let errand = site.running.site.errand(&admin.visit);
        site.running.site.store.delete_product(errand, *catalogued).await.unwrap();
        let form = format!("list={list}&product={catalogued}&wanted=7");
        let late = site.post("/fn/add_gift", &headers, &form).await;
        assert_eq!(late.status, 404, "{}", late.body);
        let link = format!("value=\"{link}\"");
        for kept in ["value=\"Crane\"", link.as_str(), "value=\"7\"", "no longer in our catalogue"]
        {
            assert!(late.body.contains(kept), "{kept}: {}", late.body);
        }
        assert!(!late.body.contains("name=\"product\""), "{}", late.body);
        let form = format!("list={list}&name=Crane&wanted=7");
        let added = site.post("/fn/add_gift", &headers, &form).await;
        assert_eq!(added.status, 303, "{}", added.body);
        site.stop().await;
    });
}

// R3.4, R3.6: whoever leaves the choice as the page showed it chooses nothing.
#[test]
fn a_surprise_that_another_lifted_meanwhile_is_not_kept_again_unasked() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, co_owner, list, .. } = &world;
        let lists = &backend.lists;
        lists.set_surprise(&owner.visit, *list, Surprise::Keep, true).await.unwrap();
        let headers = [("accept", "text/html"), ("cookie", owner.cookie.as_str())];
        let page = site.get(&format!("/lists/{list}/settings"), &headers).await;
        assert!(page.body.contains("name=\"was\" value=\"keep\""), "{}", page.body);

        lists.set_surprise(&co_owner.visit, *list, Surprise::Show, true).await.unwrap();
        let keep = async |was: &str| {
            let form = format!("list={list}&at=settings&was={was}&surprise=keep");
            let saved = site.post("/fn/set_surprise", &headers, &form).await;
            assert_eq!(saved.status, 303, "{}", saved.body);
            !lists.owned(&owner.visit, *list).await.unwrap().gifts.are_shown()
        };
        assert!(!keep("keep").await, "it was shown as kept, and left");
        assert!(keep("show").await, "it was chosen");
        site.stop().await;
    });
}

// R5.7
#[test]
fn what_was_cancelled_meanwhile_is_shown_as_it_is_and_says_so() {
    run(async {
        let (site, _, world) = begin().await;
        let World { giver, manage, .. } = &world;
        let page = format!("{OURS}/r/{manage}");
        let headers =
            [("accept", "text/html"), ("cookie", giver.as_str()), ("referer", page.as_str())];
        let form = format!("token={manage}");
        assert_eq!(site.post("/fn/cancel_reservation", &headers, &form).await.status, 303);
        let words = "you’ve already cancelled this gift";
        let late = site.post("/fn/purchase", &headers, &form).await;
        assert_eq!((late.status, late.body.contains(words)), (409, true), "{}", late.body);
        let shown = site.get(&format!("/r/{manage}"), &headers[..2]).await;
        assert_eq!((shown.status, shown.body.contains(words)), (200, false));
        site.stop().await;
    });
}

// R5.7: nothing is overwritten unseen, and what was typed stays.
#[test]
fn another_number_than_the_page_shows_is_not_overwritten() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { giver, manage, .. } = &world;
        let (_, elsewhere) = browser(&site.running.site, "elsewhere");
        let page = format!("{OURS}/r/{manage}");
        let headers =
            [("accept", "text/html"), ("cookie", giver.as_str()), ("referer", page.as_str())];
        let send = async |form: &str, sent: &str| {
            site.post(form, &headers, &format!("token={manage}&{sent}")).await
        };
        let reserved =
            async || backend.sharing.manage(&elsewhere, manage).await.unwrap().0.quantity;
        backend.sharing.change_quantity(&elsewhere, manage, "3", "").await.unwrap();
        for (form, sent, typed) in [
            ("/fn/change_quantity", "quantity=4&was=1", "value=\"4\""),
            ("/fn/change_quantity", "quantity=4&was=x", "value=\"4\""),
            ("/fn/purchase", "quantity=2&was=1", "value=\"2\""),
        ] {
            let late = send(form, sent).await;
            assert_eq!(late.status, 412, "{form} {sent}: {}", late.body);
            assert!(late.body.contains("by now, you’ve reserved 3"), "{}", late.body);
            assert!(late.body.contains(typed), "{}", late.body);
            assert!(late.body.contains("name=\"was\" value=\"3\""), "{}", late.body);
            assert_eq!(reserved().await, 3, "{form} {sent}");
        }
        // Whoever has read that sends it again, and nobody is refused what is so already.
        for _ in 0..2 {
            assert_eq!(send("/fn/change_quantity", "quantity=4&was=3").await.status, 303);
            assert_eq!(reserved().await, 4);
        }
        // A part is bought once, however often that is sent.
        assert_eq!(send("/fn/purchase", "quantity=1&was=4").await.status, 303);
        assert_eq!(send("/fn/purchase", "quantity=1&was=4").await.status, 412);
        assert_eq!(reserved().await, 3);
        site.stop().await;
    });
}

// R5.7: more may be reserved by now than its giver reads.
#[test]
fn what_is_bought_is_what_the_page_shows() {
    run(async {
        let (site, _, world) = begin().await;
        let World { giver, manage, .. } = &world;
        let headers = [("accept", "text/html"), ("cookie", giver.as_str())];
        let shown = site.get(&format!("/r/{manage}"), &headers).await;
        let form = shown.body.split("action=\"/fn/purchase\"").nth(1).unwrap();
        let form = form.split("</form>").next().unwrap();
        assert!(form.contains("name=\"quantity\" value=\"1\""), "{form}");
        assert!(form.contains("name=\"was\" value=\"1\""), "{form}");
        site.stop().await;
    });
}

// R5.3, R5.7
#[test]
fn what_owners_let_go_is_not_said_to_be_cancelled() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, giver, manage, reservation, .. } = &world;
        backend.giving.let_go(&owner.visit, *reservation).await.unwrap();
        let page = format!("{OURS}/r/{manage}");
        let headers =
            [("accept", "text/html"), ("cookie", giver.as_str()), ("referer", page.as_str())];
        let words = "The people who made the list have released your reservation of";
        let shown = site.get(&format!("/r/{manage}"), &headers[..2]).await;
        assert_eq!((shown.status, shown.body.contains(words)), (200, true), "{}", shown.body);
        assert!(!shown.body.contains("Changed your mind?"), "{}", shown.body);
        let follows = format!("data-follow=\"/live/r/{manage}\"");
        assert!(shown.body.contains(&follows), "{}", shown.body);
        let late = site.post("/fn/purchase", &headers, &format!("token={manage}")).await;
        assert_eq!((late.status, late.body.contains(words)), (409, true), "{}", late.body);
        assert!(late.body.contains("this gift has been released in the meantime"), "{}", late.body);
        assert!(!late.body.contains("you’ve already cancelled"), "{}", late.body);
        site.stop().await;
    });
}

// R5.7: clear words for every end.
#[test]
fn a_gift_of_a_deleted_list_is_not_said_to_be_off_it() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, other, list, gift, share, .. } = &world;
        let form = ReserveForm {
            name: "Eve".to_owned(),
            email: other.email.clone(),
            quantity: "1".to_owned(),
        };
        backend.sharing.reserve(&other.visit, share, *gift, "a", form).await.unwrap();
        backend.bin.delete(&owner.visit, *list, "Ida is one").await.unwrap();
        let headers = [("accept", "text/html"), ("cookie", other.cookie.as_str())];
        let page = site.get("/giving", &headers).await;
        assert!(page.body.contains("The list was deleted"), "{}", page.body);
        assert!(!page.body.contains("No longer on the list"));
        site.stop().await;
    });
}

// R2.11, R5.3
#[test]
fn whoever_reserves_too_often_is_told_that_a_confirmed_address_helps() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, list, share, .. } = &world;
        let form = GiftForm {
            name: "Anything".to_owned(),
            any_number: "on".to_owned(),
            ..GiftForm::default()
        };
        let gift = backend.gifts.add(&owner.visit, *list, None, true, form).await.unwrap();
        let page = format!("{OURS}/l/{share}/{gift}");
        let mut last = None;
        for number in 0..6 {
            let (cookie, _) = browser(&site.running.site, "giver");
            let headers =
                [("accept", "text/html"), ("cookie", cookie.as_str()), ("referer", page.as_str())];
            let form = format!(
                "share={share}&gift={gift}&form_key=k{number}&name=Eve&email=eve%2B{number}%40example.org&quantity=1"
            );
            last = Some(site.post("/fn/reserve", &headers, &form).await);
        }
        let refused = last.unwrap();
        assert_eq!(refused.status, 429, "{}", refused.body);
        assert!(refused.body.contains("If you haven’t confirmed your address yet"));
        assert!(refused.body.contains("href=\"/giving/by-mail\""));
        site.stop().await;
    });
}

//! Who may ask for what (R1): every server function and every page that the program registers, asked
//! by everybody. One that is new has no row here, and fails.

mod hostile;
mod mixed;
mod private;

use std::collections::BTreeSet;

use server::http::{route_list, server_functions};

use crate::{
    people::{World, world},
    site::{Answer, TestSite, run, start},
};

/// Everybody who could ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    /// Without any cookie.
    Visitor,
    /// A guest who has reserved on the list.
    Giver,
    /// Somebody with an account and lists of their own.
    Other,
    /// The list's owner.
    Owner,
    /// Somebody who looks after the list with its owner.
    CoOwner,
    /// An admin, who has nothing to do with the list.
    Admin,
}

use Who::{Admin, CoOwner, Giver, Other, Owner, Visitor};

const ALL: [Who; 6] = [Visitor, Giver, Other, Owner, CoOwner, Admin];
const SIGNED_IN: &[Who] = &[Other, Owner, CoOwner, Admin];
const ANYBODY: &[Who] = &ALL;
/// Those who may open the editor of the list.
const OWNERS: &[Who] = &[Owner, CoOwner];
/// Owners do not reserve on their own list.
const GIVERS: &[Who] = &[Visitor, Giver, Other, Admin];

impl Who {
    fn cookie(self, world: &World) -> String {
        match self {
            Self::Visitor => String::new(),
            Self::Giver => world.giver.clone(),
            Self::Other => world.other.cookie.clone(),
            Self::Owner => world.owner.cookie.clone(),
            Self::CoOwner => world.co_owner.cookie.clone(),
            Self::Admin => world.admin.cookie.clone(),
        }
    }
}

/// What a server function is asked with, and by whom it is answered.
fn function(name: &str, world: &World) -> Option<(String, &'static [Who])> {
    let World { list, gift, share, manage, other, product, catalogued, .. } = world;
    let of_product = format!("product={product}");
    let filled = format!("name=Crane&link=https%3A%2F%2Fshop.example%2F{product}");
    let of_list = format!("list={list}");
    let of_gift = format!("list={list}&gift={gift}");
    let of_token = format!("token={manage}");
    Some(match name {
        // What needs no account. What it needs instead stands in the form, or comes by mail.
        "sign_up" | "sign_in" | "ask_reset" | "reset_password" | "confirm_code" | "resend_code"
        | "name_address" | "second_step" | "sign_out" | "set_language" | "password_score"
        | "undo_email_change" | "stop_mails" | "contact" => (String::new(), ANYBODY),
        // One's own account, which no form names.
        "rename"
        | "change_password"
        | "ask_email_change"
        | "confirm_email_change"
        | "drop_email_change"
        | "end_session"
        | "end_other_sessions"
        | "sign_in_again"
        | "turn_on_second_step"
        | "renew_recovery_codes"
        | "turn_off_second_step"
        | "choose_owner_mails"
        | "make_token"
        | "make_webhook"
        | "delete_account" => (String::new(), SIGNED_IN),
        "unlink" => ("identity=x".to_owned(), SIGNED_IN),
        "revoke_token" => (format!("token={list}"), SIGNED_IN),
        // One's own webhook.
        "change_webhook" | "remove_webhook" | "rotate_webhook" | "test_webhook" => {
            (format!("webhook={}", world.webhook), &[Owner])
        }
        "replay_delivery" => {
            (format!("webhook={}&delivery={}", world.webhook, world.delivery), &[Owner])
        }
        "create_list" => ("title=Mine&occasion=other".to_owned(), SIGNED_IN),
        // One list.
        "owner_list" | "share_list" | "rotate_share" | "close_list" | "reopen_list" => {
            (of_list, OWNERS)
        }
        "edit_list" => (format!("{of_list}&title=New&occasion=other&confirmed=on"), OWNERS),
        "set_surprise" => (format!("{of_list}&surprise=keep"), OWNERS),
        "set_giving" => (format!("{of_list}&remind=on"), OWNERS),
        "copy_list" => (of_list, OWNERS),
        "import_gifts" => (format!("{of_list}&ticket=x&row[]=2"), OWNERS),
        // The wrong title: what is deleted is nobody's any more.
        "delete_list" => (format!("{of_list}&title=x"), &[Owner]),
        "restore_list" | "erase_list" => (of_list, &[Owner]),
        "add_gift" => (format!("{of_list}&name=Lamp"), OWNERS),
        "find_gift" => (format!("{of_list}&text=Lamp"), OWNERS),
        "remove_cover" => (of_list, OWNERS),
        // Nothing was saved by a ticket of this name, which owners are told.
        "undo_saved" => (format!("{of_list}&ticket=x"), OWNERS),
        "add_idea" => (format!("{of_list}&product={catalogued}"), OWNERS),
        "set_passcode" => (format!("{of_list}&passcode=lamb"), OWNERS),
        "remove_passcode" => (of_list, OWNERS),
        "tick_thanks" => {
            (format!("{of_list}&reservation={}&tick=received&on=on", world.reservation), OWNERS)
        }
        // The guest has not confirmed the address, which owners are told.
        "send_thanks" => {
            (format!("{of_list}&reservation={}&note=Thanks", world.reservation), OWNERS)
        }
        // The second is told that it is done.
        "let_go" => (format!("reservation={}", world.reservation), OWNERS),
        "invite_by_mail" => (format!("{of_list}&email=eve-{share}%40example.org"), OWNERS),
        "invite_by_link" => (of_list, OWNERS),
        "take_back_invitation" => (format!("{of_list}&invitation={}", world.invitation), OWNERS),
        // The owner stays, whoever asks for it, and is told so.
        "remove_co_owner" => (format!("{of_list}&person={}", world.owner.id), OWNERS),
        "leave_list" => (of_list, OWNERS),
        // Whoever holds the link, with an account. Who looks after the list already is told so.
        "join_list" => (format!("token={}", world.join), &[Other, Admin]),
        "edit_gift" => (format!("{of_gift}&name=Train&wanted=9"), OWNERS),
        "move_gift" => (format!("{of_gift}&way=top"), OWNERS),
        "place_gift" => (format!("{of_gift}&section=Toys"), OWNERS),
        "set_arrived" => (format!("{of_gift}&received=on"), OWNERS),
        "remove_gift" | "restore_gift" | "want_one_more" => (of_gift, OWNERS),
        // Whoever holds the link.
        "shared_list" | "enter_passcode" => (format!("share={share}"), ANYBODY),
        "reserve" => (
            format!(
                "share={share}&gift={gift}&name=Eve&email=eve-{share}%40example.org&quantity=1"
            ),
            GIVERS,
        ),
        // More of it is reserving.
        "change_quantity" => (format!("{of_token}&quantity=2"), GIVERS),
        "purchase" | "undo_purchase" | "cancel_reservation" => (of_token, ANYBODY),
        "set_reminder" | "erase_giver" => (of_token, ANYBODY),
        "mail_links" => (format!("email=karl-{list}%40example.org"), ANYBODY),
        // The mailed link alone, which is none of the tokens here.
        "confirm_address" => (of_token, &[]),
        "fetch_product" => (of_product, &[Admin]),
        "promote_product" => (format!("{of_product}&{filled}"), &[Admin]),
        "merge_product" => (format!("{of_product}&into={catalogued}"), &[Admin]),
        "decline_product" => (format!("{of_product}&note=Why"), &[Admin]),
        "create_product" => (filled, &[Admin]),
        "edit_product" => (format!("product={catalogued}&{filled}"), &[Admin]),
        "sign_user_out" | "suspend_user" | "let_user_back" => {
            (format!("person={}&why=Why", other.id), &[Admin])
        }
        // Another address than that of the account, which would be gone.
        "export_user" | "erase_user" => (format!("person={}&email=x&why=Why", other.id), &[Admin]),
        // No mail was given up.
        "retry_mail" => (format!("mail={list}"), &[]),
        "drop_mail" => (format!("mail={list}&why=Why"), &[]),
        "retry_mails" => (String::new(), &[Admin]),
        // No backups are made here.
        "make_backup" | "verify_backup" | "download_backup" => ("backup=x&why=Why".to_owned(), &[]),
        _ => return None,
    })
}

/// The path of a page, and who sees it; the rest is sent to sign in, or told that there is nothing.
fn page(route: &str, world: &World) -> Option<(String, &'static [Who])> {
    let World { list, gift, share, manage, other, product, catalogued, .. } = world;
    Some(match route {
        "/"
        | "/sign-up"
        | "/sign-up/code"
        | "/sign-up/address"
        | "/sign-in"
        | "/sign-in/second"
        | "/reset"
        | "/reset/sent"
        | "/goodbye"
        | "/email-undo/done"
        | "/facebook/data-deletion" => (route.to_owned(), ANYBODY),
        "/sign-in/again" | "/sign-in/ended" => (route.to_owned(), SIGNED_IN),
        // Links that were never mailed open nothing.
        "/reset/{token}" => ("/reset/x".to_owned(), &[]),
        "/email-undo/{token}" => ("/email-undo/x".to_owned(), &[]),
        "/stop/{token}" => ("/stop/x".to_owned(), &[]),
        "/bookmarklet" => (route.to_owned(), ANYBODY),
        "/ideas" => (route.to_owned(), ANYBODY),
        "/ideas/category/{category}" => ("/ideas/category/play".to_owned(), ANYBODY),
        "/ideas/add/{product}" => (format!("/ideas/add/{catalogued}"), SIGNED_IN),
        // There is no folder of articles here.
        "/ideas/{slug}" => ("/ideas/x".to_owned(), &[]),
        "/how-it-works" | "/about" | "/faq" | "/contact" | "/contact/sent" | "/terms"
        | "/privacy" | "/cookies" | "/offline" => (route.to_owned(), ANYBODY),
        "/giving/by-mail" => (route.to_owned(), ANYBODY),
        "/add"
        | "/lists"
        | "/lists/new"
        | "/lists/bin"
        | "/giving"
        | "/account"
        | "/account/email"
        | "/account/password"
        | "/account/ways"
        | "/account/two-step"
        | "/account/apps"
        | "/account/webhooks"
        | "/account/webhooks/new"
        | "/account/data"
        | "/account/delete" => (route.to_owned(), SIGNED_IN),
        "/account/webhooks/{webhook}" => (format!("/account/webhooks/{}", world.webhook), &[Owner]),
        "/account/webhooks/{webhook}/change" => {
            (format!("/account/webhooks/{}/change", world.webhook), &[Owner])
        }
        "/lists/{list}" => (format!("/lists/{list}"), OWNERS),
        "/lists/{list}/add" => (format!("/lists/{list}/add"), OWNERS),
        "/lists/{list}/import" => (format!("/lists/{list}/import"), OWNERS),
        "/lists/{list}/delete" => (format!("/lists/{list}/delete"), &[Owner]),
        "/lists/{list}/taken" => (format!("/lists/{list}/taken"), OWNERS),
        "/lists/{list}/thanks" => (format!("/lists/{list}/thanks"), OWNERS),
        "/lists/{list}/settings" => (format!("/lists/{list}/settings"), OWNERS),
        "/lists/{list}/people" => (format!("/lists/{list}/people"), OWNERS),
        "/join/{token}" => (format!("/join/{}", world.join), ANYBODY),
        "/lists/{list}/qr" => (format!("/lists/{list}/qr"), OWNERS),
        "/lists/{list}/gifts/{gift}" => (format!("/lists/{list}/gifts/{gift}"), OWNERS),
        "/l/{share}" => (format!("/l/{share}"), ANYBODY),
        "/l/{share}/{gift}" => (format!("/l/{share}/{gift}"), ANYBODY),
        "/r/{token}" => (format!("/r/{manage}"), ANYBODY),
        "/admin"
        | "/admin/users"
        | "/admin/mails"
        | "/admin/figures"
        | "/admin/backups"
        | "/admin/system"
        | "/admin/settings"
        | "/admin/log"
        | "/admin/queue"
        | "/admin/catalogue"
        | "/admin/catalogue/new" => (route.to_owned(), &[Admin]),
        "/admin/queue/{product}" => (format!("/admin/queue/{product}"), &[Admin]),
        "/admin/catalogue/{product}" => (format!("/admin/catalogue/{catalogued}"), &[Admin]),
        "/admin/users/{person}" => (format!("/admin/users/{}", other.id), &[Admin]),
        _ => return None,
    })
}

/// Pages that have nothing for those who are signed in, or have not begun what they go on with.
const SENDS_ON: [&str; 8] = [
    "/sign-in/again",
    "/",
    "/sign-in",
    "/sign-up",
    "/sign-up/code",
    "/sign-up/address",
    "/sign-in/second",
    "/l/{share}/{gift}",
];

/// What is served besides.
const BESIDES: [(&str, &[Who]); 9] = [
    ("/admin/figures.csv", &[Admin]),
    ("/account/data.json", SIGNED_IN),
    ("/healthz", ANYBODY),
    ("/readyz", ANYBODY),
    ("/status.html", ANYBODY),
    ("/robots.txt", ANYBODY),
    ("/sitemap.xml", ANYBODY),
    ("/manifest.webmanifest", ANYBODY),
    ("/service-worker.js", ANYBODY),
];

async fn limitless() -> TestSite {
    start(|settings| {
        let much = server::settings::Rate::new(1_000_000, 1);
        settings.limits = server::settings::LimitsSettings {
            sign_in: much,
            sign_up: much,
            code: much,
            resend_code: much,
            reset: much,
            elsewhere: much,
            account: much,
            reserve: much,
            links: much,
            find: much,
            upload: much,
            contact: much,
            password_score: much,
            post: much,
            api_token: much,
            api_network: much,
            api_wrong_token: much,
        };
    })
    .await
}

/// Whether it was not for them: not signed in, or as if it were not there.
fn refused(answer: &Answer) -> bool {
    let to_sign_in = answer.header("location").starts_with("/sign-in");
    matches!(answer.status, 401 | 403 | 404) || answer.status == 303 && to_sign_in
}

#[test]
fn every_server_function_answers_those_who_may_and_nobody_else() {
    run(async {
        let site = limitless().await;
        for name in server_functions() {
            // What they do to it is seen by nobody else.
            let world = world(&site.running.site).await;
            let row = function(name, &world);
            let (form, may) = row.unwrap_or_else(|| panic!("{name} is new: say who may call it"));
            let (may_not, may): (Vec<Who>, Vec<Who>) =
                ALL.into_iter().partition(|who| !may.contains(who));
            for (who, allowed) in
                may_not.iter().map(|who| (who, false)).chain(may.iter().map(|who| (who, true)))
            {
                let cookie = who.cookie(&world);
                let headers = [("accept", "application/json"), ("cookie", cookie.as_str())];
                let answer = site.post(&format!("/fn/{name}"), &headers, &form).await;
                let said = format!("{who:?} {name}: {} {}", answer.status, answer.body);
                assert!(answer.status < 500, "{said}");
                private::assert_discreet(&world, *who, name, &answer);
                // Owners are told why they can not reserve.
                let own_list = answer.body.contains("own_list");
                // An unknown code, link or way in is not there for anybody.
                let names_nothing = answer.status == 404
                    && matches!(
                        name,
                        "reset_password"
                            | "resend_code"
                            | "name_address"
                            | "undo_email_change"
                            | "stop_mails"
                            | "unlink"
                            | "renew_recovery_codes"
                            | "turn_off_second_step"
                            | "revoke_token"
                    );
                assert_eq!(!(refused(&answer) && !names_nothing || own_list), allowed, "{said}");
            }
        }
        site.stop().await;
    });
}

#[test]
fn every_page_is_shown_to_those_who_may_and_nobody_else() {
    run(async {
        let site = limitless().await;
        let world = world(&site.running.site).await;
        let mut routes: BTreeSet<String> =
            route_list().iter().map(|route| route.path().to_owned()).collect();
        routes.retain(|route| !route.is_empty());
        assert!(routes.len() > 25);
        for route in &routes {
            let row = page(route, &world);
            let (path, may) = row.unwrap_or_else(|| panic!("{route} is new: say who sees it"));
            check(&site, &world, &path, may, SENDS_ON.contains(&route.as_str())).await;
        }
        for (path, may) in BESIDES {
            check(&site, &world, path, may, false).await;
        }
        for file in ["export.csv", "export.json", "qr.svg", "qr.png"] {
            check(&site, &world, &format!("/lists/{}/{file}", world.list), OWNERS, false).await;
        }
        for file in ["qr.svg", "preview.png"] {
            check(&site, &world, &format!("/l/{}/{file}", world.share), ANYBODY, false).await;
        }
        site.stop().await;
    });
}

async fn check(site: &TestSite, world: &World, path: &str, may: &[Who], sends_on: bool) {
    for who in ALL {
        let cookie = who.cookie(world);
        let headers = [("accept", "text/html"), ("cookie", cookie.as_str())];
        let answer = site.get(path, &headers).await;
        let said = format!("{who:?} {path}: {} {}", answer.status, answer.header("location"));
        assert!(answer.status < 500, "{said}");
        private::assert_discreet(world, who, path, &answer);
        let allowed = may.contains(&who);
        if sends_on && allowed && answer.status == 303 {
            continue;
        }
        assert_eq!(answer.status == 200, allowed, "{said}");
        assert_eq!(refused(&answer), !allowed, "{said}");
    }
}

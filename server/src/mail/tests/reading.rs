//! What people read.

use domain::{EmailAddress, OutboxId};

use super::{
    super::{
        message::Letterhead,
        plain::without_links,
        render::{Rendered, Renderer},
    },
    samples::{HOSTILE, PLAIN, Words, every_kind},
};

const KINDS: usize = 61;

fn rendered(language: &str, words: Words, verified: bool) -> Vec<(&'static str, Rendered)> {
    let renderer = Renderer::new().unwrap();
    let mails = every_kind(language, words, verified);
    assert_eq!(mails.len(), KINDS);
    mails.into_iter().map(|(kind, sheet)| (kind, renderer.render(&sheet).unwrap())).collect()
}

fn wire(mail: Rendered, mark: &str) -> String {
    let url = "https://ewelists.example";
    let letterhead =
        Letterhead::new("Eve\r\nBcc: c@x.example", "hello@ewelists.example", url, mark.to_owned());
    let to = EmailAddress::parse("tom@bücher.example").unwrap();
    let id = OutboxId::new(uuid::Uuid::from_u128(0xABC));
    let at = "2026-07-03T09:05:00Z".parse().unwrap();
    let message = letterhead.unwrap().message(id, &to, mail, at).unwrap();
    String::from_utf8(message.formatted()).unwrap()
}

fn snapshots() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

// R7.3, R9.4
#[test]
fn every_mail_reads_as_reviewed() {
    for language in ["en", "de", "fr", "es"] {
        for (kind, mail) in rendered(language, PLAIN, true) {
            snapshots().bind(|| {
                let text = format!("{}\n\n{}", mail.subject, mail.text);
                insta::assert_snapshot!(format!("{kind}.{language}.txt"), text);
                // The frame is the same in every language.
                if ["en", "de"].contains(&language) {
                    insta::assert_snapshot!(format!("{kind}.{language}.html"), mail.html);
                }
            });
        }
    }
}

#[test]
fn an_unverified_giver_reads_as_reviewed() {
    for (kind, mail) in rendered("en", HOSTILE, false) {
        if kind == "reservation_made" || kind == "gift_changed" {
            snapshots().bind(|| {
                let text = format!("{}\n\n{}", mail.subject, mail.text);
                insta::assert_snapshot!(format!("{kind}.unverified.txt"), text);
            });
        }
    }
}

#[test]
fn what_people_wrote_is_never_markup() {
    for verified in [true, false] {
        for (kind, mail) in rendered("en", HOSTILE, verified) {
            for markup in ["<script", "<img", "href='//evil", "href=\"//evil", "</td></td>"] {
                assert!(!mail.html.contains(markup), "{kind}: {markup}");
            }
            for words in [&mail.html, &mail.text, &mail.subject] {
                assert!(!words.contains('\u{202E}'), "{kind}");
                assert_eq!(words.matches("{{ 7*7").count(), words.matches("7*7").count(), "{kind}");
            }
        }
    }
}

// R5.9
#[test]
fn an_unconfirmed_address_gets_no_link_but_ours() {
    for (kind, mail) in rendered("en", HOSTILE, false) {
        // To owners, to the team, and what is never written to such an address.
        let is_to_others = [
            "product_declined",
            "gift_reserved",
            "gift_purchased",
            "gift_freed",
            "owner_digest",
            "contact",
            "thank_you",
        ];
        if is_to_others.contains(&kind) {
            continue;
        }
        for words in [&mail.subject, &mail.text, &mail.html] {
            assert!(!words.contains("evil.example"), "{kind}: {words}");
            assert!(!words.contains("toys.example") && !words.contains("x.example"), "{kind}");
        }
        assert_eq!(without_links(&mail.subject), mail.subject, "{kind}");
    }
}

// R5.9
#[test]
fn no_mail_holds_notes_or_where_to_deliver() {
    for verified in [true, false] {
        for (kind, mail) in rendered("en", PLAIN, verified) {
            for private in ["SECRET", "Bergstr", "NOTES", "tom@example.org"] {
                assert!(!mail.html.contains(private) && !mail.text.contains(private), "{kind}");
            }
        }
    }
}

// R7.3: as HTML and text, and they say why they came.
#[test]
fn both_parts_say_the_same_and_lead_to_the_same_pages() {
    for language in ["en", "de", "fr", "es"] {
        for ((kind, sheet), (_, mail)) in
            every_kind(language, PLAIN, true).iter().zip(rendered(language, PLAIN, true))
        {
            let html = mail.html.replace("&#x2f;", "/").replace("&#x27;", "'");
            let html = html.replace("&amp;", "&").replace("&quot;", "\"");
            let links = sheet.button.iter().chain(&sheet.second).chain(&sheet.stop);
            let links = links.chain(sheet.cards.iter().filter_map(|card| card.link.as_ref()));
            let links = links.chain(&sheet.links).chain([&sheet.home]);
            let words = sheet.lead.iter().chain(&sheet.rest).chain([&sheet.heading, &sheet.why]);
            for part in words.chain(links.flat_map(|link| [&link.label, &link.href])) {
                assert!(html.contains(part.as_str()), "{kind}.{language}: {part}");
                assert!(mail.text.contains(part.as_str()), "{kind}.{language}: {part}");
            }
            assert!(html.contains(&format!("lang=\"{language}\"")));
        }
    }
}

// R9.4
#[test]
fn in_text_a_colon_stands_as_the_language_has_it() {
    for (language, colon) in [("en", ":"), ("de", ":"), ("fr", "\u{A0}:"), ("es", ":")] {
        for ((kind, sheet), (_, mail)) in
            every_kind(language, PLAIN, true).iter().zip(rendered(language, PLAIN, true))
        {
            let links = sheet.button.iter().chain(&sheet.second).chain(&sheet.stop);
            let links = links.chain(sheet.cards.iter().filter_map(|card| card.link.as_ref()));
            let links = links.chain(&sheet.links).chain([&sheet.home]).map(|link| &link.label);
            let rows = sheet.cards.iter().flat_map(|card| &card.rows).map(|row| &row.label);
            for label in links.chain(rows) {
                let named = format!("{label}{colon}");
                assert!(mail.text.contains(&named), "{kind}.{language}: {named}");
                assert!(!label.ends_with(['?', '!', '.', ':']), "{kind}.{language}: {label}");
            }
        }
    }
}

// R7.3, R9.6
#[test]
fn no_mail_fetches_anything() {
    for (kind, mail) in rendered("de", PLAIN, true) {
        for fetching in ["<img", "<link", "@import", "url(", "src="] {
            assert!(!mail.html.contains(fetching), "{kind}: {fetching}");
        }
    }
}

#[test]
fn heads_take_no_line_from_a_name() {
    for (kind, mail) in rendered("en", HOSTILE, true) {
        let stop = mail.stop.clone();
        let wire = wire(mail, "");
        let (head, _) = wire.split_once("\r\n\r\n").unwrap();
        let names: Vec<_> = head
            .split("\r\n")
            .filter(|line| !line.starts_with([' ', '\t']))
            .map(|line| line.split_once(':').unwrap().0)
            .collect();
        let mut expected = vec![
            "From",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "Auto-Submitted",
            "MIME-Version",
            "Content-Type",
        ];
        if kind == "contact" {
            // Who wrote to the team is who its answer goes to.
            expected.insert(6, "Reply-To");
            assert!(head.contains("\r\nReply-To: Anna.Berg@example.org\r\n"), "{head}");
        }
        if let Some(stop) = stop {
            // Stopped by one click (RFC 8058).
            expected.splice(6..6, ["List-Unsubscribe", "List-Unsubscribe-Post"]);
            let unfolded = head.replace("\r\n ", "");
            assert!(unfolded.contains(&format!("\r\nList-Unsubscribe: <{stop}>\r\n")), "{head}");
            let one_click = "\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n";
            assert!(unfolded.contains(one_click), "{head}");
        }
        assert_eq!(names, expected, "{kind}");
        assert!(head.contains("To: tom@xn--bcher-kva.example\r\n"), "{kind}: {head}");
    }
}

// R7.8
#[test]
fn what_owners_need_not_read_can_be_stopped() {
    for (kind, mail) in rendered("en", PLAIN, true) {
        let is_about_givers =
            ["gift_reserved", "gift_purchased", "gift_freed", "owner_digest"].contains(&kind);
        if is_about_givers {
            let stop = mail.stop.unwrap();
            assert!(stop.starts_with("https://ewelists.example/stop/"), "{kind}: {stop}");
            assert!(mail.text.contains(&stop) && mail.html.contains(&stop), "{kind}");
        }
    }
}

// R5.8, R5.9
#[test]
fn a_reminder_can_be_stopped_and_tells_an_unconfirmed_address_no_more_than_names() {
    for verified in [true, false] {
        let mails = rendered("en", HOSTILE, verified);
        let (_, mail) = mails.into_iter().find(|(kind, _)| *kind == "reminder").unwrap();
        let stop = mail.stop.unwrap();
        assert!(stop.starts_with("https://ewelists.example/stop/"), "{stop}");
        assert!(mail.text.contains(&stop) && mail.html.contains(&stop));
        assert_eq!(mail.text.contains("evil.example"), verified, "{}", mail.text);
        assert!(mail.text.contains("31 July 2026"), "{}", mail.text);
    }
}

// R7.3: an id that does not change; outside production the subject says so.
#[test]
fn a_mail_keeps_its_message_id_and_is_marked_outside_production() {
    let (_, mail) = rendered("en", PLAIN, true).remove(1);
    let staging = wire(mail.clone(), " (staging)");
    assert!(
        staging.contains("\r\nMessage-ID: <00000000000000000000000000000abc@ewelists.example>\r\n")
    );
    assert!(staging.contains("\r\nSubject: Welcome to ewelists (staging)\r\n"));
    assert!(staging.contains("\r\nDate: Fri, 03 Jul 2026 09:05:00 +0000\r\n"));
    assert!(wire(mail, "").contains("\r\nSubject: Welcome to ewelists\r\n"));
}

#[test]
fn what_can_not_send_is_refused_at_the_start() {
    let letterhead = |address, url| Letterhead::new("x", address, url, String::new()).is_ok();
    assert!(letterhead("a@b.example", "http://[::1]:3000"));
    assert!(!letterhead("a@b.example\r\nBcc: c@d.example", "https://x"));
    assert!(!letterhead("nobody", "https://x"));
    assert!(!letterhead("a@b.example", "ewelists"));
    assert!(super::super::transport::check("smtps://me:secret@mail.example").is_ok());
    let refused = super::super::transport::check("http://me:secret@mail.example").unwrap_err();
    assert!(!format!("{refused} {refused:?}").contains("secret"));
}

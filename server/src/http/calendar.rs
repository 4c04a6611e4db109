//! The day of a list as a file for calendars (RFC 5545): `/l/SHARE/date.ics`, for whoever may open
//! the list, and `/r/TOKEN/date.ics`, for its givers.
//!
//! Calendars are shared in families: the file says what the list is called and where it is, and never
//! who gives what.

use app::{backend::Backend, error::AppError, i18n::Locale, session::Visit};
use axum::{
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, Days, NaiveDate, Utc};
use icalendar::{Calendar, Component as _, Event, EventLike as _};
use leptos_i18n::td_string;
use sha2::{Digest as _, Sha256};

use super::{refusal::refuse, request::only_reads};
use crate::site::Site;

/// What a file is about, and by which link.
#[derive(Debug, PartialEq, Eq)]
enum Asked<'a> {
    Shared(&'a str),
    Managed(&'a str),
}

fn asked(path: &str) -> Option<Asked<'_>> {
    let parts: Vec<_> = path.strip_prefix('/')?.split('/').collect();
    match parts.as_slice() {
        ["l", share, "date.ics"] => Some(Asked::Shared(share)),
        ["r", token, "date.ics"] => Some(Asked::Managed(token)),
        _ => None,
    }
}

/// Answers both.
pub async fn layer(
    State((site, backend)): State<(Site, Backend)>,
    request: Request,
    next: Next,
) -> Response {
    let reads = only_reads(request.method());
    let path = request.uri().path().to_owned();
    let Some(asked) = asked(&path).filter(|_| reads) else { return next.run(request).await };
    let Some(visit) = request.extensions().get::<Visit>().cloned() else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    match day(&site, &backend, &visit, asked).await {
        Ok(Some(day)) => {
            let told = [
                (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"date.ics\""),
            ];
            (told, day.file(visit.language, site.clock.now())).into_response()
        }
        // Whoever followed the link in a browser is shown the page for it, or asked for a passcode.
        Ok(None) => next.run(request).await,
        Err(error) if matches!(error.status(), 401 | 403 | 404) => next.run(request).await,
        Err(error) => refuse(request.headers(), error),
    }
}

/// A list with a day.
struct ListDay {
    title: String,
    day: NaiveDate,
    /// The address of its shared page.
    link: String,
    /// Of this site.
    host: String,
}

async fn day(
    site: &Site,
    backend: &Backend,
    visit: &Visit,
    asked: Asked<'_>,
) -> Result<Option<ListDay>, AppError> {
    let (banner, path) = match asked {
        Asked::Shared(share) => {
            let list = backend.sharing.shared(visit, share).await?;
            (list.banner, Some(format!("/l/{share}")))
        }
        Asked::Managed(token) => {
            let (view, _) = backend.sharing.manage(visit, token).await?;
            (view.banner, view.list)
        }
    };
    let origin = site.settings.site.origin();
    let host = url::Url::parse(&origin).ok();
    let host = host.as_ref().and_then(url::Url::host_str).unwrap_or("localhost").to_owned();
    Ok(banner.date.zip(path).map(|(date, path)| ListDay {
        title: banner.title,
        day: date.day,
        link: format!("{origin}{path}"),
        host,
    }))
}

impl ListDay {
    /// One event of a whole day, which takes up no time. The same list is the same event, so that a
    /// day that was moved takes the place of the one before.
    fn file(&self, locale: Locale, now: DateTime<Utc>) -> String {
        let words = td_string!(locale, givers.calendar.description, link = self.link.as_str());
        let digest = format!("{:x}", Sha256::digest(&self.link));
        let mut event = Event::new();
        event
            .uid(&format!("{}@{}", &digest[..32], self.host))
            .timestamp(now)
            .starts(self.day)
            .ends(self.day.checked_add_days(Days::new(1)).unwrap_or(self.day))
            .summary(&isolated(&self.title))
            .description(&words)
            .url(&self.link)
            .add_property("TRANSP", "TRANSPARENT");
        let mut calendar = Calendar::empty();
        calendar.append_property(("VERSION", "2.0"));
        calendar.append_property(("PRODID", "-//ewelists//date//EN"));
        calendar.append_property(("CALSCALE", "GREGORIAN"));
        calendar.push(event.done());
        calendar.to_string()
    }
}

/// A title in any script, kept from turning around what a calendar shows beside it (Unicode Standard
/// Annex 9).
fn isolated(title: &str) -> String {
    format!("\u{2068}{title}\u{2069}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(title: &str) -> String {
        let day = ListDay {
            title: title.to_owned(),
            day: "2026-12-31".parse().unwrap(),
            link: "https://ewelists.example/l/abc_-".to_owned(),
            host: "ewelists.example".to_owned(),
        };
        day.file(Locale::en, "2026-11-01T12:00:00Z".parse().unwrap())
    }

    // R5.1
    #[test]
    fn a_day_is_one_event_of_a_whole_day() {
        let file = file("Ida is one");
        for line in [
            "BEGIN:VCALENDAR\r\n",
            "VERSION:2.0\r\n",
            "DTSTAMP:20261101T120000Z\r\n",
            "DTSTART;VALUE=DATE:20261231\r\n",
            "DTEND;VALUE=DATE:20270101\r\n",
            "TRANSP:TRANSPARENT\r\n",
            "URL:https://ewelists.example/l/abc_-\r\n",
            "END:VCALENDAR\r\n",
        ] {
            assert!(file.contains(line), "{line:?}: {file}");
        }
        assert_eq!(file.matches("BEGIN:VEVENT").count(), 1);
        assert!(file.contains("SUMMARY:\u{2068}Ida is one\u{2069}\r\n"), "{file}");
    }

    // R9.7
    #[test]
    fn what_people_wrote_is_no_line_of_its_own() {
        let file = file("A, B; C\\ יום הולדת\nATTENDEE:mailto:eve@evil.example");
        assert!(!file.contains("\nATTENDEE"), "{file}");
        let unfolded = file.replace("\r\n ", "");
        assert!(unfolded.contains("A\\, B\\; C\\\\ יום הולדת\\nATTENDEE"), "{unfolded}");
    }

    #[test]
    fn long_lines_are_folded_between_characters() {
        let file = file(&"🎁é".repeat(50));
        // The space before a last line is not counted.
        assert!(file.split("\r\n").all(|line| line.len() <= 76), "{file}");
        assert!(file.replace("\r\n ", "").contains(&"🎁é".repeat(50)));
    }

    #[test]
    fn each_address_names_one_list() {
        assert_eq!(asked("/l/abc/date.ics"), Some(Asked::Shared("abc")));
        assert_eq!(asked("/r/abc/date.ics"), Some(Asked::Managed("abc")));
        for none in ["/l/abc", "/l/abc/date.ics/", "/l/date.ics", "/lists/abc/date.ics", "/x"] {
            assert_eq!(asked(none), None, "{none}");
        }
    }
}

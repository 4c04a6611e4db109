//! Tickets, by which somebody fetches what a form got ready: for one person, one thing and a minute.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use domain::PersonId;

use super::{Purpose, Secrets, same};

/// How long a ticket is good.
const TICKET_SECONDS: i64 = 60;

impl Secrets {
    /// A ticket for this person to fetch that.
    pub fn ticket(&self, person: PersonId, what: &str, now: DateTime<Utc>) -> String {
        self.ticket_until(person, what, (now + TimeDelta::seconds(TICKET_SECONDS)).timestamp())
    }

    /// Whether it is one, and still good.
    pub fn is_ticket(
        &self,
        person: PersonId,
        what: &str,
        ticket: &str,
        now: DateTime<Utc>,
    ) -> bool {
        let until = ticket.split_once('.').and_then(|(until, _)| until.parse::<i64>().ok());
        until.is_some_and(|until| {
            now.timestamp() < until && same(&self.ticket_until(person, what, until), ticket)
        })
    }

    fn ticket_until(&self, person: PersonId, what: &str, until: i64) -> String {
        let of = format!("{person}\n{what}\n{until}");
        let mac = self.derive_now(Purpose::Ticket, of.as_bytes());
        format!("{until}.{}", URL_SAFE_NO_PAD.encode(mac))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    // R2.12
    #[test]
    fn a_ticket_is_for_one_person_and_one_thing_and_a_minute() {
        let secrets = Secrets::new([7; 32]);
        let [ada, ben] = [1, 2].map(|n| PersonId::new(Uuid::from_u128(n)));
        let now = "2026-11-28T12:00:00Z".parse().unwrap();
        let ticket = secrets.ticket(ada, "backup x", now);
        assert!(secrets.is_ticket(ada, "backup x", &ticket, now + TimeDelta::seconds(59)));
        assert!(!secrets.is_ticket(ada, "backup x", &ticket, now + TimeDelta::seconds(60)));
        assert!(!secrets.is_ticket(ben, "backup x", &ticket, now));
        assert!(!secrets.is_ticket(ada, "backup y", &ticket, now));
        let longer = ticket.replacen(|c: char| c.is_ascii_digit(), "9", 1);
        for forged in ["", ".", "9999999999.", "x", longer.as_str()] {
            assert!(!secrets.is_ticket(ada, "backup x", forged, now), "{forged}");
        }
        assert!(!Secrets::new([8; 32]).is_ticket(ada, "backup x", &ticket, now));
    }
}

//! Passcodes of lists, and what a browser keeps in which one was typed (R3.7).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use domain::{ListId, Pass, Passcode};
use subtle::ConstantTimeEq as _;

use super::{LENGTH, Purpose, Secrets};

impl Secrets {
    /// A passcode bound to its list by the server's key. This is what is hashed: nobody guesses at
    /// a short passcode who has only the database.
    pub fn seal_passcode(&self, list: ListId, passcode: &Passcode) -> String {
        let typed = passcode.expose().as_bytes();
        URL_SAFE_NO_PAD.encode(self.derive_with(Purpose::Passcode, list.uuid(), typed, 0))
    }

    /// What shows until then that a passcode was typed.
    pub fn seal_pass(&self, pass: Pass, until: DateTime<Utc>) -> String {
        let until = until.timestamp();
        let mac = URL_SAFE_NO_PAD.encode(self.pass_mac(pass, until));
        format!("{}.{until}.{mac}", pass.generation)
    }

    /// What was shown of a list's passcode; nothing where it was changed, made by others, or is
    /// over.
    pub fn open_pass(&self, list: ListId, sealed: &str, now: DateTime<Utc>) -> Option<Pass> {
        let (generation, rest) = sealed.split_once('.')?;
        let (until, mac) = rest.split_once('.')?;
        let pass = Pass { list, generation: generation.parse().ok()? };
        let until = until.parse().ok()?;
        let mac = URL_SAFE_NO_PAD.decode(mac).ok()?;
        let ours = bool::from(self.pass_mac(pass, until).as_slice().ct_eq(&mac));
        (ours && now.timestamp() < until).then_some(pass)
    }

    fn pass_mac(&self, pass: Pass, until: i64) -> [u8; LENGTH] {
        self.derive_with(Purpose::Pass, pass.list.uuid(), &until.to_be_bytes(), pass.generation)
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use uuid::Uuid;

    use super::*;

    fn secrets() -> Secrets {
        Secrets::new([7; LENGTH])
    }

    fn list(number: u128) -> ListId {
        ListId::new(Uuid::from_u128(number))
    }

    fn now() -> DateTime<Utc> {
        "2026-11-01T12:00:00Z".parse().unwrap()
    }

    // R3.7
    #[test]
    fn a_pass_is_good_for_its_list_its_passcode_and_its_time() {
        let pass = Pass { list: list(1), generation: 3 };
        let sealed = secrets().seal_pass(pass, now() + TimeDelta::days(30));
        let open = |list, sealed: &str, days| {
            secrets().open_pass(list, sealed, now() + TimeDelta::days(days))
        };
        assert_eq!(open(list(1), &sealed, 29), Some(pass));
        assert_eq!(open(list(1), &sealed, 30), None, "it is over");
        assert_eq!(open(list(2), &sealed, 0), None, "another list");
        assert_eq!(open(list(1), &sealed.replacen("3.", "4.", 1), 0), None, "another passcode");
        assert_eq!(Secrets::new([8; LENGTH]).open_pass(list(1), &sealed, now()), None);
    }

    #[test]
    fn a_changed_pass_opens_nothing() {
        let pass = Pass { list: list(1), generation: 3 };
        let sealed = secrets().seal_pass(pass, now() + TimeDelta::days(30));
        for at in 0..sealed.len() {
            let mut changed = sealed.clone().into_bytes();
            changed[at] = if changed[at] == b'1' { b'2' } else { b'1' };
            let changed = String::from_utf8(changed).unwrap();
            assert_ne!(changed, sealed);
            assert_eq!(secrets().open_pass(list(1), &changed, now()), None, "{changed}");
        }
        for nonsense in ["", ".", "..", "1.2", "1.99999999999.", "🎁.🎁.🎁", &"1.".repeat(10_000)]
        {
            assert_eq!(secrets().open_pass(list(1), nonsense, now()), None);
        }
    }

    #[test]
    fn a_passcode_is_sealed_for_its_list() {
        let passcode = Passcode::parse("lamb").unwrap();
        let sealed = secrets().seal_passcode(list(1), &passcode);
        assert_eq!(sealed.len(), 43);
        assert_eq!(sealed, secrets().seal_passcode(list(1), &passcode));
        assert_ne!(sealed, secrets().seal_passcode(list(2), &passcode));
        assert_ne!(sealed, secrets().seal_passcode(list(1), &Passcode::parse("lamp").unwrap()));
        assert_ne!(sealed, Secrets::new([8; LENGTH]).seal_passcode(list(1), &passcode));
    }
}

//! E-mail addresses: as typed, for writing to; and as a key, for recognising (R2.3).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::FieldProblem;

/// An address that can be written to, exactly as it was typed.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// Two addresses with the same key belong to one person: ASCII lower case, the domain in its
/// ASCII form (IDNA), `googlemail.com` folded to `gmail.com`. Nothing else is folded.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EmailKey(String);

impl EmailAddress {
    /// The most bytes an address may have (RFC 5321, 4.5.3.1).
    pub const MAX: u32 = 254;

    /// Accepts an ASCII dot-atom before the `@` (RFC 5322) and a domain with a dot after it;
    /// neither quoted parts, encoded words nor address literals.
    ///
    /// # Errors
    /// [`FieldProblem::Required`], [`FieldProblem::TooLong`] or [`FieldProblem::NotAnEmail`].
    pub fn parse(raw: &str) -> Result<Self, FieldProblem> {
        let address = raw.trim();
        if address.is_empty() {
            return Err(FieldProblem::Required);
        }
        if address.len() > Self::MAX as usize {
            return Err(FieldProblem::TooLong { max: Self::MAX });
        }
        let (local, domain) = address.rsplit_once('@').ok_or(FieldProblem::NotAnEmail)?;
        if !is_dot_atom(local) || address.contains("=?") || ascii_domain(domain).is_none() {
            return Err(FieldProblem::NotAnEmail);
        }
        Ok(Self(address.to_owned()))
    }

    /// The address as typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the person is recognised by.
    pub fn key(&self) -> EmailKey {
        // Parsing has made sure of both halves.
        let (local, domain) = self.0.rsplit_once('@').unwrap_or((&self.0, ""));
        let domain = ascii_domain(domain).unwrap_or_default();
        let domain = if domain == "googlemail.com" { "gmail.com" } else { &domain };
        EmailKey(format!("{}@{domain}", local.to_ascii_lowercase()))
    }

    /// The address for those who need not know it: its first letter, that of its domain, and how the
    /// domain ends.
    pub fn masked(&self) -> String {
        let (local, domain) = self.0.rsplit_once('@').unwrap_or((&self.0, ""));
        let first = |text: &str| text.chars().next().map_or_else(String::new, String::from);
        let ending = domain.rsplit('.').next().unwrap_or_default();
        format!("{}…@{}….{ending}", first(local), first(domain))
    }

    /// The address with an ASCII domain, as it goes into an envelope (RFC 5891).
    pub fn ascii(&self) -> String {
        let (local, domain) = self.0.rsplit_once('@').unwrap_or((&self.0, ""));
        format!("{local}@{}", ascii_domain(domain).unwrap_or_default())
    }
}

impl EmailKey {
    /// The key's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Takes a key that was stored.
    pub fn from_stored(key: String) -> Self {
        Self(key)
    }

    /// The mailbox that mail to this address lands in, for limits only: `+tag` dropped, and
    /// Gmail's dots too. Never an identity.
    pub fn mailbox(&self) -> String {
        let (local, domain) = self.0.rsplit_once('@').unwrap_or((&self.0, ""));
        let local = local.split('+').next().unwrap_or(local);
        if domain == "gmail.com" {
            format!("{}@{domain}", local.replace('.', ""))
        } else {
            format!("{local}@{domain}")
        }
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailAddress(***)")
    }
}

impl fmt::Debug for EmailKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailKey(***)")
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = String;

    fn try_from(raw: String) -> Result<Self, String> {
        Self::parse(&raw).map_err(|problem| format!("{problem:?}"))
    }
}

fn is_dot_atom(local: &str) -> bool {
    !local.is_empty()
        && local.len() <= 64
        && local.split('.').all(|atom| {
            !atom.is_empty()
                && atom
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
        })
}

/// The domain's lower-case ASCII form, if it is one that mail can be sent to.
fn ascii_domain(domain: &str) -> Option<String> {
    let ascii = idna::domain_to_ascii_strict(domain).ok()?;
    let labels: Vec<_> = ascii.split('.').collect();
    let last = labels.last()?;
    let is_name = labels.len() >= 2
        && labels.iter().all(|label| !label.is_empty())
        && last.len() >= 2
        && !last.bytes().all(|b| b.is_ascii_digit());
    is_name.then_some(ascii)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use test_case::test_case;

    use super::*;

    fn key(raw: &str) -> String {
        EmailAddress::parse(raw).unwrap().key().as_str().to_owned()
    }

    // R2.3: which addresses are the same.
    #[test_case("Anna.Berg@Example.ORG", "anna.berg@example.org")]
    #[test_case("a@googlemail.com", "a@gmail.com")]
    #[test_case("a.b+c@GoogleMail.com", "a.b+c@gmail.com")]
    #[test_case("a.b+c@gmail.com", "a.b+c@gmail.com")]
    #[test_case("anna@bücher.example", "anna@xn--bcher-kva.example")]
    #[test_case("anna@sub.example.co.uk", "anna@sub.example.co.uk")]
    fn keys_fold_only_what_the_rule_says(raw: &str, expected: &str) {
        assert_eq!(key(raw), expected);
    }

    #[test_case("a@b")]
    #[test_case("a@127.0.0.1")]
    #[test_case("a@[127.0.0.1]")]
    #[test_case("\"a b\"@b.com")]
    #[test_case("=?utf-8?q?x=40y.z=3E?=@b.com")]
    #[test_case("\u{212A}im@example.org")]
    #[test_case("a@b@c.org")]
    #[test_case(".a@b.org")]
    #[test_case("a..b@c.org")]
    #[test_case("a@b..org")]
    #[test_case("a@-b.org")]
    #[test_case("a b@c.org")]
    #[test_case("a@b.org\r\nBcc: c@d.org")]
    #[test_case("@b.org")]
    #[test_case("a@")]
    fn what_can_not_be_written_to_is_refused(raw: &str) {
        assert_eq!(EmailAddress::parse(raw), Err(FieldProblem::NotAnEmail));
    }

    // R2.12
    #[test_case("karl.huber@example.org", "k…@e….org")]
    #[test_case("a@b.co.uk", "a…@b….uk")]
    #[test_case("anna@bücher.example", "a…@b….example")]
    fn a_masked_address_is_known_to_whoever_knows_it(raw: &str, masked: &str) {
        assert_eq!(EmailAddress::parse(raw).unwrap().masked(), masked);
    }

    // R2.3, R2.11
    #[test]
    fn tags_and_dots_count_as_one_mailbox_only_for_limits() {
        let tagged = EmailAddress::parse("a.n.na+x@googlemail.com").unwrap().key();
        assert_eq!(tagged.mailbox(), "anna@gmail.com");
        assert_ne!(tagged, EmailAddress::parse("anna@gmail.com").unwrap().key());
    }

    proptest! {
        #[test]
        fn parsing_never_panics(raw in any::<String>()) {
            let _ = EmailAddress::parse(&raw).map(|address| address.key());
        }

        #[test]
        fn a_key_is_its_own_key(local in "[a-zA-Z0-9._+-]{1,20}", domain in "[a-zA-Z0-9-]{1,10}\\.[a-zA-Z]{2,5}") {
            if let Ok(address) = EmailAddress::parse(&format!("{local}@{domain}")) {
                let once = address.key();
                let again = EmailAddress::parse(once.as_str()).unwrap().key();
                prop_assert_eq!(once, again);
            }
        }

        // R2.3
        #[test]
        fn keys_are_equal_just_when_case_and_googlemail_are_all_that_differs(
            local in "[a-z0-9]{1,8}", other in "[a-z0-9]{1,8}", upper in any::<bool>(),
        ) {
            let first = EmailAddress::parse(&format!("{local}@gmail.com")).unwrap();
            let spelled = if upper { other.to_ascii_uppercase() } else { other.clone() };
            let second = EmailAddress::parse(&format!("{spelled}@googlemail.com")).unwrap();
            prop_assert_eq!(first.key() == second.key(), local == other);
        }
    }
}

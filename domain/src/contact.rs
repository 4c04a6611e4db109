//! What people write to the team (R8.2).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{EmailAddress, FieldErrors, MessageId, MessageText, PersonName};

/// The form by which somebody writes to the team.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "each field says it")]
pub struct ContactForm {
    pub name: String,
    pub email: String,
    pub message: String,
}

/// What somebody writes, and where the answer goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactWish {
    /// What they call themselves.
    pub name: PersonName,
    /// Where the answer goes.
    pub email: EmailAddress,
    /// What they say.
    pub message: MessageText,
}

impl ContactForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that needs another value.
    pub fn parse(&self) -> Result<ContactWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.take("name", PersonName::parse(&self.name));
        let email = errors.take("email", EmailAddress::parse(&self.email));
        let message = errors.take("message", MessageText::parse(&self.message));
        match (name, email, message) {
            (Some(name), Some(email), Some(message)) => Ok(ContactWish { name, email, message }),
            _ => Err(errors),
        }
    }
}

impl fmt::Debug for ContactForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContactForm(***)")
    }
}

/// Digits and letters that are not mistaken for each other (Crockford's base 32).
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many of them a reference has: 40 bits.
const LENGTH: usize = 8;

/// The number that a message goes by, such as `EW-7K3Q-2M9P`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Reference([u8; LENGTH]);

impl Reference {
    /// Reads a reference as it was written down; whatever is none is nothing.
    pub fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.strip_prefix("EW-")?.split_once('-')?;
        let letters: [u8; LENGTH] = [first, last].concat().into_bytes().try_into().ok()?;
        let known = first.len() == LENGTH / 2 && letters.iter().all(|it| LETTERS.contains(it));
        known.then_some(Self(letters))
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EW")?;
        for (place, letter) in self.0.iter().enumerate() {
            if place % (LENGTH / 2) == 0 {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(*letter))?;
        }
        Ok(())
    }
}

impl MessageId {
    /// The number that the message goes by, from the end of its id.
    pub fn reference(self) -> Reference {
        let bits = self.uuid().as_u128();
        let mut letters = [0; LENGTH];
        for (place, letter) in letters.iter_mut().rev().enumerate() {
            *letter = LETTERS[(bits >> (5 * place)) as usize % LETTERS.len()];
        }
        Reference(letters)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::FieldProblem;

    fn form() -> ContactForm {
        ContactForm {
            name: " Anna ".to_owned(),
            email: "anna@example.org".to_owned(),
            message: "Hello\r\nthere".to_owned(),
        }
    }

    // R8.2
    #[test]
    fn a_message_keeps_its_lines_and_everything_wrong_is_said_at_once() {
        let wish = form().parse().unwrap();
        assert_eq!((wish.name.as_str(), wish.message.as_str()), ("Anna", "Hello\nthere"));
        let wrong = ContactForm { message: "x".repeat(4001), ..ContactForm::default() };
        let errors = wrong.parse().unwrap_err();
        assert_eq!(errors.of("name"), Some(&FieldProblem::Required));
        assert_eq!(errors.of("email"), Some(&FieldProblem::Required));
        assert_eq!(errors.of("message"), Some(&FieldProblem::TooLong { max: 4000 }));
        let longest = ContactForm { message: "x".repeat(4000), ..form() };
        assert!(longest.parse().is_ok());
        let blank = ContactForm { message: " \n\t ".to_owned(), ..form() };
        assert_eq!(blank.parse().unwrap_err().of("message"), Some(&FieldProblem::Required));
    }

    #[test]
    fn a_reference_reads_well_and_follows_from_the_id() {
        let id = MessageId::new(Uuid::from_u128(0x0001_0203_0405_0607_0809_0a0b_0c0d_0e0f));
        assert_eq!(id.reference().to_string(), "EW-1C60-T3GF");
        assert_eq!(MessageId::new(Uuid::nil()).reference().to_string(), "EW-0000-0000");
        let last = MessageId::new(Uuid::from_u128(u128::MAX));
        assert_eq!(last.reference().to_string(), "EW-ZZZZ-ZZZZ");
    }

    #[test]
    fn what_is_no_reference_is_none() {
        for wrong in [
            "",
            "EW",
            "EW-",
            "EW-7K3Q",
            "EW-7K3Q-2M9",
            "EW-7K3Q-2M9PX",
            "EW-7K3QX-2M9",
            "ew-7k3q-2m9p",
            "EW-7K3Q-2M9I",
            "EW-7K3Q-2M9é",
            "EW-7K3Q-2M9P-",
            "EW-<b>Q-2M9P",
        ] {
            assert_eq!(Reference::parse(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_reference_is_read_back(id in any::<u128>()) {
            let reference = MessageId::new(Uuid::from_u128(id)).reference();
            prop_assert_eq!(Reference::parse(&reference.to_string()), Some(reference));
        }

        #[test]
        fn reading_a_reference_never_panics(text in any::<String>()) {
            let _ = Reference::parse(&text);
        }
    }
}

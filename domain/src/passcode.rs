//! The passcode of a list: what givers type before they see anything of it (R3.7).

use std::fmt;

use unicode_segmentation::UnicodeSegmentation;

use crate::{Actor, DomainError, Event, FieldProblem, List, ListId, Role, text::clean_line};

/// What is longer was not typed.
const MOST_BYTES: usize = 4096;

/// A passcode as typed: 4 to 64 characters of any kind. It is passed on by word of mouth and in
/// messages, so that it is cleaned as other words are: what nobody can see is no part of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Passcode(String);

impl Passcode {
    /// The fewest characters, as people count them.
    pub const MIN: u32 = 4;
    /// The most characters.
    pub const MAX: u32 = 64;

    /// Cleans and measures what was typed.
    ///
    /// # Errors
    /// [`FieldProblem::Required`], [`FieldProblem::TooShort`] or [`FieldProblem::TooLong`].
    pub fn parse(raw: &str) -> Result<Self, FieldProblem> {
        let too_long = FieldProblem::TooLong { max: Self::MAX };
        if raw.len() > MOST_BYTES {
            return Err(too_long);
        }
        let clean = clean_line(raw);
        match clean.graphemes(true).count() {
            0 => Err(FieldProblem::Required),
            n if n < Self::MIN as usize => Err(FieldProblem::TooShort { min: Self::MIN }),
            n if n > Self::MAX as usize => Err(too_long),
            _ => Ok(Self(clean)),
        }
    }

    /// The passcode itself, for hashing.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// What is kept of a passcode.
#[derive(Clone, PartialEq, Eq)]
pub struct PasscodeHash(String);

impl PasscodeHash {
    /// Takes the hash, as it says of itself how it was made.
    pub fn new(hash: impl Into<String>) -> Self {
        Self(hash.into())
    }

    /// The hash.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

macro_rules! unsaid {
    ($($name:ident),+) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(***)"))
            }
        }
    )+};
}

unsaid!(Passcode, PasscodeHash);

/// Whether a list asks for a passcode, and for which.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock {
    /// What is kept of the passcode; nothing where the link is enough.
    pub hash: Option<PasscodeHash>,
    /// Rises with every passcode, and when there is none any more, so that what browsers remember
    /// of the one before opens nothing.
    pub generation: u32,
}

impl Lock {
    /// Whether it asks for one.
    pub fn is_set(&self) -> bool {
        self.hash.is_some()
    }
}

/// Shows that the passcode of a list was typed in a browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pass {
    /// Of which list.
    pub list: ListId,
    /// Which of its passcodes.
    pub generation: u32,
}

impl List {
    /// Asks for a passcode from now on, for another one, or for none any more. Whoever had typed the
    /// one before is asked again (R3.7).
    pub fn set_passcode(mut self, hash: Option<PasscodeHash>) -> (Self, Vec<Event>) {
        if hash.is_none() && !self.lock.is_set() {
            return (self, vec![]);
        }
        self.lock = Lock { hash, generation: self.lock.generation + 1 };
        let event = Event::ListEdited { list: self.id };
        (self.seen_by_owners(), vec![event])
    }

    /// Whether somebody who holds the share link may know anything of the list: by the link alone,
    /// or where there is a passcode, because they edit the list or have typed it (R3.7).
    ///
    /// # Errors
    /// [`DomainError::PasscodeNeeded`].
    pub fn require_passed(&self, role: Role, actor: &Actor) -> Result<(), DomainError> {
        let pass = Pass { list: self.id, generation: self.lock.generation };
        if !self.lock.is_set() || role.may_edit() || actor.passes.contains(&pass) {
            return Ok(());
        }
        Err(DomainError::PasscodeNeeded)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use test_case::test_case;

    use super::*;
    use crate::{ListState, Surprise, in_tests::list};

    // R3.7
    #[test_case("", FieldProblem::Required; "nothing")]
    #[test_case("   ", FieldProblem::Required; "spaces")]
    #[test_case("\u{200B}\u{202E}", FieldProblem::Required; "what nobody sees")]
    #[test_case("abc", FieldProblem::TooShort { min: 4 }; "three letters")]
    #[test_case(" a \u{200B}b ", FieldProblem::TooShort { min: 4 }; "padded")]
    fn too_little_is_no_passcode(raw: &str, problem: FieldProblem) {
        assert_eq!(Passcode::parse(raw), Err(problem));
    }

    #[test]
    fn too_much_is_no_passcode() {
        let too_long = Err(FieldProblem::TooLong { max: 64 });
        assert!(Passcode::parse(&"x".repeat(64)).is_ok());
        assert_eq!(Passcode::parse(&"x".repeat(65)), too_long);
        assert_eq!(Passcode::parse(&"x".repeat(1 << 20)), too_long);
    }

    #[test_case("1234"; "digits")]
    #[test_case("🎂🎂🎂🎂"; "cakes")]
    #[test_case("عيد ميلاد"; "right to left")]
    #[test_case("<b>&\"'"; "markup")]
    #[test_case("two words"; "with a space")]
    fn any_script_will_do(raw: &str) {
        assert_eq!(Passcode::parse(raw).unwrap().expose(), raw);
    }

    #[test]
    fn two_phones_type_the_same() {
        let composed = Passcode::parse("Größe").unwrap();
        assert_eq!(Passcode::parse(" Gro\u{308}ße\n").unwrap(), composed);
    }

    // R3.7
    #[test]
    fn a_passcode_lets_in_who_typed_it_and_who_edits_the_list() {
        let open = list(ListState::Open, Surprise::Show);
        let guest = Actor::default();
        assert_eq!(open.require_passed(Role::Guest, &guest), Ok(()), "the link is enough");
        let (locked, events) = open.set_passcode(Some(PasscodeHash::new("first")));
        assert_eq!(events, [Event::ListEdited { list: locked.id }]);
        assert_eq!(locked.owner_revision, 1, "open pages hear of it");
        let refused = Err(DomainError::PasscodeNeeded);
        assert_eq!(locked.require_passed(Role::Guest, &guest), refused);
        for role in [Role::Owner, Role::CoOwner] {
            assert_eq!(locked.require_passed(role, &guest), Ok(()));
        }
        let pass = Pass { list: locked.id, generation: 1 };
        let passed = Actor { passes: vec![pass], ..Actor::default() };
        assert_eq!(locked.require_passed(Role::Guest, &passed), Ok(()));
        let of_another = Pass { list: ListId::new(uuid::Uuid::from_u128(9)), ..pass };
        let elsewhere = Actor { passes: vec![of_another], ..Actor::default() };
        assert_eq!(locked.require_passed(Role::Guest, &elsewhere), refused);
        // Another passcode, even the same once more, is asked for again.
        let (changed, _) = locked.set_passcode(Some(PasscodeHash::new("first")));
        assert_eq!(changed.require_passed(Role::Guest, &passed), refused);
    }

    #[test]
    fn what_was_typed_before_there_was_none_opens_nothing_afterwards() {
        let (first, _) = list(ListState::Open, Surprise::Show).set_passcode(Some(hash()));
        let pass = Pass { list: first.id, generation: first.lock.generation };
        let (none, _) = first.set_passcode(None);
        let (second, _) = none.clone().set_passcode(Some(hash()));
        let passed = Actor { passes: vec![pass], ..Actor::default() };
        assert_eq!(second.require_passed(Role::Guest, &passed), Err(DomainError::PasscodeNeeded));
        let (again, events) = none.clone().set_passcode(None);
        assert_eq!((again, events), (none, vec![]), "nothing to take away");
    }

    fn hash() -> PasscodeHash {
        PasscodeHash::new("hash")
    }

    #[test]
    fn nothing_of_it_stands_in_a_log() {
        let said =
            format!("{:?} {:?}", Passcode::parse("secret").unwrap(), PasscodeHash::new("$a"));
        assert_eq!(said, "Passcode(***) PasscodeHash(***)");
    }

    proptest! {
        #[test]
        fn whatever_is_taken_has_a_length_that_people_count(raw in any::<String>()) {
            if let Ok(passcode) = Passcode::parse(&raw) {
                let length = passcode.expose().graphemes(true).count();
                prop_assert!((4..=64).contains(&length));
                prop_assert_eq!(passcode.expose(), passcode.expose().trim());
            }
        }
    }
}

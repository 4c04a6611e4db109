//! What people are called where nobody is to learn who they are.

use domain::{ListId, PersonId};
use uuid::{Builder, Uuid};

use super::{Purpose, Secrets};

impl Secrets {
    /// By what somebody who made a list is told from others by those who hold its link: the same each
    /// time, another one on each list, and nothing about them.
    pub fn pseudonym(&self, list: ListId, person: PersonId) -> Uuid {
        let of = person.uuid();
        let derived = self.derive_with(Purpose::Pseudonym, list.uuid(), of.as_bytes(), 0);
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&derived[..16]);
        Builder::from_random_bytes(bytes).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pseudonym_is_good_on_one_list() {
        let secrets = Secrets::new([7; 32]);
        let list = |number| ListId::new(Uuid::from_u128(number));
        let person = |number| PersonId::new(Uuid::from_u128(number));
        let ada = secrets.pseudonym(list(1), person(1));
        assert_eq!(ada, secrets.pseudonym(list(1), person(1)));
        assert_ne!(ada, secrets.pseudonym(list(2), person(1)));
        assert_ne!(ada, secrets.pseudonym(list(1), person(2)));
        assert_ne!(ada, Secrets::new([8; 32]).pseudonym(list(1), person(1)));
    }
}

//! Making accounts (R2.1, R2.5).

use domain::{EmailAddress, Letter, PersonId, PersonName};

use crate::{
    NewSession, Result,
    people::address,
    row::{
        people::{AddressRow, DeviceRow, PersonRow, SessionRow},
        record,
        reservation::GiverRow,
    },
    work::Work,
};

/// An account to be made, for an address that was shown to be somebody's own.
pub(crate) struct NewAccount {
    pub(crate) name: PersonName,
    pub(crate) email: EmailAddress,
    pub(crate) language: String,
    pub(crate) password_hash: Option<String>,
}

/// Makes an account. What its address promised as a giver belongs to it from now on, as far as it was
/// confirmed, or promised in the browser in which the account is made: that shows that the address is
/// theirs (R5.4). What another account promised under it stays that one's.
pub(crate) fn make_account(
    work: &mut Work<'_>,
    new: NewAccount,
    address_row: Option<AddressRow>,
    givers: Vec<GiverRow>,
) -> Result<PersonId> {
    let person = PersonId::new(work.id());
    let person_record = record("person", person);
    let key = new.email.key();
    work.create(PersonRow {
        id: person_record.clone(),
        version: 0,
        name: new.name.to_string(),
        email: new.email.as_str().to_owned(),
        email_key: key.as_str().to_owned(),
        language: new.language,
        password_hash: new.password_hash,
        reset_generation: 0,
        reset_until: None,
        made_at: work.now(),
        suspended_at: None,
    })?;
    let (id, version) = (address(&key), address_row.map_or(0, |row| row.version));
    let person_of = person_record.clone();
    work.put(AddressRow { id, version, person: person_of, held_until: None })?;
    for giver in givers {
        work.replace(giver.of_account(&person_record, work.now()))?;
    }
    work.post([Letter::Welcome { person }])?;
    Ok(person)
}

/// Opens the first session of an account that is made in the same transaction.
pub(crate) fn first_session(
    work: &mut Work<'_>,
    person: PersonId,
    session: &NewSession,
) -> Result<()> {
    work.create(DeviceRow::new(person, &session.browser, work.now()))?;
    work.create(SessionRow::new(person, session, work.now()))
}

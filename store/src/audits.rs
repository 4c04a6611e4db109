//! The log of what admins and the command line did (R2.12).

use chrono::{DateTime, Utc};
use domain::{AuditId, ListId, PersonId, ProductId, Reason};
use surrealdb::types::SurrealValue;

use crate::{
    Act, Errand, Person, Result, Store,
    mailroom::left_out,
    row::{access::AuditRow, id_of, people::PersonRow, product::DECLINED, record},
    tx::transact,
    work::Work,
};

const AUDIT: &str = include_str!("../query/audit.surql");
const AUDITORS: &str = include_str!("../query/auditors.surql");

/// How many entries are answered at once.
pub const AUDIT_PAGE: usize = 100;

/// On what something was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// On somebody with an account.
    Person(PersonId),
    /// On a product.
    Product(ProductId),
    /// On something else, by its word.
    Thing(String),
    /// On nothing that has a name.
    Nothing,
}

/// Who did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Whoever sat at the command line.
    CommandLine,
    /// An admin.
    Admin(PersonId),
}

/// Which entries of the log are asked for. All of them, unless it says otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Of this act.
    pub act: Option<Act>,
    /// By whom.
    pub by: Option<By>,
    /// From before this entry on.
    pub before: Option<AuditId>,
    /// Without what was done about mails on these lists (R3.6); and without what was done about all
    /// mails at once, if there are any.
    pub unseen: Vec<ListId>,
}

/// An entry of the audit log.
#[derive(Clone)]
pub struct Audited {
    /// Its id.
    pub id: AuditId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it; none at the command line, and for an account that is gone.
    pub who: Option<Person>,
    /// Whether it was done at the command line.
    pub by_command: bool,
    /// What, as the word of an [`Act`].
    pub act: String,
    /// On whom; none for an account that is gone.
    pub about: Option<Person>,
    /// On which product, by its name.
    pub product: Option<String>,
    /// Which one that is, where it is left with its owner now and can still be taken in.
    pub declined: Option<ProductId>,
    /// On what else, by its word.
    pub thing: Option<String>,
    /// Why, as whoever did it typed it.
    pub why: Option<String>,
}

#[derive(SurrealValue)]
struct AuditRead {
    entry: AuditRow,
    who: Option<PersonRow>,
    about: Option<PersonRow>,
    product: Option<String>,
    standing: Option<String>,
}

impl Store {
    /// Writes an entry into the audit log about what changes nothing else.
    ///
    /// # Errors
    /// [`StoreError`](crate::StoreError).
    pub async fn note(&self, errand: Errand<'_>, act: Act, about: PersonId) -> Result<()> {
        self.note_why(errand, act, About::Person(about), None).await
    }

    /// The same about anything, with why it was done.
    ///
    /// # Errors
    /// [`StoreError`](crate::StoreError).
    pub async fn note_why(
        &self,
        errand: Errand<'_>,
        act: Act,
        about: About,
        why: Option<&Reason>,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            audit_why(work, errand.actor.person, act, about.clone(), why)
        })
    }

    /// The audit log, the newest first: of what is asked for at most [`AUDIT_PAGE`] entries.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`](crate::StoreError::Unavailable).
    pub async fn audit_log(&self, of: &AuditFilter) -> Result<Vec<Audited>> {
        let ask = self.ask(AUDIT).with("act", of.act.map(|act| act.code().to_owned()));
        let by = match of.by {
            Some(By::Admin(person)) => Some(record("person", person)),
            _ => None,
        };
        let ask = ask.with("by", by).with("by_command", of.by == Some(By::CommandLine));
        let ask = ask.with("before", of.before.map(|before| record("audit", before)));
        let (lists, kinds) = left_out(&of.unseen);
        let ask = ask.with("lists", lists).with("kinds", kinds).with("of_mails", of_mails());
        let most = i64::try_from(AUDIT_PAGE).unwrap_or(i64::MAX);
        let read: Vec<AuditRead> = ask.with("most", most).one().await?;
        let parsed = read.into_iter().map(|AuditRead { entry, who, about, product, standing }| {
            let declined = entry.product.as_ref().filter(|_| standing.as_deref() == Some(DECLINED));
            Ok(Audited {
                declined: declined.map(id_of).transpose()?,
                id: id_of(&entry.id)?,
                at: entry.at,
                by_command: entry.who.is_none(),
                who: who.map(Person::try_from).transpose()?,
                act: entry.act,
                about: about.map(Person::try_from).transpose()?,
                product,
                thing: entry.thing,
                why: entry.why,
            })
        });
        parsed.collect()
    }

    /// Everybody who ever did something that stands in the log and still has an account, by name. Where
    /// there are lists whose mails are left out, what was done about mails does not count.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`](crate::StoreError::Unavailable).
    pub async fn auditors(&self, unseen: &[ListId]) -> Result<Vec<Person>> {
        let (lists, _) = left_out(unseen);
        let ask = self.ask(AUDITORS).with("lists", lists).with("of_mails", of_mails());
        let rows: Vec<PersonRow> = ask.one().await?;
        let mut people: Vec<Person> =
            rows.into_iter().map(Person::try_from).collect::<Result<_>>()?;
        people.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(people)
    }
}

/// The words for what is done about mails.
fn of_mails() -> Vec<&'static str> {
    [Act::MailRetried, Act::MailsRetried, Act::MailDropped].map(Act::code).to_vec()
}

/// Writes an entry into the audit log, in the transaction that it is about.
pub(crate) fn audit(
    work: &mut Work<'_>,
    who: Option<PersonId>,
    act: Act,
    about: PersonId,
) -> Result<()> {
    audit_why(work, who, act, About::Person(about), None)
}

/// The same about a product.
pub(crate) fn audit_product(
    work: &mut Work<'_>,
    who: Option<PersonId>,
    act: Act,
    product: ProductId,
) -> Result<()> {
    audit_why(work, who, act, About::Product(product), None)
}

/// The same about anything, with why it was done.
pub(crate) fn audit_why(
    work: &mut Work<'_>,
    who: Option<PersonId>,
    act: Act,
    about: About,
    why: Option<&Reason>,
) -> Result<()> {
    let entry = AuditRow {
        id: record("audit", AuditId::new(work.id())),
        version: 0,
        at: work.now(),
        who: who.map(|who| record("person", who)),
        act: act.code().to_owned(),
        about: None,
        product: None,
        thing: None,
        why: why.map(|why| why.as_str().to_owned()),
    };
    work.create(match about {
        About::Person(person) => AuditRow { about: Some(record("person", person)), ..entry },
        About::Product(product) => AuditRow { product: Some(record("product", product)), ..entry },
        About::Thing(thing) => AuditRow { thing: Some(thing), ..entry },
        About::Nothing => entry,
    })
}

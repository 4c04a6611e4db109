//! Mails about who looks after a list: an invitation, and what came of it (R3.8).
//!
//! Anybody can be invited by anybody and call themselves and their list anything, so no link is
//! left in a name or a title.

use domain::{InvitationId, InvitationWay, List, ListId, PersonId};
use leptos_i18n::td_string;
use store::StoreError;

use super::{
    accounts::Reader,
    addresses::Addresses,
    letters::Desk,
    sheet::{Detail, Link, Sheet},
    tongue::Tongue,
    worker::Composed,
};

type Result<T> = std::result::Result<T, StoreError>;

const OVER: Composed = Composed::Moot("the invitation is over");
const NOT_THEIRS: Composed = Composed::Moot("who looks after the list has changed since");

impl Desk<'_> {
    /// To the address that was typed. Not to somebody who looks after the list already.
    pub(super) async fn invited(&self, id: InvitationId) -> Result<Composed> {
        let store = &self.site.store;
        let Some(joining) = store.invitation(id).await? else { return Ok(OVER) };
        let invitation = &joining.invited.invitation;
        let good = invitation.require_good(self.site.clock.now()).is_ok();
        if !good || joining.list.is_deleted() {
            return Ok(OVER);
        }
        let (InvitationWay::Mail(Some(to)), Some(inviter)) =
            (&invitation.way, &joining.invited.inviter)
        else {
            return Ok(OVER);
        };
        let holder = store.person_by_email(&to.key()).await?;
        if holder.is_some_and(|person| joining.keepers.contains(&person.id)) {
            return Ok(NOT_THEIRS);
        }
        let tongue = Tongue::nearest(&joining.language);
        let sheet = invitation_to(tongue, self.addresses, inviter.as_str(), &joining.list, id);
        Ok(Composed::Mail { to: to.clone(), sheet: Box::new(sheet) })
    }

    /// To somebody who looked after the list before.
    pub(super) async fn co_owner_joined(
        &self,
        owner: PersonId,
        person: PersonId,
        list: ListId,
    ) -> Result<Composed> {
        let Some(newcomer) = self.site.store.person(person).await? else { return Ok(NOT_THEIRS) };
        match self.looks_after(owner, list).await?.zip(self.looks_after(person, list).await?) {
            None => Ok(NOT_THEIRS),
            Some((list, _)) => {
                let name = newcomer.name.as_str();
                self.account(owner, |reader, _| Some(joined(reader, name, &list))).await
            }
        }
    }

    /// To somebody who looked after the list until now.
    pub(super) async fn co_owner_removed(
        &self,
        person: PersonId,
        list: ListId,
    ) -> Result<Composed> {
        match self.site.store.list_revisions(list).await? {
            Some((list, _)) if self.looks_after(person, list.id).await?.is_none() => {
                self.account(person, |reader, _| Some(removed(reader, &list))).await
            }
            _ => Ok(NOT_THEIRS),
        }
    }

    /// To somebody whose list it is now.
    pub(super) async fn list_passed_on(&self, owner: PersonId, list: ListId) -> Result<Composed> {
        match self.looks_after(owner, list).await? {
            None => Ok(NOT_THEIRS),
            Some(list) => self.account(owner, |reader, _| Some(passed_on(reader, &list))).await,
        }
    }

    /// The list, if this person looks after it as it is now.
    async fn looks_after(&self, person: PersonId, list: ListId) -> Result<Option<List>> {
        if !self.site.store.role_on(person, list).await?.may_edit() {
            return Ok(None);
        }
        Ok(self.site.store.list_revisions(list).await?.map(|(list, _)| list))
    }
}

fn title(tongue: Tongue, list: &List) -> String {
    let Tongue(locale) = tongue;
    Detail::Names.name(list.details.title.as_str(), td_string!(locale, mail.a_list))
}

fn named(tongue: Tongue, name: &str) -> String {
    let Tongue(locale) = tongue;
    Detail::Names.name(name, td_string!(locale, mail.somebody))
}

/// Asks somebody to look after a list, too.
pub(super) fn invitation_to(
    tongue: Tongue,
    addresses: &Addresses,
    inviter: &str,
    list: &List,
    id: InvitationId,
) -> Sheet {
    let Tongue(locale) = tongue;
    let (name, list) = (named(tongue, inviter), title(tongue, list));
    Sheet {
        subject: td_string!(
            locale,
            people.mail.invitation.subject,
            name = name.clone(),
            list = list.clone()
        ),
        preview: td_string!(locale, people.mail.invitation.preview).to_owned(),
        heading: td_string!(locale, people.mail.invitation.heading).to_owned(),
        lead: vec![
            td_string!(locale, people.mail.invitation.lead, name = name.clone(), list = list),
            td_string!(locale, people.mail.invitation.may, name = name.clone()),
        ],
        button: Some(Link {
            label: td_string!(locale, people.mail.invitation.button).to_owned(),
            href: addresses.join(id),
        }),
        rest: vec![td_string!(locale, people.mail.invitation.works).to_owned()],
        why: td_string!(locale, people.mail.invitation.why, name = name),
        ..tongue.blank(addresses)
    }
}

/// Somebody looks after the reader's list from now on.
pub(super) fn joined(reader: Reader<'_>, name: &str, list: &List) -> Sheet {
    let Tongue(locale) = reader.tongue;
    let (name, id, list) = (named(reader.tongue, name), list.id, title(reader.tongue, list));
    let mut sheet = reader.blank(Detail::Names);
    sheet.subject =
        td_string!(locale, people.mail.joined.subject, name = name.clone(), list = list.clone());
    sheet.preview = td_string!(locale, people.mail.joined.preview).to_owned();
    sheet.heading = td_string!(locale, people.mail.joined.heading).to_owned();
    sheet.lead.extend([
        td_string!(locale, people.mail.joined.lead, name = name, list = list),
        td_string!(locale, people.mail.joined.calm).to_owned(),
    ]);
    let path = format!("/lists/{id}/people");
    sheet.button = Some(reader.link(td_string!(locale, people.mail.joined.button), &path));
    sheet.why = td_string!(locale, people.mail.why).to_owned();
    sheet
}

/// The reader looks after a list no more.
pub(super) fn removed(reader: Reader<'_>, list: &List) -> Sheet {
    let Tongue(locale) = reader.tongue;
    let list = title(reader.tongue, list);
    let mut sheet = reader.blank(Detail::Names);
    sheet.subject = td_string!(locale, people.mail.removed.subject, list = list.clone());
    sheet.preview = td_string!(locale, people.mail.removed.preview).to_owned();
    sheet.heading = td_string!(locale, people.mail.removed.heading).to_owned();
    sheet.lead.extend([
        td_string!(locale, people.mail.removed.lead, list = list),
        td_string!(locale, people.mail.removed.then).to_owned(),
    ]);
    sheet.button = Some(reader.link(td_string!(locale, people.mail.removed.button), "/lists"));
    sheet.why = td_string!(locale, people.mail.removed.why).to_owned();
    sheet
}

/// The list that the reader looked after is theirs now (R2.8).
pub(super) fn passed_on(reader: Reader<'_>, list: &List) -> Sheet {
    let Tongue(locale) = reader.tongue;
    let (href, list) = (reader.addresses.list(list.id), title(reader.tongue, list));
    let mut sheet = reader.blank(Detail::Names);
    sheet.subject = td_string!(locale, people.mail.passed_on.subject, list = list.clone());
    sheet.preview = td_string!(locale, people.mail.passed_on.preview).to_owned();
    sheet.heading = td_string!(locale, people.mail.passed_on.heading).to_owned();
    sheet.lead.extend([
        td_string!(locale, people.mail.passed_on.lead, list = list),
        td_string!(locale, people.mail.passed_on.then).to_owned(),
    ]);
    let label = td_string!(locale, people.mail.passed_on.button).to_owned();
    sheet.button = Some(Link { label, href });
    sheet.why = td_string!(locale, people.mail.why).to_owned();
    sheet
}

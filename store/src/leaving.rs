//! Deletes an account (R2.8), and with it the keys that made its words in the log readable.

use chrono::TimeDelta;
use domain::{BIN_DAYS, Event, Letter, ListAct, ListState, PersonId, Reason, require_no_admin};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    Errand, Result, Store,
    addressed::{Addressed, one_for_each},
    admins::{About, Act, audit, audit_why},
    invitations::take_back,
    lists::post,
    members::{log_act, seen},
    row::{
        access::{
            AdminRow, AuditRow, EmailChangeRow, EmailUndoRow, FirstStepRow, IdentityRow,
            SecondStepRow,
        },
        gift::WantsRow,
        id_of,
        list::{EditsRow, ListRow, OwnsRow},
        member::InvitationRow,
        people::{AddressRow, DeviceRow, PersonRow, SessionRow, SubjectKeyRow},
        product::ProductRow,
        record,
        reservation::{FormRow, GiverRow},
        thanks::{DigestRow, MailChoiceRow, ThanksRow},
        token::{ApiTokenRow, ApiTokenUseRow},
        webhook::WebhookRow,
    },
    tx::transact,
    work::Work,
};

const LEAVING: &str = include_str!("../query/leaving.surql");

/// Everything that goes, or stays without its person.
#[derive(SurrealValue)]
struct Leaving {
    person: PersonRow,
    keys: Vec<SubjectKeyRow>,
    addresses: Vec<AddressRow>,
    identities: Vec<IdentityRow>,
    sessions: Vec<SessionRow>,
    first_steps: Vec<FirstStepRow>,
    devices: Vec<DeviceRow>,
    tokens: Vec<ApiTokenRow>,
    token_uses: Vec<ApiTokenUseRow>,
    change: Option<EmailChangeRow>,
    undos: Vec<EmailUndoRow>,
    second: Option<SecondStepRow>,
    admin: Option<AdminRow>,
    owns: Vec<OwnsRow>,
    edits: Vec<EditsRow>,
    /// The lists that they looked after with others.
    edited: Vec<ListRow>,
    /// Those that they made and that wait.
    invitations: Vec<InvitationRow>,
    invitation_keys: Vec<SubjectKeyRow>,
    lists: Vec<LeftList>,
    /// Those who they are where they promised something, and where their address did.
    givers: Vec<GiverRow>,
    forms: Vec<FormRow>,
    /// What is noted about what they promised.
    thanks: Vec<ThanksRow>,
    mail_choice: Option<MailChoiceRow>,
    digests: Vec<DigestRow>,
    /// What admins wrote into the audit log about them.
    reasons: Vec<AuditRow>,
    /// What was told to them is forgotten with the next sweep.
    webhooks: Vec<WebhookRow>,
    /// By which their name as a giver, and words of thanks to them, could be read.
    giver_keys: Vec<SubjectKeyRow>,
    /// What they made and put on no list.
    drafts: Vec<ProductRow>,
    /// By which what they wrote of products before these were on a list could be read.
    product_keys: Vec<SubjectKeyRow>,
}

/// A list that its owner leaves.
#[derive(SurrealValue)]
struct LeftList {
    list: ListRow,
    /// The co-owners, the first to join first.
    heirs: Vec<EditsRow>,
    gifts: Vec<WantsRow>,
    held: Vec<Addressed>,
}

impl Store {
    /// Deletes an account. A list with co-owners passes to the first of them; any other is put into
    /// the bin, out of which nobody brings it back, and its givers are told (R3.10). What the person
    /// promised stays, without a name.
    ///
    /// # Errors
    /// Refused as not found for an unknown person.
    pub async fn delete_account(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        act: Option<Act>,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            self.leaving(person).await?.leave(work)?;
            match act {
                Some(act) => audit(work, errand.actor.person, act, person),
                None => Ok(()),
            }
        })
    }

    /// The same by an admin, in the console, who says why (R2.12).
    ///
    /// # Errors
    /// Refused as not found for an unknown person, and for an admin's account.
    pub async fn erase_user(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        why: &Reason,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let leaving = self.leaving(person).await?;
            require_no_admin(leaving.admin.is_some())?;
            leaving.leave(work)?;
            let about = About::Person(person);
            audit_why(work, errand.actor.person, Act::UserErased, about, Some(why))
        })
    }

    /// Somebody with all that goes with their account; refused as not found for an unknown person.
    async fn leaving(&self, person: PersonId) -> Result<Leaving> {
        self.ask(LEAVING).with("person", record("person", person)).one().await
    }

    /// Deletes an account, in a store that was restored to a moment before it was deleted.
    pub(crate) async fn leave_again(&self, work: &mut Work<'_>, person: RecordId) -> Result<()> {
        let leaving = self.ask(LEAVING).with("person", person).maybe::<Leaving>().await?;
        leaving.map_or(Ok(()), |leaving| leaving.leave(work))
    }
}

impl Leaving {
    fn leave(self, work: &mut Work<'_>) -> Result<()> {
        // Edges before the nodes that they hang on: deleting a node deletes its edges.
        self.owns.into_iter().try_for_each(|row| work.delete(row))?;
        self.edits.into_iter().try_for_each(|row| work.delete(row))?;
        let who = &self.person.id;
        for list in self.edited {
            log_act(work, list.id.clone(), ListAct::Left, who.clone(), None)?;
            work.replace(seen(list))?;
        }
        take_back(work, self.invitations, self.invitation_keys)?;
        self.lists.into_iter().try_for_each(|left| left.hand_over(work, who))?;
        for giver in self.givers {
            work.replace(GiverRow {
                browser: None,
                person: None,
                email: None,
                email_key: None,
                name: None,
                verified_by: None,
                pair: None,
                ..giver
            })?;
        }
        for thanks in self.thanks.into_iter().filter(|thanks| thanks.note.is_some()) {
            work.replace(ThanksRow { note: None, ..thanks })?;
        }
        self.drafts.into_iter().try_for_each(|row| work.replace(row.taken_away()))?;
        self.product_keys.into_iter().try_for_each(|row| work.delete(row))?;
        self.forms.into_iter().try_for_each(|row| work.delete(row))?;
        self.mail_choice.into_iter().try_for_each(|row| work.delete(row))?;
        self.digests.into_iter().try_for_each(|row| work.delete(row))?;
        for entry in self.reasons {
            work.replace(AuditRow { why: None, ..entry })?;
        }
        self.webhooks.into_iter().try_for_each(|row| work.delete(row))?;
        self.addresses.into_iter().try_for_each(|row| work.delete(row))?;
        self.identities.into_iter().try_for_each(|row| work.delete(row))?;
        self.sessions.into_iter().try_for_each(|row| work.delete(row))?;
        self.first_steps.into_iter().try_for_each(|row| work.delete(row))?;
        self.devices.into_iter().try_for_each(|row| work.delete(row))?;
        self.tokens.into_iter().try_for_each(|row| work.delete(row))?;
        self.token_uses.into_iter().try_for_each(|row| work.delete(row))?;
        self.undos.into_iter().try_for_each(|row| work.delete(row))?;
        self.change.into_iter().try_for_each(|row| work.delete(row))?;
        self.second.into_iter().try_for_each(|row| work.delete(row))?;
        self.admin.into_iter().try_for_each(|row| work.delete(row))?;
        work.delete(self.person)?;
        self.keys.into_iter().chain(self.giver_keys).try_for_each(|row| work.delete(row))
    }
}

impl LeftList {
    fn hand_over(self, work: &mut Work<'_>, who: &RecordId) -> Result<()> {
        if self.list.erase_at.is_some() {
            // It lies in the bin, and its givers know. There is nobody any more to bring it back.
            return Ok(());
        }
        // Givers write the gifts and not the list: they are made to collide on the gifts.
        self.gifts.into_iter().try_for_each(|gift| work.replace(gift))?;
        if let Some(heir) = self.heirs.into_iter().next() {
            let (person, list) =
                (id_of::<PersonId>(&heir.from)?, id_of::<domain::ListId>(&heir.out)?);
            work.create(OwnsRow {
                id: record("owns", format_args!("{person}_{list}")),
                version: 0,
                from: heir.from.clone(),
                out: heir.out.clone(),
                since: work.now(),
            })?;
            let about = Some(heir.from.clone());
            log_act(work, heir.out.clone(), ListAct::PassedOn, who.clone(), about)?;
            post(work, &[Event::ListPassedOn { list, owner: person }], &[], &[], false)?;
            work.delete(heir)?;
            return work.replace(seen(self.list));
        }
        let told = one_for_each(self.held)?;
        work.post(told.into_iter().map(|reservation| Letter::ListDeleted { reservation }))?;
        let closed = self.list.state != ListState::Draft.code();
        let state = if closed { ListState::Closed } else { ListState::Draft };
        let owner_revision = self.list.owner_revision + 1;
        let closed_at = self.list.closed_at.or_else(|| closed.then(|| work.now()));
        let erase_at = Some(work.now() + TimeDelta::days(BIN_DAYS));
        work.replace(ListRow {
            state: state.code().to_owned(),
            share_key: None,
            closed_at,
            owner_revision,
            erase_at,
            ..self.list
        })
    }
}

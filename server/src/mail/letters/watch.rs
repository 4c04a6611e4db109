//! What those who look after the site are told of it: as it is when the mail is sent.

use domain::{Alarm, AlarmState, EmailAddress, PersonId, QueueNews};

use super::{Desk, Result};
use crate::{
    mail::{
        sheet::Sheet,
        tongue::Tongue,
        watch::{self, Keeper},
        worker::Composed,
    },
    watch::{Outbox, Queue, judge_mails},
};

/// Why a mail of this kind is not sent.
const CHANGED: Composed = Composed::Moot("it has changed since");

impl Desk<'_> {
    /// That something turned bad or good. Where it turned once more meanwhile, that mail says all.
    pub(super) async fn alarm(
        &self,
        person: Option<PersonId>,
        alarm: Alarm,
        turn: u32,
    ) -> Result<Composed> {
        let state = self.site.store.alarm(alarm).await?;
        let Some(state) = state.filter(|state| state.turns == turn) else { return Ok(CHANGED) };
        let Some(state) = self.known_to(person, alarm, state).await? else {
            return Ok(Composed::Moot("the admin may not know"));
        };
        self.keeper(person, |keeper| watch::alarm(keeper, alarm, &state)).await
    }

    /// An alarm about mails as an admin may know of it: without mails about lists of their own that keep
    /// a surprise (R3.6). That it is over would tell them that it was. The team hears of all.
    async fn known_to(
        &self,
        person: Option<PersonId>,
        alarm: Alarm,
        state: AlarmState,
    ) -> Result<Option<AlarmState>> {
        let (Some(person), Alarm::Mail | Alarm::DeadMail) = (person, alarm) else {
            return Ok(Some(state));
        };
        let (store, now) = (&self.site.store, self.site.clock.now());
        let unseen = store.surprises_of(person, now).await?;
        if unseen.is_empty() {
            return Ok(Some(state));
        }
        let counts = store.mail_counts(now, &unseen).await?;
        let mails = Outbox {
            waiting: counts.waiting.into(),
            oldest: counts.oldest.map(|at| now - at),
            dead: counts.dead.into(),
        };
        let verdicts = judge_mails(&mails, &self.site.settings.watch);
        let known = verdicts.into_iter().find(|it| it.alarm == alarm).and_then(|it| it.bad);
        Ok(known.filter(|_| state.raised).map(|how_bad| AlarmState { how_bad, ..state }))
    }

    /// That products wait, if they still do.
    pub(super) async fn queue(
        &self,
        person: Option<PersonId>,
        news: QueueNews,
    ) -> Result<Composed> {
        let (waiting, oldest) = self.site.store.queue_facts().await?;
        if waiting == 0 {
            return Ok(CHANGED);
        }
        let queue = Queue { waiting, oldest };
        self.keeper(person, |keeper| watch::queue(keeper, news, &queue)).await
    }

    /// To an admin, or to the team. Nobody gets a mail twice.
    async fn keeper(
        &self,
        person: Option<PersonId>,
        write: impl FnOnce(Keeper<'_>) -> Sheet,
    ) -> Result<Composed> {
        let team = EmailAddress::parse(self.site.settings.mail.team_address());
        let Some(person) = person else {
            let keeper = Keeper { tongue: Tongue::nearest("en"), addresses: self.addresses };
            return Ok(match team {
                Ok(to) => Composed::Mail { to, sheet: Box::new(write(keeper)) },
                Err(_) => Composed::Moot("mail.team is not an address"),
            });
        };
        if !self.site.store.is_admin(person).await? {
            return Ok(Composed::Moot("they look after the site no more"));
        }
        let team = team.ok().map(|team| team.key());
        self.account(person, |reader, person| {
            let keeper = Keeper { tongue: reader.tongue, addresses: reader.addresses };
            // The team's mail says the same.
            (Some(person.email.key()) != team).then(|| write(keeper))
        })
        .await
    }
}

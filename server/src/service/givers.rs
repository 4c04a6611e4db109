//! What lists ask of their givers, and what givers decide about themselves (R5.4, R5.6, R5.8).

use app::{
    backend::Givers,
    error::AppError,
    session::Visit,
    shown::{Edit, over},
};
use async_trait::async_trait;
use domain::{DomainError, EmailAddress, FieldErrors, GivingRules, GivingRulesForm, ListId};

use super::{limits::Limited, lists, passcode, person, sharing};
use crate::{secrets::Purpose, site::Site};

/// Fulfils [`Givers`].
pub(super) struct Service(pub(super) Site);

impl Service {
    /// Takes back what was saved of what a list asks of its givers; refused where any of it was
    /// changed once more (R3.4).
    pub(super) async fn take_back(
        &self,
        visit: &Visit,
        list: ListId,
        edit: &Edit<GivingRulesForm>,
    ) -> Result<(), AppError> {
        let shown = |form: &GivingRulesForm| GivingRulesForm::of(form.parse());
        let edit = Edit { before: shown(&edit.before), after: shown(&edit.after) };
        let lists = lists::Service(self.0.clone());
        lists
            .change(visit, list, &|list| {
                let back = edit.taken_back(&GivingRulesForm::of(list.giving));
                Ok(list.set_giving(back.ok_or_else(DomainError::replaced)?.parse()))
            })
            .await
    }
}

#[async_trait]
impl Givers for Service {
    async fn asked(&self, visit: &Visit, share: &str) -> Result<GivingRules, AppError> {
        Ok(passcode::door(&self.0, visit, share).await?.list.giving)
    }

    async fn rules(&self, visit: &Visit, list: ListId) -> Result<GivingRules, AppError> {
        Ok(self.0.answer(self.0.store.owned_list(person(visit)?, list).await)?.list.giving)
    }

    async fn set_rules_shown(
        &self,
        visit: &Visit,
        list: ListId,
        form: GivingRulesForm,
        shown: &str,
    ) -> Result<(), AppError> {
        let lists = lists::Service(self.0.clone());
        lists
            .change(visit, list, &|list| {
                let form = over(form.clone(), shown, &GivingRulesForm::of(list.giving));
                Ok(list.set_giving(form.parse()))
            })
            .await
    }

    async fn change_rules(
        &self,
        visit: &Visit,
        list: ListId,
        confirm_first: Option<bool>,
        remind: Option<bool>,
    ) -> Result<GivingRules, AppError> {
        let lists = lists::Service(self.0.clone());
        lists
            .change(visit, list, &|list| {
                let before = list.giving;
                let rules = GivingRules {
                    confirm_first: confirm_first.unwrap_or(before.confirm_first),
                    remind: remind.unwrap_or(before.remind),
                };
                Ok(list.set_giving(rules))
            })
            .await?;
        self.rules(visit, list).await
    }

    async fn set_reminder(&self, visit: &Visit, token: &str, wanted: bool) -> Result<(), AppError> {
        let sharing = sharing::Service(self.0.clone());
        let (held, purpose) = sharing.held(token).await?;
        let (reservation, by_mail) = (held.reservation.id, purpose == Purpose::ManageByMail);
        let errand = self.0.errand(visit);
        self.0.answer(self.0.store.set_reminders(errand, reservation, wanted, by_mail).await)?;
        sharing.confirm_giver(visit, &held, purpose).await?;
        self.0.wake(reservation).await;
        Ok(())
    }

    async fn erase(&self, visit: &Visit, token: &str) -> Result<(), AppError> {
        // Whoever has the mailed link speaks for all that the address promised, and anybody else for
        // what this giver did (R5.5).
        let (held, purpose) = sharing::Service(self.0.clone()).held(token).await?;
        let (reservation, by_mail) = (held.reservation.id, purpose == Purpose::ManageByMail);
        let erased = self.0.store.erase_giver(self.0.errand(visit), reservation, by_mail).await;
        self.0.answer(erased)?;
        self.0.wake(reservation).await;
        Ok(())
    }

    async fn mail_links(&self, visit: &Visit, email: &str) -> Result<(), AppError> {
        let email = EmailAddress::parse(email);
        let key = email.map_err(|problem| FieldErrors::one("email", problem))?.key();
        self.0.count(Limited::Links, &key).await?;
        self.0.answer(self.0.store.mail_reservations(self.0.errand(visit), &key).await)?;
        self.0.mail.notify_one();
        Ok(())
    }
}

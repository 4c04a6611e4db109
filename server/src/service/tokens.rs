//! Tokens by which programs act for somebody (R10.2).

use std::time::Duration;

use app::{
    backend::{TokenCard, Tokens},
    error::AppError,
    session::Visit,
};
use async_trait::async_trait;
use domain::{ApiTokenForm, ApiTokenId, FieldErrors, FieldProblem, PersonId, Scope};
use store::HeldToken;

use super::{entering::fresh_person, person};
use crate::{secrets, site::Site};

/// Fulfils [`Tokens`].
pub(super) struct Service(pub(super) Site);

/// How long the text of a new token is shown to whoever made it.
const SHOWN: Duration = Duration::from_secs(10 * 60);

/// The text of a new token, until it was seen. It is in no database: for so long, this process
/// alone knows it.
#[derive(Clone)]
pub struct NewToken {
    person: PersonId,
    text: String,
}

#[async_trait]
impl Tokens for Service {
    async fn list(&self, visit: &Visit) -> Result<Vec<TokenCard>, AppError> {
        let held = self.0.answer(self.0.store.tokens(person(visit)?).await)?;
        let now = self.0.clock.now();
        let card = |held: HeldToken| TokenCard {
            over: !held.token.is_good(now),
            token: held.token,
            used_at: held.used_at,
        };
        Ok(held.into_iter().map(card).collect())
    }

    async fn make(&self, visit: &Visit, form: ApiTokenForm) -> Result<ApiTokenId, AppError> {
        let id = fresh_person(visit)?;
        let wish = form.parse()?;
        let admin = visit.account.as_ref().is_some_and(|account| account.admin);
        if !admin && wish.scopes.iter().any(Scope::is_for_admins) {
            return Err(FieldErrors::one("scopes", FieldProblem::NotAChoice).into());
        }
        let text = secrets::api_token();
        let key = secrets::api_token_key(&text);
        let made =
            self.0.answer(self.0.store.make_token(self.0.errand(visit), id, &wish, &key).await)?;
        self.0.mail.notify_one();
        self.0.new_tokens.keep(made.to_string(), NewToken { person: id, text }, SHOWN);
        Ok(made)
    }

    async fn just_made(&self, visit: &Visit, made: &str) -> Result<Option<String>, AppError> {
        let id = fresh_person(visit)?;
        let new = self.0.new_tokens.find(made).filter(|new| new.person == id);
        Ok(new.map(|new| new.text))
    }

    async fn revoke(&self, visit: &Visit, token: ApiTokenId) -> Result<(), AppError> {
        let id = fresh_person(visit)?;
        self.0.new_tokens.forget(&token.to_string());
        self.0.answer(self.0.store.revoke_token(self.0.errand(visit), id, token).await)
    }
}

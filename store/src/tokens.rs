//! Tokens with which programs act for people (R10.2).

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{ApiToken, ApiTokenId, ApiTokenKey, ApiTokenWish, Letter, PersonId};
use surrealdb::types::SurrealValue;

use crate::{
    Errand, Person, Result, Store, StoreError,
    row::{
        people::PersonRow,
        record,
        token::{ApiTokenRow, ApiTokenUseRow},
    },
    tx::transact,
    work::Housekeeping,
};

const TOKEN_BEARER: &str = include_str!("../query/token_bearer.surql");
const TOKEN_ONE: &str = include_str!("../query/token_one.surql");
const TOKENS_OF: &str = include_str!("../query/tokens_of.surql");
const TOKEN_MAKING: &str = include_str!("../query/token_making.surql");

/// How often use is noted, so that asking does not write each time.
const TOUCH_MINUTES: i64 = 10;

/// After how many days a token that is over is forgotten.
pub(crate) const TOKEN_REMEMBERED_DAYS: i64 = 30;

/// A token and when it was last used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldToken {
    /// The token.
    pub token: ApiToken,
    /// When it was last used, give or take ten minutes; none where it never was.
    pub used_at: Option<DateTime<Utc>>,
}

/// A token that is good, and for whom it acts.
#[derive(Clone)]
pub struct TokenBearer {
    /// The token.
    pub token: ApiToken,
    /// For whom it acts.
    pub person: Person,
    /// Whether they are an admin.
    pub admin: bool,
    /// When it was last used, give or take ten minutes; none where it never was.
    pub used_at: Option<DateTime<Utc>>,
}

impl TokenBearer {
    /// Whether the token's use is to be noted once more.
    pub fn wants_touch(&self, now: DateTime<Utc>) -> bool {
        wants_touch(self.used_at, now)
    }
}

fn wants_touch(used_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    used_at.is_none_or(|used_at| now - used_at >= TimeDelta::minutes(TOUCH_MINUTES))
}

#[derive(SurrealValue)]
struct BearerRead {
    token: ApiTokenRow,
    used: Option<ApiTokenUseRow>,
    person: PersonRow,
    admin: bool,
}

#[derive(SurrealValue)]
struct TokenRead {
    token: ApiTokenRow,
    used: Option<ApiTokenUseRow>,
}

#[derive(SurrealValue)]
struct MakingRead {
    person: PersonRow,
    held: i64,
}

impl Store {
    /// Makes a token of which this is the digest, and mails its person that there is one.
    ///
    /// # Errors
    /// As [`ApiToken::make`]; refused as not found for an unknown person.
    pub async fn make_token(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        wish: &ApiTokenWish,
        key: &ApiTokenKey,
    ) -> Result<ApiTokenId> {
        transact!(self, errand, |work| {
            let ask = self.ask(TOKEN_MAKING).with("person", record("person", person));
            let read: MakingRead = ask.with("now", work.now()).one().await?;
            let id = ApiTokenId::new(work.id());
            let held = usize::try_from(read.held).unwrap_or(usize::MAX);
            let made = ApiToken::make(id, person, wish.clone(), held, work.now());
            let token = made.map_err(domain::DomainError::from)?;
            // Of two that are made at once, one meets the other here and counts again.
            work.replace(read.person)?;
            work.post([Letter::TokenMade { person }])?;
            work.create(ApiTokenRow::new(&token, key))?;
            Ok(id)
        })
    }

    /// Every token of a person, the newest first.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn tokens(&self, person: PersonId) -> Result<Vec<HeldToken>> {
        let ask = self.ask(TOKENS_OF).with("person", record("person", person));
        let read: Vec<TokenRead> = ask.one().await?;
        let held = |TokenRead { token, used }: TokenRead| {
            let token = ApiToken::try_from(token)?;
            Ok(HeldToken { token, used_at: used.map(|used| used.used_at) })
        };
        let mut tokens: Vec<HeldToken> = read.into_iter().map(held).collect::<Result<_>>()?;
        tokens.sort_by_key(|held| std::cmp::Reverse((held.token.made_at, held.token.id)));
        Ok(tokens)
    }

    /// Revokes a token: from now on it is worth nothing.
    ///
    /// # Errors
    /// Refused as not found for an unknown token and for another person's.
    pub async fn revoke_token(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        id: ApiTokenId,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let TokenRead { token, used } = self.read_token(id).await?;
            if token.person != record("person", person) {
                return Err(StoreError::not_found());
            }
            used.into_iter().try_for_each(|used| work.delete(used))?;
            work.delete(token)
        })
    }

    /// The token with this digest and its person, unless it is over, or its person is suspended
    /// (R2.13).
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn token_bearer(
        &self,
        key: &ApiTokenKey,
        now: DateTime<Utc>,
    ) -> Result<Option<TokenBearer>> {
        let bearer = self.memory().bearers.recall(key.clone(), self.bearer(key)).await?;
        let bearer = bearer.filter(|bearer| bearer.token.is_good(now));
        Ok(bearer.map(Arc::unwrap_or_clone))
    }

    /// The same, over or not.
    async fn bearer(&self, key: &ApiTokenKey) -> Result<Option<Arc<TokenBearer>>> {
        let ask = self.ask(TOKEN_BEARER).with("digest", key.as_str());
        let Some(read) = ask.maybe::<BearerRead>().await? else { return Ok(None) };
        if read.person.suspended_at.is_some() {
            return Ok(None);
        }
        Ok(Some(Arc::new(TokenBearer {
            token: read.token.try_into()?,
            person: read.person.try_into()?,
            admin: read.admin,
            used_at: read.used.map(|used| used.used_at),
        })))
    }

    /// Notes that a token is in use; writes at most every ten minutes.
    ///
    /// # Errors
    /// Refused as not found for one that was revoked meanwhile.
    pub async fn touch_token(&self, id: ApiTokenId, now: DateTime<Utc>) -> Result<()> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            let used = self.read_token(id).await?.used;
            if !wants_touch(used.as_ref().map(|used| used.used_at), now) {
                return Ok(());
            }
            let version = used.map_or(0, |used| used.version);
            work.put(ApiTokenUseRow { id: record("api_token_use", id), version, used_at: now })
        })
    }

    async fn read_token(&self, id: ApiTokenId) -> Result<TokenRead> {
        self.ask(TOKEN_ONE).with("held", record("api_token", id)).one().await
    }
}

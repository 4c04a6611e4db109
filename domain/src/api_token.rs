//! Tokens by which programs act for somebody (R10.2).

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{ApiTokenId, FieldErrors, FieldProblem, PersonId, TokenName};

/// How many tokens one account may have.
pub const MOST_TOKENS: u32 = 20;

/// What a program may do with a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// Reading lists that the person owns or edits, and what their account shows.
    #[serde(rename = "lists:read")]
    ListsRead,
    /// Changing these lists and who looks after them, webhooks, what the person calls themselves, and
    /// ending sessions and tokens.
    #[serde(rename = "lists:write")]
    ListsWrite,
    /// Reading what the person promised, promising, buying and cancelling.
    #[serde(rename = "reservations")]
    Reservations,
    /// Changing the catalogue and being told of it, where the person is an admin.
    #[serde(rename = "catalogue:write")]
    CatalogueWrite,
    /// Whatever programs may do of what the console does, where the person is an admin: so far the
    /// same as [`Scope::CatalogueWrite`].
    #[serde(rename = "admin")]
    Admin,
}

impl Scope {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 5] =
        [Self::ListsRead, Self::ListsWrite, Self::Reservations, Self::CatalogueWrite, Self::Admin];

    /// A word that never changes.
    pub fn code(self) -> &'static str {
        match self {
            Self::ListsRead => "lists:read",
            Self::ListsWrite => "lists:write",
            Self::Reservations => "reservations",
            Self::CatalogueWrite => "catalogue:write",
            Self::Admin => "admin",
        }
    }

    /// The scope that this word stands for.
    ///
    /// # Errors
    /// [`FieldProblem::NotAChoice`].
    pub fn parse(word: &str) -> Result<Self, FieldProblem> {
        let found = Self::ALL.into_iter().find(|scope| scope.code() == word);
        found.ok_or(FieldProblem::NotAChoice)
    }

    /// Whether only admins can do anything with it.
    pub fn is_for_admins(self) -> bool {
        matches!(self, Self::CatalogueWrite | Self::Admin)
    }
}

/// The scopes of one token: at least one, each once, in the order of [`Scope::ALL`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scopes(Vec<Scope>);

impl Scopes {
    /// Takes the scopes that were chosen.
    ///
    /// # Errors
    /// [`FieldProblem::Required`] for none.
    pub fn new(mut scopes: Vec<Scope>) -> Result<Self, FieldProblem> {
        scopes.sort_unstable();
        scopes.dedup();
        if scopes.is_empty() { Err(FieldProblem::Required) } else { Ok(Self(scopes)) }
    }

    /// Reads the words of some scopes.
    ///
    /// # Errors
    /// [`FieldProblem::Required`] for none, [`FieldProblem::NotAChoice`] for a word that is no scope.
    pub fn parse<'a>(words: impl IntoIterator<Item = &'a str>) -> Result<Self, FieldProblem> {
        let scopes: Result<Vec<Scope>, _> = words.into_iter().map(Scope::parse).collect();
        Self::new(scopes?)
    }

    /// Whether this one is among them. None of them brings another along.
    pub fn has(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = Scope> {
        self.0.iter().copied()
    }
}

/// How long a token is good.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lifetime {
    /// A month.
    #[serde(rename = "30")]
    Month,
    /// A quarter.
    #[default]
    #[serde(rename = "90")]
    Quarter,
    /// A year.
    #[serde(rename = "365")]
    Year,
    /// Until it is revoked.
    #[serde(rename = "none")]
    Endless,
}

impl Lifetime {
    /// All of them, the shortest first.
    pub const ALL: [Self; 4] = [Self::Month, Self::Quarter, Self::Year, Self::Endless];

    /// A word that never changes: the days, or `none`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Month => "30",
            Self::Quarter => "90",
            Self::Year => "365",
            Self::Endless => "none",
        }
    }

    /// The lifetime that this word stands for.
    ///
    /// # Errors
    /// [`FieldProblem::NotAChoice`].
    pub fn parse(word: &str) -> Result<Self, FieldProblem> {
        let found = Self::ALL.into_iter().find(|lifetime| lifetime.code() == word);
        found.ok_or(FieldProblem::NotAChoice)
    }

    /// For how many days; none where it does not end.
    pub fn days(self) -> Option<u32> {
        match self {
            Self::Month => Some(30),
            Self::Quarter => Some(90),
            Self::Year => Some(365),
            Self::Endless => None,
        }
    }

    /// When a token that is made now ends.
    pub fn end(self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.days().map(|days| now + TimeDelta::days(i64::from(days)))
    }
}

/// What was typed to make a token. A box that was ticked holds something.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ApiTokenForm {
    /// What the token is called.
    pub called: String,
    /// How long it is good: see [`Lifetime::code`].
    pub lifetime: String,
    /// Whether it has [`Scope::ListsRead`].
    pub lists_read: String,
    /// Whether it has [`Scope::ListsWrite`].
    pub lists_write: String,
    /// Whether it has [`Scope::Reservations`].
    pub reservations: String,
    /// Whether it has [`Scope::CatalogueWrite`].
    pub catalogue_write: String,
    /// Whether it has [`Scope::Admin`].
    pub admin: String,
}

/// A token that somebody wishes for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiTokenWish {
    /// What it is called.
    pub name: TokenName,
    /// What can be done with it.
    pub scopes: Scopes,
    /// How long it is good.
    pub lifetime: Lifetime,
}

impl ApiTokenForm {
    /// Parses what was typed.
    ///
    /// # Errors
    /// Every field that needs another value.
    pub fn parse(&self) -> Result<ApiTokenWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.take("called", TokenName::parse(&self.called));
        let scopes = errors.take("scopes", Scopes::new(self.ticked()));
        let lifetime = errors.take("lifetime", Lifetime::parse(self.lifetime.trim()));
        match (name, scopes, lifetime) {
            (Some(name), Some(scopes), Some(lifetime)) => {
                Ok(ApiTokenWish { name, scopes, lifetime })
            }
            _ => Err(errors),
        }
    }

    /// The scopes whose boxes were ticked.
    fn ticked(&self) -> Vec<Scope> {
        let boxes = [
            (Scope::ListsRead, &self.lists_read),
            (Scope::ListsWrite, &self.lists_write),
            (Scope::Reservations, &self.reservations),
            (Scope::CatalogueWrite, &self.catalogue_write),
            (Scope::Admin, &self.admin),
        ];
        let ticked = boxes.into_iter().filter(|(_, value)| !value.is_empty());
        ticked.map(|(scope, _)| scope).collect()
    }
}

/// A token as it is kept: everything but the token itself, of which there is a digest elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// Its id, by which it is revoked.
    pub id: ApiTokenId,
    /// For whom programs act with it.
    pub person: PersonId,
    /// What it is called.
    pub name: TokenName,
    /// What can be done with it.
    pub scopes: Scopes,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// When it ends; none where it does not.
    pub expires_at: Option<DateTime<Utc>>,
}

impl ApiToken {
    /// Makes a token for somebody who has so many already (R10.2).
    ///
    /// # Errors
    /// [`FieldProblem::TooMany`] of the field `called`, where there is no room for another.
    pub fn make(
        id: ApiTokenId,
        person: PersonId,
        wish: ApiTokenWish,
        held: usize,
        now: DateTime<Utc>,
    ) -> Result<Self, FieldErrors> {
        if held >= MOST_TOKENS as usize {
            return Err(FieldErrors::one("called", FieldProblem::TooMany { max: MOST_TOKENS }));
        }
        let ApiTokenWish { name, scopes, lifetime } = wish;
        Ok(Self { id, person, name, scopes, made_at: now, expires_at: lifetime.end(now) })
    }

    /// Whether it has not ended.
    pub fn is_good(&self, now: DateTime<Utc>) -> bool {
        self.expires_at.is_none_or(|end| now < end)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::UNIX_EPOCH
    }

    fn form(scopes: &[Scope], lifetime: &str) -> ApiTokenForm {
        let tick = |scope| if scopes.contains(&scope) { "on".to_owned() } else { String::new() };
        ApiTokenForm {
            called: "My phone".to_owned(),
            lifetime: lifetime.to_owned(),
            lists_read: tick(Scope::ListsRead),
            lists_write: tick(Scope::ListsWrite),
            reservations: tick(Scope::Reservations),
            catalogue_write: tick(Scope::CatalogueWrite),
            admin: tick(Scope::Admin),
        }
    }

    fn made(form: &ApiTokenForm, held: usize) -> Result<ApiToken, FieldErrors> {
        let id = ApiTokenId::new(Uuid::from_u128(1));
        ApiToken::make(id, PersonId::new(Uuid::from_u128(2)), form.parse()?, held, now())
    }

    // R10.2
    #[test]
    fn a_token_has_a_name_scopes_and_an_end() {
        let token = made(&form(&[Scope::Admin, Scope::ListsRead], "30"), 0).unwrap();
        assert_eq!(token.name.as_str(), "My phone");
        assert!(token.scopes.has(Scope::ListsRead) && token.scopes.has(Scope::Admin));
        assert_eq!(token.scopes.iter().count(), 2);
        assert!(token.is_good(now() + TimeDelta::days(30) - TimeDelta::seconds(1)));
        assert!(!token.is_good(now() + TimeDelta::days(30)));
        let endless = made(&form(&[Scope::ListsRead], "none"), 0).unwrap();
        assert!(endless.is_good(now() + TimeDelta::days(100_000)));
    }

    // R10.2
    #[test]
    fn what_is_missing_or_no_choice_is_refused_field_by_field() {
        let problems = |form: ApiTokenForm| {
            let errors = form.parse().unwrap_err();
            errors
                .iter()
                .map(|error| (error.field.clone(), error.problem.code()))
                .collect::<Vec<_>>()
        };
        let all = problems(ApiTokenForm::default());
        let expected =
            [("called", "required"), ("scopes", "required"), ("lifetime", "not_a_choice")];
        assert_eq!(all, expected.map(|(field, code)| (field.to_owned(), code)));
        assert_eq!(problems(form(&[], "90")), [("scopes".to_owned(), "required")]);
        assert_eq!(
            problems(form(&[Scope::Admin], "91")),
            [("lifetime".to_owned(), "not_a_choice")]
        );
        let long = ApiTokenForm { called: "🎁".repeat(61), ..form(&[Scope::Admin], "90") };
        assert_eq!(problems(long), [("called".to_owned(), "too_long")]);
    }

    // R10.2
    #[test]
    fn twenty_tokens_are_enough() {
        assert!(made(&form(&[Scope::Admin], "90"), 19).is_ok());
        let full = made(&form(&[Scope::Admin], "90"), 20).unwrap_err();
        assert_eq!(full.of("called"), Some(&FieldProblem::TooMany { max: 20 }));
    }

    #[test]
    fn words_stand_for_what_they_were_made_from() {
        for scope in Scope::ALL {
            assert_eq!(Scope::parse(scope.code()), Ok(scope));
            assert_eq!(serde_json::to_value(scope).unwrap(), scope.code());
        }
        for lifetime in Lifetime::ALL {
            assert_eq!(Lifetime::parse(lifetime.code()), Ok(lifetime));
        }
        assert_eq!(Lifetime::parse(""), Err(FieldProblem::NotAChoice));
        assert_eq!(Scopes::parse(["lists:read", "all"]), Err(FieldProblem::NotAChoice));
        assert_eq!(Scopes::parse([]), Err(FieldProblem::Required));
    }

    proptest! {
        // R10.2: whatever is asked for, a token can do that and nothing else.
        #[test]
        fn a_token_has_the_scopes_that_were_asked_for(
            chosen in prop::collection::vec(0_usize..5, 1..12),
        ) {
            let scopes: Vec<_> = chosen.iter().map(|index| Scope::ALL[*index]).collect();
            let wish = form(&scopes, "90").parse().unwrap();
            for scope in Scope::ALL {
                prop_assert_eq!(wish.scopes.has(scope), scopes.contains(&scope));
            }
            let words: Vec<_> = wish.scopes.iter().map(Scope::code).collect();
            prop_assert_eq!(Scopes::parse(words), Ok(wish.scopes));
        }

        #[test]
        fn no_words_break_it(called in ".*", lifetime in ".*") {
            let typed = ApiTokenForm { called, lifetime, ..form(&[Scope::ListsRead], "90") };
            if let Ok(wish) = typed.parse() {
                prop_assert!(!wish.name.is_empty());
            }
        }
    }
}

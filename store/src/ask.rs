//! Reading: a constant query text, bound values, one row type.

use surrealdb::types::{SurrealValue, Value, Variables};
use tracing::Instrument as _;

use crate::{Store, StoreError, figures::measured};

/// A question to the store. One statement, so that all it answers is of one moment.
pub(crate) struct Ask<'a> {
    store: &'a Store,
    text: &'static str,
    bound: Variables,
}

impl Store {
    /// Asks what a query file says.
    pub(crate) fn ask(&self, text: &'static str) -> Ask<'_> {
        Ask { store: self, text, bound: Variables::new() }
    }
}

impl Ask<'_> {
    /// Binds a value to a name in the query.
    pub(crate) fn with(mut self, name: &str, value: impl SurrealValue) -> Self {
        self.bound.insert(name, value);
        self
    }

    /// The answer, or `None` where there is none.
    pub(crate) async fn maybe<T: SurrealValue>(self) -> Result<Option<T>, StoreError> {
        let answer = self.answer().await?;
        if answer.is_nullish() {
            return Ok(None);
        }
        T::from_value(answer).map(Some).map_err(|error| StoreError::Unavailable(error.to_string()))
    }

    /// The answer. Its absence refuses the errand as not found.
    pub(crate) async fn one<T: SurrealValue>(self) -> Result<T, StoreError> {
        self.maybe().await?.ok_or_else(StoreError::not_found)
    }

    async fn answer(self) -> Result<Value, StoreError> {
        let failed = |error: surrealdb::Error| StoreError::Unavailable(error.to_string());
        let query = self.store.db().query(self.text).bind(self.bound);
        let asked = measured("read", query.into_future());
        let span = tracing::debug_span!("query");
        let mut response = asked.instrument(span).await.map_err(failed)?;
        if let Some((_, error)) = response.take_errors().into_iter().next() {
            return Err(failed(error));
        }
        response.take::<Value>(0).map_err(failed)
    }
}

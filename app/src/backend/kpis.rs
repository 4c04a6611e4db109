//! How the site grows, for admins (R8.6).

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::{
    FieldErrors,
    kpis::{Period, PeriodForm, Report, WaysToShops},
};

use crate::{error::AppError, session::Visit};

/// The figures of a period, and how it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KpisView {
    /// The figures; of the usual period where what was asked for is none.
    pub report: Report,
    /// What is wrong with what was asked for.
    pub wrong: FieldErrors,
    /// The first day that was ever counted; none yet on the first day of a site.
    pub since: Option<NaiveDate>,
    /// The last day that can be asked for.
    pub yesterday: NaiveDate,
}

/// How the site grows, in figures. Who is no admin is told that there is nothing (404).
#[async_trait]
pub trait Kpis: Send + Sync {
    /// The figures of a period.
    async fn report(&self, visit: &Visit, form: &PeriodForm) -> Result<KpisView, AppError>;

    /// The ways to shops that people went in a period (R6.5).
    async fn ways_to_shops(&self, visit: &Visit, period: Period) -> Result<WaysToShops, AppError>;
}

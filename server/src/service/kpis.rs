//! How the site grows (R8.6).

use app::{
    backend::{Kpis, KpisView},
    error::AppError,
    session::Visit,
};
use async_trait::async_trait;
use domain::{
    FieldErrors,
    kpis::{PERIOD_CHOICES, Period, PeriodForm, Report, WaysToShops, untold_days},
};

use super::admin::admin;
use crate::site::Site;

/// Fulfils [`Kpis`].
pub(super) struct Service(pub(super) Site);

#[async_trait]
impl Kpis for Service {
    async fn report(&self, visit: &Visit, form: &PeriodForm) -> Result<KpisView, AppError> {
        admin(visit)?;
        let now = self.0.clock.now();
        let today = now.date_naive();
        let known = self.0.answer(self.0.store.kpis(now).await)?;
        let [usual, ..] = PERIOD_CHOICES;
        let (period, wrong) = match form.parse(today) {
            Ok(period) => (period, FieldErrors::default()),
            Err(wrong) => (Period::last(usual, today), wrong),
        };
        Ok(KpisView {
            report: Report::new(period, &known),
            wrong,
            since: known.first().map(|first| first.day),
            yesterday: Period::last(1, today).to,
        })
    }

    async fn ways_to_shops(&self, visit: &Visit, period: Period) -> Result<WaysToShops, AppError> {
        admin(visit)?;
        let Self(site) = self;
        let known = site.answer(site.store.kpis(site.clock.now()).await)?;
        let untold = untold_days(period, &known);
        let shops = site.answer(site.store.shop_clicks(period, &untold).await)?;
        Ok(WaysToShops::new(period, &known, shops))
    }
}

//! How often one network address may ask for what. The table is in the settings.

use std::{net::IpAddr, sync::Arc};

use app::error::AppError;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};

use super::{
    address::{ClientAddress, network},
    counts::Counts,
    exchange::sends_gifts,
    forms::{RefusedUnread, is_form},
    pictures::sends_cover,
    refusal::refuse,
    request::only_reads,
};
use crate::settings::LimitsSettings;

/// The counts of this process.
#[derive(Clone)]
pub struct Limits {
    all: Arc<Counts<IpAddr>>,
    rows: Arc<[(&'static str, Counts<IpAddr>)]>,
}

impl Limits {
    /// Counts by a table.
    pub fn new(table: &LimitsSettings) -> Self {
        let rows = table.rows_by_name().map(|(name, rate)| (name, Counts::new(rate)));
        Self { all: Arc::new(Counts::new(table.post)), rows: Arc::new(rows) }
    }

    /// Counts one request by `address` in the table's `row`, if it has one of its own.
    fn count(&self, row: Option<&str>, address: IpAddr) -> Result<(), TooOften> {
        let network = network(address);
        self.all.count(&network).map_err(|wait| TooOften::Everything(wait.into()))?;
        row.map_or(Ok(()), |row| self.count_errand(row, network).map_err(TooOften::Errand))
    }

    /// Counts one request from a network in the table's `row` alone, if the table has it.
    ///
    /// # Errors
    /// [`AppError::TooMany`].
    pub fn count_errand(&self, row: &str, network: IpAddr) -> Result<(), AppError> {
        if let Some((_, counts)) = self.rows.iter().find(|(name, _)| *name == row) {
            counts.count(&network)?;
        }
        Ok(())
    }
}

/// What one network address asks for too often.
#[derive(Debug, Clone)]
enum TooOften {
    /// One errand: people are told so on its page.
    Errand(AppError),
    /// Anything at all: not even a page is rendered for that.
    Everything(AppError),
}

/// Whether a request brings a cover, or a file of gifts. What goes along with a form is counted once it
/// is known whether anything does.
fn brings_file(request: &Request) -> bool {
    let (method, path) = (request.method(), request.uri().path());
    sends_cover(method, path) || sends_gifts(method, path)
}

/// Refuses what comes too often from one address (429).
pub async fn layer(State(limits): State<Limits>, mut request: Request, next: Next) -> Response {
    let elsewhere = request.uri().path().starts_with("/sign-in/with/");
    if only_reads(request.method()) && !elsewhere {
        return next.run(request).await;
    }
    let address = ClientAddress::of(request.extensions());
    let row = match request.uri().path().strip_prefix("/fn/") {
        Some(function) => LimitsSettings::row_of(function),
        None if brings_file(&request) => Some("upload"),
        None => elsewhere.then_some("elsewhere"),
    };
    match limits.count(row, address) {
        Ok(()) => next.run(request).await,
        Err(reached) => {
            tracing::info!("too many requests from one network address");
            match reached {
                TooOften::Errand(error) if is_form(&request) => {
                    request.extensions_mut().insert(RefusedUnread(error));
                    next.run(request).await
                }
                TooOften::Errand(error) | TooOften::Everything(error) => {
                    refuse(request.headers(), error)
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Rate;

    fn table() -> LimitsSettings {
        LimitsSettings { sign_in: Rate::new(2, 60), post: Rate::new(5, 60), ..Default::default() }
    }

    fn four(last: u8) -> IpAddr {
        IpAddr::from([203, 0, 113, last])
    }

    // R2.11: how often one network address may ask.
    #[test]
    fn an_errand_and_all_of_them_are_counted_per_address() {
        let limits = Limits::new(&table());
        let tries = |address| limits.count(Some("sign_in"), address);
        assert!(tries(four(1)).is_ok() && tries(four(1)).is_ok());
        let Err(TooOften::Errand(AppError::TooMany { retry_after })) = tries(four(1)) else {
            panic!("let through")
        };
        assert!((1..=61).contains(&retry_after));
        assert!(tries(four(2)).is_ok());
        assert!(limits.count(LimitsSettings::row_of("edit_list"), four(1)).is_ok());
        assert!(limits.count(None, four(1)).is_ok());
        assert!(limits.count(LimitsSettings::row_of("edit_list"), four(1)).is_err(), "five in all");
    }
}

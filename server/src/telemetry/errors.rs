//! Tells one address, if the settings name one, of errors of ours: by the reference that a person was
//! shown, and nothing by which anybody could be known.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, SecondsFormat, Utc};
use http::{HeaderValue, header};
use reqwest::redirect::Policy;
use serde::Serialize;
use tokio::time::Instant;
use url::Url;

use crate::settings::LogSettings;

/// How often one place is told of.
const PAUSE: Duration = Duration::from_secs(60);

/// Whoever is told answers within this time.
const TIMEOUT: Duration = Duration::from_secs(5);

/// What is told.
#[derive(Debug, Serialize)]
struct Told<'a> {
    reference: &'a str,
    route: &'a str,
    time: String,
    version: &'static str,
}

/// Tells of errors. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Errors {
    receiver: Option<(reqwest::Client, Url)>,
    /// When each place was told of last. Places are routes, of which there are some hundred.
    told: Arc<Mutex<HashMap<String, Instant>>>,
}

impl Errors {
    /// Tells whom the settings name.
    pub fn new(settings: &LogSettings) -> Self {
        let Some(address) = settings.error_address() else { return Self::default() };
        let client = reqwest::Client::builder()
            .user_agent(concat!("ewelists/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .timeout(TIMEOUT)
            .no_proxy()
            .build();
        match client {
            Ok(client) => Self { receiver: Some((client, address)), told: Arc::default() },
            Err(error) => {
                tracing::error!(error.cause = %error, "nobody can be told of errors");
                Self::default()
            }
        }
    }

    /// Tells of an error with this reference, met by the route with this template, unless the route was
    /// told of within the last minute. Does not wait.
    pub fn tell(&self, reference: &str, route: &str, now: DateTime<Utc>) {
        let Some((client, address)) = &self.receiver else { return };
        if !self.is_time_for(route, Instant::now()) {
            return;
        }
        let time = now.to_rfc3339_opts(SecondsFormat::Secs, true);
        let told = Told { reference, route, time, version: env!("CARGO_PKG_VERSION") };
        let Ok(body) = serde_json::to_vec(&told) else { return };
        let json = HeaderValue::from_static("application/json");
        let asked = client.post(address.clone()).header(header::CONTENT_TYPE, json).body(body);
        tokio::spawn(async move {
            let answer = asked.send().await.and_then(reqwest::Response::error_for_status);
            if let Err(error) = answer {
                tracing::warn!(error.cause = %error.without_url(), "an error was told to nobody");
            }
        });
    }

    fn is_time_for(&self, route: &str, now: Instant) -> bool {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.get(route).is_some_and(|at| now - *at < PAUSE) {
            return false;
        }
        told.insert(route.to_owned(), now);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_place_is_told_of_once_a_minute() {
        let (errors, now) = (Errors::default(), Instant::now());
        assert!(errors.is_time_for("/l/{share}", now) && errors.is_time_for("/lists", now));
        assert!(!errors.is_time_for("/l/{share}", now + PAUSE / 2));
        assert!(errors.is_time_for("/l/{share}", now + PAUSE));
        // Nobody is named: nothing happens.
        errors.tell("abc", "/lists", DateTime::UNIX_EPOCH);
    }
}

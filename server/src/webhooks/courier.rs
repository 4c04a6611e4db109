//! The one client by which programs are told.

use std::{sync::Arc, time::Duration};

use domain::{Undelivered, WebhookUrl};
use http::{HeaderMap, StatusCode};
use reqwest::{Response, redirect::Policy};
use store::DeliveryOutcome;
use url::Url;

use crate::{
    fetch::{Guard, System, Trouble, is_forbidden},
    settings::Settings,
};

/// A connection is there within this time.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);

/// How many bytes of an answer are read. None is kept: what counts is its status.
const MOST_READ: usize = 16 * 1024;

/// Carries messages: to the public internet alone, which is judged once more by the address that a
/// name leads to, without following where a receiver leads, and not for long. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Courier {
    client: Option<reqwest::Client>,
    /// Nobody in tests, where receivers are on this machine.
    guard: Option<Guard>,
}

impl Courier {
    /// Makes the client. Where the system has no certificates, nobody can be told.
    pub fn new(settings: &Settings) -> Self {
        match build(settings) {
            Ok((client, guard)) => Self { client: Some(client), guard },
            Err(error) => {
                tracing::error!(error.cause = %error, "programs can not be told of anything");
                Self { client: None, guard: None }
            }
        }
    }

    /// Whether messages can go to an address, as far as that can be seen before its name is looked
    /// up.
    pub fn may_go_to(&self, url: &WebhookUrl) -> bool {
        let Some(guard) = &self.guard else { return true };
        let parsed = Url::parse(url.as_str());
        parsed.is_ok_and(|url| url.scheme() == "https" && guard.check(&url).is_ok())
    }

    /// Carries one message. What is answered is only looked at for its status: 2xx has taken it.
    pub async fn carry(
        &self,
        url: &WebhookUrl,
        headers: HeaderMap,
        body: String,
    ) -> DeliveryOutcome {
        let Some(client) = &self.client else {
            return DeliveryOutcome::Failed(None, Undelivered::Unreachable);
        };
        if !self.may_go_to(url) {
            return DeliveryOutcome::Failed(None, Undelivered::NotPublic);
        }
        match client.post(url.as_str()).headers(headers).body(body).send().await {
            Ok(answer) => {
                let status = answer.status();
                read_a_little(answer).await;
                judged(status)
            }
            Err(error) => {
                let why = if is_forbidden(&error) {
                    Undelivered::NotPublic
                } else if error.is_timeout() {
                    Undelivered::TooSlow
                } else {
                    Undelivered::Unreachable
                };
                DeliveryOutcome::Failed(None, why)
            }
        }
    }
}

fn build(settings: &Settings) -> Result<(reqwest::Client, Option<Guard>), Trouble> {
    let origin = settings.site.origin();
    let timeout = settings.webhooks.timeout.duration().max(Duration::from_secs(1));
    let client = reqwest::Client::builder()
        .user_agent(format!("ewelists/{} (+{origin}/)", env!("CARGO_PKG_VERSION")))
        .redirect(Policy::none())
        .connect_timeout(CONNECT_TIMEOUT.min(timeout))
        .timeout(timeout)
        .no_gzip()
        .no_brotli()
        .no_deflate()
        .no_proxy()
        .referer(false)
        .http1_only()
        .pool_max_idle_per_host(0);
    if settings.webhooks.private {
        return Ok((client.build()?, None));
    }
    let guard = Guard::new(&origin)?;
    let client = client.dns_resolver(guard.resolver(Arc::new(System::default()))).build()?;
    Ok((client, Some(guard)))
}

/// What a status means.
fn judged(status: StatusCode) -> DeliveryOutcome {
    let code = status.as_u16();
    if status.is_success() {
        DeliveryOutcome::Delivered(code)
    } else if status.is_redirection() {
        DeliveryOutcome::Failed(Some(code), Undelivered::Redirect)
    } else {
        DeliveryOutcome::Failed(Some(code), Undelivered::Status)
    }
}

/// Lets a receiver say what it wants to say, so that it does not take the message for broken off.
async fn read_a_little(mut answer: Response) {
    let mut read = 0;
    while read < MOST_READ
        && let Ok(Some(chunk)) = answer.chunk().await
    {
        read += chunk.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> WebhookUrl {
        WebhookUrl::parse(text, true).unwrap()
    }

    // R10.12: never to an address that is not public.
    #[tokio::test]
    async fn nothing_is_carried_into_a_network_of_somebodys_own() {
        let courier = Courier::new(&Settings::default());
        for inside in [
            "https://127.0.0.1/x",
            "https://localhost/x",
            "https://[::1]/x",
            "https://10.0.0.1/",
            "https://192.168.1.1/",
            "https://169.254.169.254/latest/meta-data",
            "https://100.64.0.1/",
            "https://[fd00::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://0x7f000001/",
            "https://2130706433/",
            "https://printer/",
            "https://shop.example:8443/",
            "https://shop.example:22/",
        ] {
            assert!(!courier.may_go_to(&url(inside)), "{inside}");
            let outcome = courier.carry(&url(inside), HeaderMap::new(), String::new()).await;
            assert_eq!(outcome, DeliveryOutcome::Failed(None, Undelivered::NotPublic), "{inside}");
        }
        assert!(courier.may_go_to(&url("https://shop.example/x")));
    }

    #[test]
    fn only_success_has_taken_a_message() {
        for (status, outcome) in [
            (200, DeliveryOutcome::Delivered(200)),
            (204, DeliveryOutcome::Delivered(204)),
            (302, DeliveryOutcome::Failed(Some(302), Undelivered::Redirect)),
            (410, DeliveryOutcome::Failed(Some(410), Undelivered::Status)),
            (500, DeliveryOutcome::Failed(Some(500), Undelivered::Status)),
        ] {
            assert_eq!(judged(StatusCode::from_u16(status).unwrap()), outcome);
        }
    }
}

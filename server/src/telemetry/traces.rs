//! Where traces go: by OTLP over HTTP, in batches, from a thread of their own.

use std::{fmt, future::poll_fn, pin::pin, time::Duration};

use opentelemetry::{KeyValue, trace::TracerProvider as _};
use opentelemetry_otlp::{
    Protocol, SpanExporter as Otlp, WithExportConfig as _, WithHttpConfig as _,
};
use opentelemetry_sdk::{
    Resource,
    error::OTelSdkResult,
    trace::{Sampler, SdkTracerProvider, SpanData, SpanExporter},
};
use reqwest::redirect::Policy;
use thiserror::Error;
use tokio::runtime::Handle;
use tracing_subscriber::{
    Layer as _, Registry,
    filter::{LevelFilter, Targets},
};

use super::Lines;
use crate::settings::Settings;

/// Whoever takes traces answers within this time.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The address can not be used, in the words of the library.
#[derive(Debug, Error)]
#[error("traces.endpoint can not be used: {0}")]
pub struct TracesError(String);

/// What keeps traces going. Whoever drops it sends what is left.
pub struct Traces(SdkTracerProvider);

impl Traces {
    /// Sends what is left, and ends.
    pub fn end(&self) {
        if let Err(error) = self.0.shutdown() {
            tracing::warn!(error.cause = %error, "the last traces were not taken");
        }
    }
}

/// Sends traces, if the settings say where. To be called within a runtime.
///
/// # Errors
/// [`TracesError`].
pub fn start(settings: &Settings) -> Result<Option<(Traces, Lines)>, TracesError> {
    let Some(address) = settings.traces.address() else { return Ok(None) };
    let client = reqwest::Client::builder().redirect(Policy::none()).timeout(TIMEOUT).no_proxy();
    let client = client.build().map_err(|error| TracesError(error.to_string()))?;
    let exporter = Otlp::builder()
        .with_http()
        .with_http_client(client)
        .with_protocol(Protocol::HttpBinary)
        .with_endpoint(address.as_str())
        .build()
        .map_err(|error| TracesError(error.to_string()))?;
    let resource = Resource::builder()
        .with_service_name("ewelists")
        .with_attributes([
            KeyValue::new("service.version", env!("CARGO_PKG_VERSION")),
            KeyValue::new("deployment.environment.name", settings.site.environment.to_string()),
        ])
        .build();
    let share = f64::from(settings.traces.percent) / 100.0;
    let provider = SdkTracerProvider::builder()
        .with_batch_exporter(OnRuntime { exporter, runtime: Handle::current() })
        .with_sampler(Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(share))))
        .with_resource(resource)
        .build();
    let ours = Targets::new()
        .with_target("server", LevelFilter::DEBUG)
        .with_target("store", LevelFilter::DEBUG);
    let layer = tracing_opentelemetry::layer::<Registry>()
        .with_tracer(provider.tracer("ewelists"))
        .with_location(false)
        .with_threads(false)
        .with_filter(ours)
        .boxed();
    Ok(Some((Traces(provider), layer)))
}

/// Exports from a thread without a runtime, by the client of one that has one.
struct OnRuntime {
    exporter: Otlp,
    runtime: Handle,
}

impl fmt::Debug for OnRuntime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.exporter.fmt(f)
    }
}

impl SpanExporter for OnRuntime {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let mut sending = pin!(self.exporter.export(batch));
        poll_fn(|context| {
            let _within = self.runtime.enter();
            sending.as_mut().poll(context)
        })
        .await
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.exporter.set_resource(resource);
    }
}

//! Buckets that speak S3, as pictures and backups are put into them.

#[cfg(test)]
pub(crate) mod stub;

use std::time::Duration;

use object_store::{
    ClientOptions, Error, RetryConfig,
    aws::{AmazonS3, AmazonS3Builder},
};
use url::Url;

use crate::settings::Secret;

/// Where a bucket is, and who asks it.
pub(crate) struct Address<'a> {
    /// What it is called.
    pub(crate) bucket: &'a str,
    /// The region that it lies in.
    pub(crate) region: &'a str,
    /// Where it is asked, if not at Amazon.
    pub(crate) endpoint: &'a str,
    /// By which it knows us, if not by the machine.
    pub(crate) access_key_id: &'a str,
    /// What goes with that.
    pub(crate) secret_access_key: &'a Secret,
    /// Whether it may be asked without TLS.
    pub(crate) allow_http: bool,
}

/// How long is waited for it.
pub(crate) struct Patience {
    /// A connection is there within this time.
    pub(crate) connect: Duration,
    /// One request is answered within this time.
    pub(crate) request: Duration,
    /// Trying again ends after this time.
    pub(crate) retry: Duration,
    /// And after how many times.
    pub(crate) retries: usize,
}

/// A bucket, whose name stands in the path of what is asked. Nothing is asked yet.
///
/// # Errors
/// What is wrong with its address, in words.
pub(crate) fn open(address: &Address<'_>, patience: &Patience) -> Result<AmazonS3, String> {
    let client = ClientOptions::new()
        .with_connect_timeout(patience.connect)
        .with_timeout(patience.request)
        .with_allow_http(address.allow_http);
    let retry = RetryConfig {
        max_retries: patience.retries,
        retry_timeout: patience.retry,
        ..RetryConfig::default()
    };
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(address.bucket)
        .with_region(address.region)
        .with_client_options(client)
        .with_retry(retry);
    if !address.endpoint.is_empty() {
        // The builder takes any text, and what it builds stops the program at something else.
        Url::parse(address.endpoint)
            .map_err(|error| format!("the bucket's endpoint is no address: {error}"))?;
        builder = builder.with_endpoint(address.endpoint);
    }
    if !address.access_key_id.is_empty() {
        builder = builder
            .with_access_key_id(address.access_key_id)
            .with_secret_access_key(address.secret_access_key.expose());
    }
    builder.build().map_err(|error| error.to_string())
}

/// What was asked for, or nothing where the bucket has no such file.
pub(crate) fn if_there<T>(done: object_store::Result<T>) -> object_store::Result<Option<T>> {
    match done {
        Err(Error::NotFound { .. }) => Ok(None),
        done => done.map(Some),
    }
}

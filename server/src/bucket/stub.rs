//! A service that speaks as much of S3 as pictures and backups need, by HTTP, in the process of a
//! test. The bucket's name stands in the path. What is not signed by our key (AWS Signature
//! Version 4) is turned away.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard},
};

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, Method, StatusCode, Uri, header},
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, Utc};
use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};
use tokio::{net::TcpListener, task::JoinHandle};
use url::form_urlencoded;

use crate::{
    clock::Clock,
    hex::hex,
    settings::{BackupSettings, PicturesSettings, Secret},
};

const ACCESS_KEY_ID: &str = "EWELISTSTEST";
const SECRET_ACCESS_KEY: &str = "canary/of+the/bucket";
const REGION: &str = "eu-test-7";

/// How many objects are listed at once: whoever wants all asks again.
const PAGE: usize = 2;

/// The service. It ends when this is dropped.
pub(crate) struct Stub {
    url: String,
    kept: Arc<Mutex<Kept>>,
    serving: JoinHandle<std::io::Result<()>>,
}

/// What it keeps, and what happened to it.
#[derive(Default)]
struct Kept {
    /// By bucket and key, with a slash between.
    objects: BTreeMap<String, Object>,
    /// Parts of objects that are not whole yet, by the number of the upload.
    uploads: BTreeMap<String, BTreeMap<u32, Bytes>>,
    begun: u32,
    /// How many of the next requests are told to come back.
    busy: usize,
    /// The part of an object that is not taken.
    refused: Option<u32>,
    /// How many times a part of an object was asked for.
    parts_read: usize,
    put_off: usize,
    turned_away: usize,
}

struct Object {
    bytes: Bytes,
    /// In whole seconds: headers tell no others.
    put_at: DateTime<Utc>,
}

impl Stub {
    /// Starts a service with nothing in it.
    pub(crate) async fn start() -> Self {
        let kept = Arc::<Mutex<Kept>>::default();
        let router = Router::new()
            .fallback(answer)
            .layer(DefaultBodyLimit::disable())
            .with_state(kept.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let serving = tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, kept, serving }
    }

    /// Backups in a bucket of it.
    pub(crate) fn backups(&self) -> BackupSettings {
        BackupSettings {
            bucket: "backups".to_owned(),
            prefix: "ewelists/test".to_owned(),
            endpoint: self.url.clone(),
            region: REGION.to_owned(),
            access_key_id: ACCESS_KEY_ID.to_owned(),
            secret_access_key: Secret::new(SECRET_ACCESS_KEY),
            allow_http: true,
            ..BackupSettings::default()
        }
    }

    /// Pictures in another.
    pub(crate) fn pictures(&self) -> PicturesSettings {
        PicturesSettings {
            bucket: "pictures".to_owned(),
            endpoint: self.url.clone(),
            region: REGION.to_owned(),
            access_key_id: ACCESS_KEY_ID.to_owned(),
            secret_access_key: Secret::new(SECRET_ACCESS_KEY),
            allow_http: true,
            ..PicturesSettings::default()
        }
    }

    /// Tells this many of the next requests to come back.
    pub(crate) fn be_busy(&self, requests: usize) {
        self.kept().busy = requests;
    }

    /// Takes no part of an object that has this number.
    pub(crate) fn refuse_part(&self, number: u32) {
        self.kept().refused = Some(number);
    }

    /// How many times a part of an object was asked for, and not all of it.
    pub(crate) fn parts_read(&self) -> usize {
        self.kept().parts_read
    }

    /// How many were told so.
    pub(crate) fn put_off(&self) -> usize {
        self.kept().put_off
    }

    /// How many were not signed as they should be.
    pub(crate) fn turned_away(&self) -> usize {
        self.kept().turned_away
    }

    /// How many objects were begun and are not whole.
    pub(crate) fn half_done(&self) -> usize {
        self.kept().uploads.len()
    }

    /// What is there, by bucket and key.
    pub(crate) fn names(&self) -> Vec<String> {
        self.kept().objects.keys().cloned().collect()
    }

    /// Loses all that is in a bucket.
    pub(crate) fn lose(&self, bucket: &str) {
        let within = format!("{bucket}/");
        self.kept().objects.retain(|name, _| !name.starts_with(&within));
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap()
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn answer(
    State(kept): State<Arc<Mutex<Kept>>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let mut kept = kept.lock().unwrap();
    if is_signed(&method, &uri, &headers, &body) != Some(true) {
        kept.turned_away += 1;
        return fault(StatusCode::FORBIDDEN, "SignatureDoesNotMatch");
    }
    if kept.busy > 0 {
        kept.busy -= 1;
        kept.put_off += 1;
        return fault(StatusCode::SERVICE_UNAVAILABLE, "SlowDown");
    }
    let name = uri.path().trim_start_matches('/');
    let asked: HashMap<String, String> = pairs(&uri).into_iter().collect();
    match name.split_once('/') {
        Some(_) => kept.object(&method, name, &asked, &headers, body),
        None => kept.bucket(&method, name, &asked, &body),
    }
}

impl Kept {
    /// What is asked of one object.
    fn object(
        &mut self,
        method: &Method,
        name: &str,
        asked: &HashMap<String, String>,
        headers: &HeaderMap,
        body: Bytes,
    ) -> Response {
        let upload = asked.get("uploadId");
        match (method.as_str(), upload) {
            ("PUT", None) => self.put(name, body),
            ("PUT", Some(upload)) => {
                let Some(parts) = self.uploads.get_mut(upload) else { return no_upload() };
                let (number, tag) = (asked["partNumber"].parse().unwrap(), tag(&body));
                if self.refused == Some(number) {
                    return fault(StatusCode::BAD_REQUEST, "InvalidPart");
                }
                parts.insert(number, body);
                [(header::ETAG, tag)].into_response()
            }
            ("POST", None) if asked.contains_key("uploads") => {
                self.begun += 1;
                self.uploads.insert(self.begun.to_string(), BTreeMap::new());
                element("InitiateMultipartUploadResult", &element_text("UploadId", self.begun))
            }
            ("POST", Some(upload)) => {
                let Some(parts) = self.uploads.remove(upload) else { return no_upload() };
                let said = String::from_utf8_lossy(&body).matches("<PartNumber>").count();
                assert_eq!(said, parts.len(), "all parts are named");
                let whole = parts.into_values().collect::<Vec<_>>().concat();
                let tag = element_text("ETag", tag(&whole));
                self.put(name, whole.into());
                element("CompleteMultipartUploadResult", &tag)
            }
            ("DELETE", Some(upload)) => {
                self.uploads.remove(upload);
                StatusCode::NO_CONTENT.into_response()
            }
            ("GET" | "HEAD", None) => match self.objects.get(name) {
                Some(object) => {
                    let range = text(headers, "range");
                    self.parts_read += usize::from(range.is_some());
                    object.answer(range)
                }
                None => fault(StatusCode::NOT_FOUND, "NoSuchKey"),
            },
            _ => fault(StatusCode::NOT_IMPLEMENTED, "NotImplemented"),
        }
    }

    fn put(&mut self, name: &str, bytes: Bytes) -> Response {
        let put_at = DateTime::from_timestamp(Clock::default().now().timestamp(), 0).unwrap();
        let tag = tag(&bytes);
        self.objects.insert(name.to_owned(), Object { bytes, put_at });
        [(header::ETAG, tag)].into_response()
    }

    /// What is asked of a bucket: what is in it, or to take something away.
    fn bucket(
        &mut self,
        method: &Method,
        bucket: &str,
        asked: &HashMap<String, String>,
        body: &Bytes,
    ) -> Response {
        if method == Method::POST && asked.contains_key("delete") {
            let body = String::from_utf8_lossy(body);
            let keys = body.split("<Key>").skip(1).filter_map(|rest| rest.split_once("</Key>"));
            let deleted = keys.map(|(key, _)| {
                self.objects.remove(&format!("{bucket}/{key}"));
                format!("<Deleted>{}</Deleted>", element_text("Key", key))
            });
            return element("DeleteResult", &deleted.collect::<String>());
        }
        if method != Method::GET || asked.get("list-type").map(String::as_str) != Some("2") {
            return fault(StatusCode::NOT_IMPLEMENTED, "NotImplemented");
        }
        let (prefix, after) = (asked.get("prefix"), asked.get("continuation-token"));
        let within = format!("{bucket}/{}", prefix.map_or("", String::as_str));
        let mut found = self.objects.iter().filter(|(name, _)| {
            name.starts_with(&within) && after.is_none_or(|after| *name > after)
        });
        let page: Vec<_> = found.by_ref().take(PAGE).collect();
        let mut listed: String = page.iter().map(|(name, object)| object.listed(name)).collect();
        if let (Some((last, _)), Some(_)) = (page.last(), found.next()) {
            listed += &element_text("NextContinuationToken", last);
        }
        element("ListBucketResult", &listed)
    }
}

impl Object {
    /// All of it, or the bytes from one to another, both of them included.
    fn answer(&self, range: Option<&str>) -> Response {
        let put_at = self.put_at.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let about = [(header::ETAG, tag(&self.bytes)), (header::LAST_MODIFIED, put_at)];
        let Some(range) = range else {
            let length = [(header::CONTENT_LENGTH, self.bytes.len().to_string())];
            return (about, length, self.bytes.clone()).into_response();
        };
        let (first, last) = range.strip_prefix("bytes=").unwrap().split_once('-').unwrap();
        let [first, last] = [first, last].map(|at| at.parse::<usize>().unwrap());
        let part = self.bytes.slice(first..=last);
        let told = format!("bytes {first}-{last}/{}", self.bytes.len());
        let told =
            [(header::CONTENT_RANGE, told), (header::CONTENT_LENGTH, part.len().to_string())];
        (StatusCode::PARTIAL_CONTENT, about, told, part).into_response()
    }

    /// It in a list; its key is what stands behind the bucket's name.
    fn listed(&self, name: &str) -> String {
        let (_, key) = name.split_once('/').unwrap();
        let about = [
            element_text("Key", key),
            element_text("LastModified", self.put_at.format("%Y-%m-%dT%H:%M:%SZ")),
            element_text("ETag", tag(&self.bytes)),
            element_text("Size", self.bytes.len()),
        ];
        format!("<Contents>{}</Contents>", about.concat())
    }
}

fn tag(bytes: &[u8]) -> String {
    format!("\"{}\"", &digest(bytes)[..32])
}

fn element_text(name: &str, text: impl std::fmt::Display) -> String {
    format!("<{name}>{text}</{name}>")
}

fn element(name: &str, within: &str) -> Response {
    ([(header::CONTENT_TYPE, "application/xml")], element_text(name, within)).into_response()
}

fn fault(status: StatusCode, code: &str) -> Response {
    (status, element("Error", &element_text("Code", code))).into_response()
}

fn no_upload() -> Response {
    fault(StatusCode::NOT_FOUND, "NoSuchUpload")
}

/// Whether our key signed all that a request says; nothing where it is not signed at all.
fn is_signed(method: &Method, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Option<bool> {
    let said = text(headers, "authorization")?.strip_prefix("AWS4-HMAC-SHA256 ")?;
    let of = |name: &str| said.split(", ").find_map(|part| part.strip_prefix(name));
    let (names, signature) = (of("SignedHeaders=")?, of("Signature=")?);
    let at = text(headers, "x-amz-date")?;
    let sha256 = text(headers, "x-amz-content-sha256")?;
    let day = at.get(..8)?;
    let scope = format!("{day}/{REGION}/s3/aws4_request");

    let mut request = format!("{method}\n{}\n{}\n", uri.path(), query(uri));
    for name in names.split(';') {
        request += &format!("{name}:{}\n", text(headers, name)?.trim());
    }
    request += &format!("\n{names}\n{sha256}");
    let to_sign = format!("AWS4-HMAC-SHA256\n{at}\n{scope}\n{}", digest(request.as_bytes()));
    let steps = [day, REGION, "s3", "aws4_request", to_sign.as_str()];
    let key = format!("AWS4{SECRET_ACCESS_KEY}").into_bytes();
    let expected = steps.iter().fold(key, |key, step| code(&key, step));

    let host = names.split(';').any(|name| name == "host");
    let ours = of("Credential=")? == format!("{ACCESS_KEY_ID}/{scope}");
    Some(host && ours && sha256 == digest(body) && signature == hex(&expected))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn pairs(uri: &Uri) -> Vec<(String, String)> {
    form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect()
}

/// The parameters of a request as they are signed.
fn query(uri: &Uri) -> String {
    let mut pairs = pairs(uri);
    pairs.sort();
    let escaped: Vec<_> =
        pairs.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
    escaped.join("&")
}

fn escape(text: &str) -> String {
    let escaped = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(escaped).collect()
}

/// The HMAC-SHA-256 of a text.
fn code(key: &[u8], text: &str) -> Vec<u8> {
    let mut code = Hmac::<Sha256>::new_from_slice(key).unwrap();
    code.update(text.as_bytes());
    code.finalize().into_bytes().to_vec()
}

fn digest(bytes: &[u8]) -> String {
    hex(Sha256::digest(bytes))
}

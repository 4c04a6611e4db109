//! Reads the form with which a file of gifts is sent, or what was pasted in its place.

use app::{backend::SentGifts, error::AppError};
use axum::{
    extract::{DefaultBodyLimit, FromRequest as _, Multipart, Request},
    http::header,
};
use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt as _, Limited};
use url::form_urlencoded;

use crate::exchange::MOST_BYTES;

/// The fields of the form.
const FILE: &str = "file";
const TEXT: &str = "text";

/// How many bytes a form without a file may have: a letter of what was pasted takes three at most.
const MOST_OF_FIELDS: usize = 3 * MOST_BYTES + 1024;

/// What was sent. Of what is too big all is read and thrown away: a browser that is answered while
/// it still sends shows that the connection broke. How much that can be, `overload` bounds.
///
/// # Errors
/// [`AppError::Transport`] for a form that can not be read.
pub(super) async fn read(mut request: Request) -> Result<SentGifts, AppError> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded")) {
        return Ok(read_fields(request).await);
    }
    DefaultBodyLimit::disable().apply(&mut request);
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|_| AppError::Transport)?;
    let broken = |_| AppError::Transport;
    let (mut file, mut text, mut too_big) = (BytesMut::new(), BytesMut::new(), false);
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        let mut unknown = BytesMut::new();
        let kept = match field.name() {
            Some(FILE) => &mut file,
            Some(TEXT) => &mut text,
            _ => &mut unknown,
        };
        while let Some(chunk) = field.chunk().await.map_err(broken)? {
            match kept.len() + chunk.len() > MOST_BYTES {
                true => too_big = true,
                false => kept.extend_from_slice(&chunk),
            }
        }
    }
    let text = String::from_utf8_lossy(&text).into_owned();
    Ok(SentGifts { file: file.freeze(), text, too_big })
}

/// What was pasted, from the page that kept it while somebody signed in.
async fn read_fields(request: Request) -> SentGifts {
    let body = Limited::new(request.into_body(), MOST_OF_FIELDS).collect().await;
    let body = body.map(http_body_util::Collected::to_bytes);
    let text = body.as_ref().map_or_else(
        |_| String::new(),
        |body| {
            let mut fields = form_urlencoded::parse(body);
            let text = fields.find(|(name, _)| name == TEXT);
            text.map_or_else(String::new, |(_, text)| text.into_owned())
        },
    );
    let too_big = body.is_err() || text.len() > MOST_BYTES;
    let text = if too_big { String::new() } else { text };
    SentGifts { file: Bytes::new(), text, too_big }
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, http::header::CONTENT_TYPE};

    use super::*;
    use crate::in_tests::parted_form;

    async fn sent(parts: &[(&str, &[u8])]) -> Result<SentGifts, AppError> {
        let request = Request::builder().header(CONTENT_TYPE, "multipart/form-data; boundary=x");
        read(request.body(Body::from(parted_form(parts))).unwrap()).await
    }

    #[tokio::test]
    async fn a_file_and_what_was_pasted_are_read() {
        let read = sent(&[("other", b"1"), ("file", b"name\nTrain"), ("text", b"pasted")]).await;
        let read = read.unwrap();
        assert_eq!((&read.file[..], read.text.as_str()), (&b"name\nTrain"[..], "pasted"));
        assert!(!read.too_big);
        let nothing = sent(&[("file", b"")]).await.unwrap();
        assert!(nothing.file.is_empty() && nothing.text.is_empty());
    }

    #[tokio::test]
    async fn what_is_too_big_is_said_to_be() {
        let much = vec![b'x'; MOST_BYTES + 1];
        assert!(sent(&[("file", &much)]).await.unwrap().too_big);
        assert!(sent(&[("text", &much)]).await.unwrap().too_big);
        assert!(!sent(&[("file", &much[1..])]).await.unwrap().too_big);
    }

    // R9.5
    #[tokio::test]
    async fn what_was_kept_while_somebody_signed_in_is_read() {
        let kept = async |text: &str| {
            let mut form = form_urlencoded::Serializer::new(String::new());
            let form = form.append_pair("text", text).finish();
            let request =
                Request::builder().header(CONTENT_TYPE, "application/x-www-form-urlencoded");
            read(request.body(Body::from(form)).unwrap()).await.unwrap()
        };
        let read = kept("name\tGröße\r\nZug\tL").await;
        assert_eq!(read.text, "name\tGröße\r\nZug\tL");
        assert!(read.file.is_empty() && !read.too_big);
        assert!(!kept(&"ö".repeat(MOST_BYTES / 2)).await.too_big);
        assert!(kept(&"ö".repeat(MOST_BYTES / 2 + 1)).await.too_big);
        assert!(kept(&"ö".repeat(MOST_BYTES)).await.too_big);
    }

    #[tokio::test]
    async fn what_is_no_form_can_not_be_read() {
        let plain = Request::new(Body::from("text=x"));
        assert!(matches!(read(plain).await, Err(AppError::Transport)));
    }
}

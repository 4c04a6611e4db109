//! Reads the form with which a file of gifts is sent, or what was pasted in its place.

use app::{backend::SentGifts, error::AppError};
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Request};
use bytes::BytesMut;

use crate::exchange::MOST_BYTES;

/// The fields of the form.
const FILE: &str = "file";
const TEXT: &str = "text";

/// What was sent. Of what is too big all is read and thrown away: a browser that is answered while
/// it still sends shows that the connection broke. How much that can be, `overload` bounds.
///
/// # Errors
/// [`AppError::Transport`] for a form that can not be read.
pub(super) async fn read(mut request: Request) -> Result<SentGifts, AppError> {
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

    #[tokio::test]
    async fn what_is_no_form_can_not_be_read() {
        let plain = Request::new(Body::from("text=x"));
        assert!(matches!(read(plain).await, Err(AppError::Transport)));
    }
}

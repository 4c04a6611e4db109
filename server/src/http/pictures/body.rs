//! Reads the form with which a picture is sent.

use app::error::AppError;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Request};
use bytes::{Bytes, BytesMut};

use super::Refused;

/// A picture may have so many bytes (R3.2).
const MOST: usize = 5 << 20;

/// And the form around it so many.
const FORM: usize = 6 << 20;

/// Of what is larger, so many bytes are read and thrown away: a browser that is answered while it
/// still sends shows that the connection broke, and not what is wrong with the picture.
pub const READ_ON: usize = 32 << 20;

/// The bytes of the file in a field.
///
/// # Errors
/// [`Refused::Missing`], [`Refused::TooBig`], or [`AppError::Transport`] for a form that can not be
/// read.
pub(super) async fn read(mut request: Request, name: &str) -> Result<Bytes, Refused> {
    // `overload` bounds it.
    DefaultBodyLimit::disable().apply(&mut request);
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|_| Refused::Because(AppError::Transport))?;
    let broken = |_| Refused::Because(AppError::Transport);
    let mut file: Option<BytesMut> = None;
    let (mut length, mut too_big) = (0, false);
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        let wanted = field.name() == Some(name) && file.is_none();
        let mut bytes = BytesMut::new();
        while let Some(chunk) = field.chunk().await.map_err(broken)? {
            length += chunk.len();
            too_big |= length > FORM || (wanted && bytes.len() + chunk.len() > MOST);
            match wanted && !too_big {
                true => bytes.extend_from_slice(&chunk),
                false => bytes = BytesMut::new(),
            }
        }
        if wanted {
            file = Some(bytes);
        }
    }
    match file {
        _ if too_big => Err(Refused::TooBig),
        Some(file) if !file.is_empty() => Ok(file.freeze()),
        _ => Err(Refused::Missing),
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use http::header::CONTENT_TYPE;

    use super::*;

    async fn sent(parts: &[(&str, &[u8])]) -> Result<Bytes, Refused> {
        let mut body = Vec::new();
        for (name, bytes) in parts {
            let head = format!(
                "--x\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"a\"\r\n\r\n"
            );
            body.extend([head.as_bytes(), bytes, b"\r\n"].concat());
        }
        body.extend(b"--x--\r\n");
        whole(body).await
    }

    async fn whole(body: impl Into<Body>) -> Result<Bytes, Refused> {
        let request = Request::builder().header(CONTENT_TYPE, "multipart/form-data; boundary=x");
        read(request.body(body.into()).unwrap(), "picture").await
    }

    #[tokio::test]
    async fn the_file_of_the_field_is_read() {
        let read = sent(&[("other", b"1"), ("picture", b"bytes"), ("picture", b"2")]).await;
        assert_eq!(read.unwrap(), "bytes");
        let most = vec![7; MOST];
        assert_eq!(sent(&[("picture", &most)]).await.unwrap().len(), MOST);
    }

    #[tokio::test]
    async fn without_a_file_it_is_missing() {
        for parts in [&[][..], &[("other", &b"1"[..])], &[("picture", &b""[..])]] {
            assert!(matches!(sent(parts).await, Err(Refused::Missing)), "{parts:?}");
        }
    }

    #[tokio::test]
    async fn too_large_a_file_is_refused_and_so_is_too_large_a_form() {
        let [picture, other] = [vec![7; MOST + 1], vec![7; FORM + 1]];
        for parts in [
            &[("picture", &picture[..])][..],
            &[("picture", b"bytes"), ("other", &other)],
            &[("other", &other), ("picture", b"bytes")],
        ] {
            assert!(matches!(sent(parts).await, Err(Refused::TooBig)));
        }
    }

    #[tokio::test]
    async fn what_is_no_whole_form_can_not_be_read() {
        for body in ["", "--x\r\n\r\n", "--x\r\nContent-Disposition: form-data; name=\"picture\""] {
            let read = whole(body).await;
            assert!(matches!(read, Err(Refused::Because(AppError::Transport))), "{body:?}");
        }
        let plain = Request::new(Body::from("picture=x"));
        assert!(matches!(read(plain, "picture").await, Err(Refused::Because(_))));
    }
}

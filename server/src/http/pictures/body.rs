//! Reads the form with which a picture is sent, and what else stands in it.

use app::error::AppError;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Request};
use bytes::{Bytes, BytesMut};

use super::Refused;

/// How many bytes a picture may have (R3.2).
pub(super) const MOST: usize = 5 << 20;

/// How many bytes of a larger one are read and thrown away: a browser that is answered while it
/// still sends shows that the connection broke, and not what is wrong with the picture.
pub const READ_ON: usize = 32 << 20;

/// A form that brought a picture, or could have.
#[derive(Debug)]
pub(super) struct Sent {
    /// Its other fields, in their order.
    pub fields: Vec<(String, String)>,
    /// The file: [`Refused::Missing`] where none was chosen, or [`Refused::TooBig`].
    pub file: Result<Bytes, Refused>,
}

/// Reads a form with a file in the field `name`, of which at most `most` bytes are kept. All its other
/// fields together have at most `words` bytes.
///
/// # Errors
/// [`Refused::TooBig`] where they have more, or [`AppError::Transport`] for a form that can not be
/// read.
pub(super) async fn read(
    mut request: Request,
    name: &str,
    most: usize,
    words: usize,
) -> Result<Sent, Refused> {
    // `overload` bounds it.
    DefaultBodyLimit::disable().apply(&mut request);
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|_| Refused::Because(AppError::Transport))?;
    let broken = |_| Refused::Because(AppError::Transport);
    let (mut fields, mut file) = (Vec::new(), None::<BytesMut>);
    let (mut said, mut too_big) = (0, false);
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        let called = field.name().unwrap_or_default().to_owned();
        let wanted = called == name && file.is_none();
        // As it would be written in a form without a file: with two more characters.
        said += if wanted { 0 } else { called.len() + 2 };
        let mut bytes = BytesMut::new();
        while let Some(chunk) = field.chunk().await.map_err(broken)? {
            match wanted {
                true => too_big |= bytes.len() + chunk.len() > most,
                false => said += chunk.len(),
            }
            match wanted && too_big || said > words {
                true => bytes = BytesMut::new(),
                false => bytes.extend_from_slice(&chunk),
            }
        }
        if wanted {
            file = Some(bytes);
        } else if said <= words {
            let value = String::from_utf8(bytes.to_vec());
            fields.push((called, value.map_err(|_| Refused::Because(AppError::Transport))?));
        }
    }
    if said > words {
        return Err(Refused::TooBig);
    }
    let file = match file {
        _ if too_big => Err(Refused::TooBig),
        Some(file) if !file.is_empty() => Ok(file.freeze()),
        _ => Err(Refused::Missing),
    };
    Ok(Sent { fields, file })
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use http::header::CONTENT_TYPE;

    use super::*;
    use crate::in_tests::parted_form;

    /// How many bytes the other fields may have here.
    const WORDS: usize = 100;

    async fn sent(parts: &[(&str, &[u8])]) -> Result<Sent, Refused> {
        whole(parted_form(parts)).await
    }

    async fn whole(body: impl Into<Body>) -> Result<Sent, Refused> {
        let request = Request::builder().header(CONTENT_TYPE, "multipart/form-data; boundary=x");
        read(request.body(body.into()).unwrap(), "picture", MOST, WORDS).await
    }

    #[tokio::test]
    async fn the_file_of_the_field_is_read_and_so_is_what_stands_beside_it() {
        let read = sent(&[("name", b"Vase"), ("picture", b"bytes"), ("picture", b"2")]).await;
        let read = read.unwrap();
        assert_eq!(read.file.unwrap(), "bytes");
        let fields: Vec<_> = read.fields.iter().map(|(name, value)| (&**name, &**value)).collect();
        assert_eq!(fields, [("name", "Vase"), ("picture", "2")]);
        let most = vec![7; MOST];
        assert_eq!(sent(&[("picture", &most)]).await.unwrap().file.unwrap().len(), MOST);
    }

    #[tokio::test]
    async fn without_a_file_it_is_missing() {
        for parts in [&[][..], &[("other", &b"1"[..])], &[("picture", &b""[..])]] {
            let file = sent(parts).await.unwrap().file;
            assert!(matches!(file, Err(Refused::Missing)), "{parts:?}");
        }
    }

    // R4.5: what was typed is not lost.
    #[tokio::test]
    async fn too_large_a_file_is_refused_and_what_stands_beside_it_is_kept() {
        let picture = vec![7; MOST + 1];
        let read = sent(&[("picture", &picture), ("name", b"Vase")]).await.unwrap();
        assert!(matches!(read.file, Err(Refused::TooBig)));
        assert_eq!(read.fields, [("name".to_owned(), "Vase".to_owned())]);
    }

    #[tokio::test]
    async fn too_large_a_form_is_refused() {
        let other = [b'x'; WORDS];
        for parts in [
            &[("picture", &b"bytes"[..]), ("other", &other[..])][..],
            &[("other", &other), ("picture", b"bytes")],
            &[("", &b""[..]); WORDS / 2 + 1],
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
        let no_words = sent(&[("name", b"\xff")]).await;
        assert!(matches!(no_words, Err(Refused::Because(AppError::Transport))));
        let plain = Request::new(Body::from("picture=x"));
        assert!(matches!(read(plain, "picture", MOST, WORDS).await, Err(Refused::Because(_))));
    }
}

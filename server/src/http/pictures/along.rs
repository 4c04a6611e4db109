//! A picture of one's own that goes along with a form (R4.5, R6.1).
//!
//! The form is sent with its file, and its server function gets the fields alone, with the id of the
//! picture among them. What was typed is read first: a page that refuses one of the two has the other
//! still in place.

use std::net::IpAddr;

use app::{error::AppError, session::Visit};
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderValue, Method, header},
    middleware::Next,
    response::Response,
};
use bytes::Bytes;
use domain::PictureId;
use url::form_urlencoded::Serializer;

use super::{Desk, refused::Refused};
use crate::http::{
    address::{ClientAddress, network},
    forms::{RefusedUnread, is_form},
    refusal::{answer, reader, refuse},
};

/// The server functions whose forms have a field for such a picture.
const FUNCTIONS: [&str; 5] = [
    "/fn/add_gift",
    "/fn/edit_gift",
    "/fn/promote_product",
    "/fn/create_product",
    "/fn/edit_product",
];

/// The field with the file.
const FILE: &str = "own_picture";

/// The field that names a picture of ours, of which the server function reads.
const NAMED: &str = "picture";

/// Whether a request is such a form, sent with its files.
pub fn goes_along(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    request.method() == Method::POST
        && FUNCTIONS.contains(&request.uri().path())
        && kind.is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

/// Keeps the picture, and lets the server function answer. Of whoever is not signed in what was typed
/// is read and nothing else, for the page that keeps it (R9.5), and nothing where no page is shown;
/// whether somebody may do what the form is for is the function's to find out.
pub(super) async fn take(desk: &Desk, request: Request, next: Next) -> Response {
    let (reader, form) = (reader(request.headers()), is_form(&request));
    let visit = request.extensions().get::<Visit>();
    let nobody = visit.is_none_or(|visit| visit.actor.person.is_none());
    if nobody && !form {
        return refuse(&reader, AppError::SignInNeeded);
    }
    let (mut parts, body) = request.into_parts();
    let request = Request::from_parts(parts.clone(), body);
    let sent = match nobody {
        true => desk.read_words(request, FILE).await,
        false => desk.read(request, FILE).await,
    };
    let sent = match sent {
        Ok(sent) => sent,
        Err(refused) => {
            let (status, error) = refused.error();
            return answer(&reader, status, error);
        }
    };
    let address = ClientAddress::of(&parts.extensions);
    let mut fields = sent.fields;
    let kept = match nobody {
        true => Ok(None),
        false => keep(desk, address, sent.file).await,
    };
    match kept {
        Ok(None) => {}
        Ok(Some(picture)) => {
            fields.retain(|(name, _)| name != NAMED);
            fields.push((NAMED.to_owned(), picture.to_string()));
        }
        Err(refused) => {
            tracing::info!(picture.refused = ?refused, "a picture was not taken");
            if !form {
                let (status, error) = refused.error();
                return answer(&reader, status, error);
            }
            parts.extensions.insert(RefusedUnread(refused.beside(FILE)));
        }
    }
    let text = Serializer::new(String::new()).extend_pairs(&fields).finish();
    let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
    parts.headers.insert(header::CONTENT_TYPE, kind);
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(text.len()));
    parts.headers.remove(header::TRANSFER_ENCODING);
    next.run(Request::from_parts(parts, Body::from(text))).await
}

/// Keeps what was chosen, if anything was.
async fn keep(
    desk: &Desk,
    address: IpAddr,
    file: Result<Bytes, Refused>,
) -> Result<Option<PictureId>, Refused> {
    let bytes = match file {
        Ok(bytes) => bytes,
        Err(Refused::Missing) => return Ok(None),
        Err(refused) => return Err(refused),
    };
    desk.limits.count_errand("upload", network(address))?;
    Ok(Some(desk.site.pictures.add(bytes).await?))
}

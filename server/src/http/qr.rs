//! The QR code of a share link, as files (R3.7): for owners, to be printed and passed on, and for
//! the list on paper.

use app::{error::AppError, session::Visit};
use axum::{
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use domain::{ListId, ListState};

use super::{refusal::refuse, request::only_reads};
use crate::{qr::Code, service::passcode::door, site::Site};

/// Whose code, and as which file.
#[derive(Debug, PartialEq, Eq)]
enum Asked<'a> {
    /// That of an owner's list.
    Owned { list: ListId, file: File },
    /// That of the link itself.
    Shared { share: &'a str },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum File {
    Svg,
    Png,
}

impl<'a> Asked<'a> {
    /// Reads `/lists/LIST/qr.svg`, `/lists/LIST/qr.png` and `/l/SHARE/qr.svg`.
    fn parse(path: &'a str) -> Option<Self> {
        let parts: Vec<_> = path.strip_prefix('/')?.split('/').collect();
        match *parts.as_slice() {
            ["lists", list, "qr.svg"] => {
                Some(Self::Owned { list: list.parse().ok()?, file: File::Svg })
            }
            ["lists", list, "qr.png"] => {
                Some(Self::Owned { list: list.parse().ok()?, file: File::Png })
            }
            ["l", share, "qr.svg"] => Some(Self::Shared { share }),
            _ => None,
        }
    }
}

/// Answers for the files.
pub async fn layer(State(site): State<Site>, request: Request, next: Next) -> Response {
    let reads = only_reads(request.method());
    let path = request.uri().path().to_owned();
    let Some(asked) = Asked::parse(&path).filter(|_| reads) else { return next.run(request).await };
    let Some(visit) = request.extensions().get::<Visit>().cloned() else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    match draw(&site, &visit, asked).await {
        Ok(file) => file,
        Err(error) => refuse(request.headers(), error),
    }
}

async fn draw(site: &Site, visit: &Visit, asked: Asked<'_>) -> Result<Response, AppError> {
    let (share, file) = match asked {
        Asked::Owned { list, file } => (token(site, visit, list).await?, file),
        Asked::Shared { share } => {
            door(site, visit, share).await?;
            (share.to_owned(), File::Svg)
        }
    };
    let code = Code::of(&format!("{}/l/{share}", site.settings.site.origin()));
    let code = code.ok_or(AppError::Transport)?;
    Ok(match file {
        File::Svg => ([(header::CONTENT_TYPE, "image/svg+xml")], code.svg()).into_response(),
        File::Png => {
            let png = code.png().ok_or(AppError::Busy)?;
            ([(header::CONTENT_TYPE, "image/png")], png).into_response()
        }
    })
}

/// The token of the share link of somebody's own list. A draft has none.
async fn token(site: &Site, visit: &Visit, list: ListId) -> Result<String, AppError> {
    let owner = visit.actor.person.ok_or_else(AppError::not_found)?;
    let list = site.answer(site.store.owned_list(owner, list).await)?.list;
    match list.state {
        ListState::Draft => Err(AppError::not_found()),
        _ => Ok(site.secrets.share_token(list.id, list.share_generation)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_files_are_qr_codes() {
        let id = "0".repeat(31) + "1";
        let list: ListId = id.parse().unwrap();
        let svg = format!("/lists/{id}/qr.svg");
        assert_eq!(Asked::parse(&svg), Some(Asked::Owned { list, file: File::Svg }));
        let png = format!("/lists/{id}/qr.png");
        assert_eq!(Asked::parse(&png), Some(Asked::Owned { list, file: File::Png }));
        assert_eq!(Asked::parse("/l/abc/qr.svg"), Some(Asked::Shared { share: "abc" }));
        for path in
            ["/l/abc/qr.png", "/lists/x/qr.svg", "/lists/qr.svg", "/qr.svg", "/l/abc/qr.svg/"]
        {
            assert_eq!(Asked::parse(path), None, "{path}");
        }
    }
}

//! Why a sent picture was not taken, and how that is told.

use app::error::AppError;
use axum::http::StatusCode;
use domain::{FieldErrors, FieldProblem};

use super::FIELD;
use crate::{
    http::refusal::status_of,
    pictures::{FEWEST_A_SIDE, PictureError, Unusable},
    site::internal,
};

/// Why a sent picture was not taken.
#[derive(Debug)]
pub(super) enum Refused {
    /// No file was sent.
    Missing,
    /// More than five mebibytes, or too many pixels.
    TooBig,
    /// Less than 32 pixels a side.
    TooSmall,
    /// None that we can read, or not a whole one.
    NotAPicture,
    /// Too many are sent at once.
    Busy,
    /// The sender may not, or something broke.
    Because(AppError),
}

impl From<AppError> for Refused {
    fn from(error: AppError) -> Self {
        Self::Because(error)
    }
}

impl From<PictureError> for Refused {
    fn from(error: PictureError) -> Self {
        match error {
            PictureError::Unusable(Unusable::NotAPicture) => Self::NotAPicture,
            PictureError::Unusable(Unusable::TooLarge) => Self::TooBig,
            PictureError::Unusable(Unusable::TooSmall) => Self::TooSmall,
            PictureError::Busy => Self::Busy,
            PictureError::Shelf(cause) => {
                Self::Because(internal("a picture could not be kept", &cause))
            }
        }
    }
}

impl Refused {
    /// The word by which the page with the form says why, as `?picture=WORD`.
    pub(super) fn word(&self) -> Option<&'static str> {
        Some(match self {
            Self::Missing => "missing",
            Self::TooBig => "too_big",
            Self::TooSmall => "too_small",
            Self::NotAPicture => "not_a_picture",
            Self::Busy => "busy",
            Self::Because(_) => return None,
        })
    }

    /// What is told to whoever is no browser.
    pub(super) fn error(self) -> (StatusCode, AppError) {
        if matches!(self, Self::TooBig) {
            return (StatusCode::PAYLOAD_TOO_LARGE, AppError::Transport);
        }
        let error = self.beside(FIELD);
        (status_of(&error), error)
    }

    /// What a page says beside the field with the file, or above the form.
    pub(super) fn beside(self, field: &str) -> AppError {
        let invalid = |problem| FieldErrors::one(field, problem).into();
        match self {
            Self::Missing => invalid(FieldProblem::Required),
            // Of a file these are bytes.
            Self::TooBig => invalid(FieldProblem::TooLong { max: 5 << 20 }),
            Self::TooSmall => invalid(FieldProblem::TooShort { min: FEWEST_A_SIDE }),
            Self::NotAPicture => invalid(FieldProblem::NotAChoice),
            Self::Busy => AppError::Busy,
            Self::Because(error) => error,
        }
    }
}

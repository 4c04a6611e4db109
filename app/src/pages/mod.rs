//! Pages, rendered on the server alone. Their forms post to the server functions in [`crate::api`].

pub mod account;
pub mod accounts;
pub mod add;
pub mod admin;
pub mod bookmarklet;
pub mod editor;
pub mod give;
pub mod giving;
pub mod landing;
pub mod lists;
pub mod not_found;
pub mod shell;

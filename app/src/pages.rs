//! Pages, rendered on the server alone. Their forms post to the server functions in [`crate::api`].

pub mod about;
pub mod account;
pub mod add;
pub mod admin;
pub mod bookmarklet;
pub mod contact;
pub mod editor;
pub mod give;
pub mod giving;
pub mod ideas;
pub mod join;
pub mod landing;
pub mod legal;
pub mod lists;
pub mod not_found;
pub mod shell;
pub mod signing_in;
pub mod stop;

/// The pages for everybody, which search engines may list (R8.3).
pub const PUBLIC: [&str; 8] =
    ["/", "/how-it-works", "/about", "/faq", "/contact", "/terms", "/privacy", "/cookies"];

//! What a shop's page says about the product on it (R6.3).
//!
//! Pure: bytes in, facts out. The code that fetches the bytes is in `server`.
//!
//! The page is read once, from beginning to end, by a tokenizer: no tree is built, so nothing grows
//! with its depth. What three vocabularies say (JSON-LD, microdata, RDFa) is brought into one form,
//! from which each field is picked in one place.

mod amount;
mod collect;
mod currency;
mod decode;
mod elements;
mod item;
mod json_ld;
mod name;
mod pick;
mod picture;
pub mod price;
mod reading;
mod refuses;
mod scope;
mod social;
mod tag;

pub use name::name_by_title;
pub use pick::read;
pub use reading::{Found, Page, Reading, Source};
pub use refuses::refuses;

//! What a shop's page says of the product on it (R6.3).
//!
//! Pure: bytes in, facts out. What fetches the bytes stands in `server`.
//!
//! The page is read once, from its beginning to its end, by a tokenizer: there is no tree of it, so
//! that nothing grows with how deep it is. What three vocabularies say (JSON-LD, microdata, RDFa) is
//! brought into one form, from which each field is picked in one place.

mod amount;
mod collect;
mod currency;
mod decode;
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

//! Pages and pictures of shops, fetched on behalf of whoever typed a link (R6.3).
//!
//! A link leads wherever its author likes, so three things hold for every fetch. It never reaches
//! anything but the public internet, which two judges must agree on at each step ([`is_public`] is
//! one of them). It is bounded in time, in unpacked bytes, in redirects, and in how many run at once.
//! And whatever goes wrong, people are told the same. A redirect to a shop that refuses programs is not
//! followed; the answer says where it leads (R6.5).
//!
//! What the bytes mean is read in `shop`; what was read is remembered for a while.

mod client;
mod fetching;
mod guard;
mod one_each;
mod remembered;
mod system;

pub(crate) use client::is_forbidden;
pub use client::{FetchError, FetchedPage, Fetcher, NoPage};
pub use fetching::{Fetching, Reading};
pub use guard::is_public;
pub(crate) use guard::{Guard, Trouble};
pub use one_each::{OnePerPerson, Permit};
pub use remembered::{FAILURE_LASTS, Memory, READING_LASTS};
pub(crate) use system::System;

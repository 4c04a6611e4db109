//! What this is, for those who want to know more before they begin (R8.1).

mod faq;
mod how;
mod offline;
mod us;

pub use self::{faq::Faq, how::HowItWorks, offline::Offline, us::AboutUs};

pub(super) use self::faq::AskedFirst;

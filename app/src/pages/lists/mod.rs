//! The lists of somebody who is signed in (R3).

mod card;
mod dashboard;
mod new;

pub use self::{dashboard::Dashboard, new::NewList};

//! The lists of somebody who is signed in (R3).

mod bin;
mod card;
mod dashboard;
mod new;

pub use self::{bin::Bin, dashboard::Dashboard, new::NewList};

#![recursion_limit = "256"]
//! What is shown: pages, components, and the server functions behind their forms.
//!
//! Pages are rendered on the server and nowhere else. What is alive in the browser is in [`islands`];
//! only that, and what it needs, is compiled into the wasm.

pub mod api;
#[cfg(feature = "ssr")]
pub mod app;
#[cfg(feature = "ssr")]
pub mod backend;
pub mod codec;
pub mod components;
pub mod error;
pub mod files;
pub mod i18n;
pub mod islands;
pub mod next;
#[cfg(feature = "ssr")]
pub mod pages;
pub mod session;
#[cfg(feature = "ssr")]
pub mod shown;

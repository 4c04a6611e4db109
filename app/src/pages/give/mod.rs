//! Placeholders.
use leptos::prelude::*;
#[component]
pub fn Shared() -> impl IntoView {}
#[component]
pub fn ReserveGift() -> impl IntoView {}
#[component]
pub fn Manage() -> impl IntoView {}

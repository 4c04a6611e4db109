//! Placeholders.
use leptos::prelude::*;
#[component]
pub fn Editor() -> impl IntoView {}
#[component]
pub fn Taken() -> impl IntoView {}
#[component]
pub fn ListSettings() -> impl IntoView {}
#[component]
pub fn EditGift() -> impl IntoView {}

//! Pages and server functions, with what they find in their context.

use std::sync::Arc;

use app::{
    app::{App, shell},
    backend::Backend,
    session::{FormKeySeed, PublicOrigin, Refusal, TitleMark, Visit},
};
use axum::{
    Router,
    extract::Request,
    http::{StatusCode, header, request::Parts},
    middleware::from_fn,
    response::Response,
    routing::any,
};
use leptos::{
    nonce::use_nonce,
    prelude::{IntoView, provide_context, use_context},
};
use leptos_axum::{
    AxumRouteListing, LeptosRoutes as _, ResponseOptions, generate_route_list,
    render_app_async_with_context,
};

use super::{files::Files, headers::page_policy, request::note_route};
use crate::{
    settings::{Environment, Settings},
    site::Site,
};

/// Pages, server functions, event streams and files. What is none of them is the app's page for
/// what is not there, under 404.
pub fn routes(site: &Site, backend: Backend) -> Router {
    crate::telemetry::hand_on();
    let options = site.settings.leptos_options();
    let page_files = site.settings.leptos.files();
    let files = Files::new(&site.settings.leptos);
    let built = format!("/{}/{{*file}}", site.settings.leptos.site_pkg_dir.trim_matches('/'));
    let beside = beside(&site.settings);
    let live = super::live::routes(site.clone(), backend.clone());
    let context = move || provide(&backend, &beside);
    let app = {
        let options = options.clone();
        move || shell(options.clone(), page_files.clone())
    };
    let rest = fallback(app.clone(), files.clone(), context.clone());
    Router::new()
        .leptos_routes_with_context(&options, route_list(), context, app)
        .with_state(options)
        .merge(live)
        .merge(super::site_map::routes().with_state(site.clone()))
        .merge(super::installable::routes(site))
        .route(&built, any(super::files::built).with_state(files))
        .fallback(rest)
        .layer(from_fn(note_route))
        .layer(from_fn(super::alone::layer))
}

/// The pages, as the app's route table says.
pub fn route_list() -> Vec<AxumRouteListing> {
    generate_route_list(App)
}

/// What pages and server functions find in their context: the services, who visits, why a form
/// was refused; and what pages may load, as a header.
fn provide(backend: &Backend, beside: &str) {
    provide_context(backend.clone());
    if let Some(parts) = use_context::<Parts>() {
        hand_on::<Visit>(&parts);
        hand_on::<Refusal>(&parts);
        hand_on::<FormKeySeed>(&parts);
        hand_on::<PublicOrigin>(&parts);
        hand_on::<TitleMark>(&parts);
    }
    let policy = use_nonce().and_then(|nonce| page_policy(&nonce, beside));
    if let (Some(policy), Some(response)) = (policy, use_context::<ResponseOptions>()) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}

/// While `cargo leptos watch` serves, pages listen to it for when to load again.
fn beside(settings: &Settings) -> Arc<str> {
    let port = settings.leptos.reload_port;
    match std::env::var_os("LEPTOS_WATCH") {
        Some(_) if settings.site.environment == Environment::Development => {
            format!(" ws://127.0.0.1:{port} ws://localhost:{port}").into()
        }
        _ => "".into(),
    }
}

fn hand_on<T: Clone + Send + Sync + 'static>(parts: &Parts) {
    if let Some(value) = parts.extensions.get::<T>() {
        provide_context(value.clone());
    }
}

/// A file, or else the app's page for what is not there.
fn fallback<V: IntoView + 'static>(
    app: impl Fn() -> V + Clone + Send + Sync + 'static,
    files: Files,
    context: impl Fn() + Clone + Send + Sync + 'static,
) -> impl Fn(Request) -> std::pin::Pin<Box<dyn Future<Output = Response> + Send>>
+ Clone
+ Send
+ Sync
+ 'static {
    let render = render_app_async_with_context(context, app);
    move |request: Request| {
        let (files, render) = (files.clone(), render.clone());
        Box::pin(async move {
            let file = files.find(&request);
            if let Some(file) = file.await {
                return file;
            }
            let mut response = render(request).await;
            if response.status() == StatusCode::OK {
                *response.status_mut() = StatusCode::NOT_FOUND;
            }
            response
        })
    }
}

/// The names of all server functions, as they stand in their addresses behind `/fn/`.
pub fn server_functions() -> Vec<&'static str> {
    let paths = leptos::server_fn::axum::server_fn_paths();
    paths.map(|(path, _)| path.trim_start_matches("/fn/")).collect()
}

/// Builds what pages need from settings alone, for `doctor`: whether the built files are there.
pub fn built_files(settings: &Settings) -> std::path::PathBuf {
    std::path::Path::new(&settings.leptos.site_root).join(&settings.leptos.site_pkg_dir)
}

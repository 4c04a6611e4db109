//! What the figures are compared with: a file's bytes from one plain axum route.
//!
//! `static_page FILE ADDRESS`

use std::{env, fs, io};

use axum::{Router, body::Bytes, response::Html, routing::get};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> io::Result<()> {
    let [_, file, address] = &env::args().collect::<Vec<_>>()[..] else {
        return Err(io::Error::other("say which file, and on which address"));
    };
    let page = Bytes::from(fs::read(file)?);
    let router = Router::new().route("/", get(move || async { Html(page) }));
    axum::serve(TcpListener::bind(address).await?, router).await
}

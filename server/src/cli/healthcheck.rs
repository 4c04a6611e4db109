//! `ewelists healthcheck`: asks a running site whether it is well.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    process::ExitCode,
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

use crate::settings::Settings;

const PATIENCE: Duration = Duration::from_secs(5);

const QUESTION: &[u8] = b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";

/// Asks `/healthz` of the configured listener; the exit code tells.
pub async fn run(settings: &Settings) -> ExitCode {
    let address = reachable(settings.server.listen);
    match timeout(PATIENCE, ask(address)).await {
        Ok(Ok(true)) => ExitCode::SUCCESS,
        _ => {
            eprintln!("ewelists: nothing answers well on {address}");
            ExitCode::FAILURE
        }
    }
}

/// Who listens on every address is asked on this machine's own.
fn reachable(mut listen: SocketAddr) -> SocketAddr {
    if listen.ip().is_unspecified() {
        listen.set_ip(match listen {
            SocketAddr::V4(_) => IpAddr::V4(Ipv4Addr::LOCALHOST),
            SocketAddr::V6(_) => IpAddr::V6(Ipv6Addr::LOCALHOST),
        });
    }
    listen
}

async fn ask(address: SocketAddr) -> std::io::Result<bool> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(QUESTION).await?;
    let mut answer = Vec::new();
    stream.take(4096).read_to_end(&mut answer).await?;
    Ok(answer.starts_with(b"HTTP/1.1 200"))
}

//! `ewelists healthcheck`: asks a running site whether it is well.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    process::ExitCode,
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

use crate::{http::tls::unproven, settings::Settings};

const PATIENCE: Duration = Duration::from_secs(5);

/// How many bytes of an answer are read.
const MOST: u64 = 16 * 1024;

/// Asks `/healthz` of the configured listener; the exit code tells.
pub async fn run(settings: &Settings) -> ExitCode {
    match ask(settings, "/healthz").await {
        Ok(answer) if answer.status == 200 => ExitCode::SUCCESS,
        _ => {
            let address = reachable(settings.server.listen);
            eprintln!("ewelists: nothing answers well on {address}");
            ExitCode::FAILURE
        }
    }
}

/// What the site answered.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    /// The status, or 0 where it was no answer of HTTP.
    pub(super) status: u16,
    /// What follows its head.
    pub(super) body: String,
}

/// Asks for a path of the configured listener, by TLS where that is ours.
pub(super) async fn ask(settings: &Settings, path: &str) -> io::Result<Answer> {
    let address = reachable(settings.server.listen);
    let asked = async {
        let stream = TcpStream::connect(address).await?;
        if !settings.tls.is_on() {
            return converse(stream, path).await;
        }
        let connector = unproven::connector(&["http/1.1"]).map_err(io::Error::other)?;
        converse(connector.connect(address.ip().into(), stream).await?, path).await
    };
    timeout(PATIENCE, asked).await?
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

async fn converse<S>(mut stream: S, path: &str) -> io::Result<Answer>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let question = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    stream.write_all(question.as_bytes()).await?;
    stream.flush().await?;
    let mut answer = Vec::new();
    let read = stream.take(MOST).read_to_end(&mut answer).await;
    // Some close without saying goodbye within TLS; what came before is what counts.
    read.map(|_| ()).or_else(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => Ok(()),
        _ => Err(error),
    })?;
    Ok(read_answer(&String::from_utf8_lossy(&answer)))
}

fn read_answer(text: &str) -> Answer {
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
    let mut words = head.split(' ');
    let http = words.next().is_some_and(|word| word.starts_with("HTTP/1."));
    let status = words.next().filter(|_| http).and_then(|status| status.parse().ok());
    Answer { status: status.unwrap_or(0), body: body.trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_its_status_and_what_it_says() {
        let told = |text: &str| {
            let Answer { status, body } = read_answer(text);
            (status, body)
        };
        assert_eq!(told("HTTP/1.1 200 OK\r\na: b\r\n\r\nok\n"), (200, "ok".to_owned()));
        assert_eq!(told("HTTP/1.1 503 x\r\n\r\n"), (503, String::new()));
        for nonsense in ["", "SSH-2.0-OpenSSH", "HTTP/1.1", "220 mail.gifts.org ESMTP"] {
            assert_eq!(told(nonsense).0, 0, "{nonsense}");
        }
    }

    #[test]
    fn who_listens_everywhere_is_asked_here() {
        let asked = |listen: &str| reachable(listen.parse().unwrap()).to_string();
        assert_eq!(asked("0.0.0.0:443"), "127.0.0.1:443");
        assert_eq!(asked("[::]:443"), "[::1]:443");
        assert_eq!(asked("192.0.2.7:80"), "192.0.2.7:80");
    }
}

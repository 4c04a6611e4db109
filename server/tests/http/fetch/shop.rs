//! A shop that answers as nobody should. Its paths say how.

use std::{io, time::Duration};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// What stands on a page of the shop's.
pub const PAGE: &str = "<title>Train</title>";

/// [`PAGE`], packed by gzip.
const PACKED: &str = "1f8b0800000000000203b329c92cc949b50b294accccb3d18770001cd0aa8a14000000";

/// What a gzip stream (RFC 1952) and a zlib stream (RFC 1950) begin with.
const GZIP: &str = "1f8b0800000000000003";
const ZLIB: &str = "789c";

/// 32 KiB of zeros as a deflate block that ends with a whole byte, so that it can be repeated. It
/// begins and ends so; between are as many zeros as make 50 bytes.
const BLOCK_BEGINS: &str = "ecc101010000008090feafee080a";
const BLOCK_ENDS: &str = "180000ffff";

/// 128 MiB of zeros as `brotli --large_window=30` packs them.
const BROTLI: &str = "111effffff01900088c70221f7fe9fffffff004800c46101a07bffcfffff7f002400e2b0\
                      00d0bdffe7ffff3f001200715800e8defff3ffff1f000980382c0074effff9ffff0f8004\
                      401c1600baf7fffcffff074002200e0b00ddfb7ffeffff03200110870580eefdff";

const SECOND: Duration = Duration::from_secs(1);

fn bytes(hex: &str) -> Vec<u8> {
    let pairs = (0..hex.len()).step_by(2).map(|at| &hex[at..at + 2]);
    pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
}

/// Answers one request.
pub async fn serve(mut stream: TcpStream) {
    let mut head = Vec::new();
    let mut chunk = [0; 1024];
    while !head.ends_with(b"\r\n\r\n") {
        let Ok(length @ 1..) = stream.read(&mut chunk).await else { return };
        head.extend_from_slice(&chunk[..length]);
    }
    let head = String::from_utf8(head).unwrap();
    let target = head.split(' ').nth(1).unwrap();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    // Whoever has had enough hangs up.
    let _ = answer(&mut stream, path, query, &head).await;
}

async fn answer(stream: &mut TcpStream, path: &str, query: &str, head: &str) -> io::Result<()> {
    match path {
        "/" => ok(stream, "", PAGE.as_bytes()).await,
        "/told" => ok(stream, "", head.as_bytes()).await,
        "/type" => typed(stream, query, "", PAGE.as_bytes()).await,
        "/untyped" => stream.write_all(b"HTTP/1.0 200 OK\r\n\r\n<title>Train</title>").await,
        "/status" => stream.write_all(format!("HTTP/1.1 {query} X\r\n\r\n").as_bytes()).await,
        "/packed" => ok(stream, "content-encoding: gzip\r\n", &bytes(PACKED)).await,
        // Redirects
        "/to" => lead(stream, query).await,
        "/hops" if query == "0" => ok(stream, "", PAGE.as_bytes()).await,
        "/hops" => lead(stream, &format!("/hops?{}", query.parse::<u32>().unwrap() - 1)).await,
        "/loop" => lead(stream, "/loop").await,
        // Bombs
        "/gzip" => bomb(stream, query, "content-encoding: gzip\r\n", &bytes(GZIP)).await,
        "/deflate" => bomb(stream, query, "content-encoding: deflate\r\n", &bytes(ZLIB)).await,
        "/brotli" => ok(stream, "content-encoding: br\r\n", &bytes(BROTLI)).await,
        "/twice" => bomb(stream, query, "content-encoding: gzip, gzip\r\n", &bytes(GZIP)).await,
        "/garbled" => ok(stream, "content-encoding: gzip\r\n", &[0x1f, 0x8b, 8, 0, 7, 7]).await,
        "/endless" => endless(stream, query, "").await,
        "/lie" => endless(stream, query, "content-length: 1000000000000\r\n").await,
        "/long" => ok(stream, "content-length: 7\r\n", PAGE.as_bytes()).await,
        "/short" => ok(stream, "content-length: 100\r\n", PAGE.as_bytes()).await,
        // Time
        "/silent" => drip(stream, "", "", 60 * SECOND).await,
        "/stuck" => {
            ok(stream, "content-length: 100\r\n", PAGE.as_bytes()).await?;
            drip(stream, "", "", 60 * SECOND).await
        }
        "/drip" => {
            ok(stream, "", b"").await?;
            drip(stream, "", "x", SECOND).await
        }
        "/drip-head" => drip(stream, "HTTP/1.1 200 OK\r\n", "x", SECOND).await,
        // Heads
        "/headers" => drip(stream, "HTTP/1.1 200 OK\r\n", "x-y: z\r\n", Duration::ZERO).await,
        "/header" => drip(stream, "HTTP/1.1 200 OK\r\nx-y: ", "z", Duration::ZERO).await,
        _ => stream.write_all(b"HTTP/1.1 404 Not Found\r\n\r\n").await,
    }
}

async fn ok(stream: &mut TcpStream, headers: &str, body: &[u8]) -> io::Result<()> {
    typed(stream, "text/html; charset=utf-8", headers, body).await
}

async fn typed(stream: &mut TcpStream, kind: &str, headers: &str, body: &[u8]) -> io::Result<()> {
    let kind = if kind.is_empty() { "text/html" } else { kind };
    let head = format!(
        "HTTP/1.1 200 OK\r\nconnection: close\r\nset-cookie: a=b\r\ncontent-type: {kind}\r\n\
         {headers}\r\n"
    );
    stream.write_all(&[head.as_bytes(), body].concat()).await
}

async fn lead(stream: &mut TcpStream, location: &str) -> io::Result<()> {
    let head = format!(
        "HTTP/1.1 302 Found\r\nset-cookie: a=b\r\nconnection: close\r\nlocation: {location}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await
}

/// 10 GiB of zeros, packed.
async fn bomb(stream: &mut TcpStream, kind: &str, headers: &str, start: &[u8]) -> io::Result<()> {
    typed(stream, kind, headers, start).await?;
    let (begins, ends) = (bytes(BLOCK_BEGINS), bytes(BLOCK_ENDS));
    let between = vec![0; 50 - begins.len() - ends.len()];
    let mebibyte = [begins, between, ends].concat().repeat(32);
    for _ in 0..10 * 1024 {
        stream.write_all(&mebibyte).await?;
    }
    Ok(())
}

async fn endless(stream: &mut TcpStream, kind: &str, headers: &str) -> io::Result<()> {
    typed(stream, kind, headers, b"").await?;
    loop {
        stream.write_all(&[b' '; 64 * 1024]).await?;
    }
}

/// Says something once, and then a little again and again.
async fn drip(stream: &mut TcpStream, once: &str, again: &str, each: Duration) -> io::Result<()> {
    stream.write_all(once.as_bytes()).await?;
    let again = if each.is_zero() { again.repeat(1024) } else { again.to_owned() };
    loop {
        tokio::time::sleep(each).await;
        stream.write_all(again.as_bytes()).await?;
    }
}

//! How the server listens and what it puts up with.

use std::net::{Ipv4Addr, SocketAddr};

use ipnet::IpNet;

use super::{section::section, value::Seconds};

section! {
    /// How the server listens and what it puts up with.
    ServerSettings, "server", "snake_case" {
        /// The address and port to listen on. Port 0 takes a free one.
        listen: SocketAddr = SocketAddr::from((Ipv4Addr::LOCALHOST, 3000)),
        /// Beside TLS of ours, the address and port on which whoever comes without it is sent there,
        /// such as "0.0.0.0:80". Empty: none.
        redirect_listen: String = String::new(),
        /// So many connections at once; the next ones wait until one closes.
        max_connections: usize = 2048,
        /// So many of them from one network address, or IPv6 network (/64); those beyond are closed at
        /// once. Proxies that are trusted may have all.
        max_connections_per_network: usize = 512,
        /// So many open pages and programs behind one network address are told news at once; those
        /// beyond are told to come back (429). All together are half as many as connections.
        max_streams_per_network: usize = 64,
        /// So many requests at once; the next ones are told to come back (503).
        max_requests: usize = 256,
        /// The head of a request must arrive within so many seconds.
        header_timeout: Seconds = Seconds(10),
        /// A request must be answered within so many seconds.
        request_timeout: Seconds = Seconds(30),
        /// Who takes nothing of an answer for so many seconds, or is gone without a word, is let go.
        write_timeout: Seconds = Seconds(30),
        /// A request's body may have so many bytes. Forms need that much for what the rules allow.
        body_limit: usize = 512 * 1024,
        /// The networks of proxies in front, such as "10.0.0.0/8". Only from them are the headers
        /// X-Forwarded-For and X-Forwarded-Proto believed.
        trusted_proxies: Vec<IpNet> = Vec::new(),
    }
}

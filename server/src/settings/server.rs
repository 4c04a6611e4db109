//! How the server listens and what it puts up with.

use std::net::{Ipv4Addr, SocketAddr};

use ipnet::IpNet;

use super::{section::section, value::Seconds};

section! {
    /// How the server listens and what it puts up with.
    ServerSettings, "server", "snake_case" {
        /// The address and port to listen on. Port 0 takes a free one.
        listen: SocketAddr = SocketAddr::from((Ipv4Addr::LOCALHOST, 3000)),
        /// With TLS of our own: the address and port on which visitors without TLS are redirected to
        /// it, such as "0.0.0.0:80". Empty: none.
        redirect_listen: String = String::new(),
        /// How many connections there may be at once; further ones wait until one closes.
        max_connections: usize = 2048,
        /// How many of them may come from one network address, or IPv6 network (/64); further ones are
        /// closed at once. Trusted proxies may have all of them.
        max_connections_per_network: usize = 512,
        /// How many open pages and programs behind one network address may listen for news at once;
        /// further ones are told to come back (429). In all there may be half as many as connections.
        max_streams_per_network: usize = 64,
        /// How many requests there may be at once; further ones are told to come back (503).
        max_requests: usize = 256,
        /// Within how many seconds the head of a request must arrive.
        header_timeout: Seconds = Seconds(10),
        /// Within how many seconds a request must be answered.
        request_timeout: Seconds = Seconds(30),
        /// Who takes nothing of an answer for this many seconds, or has vanished for as long, is dropped.
        write_timeout: Seconds = Seconds(30),
        /// How many bytes the body of a request may have. Forms need this much for what the rules allow.
        body_limit: usize = 512 * 1024,
        /// The networks of proxies in front, such as "10.0.0.0/8". Only from them are the headers
        /// X-Forwarded-For and X-Forwarded-Proto believed.
        trusted_proxies: Vec<IpNet> = Vec::new(),
    }
}

impl ServerSettings {
    /// What can be read and does not work, a sentence for each.
    pub(super) fn wrong(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for (key, number) in [
            ("max_connections", self.max_connections),
            ("max_connections_per_network", self.max_connections_per_network),
            ("max_requests", self.max_requests),
            ("body_limit", self.body_limit),
        ] {
            if number == 0 {
                wrong.push(format!("server.{key} is 0: nothing could be served."));
            }
        }
        for (key, seconds, lacking) in [
            ("header_timeout", self.header_timeout, "nobody could ask for anything"),
            ("request_timeout", self.request_timeout, "nothing could be answered"),
            ("write_timeout", self.write_timeout, "nobody could take an answer"),
        ] {
            if seconds.0 == 0 {
                wrong.push(format!("server.{key} is 0: {lacking}."));
            }
        }
        wrong
    }
}

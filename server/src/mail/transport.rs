//! To the mail server, and what it answers.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    transport::smtp::{AsyncSmtpTransportBuilder, Error, PoolConfig, extension::ClientId},
};

use tokio::time::{Instant, timeout, timeout_at};

use super::MailError;

pub(super) type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// How many connections are kept open.
const CONNECTIONS: u32 = 8;

/// How long a connection is kept that nobody uses.
const IDLE: Duration = Duration::from_secs(30);

/// Why a mail was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    /// This mail was refused for good (RFC 5321, 4.2.1: 5yz). Trying again is rude.
    Refused,
    /// Not now (4yz).
    Declined,
    /// No answer, or none that means anything; or we are turned away, or may not sign in.
    Away,
    /// Too slow.
    Late,
    /// Not the server's fault: the mail could not be made.
    Broken(&'static str),
}

impl Failure {
    /// The word that is kept.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Declined => store::DECLINED,
            Self::Away => store::SERVER_AWAY,
            Self::Late => store::SERVER_SLOW,
            Self::Broken(why) => why,
        }
    }

    /// Whether it may say something about the mail server rather than about this mail.
    pub fn is_servers(self) -> bool {
        matches!(self, Self::Declined | Self::Away | Self::Late)
    }
}

/// The way to the mail server. Connections are kept and used again.
pub(super) struct Post {
    builder: AsyncSmtpTransportBuilder,
    transport: Mutex<Arc<Transport>>,
    patience: Duration,
}

impl Post {
    /// To the server at `smtp://` or `smtps://`, which we greet as `hello` (empty is this machine's
    /// name), with `patience` for each mail.
    ///
    /// # Errors
    /// [`MailError::SmtpUrl`]; never with the address, which may hold a password.
    pub fn new(url: &str, hello: &str, patience: Duration) -> Result<Self, MailError> {
        let pool = PoolConfig::new().max_size(CONNECTIONS).idle_timeout(IDLE);
        let mut builder = parse(url)?.timeout(Some(patience)).pool_config(pool);
        if !hello.is_empty() {
            builder = builder.hello_name(ClientId::Domain(hello.to_owned()));
        }
        let transport = Mutex::new(Arc::new(builder.clone().build()));
        Ok(Self { builder, transport, patience })
    }

    /// Hands a mail over. Once this answers, the server has taken it.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn send(&self, message: Message) -> Result<(), Failure> {
        let transport = Arc::clone(&self.transport.lock().unwrap_or_else(PoisonError::into_inner));
        let end = Instant::now() + self.patience;
        let mut sending = Box::pin(transport.send(message));
        match timeout_at(end, &mut sending).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => match failure(&error) {
                Failure::Refused if self.turns_us_away(end).await => Err(Failure::Away),
                why => Err(why),
            },
            Err(_) => {
                self.renew(&transport).await;
                Err(Failure::Late)
            }
        }
    }

    /// Whether the server refuses whoever comes, before it has heard of any mail: with the same codes
    /// as it refuses a mail (RFC 5321, 3.1). What can not be found out by then is taken for no.
    async fn turns_us_away(&self, end: Instant) -> bool {
        let fresh: Transport = self.builder.clone().build();
        let greeted = timeout_at(end, fresh.test_connection()).await;
        greeted.is_ok_and(|greeted| greeted.is_err_and(|error| error.is_permanent()))
    }

    /// A send that is given up half way leaves its connection in the middle of a conversation, and
    /// the pool would hand it to the next mail, which would take the answer meant for this one. So
    /// the pool is closed before the send is dropped, and another one opened.
    async fn renew(&self, given_up: &Arc<Transport>) {
        {
            let mut current = self.transport.lock().unwrap_or_else(PoisonError::into_inner);
            if Arc::ptr_eq(&current, given_up) {
                *current = Arc::new(self.builder.clone().build());
            }
        }
        // Takes the idle connections out at once; saying goodbye on each may take for ever.
        let _ = timeout(Duration::from_millis(200), given_up.shutdown()).await;
    }
}

/// A way to the same server for one conversation.
///
/// # Errors
/// [`MailError::SmtpUrl`].
pub(super) fn once(url: &str, hello: &str, patience: Duration) -> Result<Transport, MailError> {
    let mut builder = parse(url)?.timeout(Some(patience));
    if !hello.is_empty() {
        builder = builder.hello_name(ClientId::Domain(hello.to_owned()));
    }
    Ok(builder.pool_config(PoolConfig::new().max_size(1)).build())
}

/// Whether this is the address of a mail server.
///
/// # Errors
/// [`MailError::SmtpUrl`].
pub(super) fn check(url: &str) -> Result<(), MailError> {
    parse(url).map(|_| ())
}

fn parse(url: &str) -> Result<AsyncSmtpTransportBuilder, MailError> {
    Transport::from_url(url).map_err(|_| MailError::SmtpUrl)
}

fn failure(error: &Error) -> Failure {
    let code = error.status().map(u16::from);
    match code {
        // Signing in failed (RFC 4954, 6), or the server closes (RFC 5321, 3.8): neither is about
        // this mail.
        Some(421 | 530 | 534 | 535 | 538) => Failure::Away,
        Some(code) if code >= 500 => Failure::Refused,
        Some(_) => Failure::Declined,
        None => Failure::Away,
    }
}

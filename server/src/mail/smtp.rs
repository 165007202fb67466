//! The mail server, by SMTP: TLS, STARTTLS and authentication as the address says, connections kept for the next letter.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use lettre::transport::smtp::{AsyncSmtpTransportBuilder, Error, PoolConfig};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use super::{Handed, cut};
use crate::config::Wrong;

/// A mail server. Cheap to clone; all clones share its connections.
#[derive(Clone)]
pub(super) struct MailServer {
    builder: AsyncSmtpTransportBuilder,
    lines: Arc<Mutex<AsyncSmtpTransport<Tokio1Executor>>>,
    /// The longest that one conversation may take.
    most: Duration,
}

impl MailServer {
    /// `patience` is how long one step of a conversation may take.
    pub(super) fn new(url: &str, patience: Duration) -> Result<Self, Wrong> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|_| Wrong {
            name: "SMTP_URL",
            why: "cannot be understood".to_owned(),
        })?;
        let pool = PoolConfig::new().max_size(4).idle_timeout(Duration::from_mins(1));
        let builder = builder.timeout(Some(patience)).pool_config(pool);
        let lines = Arc::new(Mutex::new(builder.clone().build()));
        Ok(Self {
            builder,
            lines,
            most: patience * 4,
        })
    }

    /// Hands one letter over, or says why not.
    pub(super) async fn hand_over(&self, message: Message) -> Handed {
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let conversation = Conversation {
            server: self,
            ended: false,
        };
        let outcome = tokio::time::timeout(self.most, lines.send(message)).await;
        let error = match outcome {
            Err(_) => return Handed::NotNow("the mail server did not answer in time".to_owned()),
            Ok(Ok(response)) => {
                conversation.ended();
                let said = response.message().collect::<Vec<_>>().join(" ");
                return Handed::Over(cut(&format!("{} {said}", response.code())));
            }
            Ok(Err(error)) => error,
        };
        conversation.ended();
        let answer = cut(&error.to_string());
        if error.is_permanent() && !is_about_signing_in(&error) {
            Handed::Never(answer)
        } else {
            Handed::NotNow(answer)
        }
    }
}

/// A conversation that is broken off, by our patience or because the service stops, leaves its connection in the middle
/// of an answer. It goes back into the pool all the same, where the next letter would take that answer for its own; so
/// the whole pool is left behind.
struct Conversation<'a> {
    server: &'a MailServer,
    ended: bool,
}

impl Conversation<'_> {
    fn ended(mut self) {
        self.ended = true;
    }
}

impl Drop for Conversation<'_> {
    fn drop(&mut self) {
        if !self.ended {
            let fresh = self.server.builder.clone().build();
            *self.server.lines.lock().unwrap_or_else(PoisonError::into_inner) = fresh;
        }
    }
}

/// A wrong SMTP password is our setting and no fault of the letter's: the letter waits until it is put right (RFC 4954).
fn is_about_signing_in(error: &Error) -> bool {
    error
        .status()
        .is_some_and(|code| matches!(u16::from(code), 530 | 534 | 535 | 538))
}

//! Letters on their way out: the mailer (a mail server, or files on one's own machine), the words, the worker.
//! Letters are posted by the services, into the outbox and in the transaction that they tell of; nothing here is called
//! by a page.

pub mod letters;
mod message;
mod worker;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::transport::smtp::PoolConfig;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use tokio::sync::Notify;

pub use self::worker::{Found, Worker};
use crate::config::{BaseAddress, Config, Wrong};
use crate::secrets::SealingKey;

/// Everything that letters need on their way out. Cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    channel: Channel,
    from: Mailbox,
    base: BaseAddress,
    sealing: SealingKey,
    bell: Bell,
    patience: Duration,
}

#[derive(Clone)]
enum Channel {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Files(PathBuf),
}

/// Wakes the worker; rung after a commit that posted a letter.
#[derive(Clone, Default)]
pub struct Bell(Arc<Notify>);

impl Bell {
    /// There is a letter.
    pub fn ring(&self) {
        self.0.notify_one();
    }

    /// Until somebody rings; at once when somebody did while nobody listened.
    pub(crate) async fn rung(&self) {
        self.0.notified().await;
    }
}

/// What became of an attempt to hand a letter over.
pub(crate) enum Handed {
    /// The mail server took it; what it said.
    Over(String),
    /// Not now: try again. Why.
    NotNow(String),
    /// Never: the mail server's answer.
    Never(String),
}

impl Mailer {
    /// A mailer as the settings have it.
    pub fn new(config: &Config, sealing: SealingKey) -> Result<Self, Wrong> {
        let channel = match &config.smtp {
            Some(url) => Channel::Smtp(smtp(url, config.smtp_patience)?),
            None => Channel::Files(config.letters_folder()),
        };
        Ok(Self {
            channel,
            from: config.mail_from.clone(),
            base: config.base.clone(),
            sealing,
            bell: Bell::default(),
            patience: config.smtp_patience,
        })
    }

    /// The key that seals tokens in waiting letters.
    pub const fn sealing(&self) -> &SealingKey {
        &self.sealing
    }

    /// Wakes the worker.
    pub const fn bell(&self) -> &Bell {
        &self.bell
    }

    /// Hands one letter over, or says why not.
    async fn hand_over(&self, name: &str, message: Message) -> Handed {
        match &self.channel {
            Channel::Smtp(transport) => by_smtp(transport, message, self.patience * 4).await,
            Channel::Files(folder) => to_file(folder, name, &message.formatted()).await,
        }
    }
}

fn smtp(url: &str, patience: Duration) -> Result<AsyncSmtpTransport<Tokio1Executor>, Wrong> {
    let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|_| Wrong {
        name: "SMTP_URL",
        why: "cannot be understood".to_owned(),
    })?;
    let pool = PoolConfig::new().max_size(4).idle_timeout(Duration::from_secs(60));
    Ok(builder.timeout(Some(patience)).pool_config(pool).build())
}

/// `most` is the longest that the whole conversation may take; each step of it has its own limit.
async fn by_smtp(transport: &AsyncSmtpTransport<Tokio1Executor>, message: Message, most: Duration) -> Handed {
    let error = match tokio::time::timeout(most, transport.send(message)).await {
        Err(_) => return Handed::NotNow("the mail server did not answer in time".to_owned()),
        Ok(Ok(response)) => {
            let said = response.message().collect::<Vec<_>>().join(" ");
            return Handed::Over(format!("{} {said}", response.code()));
        }
        Ok(Err(error)) => error,
    };
    let answer = cut(&error.to_string());
    if error.is_permanent() && !is_about_signing_in(&error) {
        Handed::Never(answer)
    } else {
        Handed::NotNow(answer)
    }
}

/// A wrong SMTP password is our setting and no fault of the letter's: the letter waits until it is put right (RFC 4954).
fn is_about_signing_in(error: &lettre::transport::smtp::Error) -> bool {
    error
        .status()
        .is_some_and(|code| matches!(u16::from(code), 530 | 534 | 535 | 538))
}

async fn to_file(folder: &Path, name: &str, letter: &[u8]) -> Handed {
    let file = folder.join(format!("{name}.eml"));
    match tokio::fs::write(&file, letter).await {
        Ok(()) => Handed::Over("written to a file".to_owned()),
        Err(error) => Handed::NotNow(cut(&format!("cannot write a file: {error}"))),
    }
}

/// Mail servers can be wordy; this much of an answer is kept.
fn cut(answer: &str) -> String {
    answer
        .chars()
        .filter(|character| !character.is_control())
        .take(500)
        .collect()
}

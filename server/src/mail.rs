//! Letters on their way out: the mailer (a mail server, or files on one's own machine), the words, the worker; and what
//! mail servers report of them later ([`bounces`]).
//! Letters are posted by the services, into the outbox and in the transaction that they tell of; nothing here is called
//! by a page.

pub mod bounces;
pub mod letters;
mod message;
mod smtp;
mod worker;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use domain::sessions::Contact;
use lettre::Message;
use lettre::message::Mailbox;
use tokio::sync::Notify;

use self::smtp::MailServer;
pub use self::worker::{Found, Worker};
use crate::config::{BaseAddress, Config, Wrong};
use crate::secrets::SealingKey;

/// Everything that letters need on their way out. Cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    channel: Channel,
    from: Mailbox,
    base: BaseAddress,
    contact: Contact,
    sealing: SealingKey,
    bell: Bell,
    patience: Duration,
}

#[derive(Clone)]
enum Channel {
    Smtp(Box<MailServer>),
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
            Some(url) => Channel::Smtp(Box::new(MailServer::new(url, config.smtp_patience)?)),
            None => Channel::Files(config.letters_folder()),
        };
        Ok(Self {
            channel,
            from: config.mail_from.clone(),
            base: config.base.clone(),
            contact: config.contact.clone(),
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
            Channel::Smtp(server) => server.hand_over(message).await,
            Channel::Files(folder) => to_file(folder, name, &message.formatted()).await,
        }
    }
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

//! A real mail server for tests, that misbehaves when told to: answers any code at any step, hangs, drops the line.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What the sink does with the next letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// Takes it.
    Takes,
    /// Greets with this code instead of 220.
    Greets(u16),
    /// Answers RCPT with this code.
    RefusesRecipient(u16),
    /// Answers the letter itself with this code.
    RefusesLetter(u16),
    /// Says nothing more once the letter is there.
    Hangs,
    /// Drops the line once the letter is there, without an answer; it may have kept it.
    KeepsItAndDropsTheLine,
}

/// A mail server.
#[derive(Clone)]
pub(crate) struct Sink {
    address: SocketAddr,
    moods: Arc<Mutex<VecDeque<Mood>>>,
    kept: Arc<Mutex<Vec<String>>>,
}

impl Sink {
    /// Starts; takes everything until told otherwise.
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let sink = Self {
            address: listener.local_addr().unwrap(),
            moods: Arc::default(),
            kept: Arc::default(),
        };
        let serving = sink.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let sink = serving.clone();
                // A client that goes away in the middle is what several tests are about.
                tokio::spawn(async move { sink.converse(stream).await.ok() });
            }
        });
        sink
    }

    /// For `SMTP_URL`.
    pub(crate) fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// What to do with the next letters.
    pub(crate) fn next(&self, moods: &[Mood]) {
        self.moods.lock().unwrap().extend(moods);
    }

    /// The letters kept, oldest first, as they came over the line.
    pub(crate) fn kept(&self) -> Vec<String> {
        self.kept.lock().unwrap().clone()
    }

    fn mood(&self) -> Mood {
        self.moods.lock().unwrap().front().copied().unwrap_or(Mood::Takes)
    }

    /// The mood has been let out on one letter.
    fn over(&self) {
        self.moods.lock().unwrap().pop_front();
    }

    async fn converse(&self, stream: TcpStream) -> std::io::Result<()> {
        let (reading, mut writing) = stream.into_split();
        let mut lines = BufReader::new(reading).lines();
        if let Mood::Greets(code) = self.mood() {
            self.over();
            return writing.write_all(format!("{code} not now\r\n").as_bytes()).await;
        }
        writing.write_all(b"220 sink ESMTP\r\n").await?;
        while let Some(line) = lines.next_line().await? {
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
            let answer = match (verb.as_str(), self.mood()) {
                ("EHLO", _) => "250-sink\r\n250 8BITMIME".to_owned(),
                ("RCPT", Mood::RefusesRecipient(code)) => {
                    self.over();
                    format!("{code} this mailbox and I do not agree")
                }
                ("DATA", mood) => {
                    writing.write_all(b"354 go on\r\n").await?;
                    let mut letter = String::new();
                    while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
                        letter.push_str(&line);
                        letter.push('\n');
                    }
                    if matches!(mood, Mood::Takes | Mood::KeepsItAndDropsTheLine) {
                        self.kept.lock().unwrap().push(letter);
                    }
                    self.over();
                    match mood {
                        Mood::RefusesLetter(code) => format!("{code} I will not have it"),
                        Mood::KeepsItAndDropsTheLine => return Ok(()),
                        Mood::Hangs => std::future::pending().await,
                        _ => "250 kept".to_owned(),
                    }
                }
                ("QUIT", _) => {
                    return writing.write_all(b"221 bye\r\n").await;
                }
                _ => "250 ok".to_owned(),
            };
            writing.write_all(format!("{answer}\r\n").as_bytes()).await?;
        }
        Ok(())
    }
}

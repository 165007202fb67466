//! What mail servers report of letters that they had taken: that one could not be delivered, or not yet (RFC 3464). The
//! letter is known by its own Message-ID, which comes back with the headers of the original; an address alone says nothing,
//! for anybody can write to the mailbox.

use std::fmt;

use domain::LetterId;
use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};
use storage::{Housekeeping, Store};

use super::cut;
use crate::Failure;

/// The longest message that is read, in bytes; reports may bring the whole original back.
pub const MOST: u64 = 10_000_000;

/// A report about one of our letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The letter, by its Message-ID.
    pub letter: LetterId,
    /// What became of it.
    pub outcome: Outcome,
}

/// What a mail server says became of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It will never be delivered; the server's words.
    Failed(String),
    /// It is not delivered yet, and still tried; the server's words.
    Delayed(String),
    /// It was delivered, relayed or expanded: nothing to note.
    Arrived,
}

/// Why a message is no report about a letter of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoReport {
    /// Longer than [`MOST`].
    TooLong,
    /// No message at all, or one of another kind.
    Another,
    /// A report that says of no recipient what became of the letter.
    NoAction,
    /// A report that does not bring back the Message-ID of a letter of this service.
    NoLetter,
}

impl fmt::Display for NoReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "the message is too long to be a report about a letter",
            Self::Another => "the message is no delivery status notification (RFC 3464)",
            Self::NoAction => "the report says of no recipient what became of the letter",
            Self::NoLetter => "the report does not bring back the Message-ID of a letter of this service",
        })
    }
}

impl From<NoReport> for Failure {
    fn from(why: NoReport) -> Self {
        Self::Said(why.to_string())
    }
}

/// Reads a report.
///
/// # Errors
/// [`NoReport`].
pub fn read(message: &[u8]) -> Result<Report, NoReport> {
    if u64::try_from(message.len()).is_ok_and(|length| length > MOST) {
        return Err(NoReport::TooLong);
    }
    let message = MessageParser::default().parse(message).ok_or(NoReport::Another)?;
    if !is_report(&message) {
        return Err(NoReport::Another);
    }
    let status = message
        .parts
        .iter()
        .position(|part| is_of(part, "message", "delivery-status") || is_of(part, "message", "global-delivery-status"))
        .ok_or(NoReport::Another)?;
    let outcome = outcome(&String::from_utf8_lossy(message.parts[status].contents()));
    let letter = message.parts[status + 1..].iter().find_map(|part| match &part.body {
        PartType::Message(original) => letter(original),
        _ if is_of(part, "text", "rfc822-headers") || is_of(part, "message", "global-headers") => {
            letter(&MessageParser::default().parse_headers(part.contents())?)
        }
        _ => None,
    });
    Ok(Report {
        letter: letter.ok_or(NoReport::NoLetter)?,
        outcome: outcome.ok_or(NoReport::NoAction)?,
    })
}

/// Notes what a report says; the sentence to print.
pub async fn note(store: &Store, report: &Report) -> Result<String, Failure> {
    let id = report.letter;
    let mut change = store.change().await?;
    let Some(posted) = change.outbox().by_id(id).await? else {
        return Err(NoReport::NoLetter.into());
    };
    let (noted, sentence) = match &report.outcome {
        Outcome::Failed(words) => (change.outbox().bounced(id, words).await?, "could not be delivered"),
        Outcome::Delayed(words) => (change.outbox().delayed(id, words).await?, "is not delivered yet"),
        Outcome::Arrived => (false, "was delivered, which changes nothing"),
    };
    if noted {
        change.commit_housekeeping(Housekeeping::Delivery).await?;
    } else if report.outcome != Outcome::Arrived {
        return Ok(format!(
            "letter {id} stands as {} already; nothing is changed",
            posted.delivery.tag()
        ));
    }
    Ok(format!("letter {id} {sentence}"))
}

fn is_of(part: &MessagePart<'_>, kind: &str, subtype: &str) -> bool {
    part.content_type().is_some_and(|found| {
        found.ctype().eq_ignore_ascii_case(kind)
            && found.subtype().is_some_and(|found| found.eq_ignore_ascii_case(subtype))
    })
}

fn is_report(message: &Message<'_>) -> bool {
    message.content_type().is_some_and(|found| {
        found.ctype().eq_ignore_ascii_case("multipart")
            && found
                .subtype()
                .is_some_and(|found| found.eq_ignore_ascii_case("report"))
            && found
                .attribute("report-type")
                .is_none_or(|found| found.eq_ignore_ascii_case("delivery-status"))
    })
}

/// The letter of which these are the headers: the part of its Message-ID before the `@` is its id.
fn letter(original: &Message<'_>) -> Option<LetterId> {
    LetterId::parse(original.message_id()?.split('@').next()?)
}

/// What a report says of the letter: the worst that it says of any recipient, for every letter is written to one person. The
/// first group of fields is about the message, the others are each about a recipient (RFC 3464, section 2.1).
fn outcome(status: &str) -> Option<Outcome> {
    let mut worst = None;
    for group in groups(status) {
        let field = |name: &str| {
            group
                .iter()
                .find(|(found, _)| found.eq_ignore_ascii_case(name))
                .map(|(_, value)| value.as_str())
        };
        let Some(action) = field("Action") else { continue };
        // `smtp; 550 5.1.1 no such user`: the words stand after the kind of server that said them.
        let said = field("Diagnostic-Code").map(|code| code.split_once(';').map_or(code, |(_, words)| words).trim());
        let words = said.filter(|words| !words.is_empty()).or_else(|| field("Status"));
        let words = cut(words.unwrap_or_default());
        match action.to_ascii_lowercase().as_str() {
            "failed" => return Some(Outcome::Failed(words)),
            "delayed" => worst = Some(Outcome::Delayed(words)),
            "delivered" | "relayed" | "expanded" if worst.is_none() => worst = Some(Outcome::Arrived),
            _ => {}
        }
    }
    worst
}

/// The fields of each group, with folded lines (RFC 5322, section 2.2.3) put together.
fn groups(status: &str) -> Vec<Vec<(String, String)>> {
    let mut groups = vec![Vec::new()];
    for line in status.lines() {
        let Some(group) = groups.last_mut() else { break };
        if line.trim().is_empty() {
            groups.push(Vec::new());
        } else if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = group.last_mut() {
                *value = format!("{value} {}", line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            group.push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ID: &str = "0199a5c0-1111-7222-8333-444455556666";

    /// A report as Postfix writes it.
    fn report(status: &str, original: &str) -> String {
        format!(
            "From: MAILER-DAEMON@mail.example (Mail Delivery System)\r\nSubject: Undelivered Mail Returned to Sender\r\n\
             To: porthor@localhost\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"B/1\"\r\n\
             Message-Id: <{OTHER}@mail.example>\r\n\r\n\
             --B/1\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nI'm sorry to have to inform you.\r\n\r\n\
             --B/1\r\nContent-Description: Delivery report\r\nContent-Type: message/delivery-status\r\n\r\n{status}\r\n\
             --B/1\r\n{original}\r\n--B/1--\r\n"
        )
    }

    const OTHER: &str = "0199a5c0-9999-7999-8999-999999999999";

    fn whole(id: &str) -> String {
        format!(
            "Content-Type: message/rfc822\r\n\r\nFrom: porthor@localhost\r\nTo: gwen@example.org\r\n\
             Message-ID: <{id}@localhost>\r\nSubject: x\r\n\r\nwords\r\n"
        )
    }

    fn headers(id: &str) -> String {
        format!("Content-Type: text/rfc822-headers\r\n\r\nFrom: porthor@localhost\r\nMessage-ID: <{id}@localhost>\r\n")
    }

    const FAILED: &str = "Reporting-MTA: dns; mail.example\r\nArrival-Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n\r\n\
         Final-Recipient: rfc822; gwen@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n\
         Diagnostic-Code: smtp; 550 5.1.1 <gwen@example.org>: Recipient address\r\n    rejected: User unknown\r\n";

    fn id() -> LetterId {
        LetterId::parse(ID).unwrap()
    }

    #[test]
    fn a_report_names_the_letter_and_the_servers_words_whether_it_brings_back_the_whole_letter_or_its_headers() {
        for original in [whole(ID), headers(ID)] {
            let read = read(report(FAILED, &original).as_bytes()).unwrap();
            assert_eq!(read.letter, id());
            assert_eq!(
                read.outcome,
                Outcome::Failed("550 5.1.1 <gwen@example.org>: Recipient address rejected: User unknown".to_owned())
            );
        }
    }

    #[test]
    fn lines_that_end_as_unix_has_it_are_read_alike() {
        let message = report(FAILED, &headers(ID)).replace("\r\n", "\n");
        assert!(matches!(read(message.as_bytes()).unwrap().outcome, Outcome::Failed(_)));
    }

    #[test]
    fn the_worst_that_is_said_of_a_recipient_counts() {
        let group = |action: &str| {
            format!("Final-Recipient: rfc822; a@example.org\r\nAction: {action}\r\nStatus: 4.0.0\r\n\r\n")
        };
        let said = |actions: &[&str]| {
            let status: String = actions.iter().copied().map(group).collect();
            let status = format!("Reporting-MTA: dns; mail.example\r\n\r\n{status}");
            read(report(&status, &headers(ID)).as_bytes()).map(|read| read.outcome)
        };
        let words = || "4.0.0".to_owned();
        assert_eq!(said(&["delivered"]), Ok(Outcome::Arrived));
        assert_eq!(said(&["Delayed"]), Ok(Outcome::Delayed(words())));
        assert_eq!(said(&["delayed", "relayed"]), Ok(Outcome::Delayed(words())));
        assert_eq!(said(&["expanded", "delayed", "FAILED"]), Ok(Outcome::Failed(words())));
        assert_eq!(said(&["lost"]), Err(NoReport::NoAction));
    }

    #[test]
    fn a_report_that_does_not_bring_back_a_letter_of_ours_names_none() {
        assert_eq!(
            read(report(FAILED, &headers("not-ours")).as_bytes()),
            Err(NoReport::NoLetter)
        );
        let no_third = report(FAILED, "Content-Type: text/plain\r\n\r\nno headers");
        assert_eq!(
            read(no_third.as_bytes()),
            Err(NoReport::NoLetter),
            "its own Message-ID is no letter's"
        );
    }

    #[test]
    fn other_messages_are_no_reports() {
        let letter = whole(ID);
        let disposition =
            report(FAILED, &headers(ID)).replace("report-type=delivery-status", "report-type=disposition-notification");
        for message in ["", "garbage", "\0\u{1}", letter.as_str(), disposition.as_str()] {
            assert_eq!(read(message.as_bytes()), Err(NoReport::Another), "{message}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_comes_in_makes_it_fail(bytes in proptest::collection::vec(any::<u8>(), 0..400), at in 0_usize..1_000) {
            let _ = read(&bytes);
            let mut message = report(FAILED, &whole(ID)).into_bytes();
            let at = at.min(message.len());
            message.splice(at..at, bytes);
            let _ = read(&message);
        }
    }
}

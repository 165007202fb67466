//! What the pages of inviting several people show: what was typed, and what the inviter may see anyway.

use serde::{Deserialize, Serialize};

use super::super::{Hindrance, LetterView};
use super::{LeftOut, Outcome};
use crate::organisations::OrganisationView;
use crate::permission::Role;
use crate::rosters::RosterView;
use crate::{Language, LondonTime, Page, SeveralInvitationsId};

/// What was written to invite several, before it is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeveralDraftView {
    /// Its id.
    pub id: SeveralInvitationsId,
    /// Whether it was confirmed, and nothing of it is changed any more.
    pub began: bool,
    /// To which organisation.
    pub organisation: OrganisationView,
    /// The role that is offered.
    pub role: Option<Role>,
    /// What it is limited to.
    pub roster: Option<RosterView>,
    /// Its first day as a form shows it, `2026-11-22`; empty for at once.
    pub starts_day: String,
    /// Its last day as a form shows it; empty for none.
    pub ends_day: String,
    /// Language of the letters.
    pub language: Language,
    /// What was pasted.
    pub people: String,
    /// The roles that the inviter may give there.
    pub grantable: Vec<Role>,
    /// The open rosters and roster groups there.
    pub rosters: Vec<RosterView>,
}

/// Several invitations as they would be sent, or what came of each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeveralInvitationsView {
    /// Which.
    pub id: SeveralInvitationsId,
    /// Where it goes on, where it is not written to its end.
    pub elsewhere: Option<Page>,
    /// To which organisation.
    pub organisation: OrganisationView,
    /// The role that is offered.
    pub role: Option<Role>,
    /// What it is limited to.
    pub roster: Option<RosterView>,
    /// From when it holds; at once where absent.
    pub starts: Option<LondonTime>,
    /// The last moment at which it holds.
    pub ends: Option<LondonTime>,
    /// Language of the letters.
    pub language: Language,
    /// When it was confirmed; absent until then.
    pub began: Option<LondonTime>,
    /// Each line, in the order pasted.
    pub lines: Vec<LineView>,
    /// How many more can be invited.
    pub allowance: Allowance,
    /// To whom the letter is that is shown as one of all, and the letter.
    pub letter: Option<(String, LetterView)>,
    /// What tells what was written from anything else: sent along, so that nothing else goes out than what was checked.
    pub seen: String,
}

/// A line and what comes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineView {
    /// Which line, from 1 on.
    pub number: u32,
    /// The address, or what stands there instead.
    pub email: String,
    /// First and last name, where the line could be read.
    pub name: String,
    /// What comes of it.
    pub outcome: Outcome,
}

/// How many invitations one person may send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowance {
    /// In a day.
    pub a_day: u32,
    /// Of these, how many are left now.
    pub left: u32,
    /// When it is a new day, where some were sent.
    pub again: Option<LondonTime>,
}

impl SeveralInvitationsView {
    /// How many lines wait, were invited, and are left out.
    pub fn counts(&self) -> (usize, usize, usize) {
        let of = |wanted: fn(&Outcome) -> bool| self.lines.iter().filter(|line| wanted(&line.outcome)).count();
        (
            of(|outcome| matches!(outcome, Outcome::Waits)),
            of(|outcome| matches!(outcome, Outcome::Invited(_))),
            of(|outcome| matches!(outcome, Outcome::LeftOut(_))),
        )
    }

    /// Whether a line can be invited although it has a warning.
    pub fn has_warned(&self) -> bool {
        let warned = |line: &LineView| matches!(line.outcome, Outcome::LeftOut(LeftOut::Warned(_)));
        self.lines.iter().any(warned)
    }

    /// Whether a line is beyond what can be invited today.
    pub fn has_beyond(&self) -> bool {
        let beyond = |line: &LineView| line.outcome == Outcome::LeftOut(LeftOut::Beyond);
        self.lines.iter().any(beyond)
    }

    /// What stands in the way of all of them.
    pub fn held(&self) -> Option<Hindrance> {
        self.lines.iter().find_map(|line| match line.outcome {
            Outcome::LeftOut(LeftOut::Held(why)) if why.is_of_all() => Some(why),
            _ => None,
        })
    }
}

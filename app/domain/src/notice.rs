//! What a person is told after an act. The sentences are in `app/locales`.

use serde::{Deserialize, Serialize};

/// Declares [`Notice`], and how each of them travels: by its name and what it is about, all alike, so that the browser's
/// bundle reads one thing instead of as many as there are notices.
macro_rules! notices {
    ($(#[$meta:meta])* $Notice:ident { $(
        $(#[$doc:meta])* $Name:ident $({ $(#[$about_doc:meta])* $about:ident: $Kind:ty $(,)? })?,
    )+ }) => {
        $(#[$meta])*
        pub enum $Notice {
            $( $(#[$doc])* $Name $({ $(#[$about_doc])* $about: $Kind })?, )+
        }

        impl From<$Notice> for Spoken {
            fn from(notice: $Notice) -> Self {
                match notice {
                    $( $Notice::$Name $({ $about })? => Self {
                        what: stringify!($Name).to_owned(),
                        about: notices!(@text $($about)?),
                    }, )+
                }
            }
        }

        impl TryFrom<Spoken> for $Notice {
            type Error = Unspoken;

            fn try_from(spoken: Spoken) -> Result<Self, Unspoken> {
                Ok(match spoken.what.as_str() {
                    $( stringify!($Name) => $Notice::$Name $({ $about: spoken.about.parse().map_err(|_| Unspoken)? })?, )+
                    _ => return Err(Unspoken),
                })
            }
        }
    };
    (@text) => { String::new() };
    (@text $about:ident) => { $about.to_string() };
}

notices! {
    /// What a person is told after an act.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(into = "Spoken", try_from = "Spoken")]
    Notice {
        /// The address is confirmed; sign in now (S76).
        Confirmed,
        /// Signed out.
        SignedOut,
        /// The request was sent to those who may decide.
        Asked {
            /// The organisation's name.
            organisation: String,
        },
        /// Pre-approved, so let in at once (S6).
        LetInAtOnce {
            /// The organisation's name.
            organisation: String,
        },
        /// The person's own request was taken back.
        RequestWithdrawn,
        /// A request was approved.
        Approved {
            /// Whose.
            name: String,
        },
        /// A request was rejected.
        Rejected {
            /// Whose.
            name: String,
        },
        /// Several requests were decided; what came of each stands on the page.
        SeveralDecided {
            /// How many.
            count: u32,
        },
        /// A decision was undone; the request waits again.
        DecisionUndone {
            /// Whose.
            name: String,
        },
        /// A member's access was revoked.
        Revoked {
            /// Whose.
            name: String,
        },
        /// The practice profile was saved.
        ProfileSaved,
        /// The primary contact was handed over.
        HandedOver {
            /// To whom.
            name: String,
        },
        /// The person's own details were saved.
        DetailsSaved,
        /// A letter with a link went to the new address.
        AddressChangeAsked {
            /// The new address.
            email: String,
        },
        /// The account has the new address; sign in with it from now on.
        AddressChanged,
        /// The password was changed; other sessions are ended.
        PasswordChanged,
        /// A new password was chosen with a link; sign in now.
        PasswordReset,
        /// A session was ended.
        SessionEnded,
        /// All other sessions were ended.
        OtherSessionsEnded,
        /// The person left.
        Left {
            /// The organisation's name.
            organisation: String,
        },
        /// The account was closed.
        AccountClosed,
        /// Those who may decide were reminded.
        Nudged {
            /// The organisation's name.
            organisation: String,
        },
        /// A second factor was added.
        FactorAdded {
            /// What it is called.
            name: String,
        },
        /// A second factor was given another name.
        FactorRenamed {
            /// What it is called now.
            name: String,
        },
        /// A second factor was removed.
        FactorRemoved {
            /// What it was called.
            name: String,
        },
        /// The person has noted the recovery codes; they are not shown again.
        CodesNoted,
        /// The person has shown that it is they; what was typed before stands in the form again.
        Proven,
        /// A registration was deleted.
        RegistrationDeleted {
            /// Whose.
            name: String,
        },
        /// The confirmation letter was sent again.
        SentAgain {
            /// Whose.
            name: String,
        },
        /// A revoked access was given back.
        Enabled {
            /// Whose.
            name: String,
        },
        /// An account was disabled.
        AccountDisabled {
            /// Whose.
            name: String,
        },
        /// A disabled account was opened again.
        AccountReopened {
            /// Whose.
            name: String,
        },
        /// A member’s roles, or those that wait for somebody, were changed.
        RolesSaved {
            /// Whose.
            name: String,
        },
        /// Those who may decide were asked whether a role may be kept.
        AskedToKeep {
            /// The organisation’s name.
            organisation: String,
        },
        /// A role was extended.
        RoleExtended {
            /// Whose.
            name: String,
        },
        /// An ask to keep a role was turned down.
        ExtensionTurnedDown {
            /// Whose.
            name: String,
        },
        /// The mark *medical secretary* was set or removed.
        MarkSaved {
            /// Whose.
            name: String,
        },
        /// Somebody was added; the letter is on its way.
        NewUserSaved {
            /// Whose.
            name: String,
        },
        /// An invitation was not sent: something about it has changed, and the page says what.
        InvitationHeld,
        /// Several invitations were sent; what came of each line stands on the page.
        SeveralInvited {
            /// How many.
            count: u32,
        },
        /// Adding somebody was taken back.
        NewUserWithdrawn {
            /// Whose.
            name: String,
        },
        /// The person accepted, and may act.
        Accepted {
            /// The organisation’s name.
            organisation: String,
        },
        /// The person declined.
        Declined {
            /// The organisation’s name.
            organisation: String,
        },
        /// Whoever can invite again was told that a new invitation is asked for.
        InvitationAsked {
            /// The organisation’s name.
            organisation: String,
        },
        /// An organisation was added or changed.
        OrganisationSaved {
            /// Whose.
            name: String,
        },
        /// It was decided what becomes of people of an organisation that is no longer open.
        ClosureDecided {
            /// How many.
            count: u32,
        },
        /// Something was proposed that a second support person must confirm.
        Proposed {
            /// Whose.
            name: String,
        },
        /// A proposal was confirmed.
        ProposalConfirmed {
            /// Whose.
            name: String,
        },
        /// A proposal was turned down or taken back.
        ProposalTurnedDown {
            /// Whose.
            name: String,
        },
        /// A call about a case was kept.
        CallKept {
            /// Whom the case concerns.
            name: String,
        },
        /// What was kept about a case waits for a second support person.
        CaseAwaitsSecond {
            /// Whom the case concerns.
            name: String,
        },
        /// A second support person confirmed a case, and it happened.
        CaseConfirmed {
            /// Whom the case concerns.
            name: String,
        },
        /// A case was sent back: it is to be called about again.
        CaseSentBack {
            /// Whom the case concerns.
            name: String,
        },
        /// A case was ended: what was asked is not done.
        CaseDeclined {
            /// Whom the case concerns.
            name: String,
        },
        /// A case about a locked-out account was opened.
        CaseOpened {
            /// Whom the case concerns.
            name: String,
        },
        /// A telephone number was given, and waits for a second support person.
        NumberGiven {
            /// The organisation's name.
            organisation: String,
        },
        /// A telephone number was confirmed.
        NumberConfirmed {
            /// The organisation's name.
            organisation: String,
        },
        /// The keyboard shortcuts were switched.
        ShortcutsSwitched {
            /// Whether they are on now.
            on: bool,
        },
        /// The daily letter was switched.
        DailyLetterSwitched {
            /// Whether it is on now.
            on: bool,
        },
        /// A register was applied.
        RegisterApplied {
            /// How many.
            count: u32,
        },
        /// Somebody was pre-approved, or their pre-approval was changed.
        PreApprovalSaved {
            /// Whose.
            name: String,
        },
        /// A pre-approval was ended.
        PreApprovalEnded {
            /// Whose.
            name: String,
        },
        /// Whoever was to be pre-approved has asked already: the request is to be decided.
        HasAsked {
            /// Who.
            name: String,
        },
        /// A roster or roster group was added or renamed.
        RosterSaved {
            /// What it is called.
            name: String,
        },
        /// A roster or roster group was closed.
        RosterClosed {
            /// What it is called.
            name: String,
        },
        /// An import of rostered medics was applied.
        MedicsApplied {
            /// How many.
            count: u32,
        },
        /// An import of practice managers was applied.
        ManagersApplied {
            /// How many.
            count: u32,
        },
        /// What was typed stands in the form again; nothing has been done with it.
        StillHere {
            /// Whether the session had ended; else something was to be shown first.
            signed_out: bool,
        },
    }
}

/// A notice as it travels.
#[derive(Clone, Serialize, Deserialize)]
struct Spoken {
    what: String,
    about: String,
}

/// It is no notice of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no such notice")]
struct Unspoken;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_read_back_from_what_travels() {
        for notice in [
            Notice::Confirmed,
            Notice::Approved {
                name: "Siân Jones".to_owned(),
            },
            Notice::RegisterApplied { count: 7 },
            Notice::StillHere { signed_out: true },
        ] {
            assert_eq!(Notice::try_from(Spoken::from(notice.clone())), Ok(notice));
        }
    }

    #[test]
    fn what_is_no_notice_is_none() {
        for (what, about) in [("Nothing", ""), ("StillHere", "perhaps"), ("RegisterApplied", "-1")] {
            let spoken = Spoken {
                what: what.to_owned(),
                about: about.to_owned(),
            };
            assert_eq!(Notice::try_from(spoken), Err(Unspoken));
        }
    }
}

//! One typed id for each noun, a UUID version 7 (RFC 9562) inside. Ids are made on the server; they are not secrets.

use serde::{Deserialize, Deserializer, Serialize, de};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps an id that came from the store or was just made.
            pub const fn new(id: Uuid) -> Self {
                Self(id)
            }

            /// Reads an id from an address or a form; `None` for anything that is not a UUID.
            pub fn parse(text: &str) -> Option<Self> {
                Uuid::try_parse(text.trim()).ok().map(Self)
            }

            /// The bare id, for the store.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        // By hand: uuid's own reader says what is wrong with an id, in words that the browser's bundle would carry.
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                Self::parse(&String::deserialize(from)?).ok_or_else(|| de::Error::custom("not an id"))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

ids! {
    /// A person: one human, one account, one address.
    PersonId,
    /// An organisation of the register, or one that support added.
    OrganisationId,
    /// One sitting of a signed-in person in one browser.
    SessionId,
    /// One request of a person to act for an organisation.
    JoinRequestId,
    /// One person's standing in one organisation, now or formerly.
    MemberId,
    /// One ask of a member to keep a role that ends.
    ExtensionId,
    /// One pre-approval of an address for an organisation.
    PreApprovalId,
    /// One second factor of a person.
    FactorId,
    /// One person whom somebody adds, until they confirm or accept.
    NewUserId,
    /// The answers given so far for one invitation.
    InvitationDraftId,
    /// Several invitations that somebody writes, and what came of each.
    SeveralInvitationsId,
    /// One proposal of a support person that another must confirm.
    ProposalId,
    /// One request, or one locked-out account, in the hands of support.
    CaseId,
    /// One call about a case.
    CallId,
    /// One roster, or one roster group.
    RosterId,
    /// One letter waiting in or gone from the outbox.
    LetterId,
    /// Several requests that somebody chose to decide at once.
    SeveralId,
    /// One line of the audit.
    AuditId,
    /// One import of a file.
    BatchId,
    /// One request to the server; the reference number shown when something of ours fails.
    RequestId,
}

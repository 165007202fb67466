//! What the words mean.
//!
//! Porthor answers one question: *who may act for this organisation?* A **person** has one [account](accounts) and one
//! [address](EmailAddress). An [**organisation**](organisations) is a practice, a commissioner or a trust of the register.
//! A person asks to act for an organisation with a [**request to join**](join_requests); an **approver** of the
//! organisation approves or rejects it, or a [**pre-approval**](pre_approvals) lets the person in at once. Whoever is in is
//! a [**member**](members) with one or more [**roles**](permission::Role), until that is revoked. Every change of state is
//! a line of the [**audit**](audit), and whom it concerns gets a [**letter**](letter). When the register [closes](closures) an
//! organisation, somebody decides what becomes of its people.
//!
//! For each noun this crate has the *values* (parsed, never merely checked), the *states* and their transitions, the *raw
//! forms* a browser posts, the *views* a screen shows, and the *port*: what can be asked. [`permission`] holds the one
//! table of who may do what. No database, no framework, no clock and no randomness here.

pub mod accounts;
pub mod acting;
pub mod audit;
pub mod cases;
pub mod closures;
pub mod daily_letter;
pub mod demo;
pub mod extensions;
pub mod factors;
pub mod form;
pub mod home;
pub mod imports;
pub mod invitations;
pub mod join_requests;
pub mod letter;
pub mod list;
pub mod live;
pub mod managers;
pub mod medics;
pub mod members;
pub mod my_account;
pub mod new_users;
pub mod organisations;
pub mod password;
pub mod people;
pub mod permission;
pub mod pre_approvals;
pub mod primary_contacts;
pub mod proposals;
pub mod registrations;
pub mod rosters;
pub mod sessions;
pub mod shared_mailbox;
pub mod shortcuts;
pub mod text;

mod email_address;
mod id;
mod language;
mod moment;
mod notice;
mod ods_code;
mod page;
mod person_name;
mod port;
mod refusal;
mod unicode;

pub use email_address::{EMAIL_MOST, EmailAddress};
pub use form::FieldErrors;
pub use id::{
    AuditId, BatchId, CallId, CaseId, ExtensionId, FactorId, InvitationDraftId, JoinRequestId, LetterId, MemberId,
    NewUserId, OrganisationId, PersonId, PreApprovalId, ProposalId, RequestId, RosterId, SessionId, SeveralId,
    SeveralInvitationsId,
};
pub use language::Language;
pub use moment::{Clock, LondonTime, Moment, day};
#[cfg(not(target_arch = "wasm32"))]
pub use moment::{end_of, moment_in_london, start_of};
pub use notice::Notice;
pub use ods_code::OdsCode;
pub use page::{Destination, Page};
pub use person_name::{NAME_MOST, PersonName};
pub use port::{Answer, Caller, Declined, Receipt, SecondFactor, StartedSignIn, Visit};
pub use refusal::{DeadLink, Refusal};

//! One repository for each noun, reached through a [`Read`] or a [`Change`]. What a repository can do stands in the
//! noun's own file: `impl<Way> Members<'_, Way>` holds the questions, which can be asked either way;
//! `impl Members<'_, Change>` holds what writes, which the compiler refuses outside a change.

use std::marker::PhantomData;

use crate::sql::Link;
use crate::{Change, Read};

macro_rules! repositories {
    ($($(#[$doc:meta])* $method:ident: $Repository:ident),+ $(,)?) => {
        $(
            $(#[$doc])*
            pub struct $Repository<'a, Way> {
                pub(crate) link: &'a mut Link,
                way: PhantomData<fn() -> Way>,
            }
        )+
        impl Read {
            $(
                $(#[$doc])*
                pub fn $method(&mut self) -> $Repository<'_, Self> {
                    $Repository { link: &mut self.link, way: PhantomData }
                }
            )+
        }
        impl Change {
            $(
                $(#[$doc])*
                pub fn $method(&mut self) -> $Repository<'_, Self> {
                    $Repository { link: &mut self.link, way: PhantomData }
                }
            )+
        }
    };
}

repositories! {
    /// People and their accounts.
    people: People,
    /// Links that prove an address.
    tokens: Tokens,
    /// The answers given so far in a wizard.
    drafts: Drafts,
    /// Who is signed in, and where.
    sessions: Sessions,
    /// Second factors and recovery codes.
    factors: Factors,
    /// What waits between a question and its answer.
    ceremonies: Ceremonies,
    /// The register, and how it is searched.
    organisations: Organisations,
    /// What practices say about themselves.
    profiles: Profiles,
    /// Whom others should ask first.
    primary_contacts: PrimaryContacts,
    /// Whoever asks for an account or a role, in one list.
    registrations: Registrations,
    /// Who asks to act for an organisation.
    join_requests: JoinRequests,
    /// Who may act for an organisation, now or formerly.
    members: Members,
    /// Who asks to keep a role that ends.
    extensions: Extensions,
    /// Who was added, and has yet to confirm or accept.
    new_users: NewUsers,
    /// Invitations that are being written.
    invitations: Invitations,
    /// To what roles can be limited.
    rosters: Rosters,
    /// Who is let in at once when they ask.
    pre_approvals: PreApprovals,
    /// The people of the service itself.
    support: Support,
    /// What one support person proposes and a second must confirm.
    proposals: Proposals,
    /// What is in the hands of support.
    cases: Cases,
    /// What waits for whom, once a day.
    daily_letters: DailyLetters,
    /// What the service does at its times, once however many servers run.
    jobs: Jobs,
    /// Whether keyboard shortcuts are on.
    shortcuts: Shortcuts,
    /// Who may act, now and at any moment that has passed.
    acting: Acting,
    /// Who did what, when and why.
    audit: AuditTrail,
    /// Letters that wait, and letters that went.
    outbox: Outbox,
    /// The medics whom organisations' imports list.
    medics: Medics,
    /// Whom the register of practice managers lists.
    managers: Managers,
    /// Organisations that are no longer open, and whose people wait.
    closures: Closures,
    /// Files being imported.
    imports: Imports,
    /// What a form without scripts shows again.
    flashes: Flashes,
    /// How often something was tried.
    throttles: Throttles,
    /// What belongs to the database rather than to the process.
    settings: Settings,
}

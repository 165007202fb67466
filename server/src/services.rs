//! What happens when somebody asks for something: one file for each noun, each act in five beats and in this order:
//! *permit* (a proof from the one table in `domain`), *decide* (a transition of `domain`), *save*, *post* the letters,
//! *record* with the commit. Everything that an act depends on is read inside its [`Change`], after the organisation is
//! held. What the words mean stands in `domain`, how rows are kept in `storage`, who is asking is found out in
//! [`crate::http`].

mod accounts;
mod acting;
mod arriving_medics;
mod audit;
mod cases;
mod closures;
mod daily_letter;
mod demo;
mod extensions;
mod factors;
mod home;
mod imports;
mod invitations;
mod join_requests;
mod letters;
mod managers;
mod medics;
mod members;
mod my_account;
mod new_users;
mod organisations;
mod people;
mod pre_approvals;
mod primary_contacts;
mod proposals;
mod registrations;
mod resets;
mod roles;
mod rosters;
mod sessions;
mod shortcuts;
mod stopped;
mod throttle;

use std::sync::Arc;

use app::services::Services;
use chrono::TimeDelta;
use domain::join_requests::FollowUpDays;
use domain::organisations::{Organisation, OrganisationView};
use domain::permission::Standing;
use domain::sessions::Contact;
use domain::{Caller, Clock, Moment, OdsCode, Refusal, RequestId};
use storage::{Change, Read, Store};

pub(crate) use self::cases::{because, open_case, written_to};
pub(crate) use self::letters::{last_moment, letter};
pub(crate) use self::new_users::{circumstances, had_their_purpose};
pub(crate) use self::proposals::lapse;
use self::stopped::Act;
pub(crate) use self::throttle::IN_A_ROW;
use crate::applying::Applying;
use crate::config::{BaseAddress, SecondFactorRule};
use crate::factors::passkeys::Passkeys;
use crate::mail::Bell;
use crate::passwords::Passwords;
use crate::secrets::SealingKey;

/// What the services need.
#[derive(Clone)]
pub struct Needed {
    /// Where everything is kept.
    pub store: Store,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// What tokens inside waiting letters are sealed with.
    pub sealing: SealingKey,
    /// How passwords are hashed and checked.
    pub passwords: Passwords,
    /// What wakes the mail worker.
    pub bell: Bell,
    /// Where the service is reached; every link begins with it.
    pub base: BaseAddress,
    /// How long a session may rest.
    pub session_idle: TimeDelta,
    /// How long a session may last.
    pub session_lasting: TimeDelta,
    /// Whom to ask for help.
    pub contact: Contact,
    /// Whether whoever decides must have a second factor.
    pub second_factor: SecondFactorRule,
    /// How long a decision can be undone; zero where it cannot.
    pub undo: TimeDelta,
    /// How many invitations one person may send in a day.
    pub invitations_a_day: u32,
    /// On which days an undecided request is followed up.
    pub reminder_days: FollowUpDays,
    /// How passkeys are asked.
    pub passkeys: Passkeys,
    /// Whether this is the demo.
    pub demo: bool,
    /// Imports that are being applied.
    pub applying: Applying,
}

impl Needed {
    /// The services.
    pub fn services(self) -> Services {
        let doorkeeper = Arc::new(Doorkeeper { with: self });
        Services {
            accounts: doorkeeper.clone(),
            resets: doorkeeper.clone(),
            my_account: doorkeeper.clone(),
            sessions: doorkeeper.clone(),
            factors: doorkeeper.clone(),
            organisations: doorkeeper.clone(),
            imports: doorkeeper.clone(),
            closures: doorkeeper.clone(),
            medics: doorkeeper.clone(),
            managers: doorkeeper.clone(),
            registrations: doorkeeper.clone(),
            join_requests: doorkeeper.clone(),
            several: doorkeeper.clone(),
            members: doorkeeper.clone(),
            enables: doorkeeper.clone(),
            people: doorkeeper.clone(),
            roles: doorkeeper.clone(),
            extensions: doorkeeper.clone(),
            rosters: doorkeeper.clone(),
            pre_approvals: doorkeeper.clone(),
            new_users: doorkeeper.clone(),
            invitations: doorkeeper.clone(),
            several_invitations: doorkeeper.clone(),
            acting: doorkeeper.clone(),
            audit: doorkeeper.clone(),
            primary_contacts: doorkeeper.clone(),
            proposals: doorkeeper.clone(),
            cases: doorkeeper.clone(),
            home: doorkeeper.clone(),
            daily_letter: doorkeeper.clone(),
            shortcuts: doorkeeper.clone(),
            demo: doorkeeper,
        }
    }
}

/// Whoever is asked. Implements every port of `domain`.
#[derive(Clone)]
pub(crate) struct Doorkeeper {
    with: Needed,
}

impl Doorkeeper {
    fn now(&self) -> Moment {
        self.with.clock.now()
    }

    fn read(&self) -> Read {
        self.with.store.read()
    }

    async fn change(&self) -> Act<Change> {
        Ok(self.with.store.change().await?)
    }

    /// A reference for what comes without one: questions that no request id travels with.
    fn reference(&self) -> RequestId {
        RequestId::new(storage::fresh(self.now()))
    }

    /// The organisation with this code; the same answer for one that is not there as for one that is not theirs.
    async fn organisation(&self, code: &OdsCode) -> Act<Organisation> {
        let found = self.read().organisations().by_code(code).await?;
        Ok(found.ok_or(Refusal::NotFound)?)
    }

    /// A change that other changes to the same organisation wait for, and the organisation as it is inside it.
    async fn holding(&self, code: &OdsCode) -> Act<(Change, Organisation)> {
        let organisation = self.organisation(code).await?;
        let mut change = self.change().await?;
        change.hold(organisation.id).await?;
        let held = change.organisations().by_id(organisation.id).await?;
        Ok((change, held.ok_or(Refusal::NotFound)?))
    }

    /// How the caller stands to an organisation now, for a page that only shows.
    async fn standing(&self, caller: &Caller, organisation: &Organisation) -> Act<Standing> {
        self.note_use(caller, Some(organisation.id)).await?;
        let standing = self
            .read()
            .members()
            .standing(caller.person, organisation.id, self.now())
            .await?;
        Ok(standing.ok_or(Refusal::NotFound)?)
    }

    /// The organisations that the caller may act for now, for a list over all of them.
    async fn standings(&self, caller: &Caller) -> Act<Vec<(OrganisationView, Standing)>> {
        self.note_use(caller, None).await?;
        Ok(self.read().members().standings_of(caller.person, self.now()).await?)
    }
}

/// How the caller stands to an organisation at this moment of a change.
async fn standing_in(change: &mut Change, caller: &Caller, organisation: &Organisation, now: Moment) -> Act<Standing> {
    let standing = change.members().standing(caller.person, organisation.id, now).await?;
    Ok(standing.ok_or(Refusal::NotFound)?)
}

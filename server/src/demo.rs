//! The demo: invented practices, a commissioner, a trust, and people who can sign in, so that a newcomer can try
//! everything at once. Made in one change on the first start; the database is marked, and plain `serve` refuses it. The
//! letters that the demo shows are in [`crate::services`]. How it is filled with the people of a whole country is told in
//! [`country`].

mod cast;
pub mod country;

use domain::accounts::{Account, AccountState};
use domain::audit::{Actor, Entry, Event};
use domain::join_requests::{JoinRequest, State};
use domain::password::Password;
use domain::permission::Role;
use domain::pre_approvals::{PreApproval, Source};
use domain::rosters::RosterName;
use domain::{
    EmailAddress, JoinRequestId, Moment, OdsCode, OrganisationId, PersonId, PersonName, PreApprovalId, RequestId,
    RosterId,
};
use storage::{Admission, Change, LetInBy, NewRoster};

use self::cast::{Act, ORGANISATIONS, PASSWORD, PEOPLE, PRE_APPROVED, Player, ROSTERS, TRUST};
use crate::Failure;
use crate::register;
use crate::register::synthetic::{Dialect, Synthetic};
use crate::services::Needed;

/// The setting that marks a database as a demo.
pub const MARK: &str = "demo";

/// Somebody who can sign in to the demo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoAccount {
    /// The address to sign in with.
    pub email: String,
    /// The password.
    pub password: &'static str,
    /// Who it is and what there is to try.
    pub what: &'static str,
}

/// Sets the demo up where that has not been done, and says who can sign in.
pub async fn set_up(needed: &Needed) -> Result<Vec<DemoAccount>, Failure> {
    let mut read = needed.store.read();
    if read.settings().get(MARK).await?.is_none() {
        if read.organisations().count().await? > 0 {
            let sentence = "the database holds organisations and is not marked as a demo; give the demo one of its own";
            return Err(Failure::Said(sentence.to_owned()));
        }
        play(needed).await?;
    }
    let accounts = PEOPLE
        .iter()
        .filter(|player| player.signs_in)
        .map(|player| DemoAccount {
            email: player.email.to_owned(),
            password: PASSWORD,
            what: player.what,
        });
    Ok(accounts.collect())
}

/// Everything at once, or nothing.
async fn play(needed: &Needed) -> Result<(), Failure> {
    let now = needed.clock.now();
    let mut stage = Stage {
        change: needed.store.change().await?,
        now,
        request: RequestId::new(storage::fresh(now)),
        entries: Vec::new(),
    };
    stage.change.settings().put(MARK, "true").await?;
    stage.organisations().await?;
    stage.rosters().await?;
    for player in PEOPLE {
        let password = Password::typed(PASSWORD).map_err(|_| broken("a password"))?;
        let hash = needed
            .passwords
            .hash(password)
            .await
            .map_err(|broken| Failure::Said(broken.to_string()))?;
        stage.enter(player, &hash).await?;
    }
    stage.pre_approve().await?;
    let first = Entry::new(Event::DemoSetUp, Actor::Command, now, stage.request);
    Ok(stage.change.commit_all(first, stage.entries).await?)
}

/// The demo while it is being set up.
struct Stage {
    change: Change,
    now: Moment,
    request: RequestId,
    entries: Vec<Entry>,
}

impl Stage {
    fn note(&mut self, event: Event, organisation: Option<OrganisationId>, person: Option<PersonId>) {
        let mut entry = Entry::new(event, Actor::Command, self.now, self.request);
        entry.organisation = organisation;
        entry.person = person;
        self.entries.push(entry);
    }

    /// The invented organisations, and a made-up register around them so that there is something to search.
    async fn organisations(&mut self) -> Result<(), Failure> {
        let around = Synthetic {
            seed: 2026,
            rows: 200,
            dialect: Dialect::Current,
        };
        let mut rows: Vec<_> = ORGANISATIONS
            .iter()
            .map(cast::row)
            .collect::<Option<_>>()
            .ok_or(broken("an organisation"))?;
        rows.extend(register::rows(&around.csv()));
        for row in rows {
            let id = OrganisationId::new(storage::fresh(self.now));
            if self.change.organisations().add(id, &row, self.now).await? {
                self.note(Event::OrganisationAdded, Some(id), None);
            }
        }
        Ok(())
    }

    async fn organisation(&mut self, code: &str) -> Result<OrganisationId, Failure> {
        let code = OdsCode::parse(code).map_err(|_| broken("a code"))?;
        let found = self.change.organisations().by_code(&code).await?;
        Ok(found.ok_or(broken("an organisation"))?.id)
    }

    /// One person: an account with a confirmed address, and what they are or ask for.
    async fn enter(&mut self, player: &Player, hash: &str) -> Result<(), Failure> {
        let account = account(player, self.now).ok_or(broken("a person"))?;
        self.change.people().create(&account, self.now).await?;
        self.change.people().confirm(account.id, hash, self.now).await?;
        self.note(Event::AccountCreated, None, Some(account.id));
        self.note(Event::AccountConfirmed, None, Some(account.id));
        match player.act {
            Act::Member(code, role) => self.let_in(account.id, code, role, None).await?,
            Act::MemberFor(code, role, group) => self.let_in(account.id, code, role, Some(group)).await?,
            Act::Asks(code, role, reason) => {
                let request = JoinRequest {
                    id: JoinRequestId::new(storage::fresh(self.now)),
                    person: account.id,
                    organisation: self.organisation(code).await?,
                    role,
                    reason: reason.to_owned(),
                    made_at: self.now,
                    state: State::Pending,
                };
                self.change.join_requests().make(&request).await?;
                self.note(Event::RequestMade, Some(request.organisation), Some(account.id));
            }
            Act::Supports => {
                self.change.support().appoint(account.id, self.now).await?;
                self.note(Event::SupportAppointed, None, Some(account.id));
            }
        }
        Ok(())
    }

    /// Lets somebody in; where a roster group is named, only for that.
    async fn let_in(&mut self, person: PersonId, code: &str, role: Role, group: Option<&str>) -> Result<(), Failure> {
        let organisation = self.organisation(code).await?;
        let rosters = self.change.rosters().of_organisation(organisation).await?;
        let named = |name| rosters.iter().find(|one| one.is_group && one.name == name);
        let roster = match group {
            Some(name) => Some(named(name).ok_or(broken("a roster group"))?.id),
            None => None,
        };
        let admission = Admission {
            person,
            organisation,
            role,
            roster,
            ends_at: None,
            by: LetInBy::SetUp,
            at: self.now,
        };
        self.change.members().let_in(&admission).await?;
        self.note(Event::LetIn, Some(organisation), Some(person));
        Ok(())
    }

    /// The trust's roster groups, and the rosters in each.
    async fn rosters(&mut self) -> Result<(), Failure> {
        let trust = self.organisation(TRUST).await?;
        for (group, rosters) in ROSTERS {
            let group = self.roster(trust, group, None).await?;
            for roster in *rosters {
                self.roster(trust, roster, Some(group)).await?;
            }
        }
        Ok(())
    }

    /// A roster in a group, or a group.
    async fn roster(
        &mut self,
        organisation: OrganisationId,
        name: &str,
        group: Option<RosterId>,
    ) -> Result<RosterId, Failure> {
        let new = NewRoster {
            organisation,
            is_group: group.is_none(),
            name: RosterName::parse(name).map_err(|_| broken("a roster"))?,
            group,
        };
        let added = self.change.rosters().add(&new, self.now).await?;
        self.note(Event::RosterAdded, Some(organisation), None);
        added.ok_or(broken("a roster"))
    }

    /// Somebody who has no account yet, and will be let in at once.
    async fn pre_approve(&mut self) -> Result<(), Failure> {
        let email = EmailAddress::parse(PRE_APPROVED.email).map_err(|_| broken("an address"))?;
        let by = EmailAddress::parse(PRE_APPROVED.by).map_err(|_| broken("an address"))?;
        let by = self.change.people().by_email(&by).await?.ok_or(broken("a giver"))?.id;
        let name = |text| PersonName::parse(text).map_err(|_| broken("a name"));
        let given = PreApproval {
            id: PreApprovalId::new(storage::fresh(self.now)),
            organisation: self.organisation(PRE_APPROVED.code).await?,
            email_key: email.key().to_owned(),
            role: PRE_APPROVED.role,
            roster: None,
            source: Source::GivenBy(by),
            given_at: self.now,
            starts_at: None,
            ends_at: None,
        };
        let (first, last) = (name(PRE_APPROVED.first_name)?, name(PRE_APPROVED.last_name)?);
        self.change.pre_approvals().give(&given, &email, &first, &last).await?;
        self.note(Event::PreApprovalGiven, Some(given.organisation), None);
        Ok(())
    }
}

fn account(player: &Player, now: Moment) -> Option<Account> {
    Some(Account {
        id: PersonId::new(storage::fresh(now)),
        email: EmailAddress::parse(player.email).ok()?,
        first_name: PersonName::parse(player.first_name).ok()?,
        last_name: PersonName::parse(player.last_name).ok()?,
        language: player.language,
        position: player.position,
        state: AccountState::Unconfirmed,
    })
}

/// The cast is written by hand; a test reads all of it.
fn broken(what: &str) -> Failure {
    Failure::Said(format!("the demo cannot be set up: {what} of its cast cannot be used"))
}

#[cfg(test)]
mod tests {
    use domain::password::NoList;

    use super::*;
    use crate::passwords::CommonList;

    #[test]
    fn the_whole_cast_can_be_read() {
        use chrono::DateTime;
        let now = Moment::new(DateTime::UNIX_EPOCH);
        for player in PEOPLE {
            assert!(account(player, now).is_some(), "{}", player.email);
        }
        for organisation in ORGANISATIONS {
            assert!(cast::row(organisation).is_some(), "{}", organisation.code);
        }
    }

    #[test]
    fn the_password_of_the_demo_could_be_chosen() {
        for player in PEOPLE {
            let names = [player.first_name, player.last_name, "Porthor"];
            assert!(Password::choose(PASSWORD, &names, &NoList).is_ok());
            assert!(Password::choose(PASSWORD, &names, &CommonList).is_ok());
        }
    }

    #[test]
    fn one_waits_with_a_warning_and_one_can_only_be_rejected() {
        use domain::shared_mailbox::Warning;
        let now = Moment::new(DateTime::UNIX_EPOCH);
        let warnings: Vec<_> = PEOPLE
            .iter()
            .filter_map(|player| account(player, now)?.warning())
            .collect();
        assert_eq!(warnings, [Warning::GenericAddress, Warning::SharedMailbox]);
    }

    use chrono::DateTime;
}

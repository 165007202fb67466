//! People as administrators see them: the list *Users*, its file, and a person's page. Disabling and reopening accounts is
//! in [`disabling`]; what ends with an account, whoever closes it, in [`ending`].

mod disabling;
pub(super) mod ending;

use std::collections::BTreeSet;

use async_trait::async_trait;
use domain::accounts::AccountState;
use domain::audit::{Actor, Entry, Event, HistoryRow};
use domain::letter::Delivery;
use domain::list::Place;
use domain::people::{
    AccessAction, AccountAction, DisablingView, DisablingWish, People, PersonAccess, PersonLetter, PersonLine,
    PersonRequest, PersonView, ReopenView, ReopenWish, Search, UserList, UserRow,
};
use domain::permission::{Scope, may_export};
use domain::rosters::RosterView;
use domain::{Answer, Caller, Moment, PersonId, Receipt, Refusal};
use storage::{Access, User};
use uuid::Uuid;

use super::Doorkeeper;
use super::sessions::decides_somewhere;
use super::stopped::{Act, answer};

/// How many rows of a file are read at a time.
const LOT: u16 = 1_000;
/// The most rows that a file has.
const FILE_MOST: usize = 50_000;

#[async_trait]
impl People for Doorkeeper {
    async fn list(&self, caller: &Caller, search: Search) -> Answer<UserList> {
        answer(caller.visit.request, self.list_users(caller, &search).await)
    }

    async fn export(&self, caller: &Caller, search: Search) -> Answer<Vec<UserRow>> {
        answer(caller.visit.request, self.export_users(caller, search).await)
    }

    async fn person(&self, caller: &Caller, id: PersonId) -> Answer<PersonView> {
        answer(caller.visit.request, self.show_person(caller, id).await)
    }

    async fn disabling(&self, caller: &Caller, id: PersonId) -> Answer<DisablingView> {
        answer(caller.visit.request, self.show_disabling(caller, id).await)
    }

    async fn choose_disabling_reason(&self, caller: &Caller, wish: DisablingWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.keep_disabling_reason(caller, &wish).await)
    }

    async fn disable(&self, caller: &Caller, id: PersonId, kept: BTreeSet<Uuid>) -> Answer<Receipt> {
        answer(caller.visit.request, self.disable_account(caller, id, kept).await)
    }

    async fn to_reopen(&self, caller: &Caller, id: PersonId) -> Answer<ReopenView> {
        answer(caller.visit.request, self.show_reopening(caller, id).await)
    }

    async fn reopen(&self, caller: &Caller, wish: ReopenWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.reopen_account(caller, wish).await)
    }
}

impl Doorkeeper {
    /// Whether the caller decides for any organisation, and so has a list at all.
    pub(super) async fn decides_anywhere(&self, caller: &Caller) -> Act<bool> {
        let standings = self.standings(caller).await?;
        Ok(caller.support || decides_somewhere(&standings))
    }

    async fn list_users(&self, caller: &Caller, search: &Search) -> Act<UserList> {
        if !self.decides_anywhere(caller).await? {
            return Err(Refusal::NotAllowed.into());
        }
        let (scope, now) = (Scope::of(caller), self.now());
        let page = self
            .read()
            .people()
            .users(scope, search, search.size.rows(), now)
            .await?;
        Ok(UserList {
            rows: page.rows.into_iter().map(row).collect(),
            count: self.read().people().count_users(scope, search, now).await?,
            beside: page.beside,
        })
    }

    async fn export_users(&self, caller: &Caller, mut search: Search) -> Act<Vec<UserRow>> {
        may_export(caller, self.decides_anywhere(caller).await?)?;
        let (scope, now) = (Scope::of(caller), self.now());
        search.place = Place::First;
        let mut rows: Vec<UserRow> = Vec::new();
        loop {
            let page = self.read().people().users(scope, &search, LOT, now).await?;
            rows.extend(page.rows.into_iter().map(row));
            match page.beside.next {
                Some(next) if rows.len() < FILE_MOST => search.place = next,
                _ => break,
            }
        }
        let taken = Entry::new(
            Event::ListExported,
            Actor::Person(caller.person),
            now,
            caller.visit.request,
        );
        let what = format!("users; state: {}; {} rows", search.shows.tag(), rows.len());
        let change = self.change().await?;
        change.commit(taken.about(caller.person).changing(None, what)).await?;
        Ok(rows)
    }

    /// A person in the caller's sight; whoever is not does not exist.
    async fn in_sight(&self, caller: &Caller, id: PersonId) -> Act<User> {
        if !self.decides_anywhere(caller).await? {
            return Err(Refusal::NotAllowed.into());
        }
        let user = self.read().people().user(id, Scope::of(caller), self.now()).await?;
        Ok(user.ok_or(Refusal::NotFound)?)
    }

    async fn show_person(&self, caller: &Caller, id: PersonId) -> Act<PersonView> {
        let (scope, now) = (Scope::of(caller), self.now());
        let user = self.in_sight(caller, id).await?;
        let mut read = self.read();
        let account = read.people().account(id).await?.ok_or(Refusal::NotFound)?;
        let record = read.people().record(id).await?.ok_or(Refusal::NotFound)?;
        let access = read.people().access(id, scope, now).await?;
        let requests = read.people().requests(id, scope, now).await?;
        let letters = read.people().letters(id, scope, now).await?;
        let lines = read.people().lines(id, scope, now).await?;
        let rosters = read.rosters().limiting(id).await?;
        let beneath = read.members().all_beneath(id, caller.person, now).await?;
        let own = id == caller.person;
        let open = account.state == AccountState::Confirmed;
        Ok(PersonView {
            id,
            name: account.full_name(),
            email: account.email.to_string(),
            position: account.position,
            language: account.language,
            medical_secretary: record.medical_secretary,
            may_mark: caller.support,
            account: account.state,
            disabled: record.disabled.map(Moment::in_london),
            state: user.state,
            created: record.created.in_london(),
            last_signed_in: user.last_signed_in.map(Moment::in_london),
            access: access
                .into_iter()
                .map(|one| as_access(one, &rosters, open && !own, now))
                .collect(),
            requests: requests
                .into_iter()
                .map(|one| PersonRequest {
                    id: one.id,
                    code: one.code,
                    organisation: one.organisation,
                    role: one.role,
                    reason: one.reason,
                    made_at: one.made_at.in_london(),
                    state: one.state,
                })
                .collect(),
            letters: letters
                .into_iter()
                .map(|one| PersonLetter {
                    at: one.at.in_london(),
                    letter: one.letter,
                    organisation: one.organisation,
                    address: one.address,
                    delivery: one.delivery,
                    answer: one
                        .answer
                        .filter(|_| matches!(one.delivery, Delivery::Deferred | Delivery::GaveUp)),
                })
                .collect(),
            lines: lines
                .into_iter()
                .map(|one| PersonLine {
                    row: HistoryRow {
                        id: one.id,
                        at: one.at.in_london(),
                        event: one.event,
                        by: one.by,
                        about: Some(account.full_name()),
                        why: one.why,
                    },
                    organisation: one.organisation,
                })
                .collect(),
            may_unlock: caller.support && !own && account.state == AccountState::Confirmed,
            action: match account.state {
                AccountState::Confirmed if !own && (caller.support || beneath) => AccountAction::Disable,
                AccountState::Disabled if !own && caller.support => AccountAction::Reopen,
                _ => AccountAction::Nothing,
            },
        })
    }
}

fn row(user: User) -> UserRow {
    UserRow {
        id: user.id,
        first_name: user.first_name.as_str().to_owned(),
        last_name: user.last_name.as_str().to_owned(),
        email: user.email.to_string(),
        pending: user.pending,
        last_signed_in: user.last_signed_in.map(Moment::in_london),
        state: user.state,
    }
}

/// Access as the page shows it: roles that have ended are left out, but where it was revoked. `may` says whether anything
/// can be done about the person at all.
fn as_access(access: Access, rosters: &[RosterView], may: bool, now: Moment) -> PersonAccess {
    let revoked = access.revoked.is_some();
    let shown = access.roles.iter().filter(|span| revoked || !span.has_ended(now));
    PersonAccess {
        id: access.id,
        roles: shown.map(|span| span.row(rosters, false)).collect(),
        since: access.since.in_london(),
        let_in_by: access.let_in_by,
        revoked: access.revoked.map(|(at, by)| (at.in_london(), by)),
        action: match (may, revoked) {
            (true, false) => AccessAction::Revoke,
            (true, true) if access.organisation.status.is_open() => AccessAction::Enable,
            _ => AccessAction::Nothing,
        },
        organisation: access.organisation,
    }
}

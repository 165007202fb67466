//! People locked out of their accounts: support opens a case, and calls an organisation that knows the person. Nothing about
//! the account changes before two of the support team have agreed.

use domain::accounts::{Account, AccountState};
use domain::audit::{Actor, Entry, Event};
use domain::cases::{Because, Case, LockedOutView, LockedOutWish, Matter, State};
use domain::form::{Field, Problem};
use domain::letter::LetterText;
use domain::permission::SupportPerson;
use domain::{Caller, CaseId, FieldErrors, Notice, Page, PersonId, Receipt, Refusal};

use crate::services::my_account::must_be_another;
use crate::services::proposals::must_support;
use crate::services::stopped::Act;
use crate::services::{Doorkeeper, letter};

impl Doorkeeper {
    pub(super) async fn show_locked_out(&self, caller: &Caller, person: PersonId) -> Act<LockedOutView> {
        SupportPerson::looking(caller)?;
        let account = open(self.read().people().account(person).await?)?;
        if person == caller.person {
            return Err(Refusal::NotOnOneself.into());
        }
        let mut read = self.read();
        let standings = read.members().standings_of(person, self.now()).await?;
        Ok(LockedOutView {
            id: person,
            name: account.full_name(),
            email: account.email.to_string(),
            has_factor: read.factors().has(person).await?,
            organisations: standings.into_iter().map(|(organisation, _)| organisation).collect(),
            open: read.cases().of_account(person).await?,
        })
    }

    pub(super) async fn open_about_account(&self, caller: &Caller, wish: LockedOutWish) -> Act<Receipt> {
        let now = self.now();
        // permit
        let by = SupportPerson::of(caller)?;
        let (mut change, organisation) = self.holding(&wish.organisation).await?;
        change.hold_person(wish.person).await?;
        must_support(&mut change, by).await?;
        by.about(wish.person)?;
        // decide
        let account = open(change.people().account(wish.person).await?)?;
        let standing = change.members().standing(wish.person, organisation.id, now).await?;
        if !standing.is_some_and(|standing| standing.is_member()) {
            return Err(FieldErrors::one(Field::Organisation, Problem::NotAChoice).into());
        }
        match &wish.matter {
            Matter::NewAddress(email) => {
                must_be_another(&account, email)?;
                if change.people().by_email(email).await?.is_some() {
                    return Err(Refusal::AddressTaken.into());
                }
            }
            Matter::LostFactor if !change.factors().has(wish.person).await? => {
                return Err(FieldErrors::one(Field::Matter, Problem::NotAChoice).into());
            }
            Matter::LostFactor | Matter::Join(_) => {}
        }
        let case = Case {
            id: CaseId::new(storage::fresh(now)),
            matter: wish.matter,
            person: wish.person,
            organisation: organisation.id,
            because: Because::LockedOut,
            why: wish.why,
            opened_by: Some(by.person()),
            opened_at: now,
            due_at: now,
            state: State::Open,
        };
        // save
        if !change.cases().open(&case).await? {
            return Err(Refusal::AlreadyAsked.into());
        }
        // post: whoever did not ask finds out
        let kind = case.matter.kind();
        let asked = LetterText::LockedOutAsked { matter: kind };
        change.post(&letter(&account, None, asked), now).await?;
        // record
        let line = Entry::new(Event::CaseOpened, Actor::Person(by.person()), now, caller.visit.request)
            .for_organisation(organisation.id)
            .about(wish.person)
            .changing(None, kind.tag().to_owned())
            .because(Some(case.why.clone()));
        change.commit(line).await?;
        self.with.bell.ring();
        let name = account.full_name();
        Ok(Receipt::saying(Notice::CaseOpened { name }, Page::Case(case.id)))
    }
}

/// An account whose owner could be locked out of it; anything else is not there.
fn open(account: Option<Account>) -> Result<Account, Refusal> {
    let open = account.filter(|account| account.state == AccountState::Confirmed);
    open.ok_or(Refusal::NotFound)
}

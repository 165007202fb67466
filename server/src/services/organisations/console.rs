//! Organisations as administrators see them: the list of those that somebody may decide for, one with its numbers, who
//! may decide there and what it is, and those that support adds by hand.

use domain::audit::{Actor, Entry, Event};
use domain::form::{Field, Problem};
use domain::organisations::{
    Kind, NewOrganisation, OrganisationDetails, OrganisationList, OrganisationSearch, OwnWords, Policy, PolicyView,
    PolicyWish,
};
use domain::permission::{Action, Insider, Scope, SupportPerson, may};
use domain::rosters::has_rosters;
use domain::{Caller, EmailAddress, FieldErrors, Notice, OdsCode, OrganisationId, Page, Receipt, Refusal};
use storage::RegisterRow;

use crate::register::batch::described;
use crate::services::sessions::decides_somewhere;
use crate::services::stopped::{Act, Stopped};
use crate::services::{Doorkeeper, standing_in};

impl Doorkeeper {
    pub(super) async fn listed(&self, caller: &Caller, search: OrganisationSearch) -> Act<OrganisationList> {
        if !self.has_list(caller).await? {
            return Err(Refusal::NotAllowed.into());
        }
        let scope = Scope::of(caller);
        let page = self.read().organisations().list(scope, &search, self.now()).await?;
        Ok(OrganisationList {
            rows: page.rows,
            count: page.count,
            beside: page.beside,
            support: caller.support,
        })
    }

    /// Whether somebody may decide somewhere.
    async fn has_list(&self, caller: &Caller) -> Act<bool> {
        let standings = self.standings(caller).await?;
        Ok(caller.support || decides_somewhere(&standings))
    }

    pub(super) async fn show_details(&self, caller: &Caller, code: &OdsCode) -> Act<OrganisationDetails> {
        let organisation = self.organisation(code).await?;
        let standing = self.standing(caller, &organisation).await?;
        Insider::of(caller, &standing, Action::SeeMembers)?;
        let mut read = self.read();
        let own_words = read.profiles().of(organisation.id).await?.profile;
        let primary_contact = read.primary_contacts().of(organisation.id, self.now()).await?;
        let primary_contact = primary_contact.map(|contact| contact.full_name());
        let beneath = match organisation.kind {
            Kind::Commissioner => read.organisations().beneath(code).await?,
            Kind::Practice | Kind::Trust => 0,
        };
        let people_wait =
            organisation.must_have_closed().is_ok() && read.closures().people(organisation.id, self.now()).await? > 0;
        let actions = [
            Action::SeeMembers,
            Action::SeeHistory,
            Action::AskWhoMayAct,
            Action::GrantRoles,
            Action::ManageRosters,
            Action::ImportMedics,
            Action::ChangePolicy,
            Action::DecideClosure,
        ];
        Ok(OrganisationDetails {
            organisation: read.organisations().view(code).await?.ok_or(Refusal::NotFound)?,
            policy: organisation.policy,
            register: read.organisations().register_details(organisation.id).await?,
            own_words: OwnWords {
                email: own_words
                    .email
                    .as_ref()
                    .map(EmailAddress::to_string)
                    .unwrap_or_default(),
                telephone: own_words.telephone.unwrap_or_default(),
                opening_hours: own_words
                    .opening_hours
                    .map(|hours| hours.lines().map(str::to_owned).collect())
                    .unwrap_or_default(),
                primary_contact,
            },
            staffing: read.organisations().staffing(organisation.id, self.now()).await?,
            beneath,
            may: actions
                .into_iter()
                .filter(|action| may(&standing, caller.support, *action))
                .filter(|action| match action {
                    Action::ManageRosters | Action::ImportMedics => has_rosters(organisation.kind),
                    Action::DecideClosure => people_wait,
                    _ => true,
                })
                .collect(),
            has_list: self.has_list(caller).await?,
        })
    }

    pub(super) async fn show_policy(&self, caller: &Caller, code: &OdsCode) -> Act<PolicyView> {
        let now = self.now();
        let organisation = self.organisation(code).await?;
        // Looking asks for no recent proof; the button that follows does.
        Insider::of(
            caller,
            &self.standing(caller, &organisation).await?,
            Action::ChangePolicy,
        )?;
        let mut read = self.read();
        let people = read.organisations().staffing(organisation.id, now).await?.people;
        let mut lasting = Vec::new();
        for policy in Policy::ALL {
            let count = read.organisations().lasting_under(organisation.id, policy, now).await?;
            lasting.push((policy, count));
        }
        Ok(PolicyView {
            organisation: read.organisations().view(code).await?.ok_or(Refusal::NotFound)?,
            policy: organisation.policy,
            people,
            lasting,
            kind_may_change: caller.support && people == 0,
        })
    }

    pub(super) async fn govern(&self, caller: &Caller, wish: PolicyWish) -> Act<Receipt> {
        let now = self.now();
        // permit
        let (mut change, organisation) = self.holding(&wish.code).await?;
        let standing = standing_in(&mut change, caller, &organisation, now).await?;
        let insider = Insider::acting(caller, &standing, Action::ChangePolicy)?;
        let support = SupportPerson::of(caller).ok();
        // decide
        let people = change.organisations().staffing(organisation.id, now).await?.people;
        let lasting = change
            .organisations()
            .lasting_under(organisation.id, wish.policy, now)
            .await?;
        let governed = organisation
            .govern(&insider, support, &wish, people, lasting)
            .map_err(Stopped::Declined)?;
        // save
        let entry = |event| {
            Entry::new(event, Actor::Person(insider.person()), now, caller.visit.request)
                .for_organisation(organisation.id)
        };
        let mut entries = Vec::new();
        if let Some(policy) = governed.policy {
            change.organisations().set_policy(organisation.id, policy, now).await?;
            let (before, after) = (organisation.policy.tag().to_owned(), policy.tag().to_owned());
            entries.push(entry(Event::PolicyChanged).changing(before, after));
        }
        if let Some(kind) = governed.kind {
            change.organisations().set_kind(organisation.id, kind, now).await?;
            let (before, after) = (organisation.kind.tag().to_owned(), kind.tag().to_owned());
            entries.push(entry(Event::KindChanged).changing(before, after));
        }
        // record; nobody is written to about a policy
        let saved = Receipt::saying(
            Notice::OrganisationSaved {
                name: organisation.name.clone(),
            },
            Page::Organisation(organisation.code.clone()),
        );
        if let Some(last) = entries.pop() {
            change.commit_all(last, entries).await?;
        }
        Ok(saved)
    }

    pub(super) async fn add_by_hand(&self, caller: &Caller, wish: NewOrganisation) -> Act<Receipt> {
        let now = self.now();
        // permit
        let by = SupportPerson::of(caller)?;
        let mut change = self.change().await?;
        // decide
        if let Some(code) = &wish.commissioner {
            let above = change.organisations().by_code(code).await?;
            if above.is_none_or(|above| above.kind != Kind::Commissioner) {
                return Err(FieldErrors::one(Field::Commissioner, Problem::NotACommissioner).into());
            }
        }
        // save
        let id = OrganisationId::new(storage::fresh(now));
        let row = RegisterRow {
            kind: wish.kind,
            town: wish.town,
            postcode: wish.postcode,
            commissioner: wish.commissioner,
            ..RegisterRow::commissioner_row(wish.code.clone(), wish.name.clone())
        };
        if !change.organisations().add(id, &row, now).await? {
            return Err(FieldErrors::one(Field::Organisation, Problem::CodeTaken).into());
        }
        // record
        let entry = Entry::new(
            Event::OrganisationAdded,
            Actor::Person(by.person()),
            now,
            caller.visit.request,
        )
        .for_organisation(id)
        .changing(None, described(&row));
        change.commit(entry).await?;
        Ok(Receipt::saying(
            Notice::OrganisationSaved { name: wish.name },
            Page::Organisation(wish.code),
        ))
    }
}

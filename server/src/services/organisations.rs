//! Organisations: searching the register, and what a practice says of itself. How administrators see them is in
//! [`console`]; the register's import by page in `imports.rs`.

mod console;

use async_trait::async_trait;
use domain::audit::{Actor, Entry, Event};
use domain::organisations::{
    NewOrganisation, OrganisationDetails, OrganisationList, OrganisationSearch, Organisations, OrganisationsFound,
    PolicyView, PolicyWish, Profile, ProfileForm, ProfileView, ProfileWish,
};
use domain::permission::{Action, Capacity, Insider, SupportPerson, allows};
use domain::primary_contacts::could_hand_over;
use domain::{Answer, Caller, EmailAddress, Notice, OdsCode, Page, Receipt, Refusal};
use storage::KeptProfile;

use super::stopped::{Act, answer};
use super::{Doorkeeper, standing_in};

/// More than anyone types into a search box.
pub(super) const SEARCH_CHARACTERS: usize = 100;

#[async_trait]
impl Organisations for Doorkeeper {
    async fn search(&self, words: &str) -> Answer<OrganisationsFound> {
        answer(self.reference(), self.found(words).await)
    }

    async fn profile(&self, caller: &Caller, code: &OdsCode) -> Answer<ProfileView> {
        answer(caller.visit.request, self.show_profile(caller, code).await)
    }

    async fn edit_profile(&self, caller: &Caller, wish: ProfileWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.save_profile(caller, wish).await)
    }

    async fn list(&self, caller: &Caller, search: OrganisationSearch) -> Answer<OrganisationList> {
        answer(caller.visit.request, self.listed(caller, search).await)
    }

    async fn details(&self, caller: &Caller, code: &OdsCode) -> Answer<OrganisationDetails> {
        answer(caller.visit.request, self.show_details(caller, code).await)
    }

    async fn policy(&self, caller: &Caller, code: &OdsCode) -> Answer<PolicyView> {
        answer(caller.visit.request, self.show_policy(caller, code).await)
    }

    async fn change_policy(&self, caller: &Caller, wish: PolicyWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.govern(caller, wish).await)
    }

    async fn may_add(&self, caller: &Caller) -> Answer<()> {
        SupportPerson::looking(caller)?;
        Ok(())
    }

    async fn add(&self, caller: &Caller, wish: NewOrganisation) -> Answer<Receipt> {
        answer(caller.visit.request, self.add_by_hand(caller, wish).await)
    }
}

impl Doorkeeper {
    async fn found(&self, words: &str) -> Act<OrganisationsFound> {
        let words: String = words.chars().take(SEARCH_CHARACTERS).collect();
        Ok(self.read().organisations().search(&words).await?)
    }

    async fn show_profile(&self, caller: &Caller, code: &OdsCode) -> Act<ProfileView> {
        let organisation = self.organisation(code).await?;
        let standing = self.standing(caller, &organisation).await?;
        let insider = Insider::of(caller, &standing, Action::SeeMembers)?;
        let mut read = self.read();
        let contact = read.organisations().register_contact(organisation.id).await?;
        let kept = read.profiles().of(organisation.id).await?;
        let primary_contact = read.primary_contacts().of(organisation.id, self.now()).await?;
        let id = primary_contact.as_ref().map(|contact| contact.id);
        let (register_address, register_telephone) = contact
            .map(|contact| (contact.address, contact.telephone))
            .unwrap_or_default();
        Ok(ProfileView {
            organisation: read.organisations().view(code).await?.ok_or(Refusal::NotFound)?,
            register_address,
            register_telephone,
            form: form(code, &kept),
            may_hand_over: could_hand_over(caller, &standing, id).is_ok(),
            primary_contact: primary_contact.map(|contact| contact.full_name()),
            may: may(insider.capacity()),
        })
    }

    async fn save_profile(&self, caller: &Caller, wish: ProfileWish) -> Act<Receipt> {
        let now = self.now();
        let saved = Receipt::saying(Notice::ProfileSaved, Page::Profile(wish.code.clone()));
        // permit
        let (mut change, organisation) = self.holding(&wish.code).await?;
        let standing = standing_in(&mut change, caller, &organisation, now).await?;
        let insider = Insider::of(caller, &standing, Action::EditProfile)?;
        // decide
        let kept = change.profiles().of(organisation.id).await?;
        if kept.version != wish.version {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        if kept.profile == wish.profile {
            return Ok(saved);
        }
        // save
        let by = insider.person();
        if !change
            .profiles()
            .save(organisation.id, &wish.profile, kept.version, by, now)
            .await?
        {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        // record; nobody is written to about a profile
        let entry = Entry::new(Event::ProfileChanged, Actor::Person(by), now, caller.visit.request)
            .for_organisation(organisation.id)
            .changing(described(&kept.profile), described(&wish.profile));
        change.commit(entry).await?;
        Ok(saved)
    }
}

/// What a capacity may do at an organisation, from the one table.
pub(super) fn may(capacity: Capacity) -> Vec<Action> {
    [
        Action::DecideRequest,
        Action::RevokeMember,
        Action::GrantRoles,
        Action::ManageRosters,
        Action::EditProfile,
        Action::SeeMembers,
        Action::SeeHistory,
    ]
    .into_iter()
    .filter(|action| allows(*action, capacity))
    .collect()
}

/// The profile as its form shows it.
fn form(code: &OdsCode, kept: &KeptProfile) -> ProfileForm {
    let profile = kept.profile.clone();
    ProfileForm {
        code: code.to_string(),
        version: kept.version.to_string(),
        email: profile.email.map(|email| email.to_string()).unwrap_or_default(),
        telephone: profile.telephone.unwrap_or_default(),
        address_lines: profile.address_lines.unwrap_or_default(),
        opening_hours: profile.opening_hours.unwrap_or_default(),
    }
}

/// What the audit keeps of a profile; nothing of an empty one.
fn described(profile: &Profile) -> Option<String> {
    let lines = [
        ("e-mail", profile.email.as_ref().map(EmailAddress::to_string)),
        ("telephone", profile.telephone.clone()),
        ("address", profile.address_lines.clone()),
        ("opening hours", profile.opening_hours.clone()),
    ];
    let text: Vec<String> = lines
        .into_iter()
        .filter_map(|(name, value)| value.map(|value| format!("{name}: {value}")))
        .collect();
    (!text.is_empty()).then(|| text.join("\n"))
}

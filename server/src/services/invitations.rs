//! Inviting somebody (S45 to S51): each step keeps its answer in the draft, and the last one sends. What the page of a
//! draft shows is in [`draft`], sending in [`sending`], several at once in [`several`], the list of what was sent in
//! [`list`], giving one another address in [`correcting`]; what is sent is a new user ([`super::new_users`]). A draft is its
//! writer's own. Nothing here tells more about an address than what the inviter sees anyway.

mod correcting;
mod draft;
mod list;
mod sending;
mod several;

use async_trait::async_trait;
use domain::accounts::{Account, AccountState};
use domain::form::{Field, Problem};
use domain::invitations::{
    EmailWish, InvitationDraft, InvitationDraftView, InvitationList, InvitationSearch, Inviting, NamesWish, OfferWish,
    Step,
};
use domain::members::roles::{can_be_given, grantable, why_not_given};
use domain::organisations::Organisation;
use domain::permission::{Action, Capacity, Insider, Scope, may_grant};
use domain::{
    Answer, Caller, EmailAddress, FieldErrors, InvitationDraftId, Language, NewUserId, OdsCode, OrganisationId, Page,
    Receipt, Refusal,
};
use storage::Housekeeping;

use super::Doorkeeper;
use super::rosters::open_ones;
use super::stopped::{Act, Failure, answer};

#[async_trait]
impl Inviting for Doorkeeper {
    async fn draft(&self, caller: &Caller, id: InvitationDraftId) -> Answer<InvitationDraftView> {
        answer(caller.visit.request, self.show_invitation_draft(caller, id).await)
    }

    async fn give_email(&self, caller: &Caller, wish: EmailWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.keep_email(caller, wish).await)
    }

    async fn give_names(&self, caller: &Caller, id: InvitationDraftId, wish: NamesWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.keep_names(caller, id, wish).await)
    }

    async fn choose_place(&self, caller: &Caller, id: InvitationDraftId, code: OdsCode) -> Answer<Receipt> {
        answer(caller.visit.request, self.keep_place(caller, id, &code).await)
    }

    async fn choose_offer(&self, caller: &Caller, id: InvitationDraftId, wish: OfferWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.keep_offer(caller, id, wish).await)
    }

    async fn choose_language(&self, caller: &Caller, id: InvitationDraftId, language: Language) -> Answer<Receipt> {
        answer(caller.visit.request, self.keep_language(caller, id, language).await)
    }

    async fn send(&self, caller: &Caller, id: InvitationDraftId, seen: &str) -> Answer<Receipt> {
        answer(caller.visit.request, self.send_invitation(caller, id, seen).await)
    }

    async fn list(&self, caller: &Caller, search: InvitationSearch) -> Answer<InvitationList> {
        answer(caller.visit.request, self.list_invitations(caller, search).await)
    }

    async fn correct(&self, caller: &Caller, id: NewUserId, email: EmailAddress) -> Answer<Receipt> {
        answer(caller.visit.request, self.correct_invitation(caller, id, email).await)
    }
}

impl Doorkeeper {
    /// The caller's own draft; nobody else's is there.
    async fn own_draft(&self, caller: &Caller, id: InvitationDraftId) -> Act<InvitationDraft> {
        let draft = self.read().invitations().draft(id, caller.person).await?;
        Ok(draft.ok_or(Refusal::NotFound)?)
    }

    /// Keeps a draft, and goes on to a step; to the end where it was sent meanwhile.
    async fn keep(&self, draft: &InvitationDraft, then: Step) -> Act<Receipt> {
        let mut change = self.change().await?;
        let kept = change.invitations().put_draft(draft, self.now()).await?;
        change.commit_housekeeping(Housekeeping::Draft).await?;
        let then = if kept { then } else { Step::Sent };
        Ok(Receipt::go_to(then.page(draft.id)))
    }

    async fn keep_email(&self, caller: &Caller, wish: EmailWish) -> Act<Receipt> {
        self.must_decide_somewhere(caller).await?;
        let before = match wish.id {
            Some(id) => Some(self.own_draft(caller, id).await?),
            None => None,
        };
        let known = self.account_in_sight(caller, &wish.email).await?;
        let same = before
            .as_ref()
            .is_some_and(|draft| draft.email.key() == wish.email.key());
        let draft = match before {
            Some(draft) if same => InvitationDraft {
                email: wish.email,
                ..draft
            },
            // Another person: what was said of the one before is not said of this one.
            before => InvitationDraft {
                id: before
                    .as_ref()
                    .map_or_else(|| InvitationDraftId::new(storage::fresh(self.now())), |draft| draft.id),
                inviter: caller.person,
                email: wish.email,
                // The one whose address was wrong is the same person still.
                names: known
                    .as_ref()
                    .map(|known| (known.first_name.clone(), known.last_name.clone()))
                    .or_else(|| {
                        let before = before.as_ref().filter(|draft| draft.replaces.is_some())?;
                        before.names.clone()
                    }),
                organisation: match &before {
                    Some(draft) => draft.organisation,
                    None => self.settled_place(caller, wish.organisation.as_ref()).await?,
                },
                offer: before.as_ref().and_then(|draft| draft.offer),
                language: known.map_or(caller.visit.language, |known| known.language),
                replaces: before.as_ref().and_then(|draft| draft.replaces),
                sent: before.and_then(|draft| draft.sent),
            },
        };
        let then = match draft.replaces {
            Some(_) => draft.next_step(),
            None => Step::Names,
        };
        self.keep(&draft, then).await
    }

    /// The account with an address, where the caller may see whose it is.
    async fn account_in_sight(&self, caller: &Caller, email: &EmailAddress) -> Act<Option<Account>> {
        let mut read = self.read();
        let account = read.people().by_email(email).await?;
        let Some(account) = account.filter(|account| account.state == AccountState::Confirmed) else {
            return Ok(None);
        };
        let seen = read.people().user(account.id, Scope::of(caller), self.now()).await?;
        Ok(seen.map(|_| account))
    }

    /// The organisation that there is no question about: the one that the caller came from, or the only one.
    async fn settled_place(&self, caller: &Caller, code: Option<&OdsCode>) -> Act<Option<OrganisationId>> {
        if let Some(code) = code {
            return Ok(self
                .place_to_invite_to(caller, code)
                .await
                .ok()
                .map(|(organisation, _)| organisation.id));
        }
        let (scope, now) = (Scope::of(caller), self.now());
        let (found, more) = self.read().new_users().places(scope, "", now, 1).await?;
        let Some(only) = found.first().filter(|_| !more) else {
            return Ok(None);
        };
        Ok(self.read().organisations().by_code(&only.code).await?.map(|one| one.id))
    }

    /// An organisation that the caller may invite to, and in which capacity.
    async fn place_to_invite_to(&self, caller: &Caller, code: &OdsCode) -> Act<(Organisation, Capacity)> {
        let organisation = self.organisation(code).await?;
        let standing = self.standing(caller, &organisation).await?;
        // Writing asks for no recent proof; sending does.
        let insider = Insider::of(caller, &standing, Action::GrantRoles)?;
        organisation.must_be_open()?;
        if grantable(organisation.kind, insider.capacity()).is_empty() {
            return Err(Refusal::NotAllowed.into());
        }
        Ok((organisation, insider.capacity()))
    }

    async fn keep_names(&self, caller: &Caller, id: InvitationDraftId, wish: NamesWish) -> Act<Receipt> {
        let draft = InvitationDraft {
            names: Some((wish.first_name, wish.last_name)),
            ..self.own_draft(caller, id).await?
        };
        self.keep(&draft, draft.next_step()).await
    }

    async fn keep_place(&self, caller: &Caller, id: InvitationDraftId, code: &OdsCode) -> Act<Receipt> {
        let draft = self.own_draft(caller, id).await?;
        let (organisation, _) = self.place_to_invite_to(caller, code).await?;
        let same = draft.organisation == Some(organisation.id);
        let draft = InvitationDraft {
            organisation: Some(organisation.id),
            // Roles and rosters are those of an organisation.
            offer: draft.offer.filter(|_| same),
            ..draft
        };
        self.keep(&draft, draft.next_step()).await
    }

    async fn keep_offer(&self, caller: &Caller, id: InvitationDraftId, wish: OfferWish) -> Act<Receipt> {
        let draft = self.own_draft(caller, id).await?;
        let Some(organisation) = draft.organisation else {
            return Ok(Receipt::go_to(draft.next_step().page(id)));
        };
        let organisation = self.of_draft(organisation).await?;
        let (organisation, capacity) = self.place_to_invite_to(caller, &organisation.code).await?;
        self.must_be_offered(&organisation, capacity, wish).await?;
        let draft = InvitationDraft {
            offer: Some(wish.offer(self.now())),
            ..draft
        };
        self.keep(&draft, draft.next_step()).await
    }

    /// Refuses what cannot be offered there, or not by whoever invites in this capacity.
    async fn must_be_offered(&self, organisation: &Organisation, capacity: Capacity, wish: OfferWish) -> Act<()> {
        if !can_be_given(wish.role, organisation.kind) {
            return Err(FieldErrors::one(Field::Role, why_not_given(wish.role)).into());
        }
        if !may_grant(capacity, wish.role) {
            return Err(Refusal::NotAllowed.into());
        }
        let rosters = open_ones(self.read().rosters().of_organisation(organisation.id).await?);
        if wish.roster.is_some_and(|id| rosters.iter().all(|one| one.id != id)) {
            return Err(FieldErrors::one(Field::Roster, Problem::NoSuchRoster).into());
        }
        wish.days.span(wish.role, wish.roster, None, self.now())?;
        Ok(())
    }

    async fn keep_language(&self, caller: &Caller, id: InvitationDraftId, language: Language) -> Act<Receipt> {
        let draft = InvitationDraft {
            language,
            ..self.own_draft(caller, id).await?
        };
        self.keep(&draft, draft.next_step()).await
    }

    /// The organisation of a draft, whatever has become of it.
    async fn of_draft(&self, id: OrganisationId) -> Act<Organisation> {
        let organisation = self.read().organisations().by_id(id).await?;
        Ok(organisation.ok_or(Failure::Gone("an organisation"))?)
    }
}

/// The page on which a draft is checked.
const fn check_page(id: InvitationDraftId) -> Page {
    Step::Check.page(id)
}

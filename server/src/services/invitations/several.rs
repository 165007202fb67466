//! Several invitations at once: what was pasted is kept, looked at line by line ([`looking`]), and sent ([`sending`]), a
//! change of its own for each line, so that one that cannot be sent stops no other. What came of each is kept, so that a second
//! post, or one after the server stopped half-way, sends nothing twice. What is beyond the day's limit stays open.

mod looking;
mod sending;

use async_trait::async_trait;
use domain::invitations::several::{
    InvitesSeveral, SendSeveralWish, SeveralDraftView, SeveralInvitations, SeveralInvitationsForm,
    SeveralInvitationsView,
};
use domain::members::roles::grantable;
use domain::permission::{Action, Insider};
use domain::{Answer, Caller, OdsCode, Page, Receipt, Refusal, SeveralInvitationsId};
use storage::Housekeeping;

use super::draft::day;
use crate::services::Doorkeeper;
use crate::services::rosters::open_ones;
use crate::services::stopped::{Act, Failure, answer};

#[async_trait]
impl InvitesSeveral for Doorkeeper {
    async fn choose_place(&self, caller: &Caller, id: Option<SeveralInvitationsId>, code: OdsCode) -> Answer<Receipt> {
        answer(
            caller.visit.request,
            self.choose_place_for_several(caller, id, &code).await,
        )
    }

    async fn draft(&self, caller: &Caller, id: SeveralInvitationsId) -> Answer<SeveralDraftView> {
        answer(caller.visit.request, self.show_several_draft(caller, id).await)
    }

    async fn write(&self, caller: &Caller, form: SeveralInvitationsForm) -> Answer<Receipt> {
        answer(caller.visit.request, self.write_several(caller, form).await)
    }

    async fn show(&self, caller: &Caller, id: SeveralInvitationsId) -> Answer<SeveralInvitationsView> {
        answer(caller.visit.request, self.show_several_invitations(caller, id).await)
    }

    async fn send(&self, caller: &Caller, wish: SendSeveralWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.send_several(caller, wish).await)
    }
}

impl Doorkeeper {
    /// What the caller wrote; nobody else's is there.
    pub(super) async fn own_several(&self, caller: &Caller, id: SeveralInvitationsId) -> Act<SeveralInvitations> {
        let several = self.read().invitations().several(id, caller.person).await?;
        Ok(several.ok_or(Refusal::NotFound)?)
    }

    /// Keeps what was written, and goes on; to what came of it where it was confirmed meanwhile.
    async fn keep_several(&self, several: &SeveralInvitations) -> Act<Receipt> {
        let mut change = self.change().await?;
        let kept = change.invitations().put_several(several, self.now()).await?;
        change.commit_housekeeping(Housekeeping::Draft).await?;
        Ok(Receipt::go_to(if kept {
            several.next_page()
        } else {
            Page::InviteSeveralCheck(several.id)
        }))
    }

    async fn choose_place_for_several(
        &self,
        caller: &Caller,
        id: Option<SeveralInvitationsId>,
        code: &OdsCode,
    ) -> Act<Receipt> {
        self.must_decide_somewhere(caller).await?;
        let before = match id {
            Some(id) => Some(self.own_several(caller, id).await?),
            None => None,
        };
        let (organisation, _) = self.place_to_invite_to(caller, code).await?;
        let several = match before {
            Some(before) => SeveralInvitations {
                // Roles and rosters are those of an organisation.
                offer: before.offer.filter(|_| before.organisation == organisation.id),
                organisation: organisation.id,
                ..before
            },
            None => SeveralInvitations {
                id: SeveralInvitationsId::new(storage::fresh(self.now())),
                inviter: caller.person,
                organisation: organisation.id,
                offer: None,
                language: caller.visit.language,
                people: String::new(),
                began: None,
            },
        };
        self.keep_several(&several).await
    }

    async fn show_several_draft(&self, caller: &Caller, id: SeveralInvitationsId) -> Act<SeveralDraftView> {
        self.note_use(caller, None).await?;
        let several = self.own_several(caller, id).await?;
        let organisation = self.of_draft(several.organisation).await?;
        let mut read = self.read();
        let standing = read
            .members()
            .standing(caller.person, organisation.id, self.now())
            .await?;
        let insider = standing.and_then(|standing| Insider::of(caller, &standing, Action::GrantRoles).ok());
        let rosters = read.rosters().of_organisation(organisation.id).await?;
        let offer = several.offer;
        let roster = offer.and_then(|offer| offer.roster);
        let view = read.organisations().view(&organisation.code).await?;
        Ok(SeveralDraftView {
            id,
            began: several.began.is_some(),
            organisation: view.ok_or(Failure::Gone("an organisation"))?,
            role: offer.map(|offer| offer.role),
            roster: rosters.iter().find(|one| Some(one.id) == roster).cloned(),
            starts_day: day(offer.and_then(|offer| offer.starts)),
            ends_day: day(offer.and_then(|offer| offer.ends)),
            language: several.language,
            people: several.people,
            grantable: insider
                .map(|insider| grantable(organisation.kind, insider.capacity()))
                .unwrap_or_default(),
            rosters: open_ones(rosters),
        })
    }

    async fn write_several(&self, caller: &Caller, form: SeveralInvitationsForm) -> Act<Receipt> {
        let (id, people) = form.pasted()?;
        let several = SeveralInvitations {
            people,
            ..self.own_several(caller, id).await?
        };
        // What is too long to be shown again without scripts is in the draft.
        let kept = self.keep_several(&several).await?;
        if several.began.is_some() {
            return Ok(kept);
        }
        let wish = form.parse()?;
        let organisation = self.of_draft(several.organisation).await?;
        let (organisation, capacity) = self.place_to_invite_to(caller, &organisation.code).await?;
        self.must_be_offered(&organisation, capacity, wish.offer).await?;
        let several = SeveralInvitations {
            offer: Some(wish.offer.offer(self.now())),
            language: wish.language,
            people: wish.people,
            ..several
        };
        self.keep_several(&several).await
    }
}

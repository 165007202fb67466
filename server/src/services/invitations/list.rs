//! The list of invitations, and the drafts of whoever looks.

use domain::invitations::{DraftRow, InvitationList, InvitationSearch, Shows};
use domain::list::{Beside, Counted, Place};
use domain::permission::Scope;
use domain::{Caller, Refusal};
use storage::ListedDraft;

use crate::services::Doorkeeper;
use crate::services::sessions::decides_somewhere;
use crate::services::stopped::Act;

impl Doorkeeper {
    pub(super) async fn list_invitations(&self, caller: &Caller, search: InvitationSearch) -> Act<InvitationList> {
        let now = self.now();
        let standings = self.standings(caller).await?;
        let mut read = self.read();
        if !caller.support && !decides_somewhere(&standings) {
            return Err(Refusal::NotAllowed.into());
        }
        let drafts = match search.shows {
            Shows::All | Shows::Drafts if search.place == Place::First => {
                let drafts = read.invitations();
                drafts.drafts(caller.person, &search.organisation).await?
            }
            _ => Vec::new(),
        };
        let drafts = drafts.into_iter().map(shown).collect();
        if search.shows == Shows::Drafts {
            return Ok(InvitationList {
                drafts,
                rows: Vec::new(),
                count: Counted::default(),
                beside: Beside::default(),
            });
        }
        let page = read.invitations().page(Scope::of(caller), &search, now).await?;
        Ok(InvitationList {
            drafts,
            rows: page.rows,
            count: page.count,
            beside: page.beside,
        })
    }
}

fn shown(listed: ListedDraft) -> DraftRow {
    DraftRow {
        id: listed.draft.id,
        next_step: listed.draft.next_step(),
        email: listed.draft.email.to_string(),
        name: listed.draft.full_name(),
        organisation: listed.organisation,
        changed_at: listed.changed_at.in_london(),
    }
}

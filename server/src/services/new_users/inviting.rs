//! The letter of an invitation. What its link opens is in [`super::invited`].

use chrono::TimeDelta;
use domain::letter::LetterText;
use domain::new_users::{INVITATION_DAYS, NewUser};
use domain::organisations::Organisation;
use domain::rosters::RosterView;
use domain::{Moment, PersonId, Refusal};
use storage::Change;

use crate::services::Doorkeeper;
use crate::services::stopped::Act;

/// Until when an invitation that is sent now holds: to the full hour, so that the letter is the one that was checked some
/// minutes before.
pub(in crate::services) fn invitation_end(now: Moment) -> Moment {
    let end = now.plus(TimeDelta::days(INVITATION_DAYS));
    let begun = end.utc().timestamp().rem_euclid(3600);
    let cut = end.plus(-TimeDelta::seconds(begun));
    if begun == 0 { cut } else { cut.plus(TimeDelta::hours(1)) }
}

/// What the letter of an invitation says: the very words that its writer checks. `by` is the name of whoever invites.
pub(in crate::services) fn invitation_text(
    user: &NewUser,
    organisation: &Organisation,
    rosters: &[RosterView],
    by: String,
) -> Option<LetterText> {
    let first = user.roles.first()?;
    Some(LetterText::Invitation {
        organisation: organisation.name.clone(),
        role: first.role,
        only_for: first.limit(rosters).map(|limit| limit.full_name()),
        by,
        until: user.invited_until?.in_london(),
    })
}

impl Doorkeeper {
    /// Posts the letter with a new link to the account of the address, whatever that is.
    pub(super) async fn invite(
        &self,
        change: &mut Change,
        user: &NewUser,
        account: PersonId,
        organisation: &Organisation,
        now: Moment,
    ) -> Act<()> {
        let by = change.people().account(user.given_by).await?;
        let by = by.map(|by| by.full_name()).unwrap_or_default();
        let rosters = change.rosters().of_organisation(organisation.id).await?;
        // An invitation whose roles were all removed meanwhile has nothing to offer.
        let text = invitation_text(user, organisation, &rosters, by).ok_or(Refusal::NoLongerStands)?;
        Ok(self.with.post_invitation(change, user, account, text, now).await?)
    }
}

//! Giving up letters that wait, because what they tell of is no more.

use domain::{Moment, OrganisationId, PersonId};

use crate::repositories::Outbox;
use crate::{Change, Result};

impl Outbox<'_, Change> {
    /// Gives up the letters that wait for a person, and says why; their tokens are blanked. A letter that is leased goes.
    pub async fn give_up_waiting(self, person: PersonId, now: Moment, why: &str) -> Result<u64> {
        self.link
            .sql(
                "UPDATE outbox SET state = 'gave_up', last_answer = $3, sealed = NULL
                 WHERE person_id = $1 AND state = 'waiting' AND leased_until <= $2",
            )
            .bind(person.uuid())
            .bind(now.utc())
            .bind(why)
            .run()
            .await
    }

    /// Gives up the letter that waits to tell somebody that they were added or invited to an organisation; says why.
    pub async fn give_up_offer(
        self,
        person: PersonId,
        organisation: OrganisationId,
        now: Moment,
        why: &str,
    ) -> Result<u64> {
        self.link
            .sql(
                "UPDATE outbox SET state = 'gave_up', last_answer = $4, sealed = NULL
                 WHERE person_id = $1 AND organisation_id = $2 AND letter IN ('added_to_organisation', 'invitation', 'invitation_reminder')
                   AND state = 'waiting' AND leased_until <= $3",
            )
            .bind(person.uuid())
            .bind(organisation.uuid())
            .bind(now.utc())
            .bind(why)
            .run()
            .await
    }
}

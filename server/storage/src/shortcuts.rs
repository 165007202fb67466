//! Whether a person's keyboard shortcuts are on.

use domain::PersonId;

use crate::repositories::Shortcuts;
use crate::{Change, Result};

impl<Way> Shortcuts<'_, Way> {
    /// Whether they are on; off for nobody.
    pub async fn are_on(self, person: PersonId) -> Result<bool> {
        let row: Option<(bool,)> = self
            .link
            .sql("SELECT shortcuts FROM people WHERE id = $1")
            .bind(person.uuid())
            .optional()
            .await?;
        Ok(row.is_some_and(|(on,)| on))
    }
}

impl Shortcuts<'_, Change> {
    /// Switches them for a person; false where it was so already, or where the account is not open.
    pub async fn switch(self, person: PersonId, on: bool) -> Result<bool> {
        let switched = self
            .link
            .sql(
                "UPDATE people SET shortcuts = $2, version = version + 1
                 WHERE id = $1 AND state = 'confirmed' AND shortcuts <> $2",
            )
            .bind(person.uuid())
            .bind(on)
            .run()
            .await?;
        Ok(switched == 1)
    }
}

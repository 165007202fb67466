//! Profiles: what practices say about themselves. What the register says about them is in `organisations.rs`.

use domain::organisations::Profile;
use domain::{EmailAddress, Moment, OrganisationId, PersonId};
use sqlx::FromRow;

use crate::error::readable;
use crate::repositories::Profiles;
use crate::{Change, Result};

/// A profile, with the number of times it has been changed; none at all is an empty one, never changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeptProfile {
    /// The profile.
    pub profile: Profile,
    /// How often it has been changed.
    pub version: i64,
}

#[derive(FromRow)]
struct ProfileRow {
    email: Option<String>,
    telephone: Option<String>,
    address_lines: Option<String>,
    opening_hours: Option<String>,
    version: i64,
}

impl<Way> Profiles<'_, Way> {
    /// What an organisation says about itself.
    pub async fn of(self, organisation: OrganisationId) -> Result<KeptProfile> {
        let row: Option<ProfileRow> = self
            .link
            .sql(
                "SELECT email, telephone, address_lines, opening_hours, version
                 FROM profiles
                 WHERE organisation_id = $1",
            )
            .bind(organisation.uuid())
            .optional()
            .await?;
        let Some(row) = row else {
            return Ok(KeptProfile::default());
        };
        let email = match row.email {
            Some(email) => Some(readable(EmailAddress::parse(&email).ok(), "e-mail address")?),
            None => None,
        };
        Ok(KeptProfile {
            profile: Profile {
                email,
                telephone: row.telephone,
                address_lines: row.address_lines,
                opening_hours: row.opening_hours,
            },
            version: row.version,
        })
    }
}

impl Profiles<'_, Change> {
    /// Keeps a profile; false where it is no longer at the version that its writer saw.
    pub async fn save(
        self,
        organisation: OrganisationId,
        profile: &Profile,
        version: i64,
        by: PersonId,
        now: Moment,
    ) -> Result<bool> {
        let saved = self
            .link
            .sql(
                "INSERT INTO profiles (organisation_id, email, telephone, address_lines, opening_hours, version, changed_at,
                     changed_by)
                 SELECT $1, $2, $3, $4, $5, 1, $6, $7
                 WHERE $8 = 0 OR EXISTS (SELECT 1 FROM profiles WHERE organisation_id = $1)
                 ON CONFLICT (organisation_id) DO UPDATE SET
                     email = excluded.email, telephone = excluded.telephone, address_lines = excluded.address_lines,
                     opening_hours = excluded.opening_hours, version = profiles.version + 1,
                     changed_at = excluded.changed_at, changed_by = excluded.changed_by
                 WHERE profiles.version = $8",
            )
            .bind(organisation.uuid())
            .bind(profile.email.as_ref().map(EmailAddress::as_typed))
            .bind(profile.telephone.as_deref())
            .bind(profile.address_lines.as_deref())
            .bind(profile.opening_hours.as_deref())
            .bind(now.utc())
            .bind(by.uuid())
            .bind(version)
            .run()
            .await?;
        Ok(saved == 1)
    }
}

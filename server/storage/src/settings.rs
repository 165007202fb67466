//! Settings that belong to the database rather than to the process, such as the mark of a demo.

use crate::repositories::Settings;
use crate::{Change, Result};

impl<Way> Settings<'_, Way> {
    /// The value of a setting.
    pub async fn get(self, name: &str) -> Result<Option<String>> {
        let row: Option<(String,)> = self
            .link
            .sql("SELECT value FROM settings WHERE name = $1")
            .bind(name)
            .optional()
            .await?;
        Ok(row.map(|(value,)| value))
    }
}

impl Settings<'_, Change> {
    /// Gives a setting its value.
    pub async fn put(self, name: &str, value: &str) -> Result<()> {
        self.link
            .sql(
                "INSERT INTO settings (name, value) VALUES ($1, $2)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            )
            .bind(name)
            .bind(value)
            .run()
            .await?;
        Ok(())
    }
}

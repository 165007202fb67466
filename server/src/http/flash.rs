//! The flash: what a plain form's post leaves for the page after it, in one row for each browser (by the hash of its visit
//! cookie). Ten minutes, 16 kB, replaced by the next post, never used up by a GET. Its meaning is in `app::flash`.

use app::flash::{Flash, FlashOutcome};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use domain::Visit;
use serde::{Deserialize, Serialize};
use storage::Housekeeping;

use super::Edge;
use crate::secrets;

const LASTS: TimeDelta = TimeDelta::minutes(10);
const MOST_BYTES: usize = 16 * 1024;

/// A flash as it is kept: the page by its hash, for the path of a confirmation holds a token.
#[derive(Serialize, Deserialize)]
struct Kept {
    form: String,
    page: String,
    outcome: FlashOutcome,
    typed: Vec<(String, String)>,
}

/// Keeps a flash in place of the one before.
pub(super) async fn keep(edge: &Edge, visit: &Visit, flash: Flash) -> Result<(), storage::Error> {
    let Some(key) = &visit.key else { return Ok(()) };
    let Flash {
        form,
        page,
        outcome,
        typed,
    } = flash;
    let mut kept = Kept {
        form,
        page: hashed(&page),
        outcome,
        typed,
    };
    let mut body = serde_json::to_string(&kept).unwrap_or_default();
    if body.len() > MOST_BYTES {
        kept.typed.clear();
        body = serde_json::to_string(&kept).unwrap_or_default();
    }
    let mut change = edge.store.change().await?;
    change.flashes().put(key, &body, edge.clock.now().plus(LASTS)).await?;
    change.commit_housekeeping(Housekeeping::Flash).await
}

/// Takes the flash before away: there was a post since.
pub(super) async fn clear(edge: &Edge, visit: &Visit) -> Result<(), storage::Error> {
    let Some(key) = &visit.key else { return Ok(()) };
    if edge.store.read().flashes().of(key, edge.clock.now()).await?.is_none() {
        return Ok(());
    }
    let mut change = edge.store.change().await?;
    change.flashes().remove(key).await?;
    change.commit_housekeeping(Housekeeping::Flash).await
}

/// What the last post left for this page.
pub(super) async fn read(edge: &Edge, visit: &Visit, path: &str) -> Result<Option<Flash>, storage::Error> {
    let Some(key) = &visit.key else { return Ok(None) };
    let Some(body) = edge.store.read().flashes().of(key, edge.clock.now()).await? else {
        return Ok(None);
    };
    let kept = serde_json::from_str::<Kept>(&body)
        .ok()
        .filter(|kept| kept.page == hashed(path));
    Ok(kept.map(
        |Kept {
             form, outcome, typed, ..
         }| Flash {
            form,
            page: path.to_owned(),
            outcome,
            typed,
        },
    ))
}

fn hashed(path: &str) -> String {
    URL_SAFE_NO_PAD.encode(secrets::hash(path))
}

//! The flash: what a plain form's post leaves for the page after it, in one row for each browser (by the hash of its visit
//! cookie). Ten minutes, 16 kB, replaced by the next post, never used up by a GET. Its meaning is in `app::flash`.
//!
//! Beside it a browser can have one *kept form*: what somebody typed into a form that had to wait, because the session had
//! ended or something had to be shown first. It is for that person alone, survives the sign-in (which gives the browser
//! another key), and goes when that form is sent again.

use app::flash::{Flash, FlashOutcome};
use app::services::Asking;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use domain::{Page, PersonId, Visit};
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

impl Kept {
    fn body(flash: Flash) -> String {
        let mut kept = Self {
            form: flash.form,
            page: hashed(&flash.page),
            outcome: flash.outcome,
            typed: flash.typed,
        };
        let body = serde_json::to_string(&kept).unwrap_or_default();
        if body.len() <= MOST_BYTES {
            return body;
        }
        kept.typed.clear();
        serde_json::to_string(&kept).unwrap_or_default()
    }

    fn for_page(body: Option<String>, path: &str) -> Option<Flash> {
        let kept = read_body(body).filter(|kept| kept.page == hashed(path))?;
        Some(Flash {
            form: kept.form,
            page: path.to_owned(),
            outcome: kept.outcome,
            typed: kept.typed,
        })
    }
}

fn read_body(body: Option<String>) -> Option<Kept> {
    body.and_then(|body| serde_json::from_str(&body).ok())
}

/// Keeps a flash in place of the one before.
pub(super) async fn keep(edge: &Edge, visit: &Visit, flash: Flash) -> Result<(), storage::Error> {
    let Some(key) = &visit.key else { return Ok(()) };
    let body = Kept::body(flash);
    let mut change = edge.store.change().await?;
    change.flashes().put(key, &body, edge.clock.now().plus(LASTS)).await?;
    change.commit_housekeeping(Housekeeping::Flash).await
}

/// Keeps a form for one person alone, until it is sent again.
pub(super) async fn keep_form(
    edge: &Edge,
    visit: &Visit,
    person: PersonId,
    flash: Flash,
) -> Result<(), storage::Error> {
    let Some(key) = &visit.key else { return Ok(()) };
    let body = Kept::body(flash);
    let mut change = edge.store.change().await?;
    change.flashes().remove(key).await?;
    change
        .flashes()
        .put_for(&form_key(key), &body, person, edge.clock.now().plus(LASTS))
        .await?;
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

/// Takes away what was kept of a form: it has been sent again, and answered.
pub(super) async fn settle(edge: &Edge, asking: &Asking, form: &str) -> Result<(), storage::Error> {
    let (Some(key), Some(caller)) = (&asking.visit.key, &asking.caller) else {
        return Ok(());
    };
    let (form_key, now) = (form_key(key), edge.clock.now());
    let body = edge
        .store
        .read()
        .flashes()
        .of_person(&form_key, caller.person, now)
        .await?;
    if read_body(body).is_none_or(|kept| kept.form != form) {
        return Ok(());
    }
    let mut change = edge.store.change().await?;
    change.flashes().remove(&form_key).await?;
    change.commit_housekeeping(Housekeeping::Flash).await
}

/// Hands a kept form on to the browser's next visit cookie. `signed_in` is whoever is signed in by then: what another
/// person typed is dropped.
pub(super) async fn hand_on(
    edge: &Edge,
    from: &str,
    to: &str,
    signed_in: Option<PersonId>,
) -> Result<(), storage::Error> {
    let (from, to) = (form_key(&secrets::hash(from)), form_key(&secrets::hash(to)));
    let Some(whose) = edge.store.read().flashes().whose(&from, edge.clock.now()).await? else {
        return Ok(());
    };
    let mut change = edge.store.change().await?;
    if signed_in.is_none_or(|person| person == whose) {
        change.flashes().hand_on(&from, &to, whose).await?;
    } else {
        change.flashes().remove(&from).await?;
    }
    change.commit_housekeeping(Housekeeping::Flash).await
}

/// What the last post left for this page, or what this person's form there waits with.
pub(super) async fn read(edge: &Edge, asking: &Asking, path: &str) -> Result<Option<Flash>, storage::Error> {
    let Some(key) = &asking.visit.key else { return Ok(None) };
    let now = edge.clock.now();
    let body = edge.store.read().flashes().of(key, now).await?;
    let last = Kept::for_page(body, path);
    let Some(caller) = &asking.caller else { return Ok(last) };
    if matches!(&last, Some(flash) if matches!(flash.outcome, FlashOutcome::Failed(_))) {
        return Ok(last);
    }
    let body = edge
        .store
        .read()
        .flashes()
        .of_person(&form_key(key), caller.person, now)
        .await?;
    Ok(match (Kept::for_page(body, path), last) {
        (None, last) => last,
        // What was done meanwhile is said in place of why the form had to wait.
        (Some(kept), Some(last)) => Some(Flash {
            outcome: match last.outcome {
                FlashOutcome::Done(notice) => FlashOutcome::Kept(notice),
                outcome => outcome,
            },
            ..kept
        }),
        (kept, None) => kept,
    })
}

/// The key of a browser's kept form.
fn form_key(key: &[u8]) -> Vec<u8> {
    secrets::hash(&format!("kept form of {}", URL_SAFE_NO_PAD.encode(key)))
}

/// A page, however its address was written.
fn hashed(path: &str) -> String {
    let path = Page::parse(path).map_or_else(|| path.to_owned(), |(page, language)| page.path(language));
    URL_SAFE_NO_PAD.encode(secrets::hash(&path))
}

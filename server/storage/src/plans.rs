//! How the databases go about what is asked of them, noted for tests: each statement that runs within [`noted`] is
//! explained first, with the values that it is bound to. Nothing is noted otherwise, and nothing of it is shown to anybody.

use std::collections::BTreeMap;
use std::panic::Location;
use std::sync::{Arc, Mutex, PoisonError};

/// How one statement was to be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// File and line that asked.
    pub from: String,
    /// The statement.
    pub text: String,
    /// The steps, as the database words them.
    pub steps: Vec<String>,
}

/// By file and line, and by text: one line of a program may ask in several ways.
type Notes = Arc<Mutex<BTreeMap<(String, String), Vec<String>>>>;

tokio::task_local! {
    static NOTES: Notes;
}

/// Does something, and notes how each of its statements was to be answered: the first time that it ran. What it hands to
/// other tasks is not seen.
pub async fn noted<T>(act: impl Future<Output = T>) -> (T, Vec<Plan>) {
    let notes = Notes::default();
    let done = NOTES.scope(notes.clone(), act).await;
    let notes = std::mem::take(&mut *notes.lock().unwrap_or_else(PoisonError::into_inner));
    let plan = |((from, text), steps)| Plan { from, text, steps };
    (done, notes.into_iter().map(plan).collect())
}

/// Whether somebody wants to know, and does not yet, how this statement is answered.
pub(crate) fn wanted(from: &Location<'_>, text: &str) -> bool {
    let unknown = |notes: &Notes| {
        let notes = notes.lock().unwrap_or_else(PoisonError::into_inner);
        !notes.contains_key(&(place(from), text.to_owned()))
    };
    NOTES.try_with(unknown).unwrap_or(false)
}

/// Notes it.
pub(crate) fn note(from: &Location<'_>, text: &str, steps: Vec<String>) {
    // Without anybody who wants to know there is nowhere to note it.
    let _ = NOTES.try_with(|notes| {
        let mut notes = notes.lock().unwrap_or_else(PoisonError::into_inner);
        notes.insert((place(from), text.to_owned()), steps);
    });
}

fn place(from: &Location<'_>) -> String {
    format!("{}:{}", from.file(), from.line())
}

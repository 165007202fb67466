//! Happenings: what a commit tells everybody who listens, in every server process. Which tables an event changes stands in
//! `domain::live`, how a happening travels between processes in `sql.rs`; who may hear of it is asked where it is heard.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use domain::audit::Entry;
use domain::live::{Happening, Noun};
use domain::{OrganisationId, PersonId};
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::broadcast::{Receiver, Sender, channel};
use uuid::Uuid;

use crate::Result;
use crate::sql::{Engine, Link};

/// How many happenings a listener may be behind before it is told to look at everything again.
const BEHIND_MOST: usize = 256;
/// How many happenings of one change are told one by one; an import changes thousands.
const ONE_BY_ONE: usize = 64;
/// How [`Heard::Everything`] travels.
const EVERYTHING: &str = "everything";

/// What a listener hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Heard {
    /// Something of one noun has changed.
    One(Happening),
    /// Much may have changed, or something was missed: look at everything again.
    Everything,
}

impl Heard {
    /// How it travels.
    pub(crate) fn text(self) -> String {
        match self {
            Self::One(happening) => happening.to_string(),
            Self::Everything => EVERYTHING.to_owned(),
        }
    }

    /// Reads what has travelled; what a newer version of this program says may be anything.
    pub(crate) fn read(text: &str) -> Self {
        Happening::parse(text).map_or(Self::Everything, Self::One)
    }
}

/// Where happenings are told, inside this process. Cheap to clone; all clones are one.
#[derive(Clone)]
pub(crate) struct Happenings {
    told: Sender<Heard>,
    listening: Arc<OnceLock<()>>,
}

impl Happenings {
    pub(crate) fn new() -> Self {
        Self {
            told: channel(BEHIND_MOST).0,
            listening: Arc::default(),
        }
    }

    /// Tells everybody in this process.
    pub(crate) fn tell(&self, heard: Heard) {
        // An error means that nobody listens.
        let _ = self.told.send(heard);
    }

    /// Whoever asks hears what is told from now on. With the first, this process begins to listen to the others.
    pub(crate) fn hear(&self, engine: &Engine) -> Hearing {
        let hearing = Hearing(self.told.subscribe());
        self.listening.get_or_init(|| engine.listen(self));
        hearing
    }
}

/// Hears what happens, as it happens.
pub struct Hearing(Receiver<Heard>);

impl Hearing {
    /// What is heard next. Safe to give up waiting for.
    pub async fn next(&mut self) -> Heard {
        match self.0.recv().await {
            Ok(heard) => heard,
            Err(RecvError::Lagged(_)) => Heard::Everything,
            // Nobody is left who could tell anything.
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }

    /// What has been told already.
    pub fn rest(&mut self) -> BTreeSet<Heard> {
        let mut rest = BTreeSet::new();
        loop {
            match self.0.try_recv() {
                Ok(heard) => rest.insert(heard),
                Err(TryRecvError::Lagged(_)) => rest.insert(Heard::Everything),
                Err(TryRecvError::Empty | TryRecvError::Closed) => return rest,
            };
        }
    }
}

/// What the entries of a change tell: each noun once for each organisation.
pub(crate) async fn of(link: &mut Link, entries: &[Entry]) -> Result<Vec<Heard>> {
    let mut happenings = BTreeSet::new();
    for entry in entries {
        let of_tables = entry.event.changes().iter().filter(|noun| **noun != Noun::Sessions);
        let nouns: Vec<Noun> = of_tables.copied().collect();
        let mut places = vec![entry.organisation];
        if let (None, Some(person), false) = (entry.organisation, entry.person, nouns.is_empty()) {
            places.extend(organisations_of(link, person).await?.into_iter().map(Some));
        }
        for organisation in places {
            happenings.extend(nouns.iter().map(|noun| Happening {
                organisation,
                noun: *noun,
            }));
        }
        // A session belongs to no organisation.
        if nouns.len() < entry.event.changes().len() {
            happenings.insert(Happening {
                organisation: None,
                noun: Noun::Sessions,
            });
        }
        if happenings.len() > ONE_BY_ONE {
            return Ok(vec![Heard::Everything]);
        }
    }
    Ok(happenings.into_iter().map(Heard::One).collect())
}

/// Where a person stands in a table: where they may act or might, and where they have asked to.
async fn organisations_of(link: &mut Link, person: PersonId) -> Result<Vec<OrganisationId>> {
    let rows: Vec<(Uuid,)> = link
        .sql(
            "SELECT m.organisation_id FROM members AS m WHERE m.person_id = $1
             UNION
             SELECT r.organisation_id FROM join_requests AS r WHERE r.person_id = $1",
        )
        .bind(person.uuid())
        .all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| OrganisationId::new(id)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_heard_reads_back_as_it_travelled() {
        let one = Heard::One(Happening {
            organisation: None,
            noun: Noun::People,
        });
        assert_eq!(Heard::read(&one.text()), one);
        assert_eq!(Heard::read(&Heard::Everything.text()), Heard::Everything);
        assert_eq!(Heard::read("what a newer version says"), Heard::Everything);
    }
}

//! A made-up country: as many people as somebody wants, spread over the organisations that there are, with memberships,
//! requests, medics, invitations, letters and lines of the audit. For the demo at its real size, for measuring, and for the test of
//! plans; everybody is invented. What the same seed gives is the same, but for the ids of lines of the audit.
//!
//! Who there is to be is decided in `country/people.rs`, by the names of `country/names.rs`, who was invited, in
//! `country/invitations.rs`; rows are written in `country/rows.rs`, many at a time.

mod dice;
mod invitations;
mod names;
mod people;
mod rows;

use domain::audit::{Actor, Entry, Event};
use domain::organisations::Kind;
use domain::{Moment, OrganisationId, RequestId};
use uuid::Uuid;

use self::dice::Dice;
use self::people::{Crowd, Place};
use crate::error::readable;
use crate::organisations::read_kind;
use crate::sql::Link;
use crate::{Housekeeping, Result, Store, fresh};

/// How many people one transaction brings.
const LOT: u32 = 2_500;

/// What is to be made up.
#[derive(Clone)]
pub struct Country {
    /// What it is made from.
    pub seed: u64,
    /// How many people.
    pub people: u32,
    /// The hash of everybody's password.
    pub password_hash: String,
    /// The present; everything lies in the three years before.
    pub now: Moment,
}

impl Country {
    /// Fills a store that has its organisations; `say` hears how many people there are by now.
    pub async fn fill(&self, store: &Store, say: &mut (dyn FnMut(u32) + Send)) -> Result<()> {
        let mut change = store.change().await?;
        let places = places(&mut change.link).await?;
        let mut dice = Dice(self.seed);
        let mut crowd = Crowd::new(self, places);
        let rosters = crowd.rosters(&mut dice);
        rows::rosters(&mut change.link, &rosters, self.now).await?;
        let mut entries: Vec<Entry> = rosters
            .iter()
            .map(|roster| {
                self.entry(Event::RosterAdded, self.now)
                    .for_organisation(roster.organisation)
            })
            .collect();
        entries.push(self.entry(Event::DemoSetUp, self.now));
        commit(change, entries).await?;
        let mut made = 0;
        while made < self.people {
            let many = LOT.min(self.people - made);
            crowd.come(many, &mut dice);
            // First how everybody came in, then how some of it ended: the audit keeps how they stood after each.
            let mut change = store.change().await?;
            rows::came(&mut change.link, &mut crowd, &self.password_hash).await?;
            commit(change, std::mem::take(&mut crowd.came)).await?;
            let mut change = store.change().await?;
            rows::ended(&mut change.link, &mut crowd).await?;
            commit(change, std::mem::take(&mut crowd.ended)).await?;
            made += many;
            say(made);
        }
        let mut change = store.change().await?;
        let entries = invitations::fill(&mut change.link, self).await?;
        commit(change, entries).await?;
        analyse(store).await
    }

    /// A line of the audit, said by the command line.
    fn entry(&self, event: Event, at: Moment) -> Entry {
        Entry::new(event, Actor::Command, at, RequestId::new(fresh(self.now)))
    }
}

/// Whether nobody and nothing has come to a store yet.
pub async fn is_empty(store: &Store) -> Result<bool> {
    let mut read = store.read();
    let (taken,): (bool,) = read
        .link
        .sql("SELECT EXISTS (SELECT 1 FROM organisations) OR EXISTS (SELECT 1 FROM people)")
        .one()
        .await?;
    Ok(!taken)
}

/// Has the database look at what it holds, so that it finds the best ways.
async fn analyse(store: &Store) -> Result<()> {
    let mut change = store.change().await?;
    change.link.sql("ANALYZE").run().await?;
    change.commit_housekeeping(Housekeeping::SearchTerms).await
}

async fn commit(change: crate::Change, mut entries: Vec<Entry>) -> Result<()> {
    match entries.pop() {
        Some(last) => change.commit_all(last, entries).await,
        None => Ok(()),
    }
}

/// The organisations that are open, the oldest rows first.
async fn places(link: &mut Link) -> Result<Vec<Place>> {
    let rows: Vec<(Uuid, String, String, String)> = link
        .sql("SELECT id, code, name, kind FROM organisations WHERE status = 'active' ORDER BY created_at, code")
        .all()
        .await?;
    let read = |(id, code, name, kind): (Uuid, String, String, String)| {
        let kind: Kind = read_kind(&kind)?;
        Ok(Place::new(
            OrganisationId::new(id),
            readable(domain::OdsCode::parse(&code).ok(), "code")?,
            name,
            kind,
        ))
    };
    rows.into_iter().map(read).collect()
}

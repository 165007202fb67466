//! The demo at the size of a country: its own cast, a made-up register of the real one's length, some trusts, and as many
//! people as somebody wants around them (`porthor demo --people N`). Only an empty database is filled.

use domain::audit::{Actor, Entry, Event};
use domain::password::Password;
use domain::{OrganisationId, RequestId};
use storage::country::{self, Country};

use super::cast::{self, ORGANISATIONS, PASSWORD};
use super::{broken, set_up};
use crate::Failure;
use crate::register::import_bytes;
use crate::register::synthetic::{Dialect, Synthetic};
use crate::services::Needed;

/// How many organisations the register has, as the real one.
pub const ORGANISATIONS_MOST: usize = 14_303;
/// So many people have one trust more.
const PEOPLE_A_TRUST: u32 = 25_000;
/// What the country is made from.
const SEED: u64 = 2026;

/// Fills an empty database with so many people, and marks it as a demo. `say` hears, line by line, how far it is.
pub async fn fill(needed: &Needed, people: u32, say: &mut (dyn FnMut(&str) + Send)) -> Result<(), Failure> {
    if !country::is_empty(&needed.store).await? {
        let sentence = "the database is not empty; `porthor demo` fills only one that is";
        return Err(Failure::Said(sentence.to_owned()));
    }
    set_up(needed).await?;
    say("the demo is set up");
    let figures = import_bytes(
        &needed.store,
        &*needed.clock,
        "demo",
        register().as_bytes(),
        false,
        &mut |_| {},
    )
    .await?;
    say(&format!("{} organisations", figures.read));
    trusts(needed, 1 + people / PEOPLE_A_TRUST).await?;
    let password = Password::typed(PASSWORD).map_err(|_| broken("a password"))?;
    let hash = needed.passwords.hash(password).await;
    let country = Country {
        seed: SEED,
        people,
        password_hash: hash.map_err(|broken| Failure::Said(broken.to_string()))?,
        now: needed.clock.now(),
    };
    country
        .fill(&needed.store, &mut |made| say(&format!("{made} of {people} people")))
        .await?;
    Ok(())
}

/// A register of the real one's length, without the codes of the demo's own organisations.
fn register() -> String {
    let made_up = Synthetic {
        seed: SEED,
        rows: u32::try_from(ORGANISATIONS_MOST + ORGANISATIONS.len()).unwrap_or(u32::MAX),
        dialect: Dialect::Current,
    };
    let own = |line: &&str| {
        !ORGANISATIONS
            .iter()
            .any(|own| line.contains(&format!("\"{}\",", own.code)))
    };
    let lines = made_up.csv();
    lines
        .split_inclusive('\n')
        .filter(own)
        .take(ORGANISATIONS_MOST)
        .collect()
}

/// Trusts, which the register does not list.
async fn trusts(needed: &Needed, many: u32) -> Result<(), Failure> {
    let now = needed.clock.now();
    let request = RequestId::new(storage::fresh(now));
    let mut change = needed.store.change().await?;
    let mut entries = Vec::new();
    for (letter, _) in ('A'..='Y').zip(0..many) {
        let row = cast::trust(&format!("R8{letter}"), &format!("YSBYTY {letter} HOSPITAL TRUST"));
        let id = OrganisationId::new(storage::fresh(now));
        if change
            .organisations()
            .add(id, &row.ok_or(broken("a trust"))?, now)
            .await?
        {
            entries.push(Entry::new(Event::OrganisationAdded, Actor::Command, now, request).for_organisation(id));
        }
    }
    match entries.pop() {
        Some(last) => Ok(change.commit_all(last, entries).await?),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_register_is_as_long_as_the_real_one_and_leaves_the_cast_alone() {
        let register = register();
        assert_eq!(register.lines().count(), ORGANISATIONS_MOST);
        assert!(!register.contains("\"W99901\""));
    }
}

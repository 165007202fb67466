//! All that is held about a person, for download (decision 15). Nothing secret, and nothing of others but what the person
//! is shown anyway. Reading it leaves its line, for it is an act of the person's.

use domain::Caller;
use domain::audit::Event;
use domain::my_account::{AuditHeld, LetterHeld, MyData};
use storage::{Addressed, Concerning};

use super::own_line;
use super::own_sessions::as_own;
use crate::services::Doorkeeper;
use crate::services::stopped::Act;

impl Doorkeeper {
    pub(super) async fn all_that_is_held(&self, caller: &Caller) -> Act<MyData> {
        let now = self.now();
        let person = caller.person;
        let data = MyData {
            as_of: now.in_london(),
            account: self.show_account(caller).await?,
            organisations: self.acted_for(person).await?,
            requests: self.own_requests(caller).await?,
            factors: self.show_factors(caller).await?.factors,
            sessions: {
                let rows = self.read().sessions().of_person(person).await?;
                rows.into_iter().map(|row| as_own(row, caller.session)).collect()
            },
            letters: {
                let letters = self.read().outbox().of_person(person).await?;
                letters.into_iter().map(letter_held).collect()
            },
            audit: {
                let lines = self.read().audit().concerning(person).await?;
                lines.into_iter().map(line_held).collect()
            },
        };
        let change = self.change().await?;
        change
            .commit(own_line(Event::DataDownloaded, person, now, &caller.visit))
            .await?;
        Ok(data)
    }
}

fn letter_held(letter: Addressed) -> LetterHeld {
    LetterHeld {
        at: letter.made_at.in_london(),
        letter: letter.letter,
        address: letter.address,
        delivery: letter.delivery.tag().to_owned(),
    }
}

fn line_held(line: Concerning) -> AuditHeld {
    AuditHeld {
        at: line.at.in_london(),
        event: line.event.tag().to_owned(),
        organisation: line.organisation,
        // The reason of an approval is a note among those who decide.
        why: line.why.filter(|_| line.event != Event::RequestApproved),
    }
}

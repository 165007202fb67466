//! Appointing support people at the command line: the first two this way, later ones by support itself, unless in an
//! emergency, which the audit shows. What support may do is in `domain::permission`.

use domain::accounts::{Account, AccountState};
use domain::audit::{Actor, Entry, Event};
use domain::form::Problem;
use domain::shared_mailbox::is_generic_address;
use domain::{EmailAddress, Language, Moment, PersonId, PersonName, RequestId};
use storage::Change;

use crate::Failure;
use crate::services::Needed;

/// How many support people can be appointed without an emergency.
const AT_THE_COMMAND_LINE: i64 = 2;

/// Whom to appoint.
#[derive(Debug, Clone)]
pub struct Add {
    /// E-mail address.
    pub email: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Whether there are two already and neither can be reached.
    pub emergency: bool,
}

/// Appoints a support person and posts their letter; the sentence to print.
pub async fn add(needed: &Needed, add: Add) -> Result<String, Failure> {
    let now = needed.clock.now();
    let wanted = read(&add, now)?;
    let mut change = needed.store.change().await?;
    // So that two commands at once do not both find room for one more.
    change.support().hold(now).await?;
    if change.support().count().await? >= AT_THE_COMMAND_LINE && !add.emergency {
        return Err(said(
            "there are two support people already; they appoint others (or use --emergency, which the audit shows)",
        ));
    }
    let account = account(&mut change, wanted, now).await?;
    if account.state == AccountState::Disabled {
        return Err(said("the account of this address is disabled"));
    }
    if !change.support().appoint(account.id, now).await? {
        return Err(said("the person of this address is of the support team already"));
    }
    let sentence = if account.state == AccountState::Unconfirmed {
        change.hold_person(account.id).await?;
        needed.post_confirmation(&mut change, &account, now).await?;
        format!(
            "{} is of the support team; a letter to {} leads to choosing a password",
            account.full_name(),
            account.email
        )
    } else {
        format!("{} is of the support team and signs in as before", account.full_name())
    };
    let event = if add.emergency {
        Event::SupportAppointedInEmergency
    } else {
        Event::SupportAppointed
    };
    let request = RequestId::new(storage::fresh(now));
    change
        .commit(Entry::new(event, Actor::Command, now, request).about(account.id))
        .await?;
    needed.bell.ring();
    Ok(sentence)
}

fn said(sentence: &str) -> Failure {
    Failure::Said(sentence.to_owned())
}

/// Reads what was typed; a mailbox that several people read cannot be a support person (decision 7).
fn read(add: &Add, now: Moment) -> Result<Account, Failure> {
    let wrong = |option: &'static str| move |problem: Problem| said_of(option, problem);
    let email = EmailAddress::parse(&add.email).map_err(wrong("--email"))?;
    if is_generic_address(&email) {
        return Err(said(
            "--email names a shared mailbox; a support person needs an address of their own",
        ));
    }
    Ok(Account {
        id: PersonId::new(storage::fresh(now)),
        email,
        first_name: PersonName::parse(&add.first_name).map_err(wrong("--first-name"))?,
        last_name: PersonName::parse(&add.last_name).map_err(wrong("--last-name"))?,
        language: Language::English,
        position: None,
        state: AccountState::Unconfirmed,
    })
}

fn said_of(option: &str, problem: Problem) -> Failure {
    let why = match problem {
        Problem::Missing => "is empty".to_owned(),
        Problem::TooLong { most } => format!("is longer than {most}"),
        Problem::NotAnEmailAddress => "is no e-mail address".to_owned(),
        _ => "holds characters that a name does not have".to_owned(),
    };
    Failure::Said(format!("{option} {why}"))
}

/// The account of the address, made where there is none.
async fn account(change: &mut Change, wanted: Account, now: Moment) -> Result<Account, Failure> {
    if change.people().create(&wanted, now).await? {
        return Ok(wanted);
    }
    let kept = change.people().by_email(&wanted.email).await?;
    kept.ok_or_else(|| said("the account of this address was removed at this very moment; try again"))
}

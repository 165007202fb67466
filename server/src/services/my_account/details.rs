//! Names, position, telephone and language: what the page shows, and how it is changed.

use domain::accounts::{Account, Position};
use domain::audit::Event;
use domain::form::{Field, Problem};
use domain::my_account::{MyAccountView, MyDetailsForm, MyDetailsWish};
use domain::shared_mailbox::Warning;
use domain::{Caller, FieldErrors, Moment, Notice, Page, Receipt, Refusal};
use storage::{Particulars, Purpose};

use super::{open, own_line};
use crate::services::Doorkeeper;
use crate::services::stopped::Act;

impl Doorkeeper {
    pub(super) async fn show_account(&self, caller: &Caller) -> Act<MyAccountView> {
        let mut read = self.read();
        let found = read.people().particulars(caller.person).await?;
        let Particulars {
            account,
            telephone,
            password_chosen_at,
        } = found.ok_or(Refusal::NotFound)?;
        let waiting = read
            .tokens()
            .live(caller.person, Purpose::NewAddress, self.now())
            .await?;
        Ok(MyAccountView {
            details: MyDetailsForm {
                first_name: account.first_name.as_str().to_owned(),
                last_name: account.last_name.as_str().to_owned(),
                position: account.position.map_or("", Position::tag).to_owned(),
                telephone: telephone.unwrap_or_default(),
                language: account.language.tag().to_owned(),
            },
            names_imported: read.medics().names(caller.person).await?,
            email: account.email.to_string(),
            new_email: waiting.and_then(|token| Some((token.address?, token.expires_at.in_london()))),
            password_chosen: password_chosen_at.map(Moment::in_london),
        })
    }

    pub(super) async fn save_details(&self, caller: &Caller, wish: MyDetailsWish) -> Act<Receipt> {
        let now = self.now();
        let saved = Receipt::saying(Notice::DetailsSaved, Page::MyAccount);
        let mut change = self.change().await?;
        change.hold_person(caller.person).await?;
        // permit: one's own only
        let kept = change.people().particulars(caller.person).await?;
        let (telephone, kept) = match kept {
            Some(kept) => (kept.telephone, Some(kept.account)),
            None => (None, None),
        };
        let account = open(kept)?;
        // decide
        // Whom support or an import added has none, and the form asks them for none.
        if wish.position.is_none() && account.position.is_some() && !caller.support {
            return Err(FieldErrors::one(Field::Position, Problem::Missing).into());
        }
        let changed = Account {
            first_name: wish.first_name,
            last_name: wish.last_name,
            position: wish.position,
            language: wish.language,
            ..account.clone()
        };
        // Decision 7: nobody who could be asked for by name becomes nobody in particular.
        if changed.warning() == Some(Warning::SharedMailbox) && account.warning() != changed.warning() {
            return Err(FieldErrors::one(Field::FirstName, Problem::SharedMailbox).into());
        }
        let same_names = (&account.first_name, &account.last_name) == (&changed.first_name, &changed.last_name);
        if !same_names && change.medics().names(account.id).await? {
            return Err(Refusal::Imported.into());
        }
        let (before, after) = differences(
            &(&account, telephone.as_deref()),
            &(&changed, wish.telephone.as_deref()),
        );
        if before.is_empty() {
            return Ok(saved);
        }
        // save
        let open = change
            .people()
            .change_details(&changed, wish.telephone.as_deref())
            .await?;
        if !open {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        // record
        let line = own_line(Event::DetailsChanged, caller.person, now, &caller.visit).changing(before, after);
        change.commit(line).await?;
        Ok(saved)
    }
}

/// What differs, before and after, one `name: value` for each.
fn differences(before: &(&Account, Option<&str>), after: &(&Account, Option<&str>)) -> (String, String) {
    let told = |(account, telephone): &(&Account, Option<&str>)| {
        [
            ("first name", account.first_name.as_str().to_owned()),
            ("last name", account.last_name.as_str().to_owned()),
            ("position", account.position.map_or("", Position::tag).to_owned()),
            ("telephone", telephone.unwrap_or_default().to_owned()),
            ("language", account.language.tag().to_owned()),
        ]
    };
    let (before, after) = (told(before), told(after));
    let differ = before.iter().zip(&after).filter(|(one, other)| one != other);
    let (one, other): (Vec<String>, Vec<String>) = differ
        .map(|(one, other)| (format!("{}: {}", one.0, one.1), format!("{}: {}", other.0, other.1)))
        .unzip();
    (one.join("; "), other.join("; "))
}

#[cfg(test)]
mod tests {
    use domain::accounts::AccountState;
    use domain::{EmailAddress, Language, PersonId, PersonName};

    use super::*;

    #[test]
    fn only_what_differs_is_told() {
        let before = Account {
            id: PersonId::new(storage::fresh(Moment::new(chrono::DateTime::UNIX_EPOCH))),
            email: EmailAddress::parse("sian@bont.example").unwrap(),
            first_name: PersonName::parse("Siân").unwrap(),
            last_name: PersonName::parse("Prydderch").unwrap(),
            language: Language::English,
            position: Some(Position::Deputy),
            state: AccountState::Confirmed,
        };
        let after = Account {
            last_name: PersonName::parse("Bowen").unwrap(),
            language: Language::Welsh,
            ..before.clone()
        };
        assert_eq!(
            differences(&(&before, None), &(&after, Some("01632 960123"))),
            (
                "last name: Prydderch; telephone: ; language: en".to_owned(),
                "last name: Bowen; telephone: 01632 960123; language: cy".to_owned()
            )
        );
        assert_eq!(
            differences(&(&before, None), &(&before, None)),
            (String::new(), String::new())
        );
    }
}

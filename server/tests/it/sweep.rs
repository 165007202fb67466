//! What is kept and what is forgotten (decision 15).

use chrono::TimeDelta;
use domain::accounts::{Account, AccountState};
use domain::{EmailAddress, Language, PersonId, PersonName};
use server::sweep::sweep;
use storage::Housekeeping;

use crate::{TestApp, on_both};

on_both!(unconfirmed_accounts_go_after_thirty_days_and_confirmed_ones_stay);

async fn unconfirmed_accounts_go_after_thirty_days_and_confirmed_ones_stay(app: TestApp) {
    let gwen = app.person("Gwen Rees", "gwen@example.org").await;
    let account = Account {
        id: PersonId::new(storage::fresh(app.now())),
        email: EmailAddress::parse("nobody@example.org").unwrap(),
        first_name: PersonName::parse("Nia").unwrap(),
        last_name: PersonName::parse("Puw").unwrap(),
        language: Language::Welsh,
        position: None,
        state: AccountState::Unconfirmed,
    };
    let mut change = app.store.change().await.unwrap();
    assert!(change.people().create(&account, app.now()).await.unwrap());
    change.commit_housekeeping(Housekeeping::Setting).await.unwrap();

    app.clock.advance(TimeDelta::days(29));
    sweep(&app.store, app.clock.as_ref()).await.unwrap();
    assert!(app.store.read().people().account(account.id).await.unwrap().is_some());

    app.clock.advance(TimeDelta::days(2));
    sweep(&app.store, app.clock.as_ref()).await.unwrap();
    assert!(app.store.read().people().account(account.id).await.unwrap().is_none());
    assert!(app.store.read().people().account(gwen.id).await.unwrap().is_some());
}

//! Disabling accounts and reopening them: by whom, and what ends.

use app::error::AppError;
use chrono::TimeDelta;
use domain::audit::Event;
use domain::form::{Field, Problem};
use domain::people::{AccessAction, DisablingView, ReopenView, UserState};
use domain::permission::Role;
use domain::pre_approvals::Source;
use domain::{Notice, PersonId, Receipt, Refusal};

use super::{Town, list, page, refused};
use crate::members::keeping::whom;
use crate::{PASSWORD, Person, TestApp, on_both};

on_both!(
    a_disabled_account_is_closed_everywhere_at_once_and_support_alone_reopens_it,
    an_account_is_disabled_only_by_support_and_by_whoever_is_above_all_of_it,
);

impl Town {
    async fn does(&self, who: &Person, call: &str, whom: PersonId) -> Result<Receipt, AppError> {
        who.browser.call(call, &[("id", &whom.to_string())]).await
    }

    async fn chooses_reason(&self, who: &Person, whom: PersonId) -> Result<Receipt, AppError> {
        let fields = [("id", whom.to_string()), ("reason", "left".to_owned())];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        who.browser.call("choose_disabling_reason", &fields).await
    }

    async fn disables(&self, who: &Person, whom: PersonId) -> Result<Receipt, AppError> {
        self.chooses_reason(who, whom).await?;
        self.does(who, "disable_account", whom).await
    }
}

#[expect(clippy::too_many_lines, reason = "one account from its end to its reopening")]
async fn a_disabled_account_is_closed_everywhere_at_once_and_support_alone_reopens_it(app: TestApp) {
    let town = Town::on(app).await;
    town.app.let_in(town.huw.id, &town.elsewhere, Role::ProviderUser).await;
    town.app
        .pre_approve(
            &town.practice,
            "Elin Morgan",
            "elin@bont.example",
            Source::GivenBy(town.huw.id),
        )
        .await;
    let huw = town.huw.id;
    assert_eq!(
        refused(town.does(&town.olwen, "disable_account", huw).await),
        Refusal::StartAgain,
        "the reason comes first"
    );
    let missing: Result<Receipt, AppError> = town
        .olwen
        .browser
        .call("choose_disabling_reason", &[("id", &huw.to_string()), ("reason", "")])
        .await;
    let AppError::Invalid(errors) = missing.unwrap_err() else {
        panic!("a reason is asked for")
    };
    assert_eq!(errors.of(Field::Reason), Some(Problem::Missing));
    town.chooses_reason(&town.olwen, huw).await.unwrap();
    let view: DisablingView = town
        .olwen
        .browser
        .call("disabling_account", &[("id", &huw.to_string())])
        .await
        .unwrap();
    assert_eq!(view.organisations.len(), 2);
    assert_eq!(whom(&view.given), ["Elin Morgan (elin@bont.example)"]);
    assert!(view.in_the_way.is_empty());
    let receipt = town.does(&town.olwen, "disable_account", huw).await.unwrap();
    let name = "Huw Tomos".to_owned();
    assert_eq!(receipt.notice, Some(Notice::AccountDisabled { name }));
    assert!(matches!(
        town.huw.practice_users(&town.practice).await.unwrap_err(),
        AppError::SignInFirst
    ));
    assert_eq!(
        refused(town.huw.tries_to_sign_in(PASSWORD).await),
        Refusal::AccountDisabled
    );
    assert_eq!(
        town.app.letters_to("huw@bont.example").await[0].name,
        "account_disabled"
    );
    assert_eq!(list(&town.sian, &[("state", "disabled")]).await.unwrap(), ["Huw"]);
    let lines = town.app.store.read().audit().of_person(huw, 10).await.unwrap();
    let closed = lines.iter().filter(|line| line.event == Event::AccountDisabled);
    assert_eq!(
        closed.clone().count(),
        3,
        "one for the person, one for each organisation"
    );
    assert_eq!(
        closed.filter(|line| line.why.is_some()).count(),
        1,
        "why is nobody's business at the organisations"
    );
    assert_eq!(
        refused(
            town.chooses_reason(&town.olwen, huw)
                .await
                .and(town.does(&town.olwen, "disable_account", huw).await)
        ),
        Refusal::AlreadyDisabled
    );

    for who in [&town.sian, &town.dai, &town.mair] {
        assert_eq!(refused(town.does(who, "reopen_account", huw).await), Refusal::NotFound);
    }
    let view: ReopenView = town
        .olwen
        .browser
        .call("account_to_reopen", &[("id", &huw.to_string())])
        .await
        .unwrap();
    assert_eq!(view.by.as_deref(), Some("Olwen Rees"));
    town.does(&town.olwen, "reopen_account", huw).await.unwrap();
    assert_eq!(
        refused(town.does(&town.olwen, "reopen_account", huw).await),
        Refusal::NotDisabled
    );
    town.huw.signs_in().await;
    assert!(
        town.huw.practice_users(&town.practice).await.is_err(),
        "access stays ended"
    );
    let seen = page(&town.sian, huw).await.unwrap();
    assert_eq!(
        (seen.state, seen.access[0].action),
        (UserState::Revoked, AccessAction::Enable)
    );
    assert_eq!(
        town.app.letters_to("huw@bont.example").await[0].name,
        "account_reopened"
    );
}

async fn an_account_is_disabled_only_by_support_and_by_whoever_is_above_all_of_it(app: TestApp) {
    let town = Town::on(app).await;
    let huw = town.huw.id;
    assert_eq!(
        refused(town.disables(&town.sian, huw).await),
        Refusal::NotAllowed,
        "an approver"
    );
    assert_eq!(
        refused(town.disables(&town.mair, huw).await),
        Refusal::NotFound,
        "another's"
    );
    assert_eq!(
        refused(town.disables(&town.gwen, huw).await),
        Refusal::NotAllowed,
        "nobody"
    );
    assert_eq!(
        refused(town.disables(&town.olwen, town.olwen.id).await),
        Refusal::NotOnOneself
    );
    let nest = town.app.support("Nest Lewis", "nest@support.example").await;
    assert_eq!(
        refused(town.disables(&town.olwen, nest.id).await),
        Refusal::NotAllowed,
        "the team is left first"
    );
    // The last who can decide somewhere.
    assert_eq!(
        refused(town.disables(&town.olwen, town.cai.id).await),
        Refusal::LastApprover
    );
    town.app.let_in(huw, &town.elsewhere, Role::ProviderUser).await;
    assert_eq!(
        refused(town.disables(&town.dai, huw).await),
        Refusal::NotAllowed,
        "not everything is beneath"
    );
    let id = town.member_of(&town.huw, &town.elsewhere).await;
    town.cai.revokes(&town.elsewhere, id).await.unwrap();
    town.app.clock.advance(TimeDelta::minutes(16));
    assert_eq!(refused(town.disables(&town.dai, huw).await), Refusal::ProveItIsYou);
    town.dai.signs_in().await;
    town.disables(&town.dai, huw).await.unwrap();
    assert_eq!(
        refused(town.huw.tries_to_sign_in(PASSWORD).await),
        Refusal::AccountDisabled
    );
}

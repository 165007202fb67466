//! Where the stories of the last approver play, and what is done there.

use app::error::AppError;
use domain::audit::Event;
use domain::organisations::{Kind, OrganisationDetails, Status};
use domain::permission::Role;
use domain::proposals::ProposalView;
use domain::{MemberId, ProposalId, Receipt, Refusal};

use crate::{Person, Practice, TestApp};

pub(super) fn refused<T: std::fmt::Debug>(answer: Result<T, AppError>) -> Refusal {
    match answer.unwrap_err() {
        AppError::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

/// A trust where Dilys alone decides and Rhys reads reports, and two support people.
pub(super) struct Trust {
    pub(super) app: TestApp,
    pub(super) place: Practice,
    pub(super) dilys: Person,
    pub(super) rhys: Person,
    pub(super) olwen: Person,
    pub(super) owain: Person,
}

impl Trust {
    pub(super) async fn on(app: TestApp) -> Self {
        let place = app
            .organisation("R9Z", "Hospital Trust", Kind::Trust, Status::Active)
            .await;
        let dilys = app.person("Dilys Pugh", "dilys@trust.example").await;
        app.let_in(dilys.id, &place, Role::Approver).await;
        app.let_in(dilys.id, &place, Role::Reporting).await;
        let rhys = app.person("Rhys Owen", "rhys@trust.example").await;
        app.let_in(rhys.id, &place, Role::Reporting).await;
        let olwen = app.support("Olwen Rees", "olwen@support.example").await;
        let owain = app.support("Owain Puw", "owain@support.example").await;
        Self {
            app,
            place,
            dilys,
            rhys,
            olwen,
            owain,
        }
    }

    pub(super) async fn member(&self, person: &Person) -> MemberId {
        let member = self.app.store.read().members().of(person.id, self.place.id).await;
        member.unwrap().unwrap().id
    }

    pub(super) async fn asks<T: serde::de::DeserializeOwned>(&self, by: &Person, call: &str) -> Result<T, AppError> {
        let id = self.member(&self.dilys).await.to_string();
        by.browser.call(call, &[("code", "R9Z"), ("id", &id)]).await
    }

    pub(super) async fn revokes(&self, by: &Person) -> Result<Receipt, AppError> {
        by.revokes(&self.place, self.member(&self.dilys).await).await
    }

    pub(super) async fn proposes(&self, by: &Person, about: &Person) -> Result<Receipt, AppError> {
        propose(by, about, "R9Z").await
    }

    pub(super) async fn confirms(&self, by: &Person, id: ProposalId) -> Result<Receipt, AppError> {
        by.browser.call("confirm_proposal", &[("id", &id.to_string())]).await
    }

    /// Both support people agree that Dilys may go.
    pub(super) async fn agree(&self) -> ProposalId {
        self.proposes(&self.olwen, &self.dilys).await.unwrap();
        let id = newest(&self.olwen).await;
        self.confirms(&self.owain, id).await.unwrap();
        id
    }

    pub(super) async fn changes_role(&self, call: &str, ends: &str) -> Result<Receipt, AppError> {
        let id = self.member(&self.dilys).await.to_string();
        let fields = [
            ("code", "R9Z"),
            ("id", id.as_str()),
            ("role", "approver"),
            ("starts", ""),
            ("ends", ends),
        ];
        self.olwen.browser.call(call, &fields).await
    }

    pub(super) async fn events(&self) -> Vec<Event> {
        let mut read = self.app.store.read();
        let told = read.audit().of_organisation(self.place.id, None, None, 100).await;
        told.unwrap().into_iter().map(|line| line.event).collect()
    }

    pub(super) async fn details(&self) -> OrganisationDetails {
        self.olwen
            .browser
            .call("organisation_details", &[("code", "R9Z")])
            .await
            .unwrap()
    }
}

pub(super) async fn propose(by: &Person, about: &Person, code: &str) -> Result<Receipt, AppError> {
    let id = about.id.to_string();
    let fields = [("id", id.as_str()), ("organisation", code), ("reason", "She has died.")];
    by.browser.call("propose_override", &fields).await
}

pub(super) async fn newest(by: &Person) -> ProposalId {
    let team: domain::proposals::SupportTeamView = by.browser.call("support_team", &[]).await.unwrap();
    team.proposals.last().unwrap().id
}

pub(super) async fn look(by: &Person, id: ProposalId) -> ProposalView {
    by.browser.call("proposal", &[("id", &id.to_string())]).await.unwrap()
}

pub(super) async fn disables(by: &Person, about: &Person) -> Result<Receipt, AppError> {
    let id = about.id.to_string();
    let why = [("id", id.as_str()), ("reason", "left")];
    by.browser.call::<Receipt>("choose_disabling_reason", &why).await?;
    by.browser.call("disable_account", &[("id", &id)]).await
}

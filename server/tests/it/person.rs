//! A person in front of a browser, doing what the story of a test says. Calls go through the real routes, as a page's
//! script makes them.

use app::error::AppError;
use domain::join_requests::MyRequest;
use domain::members::PracticeUsers;
use domain::permission::Role;
use domain::proposals::SupportTeamView;
use domain::{CaseId, JoinRequestId, Language, MemberId, Page, PersonId, ProposalId, Receipt};

use crate::{Browser, PASSWORD, Practice, TestApp};

/// A person with an account.
pub(crate) struct Person {
    pub(crate) id: PersonId,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) browser: Browser,
}

impl Person {
    pub(crate) fn new(app: &TestApp, id: PersonId, name: &str, email: &str) -> Self {
        Self {
            id,
            name: name.to_owned(),
            email: email.to_owned(),
            browser: app.browser(),
        }
    }

    /// Signs in.
    pub(crate) async fn signs_in(&self) -> Receipt {
        self.tries_to_sign_in(PASSWORD).await.unwrap()
    }

    /// Signs in with a password.
    pub(crate) async fn tries_to_sign_in(&self, password: &str) -> Result<Receipt, AppError> {
        let fields = [("email", self.email.as_str()), ("password", password), ("next", "")];
        self.browser.call("sign_in", &fields).await
    }

    /// Signs out.
    pub(crate) async fn signs_out(&self) -> Result<Receipt, AppError> {
        self.browser.call("sign_out", &[]).await
    }

    /// Asks to act for an organisation as a Practice Enabled User; the request's id.
    pub(crate) async fn asks(&self, practice: &Practice) -> JoinRequestId {
        self.tries_to_ask(practice, Role::PracticeEnabledUser).await.unwrap();
        self.request_at(practice).await.id
    }

    /// Asks for a role.
    pub(crate) async fn tries_to_ask(&self, practice: &Practice, role: Role) -> Result<Receipt, AppError> {
        let fields = [
            ("code", practice.code.as_str()),
            ("role", role.tag()),
            ("reason", "I do the rotas on Mondays."),
        ];
        self.browser.call("ask_to_join", &fields).await
    }

    /// The person's own requests, newest first.
    pub(crate) async fn requests(&self) -> Vec<MyRequest> {
        self.browser.call("my_requests", &[]).await.unwrap()
    }

    /// The person's newest request at an organisation.
    pub(crate) async fn request_at(&self, practice: &Practice) -> MyRequest {
        let requests = self.requests().await;
        requests
            .into_iter()
            .find(|request| request.organisation.code == practice.code)
            .unwrap()
    }

    /// Approves a request.
    pub(crate) async fn approves(&self, practice: &Practice, request: JoinRequestId) -> Result<Receipt, AppError> {
        self.approves_because(practice, request, "").await
    }

    /// Approves a request, with a reason.
    pub(crate) async fn approves_because(
        &self,
        practice: &Practice,
        request: JoinRequestId,
        reason: &str,
    ) -> Result<Receipt, AppError> {
        let id = request.to_string();
        let fields = [
            ("code", practice.code.as_str()),
            ("id", id.as_str()),
            ("reason", reason),
        ];
        self.browser.call("approve_join_request", &fields).await
    }

    /// Rejects a request.
    pub(crate) async fn rejects(
        &self,
        practice: &Practice,
        request: JoinRequestId,
        reason: &str,
    ) -> Result<Receipt, AppError> {
        let id = request.to_string();
        let fields = [
            ("code", practice.code.as_str()),
            ("id", id.as_str()),
            ("reason", reason),
        ];
        self.browser.call("reject_join_request", &fields).await
    }

    /// Takes a request back.
    pub(crate) async fn withdraws(&self, request: JoinRequestId) -> Result<Receipt, AppError> {
        self.browser
            .call("withdraw_join_request", &[("id", &request.to_string())])
            .await
    }

    /// Revokes somebody's access.
    pub(crate) async fn revokes(&self, practice: &Practice, member: MemberId) -> Result<Receipt, AppError> {
        let id = member.to_string();
        let fields = [("code", practice.code.as_str()), ("id", id.as_str()), ("reason", "")];
        self.browser.call("revoke_member", &fields).await
    }

    /// Proposes that somebody becomes a support person; the proposal's id.
    pub(crate) async fn proposes_for_support(&self, email: &str) -> ProposalId {
        let fields = [
            ("kind", "support_joins"),
            ("email", email),
            ("commissioner", ""),
            ("reason", "Known to all of us."),
        ];
        self.browser.call::<Receipt>("propose", &fields).await.unwrap();
        let team: SupportTeamView = self.browser.call("support_team", &[]).await.unwrap();
        team.proposals.last().unwrap().id
    }

    /// Does something about a case, with further fields.
    pub(crate) async fn about_case(&self, call: &str, id: CaseId, more: &[(&str, &str)]) -> Result<Receipt, AppError> {
        let id = id.to_string();
        let mut fields = vec![("id", id.as_str())];
        fields.extend(more);
        self.browser.call(call, &fields).await
    }

    /// Opens a case about somebody who needs another address; for support people.
    pub(crate) async fn opens_case(&self, practice: &Practice, person: &Person, email: &str) -> CaseId {
        let id = person.id.to_string();
        let fields = [
            ("id", id.as_str()),
            ("matter", "new_address"),
            ("email", email),
            ("organisation", practice.code.as_str()),
            ("reason", "Telephoned."),
        ];
        let opened: Receipt = self.browser.call("open_case", &fields).await.unwrap();
        match Page::parse(&opened.go_to.path(Language::English)) {
            Some((Page::Case(id), _)) => id,
            other => panic!("it leads to the case: {other:?}"),
        }
    }

    /// Both tables of *Practice enabled users*.
    pub(crate) async fn practice_users(&self, practice: &Practice) -> Result<PracticeUsers, AppError> {
        let fields = [("code", practice.code.as_str()), ("requests", ""), ("members", "")];
        self.browser.call("practice_users", &fields).await
    }
}

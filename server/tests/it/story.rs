//! A practice with everyone in it whom a rule tells apart; what `permissions` and `audit_coverage` go through call by
//! call. Every call of `permission::CALLS` needs its fields here, so that a new one cannot be forgotten.

use domain::organisations::{Kind, Status};
use domain::permission::Role;
use domain::pre_approvals::Source;
use domain::{BatchId, JoinRequestId, MemberId, NewUserId, PersonId, ProposalId, Receipt, SessionId};

use crate::newcomer::Newcomer;
use crate::{Browser, PASSWORD, Person, Practice, TestApp};

/// The practice and its people.
pub(crate) struct Story {
    pub(crate) app: TestApp,
    pub(crate) practice: Practice,
    /// May decide.
    pub(crate) sian: Person,
    /// May decide, and is revoked by some.
    pub(crate) huw: Person,
    /// May decide, elsewhere.
    pub(crate) mair: Person,
    /// Could decide until just now.
    pub(crate) revoked: Person,
    /// Asks, and waits.
    pub(crate) gwen: Person,
    /// Belongs nowhere.
    pub(crate) rhys: Person,
    /// May decide, is about to leave and to close the account, and is signed in at two more places.
    pub(crate) lowri: Person,
    pub(crate) request: JoinRequestId,
    pub(crate) member: MemberId,
    /// What is left of the access that was revoked.
    pub(crate) former: MemberId,
    /// The token of a letter to somebody who registered.
    pub(crate) token: String,
    /// The token of a letter to Mair, who forgot her password.
    pub(crate) reset_token: String,
    /// The token of a letter to the address that Ifan wants to have.
    pub(crate) address_token: String,
    /// Where else Lowri is signed in.
    pub(crate) session: SessionId,
    /// Of the support team.
    pub(crate) olwen: Person,
    /// Has registered, asks the practice, and has not confirmed.
    pub(crate) unconfirmed: PersonId,
    /// Of the support team, too; has proposed that Mair and Huw join it.
    pub(crate) owain: Person,
    pub(crate) proposals: [ProposalId; 2],
    /// Somebody without an account, whom Siân is adding.
    pub(crate) new_user: NewUserId,
    /// What Rhys and Gwen were added to, elsewhere.
    pub(crate) offers: [NewUserId; 2],
    /// Register imports that wait to be applied; each brings a practice.
    pub(crate) imports: [BatchId; 2],
}

impl Story {
    pub(crate) async fn on(app: TestApp) -> Self {
        let practice = app.practice("W91001", "Meddygfa'r Bont").await;
        let elsewhere = app.practice("W91002", "Canolfan Iechyd y Castell").await;
        app.organisation("W91009", "Closed Surgery", Kind::Practice, Status::Closed)
            .await;
        let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
        let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
        let mair = app.member("Mair Ellis", "mair@castell.example", &elsewhere).await;
        let revoked = app.member("Ifan Pugh", "ifan@bont.example", &practice).await;
        let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
        let rhys = app.person("Rhys Owen", "rhys@nowhere.example").await;
        let lowri = app.member("Lowri Vaughan", "lowri@bont.example", &practice).await;
        let request = gwen.asks(&practice).await;
        let id_of = async |name: &str| {
            let users = sian.practice_users(&practice).await.unwrap();
            users.members.into_iter().find(|row| row.name == name).unwrap().id
        };
        let former = id_of("Ifan Pugh").await;
        sian.revokes(&practice, former).await.unwrap();
        let member = id_of("Huw Tomos").await;
        app.pre_approve(&practice, "Elin Morgan", "elin@bont.example", Source::GivenBy(huw.id))
            .await;
        let token = {
            let newcomer = Newcomer::new(&app, "Nia Lloyd", "nia@bont.example");
            newcomer.registers(Some(&practice)).await;
            newcomer.newest_letter().await.token()
        };
        let forgot = [("email", "mair@castell.example")];
        let reset_token = link_after(&app, &app.browser(), "ask_for_reset", &forgot).await;
        let wants = [("email", "ifan@newydd.example"), ("password", PASSWORD)];
        let address_token = link_after(&app, &revoked.browser, "change_email", &wants).await;
        for _ in 0..2 {
            Person::new(&app, lowri.id, &lowri.name, &lowri.email).signs_in().await;
        }
        let olwen = app.support("Olwen Rees", "olwen@support.example").await;
        let unconfirmed = {
            let newcomer = Newcomer::new(&app, "Elen Fychan", "elen@bont.example");
            newcomer.registers(Some(&practice)).await;
            newcomer.person().await
        };
        let owain = app.support("Owain Puw", "owain@support.example").await;
        app.support("Nest Lewis", "nest@support.example").await;
        let proposals = [
            owain.proposes_for_support(&mair.email).await,
            owain.proposes_for_support(&huw.email).await,
        ];
        let new_user = sian
            .adds_new_user(&practice, "Catrin Bowen", "catrin@newydd.example")
            .await;
        let offers = [
            mair.adds_new_user(&elsewhere, &rhys.name, &rhys.email).await,
            mair.adds_new_user(&elsewhere, &gwen.name, &gwen.email).await,
        ];
        for offer in offers {
            mair.gives(offer, Role::ProviderUser).await;
        }
        let session = app.store.read().sessions().of_person(lowri.id).await.unwrap()[0].id;
        let imports = [app.staged("W91050").await, app.staged("W91051").await];
        Self {
            app,
            practice,
            sian,
            huw,
            mair,
            revoked,
            gwen,
            rhys,
            lowri,
            request,
            member,
            former,
            token,
            reset_token,
            address_token,
            session,
            olwen,
            unconfirmed,
            owain,
            proposals,
            new_user,
            offers,
            imports,
        }
    }

    /// The fields of a call that would succeed for the right person.
    pub(crate) fn fields(&self, call: &str) -> Vec<(&'static str, String)> {
        let request = self.request.to_string();
        let code = ("code", "W91001".to_owned());
        let text = |name: &'static str, value: &str| (name, value.to_owned());
        match call {
            "visitor"
            | "registration"
            | "send_registration"
            | "sign_out"
            | "my_requests"
            | "pending_requests"
            | "demo_letters"
            | "my_account"
            | "my_organisations"
            | "my_sessions"
            | "end_my_other_sessions"
            | "closing_my_account"
            | "session_left" => Vec::new(),
            "ask_for_reset" => vec![text("email", "rhys@nowhere.example")],
            "password_reset" => vec![("token", self.reset_token.clone())],
            "reset_password" => vec![("token", self.reset_token.clone()), text("password", PASSWORD)],
            "change_my_details" => vec![
                text("first_name", "Gwen"),
                text("last_name", "Rees"),
                text("position", "deputy"),
                text("telephone", "01632 960123"),
                text("language", "en"),
            ],
            "change_email" => vec![text("email", "gwen@newydd.example"), text("password", PASSWORD)],
            "new_address" => vec![("token", self.address_token.clone())],
            "confirm_new_address" => vec![("token", self.address_token.clone()), text("password", PASSWORD)],
            "change_password" => vec![text("old_password", PASSWORD), text("password", "saith tegell gwyrdd")],
            "end_my_session" => vec![("id", self.session.to_string())],
            "choose_closing_reason" => vec![text("reason", "other"), text("other", "I move to the sea.")],
            "close_my_account" => vec![text("password", PASSWORD)],
            "give_details" => vec![
                text("first_name", "Dafydd"),
                text("last_name", "Parry"),
                text("email", "dafydd@bont.example"),
                text("position", "partner"),
                text("language", "cy"),
            ],
            "choose_practice" => vec![text("organisation", "W91001")],
            "choose_role" => vec![
                text("role", Role::ProviderUser.tag()),
                text("reason", "I run the desk."),
            ],
            "confirmation" => vec![("token", self.token.clone())],
            "confirm_address" => vec![("token", self.token.clone()), text("password", PASSWORD)],
            "send_confirmation_again" => vec![text("email", "dafydd@bont.example")],
            "sign_in" => vec![
                text("email", "rhys@nowhere.example"),
                text("password", PASSWORD),
                text("next", ""),
            ],
            "search_organisations" => vec![text("words", "bont")],
            "organisation_to_ask" | "practice_profile" | "organisation_to_leave" | "leave_organisation" => vec![code],
            "ask_to_join" => vec![
                code,
                text("role", Role::ProviderUser.tag()),
                text("reason", "I run the desk."),
            ],
            "my_request" | "withdraw_join_request" | "nudge_join_request" | "demo_letter" => vec![("id", request)],
            "join_request_to_review" => vec![code, ("id", request)],
            "approve_join_request" | "reject_join_request" => {
                vec![code, ("id", request), text("reason", "Known to us.")]
            }
            "practice_users" => vec![code, text("requests", ""), text("members", "")],
            "member_to_revoke" => vec![code, ("id", self.member.to_string())],
            "revoke_member" => vec![code, ("id", self.member.to_string()), text("reason", "Left us.")],
            "edit_practice_profile" => vec![
                code,
                text("version", "0"),
                text("email", "reception@bont.example"),
                text("telephone", "01632 960123"),
                text("address_lines", ""),
                text("opening_hours", "Mon to Fri"),
                text("primary_contact", ""),
            ],
            "what_happened" => vec![code, text("what", ""), text("before", "")],
            other => self
                .fields_of_new_users(other)
                .or_else(|| fields_of_factors(other, request))
                .or_else(|| self.fields_of_console(other))
                .unwrap_or_else(|| {
                    panic!(
                        "{other} is new: give it its fields here, and its row in permissions.rs and audit_coverage.rs"
                    )
                }),
        }
    }

    /// The same for new users and the roles of members.
    fn fields_of_new_users(&self, call: &str) -> Option<Vec<(&'static str, String)>> {
        let text = |name: &'static str, value: &str| (name, value.to_owned());
        let code = text("code", "W91001");
        let id = ("id", self.new_user.to_string());
        let member = self.member.to_string();
        let role = [text("role", "provider_user"), text("starts", ""), text("ends", "")];
        Some(match call {
            "places_for_new_user" => vec![text("words", "")],
            "place_for_new_user" => vec![code],
            "add_new_user" => vec![
                code,
                text("first_name", "Betsan"),
                text("last_name", "Hopkin"),
                text("email", "betsan@newydd.example"),
                text("position", ""),
                text("language", "cy"),
            ],
            "new_user" | "access_to_copy" | "send_new_user_letter_again" | "withdraw_new_user" => vec![id],
            "give_new_user_role" | "change_new_user_role" | "remove_new_user_role" => {
                std::iter::once(id).chain(role).collect()
            }
            "copy_access" => vec![id, ("member", member)],
            "offer" | "accept_offer" => vec![("id", self.offers[0].to_string())],
            "decline_offer" => vec![("id", self.offers[1].to_string())],
            "roles_of_member" => vec![code, ("id", member)],
            "grant_role" | "change_role" | "remove_role" => [code, ("id", member)].into_iter().chain(role).collect(),
            "medical_secretary" => vec![("id", self.gwen.id.to_string())],
            "mark_medical_secretary" => vec![
                ("id", self.gwen.id.to_string()),
                text("marked", "yes"),
                text("reason", "Her manager rang."),
            ],
            _ => return None,
        })
    }

    /// The same for the administrators' console.
    fn fields_of_console(&self, call: &str) -> Option<Vec<(&'static str, String)>> {
        let code = ("code", "W91001".to_owned());
        let text = |name: &'static str, value: &str| (name, value.to_owned());
        Some(match call {
            "list_organisations"
            | "organisation_to_add"
            | "register_imports"
            | "support_team"
            | "tiles"
            | "daily_letter" => Vec::new(),
            "organisation_details" | "organisation_policy" => vec![code],
            "change_policy" => vec![
                code,
                text("seen_policy", "any_member"),
                text("seen_kind", "practice"),
                text("policy", "support_only"),
                text("kind", "practice"),
            ],
            "add_organisation" => vec![
                text("organisation", "R9Z"),
                text("name", "Invented Trust"),
                text("kind", "trust"),
                text("town", ""),
                text("postcode", ""),
                text("commissioner", ""),
            ],
            "register_import" | "apply_register" => vec![("id", self.imports[0].to_string())],
            "abandon_register" => vec![("id", self.imports[1].to_string())],
            "switch_daily_letter" => vec![text("daily_letter", "off")],
            "propose" => vec![
                text("kind", "support_joins"),
                text("email", "gwen@bont.example"),
                text("commissioner", ""),
                text("reason", "Known to all of us."),
            ],
            "removal_to_propose" => vec![("id", self.owain.id.to_string()), text("organisation", "")],
            "propose_removal" => vec![
                ("id", self.owain.id.to_string()),
                text("organisation", ""),
                text("reason", "Moves on."),
            ],
            "proposal" | "confirm_proposal" => vec![("id", self.proposals[0].to_string())],
            "turn_down_proposal" => vec![("id", self.proposals[1].to_string())],
            "users" => vec![text("q", "ifan"), text("size", "100")],
            "person" | "disabling_account" | "disable_account" | "account_to_reopen" => {
                vec![("id", self.revoked.id.to_string())]
            }
            "choose_disabling_reason" => vec![
                ("id", self.revoked.id.to_string()),
                text("reason", "other"),
                text("other", "Works elsewhere."),
            ],
            "reopen_account" => vec![("id", self.revoked.id.to_string()), text("reason", "Is back.")],
            "member_to_enable" | "enable_member" => vec![code, ("id", self.former.to_string())],
            "registrations" => vec![text("state", "all"), text("size", "100")],
            "registration_to_delete" | "delete_registration" | "send_registration_again" => {
                vec![("id", self.unconfirmed.to_string())]
            }
            _ => return None,
        })
    }

    /// Everybody in the story.
    pub(crate) fn people(&self) -> [&Person; 9] {
        [
            &self.sian,
            &self.huw,
            &self.mair,
            &self.revoked,
            &self.gwen,
            &self.rhys,
            &self.lowri,
            &self.olwen,
            &self.owain,
        ]
    }

    /// Everything that an act may change, as text: two are equal when nothing has happened in between.
    pub(crate) async fn state(&self) -> Vec<String> {
        let mut state = Vec::new();
        let mut read = self.app.store.read();
        for letter in read.outbox().latest(1_000).await.unwrap() {
            state.push(format!("letter {} {}", letter.id, letter.address));
        }
        for code in ["W91001", "W91002", "W91009"] {
            let code = domain::OdsCode::parse(code).unwrap();
            let id = read.organisations().by_code(&code).await.unwrap().unwrap().id;
            for line in read.audit().of_organisation(id, None, None, 1_000).await.unwrap() {
                state.push(format!("audit {} {}", line.id, line.event.tag()));
            }
            let members = read
                .members()
                .active(id, domain::members::Sort::default(), self.app.now())
                .await
                .unwrap();
            state.extend(members.iter().map(|one| format!("member {:?}", one.member)));
            state.push(format!("profile {}", read.profiles().of(id).await.unwrap().version));
        }
        for id in [self.new_user, self.offers[0], self.offers[1]] {
            let user = read.new_users().by_id(id).await.unwrap().unwrap();
            state.push(format!(
                "new user {id} {:?} {:?} {:?}",
                user.state, user.sent_at, user.roles
            ));
        }
        for person in self.people() {
            let account = read.people().particulars(person.id).await.unwrap().unwrap();
            state.push(format!(
                "account {} {} {:?} {:?} {:?}",
                account.account.full_name(),
                account.account.email,
                account.account.state,
                account.telephone,
                account.password_chosen_at
            ));
            for line in read.audit().of_person(person.id, 1_000).await.unwrap() {
                state.push(format!("audit {} {}", line.id, line.event.tag()));
            }
            let requests = read.join_requests().of_person(person.id).await.unwrap();
            state.extend(
                requests
                    .iter()
                    .map(|one| format!("request {:?} {:?}", one.request, one.nudged_at)),
            );
            let sessions = read.sessions().of_person(person.id).await.unwrap();
            state.extend(
                sessions
                    .iter()
                    .map(|one| format!("session {} {:?}", one.id, one.ended_at)),
            );
        }
        state.sort();
        state.dedup();
        state
    }
}

/// The token of the newest letter that has one, after a call.
async fn link_after(app: &TestApp, browser: &Browser, call: &str, fields: &[(&str, &str)]) -> String {
    browser.call::<Receipt>(call, fields).await.unwrap();
    let letters = app.letters().await;
    let newest = letters
        .iter()
        .find(|one| ["reset_password", "confirm_new_address"].contains(&one.name));
    newest.unwrap().token()
}

/// The same for second factors; where an id is asked for, one that is nobody's factor.
fn fields_of_factors(call: &str, id: String) -> Option<Vec<(&'static str, String)>> {
    let text = |name: &'static str, value: &str| (name, value.to_owned());
    let name = text("factor_name", "Phone");
    let next = text("next", "");
    Some(match call {
        "my_factors"
        | "app_to_add"
        | "make_recovery_codes"
        | "recovery_codes"
        | "recovery_codes_noted"
        | "second_step"
        | "start_passkey_step"
        | "start_passkey_sign_in"
        | "proof_to_give"
        | "start_passkey_proof" => Vec::new(),
        "start_app" | "start_passkey" => vec![text("password", PASSWORD)],
        "add_app" => vec![text("code", "123456"), name],
        "give_code" => vec![text("code", "123456"), next],
        "prove" => vec![text("password", PASSWORD), text("code", ""), next],
        "add_passkey" | "passkey_step" | "passkey_sign_in" | "prove_by_passkey" => {
            vec![text("credential", "{}"), name, next]
        }
        "rename_factor" => vec![("id", id), name],
        "remove_factor" => vec![("id", id)],
        _ => return None,
    })
}

/// Fields as a browser takes them.
pub(crate) fn lent<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

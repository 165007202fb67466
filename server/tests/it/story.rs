//! A practice with everyone in it whom a rule tells apart; what `permissions` and `audit_coverage` go through call by
//! call, each with its fields from `story/fields.rs`.

mod fields;

use domain::organisations::{Kind, Status};
use domain::permission::Role;
use domain::pre_approvals::Source;
use domain::{
    BatchId, CaseId, ExtensionId, InvitationDraftId, JoinRequestId, MemberId, NewUserId, PersonId, PreApprovalId,
    ProposalId, Receipt, RosterId, SessionId, SeveralId, SeveralInvitationsId,
};

pub(crate) use self::fields::lent;
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
    /// Siân has ticked it, and has confirmed nothing yet.
    pub(crate) several: SeveralId,
    pub(crate) member: MemberId,
    /// What is left of the access that was revoked.
    pub(crate) former: MemberId,
    /// Somebody whose practice has closed, and whose access waits for a decision.
    pub(crate) left_behind: MemberId,
    /// The token of a letter to somebody who registered.
    pub(crate) token: String,
    /// The token of a letter to Mair, who forgot her password.
    pub(crate) reset_token: String,
    /// The token of a letter to the address that Ifan wants to have.
    pub(crate) address_token: String,
    /// The token of an invitation to somebody without an account.
    pub(crate) invitation_token: String,
    /// That invitation.
    pub(crate) invited: NewUserId,
    /// Where else Lowri is signed in.
    pub(crate) session: SessionId,
    /// Of the support team.
    pub(crate) olwen: Person,
    /// Has registered, asks the practice, and has not confirmed.
    pub(crate) unconfirmed: PersonId,
    /// Of the support team, too; has proposed that Mair and Huw join it.
    pub(crate) owain: Person,
    pub(crate) proposals: [ProposalId; 2],
    /// People who act elsewhere and are locked out, each with a case about another address: the first is to be called
    /// about, and the number waits to be confirmed; Owain was the first to act on the others.
    pub(crate) locked_out: [Person; 3],
    pub(crate) cases: [CaseId; 3],
    /// Somebody without an account, whom Siân is adding.
    pub(crate) new_user: NewUserId,
    /// An invitation that Siân has written and not sent.
    pub(crate) invitation: InvitationDraftId,
    /// The same for several at once.
    pub(crate) several_invitations: SeveralInvitationsId,
    /// What Rhys and Gwen were added to, elsewhere.
    pub(crate) offers: [NewUserId; 2],
    /// Somebody without an account, whom Siân has pre-approved.
    pub(crate) pre_approval: PreApprovalId,
    /// A roster of the practice, to which no role is limited.
    pub(crate) roster: RosterId,
    /// Has three roles that end soon, and asks to keep the first two.
    pub(crate) tegid: Person,
    pub(crate) extensions: [ExtensionId; 2],
    /// Register imports that wait to be applied; each brings a practice.
    pub(crate) imports: [BatchId; 2],
    /// Files of practice managers that wait to be applied; each lists somebody for the practice.
    pub(crate) managers: [BatchId; 2],
    /// Lists of medics of the practice that wait to be applied; each brings a medic and a roster.
    pub(crate) medics: [BatchId; 2],
}

impl Story {
    #[expect(
        clippy::too_many_lines,
        reason = "everybody and everything of the story, one after the other"
    )]
    pub(crate) async fn on(app: TestApp) -> Self {
        let practice = app.practice("W91001", "Meddygfa'r Bont").await;
        let elsewhere = app.practice("W91002", "Canolfan Iechyd y Castell").await;
        let closed = app
            .organisation("W91009", "Closed Surgery", Kind::Practice, Status::Closed)
            .await;
        let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
        let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
        let mair = app.member("Mair Ellis", "mair@castell.example", &elsewhere).await;
        let revoked = app.member("Ifan Pugh", "ifan@bont.example", &practice).await;
        let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
        let left_behind = app.person("Cai Morus", "cai@closed.example").await;
        app.let_in(left_behind.id, &closed, Role::PracticeEnabledUser).await;
        let left_behind = app.store.read().members().of(left_behind.id, closed.id).await;
        let left_behind = left_behind.unwrap().unwrap().id;
        let rhys = app.person("Rhys Owen", "rhys@nowhere.example").await;
        let lowri = app.member("Lowri Vaughan", "lowri@bont.example", &practice).await;
        let request = gwen.asks(&practice).await;
        let several = sian.chooses(&[request], "approve").await.unwrap();
        let id_of = async |name: &str| {
            let users = sian.practice_users(&practice).await.unwrap();
            users.members.into_iter().find(|row| row.name == name).unwrap().id
        };
        let former = id_of("Ifan Pugh").await;
        sian.revokes(&practice, former).await.unwrap();
        let member = id_of("Huw Tomos").await;
        app.pre_approve(&practice, "Elin Morgan", "elin@bont.example", Source::GivenBy(huw.id))
            .await;
        let pre_approval = app
            .pre_approve(&practice, "Alis Prys", "alis@newydd.example", Source::GivenBy(sian.id))
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
        let silent = app.practice_without_telephone("W91003", "Meddygfa'r Mynydd").await;
        let locked_out = [
            app.member("Cadi Roberts", "cadi@mynydd.example", &silent).await,
            app.member("Tomos Bevan", "tomos@mynydd.example", &silent).await,
            app.member("Elan Parry", "elan@mynydd.example", &silent).await,
        ];
        let cases = [
            owain.opens_case(&silent, &locked_out[0], "cadi@newydd.example").await,
            owain.opens_case(&silent, &locked_out[1], "tomos@newydd.example").await,
            owain.opens_case(&silent, &locked_out[2], "elan@newydd.example").await,
        ];
        let number = [("telephone", "01492 000111"), ("source", "Their own page")];
        owain.about_case("give_number", cases[0], &number).await.unwrap();
        for case in &cases[1..] {
            let why = [("reason", "Nobody can be asked.")];
            owain.about_case("override_case", *case, &why).await.unwrap();
        }
        let new_user = sian
            .adds_new_user(&practice, "Catrin Bowen", "catrin@newydd.example")
            .await;
        let invitation = sian
            .writes_invitation(&practice, "Betsan Hopkin", "betsan.hopkin@newydd.example")
            .await;
        let several_invitations = sian.writes_several(&practice, "elan.puw@newydd.example,Elan,Puw").await;
        let offers = [
            mair.adds_new_user(&elsewhere, &rhys.name, &rhys.email).await,
            mair.adds_new_user(&elsewhere, &gwen.name, &gwen.email).await,
        ];
        for offer in offers {
            mair.gives(offer, Role::ProviderUser).await;
        }
        let invited = app
            .invited(&sian, &practice, "Gwenno Parry", "gwenno@newydd.example")
            .await;
        let roster = app.roster(&practice, "Out of hours", None).await;
        let tegid = app.person("Tegid Wyn", "tegid@bont.example").await;
        let mut asked = Vec::new();
        for role in [Role::ProviderUser, Role::Reporting, Role::RosterManager] {
            app.let_in_until(tegid.id, &practice, role, app.end_in(10)).await;
            if role != Role::RosterManager {
                asked.push(app.asks_to_keep(&tegid, &practice, role).await);
            }
        }
        let extensions = [asked[0], asked[1]];
        let session = app.store.read().sessions().of_person(lowri.id).await.unwrap()[0].id;
        let imports = [app.staged("W91050").await, app.staged("W91051").await];
        let managers = [
            app.staged_manager(&practice, "one@rheolwr.example").await,
            app.staged_manager(&practice, "two@rheolwr.example").await,
        ];
        let medics = [
            app.staged_medic(&practice, "1000001").await,
            app.staged_medic(&practice, "1000002").await,
        ];
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
            several,
            member,
            former,
            left_behind,
            token,
            reset_token,
            address_token,
            invitation_token: invited.token,
            invited: invited.id,
            session,
            olwen,
            unconfirmed,
            owain,
            proposals,
            locked_out,
            cases,
            new_user,
            invitation,
            several_invitations,
            offers,
            pre_approval,
            roster,
            tegid,
            extensions,
            imports,
            managers,
            medics,
        }
    }

    /// Everybody in the story.
    pub(crate) fn people(&self) -> [&Person; 12] {
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
            &self.locked_out[0],
            &self.locked_out[1],
            &self.locked_out[2],
        ]
    }

    /// Everything that an act may change, as text: two are equal when nothing has happened in between.
    pub(crate) async fn state(&self) -> Vec<String> {
        let mut state = Vec::new();
        let mut read = self.app.store.read();
        for letter in read.outbox().latest(1_000).await.unwrap() {
            state.push(format!("letter {} {}", letter.id, letter.address));
        }
        for code in ["W91001", "W91002", "W91003", "W91009"] {
            let code = domain::OdsCode::parse(code).unwrap();
            let id = read.organisations().by_code(&code).await.unwrap().unwrap().id;
            for line in read.audit().of_organisation(id, None, None, 1_000).await.unwrap() {
                state.push(format!("audit {} {}", line.id, line.event.tag()));
            }
            let rosters = read.rosters().of_organisation(id).await.unwrap();
            state.extend(rosters.iter().map(|one| format!("roster {one:?}")));
            let pre_approved = read.pre_approvals().waiting(id).await.unwrap();
            state.extend(pre_approved.iter().map(|one| format!("pre-approval {one:?}")));
            let members = read
                .members()
                .active(id, domain::members::Sort::default(), self.app.now())
                .await
                .unwrap();
            state.extend(members.iter().map(|one| format!("member {:?}", one.member)));
            let asked = read.extensions().open_at(id, self.app.now()).await.unwrap();
            state.extend(asked.iter().map(|one| format!("extension {one:?}")));
            state.push(format!("profile {}", read.profiles().of(id).await.unwrap().version));
        }
        for id in self.cases {
            state.push(format!("case {:?}", read.cases().opened(id).await.unwrap()));
            state.push(format!("calls {:?}", read.cases().calls(id).await.unwrap()));
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

//! Known and unknown addresses: the same status, the same bytes (nonce, request id and what was typed aside), the same work.
//! Ids are put aside, too. Work is counted in password hashes and letters; how long it takes is measured by `make bench`.

use chrono::TimeDelta;
use domain::Receipt;
use domain::audit::Event;
use domain::permission::Role;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use storage::Closure;

use crate::TestApp;
use crate::browser::Reply;
use crate::newcomer::Newcomer;

/// Addresses with an account that is open, one that waits for its confirmation, one that is closed, and none.
const ADDRESSES: [&str; 4] = [
    "gwen@bont.example",
    "huws@bont.example",
    "nest@bont.example",
    "none@bont.example",
];

/// What an id looks like.
const ID: &str = "00000000-0000-0000-0000-000000000000";

/// What came of asking, and what it cost.
#[derive(Debug, PartialEq, Eq)]
struct Answered {
    status: u16,
    headers: Vec<String>,
    body: String,
    hashes: u64,
    letters: usize,
}

impl Answered {
    fn put_ids_aside(&mut self) {
        self.body = without_ids(&self.body);
        for header in &mut self.headers {
            *header = without_ids(header);
        }
    }
}

/// The text without its ids, which are new each time.
fn without_ids(text: &str) -> String {
    let is_id = |piece: &str| {
        piece.len() == ID.len()
            && piece.bytes().zip(ID.bytes()).all(|(one, like)| match like {
                b'-' => one == b'-',
                _ => one.is_ascii_hexdigit(),
            })
    };
    let mut said = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let step = match rest.get(..ID.len()) {
            Some(piece) if is_id(piece) => {
                said.push_str(ID);
                ID.len()
            }
            _ => {
                said.push(first);
                first.len_utf8()
            }
        };
        rest = &rest[step..];
    }
    said
}

/// A service with one account of each kind, whose hashes are counted.
struct Town {
    app: TestApp,
    counted: PrometheusHandle,
}

impl Town {
    async fn new(counted: PrometheusHandle) -> Self {
        let app = TestApp::new().await;
        app.person("Gwen Rees", ADDRESSES[0]).await;
        Newcomer::new(&app, "Huw Tomos", ADDRESSES[1]).registers(None).await;
        let nest = app.person("Nest Puw", ADDRESSES[2]).await;
        let mut change = app.store.change().await.unwrap();
        let closure = Closure {
            person: nest.id,
            by: nest.id,
            reason: "not_needed",
            note: None,
            at: app.now(),
        };
        assert!(change.people().disable(&closure).await.unwrap());
        change
            .commit(app.entry(Event::AccountClosed).about(nest.id))
            .await
            .unwrap();
        // What was tried and written until now no longer counts.
        app.clock.advance(TimeDelta::hours(2));
        Self { app, counted }
    }

    fn hashes(&self) -> u64 {
        let text = self.counted.render();
        let line = text
            .lines()
            .find_map(|line| line.strip_prefix("porthor_password_hashes_total "));
        line.map_or(0, |number| number.parse().unwrap())
    }

    /// Answers, and counts what was done for it.
    async fn weigh(&self, email: &str, asked: impl Future<Output = Reply>) -> Answered {
        let (hashes, letters) = (self.hashes(), self.app.letters().await.len());
        let reply = asked.await;
        let mut headers: Vec<String> = reply
            .headers
            .iter()
            .map(|(name, value)| match name.as_str() {
                "x-request-id" | "set-cookie" | "content-security-policy" => name.to_string(),
                _ => format!("{name}: {}", value.to_str().unwrap()),
            })
            .collect();
        headers.sort();
        let policy = reply.headers["content-security-policy"].to_str().unwrap();
        let body = match policy.split("'nonce-").nth(1) {
            Some(rest) => reply.body.replace(rest.split('\'').next().unwrap(), "nonce"),
            None => reply.body,
        };
        Answered {
            status: reply.status.as_u16(),
            headers,
            body: body
                .replace(email, "typed")
                .replace(&email.replace('@', "@<wbr>"), "typed"),
            hashes: self.hashes() - hashes,
            letters: self.app.letters().await.len() - letters,
        }
    }

    /// Asks for each address, by a script and by a plain form whose page is then opened.
    async fn all_alike(&self, page: &str, call: &str, more: &[(&str, &str)], work: (u64, usize)) {
        let mut answers = Vec::new();
        for email in ADDRESSES {
            let mut fields = vec![("email", email)];
            fields.extend_from_slice(more);
            let browser = self.app.browser();
            let by_script = self.weigh(email, browser.call_raw(call, &fields)).await;
            let by_form = self.weigh(email, browser.post(page, call, &fields)).await;
            let shown = self.weigh(email, browser.get(page)).await;
            assert_eq!((by_script.hashes, by_script.letters), work, "{call} {email}");
            assert_eq!((by_form.hashes, by_form.letters), work, "{call} {email}");
            answers.push([by_script, by_form, shown]);
        }
        for (answer, email) in answers.iter().zip(ADDRESSES) {
            assert_eq!(answer, &answers[0], "{call} {email}");
        }
    }

    /// An approver adds somebody at two practices, by a script and by a plain form, then looks at where that leads, at
    /// the lists, and adds the same address once more.
    async fn adds(&self, email: &str) -> Vec<Answered> {
        let bont = self.app.practice("W91001", "Meddygfa'r Bont").await;
        let castell = self.app.practice("W91002", "Canolfan Iechyd y Castell").await;
        let sian = self.app.member("Siân Jones", "sian@practice.example", &bont).await;
        self.app.let_in(sian.id, &castell, Role::PracticeEnabledUser).await;
        let to = |code: &'static str| {
            [
                ("code", code),
                ("first_name", "Nia"),
                ("last_name", "Lloyd"),
                ("email", email),
                ("position", ""),
                ("language", "cy"),
                ("medical_secretary", "yes"),
            ]
        };
        let mut led_to = String::new();
        let by_form = async {
            let reply = sian
                .browser
                .post("/organisations/W91002/new-user", "add_new_user", &to("W91002"))
                .await;
            reply.location().clone_into(&mut led_to);
            reply
        };
        let fields = to("W91001");
        let by_script = sian.browser.call_raw("add_new_user", &fields);
        let mut answers = vec![self.weigh(email, by_script).await, self.weigh(email, by_form).await];
        for added in &answers {
            assert_eq!((added.hashes, added.letters), (0, 1), "{email}: {}", added.body);
        }
        assert!(led_to.starts_with("/new-users/"), "{led_to}");
        for page in [led_to.as_str(), "/registrations?state=all", "/cy/users"] {
            answers.push(self.weigh(email, sian.browser.get(page)).await);
        }
        answers.push(self.weigh(email, sian.browser.call_raw("add_new_user", &fields)).await);
        for answer in &mut answers {
            answer.put_ids_aside();
        }
        answers
    }
}

fn recorder() -> PrometheusRecorder {
    PrometheusBuilder::new().build_recorder()
}

#[tokio::test]
async fn a_wrong_password_is_answered_alike_whoever_it_is() {
    let recorder = recorder();
    let _counting = metrics::set_default_local_recorder(&recorder);
    let town = Town::new(recorder.handle()).await;
    let wrong = [("password", "not the password"), ("next", "")];
    town.all_alike("/sign-in", "sign_in", &wrong, (1, 0)).await;
    town.all_alike("/cy/sign-in", "sign_in", &wrong, (1, 0)).await;
    for _ in 0..3 {
        town.all_alike("/sign-in", "sign_in", &wrong, (1, 0)).await;
    }
    // After ten nobody's password is looked at.
    town.all_alike("/sign-in", "sign_in", &wrong, (0, 0)).await;
}

#[tokio::test]
async fn asking_for_a_new_password_is_answered_alike_whoever_it_is() {
    let recorder = recorder();
    let _counting = metrics::set_default_local_recorder(&recorder);
    let town = Town::new(recorder.handle()).await;
    town.all_alike("/forgotten-password", "ask_for_reset", &[], (0, 1))
        .await;
}

#[tokio::test]
async fn asking_for_another_confirmation_is_answered_alike_whoever_it_is() {
    let recorder = recorder();
    let _counting = metrics::set_default_local_recorder(&recorder);
    let town = Town::new(recorder.handle()).await;
    town.all_alike("/cy/confirm", "send_confirmation_again", &[], (0, 1))
        .await;
}

#[tokio::test]
async fn after_three_letters_in_an_hour_nobody_is_written_to_and_the_answer_stays() {
    let recorder = recorder();
    let _counting = metrics::set_default_local_recorder(&recorder);
    let town = Town::new(recorder.handle()).await;
    for email in ADDRESSES {
        for _ in 0..3 {
            let sent: Receipt = town
                .app
                .browser()
                .call("ask_for_reset", &[("email", email)])
                .await
                .unwrap();
            assert_eq!(sent, Receipt::go_to(domain::Page::ForgottenSent));
        }
    }
    for call in ["ask_for_reset", "send_confirmation_again"] {
        town.all_alike("/forgotten-password", call, &[], (0, 0)).await;
    }
}

#[tokio::test]
async fn creating_an_account_is_answered_alike_whoever_it_is() {
    let recorder = recorder();
    let _counting = metrics::set_default_local_recorder(&recorder);
    let town = Town::new(recorder.handle()).await;
    town.app.practice("W91001", "Meddygfa'r Bont").await;
    let mut answers = Vec::new();
    for email in ADDRESSES {
        let newcomer = Newcomer::new(&town.app, "Nia Lloyd", email);
        newcomer.gives_details().await.unwrap();
        newcomer.chooses("W91001").await.unwrap();
        newcomer.chooses_role("provider_user").await.unwrap();
        let sent = newcomer.browser.call_raw("send_registration", &[]);
        let sent = town.weigh(email, sent).await;
        assert_eq!((sent.hashes, sent.letters), (0, 1), "{email}");
        let shown = town.weigh(email, newcomer.browser.get("/create-account/sent")).await;
        let again = town.weigh(email, newcomer.browser.get("/create-account/check")).await;
        answers.push([sent, shown, again]);
    }
    for (answer, email) in answers.iter().zip(ADDRESSES) {
        assert_eq!(answer, &answers[0], "{email}");
    }
}

#[tokio::test]
async fn adding_a_new_user_is_answered_alike_whoever_it_is() {
    let recorder = recorder();
    let _counting = metrics::set_default_local_recorder(&recorder);
    let mut answers = Vec::new();
    for email in ADDRESSES {
        // A town for each, so that nobody sees who was added before.
        let town = Town::new(recorder.handle()).await;
        answers.push(town.adds(email).await);
    }
    for (answer, email) in answers.iter().zip(ADDRESSES) {
        for (one, first) in answer.iter().zip(&answers[0]) {
            assert_eq!(one, first, "{email}");
        }
    }
}

//! Live tables: what happens reaches whoever may see it, in every server process, and nobody else; a stream ends with the
//! session, the access and the server.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::{Request, StatusCode, header};
use chrono::TimeDelta;
use domain::audit::Event;
use domain::live::{Happening, Noun};
use domain::permission::Role;
use domain::sessions::TimeLeft;
use futures_util::StreamExt;
use server::mail::Mailer;
use server::secrets::SealingKey;
use storage::{Heard, Options, Store};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::watch;
use tokio::time::timeout;

use crate::{Browser, Database, Person, Practice, TestApp, on_both};

on_both!(
    what_one_person_decides_the_other_hears,
    a_stream_says_an_organisation_and_a_noun_and_nothing_else,
    nobody_hears_of_an_organisation_that_is_not_theirs,
    a_revoked_persons_stream_ends_and_the_next_says_nothing_of_that_practice,
    an_administrator_hears_of_the_practices_beneath_and_no_others,
    whoever_is_let_in_is_asked_anew_who_they_are,
    signing_out_ends_the_stream,
    many_decisions_are_a_few_events,
);

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(10);

/// An open stream.
struct Stream {
    body: BodyDataStream,
    rest: String,
}

impl Stream {
    async fn of(app: &TestApp, browser: &Browser) -> Self {
        listening(app).await;
        let response = browser.begin(Request::get("/live").body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
        assert_eq!(response.headers()["x-accel-buffering"], "no");
        let mut stream = Self {
            body: response.into_body().into_data_stream(),
            rest: String::new(),
        };
        assert_eq!(
            stream.next().await.as_deref(),
            Some("everything"),
            "whoever begins has missed what was before"
        );
        stream
    }

    /// What is said next; nothing when the stream has ended.
    async fn next(&mut self) -> Option<String> {
        loop {
            if let Some((event, rest)) = self.rest.split_once("\n\n") {
                let lines = event.lines().filter_map(|line| line.strip_prefix("data: "));
                let said = lines.collect::<Vec<_>>().join("\n");
                let rest = rest.to_owned();
                self.rest = rest;
                if said.is_empty() {
                    continue;
                }
                return Some(said);
            }
            let more = timeout(PATIENCE, self.body.next()).await.expect("something is said");
            self.rest.push_str(str::from_utf8(&more?.unwrap()).unwrap());
        }
    }

    /// All lines up to one.
    async fn until(&mut self, last: &str) -> Vec<String> {
        let mut lines = Vec::new();
        while !lines.iter().any(|line| line == last) {
            let said = self.next().await.expect("the stream goes on");
            lines.extend(said.lines().map(str::to_owned));
        }
        lines
    }

    /// The stream ends, and the last that it says is that one is to ask anew who one is.
    async fn ends(&mut self) -> Vec<String> {
        let mut lines = Vec::new();
        while let Some(said) = self.next().await {
            lines.extend(said.lines().map(str::to_owned));
        }
        assert_eq!(lines.last().map(String::as_str), Some("you"));
        lines
    }
}

/// Waits until this process hears what is told: the first listener of a process on `PostgreSQL` hears only that something may
/// have been missed, however late the connection that listens comes.
async fn listening(app: &TestApp) {
    let mut hearing = app.store.happenings();
    loop {
        let change = app.store.change().await.unwrap();
        change.commit(app.entry(Event::ListExported)).await.unwrap();
        while let Ok(heard) = timeout(Duration::from_millis(100), hearing.next()).await {
            if heard != Heard::Everything {
                return;
            }
        }
    }
}

fn line(practice: &Practice, noun: Noun) -> String {
    let organisation = Some(practice.id);
    Happening { organisation, noun }.to_string()
}

/// Something of an organisation changes.
async fn something_happens(app: &TestApp, practice: &Practice, event: Event) {
    let change = app.store.change().await.unwrap();
    change
        .commit(app.entry(event).for_organisation(practice.id))
        .await
        .unwrap();
}

/// One person revokes another's access.
async fn revoke(by: &Person, practice: &Practice, whom: &Person) {
    let users = by.practice_users(practice).await.unwrap();
    let member = users.members.iter().find(|member| member.email == whom.email).unwrap();
    by.revokes(practice, member.id).await.unwrap();
}

/// Another server process on the same database.
async fn beside(app: &TestApp) -> TestApp {
    let store = Store::open(&app.config.database, Options::default()).await.unwrap();
    let mailer = Mailer::new(&app.config, SealingKey::passing()).unwrap();
    TestApp {
        router: server::build(&app.config, store.clone(), app.clock.clone(), &mailer),
        store,
        clock: app.clock.clone(),
        config: app.config.clone(),
        mailer,
        database: app.database.clone(),
    }
}

async fn what_one_person_decides_the_other_hears(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa Bryn Gwyn").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Rees", "huw@bont.example", &practice).await;
    let gwen = app.person("Gwen Prys", "gwen@bont.example").await;
    let mut stream = Stream::of(&app, &sian.browser).await;
    let request = gwen.asks(&practice).await;
    stream.until(&line(&practice, Noun::JoinRequests)).await;
    huw.approves(&practice, request).await.unwrap();
    stream.until(&line(&practice, Noun::Members)).await;
}

async fn a_stream_says_an_organisation_and_a_noun_and_nothing_else(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa Bryn Gwyn").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let mut stream = Stream::of(&app, &sian.browser).await;
    for event in Event::ALL {
        something_happens(&app, &practice, event).await;
    }
    sian.signs_out().await.unwrap();
    let lines = stream.ends().await;
    for line in lines
        .iter()
        .filter(|line| !["everything", "you"].contains(&line.as_str()))
    {
        let happening = Happening::parse(line).expect("it is a happening");
        assert_eq!(
            (happening.organisation, &happening.to_string()),
            (Some(practice.id), line)
        );
        assert!(!matches!(happening.noun, Noun::Proposals | Noun::Sessions), "{line}");
    }
}

async fn nobody_hears_of_an_organisation_that_is_not_theirs(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa Bryn Gwyn").await;
    let other = app.practice("W91002", "Meddygfa'r Bont").await;
    let huw = app.member("Huw Rees", "huw@bont.example", &practice).await;
    let nia = app.member("Nia Vaughan", "nia@bont.example", &practice).await;
    let listens = app.member("Mair Owen", "mair@bont.example", &other).await;
    let asks = app.member("Gwen Prys", "gwen@bont.example", &other).await;
    asks.asks(&practice).await;
    let revoked = app.member("Ann Pugh", "ann@bont.example", &other).await;
    app.let_in(revoked.id, &practice, Role::PracticeEnabledUser).await;
    revoke(&huw, &practice, &revoked).await;
    listening(&app).await;
    let asked_for = format!("/live?organisation={}&noun=members", practice.id);
    let mut streams = Vec::new();
    for person in [&listens, &asks, &revoked] {
        let request = Request::get(&asked_for).header("last-event-id", line(&practice, Noun::Members));
        let response = person.browser.begin(request.body(Body::empty()).unwrap()).await;
        streams.push(Stream {
            body: response.into_body().into_data_stream(),
            rest: String::new(),
        });
    }
    for event in Event::ALL {
        something_happens(&app, &practice, event).await;
    }
    revoke(&huw, &practice, &nia).await;
    something_happens(&app, &other, Event::ListExported).await;
    for stream in &mut streams {
        for said in stream.until(&line(&other, Noun::History)).await {
            let happening = Happening::parse(&said);
            let theirs = happening.is_some_and(|happening| happening.organisation == Some(other.id));
            assert!(theirs || said == "everything", "{said}");
        }
    }
    let nobody = app.browser();
    nobody.set_cookie("porthor-session", "0123456789012345678901234567890123456789012");
    for browser in [&app.browser(), &nobody] {
        let reply = browser.get(&asked_for).await;
        assert_eq!(reply.status, StatusCode::NO_CONTENT);
        assert!(!reply.says(&practice.id.to_string()));
    }
}

async fn a_revoked_persons_stream_ends_and_the_next_says_nothing_of_that_practice(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa Bryn Gwyn").await;
    let other = app.practice("W91002", "Meddygfa'r Bont").await;
    let huw = app.member("Huw Rees", "huw@bont.example", &practice).await;
    let sian = app.member("Siân Jones", "sian@bont.example", &other).await;
    app.let_in(sian.id, &practice, Role::PracticeEnabledUser).await;
    let mut stream = Stream::of(&app, &sian.browser).await;
    revoke(&huw, &practice, &sian).await;
    let said = stream.ends().await;
    assert!(
        said.iter().all(|line| ["everything", "you"].contains(&line.as_str())),
        "{said:?}"
    );
    let mut next = Stream::of(&app, &sian.browser).await;
    something_happens(&app, &practice, Event::ProfileChanged).await;
    something_happens(&app, &other, Event::ProfileChanged).await;
    let said = next.until(&line(&other, Noun::Organisations)).await;
    assert!(!said.contains(&line(&practice, Noun::Organisations)));
}

async fn an_administrator_hears_of_the_practices_beneath_and_no_others(app: TestApp) {
    let nia = app.administrator("Nia Vaughan", "nia@board.example", "7A1").await;
    let beneath = app.practice_beneath("W91001", "Meddygfa Bryn Gwyn", "7A1").await;
    let other = app.practice("W91002", "Meddygfa'r Bont").await;
    let mut stream = Stream::of(&app, &nia.browser).await;
    for practice in [&other, &beneath] {
        something_happens(&app, practice, Event::RequestReady).await;
    }
    let said = stream.until(&line(&beneath, Noun::JoinRequests)).await;
    assert!(!said.contains(&line(&other, Noun::JoinRequests)));
}

async fn whoever_is_let_in_is_asked_anew_who_they_are(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa Bryn Gwyn").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let gwen = app.person("Gwen Prys", "gwen@bont.example").await;
    let request = gwen.asks(&practice).await;
    let mut stream = Stream::of(&app, &gwen.browser).await;
    sian.approves(&practice, request).await.unwrap();
    stream.ends().await;
}

async fn signing_out_ends_the_stream(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa Bryn Gwyn").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Rees", "huw@bont.example", &practice).await;
    let (mut sians, mut huws) = (
        Stream::of(&app, &sian.browser).await,
        Stream::of(&app, &huw.browser).await,
    );
    sian.signs_out().await.unwrap();
    sians.ends().await;
    something_happens(&app, &practice, Event::ProfileChanged).await;
    let said = huws.until(&line(&practice, Noun::Organisations)).await;
    assert!(!said.contains(&"you".to_owned()), "his goes on");
}

async fn many_decisions_are_a_few_events(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa Bryn Gwyn").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let mut stream = Stream::of(&app, &sian.browser).await;
    let listening = tokio::spawn(async move {
        let mut events = 0;
        while let Some(said) = stream.next().await {
            events += 1;
            if said.contains(Noun::History.tag()) {
                break;
            }
        }
        events
    });
    for _ in 0..500 {
        something_happens(&app, &practice, Event::RequestRejected).await;
    }
    something_happens(&app, &practice, Event::ListExported).await;
    let events = timeout(6 * PATIENCE, listening).await.unwrap().unwrap();
    assert!(events < 100, "{events}");
}

/// The service with a quick heart-beat, for what is found out only with time.
async fn beating() -> TestApp {
    TestApp::with(Database::sqlite(), |config| {
        config.heart_beat = Duration::from_millis(20);
    })
    .await
}

#[tokio::test]
async fn a_session_that_has_rested_too_long_ends_its_stream() {
    let app = beating().await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let mut stream = Stream::of(&app, &sian.browser).await;
    app.clock.advance(TimeDelta::minutes(31));
    stream.ends().await;
}

#[tokio::test]
async fn a_session_that_ended_without_an_event_ends_its_stream() {
    let app = beating().await;
    let practice = app.practice("W91001", "Meddygfa Bryn Gwyn").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let mut stream = Stream::of(&app, &sian.browser).await;
    let mut change = app.store.change().await.unwrap();
    change.sessions().end_all(sian.id, app.now()).await.unwrap();
    change.commit_housekeeping(storage::Housekeeping::Sweep).await.unwrap();
    stream.ends().await;
}

#[tokio::test]
async fn neither_listening_nor_what_a_page_asks_by_itself_counts_as_doing_something() {
    let app = beating().await;
    let practice = app.practice("W91001", "Meddygfa Bryn Gwyn").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let left = async || {
        let left: TimeLeft = sian.browser.call("session_left", &[]).await.unwrap();
        left.seconds
    };
    let mut stream = Stream::of(&app, &sian.browser).await;
    let whole = left().await;
    app.clock.advance(TimeDelta::minutes(10));
    drop(Stream::of(&app, &sian.browser).await);
    let request = Request::post("/api/pending_requests")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ACCEPT, "application/json")
        .header("x-porthor-by-itself", "1")
        .body(Body::empty());
    assert_eq!(sian.browser.send(request.unwrap()).await.status, StatusCode::OK);
    something_happens(&app, &practice, Event::ProfileChanged).await;
    stream.until(&line(&practice, Noun::Organisations)).await;
    assert_eq!(left().await, whole - 600);
    sian.practice_users(&practice).await.unwrap();
    assert_eq!(left().await, whole, "whoever asks does something");
}

#[tokio::test]
async fn a_session_has_a_few_streams_and_loses_the_oldest() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let mut oldest = Stream::of(&app, &sian.browser).await;
    let mut others = Vec::new();
    for _ in 0..3 {
        others.push(Stream::of(&app, &sian.browser).await);
    }
    assert_eq!(oldest.next().await.as_deref(), Some("enough"));
    assert_eq!(oldest.next().await, None);
}

#[tokio::test]
async fn streams_end_when_the_server_stops() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = watch::channel(false);
    let grace = Duration::from_mins(1);
    let serving = tokio::spawn(server::http::serve(listener, app.router.clone(), stopped, grace));
    let mut connection = tokio::net::TcpStream::connect(address).await.unwrap();
    let session = sian.browser.cookie("porthor-session").unwrap();
    let request = format!("GET /live HTTP/1.1\r\nHost: localhost\r\nCookie: porthor-session={session}\r\n\r\n");
    connection.write_all(request.as_bytes()).await.unwrap();
    let mut said = vec![0; 4096];
    let read = timeout(PATIENCE, connection.read(&mut said)).await.unwrap().unwrap();
    assert!(String::from_utf8_lossy(&said[..read]).starts_with("HTTP/1.1 200"));
    stop.send(true).unwrap();
    timeout(PATIENCE, serving)
        .await
        .expect("it does not wait for the grace")
        .unwrap()
        .unwrap();
}

#[test]
fn what_one_process_decides_whoever_listens_to_another_hears() {
    let Some(database) = Database::postgresql() else { return };
    crate::both::run(database, async |app| {
        let other = beside(&app).await;
        let practice = app.practice("W91001", "Meddygfa Bryn Gwyn").await;
        let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
        let huw = app.member("Huw Rees", "huw@bont.example", &practice).await;
        let gwen = app.person("Gwen Prys", "gwen@bont.example").await;
        let there = Person::new(&other, sian.id, &sian.name, &sian.email);
        there.signs_in().await;
        let mut stream = Stream::of(&other, &there.browser).await;
        let request = gwen.asks(&practice).await;
        stream.until(&line(&practice, Noun::JoinRequests)).await;
        huw.approves(&practice, request).await.unwrap();
        stream.until(&line(&practice, Noun::Members)).await;
        revoke(&huw, &practice, &sian).await;
        stream.ends().await;
        drop(stream);
        other.store.close().await;
    });
}

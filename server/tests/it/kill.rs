//! `kill -9` in the middle of decisions: what was answered is there, with its letter and its line of the audit, and
//! nothing is there half. The real binary on a real port, killed over and over.

use std::sync::{Arc, Mutex};

use domain::accounts::{Account, AccountState, Position};
use domain::audit::Event;
use domain::join_requests::{JoinRequest, State};
use domain::letter::{Letter, LetterText};
use domain::members::Standing;
use domain::permission::Role;
use domain::{Clock, EmailAddress, JoinRequestId, Language, PersonId, PersonName, SessionId};
use server::clock::SystemClock;
use server::secrets;
use storage::{NewSession, Store};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::process::Server;
use crate::{Practice, TestApp, on_both};

const KILLS: usize = 20;
/// Requests that wait at the beginning of each round; more than are decided before the kill.
const REQUESTS: usize = 24;
const DECIDERS: usize = 4;

on_both!(what_was_answered_survives_a_kill_and_nothing_is_there_half);

async fn what_was_answered_survives_a_kill_and_nothing_is_there_half(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa Bryn Gwyn").await;
    let sian = app.member("Siân Jones", "sian@example.org", &practice).await;
    let session = session_of(&app.store, sian.id).await;
    let folder = tempfile::tempdir().unwrap();
    let mut asked: Vec<(JoinRequestId, PersonId)> = Vec::new();
    let mut answered: Vec<JoinRequestId> = Vec::new();
    for round in 0..KILLS {
        let fresh = wait_in_line(&app.store, &practice, round).await;
        asked.extend(&fresh);
        let mut server = Server::start(&["serve"], &app.config.database, folder.path()).await;
        let address = server.address.clone();
        // Another moment in each round, counted in answers rather than in time.
        answered.extend(decide_until(&mut server, &address, &session, &fresh, 1 + round % 7).await);
        check(&app.store, &practice, &asked, &answered).await;
    }
    assert!(answered.len() >= KILLS);
}

/// Signed in already: a session that the real clock agrees with.
async fn session_of(store: &Store, person: PersonId) -> String {
    let secret = secrets::token();
    let now = SystemClock.now();
    let mut change = store.change().await.unwrap();
    let session = NewSession {
        id: SessionId::new(storage::fresh(now)),
        hash: secrets::hash(&secret),
        person,
        made_at: now,
        device: "a test".to_owned(),
        address: "127.0.0.1".to_owned(),
    };
    change.sessions().start(&session).await.unwrap();
    change
        .commit_housekeeping(storage::Housekeeping::SessionSeen)
        .await
        .unwrap();
    secret
}

/// People with confirmed addresses whose requests wait.
async fn wait_in_line(store: &Store, practice: &Practice, round: usize) -> Vec<(JoinRequestId, PersonId)> {
    let now = SystemClock.now();
    let mut asked = Vec::new();
    let mut change = store.change().await.unwrap();
    for place in 0..REQUESTS {
        let account = Account {
            id: PersonId::new(storage::fresh(now)),
            email: EmailAddress::parse(&format!("asks{round}-{place}@example.org")).unwrap(),
            first_name: PersonName::parse("Gwen").unwrap(),
            last_name: PersonName::parse("Rees").unwrap(),
            language: Language::English,
            position: Some(Position::Administrator),
            state: AccountState::Unconfirmed,
        };
        assert!(change.people().create(&account, now).await.unwrap());
        assert!(change.people().confirm(account.id, "no password", now).await.unwrap());
        let request = JoinRequest {
            id: JoinRequestId::new(storage::fresh(now)),
            person: account.id,
            organisation: practice.id,
            role: Role::PracticeEnabledUser,
            reason: "Rotas.".to_owned(),
            made_at: now,
            state: State::Pending,
        };
        assert!(change.join_requests().make(&request).await.unwrap());
        asked.push((request.id, account.id));
    }
    change.commit_housekeeping(storage::Housekeeping::Sweep).await.unwrap();
    asked
}

/// Decides from several connections at once, and kills the server after so many answers, while others are under way.
async fn decide_until(
    server: &mut Server,
    address: &str,
    session: &str,
    requests: &[(JoinRequestId, PersonId)],
    enough: usize,
) -> Vec<JoinRequestId> {
    let left = Arc::new(Mutex::new(requests.iter().map(|(id, _)| *id).collect::<Vec<_>>()));
    let (said, mut heard) = tokio::sync::mpsc::unbounded_channel();
    for _ in 0..DECIDERS {
        let (left, said) = (left.clone(), said.clone());
        let (address, session) = (address.to_owned(), session.to_owned());
        tokio::spawn(async move {
            loop {
                let Some(id) = left.lock().unwrap().pop() else { break };
                match approve(&address, &session, id).await {
                    Ok(reply) if reply.starts_with("HTTP/1.1 200") => said.send(id).unwrap(),
                    Ok(reply) if !reply.is_empty() => panic!("{reply}"),
                    _ => break,
                }
            }
        });
    }
    drop(said);
    let mut answered = Vec::new();
    while answered.len() < enough {
        answered.push(heard.recv().await.expect("the server answers until it is killed"));
    }
    server.kill();
    // What was answered between our decision and the kill counts too.
    while let Some(id) = heard.recv().await {
        answered.push(id);
    }
    answered
}

/// One approval over a connection of its own; the answer, or what there is of it.
async fn approve(address: &str, session: &str, id: JoinRequestId) -> std::io::Result<String> {
    let body = format!("code=W91001&id={id}&reason=");
    let request = format!(
        "POST /api/approve_join_request HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
         Accept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Sec-Fetch-Site: same-origin\r\nCookie: porthor-session={session}\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut reply = String::new();
    stream.read_to_string(&mut reply).await?;
    Ok(reply)
}

/// All or nothing, for every request ever made.
async fn check(store: &Store, practice: &Practice, asked: &[(JoinRequestId, PersonId)], answered: &[JoinRequestId]) {
    let letters = store.read().outbox().latest(u16::MAX).await.unwrap();
    for (id, person) in asked {
        let request = store.read().join_requests().by_id(*id).await.unwrap().unwrap();
        let approved = !matches!(request.state, State::Pending);
        let member = store.read().members().of(*person, practice.id).await.unwrap();
        let lets_in = member.is_some_and(|member| member.state == Standing::Active);
        let lines = store.read().audit().of_person(*person, 50).await.unwrap();
        let recorded = lines.iter().filter(|line| line.event == Event::RequestApproved).count();
        // Whoever was let in decides, too, and may have had the letter of the day.
        let of_the_decision =
            |letter: &Letter| letter.to.person == *person && !matches!(letter.text, LetterText::DailyDigest { .. });
        let to_them = |posted: &&storage::Posted| posted.letter.as_ref().is_some_and(of_the_decision);
        let posted = letters.iter().filter(to_them).count();
        assert_eq!(
            (lets_in, recorded, posted),
            (approved, usize::from(approved), usize::from(approved)),
            "{id}"
        );
        assert!(approved || !answered.contains(id), "{id} was answered and is gone");
    }
}

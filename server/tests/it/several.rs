//! Several requests at once: five hundred with everything among them that may not be decided there, two who decide the
//! same ones at once, the same post twice. Who may not, and the pages without scripts, are in `several/pages.rs`.

mod pages;

use std::collections::BTreeMap;

use app::error::AppError;
use domain::accounts::{Account, AccountState};
use domain::audit::Event;
use domain::form::{Field, Problem};
use domain::join_requests::several::{LeftOut, Outcome, SeveralView};
use domain::join_requests::{JoinRequest, State, StateTag};
use domain::permission::Role;
use domain::shared_mailbox::Warning;
use domain::{
    EmailAddress, FieldErrors, JoinRequestId, Language, Notice, Page, PersonId, PersonName, Receipt, Refusal, SeveralId,
};

use crate::{Person, Practice, TestApp, on_both};

on_both!(
    five_hundred_are_decided_and_each_says_what_came_of_it,
    two_who_decide_the_same_ones_at_once_give_each_one_outcome,
    the_same_post_twice_at_once_decides_each_once,
);

impl Person {
    /// Ticks requests and presses a button.
    pub(crate) async fn chooses(&self, requests: &[JoinRequestId], verdict: &str) -> Result<SeveralId, AppError> {
        let ids: Vec<String> = requests.iter().map(ToString::to_string).collect();
        let mut fields: Vec<(&str, &str)> = ids.iter().map(|id| ("ticked[]", id.as_str())).collect();
        fields.push(("verdict", verdict));
        let receipt: Receipt = self.browser.call("choose_several", &fields).await?;
        let path = receipt.go_to.path(Language::English);
        match Page::parse(&path) {
            Some((Page::Several(id), _)) => Ok(id),
            _ => panic!("{path} is another page"),
        }
    }

    async fn looks_at(&self, several: SeveralId) -> Result<SeveralView, AppError> {
        self.browser.call("several", &[("id", &several.to_string())]).await
    }

    async fn decides(&self, several: SeveralId, verdict: &str, reason: &str) -> Result<Receipt, AppError> {
        let id = several.to_string();
        let fields = [("id", id.as_str()), ("verdict", verdict), ("reason", reason)];
        self.browser.call("decide_several", &fields).await
    }
}

impl TestApp {
    /// Confirmed people who have asked, without their doing it page by page.
    async fn have_asked(&self, practice: &Practice, people: &[(String, String)], role: Role) -> Vec<JoinRequestId> {
        let mut change = self.store.change().await.expect("a change");
        let mut requests = Vec::new();
        for (name, email) in people {
            let (first_name, last_name) = name.split_once(' ').expect("two names");
            let account = Account {
                id: PersonId::new(storage::fresh(self.now())),
                email: EmailAddress::parse(email).expect("an address"),
                first_name: PersonName::parse(first_name).expect("a name"),
                last_name: PersonName::parse(last_name).expect("a name"),
                language: Language::English,
                position: None,
                state: AccountState::Unconfirmed,
            };
            let person = account.id;
            let made = change.people().create(&account, self.now()).await;
            assert!(made.expect("kept"), "{email} has an account");
            let confirmed = change.people().confirm(person, "no hash", self.now()).await;
            assert!(confirmed.expect("confirmed"));
            let request = JoinRequest {
                id: JoinRequestId::new(storage::fresh(self.now())),
                person,
                organisation: practice.id,
                role,
                reason: "I do the rotas.".to_owned(),
                made_at: self.now(),
                state: State::Pending,
            };
            assert!(change.join_requests().make(&request).await.expect("kept"));
            requests.push(request.id);
        }
        let entry = self.entry(Event::RequestMade).for_organisation(practice.id);
        change.commit(entry).await.expect("committed");
        requests
    }

    async fn state_of(&self, request: JoinRequestId) -> StateTag {
        let request = self.store.read().join_requests().by_id(request).await;
        request.expect("it can be read").expect("it is there").state.tag()
    }

    /// How many letters of each kind each address has.
    async fn letters_by_address(&self) -> BTreeMap<String, Vec<&'static str>> {
        let mut found: BTreeMap<String, Vec<&'static str>> = BTreeMap::new();
        for letter in self.letters().await {
            found.entry(letter.to).or_default().push(letter.name);
        }
        found
    }

    /// How many lines of the audit tell of a decision at a practice.
    async fn decisions_at(&self, practice: &Practice) -> usize {
        let events = [Event::RequestApproved, Event::RequestRejected];
        let mut read = self.store.read();
        let lines = read.audit().of_organisation(practice.id, Some(&events), None, 2_000);
        lines.await.expect("the audit can be read").len()
    }
}

fn people(how_many: usize, of: &str) -> Vec<(String, String)> {
    let each = |number| (format!("Gwen Rees-{of}"), format!("{of}.gwen{number}@bont.example"));
    (0..how_many).map(each).collect()
}

/// What came of each, in the order in which they were ticked.
fn outcomes(view: &SeveralView) -> Vec<&Outcome> {
    view.rows.iter().map(|row| &row.outcome).collect()
}

async fn five_hundred_are_decided_and_each_says_what_came_of_it(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let elsewhere = app.practice("W91002", "Canolfan Iechyd y Castell").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let role = Role::PracticeEnabledUser;
    let plain = app.have_asked(&practice, &people(480, "plain"), role).await;
    let raced = app.have_asked(&practice, &people(5, "raced"), role).await;
    let reception = |number| ("Gwen Rees".to_owned(), format!("reception@bont{number}.example"));
    let warned: Vec<(String, String)> = (0..8).map(reception).collect();
    let warned = app.have_asked(&practice, &warned, role).await;
    let foreign = app.have_asked(&elsewhere, &people(5, "foreign"), role).await;
    let unknown = [
        JoinRequestId::new(storage::fresh(app.now())),
        JoinRequestId::new(storage::fresh(app.now())),
    ];
    let ticked = [&plain[..], &raced, &warned, &foreign, &unknown].concat();
    assert_eq!(ticked.len(), 500);

    let mut more = ticked.clone();
    more.push(JoinRequestId::new(storage::fresh(app.now())));
    let too_many = FieldErrors::one(Field::Ticked, Problem::TooManyTicked { most: 500 });
    assert_eq!(sian.chooses(&more, "approve").await, Err(AppError::Invalid(too_many)));
    let none = FieldErrors::one(Field::Ticked, Problem::Missing);
    assert_eq!(sian.chooses(&[], "approve").await, Err(AppError::Invalid(none)));

    let several = sian.chooses(&ticked, "approve").await.expect("she decides here");
    let before = sian.looks_at(several).await.expect("it is hers");
    assert!(before.began.is_none());
    assert_eq!((before.waiting(), before.counts()), (485, (0, 15)));
    let left_out = |view: &SeveralView| {
        assert!(
            outcomes(view)[485..493]
                .iter()
                .all(|one| { matches!(one, Outcome::LeftOut(LeftOut::Warned(Warning::GenericAddress))) })
        );
        assert!(
            outcomes(view)[493..]
                .iter()
                .all(|one| **one == Outcome::LeftOut(LeftOut::NotThere)),
            "another practice's answers like one that is not there"
        );
        assert!(view.rows[493..].iter().all(|row| row.whom.is_none()));
    };
    left_out(&before);

    // Meanwhile somebody else decides.
    for request in &raced {
        huw.rejects(&practice, *request, "Not here.").await.expect("it waits");
    }
    let receipt = sian
        .decides(several, "approve", "All known to us.")
        .await
        .expect("most of them wait");
    assert_eq!(receipt.notice, Some(Notice::SeveralDecided { count: 480 }));
    assert!(receipt.go_to == Page::Several(several));

    let after = sian.looks_at(several).await.expect("it is hers");
    assert_eq!((after.waiting(), after.counts()), (0, (480, 20)));
    assert!(outcomes(&after)[..480].iter().all(|one| **one == Outcome::Approved));
    for outcome in &outcomes(&after)[480..485] {
        let Outcome::LeftOut(LeftOut::Refused(Refusal::AlreadyDecided { approved, by, .. })) = outcome else {
            panic!("{outcome:?}");
        };
        assert_eq!((*approved, by.as_deref()), (false, Some("Huw Tomos")));
    }
    left_out(&after);
    for request in warned.iter().chain(&foreign) {
        assert_eq!(app.state_of(*request).await, StateTag::Pending, "left as it was");
    }
    let letters = app.letters_by_address().await;
    let decided = letters.iter().filter(|(to, _)| to.contains("gwen"));
    assert!(
        decided.clone().all(|(_, letters)| letters.len() == 1),
        "one letter each"
    );
    assert_eq!(decided.count(), 485);
    assert!(!letters.contains_key(&huw.email), "others who decide get none");
    assert_eq!(app.decisions_at(&practice).await, 485);

    // Posted again, even with another verdict, it says the same and does nothing.
    let again = sian.decides(several, "reject", "No.").await.expect("it is answered");
    assert_eq!(again.notice, Some(Notice::SeveralDecided { count: 0 }));
    assert_eq!(sian.looks_at(several).await.expect("it is hers"), after);
    assert_eq!(app.decisions_at(&practice).await, 485);
}

async fn two_who_decide_the_same_ones_at_once_give_each_one_outcome(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let asked = app
        .have_asked(&practice, &people(30, "both"), Role::PracticeEnabledUser)
        .await;
    let hers = sian.chooses(&asked[..20], "approve").await.expect("she decides here");
    let his: Vec<JoinRequestId> = asked[10..].iter().rev().copied().collect();
    let his = huw.chooses(&his, "reject").await.expect("he decides here");
    let (one, other) = tokio::join!(
        sian.decides(hers, "approve", ""),
        huw.decides(his, "reject", "Please ask again in May.")
    );
    one.expect("answered");
    other.expect("answered");
    let (hers, his) = (
        sian.looks_at(hers).await.expect("hers"),
        huw.looks_at(his).await.expect("his"),
    );
    for request in &asked {
        let of = |view: &SeveralView| {
            let row = view.rows.iter().find(|row| row.id == *request);
            row.map(|row| row.outcome.clone())
        };
        let state = app.state_of(*request).await;
        match (of(&hers), of(&his)) {
            (Some(Outcome::Approved), None) => assert_eq!(state, StateTag::Approved),
            (None, Some(Outcome::Rejected)) => assert_eq!(state, StateTag::Rejected),
            (Some(Outcome::Approved), Some(Outcome::LeftOut(LeftOut::Refused(why)))) => {
                assert_eq!(state, StateTag::Approved);
                assert!(matches!(why, Refusal::AlreadyDecided { approved: true, by: Some(by), .. } if by == sian.name));
            }
            (Some(Outcome::LeftOut(LeftOut::Refused(why))), Some(Outcome::Rejected)) => {
                assert_eq!(state, StateTag::Rejected);
                assert!(matches!(why, Refusal::AlreadyDecided { approved: false, by: Some(by), .. } if by == huw.name));
            }
            both => panic!("{both:?}"),
        }
    }
    let letters = app.letters_by_address().await;
    let decided = letters.iter().filter(|(to, _)| to.contains("gwen"));
    assert!(decided.clone().all(|(_, letters)| letters.len() == 1), "{letters:?}");
    assert_eq!((decided.count(), app.decisions_at(&practice).await), (30, 30));
}

async fn the_same_post_twice_at_once_decides_each_once(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let asked = app
        .have_asked(&practice, &people(12, "twice"), Role::PracticeEnabledUser)
        .await;
    let several = sian.chooses(&asked, "approve").await.expect("she decides here");
    let (one, other) = tokio::join!(
        sian.decides(several, "approve", ""),
        sian.decides(several, "approve", "")
    );
    one.expect("answered");
    other.expect("answered");
    let view = sian.looks_at(several).await.expect("hers");
    assert!(view.rows.iter().all(|row| row.outcome == Outcome::Approved), "{view:?}");
    let letters = app.letters_by_address().await;
    let decided = letters.iter().filter(|(to, _)| to.contains("gwen"));
    assert!(decided.clone().all(|(_, letters)| letters.len() == 1), "{letters:?}");
    assert_eq!((decided.count(), app.decisions_at(&practice).await), (12, 12));
}

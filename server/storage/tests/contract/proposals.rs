//! What waits for a second support person, and how that ended.

use domain::audit::Event;
use domain::proposals::{Proposal, Settled, State, StateTag, What};
use domain::{OrganisationId, PersonId, ProposalId};
use storage::{Store, fresh};

use crate::on_both;
use crate::town::{at, line, pending, person, practice};

on_both!(
    the_same_is_proposed_once_and_again_after_it_was_settled,
    a_proposal_comes_back_with_names,
    of_fifty_who_settle_at_once_one_does,
    what_has_lapsed_no_longer_waits_and_can_be_proposed_again,
    the_team_is_listed_and_loses_people,
    an_override_is_found_until_it_is_used,
);

fn proposal(what: What, person: PersonId, by: PersonId) -> Proposal {
    Proposal {
        id: ProposalId::new(fresh(at(1))),
        what,
        person,
        why: "Known to all of us".into(),
        by,
        made_at: at(1),
        state: State::Open,
        used_at: None,
    }
}

async fn make(store: &Store, proposal: &Proposal) -> bool {
    let mut change = store.change().await.unwrap();
    let made = change.proposals().make(proposal).await.unwrap();
    change.commit(line(Event::ProposalMade)).await.unwrap();
    made
}

async fn settle(store: &Store, proposal: &Proposal) -> bool {
    let mut change = store.change().await.unwrap();
    let settled = change.proposals().settle(proposal).await.unwrap();
    change.commit(line(Event::ProposalTurnedDown)).await.unwrap();
    settled
}

fn turned_down(proposal: &Proposal, by: PersonId) -> Proposal {
    Proposal {
        state: State::TurnedDown(Settled { by, at: at(5) }),
        ..proposal.clone()
    }
}

fn administrator(organisation: OrganisationId) -> What {
    What::AdministratorJoins {
        organisation,
        request: None,
        ends_at: None,
    }
}

async fn the_same_is_proposed_once_and_again_after_it_was_settled(store: Store) {
    let board = practice(&store, "7A1").await;
    let other = practice(&store, "7A2").await;
    let olwen = person(&store, "Olwen", "Rees").await;
    let gwen = person(&store, "Gwen", "Harries").await;
    let first = proposal(What::SupportJoins, gwen, olwen);
    assert!(make(&store, &first).await);
    assert!(!make(&store, &proposal(What::SupportJoins, gwen, olwen)).await);
    let there = proposal(administrator(board), gwen, olwen);
    assert!(make(&store, &there).await);
    assert!(!make(&store, &proposal(administrator(board), gwen, olwen)).await);
    assert!(make(&store, &proposal(administrator(other), gwen, olwen)).await);
    let mut read = store.read();
    for (what, expected) in [(What::SupportJoins, first.id), (administrator(board), there.id)] {
        let like = read.proposals().open_like(what, gwen).await.unwrap().unwrap();
        assert_eq!(like.proposal.id, expected);
    }
    assert!(
        read.proposals()
            .open_like(What::SupportLeaves, gwen)
            .await
            .unwrap()
            .is_none()
    );
    assert!(settle(&store, &turned_down(&first, olwen)).await);
    assert!(!settle(&store, &turned_down(&first, olwen)).await);
    assert!(make(&store, &proposal(What::SupportJoins, gwen, olwen)).await);
    assert_eq!(read.proposals().open().await.unwrap().len(), 3);
}

async fn a_proposal_comes_back_with_names(store: Store) {
    let board = practice(&store, "7A1").await;
    let olwen = person(&store, "Olwen", "Rees").await;
    let owain = person(&store, "Owain", "Puw").await;
    let gwen = person(&store, "Gwen", "Harries").await;
    let request = pending(&store, gwen, board).await;
    let what = What::AdministratorJoins {
        organisation: board,
        request: Some(request.id),
        ends_at: Some(at(9_000)),
    };
    let made = proposal(what, gwen, olwen);
    assert!(make(&store, &made).await);
    let kept = store.read().proposals().proposed(made.id).await.unwrap().unwrap();
    assert_eq!(kept.proposal, made);
    assert_eq!(kept.proposer, "Olwen Rees");
    assert_eq!(kept.account.id, gwen);
    assert_eq!(kept.organisation.unwrap().0.as_str(), "7A1");
    assert_eq!(kept.settler, None);
    let confirmed = Proposal {
        state: State::Confirmed(Settled { by: owain, at: at(7) }),
        ..made
    };
    assert!(settle(&store, &confirmed).await);
    let kept = store.read().proposals().proposed(confirmed.id).await.unwrap().unwrap();
    assert_eq!(kept.proposal, confirmed);
    assert_eq!(kept.settler.as_deref(), Some("Owain Puw"));
    assert!(store.read().proposals().open().await.unwrap().is_empty());
}

async fn of_fifty_who_settle_at_once_one_does(store: Store) {
    let olwen = person(&store, "Olwen", "Rees").await;
    let owain = person(&store, "Owain", "Puw").await;
    let gwen = person(&store, "Gwen", "Harries").await;
    let made = proposal(What::SupportJoins, gwen, olwen);
    assert!(make(&store, &made).await);
    let tries: Vec<_> = (0..50)
        .map(|number| {
            let settled = Settled { by: owain, at: at(5) };
            let state = if number % 2 == 0 {
                State::Confirmed(settled)
            } else {
                State::TurnedDown(settled)
            };
            let (store, made) = (store.clone(), Proposal { state, ..made.clone() });
            tokio::spawn(async move { settle(&store, &made).await })
        })
        .collect();
    let mut settled = 0;
    for one in tries {
        settled += u32::from(one.await.unwrap());
    }
    assert_eq!(settled, 1);
    let kept = store.read().proposals().proposed(made.id).await.unwrap().unwrap();
    assert_ne!(kept.proposal.state.tag(), StateTag::Open);
}

async fn the_team_is_listed_and_loses_people(store: Store) {
    let olwen = person(&store, "Olwen", "Rees").await;
    let gwen = person(&store, "Gwen", "Harries").await;
    let mut change = store.change().await.unwrap();
    change.support().hold(at(1)).await.unwrap();
    assert!(change.support().appoint(olwen, at(1)).await.unwrap());
    assert!(change.support().appoint(gwen, at(2)).await.unwrap());
    assert_eq!(change.support().count_open().await.unwrap(), 2);
    change.commit(line(Event::SupportAppointed)).await.unwrap();
    let team = store.read().support().team().await.unwrap();
    let listed: Vec<_> = team.iter().map(|(account, since)| (account.id, *since)).collect();
    assert_eq!(listed, [(gwen, at(2)), (olwen, at(1))]);
    let mut change = store.change().await.unwrap();
    assert!(change.support().end(gwen).await.unwrap());
    assert!(!change.support().end(gwen).await.unwrap());
    change.commit(line(Event::SupportEnded)).await.unwrap();
    assert!(!store.read().support().is(gwen).await.unwrap());
}

async fn what_has_lapsed_no_longer_waits_and_can_be_proposed_again(store: Store) {
    let board = practice(&store, "7A1").await;
    let olwen = person(&store, "Olwen", "Rees").await;
    let gwen = person(&store, "Gwen", "Harries").await;
    let dai = person(&store, "Dai", "Price").await;
    let request = pending(&store, gwen, board).await;
    let what = What::AdministratorJoins {
        organisation: board,
        request: Some(request.id),
        ends_at: None,
    };
    let made = proposal(what, gwen, olwen);
    assert!(make(&store, &made).await);
    assert!(make(&store, &proposal(What::SupportJoins, dai, olwen)).await);
    let about = store.read().proposals().open_about(gwen).await.unwrap();
    assert_eq!(about, std::slice::from_ref(&made), "hers only");

    let lapsed = made.clone().lapse(at(6)).unwrap();
    let mut change = store.change().await.unwrap();
    assert!(change.proposals().settle(&lapsed).await.unwrap());
    assert!(!change.proposals().settle(&turned_down(&made, olwen)).await.unwrap());
    change.commit(line(Event::ProposalLapsed)).await.unwrap();
    let mut read = store.read();
    let kept = read.proposals().proposed(made.id).await.unwrap().unwrap();
    assert_eq!((kept.proposal, kept.settler), (lapsed, None));
    assert!(read.proposals().open_about(gwen).await.unwrap().is_empty());
    assert_eq!(read.proposals().open().await.unwrap().len(), 1);
    assert!(make(&store, &proposal(what, gwen, olwen)).await);
}

async fn an_override_is_found_until_it_is_used(store: Store) {
    let here = practice(&store, "W91001").await;
    let olwen = person(&store, "Olwen", "Rees").await;
    let owain = person(&store, "Owain", "Puw").await;
    let sian = person(&store, "Siân", "Jones").await;
    let what = What::LastApproverMayGo { organisation: here };
    let made = proposal(what, sian, olwen);
    assert!(make(&store, &made).await);
    assert!(!make(&store, &proposal(what, sian, olwen)).await);
    let unused = async || store.read().proposals().unused_overrides(sian).await.unwrap();
    assert!(unused().await.is_empty(), "nobody has confirmed it");
    let confirmed = Proposal {
        state: State::Confirmed(Settled { by: owain, at: at(7) }),
        ..made
    };
    assert!(settle(&store, &confirmed).await);
    assert_eq!(unused().await, std::slice::from_ref(&confirmed));
    for used in [true, false] {
        let mut change = store.change().await.unwrap();
        assert_eq!(change.proposals().use_up(confirmed.id, at(8)).await.unwrap(), used);
        change.commit(line(Event::LastApproverOverridden)).await.unwrap();
    }
    assert!(unused().await.is_empty());
    let kept = store.read().proposals().proposed(confirmed.id).await.unwrap().unwrap();
    assert_eq!(kept.proposal.used_at, Some(at(8)));
}

//! What a file changes; above all, that nobody walks back in by being listed.

use chrono::{TimeDelta, TimeZone, Utc};
use uuid::Uuid;

use super::*;
use crate::OdsCode;

fn at(minutes: i64) -> Moment {
    Moment::new(Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0).unwrap()).plus(TimeDelta::minutes(minutes))
}

fn practice(code: &str) -> At {
    At {
        organisation: OrganisationId::new(Uuid::from_u128(code.bytes().map(u128::from).sum())),
        code: OdsCode::parse(code).unwrap(),
        name: "Meddygfa'r Bont".to_owned(),
    }
}

fn listed(code: &str, name: &str, email: &str) -> Listed {
    let (first, last) = name.split_once(' ').unwrap();
    Listed {
        at: practice(code),
        first_name: PersonName::parse(first).unwrap(),
        last_name: PersonName::parse(last).unwrap(),
        email: EmailAddress::parse(email).unwrap(),
        role: Role::PracticeEnabledUser,
        starts: None,
        ends: None,
    }
}

fn sian() -> Listed {
    listed("W91001", "Siân Jones", "sian@bont.example")
}

/// What an import keeps of an entry, first listed at this moment; with a pre-approval.
fn kept(listed: &Listed, minutes: i64) -> Kept {
    Kept {
        at: listed.at.clone(),
        first_name: listed.first_name.clone(),
        last_name: listed.last_name.clone(),
        email: listed.email.clone(),
        role: listed.role,
        starts: listed.starts,
        ends: listed.ends,
        listed: true,
        listed_at: at(minutes),
        pre_approval: Some(PreApprovalId::new(Uuid::nil())),
    }
}

/// The same, listed no longer: the import that said so ended the pre-approval, where nobody had used it.
fn ended(listed: &Listed, minutes: i64, used: bool) -> Kept {
    let kept = kept(listed, minutes);
    Kept {
        listed: false,
        pre_approval: kept.pre_approval.filter(|_| used),
        ..kept
    }
}

fn of(listed: &[Listed], kept: &[Kept]) -> Matching {
    Matching {
        listed: listed.to_vec(),
        kept: kept.to_vec(),
        ..Matching::default()
    }
}

fn becomes(is: &Matching) -> (Becomes, Moment) {
    let difference = difference(is, at(60));
    assert_eq!((difference.new.len(), difference.changed.len()), (1, 0));
    (difference.new[0].becomes, difference.new[0].since)
}

#[test]
fn whoever_is_listed_for_the_first_time_is_pre_approved_there() {
    assert_eq!(becomes(&of(&[sian()], &[])), (Becomes::PreApproved, at(60)));
}

#[test]
fn the_same_again_changes_nothing() {
    let made = difference(&of(&[sian()], &[kept(&sian(), 0)]), at(60));
    let nothing = Difference {
        unchanged: 1,
        ..Difference::default()
    };
    assert_eq!(made, nothing);
}

#[test]
fn an_entry_is_for_its_practice_and_its_whole_address_alone() {
    let elsewhere = listed("W91002", "Siân Jones", "sian@bont.example");
    let longer = listed("W91001", "Anwen Sian", "anwensian@bont.example");
    let made = difference(&of(&[elsewhere, longer], &[kept(&sian(), 0)]), at(60));
    assert_eq!((made.new.len(), made.unlisted.len()), (2, 1));
}

#[test]
fn what_a_line_says_otherwise_is_named() {
    let otherwise = Listed {
        role: Role::ProviderUser,
        ends: NaiveDate::from_ymd_opt(2027, 3, 31),
        ..listed("W91001", "Siân Prys", "SIAN@bont.example")
    };
    let made = difference(&of(&[otherwise], &[kept(&sian(), 0)]), at(60));
    let aspects = [ManagerAspect::Name, ManagerAspect::Role, ManagerAspect::Days];
    assert_eq!(made.changed[0].aspects, aspects);
    assert_eq!(made.changed[0].manager.becomes, Becomes::AsBefore);
    assert_eq!(made.changed[0].manager.since, at(0), "it is as old as it was");
}

#[test]
fn a_member_gains_nothing_by_being_listed() {
    let mut is = of(&[sian()], &[]);
    is.members.insert(sian().key());
    assert_eq!(becomes(&is).0, Becomes::Member);
    let mut is = of(&[sian()], &[]);
    is.pre_approved.insert(sian().key());
    assert_eq!(becomes(&is).0, Becomes::PreApprovedBySomebody);
}

#[test]
fn a_revoked_manager_who_is_still_listed_does_not_walk_back_in() {
    // Revoked before any import could pre-approve them: as a member they had gained nothing.
    let without = Kept {
        pre_approval: None,
        ..kept(&sian(), 0)
    };
    let mut is = of(&[sian()], std::slice::from_ref(&without));
    is.last_no.insert(sian().key(), at(30));
    assert_eq!(difference(&is, at(60)).unchanged, 1);
    // Let in by the register, then revoked: what was used stays used.
    let mut is = of(&[sian()], &[kept(&sian(), 0)]);
    is.last_no.insert(sian().key(), at(30));
    assert_eq!(difference(&is, at(60)).unchanged, 1);
    // Whoever is neither a member nor was turned down any more is pre-approved at last, as of the first listing.
    let made = difference(&of(&[sian()], &[without]), at(60));
    assert_eq!(made.changed[0].aspects, [ManagerAspect::PreApproval]);
    assert_eq!(made.changed[0].manager.since, at(0));
}

#[test]
fn whoever_is_listed_again_counts_as_listed_since_the_first_time() {
    let again = |used| of(&[sian()], &[ended(&sian(), 0, used)]);
    assert_eq!(becomes(&again(false)), (Becomes::PreApproved, at(0)));
    assert_eq!(becomes(&again(true)), (Becomes::AsBefore, at(0)), "once is once");
    let mut revoked = again(false);
    revoked.last_no.insert(sian().key(), at(30));
    assert_eq!(becomes(&revoked), (Becomes::ToPeople, at(0)));
    let mut before = again(false);
    before.last_no.insert(sian().key(), at(-30));
    assert_eq!(becomes(&before), (Becomes::PreApproved, at(0)), "the listing is newer");
}

#[test]
fn another_address_makes_nobody_new() {
    let moved = listed("W91001", "SIÂN  JONES", "sian.jones@bont.example");
    let made = difference(&of(&[moved], &[kept(&sian(), 0)]), at(60));
    assert_eq!(made.new[0].since, at(0));
    assert_eq!(made.unlisted.len(), 1);
}

#[test]
fn whoever_is_no_longer_listed_is_told_and_whether_they_are_in() {
    let mut is = of(
        &[],
        &[
            kept(&sian(), 0),
            ended(&listed("W91002", "Huw Prys", "huw@x.example"), 0, true),
        ],
    );
    is.members.insert(sian().key());
    let unlisted = difference(&is, at(60)).unlisted;
    assert_eq!(unlisted, [(kept(&sian(), 0), true)]);
}

#[test]
fn nobody_loses_anything_by_a_line_that_was_refused() {
    let lost = |who: Option<String>| {
        let mut is = of(&[], &[kept(&sian(), 0)]);
        is.doubts.extend(who);
        difference(&is, at(60)).unlisted.len()
    };
    assert_eq!(lost(doubt(Some("W91001"), Some("sian@bont.example"), "")), 0);
    assert_eq!(lost(doubt(None, Some("sian@bont.example"), "")), 0);
    assert_eq!(lost(doubt(Some("W91001"), None, "SIAN Jones")), 0);
    assert_eq!(
        lost(doubt(Some("W91002"), Some("sian@bont.example"), "")),
        1,
        "elsewhere"
    );
    assert_eq!(
        lost(doubt(Some("W91001"), Some("ian@bont.example"), "")),
        1,
        "somebody else"
    );
    assert_eq!(lost(doubt(None, None, "Siân Jones")), 1, "it could be anybody");
}

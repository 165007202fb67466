//! Closing one's own account (S61–S65): a reason, kept as a draft under the browser's visit cookie, then the password.
//! What ends with it, whoever closes it, is in `people/ending.rs`.

use domain::audit::Event;
use domain::form::Field;
use domain::letter::LetterText;
use domain::members::keeping::Keeping;
use domain::my_account::{ClosingDraft, ClosingView, ClosingWish};
use domain::proposals::enough_without_one;
use domain::{Caller, Notice, Page, Receipt, Refusal};
use storage::{Closure, Housekeeping};

use super::{must_be_sure, own_line};
use crate::services::members::keeping::given_rows;
use crate::services::people::ending::{end_everything, entangled, is_open};
use crate::services::stopped::Act;
use crate::services::{Doorkeeper, letter};

/// The name of this wizard's drafts.
const DRAFT: &str = "closing";

impl Doorkeeper {
    pub(super) async fn show_closing(&self, caller: &Caller) -> Act<ClosingView> {
        let mut read = self.read();
        let draft = match caller.visit.key.as_deref() {
            Some(key) => read.drafts().of_person(key, DRAFT, caller.person).await?,
            None => None,
        };
        let requests = read.join_requests().of_person(caller.person).await?;
        let given = read.pre_approvals().given_anywhere(caller.person).await?;
        let added = read.new_users().given_anywhere(caller.person).await?;
        let few =
            read.support().is(caller.person).await? && enough_without_one(read.support().count_open().await?).is_err();
        Ok(ClosingView {
            draft: draft.and_then(|body| kept(&body)),
            organisations: self.acted_for(caller.person).await?,
            requests: requests
                .into_iter()
                .filter(is_open)
                .map(|applied| applied.organisation)
                .collect(),
            given: given_rows(&given, &added, &Keeping::default()),
            in_the_way: self.last_approver_at(caller, caller.person, None, self.now()).await?,
            few_support_people: few,
        })
    }

    pub(super) async fn keep_closing_reason(&self, caller: &Caller, draft: &ClosingDraft) -> Act<Receipt> {
        let key = caller.visit.key.as_deref().ok_or(Refusal::StartAgain)?;
        let body = serde_json::to_string(draft)?;
        let mut change = self.change().await?;
        change
            .drafts()
            .put(key, DRAFT, &body, Some(caller.person), self.now())
            .await?;
        change.commit_housekeeping(Housekeeping::Draft).await?;
        Ok(Receipt::go_to(Page::CloseAccountConfirm))
    }

    pub(super) async fn close_account(&self, caller: &Caller, wish: ClosingWish) -> Act<Receipt> {
        // permit: the reason was given, and the password is the proof
        let key = caller.visit.key.as_deref().ok_or(Refusal::StartAgain)?;
        let draft = self.read().drafts().of_person(key, DRAFT, caller.person).await?;
        let draft = draft.and_then(|body| kept(&body)).ok_or(Refusal::StartAgain)?;
        must_be_sure(caller)?;
        let known = self
            .must_know_password(&caller.visit, caller.person, wish.password, Field::Password)
            .await?;
        let now = self.now();
        let mut change = self.change().await?;
        // Support people who go at once queue, so that two are left.
        if caller.support {
            change.support().hold(now).await?;
        }
        let held = entangled(&mut change, caller.person).await?;
        change.hold_all(&held.iter().copied().collect::<Vec<_>>()).await?;
        let account = known.hold(&mut change).await?;
        // What came to be after the organisations were looked for is not held.
        if !entangled(&mut change, caller.person).await?.is_subset(&held) {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        // decide
        let supports = change.support().is(account.id).await?;
        if supports && !caller.support {
            // Of the team since a moment ago, which is not held.
            return Err(Refusal::ChangedMeanwhile.into());
        }
        if supports {
            enough_without_one(change.support().count_open().await?)?;
        }
        if !change.members().lone_approver_at(account.id, now).await?.is_empty() {
            return Err(Refusal::LastApprover.into());
        }
        // save
        let line = |event| own_line(event, account.id, now, &caller.visit);
        let what = (&held, Event::AccountClosed);
        let ended = end_everything(
            &mut change,
            (account.id, account.id),
            what,
            &Keeping::default(),
            now,
            line,
        )
        .await?;
        let closure = Closure {
            person: account.id,
            by: account.id,
            reason: draft.reason.tag(),
            note: draft.other.clone(),
            at: now,
        };
        if !change.people().disable(&closure).await? {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        change.drafts().remove(key, DRAFT).await?;
        // post
        change
            .post(&letter(&account, None, LetterText::AccountClosed), now)
            .await?;
        // record; why is nobody's business at the organisations
        let why = draft.other.unwrap_or_else(|| draft.reason.tag().to_owned());
        let closed = line(Event::AccountClosed).because(Some(why));
        change.commit_all(closed, ended).await?;
        self.with.bell.ring();
        Ok(Receipt::saying(Notice::AccountClosed, Page::Home))
    }
}

/// The reason as it was kept; one that can no longer be read is asked for again.
fn kept(body: &str) -> Option<ClosingDraft> {
    serde_json::from_str(body).ok()
}

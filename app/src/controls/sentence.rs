//! The sentence for every refusal, problem and notice, in both languages. Exhaustive: a new one does not compile without.

use domain::form::{Field, Problem};
use domain::{DeadLink, Language, Notice, Refusal};

use crate::error::AppError;
use crate::i18n::{Locale, say};

/// Why a call did not succeed.
pub(crate) fn error(l: Locale, error: &AppError) -> String {
    match error {
        AppError::Refused(why) => refusal(l, why),
        AppError::Invalid(errors) => {
            let all: Vec<String> = errors.iter().map(|(field, wrong)| problem(l, field, wrong)).collect();
            all.join(". ")
        }
        AppError::SignInFirst => say!(l, refusals.sign_in_first).to_owned(),
        AppError::OurFault(reference) => say!(l, refusals.our_fault, reference = reference.to_string()),
        AppError::Unreadable => say!(l, refusals.unreadable).to_owned(),
        AppError::Connection => say!(l, refusals.connection).to_owned(),
    }
}

/// Why something was refused.
pub(crate) fn refusal(l: Locale, refusal: &Refusal) -> String {
    let plain = match refusal {
        Refusal::NotFound => say!(l, refusals.not_found),
        Refusal::NotAllowed => say!(l, refusals.not_allowed),
        Refusal::NotOnOneself => say!(l, refusals.not_on_oneself),
        Refusal::AlreadyDecided { approved, by, at } => {
            let at = at.day_and_time(language(l));
            return match (approved, by) {
                (true, None) => say!(l, refusals.already_approved, at = at),
                (false, None) => say!(l, refusals.already_rejected, at = at),
                (true, Some(by)) => say!(l, refusals.already_approved_by, by = by.as_str(), at = at),
                (false, Some(by)) => say!(l, refusals.already_rejected_by, by = by.as_str(), at = at),
            };
        }
        Refusal::Withdrawn => say!(l, refusals.withdrawn),
        Refusal::Expired => say!(l, refusals.expired),
        Refusal::NotConfirmedYet => say!(l, refusals.not_confirmed_yet),
        Refusal::AlreadyAMember => say!(l, refusals.already_a_member),
        Refusal::AlreadyAsked => say!(l, refusals.already_asked),
        Refusal::AlreadyRevoked => say!(l, refusals.already_revoked),
        Refusal::LastApprover => say!(l, refusals.last_approver),
        Refusal::StillOpen => say!(l, refusals.still_open),
        Refusal::OrganisationNotOpen => say!(l, refusals.organisation_not_open),
        Refusal::SharedMailbox => say!(l, refusals.shared_mailbox),
        Refusal::ChangedMeanwhile => say!(l, refusals.changed_meanwhile),
        Refusal::SignInFailed => say!(l, refusals.sign_in_failed),
        Refusal::AccountDisabled => say!(l, refusals.account_disabled),
        Refusal::TooManyTries { wait } => {
            return say!(l, refusals.too_many_tries, minutes = minutes(l, wait.div_ceil(60)));
        }
        Refusal::Link(dead) => dead_link(l, *dead),
        Refusal::StartAgain => say!(l, refusals.start_again),
        Refusal::NudgedToday => say!(l, refusals.nudged_today),
        Refusal::AddressTaken => say!(l, refusals.address_taken),
        Refusal::ResetFirst => say!(l, refusals.reset_first),
        Refusal::ProveItIsYou => say!(l, refusals.prove_it_is_you),
        Refusal::SecondFactorFirst => say!(l, refusals.second_factor_first),
        Refusal::LastFactor => say!(l, refusals.last_factor),
        Refusal::PasskeyFailed => say!(l, refusals.passkey_failed),
        Refusal::PasskeysOff => say!(l, refusals.passkeys_off),
        Refusal::NotRevoked => say!(l, refusals.not_revoked),
        Refusal::NothingToKeep => say!(l, refusals.nothing_to_keep),
        Refusal::AskedToKeep => say!(l, refusals.asked_to_keep),
        Refusal::ExtensionOver => say!(l, refusals.extension_over),
        Refusal::NothingToEnable => say!(l, refusals.nothing_to_enable),
        Refusal::AlreadyDisabled => say!(l, refusals.already_disabled),
        Refusal::NotDisabled => say!(l, refusals.not_disabled),
        Refusal::AlreadyConfirmed => say!(l, refusals.already_confirmed),
        Refusal::SecondPersonNeeded => say!(l, refusals.second_person_needed),
        Refusal::CaseFirst => say!(l, refusals.case_first),
        Refusal::AwaitsSecondPerson => say!(l, refusals.awaits_second_person),
        Refusal::NoTelephone => say!(l, refusals.no_telephone),
        Refusal::NumberInRegister => say!(l, refusals.number_in_register),
        Refusal::FewSupportPeople => say!(l, refusals.few_support_people),
        Refusal::NoLongerStands => say!(l, refusals.no_longer_stands),
        Refusal::NoRoleYet => say!(l, refusals.no_role_yet),
        Refusal::LastRole => say!(l, refusals.last_role),
        Refusal::Imported => say!(l, refusals.imported),
        Refusal::TooLateToUndo => say!(l, refusals.too_late_to_undo),
        Refusal::LetterHasLeft => say!(l, refusals.letter_has_left),
        Refusal::AccessWasUsed => say!(l, refusals.access_was_used),
        Refusal::ChangedSince => say!(l, refusals.changed_since),
        Refusal::ReviewByItself => say!(l, refusals.review_by_itself),
        Refusal::FromAnotherSite => say!(l, refusals.from_another_site),
    };
    plain.to_owned()
}

/// Why a link cannot be used.
pub(crate) fn dead_link(l: Locale, dead: DeadLink) -> &'static str {
    match dead {
        DeadLink::Expired => say!(l, refusals.link_expired),
        DeadLink::Used => say!(l, refusals.link_used),
        DeadLink::Replaced => say!(l, refusals.link_replaced),
        DeadLink::Unknown => say!(l, refusals.link_unknown),
    }
}

/// A number of minutes. Welsh nouns stay singular after a numeral.
fn minutes(l: Locale, count: u32) -> String {
    if count <= 1 {
        say!(l, refusals.minute).to_owned()
    } else {
        say!(l, refusals.minutes, count = count)
    }
}

/// What is wrong with a field.
pub(crate) fn problem(l: Locale, field: Field, problem: Problem) -> String {
    let plain = match problem {
        Problem::Missing => missing(l, field),
        Problem::TooLong { most } => return say!(l, problems.too_long, field = name(l, field), most = most),
        Problem::TooManyTicked { most } => return say!(l, problems.too_many_ticked, most = most),
        Problem::TooManyLines { most } => return say!(l, problems.too_many_lines, most = most),
        Problem::FileTooLarge { most } => return say!(l, problems.file_too_large, most = most),
        Problem::TooShort { fewest } => return say!(l, problems.too_short, field = name(l, field), fewest = fewest),
        Problem::Characters => return say!(l, problems.characters, field = name(l, field)),
        Problem::LooksLikeALink => return say!(l, problems.looks_like_a_link, field = name(l, field)),
        Problem::NotAChoice => return say!(l, problems.not_a_choice, field = name(l, field)),
        Problem::NotAnEmailAddress => say!(l, problems.not_an_email_address),
        Problem::NotAnOdsCode => say!(l, problems.not_an_ods_code),
        Problem::NotATelephoneNumber => say!(l, problems.not_a_telephone_number),
        Problem::CannotAgree => say!(l, problems.cannot_agree),
        Problem::OwnWord => say!(l, problems.own_word),
        Problem::TooFarAhead => say!(l, problems.too_far_ahead),
        Problem::CommonPassword => say!(l, problems.common_password),
        Problem::PasswordFromName => say!(l, problems.password_from_name),
        Problem::PasswordRepeats => say!(l, problems.password_repeats),
        Problem::NoSuchOrganisation => say!(l, problems.no_such_organisation),
        Problem::SameOrganisation => say!(l, problems.same_organisation),
        Problem::NotYoursToDecide => say!(l, problems.not_yours_to_decide),
        Problem::OrganisationNotOpen => say!(l, problems.organisation_not_open),
        Problem::RoleNotHere => say!(l, problems.role_not_here),
        Problem::GenericAddress => say!(l, problems.generic_address),
        Problem::PreApprovedAlready => say!(l, problems.pre_approved_already),
        Problem::SharedMailbox => say!(l, problems.shared_mailbox),
        Problem::SameAsBefore => say!(l, problems.same_as_before),
        Problem::SameAddress => say!(l, problems.same_address),
        Problem::AddressUnchanged => say!(l, problems.address_unchanged),
        Problem::WrongPassword => say!(l, problems.wrong_password),
        Problem::WrongCode => say!(l, problems.wrong_code),
        Problem::NotADay => say!(l, problems.not_a_day),
        Problem::NotATime => say!(l, problems.not_a_time),
        Problem::InThePast => say!(l, problems.in_the_past),
        Problem::EndsBeforeItStarts => say!(l, problems.ends_before_it_starts),
        Problem::NotLater => say!(l, problems.not_later),
        Problem::CodeTaken => say!(l, problems.code_taken),
        Problem::RoleHeld => say!(l, problems.role_held),
        Problem::NoSuchPerson => say!(l, problems.no_such_person),
        Problem::NotACommissioner => say!(l, problems.not_a_commissioner),
        Problem::MemberThere => say!(l, problems.member_there),
        Problem::AddedAlready => say!(l, problems.added_already),
        Problem::NoSuchRoster => say!(l, problems.no_such_roster),
        Problem::RosterNameTaken => say!(l, problems.roster_name_taken),
        Problem::MedicsAreImported => say!(l, problems.medics_are_imported),
        Problem::ImportedMedic => say!(l, problems.imported_medic),
        Problem::ReasonForWarning => say!(l, problems.reason_for_warning),
    };
    plain.to_owned()
}

/// What to say when nothing was entered.
fn missing(l: Locale, field: Field) -> &'static str {
    match field {
        Field::FirstName => say!(l, problems.missing.first_name),
        Field::LastName => say!(l, problems.missing.last_name),
        Field::Email => say!(l, problems.missing.email),
        Field::Password => say!(l, problems.missing.password),
        Field::OldPassword => say!(l, problems.missing.old_password),
        Field::Code => say!(l, problems.missing.code),
        Field::FactorName => say!(l, problems.missing.factor_name),
        Field::Other => say!(l, problems.missing.other),
        Field::Language => say!(l, problems.missing.language),
        Field::Position => say!(l, problems.missing.position),
        Field::Organisation => say!(l, problems.missing.organisation),
        Field::Role => say!(l, problems.missing.role),
        Field::Reason => say!(l, problems.missing.reason),
        Field::Telephone => say!(l, problems.missing.telephone),
        Field::AddressLines => say!(l, problems.missing.address_lines),
        Field::OpeningHours => say!(l, problems.missing.opening_hours),
        Field::PrimaryContact => say!(l, problems.missing.primary_contact),
        Field::Starts => say!(l, problems.missing.starts),
        Field::Until => say!(l, problems.missing.until),
        Field::Ends => say!(l, problems.missing.ends),
        Field::Policy => say!(l, problems.missing.policy),
        Field::Kind => say!(l, problems.missing.kind),
        Field::Name => say!(l, problems.missing.name),
        Field::Town => say!(l, problems.missing.town),
        Field::Postcode => say!(l, problems.missing.postcode),
        Field::Commissioner => say!(l, problems.missing.commissioner),
        Field::File => say!(l, problems.missing.file),
        Field::Person => say!(l, problems.missing.person),
        Field::Who => say!(l, problems.missing.who),
        Field::Day => say!(l, problems.missing.day),
        Field::Time => say!(l, problems.missing.time),
        Field::Roster => say!(l, problems.missing.roster),
        Field::RosterGroup => say!(l, problems.missing.roster_group),
        Field::Fate => say!(l, problems.missing.fate),
        Field::Successor => say!(l, problems.missing.successor),
        Field::Ticked => say!(l, problems.missing.ticked),
        Field::People => say!(l, problems.missing.people),
        Field::Verdict => say!(l, problems.missing.verdict),
        Field::AnsweredBy => say!(l, problems.missing.answered_by),
        Field::Outcome => say!(l, problems.missing.outcome),
        Field::Notes => say!(l, problems.missing.notes),
        Field::Source => say!(l, problems.missing.source),
        Field::Matter => say!(l, problems.missing.matter),
        Field::Form => say!(l, problems.missing.form),
    }
}

/// A field by its name.
pub(crate) fn name(l: Locale, field: Field) -> &'static str {
    match field {
        Field::FirstName => say!(l, problems.field.first_name),
        Field::LastName => say!(l, problems.field.last_name),
        Field::Email => say!(l, problems.field.email),
        Field::Password => say!(l, problems.field.password),
        Field::OldPassword => say!(l, problems.field.old_password),
        Field::Code => say!(l, problems.field.code),
        Field::FactorName => say!(l, problems.field.factor_name),
        Field::Other => say!(l, problems.field.other),
        Field::Language => say!(l, problems.field.language),
        Field::Position => say!(l, problems.field.position),
        Field::Organisation => say!(l, problems.field.organisation),
        Field::Role => say!(l, problems.field.role),
        Field::Reason => say!(l, problems.field.reason),
        Field::Telephone => say!(l, problems.field.telephone),
        Field::AddressLines => say!(l, problems.field.address_lines),
        Field::OpeningHours => say!(l, problems.field.opening_hours),
        Field::PrimaryContact => say!(l, problems.field.primary_contact),
        Field::Starts => say!(l, problems.field.starts),
        Field::Until => say!(l, problems.field.until),
        Field::Ends => say!(l, problems.field.ends),
        Field::Policy => say!(l, problems.field.policy),
        Field::Kind => say!(l, problems.field.kind),
        Field::Name => say!(l, problems.field.name),
        Field::Town => say!(l, problems.field.town),
        Field::Postcode => say!(l, problems.field.postcode),
        Field::Commissioner => say!(l, problems.field.commissioner),
        Field::File => say!(l, problems.field.file),
        Field::Person => say!(l, problems.field.person),
        Field::Who => say!(l, problems.field.who),
        Field::Day => say!(l, problems.field.day),
        Field::Time => say!(l, problems.field.time),
        Field::Roster => say!(l, problems.field.roster),
        Field::RosterGroup => say!(l, problems.field.roster_group),
        Field::Fate => say!(l, problems.field.fate),
        Field::Successor => say!(l, problems.field.successor),
        Field::Ticked => say!(l, problems.field.ticked),
        Field::People => say!(l, problems.field.people),
        Field::Verdict => say!(l, problems.field.verdict),
        Field::AnsweredBy => say!(l, problems.field.answered_by),
        Field::Outcome => say!(l, problems.field.outcome),
        Field::Notes => say!(l, problems.field.notes),
        Field::Source => say!(l, problems.field.source),
        Field::Matter => say!(l, problems.field.matter),
        Field::Form => say!(l, problems.field.form),
    }
}

/// What was done.
pub(crate) fn notice(l: Locale, notice: &Notice) -> String {
    match notice {
        Notice::Confirmed => say!(l, words.notice.confirmed).to_owned(),
        Notice::SignedOut => say!(l, words.notice.signed_out).to_owned(),
        Notice::Asked { organisation } => say!(l, words.notice.asked, organisation = organisation.as_str()),
        Notice::LetInAtOnce { organisation } => {
            say!(l, words.notice.let_in_at_once, organisation = organisation.as_str())
        }
        Notice::RequestWithdrawn => say!(l, words.notice.request_withdrawn).to_owned(),
        Notice::Approved { name } => say!(l, words.notice.approved, name = name.as_str()),
        Notice::Rejected { name } => say!(l, words.notice.rejected, name = name.as_str()),
        Notice::SeveralDecided { count } => say!(l, words.notice.several_decided, count = *count),
        Notice::DecisionUndone { name } => say!(l, words.notice.decision_undone, name = name.as_str()),
        Notice::Revoked { name } => say!(l, words.notice.revoked, name = name.as_str()),
        Notice::ProfileSaved => say!(l, words.notice.profile_saved).to_owned(),
        Notice::HandedOver { name } => say!(l, words.notice.handed_over, name = name.as_str()),
        Notice::DetailsSaved => say!(l, words.notice.details_saved).to_owned(),
        Notice::AddressChangeAsked { email } => say!(l, words.notice.address_change_asked, email = email.as_str()),
        Notice::AddressChanged => say!(l, words.notice.address_changed).to_owned(),
        Notice::PasswordChanged => say!(l, words.notice.password_changed).to_owned(),
        Notice::PasswordReset => say!(l, words.notice.password_reset).to_owned(),
        Notice::SessionEnded => say!(l, words.notice.session_ended).to_owned(),
        Notice::OtherSessionsEnded => say!(l, words.notice.other_sessions_ended).to_owned(),
        Notice::Left { organisation } => say!(l, words.notice.left, organisation = organisation.as_str()),
        Notice::AccountClosed => say!(l, words.notice.account_closed).to_owned(),
        Notice::Nudged { organisation } => say!(l, words.notice.nudged, organisation = organisation.as_str()),
        Notice::FactorAdded { name } => say!(l, words.notice.factor_added, name = name.as_str()),
        Notice::FactorRenamed { name } => say!(l, words.notice.factor_renamed, name = name.as_str()),
        Notice::FactorRemoved { name } => say!(l, words.notice.factor_removed, name = name.as_str()),
        Notice::CodesNoted => say!(l, words.notice.codes_noted).to_owned(),
        Notice::Proven => say!(l, words.notice.proven).to_owned(),
        Notice::RegistrationDeleted { name } => say!(l, words.notice.registration_deleted, name = name.as_str()),
        Notice::SentAgain { name } => say!(l, words.notice.sent_again, name = name.as_str()),
        Notice::Enabled { name } => say!(l, words.notice.enabled, name = name.as_str()),
        Notice::AccountDisabled { name } => say!(l, words.notice.account_disabled, name = name.as_str()),
        Notice::AccountReopened { name } => say!(l, words.notice.account_reopened, name = name.as_str()),
        Notice::RolesSaved { name } => say!(l, words.notice.roles_saved, name = name.as_str()),
        Notice::AskedToKeep { organisation } => {
            say!(l, words.notice.asked_to_keep, organisation = organisation.as_str())
        }
        Notice::RoleExtended { name } => say!(l, words.notice.role_extended, name = name.as_str()),
        Notice::ExtensionTurnedDown { name } => say!(l, words.notice.extension_turned_down, name = name.as_str()),
        Notice::MarkSaved { name } => say!(l, words.notice.mark_saved, name = name.as_str()),
        Notice::NewUserSaved { name } => say!(l, words.notice.new_user_saved, name = name.as_str()),
        Notice::InvitationHeld => say!(l, words.notice.invitation_held).to_owned(),
        Notice::SeveralInvited { count } => say!(l, words.notice.several_invited, count = *count),
        Notice::NewUserWithdrawn { name } => say!(l, words.notice.new_user_withdrawn, name = name.as_str()),
        Notice::Accepted { organisation } => say!(l, words.notice.accepted, organisation = organisation.as_str()),
        Notice::Declined { organisation } => say!(l, words.notice.declined, organisation = organisation.as_str()),
        Notice::InvitationAsked { organisation } => {
            say!(l, words.notice.invitation_asked, organisation = organisation.as_str())
        }
        Notice::OrganisationSaved { name } => say!(l, words.notice.organisation_saved, name = name.as_str()),
        Notice::ClosureDecided { count } => say!(l, words.notice.closure_decided, count = *count),
        Notice::Proposed { name } => say!(l, words.notice.proposed, name = name.as_str()),
        Notice::ProposalConfirmed { name } => say!(l, words.notice.proposal_confirmed, name = name.as_str()),
        Notice::CallKept { name } => say!(l, words.notice.call_kept, name = name.as_str()),
        Notice::CaseAwaitsSecond { name } => say!(l, words.notice.case_awaits_second, name = name.as_str()),
        Notice::CaseConfirmed { name } => say!(l, words.notice.case_confirmed, name = name.as_str()),
        Notice::CaseSentBack { name } => say!(l, words.notice.case_sent_back, name = name.as_str()),
        Notice::CaseDeclined { name } => say!(l, words.notice.case_declined, name = name.as_str()),
        Notice::CaseOpened { name } => say!(l, words.notice.case_opened, name = name.as_str()),
        Notice::NumberGiven { organisation } => {
            say!(l, words.notice.number_given, organisation = organisation.as_str())
        }
        Notice::NumberConfirmed { organisation } => {
            say!(l, words.notice.number_confirmed, organisation = organisation.as_str())
        }
        Notice::ProposalTurnedDown { name } => say!(l, words.notice.proposal_turned_down, name = name.as_str()),
        Notice::ShortcutsSwitched { on: true } => say!(l, words.notice.shortcuts_on).to_owned(),
        Notice::ShortcutsSwitched { on: false } => say!(l, words.notice.shortcuts_off).to_owned(),
        Notice::DailyLetterSwitched { on: true } => say!(l, words.notice.daily_letter_on).to_owned(),
        Notice::DailyLetterSwitched { on: false } => say!(l, words.notice.daily_letter_off).to_owned(),
        Notice::RegisterApplied { count } => say!(l, words.notice.register_applied, count = *count),
        Notice::PreApprovalSaved { name } => say!(l, words.notice.pre_approval_saved, name = name.as_str()),
        Notice::PreApprovalEnded { name } => say!(l, words.notice.pre_approval_ended, name = name.as_str()),
        Notice::HasAsked { name } => say!(l, words.notice.has_asked, name = name.as_str()),
        Notice::RosterSaved { name } => say!(l, words.notice.roster_saved, name = name.as_str()),
        Notice::RosterClosed { name } => say!(l, words.notice.roster_closed, name = name.as_str()),
        Notice::MedicsApplied { count } => say!(l, words.notice.medics_applied, count = *count),
        Notice::ManagersApplied { count } => say!(l, words.notice.managers_applied, count = *count),
        Notice::StillHere { signed_out: true } => say!(l, words.notice.signed_out_meanwhile).to_owned(),
        Notice::StillHere { signed_out: false } => say!(l, words.notice.still_here).to_owned(),
    }
}

const fn language(l: Locale) -> Language {
    match l {
        Locale::en => Language::English,
        Locale::cy => Language::Welsh,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: [Field; 18] = [
        Field::FirstName,
        Field::LastName,
        Field::Email,
        Field::Password,
        Field::OldPassword,
        Field::Code,
        Field::FactorName,
        Field::Other,
        Field::Language,
        Field::Position,
        Field::Organisation,
        Field::Role,
        Field::Reason,
        Field::Telephone,
        Field::AddressLines,
        Field::OpeningHours,
        Field::PrimaryContact,
        Field::Form,
    ];

    #[test]
    fn every_field_says_what_is_missing_in_two_languages() {
        for field in FIELDS {
            let (english, welsh) = (
                problem(Locale::en, field, Problem::Missing),
                problem(Locale::cy, field, Problem::Missing),
            );
            assert!(!english.is_empty() && english != welsh, "{english}");
        }
    }

    #[test]
    fn numbers_and_names_stand_in_their_sentences() {
        let too_long = problem(Locale::en, Field::Reason, Problem::TooLong { most: 500 });
        assert_eq!(too_long, "Reason must be 500 characters or fewer");
        let wait = refusal(Locale::en, &Refusal::TooManyTries { wait: 61 });
        assert_eq!(wait, "Too many tries. Wait 2 minutes before you try again.");
        let approved = notice(
            Locale::cy,
            &Notice::Approved {
                name: "Siân Jones".to_owned(),
            },
        );
        assert_eq!(approved, "Cymeradwywyd Siân Jones");
    }
}

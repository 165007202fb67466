//! Every letter in both languages, as it is read.

use domain::cases::MatterKind;
use domain::letter::{Closed, Ending, FactorChange, LetterText, Waiting};
use domain::permission::Role;
use domain::sessions::Contact;
use domain::{CaseId, ExtensionId, Language, Moment, NewUserId, OdsCode, ProposalId};
use server::mail::letters::render;

#[expect(clippy::too_many_lines, reason = "it is a table: one entry for each letter")]
fn every_letter() -> Vec<LetterText> {
    let code = OdsCode::parse("W91001").unwrap();
    let organisation = "Meddygfa Bryn Gwyn & Co".to_owned();
    let name = "Gwen Rees".to_owned();
    let role = Role::PracticeEnabledUser;
    let until = Moment::new(chrono::DateTime::from_timestamp(1_795_442_700, 0).unwrap()).in_london();
    let ending = Ending {
        organisation: organisation.clone(),
        name: name.clone(),
        role: Role::ProviderUser,
        only_for: Some("Nights".to_owned()),
        until,
    };
    let waiting = Waiting {
        organisation: organisation.clone(),
        name: name.clone(),
        role,
        since: until,
    };
    vec![
        LetterText::ConfirmAddress { until },
        LetterText::AlreadyRegistered,
        LetterText::RequestMade {
            code: code.clone(),
            organisation: organisation.clone(),
            name: name.clone(),
            role,
        },
        LetterText::RequestApproved {
            code: code.clone(),
            organisation: organisation.clone(),
            role,
            only_for: None,
            from: None,
            until: Some(until),
        },
        LetterText::RequestApproved {
            code: code.clone(),
            organisation: organisation.clone(),
            role,
            only_for: None,
            from: Some(until),
            until: None,
        },
        LetterText::RequestRejected {
            organisation: organisation.clone(),
            reason: "We do not know you.".to_owned(),
        },
        LetterText::LetIn {
            code: code.clone(),
            organisation: organisation.clone(),
            name: name.clone(),
            role,
            only_for: None,
        },
        LetterText::AccessRevoked {
            organisation: organisation.clone(),
            reason: None,
        },
        LetterText::AccessRevoked {
            organisation: organisation.clone(),
            reason: Some("You have left.".to_owned()),
        },
        LetterText::MemberRevoked {
            code: code.clone(),
            organisation: organisation.clone(),
            name: name.clone(),
            by: "Siân Jones".to_owned(),
        },
        LetterText::MemberLeft {
            code: code.clone(),
            organisation: organisation.clone(),
            name: name.clone(),
        },
        LetterText::AccountDisabled,
        LetterText::AccountReopened,
        LetterText::AccessEnabled {
            code: code.clone(),
            organisation: organisation.clone(),
        },
        LetterText::RolesChanged {
            code: code.clone(),
            organisation: organisation.clone(),
        },
        LetterText::AddedToOrganisation {
            id: NewUserId::parse("0190163d-8694-739b-aea5-966c26f8ad91").unwrap(),
            organisation: organisation.clone(),
            by: "Siân Jones".to_owned(),
        },
        LetterText::Invitation {
            organisation: organisation.clone(),
            role,
            only_for: Some("Theatre (roster group)".to_owned()),
            by: "Siân Jones".to_owned(),
            until,
        },
        LetterText::InvitationReminder {
            organisation: organisation.clone(),
            by: "Siân Jones".to_owned(),
            until,
        },
        LetterText::InvitationExpired {
            organisation: organisation.clone(),
            name: "Gwen Rees".to_owned(),
        },
        LetterText::InvitationDeclined {
            organisation: organisation.clone(),
            name: "Gwen Rees".to_owned(),
            word: Some("I am moving away.".to_owned()),
        },
        LetterText::InvitationAsked {
            organisation: organisation.clone(),
            name: "Gwen Rees".to_owned(),
        },
        LetterText::DailyDigest {
            waiting: vec![(organisation.clone(), 3)],
        },
        LetterText::ProposalMade {
            id: ProposalId::parse("0190163d-8694-739b-aea5-966c26f8ad91").unwrap(),
            by: "Siân Jones".to_owned(),
            name: name.clone(),
        },
        LetterText::PrimaryContactYours {
            code: code.clone(),
            organisation: organisation.clone(),
            before: Some("Siân Jones".to_owned()),
        },
        LetterText::PrimaryContactPassed {
            code: code.clone(),
            organisation: organisation.clone(),
            name: Some("Siân Jones".to_owned()),
        },
        LetterText::SupportAppointed,
        LetterText::SupportEnded,
        LetterText::RequestNudged {
            code: code.clone(),
            organisation: organisation.clone(),
            name,
            role,
            since: until,
        },
        LetterText::RequestsWaiting {
            waiting: vec![waiting.clone()],
        },
        LetterText::RequestsWithSupport { waiting: vec![waiting] },
        LetterText::AccessEnding {
            ending: vec![ending.clone()],
        },
        LetterText::MembersEnding {
            code: code.clone(),
            organisation: organisation.clone(),
            ending: vec![ending.clone()],
        },
        LetterText::ExtensionAsked {
            id: ExtensionId::parse("0190163d-8694-739b-aea5-966c26f8ad91").unwrap(),
            code: code.clone(),
            organisation: organisation.clone(),
            ending: ending.clone(),
            by_support: false,
        },
        LetterText::ExtensionAsked {
            id: ExtensionId::parse("0190163d-8694-739b-aea5-966c26f8ad91").unwrap(),
            code: code.clone(),
            organisation: organisation.clone(),
            ending: ending.clone(),
            by_support: true,
        },
        LetterText::RoleExtended {
            organisation: organisation.clone(),
            role,
            only_for: None,
            until: Some(until),
        },
        LetterText::RoleExtended {
            organisation: organisation.clone(),
            role,
            only_for: Some("Nights".to_owned()),
            until: None,
        },
        LetterText::ExtensionTurnedDown {
            ending,
            reason: "We have enough people.".to_owned(),
        },
        LetterText::RequestLapsed {
            code: code.clone(),
            organisation: organisation.clone(),
        },
        LetterText::RequestClosed {
            code: code.clone(),
            organisation: organisation.clone(),
        },
        LetterText::OrganisationsClosed {
            closed: closed(&code, &organisation),
            more: 3,
        },
        LetterText::OrganisationsClosed {
            closed: closed(&code, &organisation),
            more: 0,
        },
        LetterText::AccessClosed {
            organisation: organisation.clone(),
            reason: None,
        },
        LetterText::AccessClosed {
            organisation: organisation.clone(),
            reason: Some("You work elsewhere now.".to_owned()),
        },
        LetterText::AccessMoved {
            organisation: "Canolfan Iechyd y Castell".to_owned(),
            code: code.clone(),
            successor: organisation.clone(),
            roles: vec![role, Role::Reporting],
            some_ended: true,
        },
        LetterText::AccessMoved {
            organisation: "Canolfan Iechyd y Castell".to_owned(),
            code: code.clone(),
            successor: organisation.clone(),
            roles: Vec::new(),
            some_ended: false,
        },
        LetterText::PeopleCame {
            code,
            organisation,
            from: "Canolfan Iechyd y Castell".to_owned(),
            names: vec!["Gwen Rees".to_owned(), "Huw Tomos".to_owned()],
        },
        LetterText::ResetPassword { until },
        LetterText::NoAccount,
        LetterText::PasswordChanged { by_link: true },
        LetterText::PasswordChanged { by_link: false },
        LetterText::ConfirmNewAddress { until },
        LetterText::AddressChangeAsked,
        LetterText::AddressWanted,
        LetterText::AddressChanged,
        LetterText::AccountClosed,
        factor_changed(FactorChange::Added),
        factor_changed(FactorChange::Renamed),
        factor_changed(FactorChange::Removed),
        factor_changed(FactorChange::CodesMade),
        factor_changed(FactorChange::CodeUsed),
        factor_changed(FactorChange::AllRemoved),
        LetterText::CaseAwaitsSecond {
            id: CaseId::parse("0190163d-8694-739b-aea5-966c26f8ad91").unwrap(),
            by: "Siân Jones".to_owned(),
            name: "Gwen Rees".to_owned(),
        },
        locked_out(MatterKind::LostFactor),
        locked_out(MatterKind::NewAddress),
        LetterText::LockedOutDeclined {
            matter: MatterKind::LostFactor,
            reason: "Nobody there knows you.".to_owned(),
        },
        LetterText::LockedOutDeclined {
            matter: MatterKind::NewAddress,
            reason: "Nobody there knows you.".to_owned(),
        },
        LetterText::AddressMoved,
    ]
}

fn closed(code: &OdsCode, organisation: &str) -> Vec<Closed> {
    let row = |people| Closed {
        code: code.clone(),
        organisation: organisation.to_owned(),
        people,
    };
    vec![row(1), row(4)]
}

fn contact() -> Contact {
    Contact::parse("help@porthor.example", "01632 960999").unwrap()
}

fn locked_out(matter: MatterKind) -> LetterText {
    LetterText::LockedOutAsked { matter }
}

fn factor_changed(change: FactorChange) -> LetterText {
    let name = match change {
        FactorChange::Added | FactorChange::Renamed | FactorChange::Removed => "My telephone".to_owned(),
        FactorChange::CodesMade | FactorChange::CodeUsed | FactorChange::AllRemoved => String::new(),
    };
    LetterText::FactorChanged { change, name }
}

#[test]
fn every_letter_reads_well_in_both_languages() {
    for language in Language::ALL {
        let letters: Vec<String> = every_letter()
            .iter()
            .map(|text| {
                let letter = render(text, "Gwen", language, "https://porthor.example/the-link", &contact()).unwrap();
                format!(
                    "# {} ({})\n{}\n\n{}\n",
                    text.name(),
                    language.tag(),
                    letter.subject,
                    letter.text
                )
            })
            .collect();
        insta::assert_snapshot!(format!("letters_{}", language.tag()), letters.join("\n"));
    }
}

#[test]
fn every_letter_has_one_link_one_line_of_subject_and_escaped_html() {
    for language in Language::ALL {
        for text in every_letter() {
            let link = "https://porthor.example/the-link";
            let letter = render(&text, "<b>Gwen</b>", language, link, &contact()).unwrap();
            assert!(
                !letter.subject.is_empty() && !letter.subject.contains('\n'),
                "{}",
                letter.subject
            );
            assert_eq!(
                letter.text.lines().filter(|line| *line == link).count(),
                1,
                "{}",
                letter.text
            );
            assert_eq!(letter.html.matches("<a href=").count(), 1, "{}", letter.html);
            assert_eq!(
                letter.html.matches("https://").count(),
                2,
                "the address, and its text: {}",
                letter.html
            );
            assert!(
                !letter.html.contains("<b>") && !letter.html.contains("Gwyn & Co"),
                "{}",
                letter.html
            );
            assert!(letter.html.contains("&lt;b&gt;Gwen&lt;"), "{}", letter.html);
            assert!(
                letter.html.contains(&format!("lang=\"{}\"", language.tag())),
                "{}",
                letter.html
            );
        }
    }
}

#[test]
fn a_letter_to_nobody_we_know_greets_without_a_name() {
    for (language, greeting) in [(Language::English, "Hello,\n"), (Language::Welsh, "Helo,\n")] {
        let letter = render(
            &LetterText::NoAccount,
            "",
            language,
            "https://porthor.example/",
            &contact(),
        )
        .unwrap();
        assert!(letter.text.starts_with(greeting), "{}", letter.text);
    }
}

#[test]
fn roles_are_called_the_same_in_letters_and_on_pages() {
    for language in Language::ALL {
        let file = format!(
            "{}/../app/locales/{}/words.json",
            env!("CARGO_MANIFEST_DIR"),
            language.tag()
        );
        let words: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        for role in Role::ALL {
            let text = LetterText::RequestApproved {
                code: OdsCode::parse("W91001").unwrap(),
                organisation: "Practis".to_owned(),
                role,
                only_for: None,
                from: None,
                until: None,
            };
            let letter = render(&text, "Gwen", language, "https://porthor.example/", &contact()).unwrap();
            let on_pages = words["role"][role.tag()].as_str().unwrap();
            assert!(letter.text.contains(on_pages), "{on_pages}: {}", letter.text);
        }
    }
}

#[test]
fn every_letter_says_whom_to_ask_where_there_is_anybody() {
    let render = |contact: &Contact, language| {
        let link = "https://porthor.example/";
        render(&LetterText::NoAccount, "Gwen", language, link, contact).unwrap()
    };
    for (language, help) in [
        (Language::English, "Need help? Ask us: "),
        (Language::Welsh, "Angen help? Gofynnwch i ni: "),
    ] {
        let letter = render(&contact(), language);
        let whom = format!("{help}help@porthor.example, 01632 960999");
        assert!(letter.text.ends_with(&whom), "{}", letter.text);
        assert!(letter.html.contains(&whom), "{}", letter.html);
        let only = Contact::parse("", "01632 960999").unwrap();
        assert!(render(&only, language).text.ends_with(&format!("{help}01632 960999")));
        let nobody = render(&Contact::default(), language);
        assert!(!nobody.text.contains(help) && !nobody.html.contains(help));
    }
}

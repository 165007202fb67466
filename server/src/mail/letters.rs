//! The words of letters: `letters/<letter>/{en,cy}.{subject,text,html}`, embedded in the binary. HTML is escaped where
//! it is filled in; a subject is always one line. What letters there are is in `domain::letter`.

use std::sync::LazyLock;

use domain::Language;
use domain::letter::{Ending, LetterText, Waiting};
use domain::permission::Role;
use domain::sessions::Contact;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};
use rust_embed::Embed;

#[derive(Embed)]
#[folder = "src/mail/letters"]
struct Words;

/// A letter's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// One line.
    pub subject: String,
    /// For those who read plain text; the link stands on a line of its own.
    pub text: String,
    /// For everyone else.
    pub html: String,
}

/// A letter's words are missing or cannot be filled in. A test goes through all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a letter's words cannot be put together")]
pub struct Unreadable;

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|name| match name.rsplit_once('.') {
        Some((_, "html")) => AutoEscape::Html,
        _ => AutoEscape::None,
    });
    environment.set_loader(|name| {
        let file = Words::get(name);
        Ok(file.and_then(|file| String::from_utf8(file.data.into_owned()).ok()))
    });
    environment
});

/// Puts a letter together. `link` is the full address of its one link, `contact` whom to ask for help (S27, S66).
pub fn render(
    text: &LetterText,
    first_name: &str,
    language: Language,
    link: &str,
    contact: &Contact,
) -> Result<Rendered, Unreadable> {
    let values = values(text, first_name, language, link, contact);
    let part = |kind: &str| fill(&format!("{}/{}.{kind}", text.name(), language.tag()), &values);
    let frame = |kind: &str, body: String| {
        let whole = context! { body => safe(kind, body), ..values.clone() };
        fill(&format!("frame/{}.{kind}", language.tag()), &whole)
    };
    Ok(Rendered {
        subject: one_line(&part("subject")?),
        text: frame("text", part("text")?)?,
        html: frame("html", part("html")?)?,
    })
}

/// What has been escaped once is not to be escaped again.
fn safe(kind: &str, body: String) -> Value {
    if kind == "html" {
        Value::from_safe_string(body)
    } else {
        Value::from(body)
    }
}

fn fill(name: &str, values: &Value) -> Result<String, Unreadable> {
    ENVIRONMENT
        .get_template(name)
        .and_then(|template| template.render(values))
        .map_err(|error| {
            tracing::error!(template = name, kind = ?error.kind(), "a letter's words cannot be put together");
            Unreadable
        })
}

/// No line break reaches a header, whatever was filled in.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[expect(clippy::too_many_lines, reason = "it is a table: one entry for each letter")]
fn values(text: &LetterText, first_name: &str, language: Language, link: &str, contact: &Contact) -> Value {
    // Built by us from our own pages: nothing in it needs escaping, and readers of plain HTML see it as it is.
    let link = Value::from_safe_string(link.to_owned());
    let Contact { email, telephone } = contact;
    let greeting = context! { first_name, link, lang => language.tag(), email, telephone };
    let more = match text {
        LetterText::ConfirmAddress { until }
        | LetterText::ResetPassword { until }
        | LetterText::ConfirmNewAddress { until } => {
            context! { until => until.day_time_and_zone(language) }
        }
        LetterText::AlreadyRegistered
        | LetterText::NoAccount
        | LetterText::AddressChangeAsked
        | LetterText::AddressWanted
        | LetterText::AddressChanged
        | LetterText::AccountClosed
        | LetterText::AccountDisabled
        | LetterText::AccountReopened
        | LetterText::AddressMoved
        | LetterText::SupportAppointed
        | LetterText::SupportEnded => context! {},
        LetterText::AccessEnabled { code, organisation }
        | LetterText::RolesChanged { code, organisation }
        | LetterText::RequestClosed { code, organisation }
        | LetterText::RequestLapsed { code, organisation } => {
            context! { code => code.as_str(), organisation }
        }
        LetterText::AddedToOrganisation { organisation, by, .. } => context! { organisation, by },
        LetterText::Invitation {
            organisation,
            role,
            only_for,
            by,
            until,
        } => {
            let (role, until) = (role_name(*role, language), until.day_time_and_zone(language));
            context! { organisation, role, only_for, by, until }
        }
        LetterText::InvitationDeclined {
            organisation,
            name,
            word,
        } => context! { organisation, name, word },
        LetterText::InvitationReminder {
            organisation,
            by,
            until,
        } => {
            context! { organisation, by, until => until.day_time_and_zone(language) }
        }
        LetterText::InvitationAsked { organisation, name } | LetterText::InvitationExpired { organisation, name } => {
            context! { organisation, name }
        }
        LetterText::DailyDigest { waiting } => context! { waiting },
        LetterText::RequestsWaiting { waiting } | LetterText::RequestsWithSupport { waiting } => {
            let row = |one: &Waiting| {
                let (role, since) = (role_name(one.role, language), one.since.day(language));
                context! { organisation => one.organisation, name => one.name, role, since }
            };
            context! { waiting => waiting.iter().map(row).collect::<Vec<_>>() }
        }
        LetterText::AccessEnding { ending } => context! { ending => endings(ending, language) },
        LetterText::MembersEnding {
            code,
            organisation,
            ending,
        } => context! { code => code.as_str(), organisation, ending => endings(ending, language) },
        LetterText::ProposalMade { by, name, .. } | LetterText::CaseAwaitsSecond { by, name, .. } => {
            context! { by, name }
        }
        LetterText::LockedOutAsked { matter } => context! { matter => matter.tag() },
        LetterText::LockedOutDeclined { matter, reason } => context! { matter => matter.tag(), reason },
        LetterText::OrganisationsClosed { closed, more } => context! { closed, more },
        LetterText::AccessMoved {
            organisation,
            code,
            successor,
            roles,
            some_ended,
        } => {
            let roles: Vec<&str> = roles.iter().map(|role| role_name(*role, language)).collect();
            context! { organisation, code => code.as_str(), successor, roles, some_ended }
        }
        LetterText::PeopleCame {
            code,
            organisation,
            from,
            names,
        } => context! { code => code.as_str(), organisation, from, names },
        LetterText::ExtensionAsked {
            code,
            organisation,
            ending,
            by_support,
            ..
        } => context! { code => code.as_str(), organisation, by_support, ..ending_row(ending, language) },
        LetterText::RoleExtended {
            organisation,
            role,
            only_for,
            until,
        } => {
            let until = until.map(|until| until.day_time_and_zone(language));
            context! { organisation, role => role_name(*role, language), only_for, until }
        }
        LetterText::ExtensionTurnedDown { ending, reason } => {
            context! { reason, ..ending_row(ending, language) }
        }
        LetterText::PasswordChanged { by_link } => context! { by_link },
        LetterText::FactorChanged { change, name } => context! { change, name },
        LetterText::RequestNudged {
            code,
            organisation,
            name,
            role,
            since,
        } => {
            let (role, since) = (role_name(*role, language), since.day(language));
            context! { code => code.as_str(), organisation, name, role, since }
        }
        LetterText::MemberLeft {
            code,
            organisation,
            name,
        } => context! { code => code.as_str(), organisation, name },
        LetterText::PrimaryContactYours {
            code,
            organisation,
            before,
        } => context! { code => code.as_str(), organisation, before },
        LetterText::PrimaryContactPassed {
            code,
            organisation,
            name,
        } => context! { code => code.as_str(), organisation, name },
        LetterText::RequestMade {
            organisation,
            name,
            role,
            code,
        } => {
            context! { code => code.as_str(), organisation, name, role => role_name(*role, language) }
        }
        LetterText::LetIn {
            code,
            organisation,
            name,
            role,
            only_for,
        } => {
            context! { code => code.as_str(), organisation, name, role => role_name(*role, language), only_for }
        }
        LetterText::RequestApproved {
            code,
            organisation,
            role,
            only_for,
            from,
            until,
        } => {
            let from = from.map(|from| from.day(language));
            let until = until.map(|until| until.day_time_and_zone(language));
            context! { code => code.as_str(), organisation, role => role_name(*role, language), only_for, from, until }
        }
        LetterText::RequestRejected { organisation, reason } => context! { organisation, reason },
        LetterText::AccessRevoked { organisation, reason } | LetterText::AccessClosed { organisation, reason } => {
            context! { organisation, reason => reason.as_deref().unwrap_or_default() }
        }
        LetterText::MemberRevoked {
            code,
            organisation,
            name,
            by,
        } => {
            context! { code => code.as_str(), organisation, name, by }
        }
    };
    context! { ..greeting, ..more }
}

/// Roles that end, as a letter lists them.
fn endings(ending: &[Ending], language: Language) -> Vec<Value> {
    ending.iter().map(|one| ending_row(one, language)).collect()
}

fn ending_row(one: &Ending, language: Language) -> Value {
    let (role, until) = (role_name(one.role, language), one.until.day_and_time(language));
    context! { organisation => one.organisation, name => one.name, role, only_for => one.only_for, until }
}

/// The name of a role in a sentence; the same as on the pages (`app/locales`).
const fn role_name(role: Role, language: Language) -> &'static str {
    match (language, role) {
        (Language::English, Role::PracticeEnabledUser) => "Practice Enabled User",
        (Language::English, Role::ProviderUser) => "Provider User",
        (Language::English, Role::Approver) => "Approver",
        (Language::English, Role::RosterManager) => "Roster Manager",
        (Language::English, Role::Reporting) => "Reporting",
        (Language::English, Role::RosteredMedic) => "Rostered Medic",
        (Language::English, Role::CommissioningAdministrator) => "Commissioning Administrator",
        (Language::English, Role::Support) => "Support",
        (Language::Welsh, Role::PracticeEnabledUser) => "Defnyddiwr Awdurdodedig y Practis",
        (Language::Welsh, Role::ProviderUser) => "Defnyddiwr Darparwr",
        (Language::Welsh, Role::Approver) => "Cymeradwywr",
        (Language::Welsh, Role::RosterManager) => "Rheolwr Rota",
        (Language::Welsh, Role::Reporting) => "Adrodd",
        (Language::Welsh, Role::RosteredMedic) => "Meddyg ar y Rota",
        (Language::Welsh, Role::CommissioningAdministrator) => "Gweinyddwr Comisiynu",
        (Language::Welsh, Role::Support) => "Cymorth",
    }
}

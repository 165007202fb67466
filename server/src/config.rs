//! Settings, read from the environment once and checked before anything starts. Each wrong one is one clear sentence.
//! What stands in the database (the mark of a demo) is not here.

mod base_address;
mod contact;
mod proxies;
mod reminder_days;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::TimeDelta;
use domain::join_requests::FollowUpDays;
use domain::sessions::Contact;

pub use self::base_address::BaseAddress;
pub use self::proxies::Proxies;
use crate::Failure;
use crate::passwords::{self, Cost};

/// Everything that can be set.
#[derive(Clone)]
pub struct Config {
    /// `DATABASE_URL`: `sqlite://path` or `postgres://…`.
    pub database: String,
    /// `LISTEN`: where the server listens.
    pub listen: SocketAddr,
    /// `BASE_URL`: where browsers find it; every link, the cookie's name and HSTS follow from it.
    pub base: BaseAddress,
    /// `SMTP_URL`: where letters go; absent, they become files on a loopback base address.
    pub smtp: Option<String>,
    /// `MAIL_FROM`: whom letters are from.
    pub mail_from: lettre::message::Mailbox,
    /// `SECRET_KEY_FILE`: the key that seals tokens in waiting letters.
    pub secret_key_file: PathBuf,
    /// `TRUSTED_PROXIES`: whose forwarding headers are believed.
    pub trusted_proxies: Proxies,
    /// `METRICS_LISTEN`: where Prometheus may ask.
    pub metrics: Metrics,
    /// `PASSWORD_COST`: what one password hash costs.
    pub password_cost: Cost,
    /// `SESSION_IDLE_MINUTES`: how long a session may rest.
    pub session_idle: TimeDelta,
    /// `SESSION_HOURS`: how long a session may last.
    pub session_lasting: TimeDelta,
    /// `SUPPORT_EMAIL`, `SUPPORT_TELEPHONE`: whom to ask for help.
    pub contact: Contact,
    /// How many posts one client address may make in a minute: generous, for a whole health board may share one.
    pub posts_a_minute: u32,
    /// How often a live stream gives a sign of life, and is looked at whether its session still lasts.
    pub heart_beat: Duration,
    /// How long the mail server may take for one step.
    pub smtp_patience: Duration,
    /// `SECOND_FACTOR`: whether whoever decides must have one.
    pub second_factor: SecondFactorRule,
    /// `LETTERS_A_MINUTE`: how many letters to medics whom an import brought are posted in a minute.
    pub letters_a_minute: u32,
    /// `UNDO_SECONDS`: how long a decision can be undone, and its letters wait; zero where it cannot.
    pub undo: TimeDelta,
    /// `INVITATIONS_A_DAY`: how many invitations one person may send in a day.
    pub invitations_a_day: u32,
    /// `REMINDER_DAYS`: on which days an undecided request is followed up.
    pub reminder_days: FollowUpDays,
    /// `serve --demo`.
    pub demo: bool,
}

/// Whether whoever may decide, invite, grant, import or administer must have a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecondFactorRule {
    /// They must.
    Required,
    /// They may, as everybody may.
    Optional,
}

/// Where the metrics can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metrics {
    /// At the usual place, if it is free.
    Usual(SocketAddr),
    /// Here, or the start is refused.
    Here(SocketAddr),
    /// Nowhere.
    Off,
}

/// A setting that cannot be used, and why: one sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {why}")]
pub struct Wrong {
    /// The setting.
    pub name: &'static str,
    /// Why it cannot be used.
    pub why: String,
}

fn wrong(name: &'static str, why: impl Into<String>) -> Wrong {
    Wrong { name, why: why.into() }
}

/// The folder of everything that the service makes for itself.
const VAR: &str = "var";

impl Config {
    /// Reads the settings; `lookup` gives a variable's value.
    pub fn read(lookup: impl Fn(&str) -> Option<String>, demo: bool) -> Result<Self, Wrong> {
        let lookup = |name: &str| {
            lookup(name)
                .map(|value| value.trim().to_owned())
                .filter(|value| !value.is_empty())
        };
        let base = BaseAddress::parse(&lookup("BASE_URL").unwrap_or_else(|| "http://localhost:3000".to_owned()))
            .map_err(|why| wrong("BASE_URL", why))?;
        let config = Self {
            database: lookup("DATABASE_URL").unwrap_or_else(|| format!("sqlite://{VAR}/porthor.db")),
            listen: address("LISTEN", lookup("LISTEN"))?.unwrap_or(local(3000)),
            smtp: lookup("SMTP_URL"),
            mail_from: sender(lookup("MAIL_FROM"), &base)?,
            secret_key_file: lookup("SECRET_KEY_FILE").map_or_else(|| Path::new(VAR).join("secret.key"), PathBuf::from),
            trusted_proxies: Proxies::parse(&lookup("TRUSTED_PROXIES").unwrap_or_default())
                .map_err(|why| wrong("TRUSTED_PROXIES", why))?,
            metrics: metrics(lookup("METRICS_LISTEN"))?,
            password_cost: cost(lookup("PASSWORD_COST"))?,
            session_idle: TimeDelta::minutes(number("SESSION_IDLE_MINUTES", lookup, 30, 1..=1_440)?),
            session_lasting: TimeDelta::hours(number("SESSION_HOURS", lookup, 12, 1..=168)?),
            contact: contact::read(lookup("SUPPORT_EMAIL"), lookup("SUPPORT_TELEPHONE"), &base)?,
            posts_a_minute: 1_200,
            letters_a_minute: u32::try_from(number("LETTERS_A_MINUTE", lookup, 60, 1..=10_000)?).unwrap_or(60),
            invitations_a_day: u32::try_from(number("INVITATIONS_A_DAY", lookup, 50, 1..=10_000)?).unwrap_or(50),
            reminder_days: reminder_days::read(lookup("REMINDER_DAYS"))?,
            undo: TimeDelta::seconds(number("UNDO_SECONDS", lookup, 30, 0..=300)?),
            heart_beat: Duration::from_secs(20),
            smtp_patience: Duration::from_secs(30),
            second_factor: second_factor(lookup("SECOND_FACTOR").as_deref(), demo)?,
            base,
            demo,
        };
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<(), Wrong> {
        if !["sqlite:", "postgres:", "postgresql:"]
            .iter()
            .any(|scheme| self.database.starts_with(scheme))
        {
            return Err(wrong("DATABASE_URL", "has to begin with sqlite:// or postgres://"));
        }
        match &self.smtp {
            Some(url) => {
                lettre::AsyncSmtpTransport::<lettre::Tokio1Executor>::from_url(url).map_err(|_| {
                    wrong(
                        "SMTP_URL",
                        "is not of the form smtp[s]://user:password@host:port?tls=required",
                    )
                })?;
            }
            None if !self.base.is_loopback() => {
                let why = "has to be set, for people elsewhere cannot read letters from files on this machine";
                return Err(wrong("SMTP_URL", why));
            }
            None => {}
        }
        if self.session_idle > self.session_lasting {
            let why = "a session cannot rest for longer than it lasts: see SESSION_HOURS";
            return Err(wrong("SESSION_IDLE_MINUTES", why));
        }
        if self.demo && !(self.listen.ip().is_loopback() && self.base.is_loopback()) {
            let why = "the demo has known passwords and is served on loopback addresses only";
            return Err(wrong(if self.base.is_loopback() { "LISTEN" } else { "BASE_URL" }, why));
        }
        Ok(())
    }

    /// Where letters become files when there is no mail server.
    pub fn letters_folder(&self) -> PathBuf {
        Path::new(VAR).join("letters")
    }

    /// The file of an embedded database.
    fn database_file(&self) -> Option<PathBuf> {
        let path = self.database.strip_prefix("sqlite:")?;
        let path = path.strip_prefix("//").unwrap_or(path);
        Some(PathBuf::from(path.split('?').next()?)).filter(|path| *path != Path::new(":memory:"))
    }

    /// Makes the folders that are needed, for their owner only.
    pub fn make_folders(&self) -> Result<(), Failure> {
        let parents = [self.database_file(), Some(self.secret_key_file.clone())]
            .into_iter()
            .flatten()
            .filter_map(|file| file.parent().map(Path::to_owned));
        let letters = self.smtp.is_none().then(|| self.letters_folder());
        for folder in parents.chain(letters).filter(|folder| !folder.as_os_str().is_empty()) {
            make_private(&folder).map_err(Failure::io(format!("cannot make the folder {}", folder.display())))?;
        }
        Ok(())
    }
}

fn make_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

const fn local(port: u16) -> SocketAddr {
    SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port)
}

fn address(name: &'static str, value: Option<String>) -> Result<Option<SocketAddr>, Wrong> {
    value
        .map(|value| {
            value.replace("localhost:", "127.0.0.1:").parse().map_err(|_| {
                wrong(
                    name,
                    format!("`{value}` is not of the form address:port, such as 127.0.0.1:3000"),
                )
            })
        })
        .transpose()
}

fn metrics(value: Option<String>) -> Result<Metrics, Wrong> {
    if value.as_deref() == Some("off") {
        return Ok(Metrics::Off);
    }
    Ok(address("METRICS_LISTEN", value)?.map_or(Metrics::Usual(local(9464)), Metrics::Here))
}

fn sender(value: Option<String>, base: &BaseAddress) -> Result<lettre::message::Mailbox, Wrong> {
    let value = value.unwrap_or_else(|| format!("Porthor <porthor@{}>", base.domain().unwrap_or("localhost")));
    value
        .parse()
        .map_err(|_| wrong("MAIL_FROM", format!("`{value}` is not of the form Name <name@place>")))
}

fn number(
    name: &'static str,
    lookup: impl Fn(&str) -> Option<String>,
    usual: i64,
    range: RangeInclusive<i64>,
) -> Result<i64, Wrong> {
    let Some(value) = lookup(name) else { return Ok(usual) };
    let (least, most) = (range.start(), range.end());
    value
        .parse()
        .ok()
        .filter(|number| range.contains(number))
        .ok_or_else(|| wrong(name, format!("`{value}` is not a whole number from {least} to {most}")))
}

/// The demo, whose passwords are known, asks for none unless told to.
fn second_factor(value: Option<&str>, demo: bool) -> Result<SecondFactorRule, Wrong> {
    match value {
        Some("required") => Ok(SecondFactorRule::Required),
        Some("optional") => Ok(SecondFactorRule::Optional),
        Some(other) => Err(wrong(
            "SECOND_FACTOR",
            format!("`{other}` is neither `required` nor `optional`"),
        )),
        None if demo => Ok(SecondFactorRule::Optional),
        None => Ok(SecondFactorRule::Required),
    }
}

/// Reads `m=19456,t=2,p=1`, as in a PHC string.
fn cost(value: Option<String>) -> Result<Cost, Wrong> {
    let Some(value) = value else { return Ok(Cost::default()) };
    let mut cost = Cost::default();
    let not_so = || {
        wrong(
            "PASSWORD_COST",
            format!("`{value}` is not of the form m=19456,t=2,p=1 with at least that much"),
        )
    };
    for part in value.split(',') {
        let (name, number) = part.trim().split_once('=').ok_or_else(not_so)?;
        let number = number.parse::<u32>().map_err(|_| not_so())?;
        match name {
            "m" => cost.memory = number,
            "t" => cost.passes = number,
            "p" => cost.lanes = number,
            _ => return Err(not_so()),
        }
    }
    let usual = Cost::default();
    let enough = cost.memory >= usual.memory && cost.passes >= usual.passes && cost.lanes >= usual.lanes;
    (enough && passwords::params(cost).is_some())
        .then_some(cost)
        .ok_or_else(not_so)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(settings: &[(&str, &str)]) -> Result<Config, Wrong> {
        let lookup = |name: &str| {
            settings
                .iter()
                .find(|(at, _)| *at == name)
                .map(|(_, value)| (*value).to_owned())
        };
        Config::read(lookup, false)
    }

    #[test]
    fn nothing_has_to_be_set_on_ones_own_machine() {
        let config = read(&[]).unwrap();
        assert_eq!(config.database, "sqlite://var/porthor.db");
        assert_eq!(config.listen, local(3000));
        assert_eq!(config.base.as_str(), "http://localhost:3000");
        assert_eq!(config.database_file(), Some(PathBuf::from("var/porthor.db")));
        let by_number = read(&[("BASE_URL", "http://127.0.0.1:3000")]).unwrap();
        assert_eq!(by_number.mail_from.to_string(), "Porthor <porthor@localhost>");
    }

    #[test]
    fn each_wrong_setting_is_named() {
        for (name, value) in [
            ("DATABASE_URL", "mysql://localhost/porthor"),
            ("LISTEN", "everywhere"),
            ("BASE_URL", "localhost:3000"),
            ("BASE_URL", "https://porthor.example/below"),
            ("SMTP_URL", "mail.example"),
            ("MAIL_FROM", "nobody"),
            ("TRUSTED_PROXIES", "10.0.0.0/33"),
            ("METRICS_LISTEN", "9464"),
            ("PASSWORD_COST", "m=8,t=1,p=1"),
            ("SESSION_HOURS", "0"),
            ("SECOND_FACTOR", "maybe"),
            ("UNDO_SECONDS", "-1"),
        ] {
            assert_eq!(
                read(&[(name, value)]).err().map(|wrong| wrong.name),
                Some(name),
                "{value}"
            );
        }
    }

    #[test]
    fn whoever_decides_needs_a_second_factor_unless_told_otherwise() {
        assert_eq!(read(&[]).unwrap().second_factor, SecondFactorRule::Required);
        let optional = read(&[("SECOND_FACTOR", "optional")]).unwrap();
        assert_eq!(optional.second_factor, SecondFactorRule::Optional);
        assert_eq!(
            Config::read(|_| None, true).unwrap().second_factor,
            SecondFactorRule::Optional
        );
    }

    #[test]
    fn decisions_can_be_undone_for_half_a_minute_unless_told_otherwise() {
        assert_eq!(read(&[]).unwrap().undo, TimeDelta::seconds(30));
        assert_eq!(read(&[("UNDO_SECONDS", "0")]).unwrap().undo, TimeDelta::zero());
    }

    #[test]
    fn people_elsewhere_need_a_mail_server() {
        let base = ("BASE_URL", "https://porthor.example");
        let help = ("SUPPORT_EMAIL", "help@porthor.example");
        assert_eq!(read(&[base, help]).err().map(|wrong| wrong.name), Some("SMTP_URL"));
        let smtp = ("SMTP_URL", "smtps://me:secret@mail.example");
        assert_eq!(
            read(&[base, smtp]).err().map(|wrong| wrong.name),
            Some("SUPPORT_EMAIL"),
            "and somebody to ask"
        );
        assert!(read(&[base, smtp, ("SUPPORT_EMAIL", "help@porthor.example")]).is_ok());
    }

    #[test]
    fn whom_to_ask_is_invented_on_ones_own_machine_only() {
        let own = read(&[]).unwrap().contact;
        assert_eq!(
            (own.email.as_str(), own.telephone.as_str()),
            ("cymorth@porthor.example", "01632 960 999")
        );
        let set = read(&[("SUPPORT_EMAIL", "help@porthor.example")]).unwrap().contact;
        assert_eq!(
            (set.email.as_str(), set.telephone.as_str()),
            ("help@porthor.example", "")
        );
    }

    #[test]
    fn the_demo_is_for_this_machine_only() {
        let elsewhere = |name: &str| match name {
            "LISTEN" => Some("0.0.0.0:3000".to_owned()),
            _ => None,
        };
        assert_eq!(
            Config::read(elsewhere, true).err().map(|wrong| wrong.name),
            Some("LISTEN")
        );
        assert!(Config::read(elsewhere, false).is_ok());
    }
}

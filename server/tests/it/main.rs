//! The whole service, driven through its HTTP routes. One file for each noun; what they share is in `test_app`,
//! `browser`, `person` and `postbox`; `newcomer` registers, `story` has one of everyone.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise, helpers included")]

mod both;
mod browser;
mod cases;
#[path = "../../storage/tests/contract/databases.rs"]
mod databases;
mod newcomer;
mod person;
mod postbox;
mod process;
mod sink;
mod soft_passkey;
mod story;
mod test_app;

mod accounts;
mod acting;
mod alike;
mod arriving_medics;
mod asvs;
mod audit;
mod audit_coverage;
mod closures;
mod command_line;
mod daily_letter;
mod demo;
mod edge;
mod ending;
mod extensions;
mod factors;
mod following_up;
mod forms;
mod headers;
mod imports;
mod invariants;
mod invitations;
mod join_requests;
mod kill;
mod last_approver;
mod letters;
mod live;
mod mail;
mod managers;
mod medics;
mod members;
mod my_account;
mod new_users;
mod organisations;
mod people;
mod permissions;
mod pre_approvals;
mod primary_contacts;
mod proposals;
mod register;
mod registrations;
mod resets;
mod roles;
mod rosters;
mod scheduler;
mod sessions;
mod several;
mod shortcuts;
mod support;
mod sweep;
mod undo;
mod waiting_forms;
mod walls;

pub(crate) use both::on_both;
pub(crate) use browser::Browser;
pub(crate) use databases::Database;
pub(crate) use person::Person;
pub(crate) use test_app::{PASSWORD, Practice, TestApp};

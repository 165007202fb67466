//! The whole service, driven through its HTTP routes. One file for each noun; what they share is in `test_app`,
//! `browser`, `person` and `postbox`.

mod browser;
mod engines;
mod person;
mod postbox;
mod sink;
mod test_app;

mod edge;
mod forms;
mod kill;
mod letters;
mod mail;
mod walls;

pub(crate) use browser::{Browser, Reply};
pub(crate) use engines::{Engine, on_both};
pub(crate) use person::Person;
pub(crate) use test_app::{PASSWORD, Practice, StoppedClock, TestApp};

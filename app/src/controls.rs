//! How things look and how they are reached by keyboard and ear, whatever they are about. No noun and no rule in here:
//! a control is given its words. The words for refusals, problems, roles and states are in `sentence` and [`word`].

mod button;
mod checkbox;
mod choices;
mod counted_text_area;
mod data_table;
mod dead_link;
mod elsewhere;
mod error_summary;
mod field;
mod get_form;
mod heading;
mod loaded;
mod mail_address;
mod notice;
mod paging;
mod password_field;
mod post_form;
mod reveal;
mod saying;
mod summary_list;
mod tag;
mod text_fields;
mod ticks;
mod time;
mod trouble;

pub(crate) mod focus;
pub(crate) mod parameter;
mod sentence;
pub(crate) mod word;

pub(crate) use button::{Button, ButtonLook};
pub(crate) use checkbox::Checkbox;
pub(crate) use choices::{Choice, Radios, Select};
pub(crate) use counted_text_area::CountedTextArea;
pub(crate) use data_table::{ActionsCell, Beneath, Cell, Column, DataTable, NameCell};
pub(crate) use dead_link::LinkIsDead;
pub(crate) use elsewhere::Elsewhere;
pub(crate) use error_summary::ErrorSummary;
pub(crate) use field::{Hidden, form};
pub(crate) use get_form::GetForm;
pub(crate) use heading::Heading;
pub(crate) use loaded::{Later, Loaded, later};
pub(crate) use mail_address::MailAddress;
pub(crate) use notice::{NoticeBanner, StatusLine};
pub(crate) use paging::{Filter, FilterSize, FilterText, Paging};
pub(crate) use password_field::PasswordField;
pub(crate) use post_form::{PlainForm, PostForm, Running};
pub(crate) use reveal::Reveal;
pub(crate) use saying::{Saying, Sentence, fetch_sentences};
pub(crate) use summary_list::{SummaryList, SummaryRow};
pub(crate) use tag::{StateTag, Tag, TagColour};
pub(crate) use text_fields::{TextArea, TextField};
pub(crate) use ticks::{NAME as TICKED, SEVERAL, TickAll, TickCell, Ticks};
pub(crate) use time::Time;
pub(crate) use trouble::Trouble;

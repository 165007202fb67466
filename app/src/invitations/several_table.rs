//! The table of the lines that several people are invited by: whom each is about, and what would come, or came, of it.

use domain::invitations::reference;
use domain::invitations::several::{LeftOut, LineView, Outcome, SeveralInvitationsView, Wrong};
use domain::{OdsCode, Page};
use leptos::prelude::*;

use super::held;
use crate::controls::{Beneath, Cell, Column, DataTable, NameCell, Tag, TagColour, TickCell, Ticks, word};
use crate::here::to;
use crate::i18n::{Locale, locale, say};

/// The table; with `ticks` the lines with a warning can be ticked.
#[component]
pub(super) fn LineTable(
    several: SeveralInvitationsView,
    #[prop(into)] caption: String,
    #[prop(optional)] ticks: Option<Ticks>,
) -> impl IntoView {
    let l = locale();
    let ticks = ticks.filter(|_| several.has_warned());
    let began = several.began.is_some();
    let place = (several.organisation.name, several.organisation.code);
    let tick = ticks.map(|_| Column::new(say!(l, several.tick)));
    let columns = [
        Column::new(say!(l, inviting_several.line)),
        Column::new(say!(l, inviting.email)),
        Column::new(say!(l, inviting.name)),
        Column::new(say!(l, inviting_several.outcome)),
    ];
    let columns = tick.into_iter().chain(columns).collect();
    let rows = several.lines.into_iter();
    let rows = rows
        .map(|line| view! { <Row line place=place.clone() began ticks/> })
        .collect_view();
    view! { <DataTable caption id="lines" columns>{rows}</DataTable> }
}

#[component]
fn Row(
    line: LineView,
    place: (String, OdsCode),
    began: bool,
    #[prop(optional_no_strip)] ticks: Option<Ticks>,
) -> impl IntoView {
    let l = locale();
    let warned = matches!(line.outcome, Outcome::LeftOut(LeftOut::Warned(_)));
    let tick = ticks.map(|ticks| {
        let whom = say!(
            l,
            inviting_several.tick_whom,
            line = line.number,
            name = line.name.as_str()
        );
        let id = warned.then(|| line.number.to_string());
        view! { <TickCell ticks id whom/> }
    });
    let outcome = result(l, &line, place, began);
    view! {
        <tr class="nhsuk-table__row porthor-row" role="row">
            {tick}
            <Cell label=say!(l, inviting_several.line)>{line.number}</Cell>
            <NameCell label=say!(l, inviting.email)>{line.email}</NameCell>
            <Cell label=say!(l, inviting.name)>{line.name}</Cell>
            <Cell label=say!(l, inviting_several.outcome)>{outcome}</Cell>
        </tr>
    }
    .into_any()
}

/// What would come of a line, or came of it, and why.
fn result(l: Locale, line: &LineView, (organisation, code): (String, OdsCode), began: bool) -> AnyView {
    let left_out = if began {
        say!(l, inviting_several.was_left_out)
    } else {
        say!(l, inviting_several.is_left_out)
    };
    match &line.outcome {
        Outcome::Waits if began => {
            view! { <Tag colour=TagColour::Grey text=say!(l, inviting_several.waits)/> }.into_any()
        }
        Outcome::Waits => view! { <Tag colour=TagColour::Green text=say!(l, inviting_several.would)/> }.into_any(),
        Outcome::Invited(id) => {
            let (address, reference) = (to(Page::NewUserRoles(*id)), reference(*id));
            view! {
                <Tag colour=TagColour::Green text=say!(l, inviting_several.invited)/>
                <Beneath>
                    {say!(l, inviting.reference)} " "
                    <a href=address><strong class="porthor-reference">{reference}</strong></a>
                </Beneath>
            }
            .into_any()
        }
        Outcome::LeftOut(why) => {
            let way = match why {
                LeftOut::Held(why) => held::way(l, *why, Some(code)),
                _ => None,
            };
            let name = line.name.clone();
            let way = way.map(|(address, label)| {
                view! { " " <a href=address>{label} <span class="nhsuk-u-visually-hidden">" " {name}</span></a> }
            });
            let why = reason(l, why, &line.name, &organisation);
            view! {
                <Tag colour=TagColour::Orange text=left_out/>
                <Beneath>{why} {way}</Beneath>
            }
            .into_any()
        }
    }
}

/// Why a line is left out.
fn reason(l: Locale, why: &LeftOut, name: &str, organisation: &str) -> String {
    match why {
        LeftOut::Wrong(wrong) => self::wrong(l, *wrong),
        LeftOut::Held(why) => held::text(l, *why, name, organisation),
        LeftOut::Warned(warning) => word::warning_to_reviewer(l, *warning).to_owned(),
        LeftOut::Beyond => say!(l, inviting_several.beyond).to_owned(),
    }
}

/// What is wrong with a line.
fn wrong(l: Locale, wrong: Wrong) -> String {
    let plain = match wrong {
        Wrong::Twice { line } => return say!(l, inviting_several.wrong.twice, line = line),
        Wrong::Quotes => say!(l, inviting_several.wrong.quotes),
        Wrong::NoAddress => say!(l, inviting_several.wrong.no_address),
        Wrong::SeveralAddresses => say!(l, inviting_several.wrong.several_addresses),
        Wrong::NotAnAddress => say!(l, inviting_several.wrong.not_an_address),
        Wrong::GenericAddress => say!(l, inviting_several.wrong.generic_address),
        Wrong::NoNames => say!(l, inviting_several.wrong.no_names),
        Wrong::FirstName => say!(l, inviting_several.wrong.first_name),
        Wrong::LastName => say!(l, inviting_several.wrong.last_name),
        Wrong::TooMuch => say!(l, inviting_several.wrong.too_much),
    };
    plain.to_owned()
}

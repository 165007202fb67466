//! The tables of [`super::several_page`]: whom each request concerns, and what came of it or why it is left out.

use domain::Page;
use domain::join_requests::several::{LeftOut, Outcome, SeveralRow, Whom};
use leptos::prelude::*;

use crate::controls::{
    ActionsCell, Beneath, Cell, Column, DataTable, NameCell, Saying, Sentence, Tag, TagColour, word,
};
use crate::here::to;
use crate::i18n::{Locale, locale, say};

/// What a table of requests shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rows {
    /// Those that will be decided.
    Chosen,
    /// Those that are left out, and why.
    LeftOut,
    /// What came of each.
    Results,
}

impl Rows {
    const fn id(self) -> &'static str {
        match self {
            Self::Chosen => "to-decide",
            Self::LeftOut => "left-out",
            Self::Results => "results",
        }
    }
}

/// The table.
#[component]
pub(super) fn SeveralTable(rows: Vec<SeveralRow>, shows: Rows, #[prop(into)] caption: String) -> impl IntoView {
    let l = locale();
    let last = match shows {
        Rows::Chosen => None,
        Rows::LeftOut => Some(say!(l, several.why)),
        Rows::Results => Some(say!(l, several.outcome)),
    };
    let mut columns = vec![
        Column::new(say!(l, several.name)),
        Column::new(say!(l, several.organisation)),
        Column::new(say!(l, several.role)),
    ];
    columns.extend(last.map(Column::new));
    columns.push(Column::actions(say!(l, several.review)));
    let rows = rows.into_iter().map(|row| view! { <Row row shows/> });
    let rows = rows.collect_view();
    view! { <DataTable caption id=shows.id() columns>{rows}</DataTable> }
}

#[component]
fn Row(row: SeveralRow, shows: Rows) -> impl IntoView {
    let l = locale();
    let last = match shows {
        Rows::Chosen => None,
        Rows::LeftOut => Some((say!(l, several.why), why(l, &row.outcome))),
        Rows::Results => Some((say!(l, several.outcome), result(l, &row.outcome))),
    };
    let last = last.map(|(label, content)| view! { <Cell label>{content}</Cell> });
    let id = row.id;
    let review = row.whom.as_ref().map(|whom| {
        let name = whom.name.clone();
        view! {
            <a href=to(Page::Review(whom.code.clone(), id)) data-key="open">
                {say!(l, several.review)} <span class="nhsuk-u-visually-hidden">" " {name}</span>
            </a>
        }
    });
    let (name, organisation, role) = match row.whom {
        Some(Whom {
            name,
            code,
            organisation,
            role,
        }) => {
            let code = code.to_string();
            let organisation = view! { {organisation} " · " <span class="porthor-code">{code}</span> };
            (name, Some(organisation), word::role(l, role))
        }
        None => (say!(l, several.unknown).to_owned(), None, ""),
    };
    view! {
        <tr class="nhsuk-table__row porthor-row" role="row">
            <NameCell label=say!(l, several.name)>{name}</NameCell>
            <Cell label=say!(l, several.organisation)>{organisation}</Cell>
            <Cell label=say!(l, several.role)>{role}</Cell>
            {last}
            <ActionsCell>{review}</ActionsCell>
        </tr>
    }
}

/// What came of a request.
fn result(l: Locale, outcome: &Outcome) -> AnyView {
    let (colour, text) = match outcome {
        Outcome::Waits => (TagColour::Grey, say!(l, several.waits)),
        Outcome::Approved => (TagColour::Green, say!(l, several.approved)),
        Outcome::Rejected => (TagColour::Red, say!(l, several.rejected)),
        Outcome::LeftOut(_) => (TagColour::Orange, say!(l, several.was_left_out)),
    };
    let beneath = matches!(outcome, Outcome::LeftOut(_)).then(|| {
        let why = why(l, outcome);
        view! { <Beneath>{why}</Beneath> }
    });
    view! { <Tag colour text/> {beneath} }.into_any()
}

/// Why a request is left out, in words.
fn why(l: Locale, outcome: &Outcome) -> AnyView {
    let Outcome::LeftOut(why) = outcome else {
        return ().into_any();
    };
    let plain = match why {
        LeftOut::NotThere => say!(l, several.why_not_there),
        LeftOut::Own => say!(l, several.why_own),
        LeftOut::Warned(_) => say!(l, several.why_warned),
        LeftOut::Appoints => say!(l, several.why_appoints),
        LeftOut::Refused(refusal) => return view! { <Sentence of=Saying::Refusal(refusal.clone())/> }.into_any(),
    };
    plain.into_any()
}

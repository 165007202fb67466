//! Tables: a caption, headings that may sort, rows that become blocks on narrow screens.
//! Roles are written out, because a table that is laid out as blocks loses its own.

use domain::list::{Sort, Sortable};
use leptos::prelude::*;

/// A heading of a table.
#[derive(Clone, Default)]
pub(crate) struct Column {
    /// What it says.
    label: String,
    /// Where its link leads, and how the table is sorted by it now.
    sort: Option<(String, &'static str)>,
    /// Whether it stands above the actions.
    actions: bool,
}

impl Column {
    /// A heading that does not sort.
    pub(crate) fn new(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            ..Self::default()
        }
    }

    /// A heading whose link sorts by a column; `address` says where the table stands in another order.
    pub(crate) fn sorted<C: Sortable>(
        label: &str,
        now: Sort<C>,
        by: C,
        address: impl FnOnce(Sort<C>) -> String,
    ) -> Self {
        Self::leading(label, address(now.turned(by)), now.direction(by))
    }

    /// The same for every list; `now` is `Some(descending)` where the table is sorted by the column.
    fn leading(label: &str, address: String, now: Option<bool>) -> Self {
        let now = match now {
            None => "none",
            Some(false) => "ascending",
            Some(true) => "descending",
        };
        Self {
            label: label.to_owned(),
            sort: Some((address, now)),
            actions: false,
        }
    }

    /// The heading above the actions in the right-hand column.
    pub(crate) fn actions(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            sort: None,
            actions: true,
        }
    }
}

/// A table around its rows. With `id` it can take the focus (a caption that could would be no proper child of a table).
#[component]
pub(crate) fn DataTable(
    #[prop(into)] caption: String,
    #[prop(into)] id: String,
    columns: Vec<Column>,
    children: Children,
) -> impl IntoView {
    let headings = columns.into_iter().map(|column| {
        let class = if column.actions {
            "nhsuk-table__header porthor-table__heading--actions"
        } else {
            "nhsuk-table__header"
        };
        let (inner, sort) = match column.sort {
            None => (column.label.into_any(), None),
            Some((address, now)) => {
                let link = view! { <a class="porthor-table__sort" href=address>{column.label}</a> };
                (link.into_any(), Some(now))
            }
        };
        view! { <th class=class role="columnheader" scope="col" aria-sort=sort>{inner}</th> }
    });
    view! {
        <table class="nhsuk-table porthor-table porthor-table--stack" role="table" id=id tabindex="-1">
            <caption class="nhsuk-table__caption nhsuk-table__caption--m">{caption}</caption>
            <thead class="nhsuk-table__head" role="rowgroup">
                <tr role="row">{headings.collect_view()}</tr>
            </thead>
            <tbody class="nhsuk-table__body" role="rowgroup">{children()}</tbody>
        </table>
    }
    .into_any()
}

/// The cell that names the row.
#[component]
pub(crate) fn NameCell(#[prop(into)] label: String, children: Children) -> impl IntoView {
    view! {
        <th class="nhsuk-table__cell" role="rowheader" scope="row" data-label=label>{children()}</th>
    }
    .into_any()
}

/// A cell; `label` is its column's heading, shown before it on narrow screens.
#[component]
pub(crate) fn Cell(#[prop(into)] label: String, children: Children) -> impl IntoView {
    view! { <td class="nhsuk-table__cell" role="cell" data-label=label>{children()}</td> }.into_any()
}

/// The cell with the actions of a row, in the right-hand column.
#[component]
pub(crate) fn ActionsCell(children: Children) -> impl IntoView {
    view! { <td class="nhsuk-table__cell porthor-table__actions" role="cell">{children()}</td> }.into_any()
}

/// A second, quieter line in a cell.
#[component]
pub(crate) fn Beneath(children: Children) -> impl IntoView {
    view! {
        <div class="nhsuk-body-s nhsuk-u-secondary-text-colour nhsuk-u-margin-bottom-0">{children()}</div>
    }
    .into_any()
}

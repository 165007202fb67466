//! The list *Users* as a file (CSV), whole: a file, not a page. It is posted for, by a plain form with what the list shows,
//! since taking it away leaves a line of the audit, and a GET never changes anything. Who may have it is decided by the
//! services; what comes first (sign in, show that it is you) leads back to the list.

use app::error::AppError;
use app::people_file;
use app::services::Asking;
use axum::Extension;
use axum::extract::{Form, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::people::{UserRow, UsersForm};
use domain::{Declined, Language, Page, Refusal};
use url::form_urlencoded;

use super::{Edge, error_page};

/// Where it is posted for, in English; under `/cy` in Welsh.
pub(super) const PATH: &str = "/users/export";

/// Says that the text is UTF-8: without it spreadsheets take it for something else, and names come to grief.
const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// Answers with the file.
pub(super) async fn users(
    State(edge): State<Edge>,
    Extension(asking): Extension<Asking>,
    headers: HeaderMap,
    Form(form): Form<UsersForm>,
) -> Response {
    let language = asking.visit.language;
    let Some(caller) = &asking.caller else {
        return see_other(&first(&Page::SignIn, &form, language));
    };
    let plain = error_page::wants_page(&headers);
    match edge.services.people.export(caller, form.read()).await {
        Ok(rows) => written(rows, language).map_or_else(
            |error| {
                tracing::error!(%error, "the list cannot be written");
                error_page::our_fault(caller.visit.request, plain)
            },
            file,
        ),
        Err(Declined::Refused(Refusal::ProveItIsYou)) => see_other(&first(&Page::Prove, &form, language)),
        Err(Declined::Refused(Refusal::SecondFactorFirst)) => see_other(&first(&Page::Factors, &form, language)),
        Err(declined) => error_page::refuse(&AppError::from(declined), None, plain),
    }
}

/// The text of the file.
fn written(rows: Vec<UserRow>, language: Language) -> Result<Vec<u8>, csv::Error> {
    let mut file = csv::Writer::from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    file.write_record(people_file::headings(language))?;
    for row in rows {
        file.write_record(people_file::row(language, row).map(harmless))?;
    }
    file.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

/// A cell that no spreadsheet takes for a formula.
fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell
    }
}

fn file(body: Vec<u8>) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (
            CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"porthor-users.csv\""),
        ),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, body).into_response()
}

/// The address of a page that comes first, and that leads back to the list.
fn first(page: &Page, form: &UsersForm, language: Language) -> String {
    let shown: String = form_urlencoded::Serializer::new(String::new())
        .append_pair("q", &form.q)
        .append_pair("state", &form.state)
        .append_pair("sort", &form.sort)
        .finish();
    let list = format!("{}?{shown}", Page::Users.path(language));
    let next: String = form_urlencoded::byte_serialize(list.as_bytes()).collect();
    format!("{}?next={next}", page.path(language))
}

fn see_other(address: &str) -> Response {
    HeaderValue::from_str(address).map_or_else(
        |_| StatusCode::BAD_REQUEST.into_response(),
        |address| (StatusCode::SEE_OTHER, [(LOCATION, address)]).into_response(),
    )
}

#[cfg(test)]
mod tests {
    use domain::PersonId;
    use domain::people::UserState;

    use super::*;

    fn row(first_name: &str, last_name: &str) -> UserRow {
        UserRow {
            id: PersonId::parse("018f0000-0000-7000-8000-000000000001").unwrap(),
            first_name: first_name.to_owned(),
            last_name: last_name.to_owned(),
            email: "+sum@example.org".to_owned(),
            pending: None,
            last_signed_in: None,
            state: UserState::Active,
        }
    }

    #[test]
    fn no_formula_is_alive_and_every_name_is_intact() {
        let rows = vec![
            row("Siân", "Ŵyn, \"Llŷr\""),
            row("=1+1", "-2"),
            row("@cmd", "\tTab"),
            row("Mary Ann", "O'Neill\nJones"),
        ];
        let text = written(rows, Language::Welsh).unwrap();
        let text = String::from_utf8(text).unwrap();
        let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap();
        let mut read = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(read.headers().unwrap().len(), 6);
        let cells: Vec<Vec<String>> = read
            .records()
            .map(|record| record.unwrap().iter().take(3).map(str::to_owned).collect())
            .collect();
        assert_eq!(
            cells,
            [
                ["Siân", "Ŵyn, \"Llŷr\"", "'+sum@example.org"],
                ["'=1+1", "'-2", "'+sum@example.org"],
                ["'@cmd", "'\tTab", "'+sum@example.org"],
                ["Mary Ann", "O'Neill\nJones", "'+sum@example.org"],
            ]
        );
    }
}

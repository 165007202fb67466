//! What stands in the address of a page: codes, ids and the query.

use domain::{JoinRequestId, LetterId, MemberId, OdsCode, Refusal};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use crate::error::AppError;

/// A piece of the path, by its name in the route table; empty where there is none.
pub(crate) fn piece(name: &'static str) -> Memo<String> {
    let pieces = use_params_map();
    Memo::new(move |_| pieces.with(|pieces| pieces.get(name)).unwrap_or_default())
}

/// A value of the query; empty where there is none.
pub(crate) fn query(name: &'static str) -> Memo<String> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| query.get(name)).unwrap_or_default())
}

/// Reads the code of an organisation; what is none is not found.
pub(crate) fn organisation(text: &str) -> Result<OdsCode, AppError> {
    OdsCode::parse(text).map_err(|_| Refusal::NotFound.into())
}

/// Reads the id of a request; what is none is not found.
pub(crate) fn join_request(text: &str) -> Result<JoinRequestId, AppError> {
    JoinRequestId::parse(text).ok_or_else(|| Refusal::NotFound.into())
}

/// Reads the id of a member; what is none is not found.
pub(crate) fn member(text: &str) -> Result<MemberId, AppError> {
    MemberId::parse(text).ok_or_else(|| Refusal::NotFound.into())
}

/// Reads the id of a letter; what is none is not found.
pub(crate) fn letter(text: &str) -> Result<LetterId, AppError> {
    LetterId::parse(text).ok_or_else(|| Refusal::NotFound.into())
}

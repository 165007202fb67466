//! HTTP: the edge of the server.

pub mod site;

//! What happens.

pub mod http;

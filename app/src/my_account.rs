//! My account on the screen: what a person sees of, and does to, what is their own.

pub(crate) mod api;

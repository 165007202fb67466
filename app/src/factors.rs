//! Second factors on the screen: adding, naming and removing them, the second step of signing in, and showing again that
//! it is they.

pub(crate) mod api;

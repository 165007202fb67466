//! The daily letter of what waits, on the screen: switching it on and off.

pub(crate) mod api;

mod switch_page;

use switch_page::SwitchPage;

use crate::chunk::chunk;

chunk! {
    /// Name and position, and the letters that one wants.
    my_details: LetterPage { Daily => SwitchPage }
}

//! Whom people can ask for help: `SUPPORT_EMAIL` and `SUPPORT_TELEPHONE`. Shown on every page's foot and on the help page.

use domain::form::Field;
use domain::sessions::Contact;

use super::{BaseAddress, Wrong, wrong};

/// What stands on one's own machine: a name of RFC 2606 and a number of those set aside for stories.
const INVENTED: (&str, &str) = ("cymorth@porthor.example", "01632 960 999");

/// Reads both. People elsewhere must be able to ask somebody, so there the address has to be set.
pub(super) fn read(email: Option<String>, telephone: Option<String>, base: &BaseAddress) -> Result<Contact, Wrong> {
    let (email, telephone) = match (email, telephone) {
        (None, None) if base.is_loopback() => (INVENTED.0.to_owned(), INVENTED.1.to_owned()),
        (None, _) if !base.is_loopback() => {
            let why = "has to be set, for people must know whom to ask for help";
            return Err(wrong("SUPPORT_EMAIL", why));
        }
        (email, telephone) => (email.unwrap_or_default(), telephone.unwrap_or_default()),
    };
    Contact::parse(&email, &telephone).map_err(|errors| {
        if errors.of(Field::Email).is_some() {
            wrong("SUPPORT_EMAIL", format!("`{email}` is not an e-mail address"))
        } else {
            wrong("SUPPORT_TELEPHONE", format!("`{telephone}` is not a telephone number"))
        }
    })
}

//! Every list with each of its sorts, filters and searches, and the page that follows the first.

use domain::list::Sortable;
use domain::{invitations, organisations, people, registrations};

use super::country::{Country, Viewer};

pub(super) struct Page {
    pub(super) name: String,
    pub(super) viewer: Viewer,
    pub(super) address: String,
}

/// Words to search by: a name, a code, and a name that many have.
const SOUGHT: [&str; 3] = ["rhiannon prydderch", "W99901", "sian"];

pub(super) async fn all(country: &Country) -> Vec<Page> {
    let mut pages = Vec::new();
    for viewer in [Viewer::Support, Viewer::Commissioner, Viewer::Practice] {
        let mut add = |address: String| {
            pages.push(Page {
                name: format!("{viewer:?} {address}"),
                viewer,
                address,
            });
        };
        sorted::<people::Column>("/users?sort=", &mut add);
        for shows in people::Shows::ALL {
            add(format!("/users?state={}", shows.tag()));
        }
        for words in SOUGHT {
            add(format!("/users?q={}", words.replace(' ', "+")));
        }
        sorted::<registrations::Column>("/registrations?sort=", &mut add);
        for shows in registrations::Shows::ALL {
            add(format!("/registrations?state={}", shows.tag()));
            add(format!("/registrations?state={}&sort=last_name", shows.tag()));
        }
        for age in registrations::Age::ALL {
            add(format!("/registrations?older={}", age.tag()));
        }
        add("/registrations?organisation=W99901".to_owned());
        for shows in invitations::Shows::all() {
            add(format!("/invitations?state={}", shows.tag()));
        }
        sorted::<invitations::InvitationColumn>("/invitations?sort=", &mut add);
        add("/invitations?organisation=W99901".to_owned());
        add("/pending-requests".to_owned());
        add("/my-requests".to_owned());
        add("/my-account/organisations".to_owned());
        if !matches!(viewer, Viewer::Practice) {
            sorted::<organisations::Column>("/organisations?sort=", &mut add);
            for filter in [
                "q=canolfan",
                "kind=trust",
                "status=closed",
                "approvers=few",
                "commissioner=9W1",
            ] {
                add(format!("/organisations?{filter}"));
            }
        }
        if matches!(viewer, Viewer::Support) {
            add("/support-team".to_owned());
        }
        for what in ["", "?what=requests", "?what=access"] {
            add(format!("/organisations/W99901/history{what}"));
        }
        for tab in ["profile", "members", "members?sort=-email", "who-may-act", "rosters"] {
            add(format!("/organisations/W99901/{tab}"));
        }
    }
    let mut after = Vec::new();
    for page in &pages {
        let is_plain = !page.address.contains('?') || page.address.contains("sort=last_name");
        if !is_plain
            || !["/users", "/registrations", "/invitations"]
                .iter()
                .any(|list| page.address.starts_with(list))
        {
            continue;
        }
        if let Some(next) = next(&country.ask(page.viewer, &page.address).await) {
            after.push(Page {
                name: format!("{}, the next", page.name),
                viewer: page.viewer,
                address: next,
            });
        }
    }
    pages.extend(after);
    pages
}

fn sorted<Column: Sortable>(address: &str, add: &mut impl FnMut(String)) {
    for column in Column::ALL {
        for direction in ["", "-"] {
            add(format!("{address}{direction}{}", column.tag()));
        }
    }
}

/// Where the page after this one is.
fn next(html: &str) -> Option<String> {
    let link = html.split("href=\"").find(|link| link.contains("place=after-"))?;
    Some(link.split('"').next()?.replace("&amp;", "&"))
}

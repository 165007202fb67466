//! The pattern of a page's address in the route table, such as `organisations/:code/members`: pieces as they stand, and
//! pieces with a name. One type for every address, so that the bundle holds the router's matching once.

use std::borrow::Cow;

use leptos_router::{PartialPathMatch, PathSegment, PossibleRouteMatch};

/// The pattern of an address, without slashes at its ends.
#[derive(Clone, Copy)]
pub(crate) struct Address(pub(crate) &'static str);

impl Address {
    fn pieces(self) -> impl Iterator<Item = &'static str> {
        self.0.split('/').filter(|piece| !piece.is_empty())
    }
}

impl PossibleRouteMatch for Address {
    fn optional(&self) -> bool {
        false
    }

    fn test<'a>(&self, path: &'a str) -> Option<PartialPathMatch<'a>> {
        let mut rest = path;
        let mut params = Vec::new();
        for wanted in self.pieces() {
            let piece = rest
                .strip_prefix('/')?
                .split('/')
                .next()
                .filter(|piece| !piece.is_empty())?;
            rest = &rest[1 + piece.len()..];
            match wanted.strip_prefix(':') {
                Some(name) => params.push((Cow::Borrowed(name), piece.to_owned())),
                None if wanted == piece => {}
                None => return None,
            }
        }
        Some(PartialPathMatch::new(rest, params, &path[..path.len() - rest.len()]))
    }

    fn generate_path(&self, path: &mut Vec<PathSegment>) {
        path.extend(self.pieces().map(|piece| match piece.strip_prefix(':') {
            Some(name) => PathSegment::Param(name.into()),
            None => PathSegment::Static(piece.into()),
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rest<'a>(pattern: &'static str, path: &'a str) -> Option<&'a str> {
        Address(pattern).test(path).map(|found| found.remaining())
    }

    #[test]
    fn whole_pieces_match_and_what_follows_is_left() {
        assert_eq!(rest("", "/cy/sign-in"), Some("/cy/sign-in"));
        assert_eq!(rest("cy", "/cy/sign-in"), Some("/sign-in"));
        assert_eq!(rest("cy", "/cyw"), None);
        assert_eq!(rest("create-account/role", "/create-account/role/"), Some("/"));
        assert_eq!(rest("create-account/role", "/create-account"), None);
    }

    #[test]
    fn a_named_piece_is_whatever_stands_there_but_not_nothing() {
        let found = Address("organisations/:code/requests/:id").test("/organisations/W91001/requests/7");
        let params = found.map(PartialPathMatch::params).unwrap_or_default();
        assert_eq!(
            params,
            [("code".into(), "W91001".to_owned()), ("id".into(), "7".to_owned())]
        );
        assert_eq!(rest("my-requests/:id", "/my-requests/"), None);
        assert_eq!(rest("my-requests/:id", "/my-requests"), None);
    }
}

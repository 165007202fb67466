//! Turning the pages of a long list by its rows: what a statement says of order and edge, and the page that is made of what
//! it found. Beside it, what such lists are searched by and how they are counted. What is listed, and by which columns,
//! stands in the module of each noun.

use domain::list::{Beside, COUNTED_MOST, Counted, Place};
use domain::text::{prefix_end, words};
use uuid::Uuid;

use crate::Result;
use crate::sql::Statement;

/// Which way a statement walks a list, as it says it. A page right before a row is walked backwards.
pub(crate) struct Direction {
    /// `ASC` or `DESC`.
    pub(crate) order: &'static str,
    /// How a row compares with the one at the edge.
    pub(crate) compare: &'static str,
}

impl Direction {
    /// The way to a page of a list that is sorted so.
    pub(crate) const fn to(place: Place, descending: bool) -> Self {
        if descending == is_backwards(place) {
            Self {
                order: "ASC",
                compare: ">",
            }
        } else {
            Self {
                order: "DESC",
                compare: "<",
            }
        }
    }
}

const fn is_backwards(place: Place) -> bool {
    matches!(place, Place::Before(_))
}

/// Binds the row at the edge, where there is one; it is the last that a page's statement is bound to.
pub(crate) fn bind_edge(statement: Statement<'_>, place: Place) -> Statement<'_> {
    match place.row() {
        None => statement,
        Some(row) => statement.bind(row),
    }
}

/// Whether nothing lies before a page that ends right before a row: then the first page is asked for instead, a full one.
pub(crate) fn is_first_after_all<R>(found: &[R], place: Place, most: u16) -> bool {
    is_backwards(place) && found.len() <= usize::from(most)
}

/// A page of at most so many rows, in the order of the list, and the pages beside it. `found` has one row more where
/// there is one that way.
pub(crate) fn page<R>(mut found: Vec<R>, place: Place, most: u16, id: impl Fn(&R) -> Uuid) -> (Vec<R>, Beside) {
    let most = usize::from(most);
    let more = found.len() > most;
    found.truncate(most);
    if is_backwards(place) {
        found.reverse();
    }
    let first = found.first().map(|row| Place::Before(id(row)));
    let last = found.last().map(|row| Place::After(id(row)));
    let (previous, next) = match place {
        Place::First => (None, last.filter(|_| more)),
        Place::After(_) => (first, last.filter(|_| more)),
        Place::Before(_) => (first.filter(|_| more), last),
    };
    (found, Beside { previous, next })
}

/// Counts rows, as far as they are counted; `rows` is a `SELECT` that can go on.
pub(crate) fn counting(rows: &str) -> String {
    format!("SELECT COUNT(*) FROM ({rows} LIMIT {}) AS counted", COUNTED_MOST + 1)
}

/// Runs what [`counting`] says.
pub(crate) async fn counted(statement: Statement<'_>) -> Result<Counted> {
    let (count,): (i64,) = statement.one().await?;
    Ok(Counted::of(count))
}

/// The most words of a search that are looked at; what follows would hardly narrow it.
const WORDS_MOST: usize = 6;

/// The beginnings that a list is searched by; all must meet (S79).
pub(crate) struct Beginnings(Vec<String>);

impl Beginnings {
    /// Those of a search.
    pub(crate) fn of(search: &str) -> Self {
        let mut beginnings = words(search);
        beginnings.truncate(WORDS_MOST);
        Self(beginnings)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many places of a statement they take.
    pub(crate) fn places(&self) -> usize {
        2 * self.0.len()
    }

    /// Between which places each lies, after so many others: a word that it meets is `>= $from` and `< $to`.
    pub(crate) fn between(&self, others: usize) -> impl Iterator<Item = (usize, usize)> {
        (0..self.0.len()).map(move |word| (others + 2 * word + 1, others + 2 * word + 2))
    }

    /// The organisations that they meet, as `found`, after so many other places.
    pub(crate) fn found(&self, others: usize) -> String {
        let words: Vec<String> = self
            .between(others)
            .map(|(from, to)| {
                format!(
                    "SELECT t.organisation_id FROM organisation_terms AS t WHERE t.term >= ${from} AND t.term < ${to}"
                )
            })
            .collect();
        let met = words.join(" INTERSECT ");
        format!("found AS MATERIALIZED (SELECT DISTINCT organisation_id FROM ({met}) AS met)")
    }

    /// Binds them.
    pub(crate) fn bind<'l>(&self, mut statement: Statement<'l>) -> Statement<'l> {
        for beginning in &self.0 {
            statement = statement.bind(beginning.as_str()).bind(prefix_end(beginning));
        }
        statement
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: u8) -> Uuid {
        Uuid::from_u128(number.into())
    }

    fn before(number: u8) -> Place {
        Place::Before(row(number))
    }

    fn after(number: u8) -> Place {
        Place::After(row(number))
    }

    /// A page of two rows from the rows that were found.
    fn page_of(found: &[u8], place: Place) -> (Vec<u8>, Option<Place>, Option<Place>) {
        let (rows, beside) = page(found.to_vec(), place, 2, |&number| row(number));
        (rows, beside.previous, beside.next)
    }

    #[test]
    fn a_list_is_walked_backwards_to_what_lies_before_a_row() {
        let way = |place, descending| {
            let way = Direction::to(place, descending);
            (way.order, way.compare)
        };
        assert_eq!(way(Place::First, false), ("ASC", ">"));
        assert_eq!(way(Place::After(row(1)), true), ("DESC", "<"));
        assert_eq!(way(Place::Before(row(1)), false), ("DESC", "<"));
        assert_eq!(way(Place::Before(row(1)), true), ("ASC", ">"));
    }

    #[test]
    fn a_page_leads_on_where_a_row_more_was_found() {
        assert_eq!(page_of(&[1, 2], Place::First), (vec![1, 2], None, None));
        assert_eq!(page_of(&[1, 2, 3], Place::First), (vec![1, 2], None, Some(after(2))));
        assert_eq!(
            page_of(&[3, 4], Place::After(row(2))),
            (vec![3, 4], Some(before(3)), None)
        );
        assert_eq!(
            page_of(&[3, 4, 5], Place::After(row(2))),
            (vec![3, 4], Some(before(3)), Some(after(4)))
        );
        assert_eq!(
            page_of(&[4, 3, 2], Place::Before(row(5))),
            (vec![3, 4], Some(before(3)), Some(after(4)))
        );
        assert_eq!(
            page_of(&[2, 1], Place::Before(row(3))),
            (vec![1, 2], None, Some(after(2)))
        );
        assert_eq!(page_of(&[], Place::After(row(2))), (vec![], None, None));
    }

    #[test]
    fn only_a_page_before_a_row_may_be_the_first_after_all() {
        assert!(is_first_after_all(&[2, 1], Place::Before(row(3)), 2));
        assert!(!is_first_after_all(&[3, 2, 1], Place::Before(row(4)), 2));
        assert!(!is_first_after_all(&[3], Place::After(row(2)), 2));
    }

    #[test]
    fn each_beginning_takes_two_places_and_only_the_first_six_are_looked_at() {
        let two = Beginnings::of("bont surgery");
        assert_eq!(two.between(3).collect::<Vec<_>>(), [(4, 5), (6, 7)]);
        assert_eq!(two.places(), 4);
        assert_eq!(Beginnings::of("a b c d e f g h").places(), 12);
        assert!(Beginnings::of(" ").is_empty());
    }
}

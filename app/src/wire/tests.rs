//! Whatever `serde_json` writes of a type of ours is read back as it was; what is not ours is refused.

use std::collections::BTreeMap;

use domain::organisations::{Kind, OrganisationView, OrganisationsFound, Status};
use domain::{Moment, OdsCode, Refusal};
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::reader::DEEPEST;
use super::{Unreadable, read};
use crate::error::AppError;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Shape {
    Point,
    Length(u32),
    Pair(i64, String),
    Named { left: Option<bool>, right: Vec<char> },
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Inner {
    word: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Outer {
    #[serde(flatten)]
    inner: Inner,
    #[serde(default)]
    more: u8,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Tagged {
    Empty,
    Full { many: Vec<i32>, one: Option<Inner> },
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Wrapped(Option<Box<Wrapped>>);

/// Any of the shapes that a value of ours can have, in each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Tree {
    Bare,
    Bool(bool),
    Number(i64),
    Letter(char),
    Text(String),
    Perhaps(Option<Box<Tree>>),
    Two(Box<Tree>, u8),
    Many(Vec<Tree>),
    Named {
        left: Box<Tree>,
        right: BTreeMap<String, Tree>,
    },
    Came(Result<Box<Tree>, ()>),
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        Just(Tree::Bare),
        any::<bool>().prop_map(Tree::Bool),
        any::<i64>().prop_map(Tree::Number),
        any::<char>().prop_map(Tree::Letter),
        any::<String>().prop_map(Tree::Text),
        Just(Tree::Came(Err(()))),
    ];
    leaf.prop_recursive(4, 40, 4, |inner| {
        let boxed = || inner.clone().prop_map(Box::new);
        prop_oneof![
            proptest::option::of(boxed()).prop_map(Tree::Perhaps),
            (boxed(), any::<u8>()).prop_map(|(tree, more)| Tree::Two(tree, more)),
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Tree::Many),
            (
                boxed(),
                proptest::collection::btree_map(any::<String>(), inner.clone(), 0..3)
            )
                .prop_map(|(left, right)| Tree::Named { left, right }),
            boxed().prop_map(|tree| Tree::Came(Ok(tree))),
        ]
    })
}

fn organisation() -> impl Strategy<Value = OrganisationView> {
    let closed_on = proptest::option::of(
        (-10_000_000_000_000_000_i64..10_000_000_000_000_000).prop_map(|micros| {
            let moment = chrono::DateTime::from_timestamp_micros(micros).expect("within the calendar");
            moment.date_naive()
        }),
    );
    (any::<[String; 3]>(), closed_on).prop_map(|([name, town, postcode], closed_on)| OrganisationView {
        code: OdsCode::parse("W91001").expect("a code"),
        name,
        town,
        postcode,
        kind: Kind::Practice,
        status: Status::Active,
        closed_on,
        successor: None,
    })
}

proptest! {
    #[test]
    fn whatever_serde_json_writes_is_read_back(value in tree()) {
        back(value);
    }

    #[test]
    fn what_a_search_finds_is_read_back(
        organisations in proptest::collection::vec(organisation(), 0..5),
        more in any::<bool>(),
    ) {
        back::<Result<_, AppError>>(Ok(OrganisationsFound { organisations, more }));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in any::<String>(), json in "[\\[\\]{}\",:0-9a-f\\\\unlte -]{0,40}") {
        let _ = read::<Tree>(&text);
        let _ = read::<Tree>(&json);
    }
}

fn back<T: std::fmt::Debug + PartialEq + Serialize + DeserializeOwned>(value: T) {
    let text = serde_json::to_string(&value).expect("it can be written");
    assert_eq!(read(&text), Ok(value), "{text}");
}

#[test]
fn what_serde_json_writes_is_read_back() {
    back(Shape::Point);
    back(Shape::Length(7));
    back(Shape::Pair(i64::MIN, "ŵŷ \"\\/\n\r\t\u{8}\u{c}\u{1} 😀".to_owned()));
    back(Shape::Named {
        left: None,
        right: Vec::new(),
    });
    back(Shape::Named {
        left: Some(true),
        right: vec!['a', '😀'],
    });
    back::<Result<(), Shape>>(Ok(()));
    back::<Result<(), Shape>>(Err(Shape::Point));
    back(Some((1_u8, false, String::new())));
    back(BTreeMap::from([("a".to_owned(), 1_u16), ("b".to_owned(), 2)]));
    back(Outer {
        inner: Inner {
            word: "bore da".to_owned(),
        },
        more: 3,
    });
}

#[test]
fn every_way_of_writing_a_type_is_read_back() {
    back(Tagged::Empty);
    back(Tagged::Full {
        many: vec![i32::MIN, 0, i32::MAX],
        one: Some(Inner { word: String::new() }),
    });
    back(Wrapped(None));
    back(());
    back((u32::MAX, i8::MIN, u64::from(u32::MAX)));
    back(vec![Some(vec![1_u8]), None]);
    back::<Result<(), AppError>>(Err(AppError::Refused(Refusal::NotFound)));
    back::<Result<(), AppError>>(Err(AppError::Connection));
    back(Moment::new(chrono::DateTime::UNIX_EPOCH).in_london());
}

#[test]
fn a_type_is_read_from_its_own_kind_of_value_only() {
    assert_eq!(read::<String>("1"), Err(Unreadable));
    assert_eq!(read::<u8>("\"1\""), Err(Unreadable));
    assert_eq!(read::<u8>("-1"), Err(Unreadable));
    assert_eq!(read::<bool>("0"), Err(Unreadable));
    assert_eq!(read::<bool>("null"), Err(Unreadable));
    assert_eq!(read::<Vec<u8>>("{}"), Err(Unreadable));
    assert_eq!(read::<Inner>("[]"), Err(Unreadable));
    assert_eq!(read::<()>("{}"), Err(Unreadable));
    assert_eq!(read::<char>("\"ab\""), Err(Unreadable));
    assert_eq!(read::<Shape>("{}"), Err(Unreadable));
    assert_eq!(read::<Shape>("{\"Point\":null,\"Length\":1}"), Err(Unreadable));
    assert_eq!(read::<Shape>("{\"Point\":1}"), Err(Unreadable));
    assert_eq!(read::<Inner>("{\"word\":\"a\",\"word\":\"b\"}"), Err(Unreadable));
}

#[test]
fn values_are_read_as_deep_as_ours_go_and_no_deeper() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let deepest = usize::from(DEEPEST);
    assert!(read::<serde::de::IgnoredAny>(&nested(deepest)).is_ok());
    assert!(read::<serde::de::IgnoredAny>(&nested(deepest + 1)).is_err());
}

#[test]
fn blanks_escapes_and_what_nobody_asked_for_are_read_over() {
    let text = " { \"word\" : \"\\u0174\\uD83D\\uDE00\" , \"other\" : [ { } , [ ] , null ] } ";
    let word = "Ŵ😀".to_owned();
    assert_eq!(
        read(text),
        Ok(Outer {
            inner: Inner { word },
            more: 0
        })
    );
}

#[test]
fn what_is_not_json_is_refused_and_nothing_panics() {
    let deep = "[".repeat(100_000);
    for text in [
        "",
        " ",
        "nul",
        "[",
        "[1,",
        "[1 2]",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{a:1}",
        "\"",
        "\"\\",
        "\"\\u12",
        "\"\\u123é\"",
        "\"\\uD83D\"",
        "\"\\uD83D\\u0041\"",
        "1.5",
        "-",
        "99999999999999999999",
        "true false",
        "é",
        &deep,
    ] {
        assert_eq!(
            read::<serde::de::IgnoredAny>(text).map(drop),
            Err(Unreadable),
            "{text:.20}"
        );
    }
    assert_eq!(read::<u8>("256"), Err(Unreadable));
    assert_eq!(read::<Shape>("\"Circle\""), Err(Unreadable));
    assert_eq!(read::<Inner>("{}"), Err(Unreadable));
}

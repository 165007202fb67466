//! What does a page cost at the size of a country? Every list, sort, filter and search page is asked for over and over by
//! one client, over few people and over many; printed are the 95th percentile of both and their ratio. Beside it: how long
//! the database took to fill, and the server from its start until it is ready.
//!
//! `SIZES` are the two numbers of people (2000 and 200000). `SIZE_DATABASES`, if set, names an empty `PostgreSQL` database for
//! each of them; otherwise files of `SQLite` are made and removed again.

mod country;
mod pages;

use std::time::{Duration, Instant};

use self::country::Country;

/// What a page may take, in milliseconds, at the larger size.
const AIM: f64 = 25.0;
/// How much more it may take there than at the smaller one.
const AIM_RATIO: f64 = 1.5;
/// How often each page is asked for: at first without counting, so that statements are prepared.
const WARMING: usize = 3;
const TIMES: usize = 40;

#[tokio::main]
async fn main() {
    // `cargo test --benches` only wants to know whether it starts.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let sizes = words("SIZES").unwrap_or_else(|| vec!["2000".to_owned(), "200000".to_owned()]);
    let sizes: Vec<u32> = sizes
        .iter()
        .map(|size| size.parse().expect("SIZES are numbers"))
        .collect();
    let [few, many] = sizes.as_slice() else {
        panic!("SIZES are two numbers");
    };
    let databases = words("SIZE_DATABASES").unwrap_or_default();
    let few = measured(*few, databases.first()).await;
    let many = measured(*many, databases.get(1)).await;
    compare(&few, &many);
}

fn words(variable: &str) -> Option<Vec<String>> {
    let text = std::env::var(variable).ok()?;
    Some(text.split_whitespace().map(str::to_owned).collect())
}

/// A page's name, and what it took at the 95th percentile.
type Measured = Vec<(String, Duration)>;

/// Fills a database, starts the service on it, and asks for every page.
async fn measured(people: u32, database: Option<&String>) -> Measured {
    let country = Country::fill(people, database).await;
    println!(
        "{people} people: filled in {:.1} s, ready {:.2} s after the start",
        country.filled, country.ready
    );
    let mut measured = Vec::new();
    for page in pages::all(&country).await {
        let mut taken = Vec::with_capacity(TIMES);
        for turn in 0..WARMING + TIMES {
            let started = Instant::now();
            country.ask(page.viewer, &page.address).await;
            if turn >= WARMING {
                taken.push(started.elapsed());
            }
        }
        taken.sort_unstable();
        measured.push((page.name, taken[TIMES * 95 / 100 - 1]));
    }
    country.leave().await;
    measured
}

fn compare(few: &Measured, many: &Measured) {
    println!(
        "\n{:<64} {:>9} {:>9} {:>6}",
        "page, 95th percentile", "few", "many", "ratio"
    );
    let (mut slow, mut steep) = (0, 0);
    for ((name, little), (_, much)) in few.iter().zip(many) {
        let (little, much) = (milliseconds(*little), milliseconds(*much));
        let ratio = much / little;
        let (is_slow, is_steep) = (much >= AIM, ratio >= AIM_RATIO);
        slow += usize::from(is_slow);
        steep += usize::from(is_steep);
        let missed = match (is_slow, is_steep) {
            (false, false) => "",
            (true, false) => "  slow",
            (false, true) => "  steep",
            (true, true) => "  slow, steep",
        };
        println!("{name:<64} {little:>6.1} ms {much:>6.1} ms {ratio:>6.2}{missed}");
    }
    println!(
        "{} pages; {slow} take {AIM} ms or longer, {steep} take {AIM_RATIO} times as long or longer",
        few.len()
    );
}

fn milliseconds(taken: Duration) -> f64 {
    taken.as_secs_f64() * 1000.0
}

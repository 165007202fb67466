//! A new migration file must rebuild this crate, into which the migrations are embedded.

fn main() {
    println!("cargo::rerun-if-changed=../../migrations");
}

//! Turns `locales/<language>/<namespace>.json` into keys that the compiler checks, and refuses to go on without the flag
//! that server and browser must have in common.

use std::error::Error;
use std::path::PathBuf;

use leptos_i18n_parser::parse_locales::options::{Config, ParseOptions};
use leptos_i18n_parser::parse_locales::parse_locales;

/// One file a noun, in each language.
const NAMESPACES: [&str; 34] = [
    "about",
    "accounts",
    "acting",
    "audit",
    "cases",
    "closures",
    "demo",
    "extensions",
    "factors",
    "frame",
    "imports",
    "invitations",
    "inviting",
    "inviting_several",
    "join_requests",
    "last_approver",
    "managers",
    "medics",
    "members",
    "my_account",
    "new_users",
    "organisations",
    "people",
    "pre_approvals",
    "primary_contacts",
    "problems",
    "proposals",
    "refusals",
    "registrations",
    "roles",
    "rosters",
    "sessions",
    "several",
    "words",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=Cargo.toml");
    if std::env::var_os("CARGO_CFG_ERASE_COMPONENTS").is_none() {
        println!(
            "cargo::error=`--cfg erase_components` of .cargo/config.toml is missing: RUSTFLAGS in the environment replaces it"
        );
    }
    let options = ParseOptions::new().interpolate_display(true);
    let config = Config::new("en")?
        .add_locale("cy")?
        .add_namespaces(NAMESPACES)?
        .parse_options(options);
    let sentences = parse_locales(None, config)?;
    for path in sentences.tracked_files.iter().flatten() {
        println!("cargo::rerun-if-changed={path}");
    }
    // What is wrong with a sentence becomes a compiler error of the crate.
    let keys = leptos_i18n_codegen::gen_code(&sentences, None, true, None, false)?;
    let folder = PathBuf::from(std::env::var("OUT_DIR")?).join("i18n");
    std::fs::create_dir_all(&folder)?;
    // In lines: to say where something stands, the compiler reads its line, and all keys on one are five megabytes.
    std::fs::write(folder.join("mod.rs"), prettyplease::unparse(&syn::parse2(keys)?))?;
    Ok(())
}

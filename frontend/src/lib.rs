//! The browser bundle.
#![cfg(target_arch = "wasm32")]

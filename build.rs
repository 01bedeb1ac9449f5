//! Asks the linker to say what refers to what in a release of the app, by which `xtask/reach.mjs` tells what is needed
//! from the start. wasm-bindgen drops these notes again.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    if is("CARGO_CFG_TARGET_ARCH", "wasm32") && is("PROFILE", "release") {
        println!("cargo::rustc-link-arg-bin=homestretch-app=--emit-relocs");
    }
}

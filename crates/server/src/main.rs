//! The race server.
fn main() {}

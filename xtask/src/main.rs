//! Sets up, builds, tests and measures the project.
fn main() {}

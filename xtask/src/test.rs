//! Owns `cargo xtask test`: every check there is, one after the other, and the count of them as the last line.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::run::{cargo, say, shown};
use crate::setup_browser::Browser;
use crate::{Done, build, licences, setup, setup_browser, setup_hosts};

const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];

#[derive(Default)]
struct Count {
    passed: u64,
    failed: u64,
    /// What failed, for the summary above the last line.
    failures: Vec<String>,
    /// What the native run of `tests/same_bits.rs` found, for the run in the browser.
    same_bits: Vec<String>,
}

/// Runs everything, also after a failure, so that one run shows all that is wrong.
pub fn everything() -> Done {
    let began = Instant::now();
    let mut count = Count::default();
    // What cannot be set up is a failure like any other: the rest still says what it can.
    if let Err(problem) = setup::for_build() {
        count.fail(format!("Set-up: {problem}"));
    }
    let browser = setup_browser::for_tests();

    count.check("Format", cargo().args(["fmt", "--all", "--check"]));
    let strict = ["--", "-D", "warnings"];
    count.check(
        "Lints, native",
        cargo()
            .args(["clippy", "--workspace", "--all-targets"])
            .args(strict),
    );
    count.check(
        "Lints, in the browser",
        cargo()
            .args(["clippy", "--package", "homestretch-app", "--lib", "--bins"])
            .args(WASM)
            .args(strict),
    );
    count.done("Licences of libraries", licences::check());
    let mut native = cargo();
    native.args([
        "test",
        "--workspace",
        "--exclude",
        "homestretch-browser",
        "--no-fail-fast",
    ]);
    setup_hosts::tell(&mut native);
    count.tests("Native and HTTP tests", &mut native);
    match browser {
        Ok(browser) => in_the_browser(&mut count, &browser),
        Err(problem) => count.fail(format!("Browser tests: {problem}")),
    }
    count.sum_up(began)
}

/// What only a browser can show.
fn in_the_browser(count: &mut Count, browser: &Browser) {
    let same_bits = count.same_bits.join("; ");
    match browser.write_webdriver_json() {
        Ok(webdriver) => count.tests(
            "The same bits in the browser",
            cargo()
                .args([
                    "test",
                    "--package",
                    "homestretch-app",
                    "--test",
                    "same_bits",
                ])
                .args(WASM)
                .env(
                    "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
                    "wasm-bindgen-test-runner",
                )
                .env("HOMESTRETCH_SAME_BITS", same_bits)
                .env("CHROMEDRIVER", &browser.driver)
                .env("WASM_BINDGEN_TEST_ONLY_WEB", "1")
                .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", webdriver),
        ),
        Err(problem) => count.fail(problem),
    }
    match build::everything() {
        Ok(()) => count.tests(
            "Browser tests, with the real server and the real app",
            browser.tell(
                cargo()
                    .args(["test", "--package", "homestretch-browser", "--no-fail-fast"])
                    .args([
                        // Two browsers at a time are more than two cores can drive at the speed that the tests expect.
                        "--",
                        "--test-threads=1",
                    ]),
            ),
        ),
        Err(problem) => count.fail(format!("Release build: {problem}")),
    }
}

impl Count {
    /// A command that is one check: it passes or fails as a whole.
    fn check(&mut self, what: &str, command: &mut Command) {
        say(what);
        match command.status() {
            Ok(status) if status.success() => self.passed += 1,
            _ => self.fail(format!("{what}: {}", shown(command))),
        }
    }

    /// A check of our own.
    fn done(&mut self, what: &str, done: Done) {
        say(what);
        match done {
            Ok(()) => self.passed += 1,
            Err(problem) => self.fail(format!("{what}: {problem}")),
        }
    }

    /// A command that runs tests: its output is shown as it comes, and its summary lines are added up.
    fn tests(&mut self, what: &str, command: &mut Command) {
        say(what);
        let failed_before = self.failed;
        let child = command.stdout(Stdio::piped()).spawn();
        let succeeded = child.is_ok_and(|mut child| {
            for line in child
                .stdout
                .take()
                .into_iter()
                .flat_map(|out| BufReader::new(out).split(b'\n').map_while(Result::ok))
            {
                let line = String::from_utf8_lossy(&line);
                // A closed pipe on our side (as of `| head`) must not stop the count.
                let _ = writeln!(std::io::stdout(), "{line}");
                self.add(&line);
            }
            child.wait().is_ok_and(|status| status.success())
        });
        if self.failed > failed_before {
            self.failures
                .push(format!("{what}: {} failed", self.failed - failed_before));
        } else if !succeeded {
            // It did not compile, or ended without a summary.
            self.fail(format!("{what}: {}", shown(command)));
        }
    }

    /// Adds a line such as `test result: ok. 11 passed; 0 failed; 0 ignored; …`.
    fn add(&mut self, line: &str) {
        if line.starts_with("same bits: ") {
            self.same_bits.push(line.to_owned());
        }
        let Some(summary) = line.trim().strip_prefix("test result:") else {
            return;
        };
        let number_before = |word: &str| -> u64 {
            let before = summary.split(word).next().unwrap_or_default();
            before
                .split_whitespace()
                .last()
                .and_then(|n| n.parse().ok())
                .unwrap_or_default()
        };
        self.passed += number_before(" passed");
        self.failed += number_before(" failed");
    }

    fn fail(&mut self, what: String) {
        self.failed += 1;
        self.failures.push(what);
    }

    fn sum_up(self, began: Instant) -> Done {
        let seconds = began.elapsed().as_secs();
        println!("\nIn {} min {} s:", seconds / 60, seconds % 60);
        for failure in &self.failures {
            println!("  {failure}");
        }
        println!("{} passed, {} failed", self.passed, self.failed);
        if self.failed == 0 {
            Ok(())
        } else {
            std::process::exit(1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Count;

    #[test]
    fn summaries_of_all_runners_are_added_up() {
        let mut count = Count::default();
        count.add("test result: ok. 11 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s");
        count.add(
            "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 filtered out; finished in 0.01s",
        );
        count.add("test result_of_something ... ok");
        assert_eq!((count.passed, count.failed), (14, 2));
    }
}

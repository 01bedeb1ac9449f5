//! Owns `cargo xtask demo`: from a fresh clone to a race in the browser.

use crate::run::{command, run, say};
use crate::{Done, build};

/// Builds what is missing, then serves the demo race until interrupted.
pub fn demo(args: &[String]) -> Done {
    build::everything()?;
    let address = address(args);
    say(&format!(
        "Serving the demo race on http://{address} (stop with Ctrl+C)"
    ));
    let program = build::server_program();
    run(command(&program.to_string_lossy()).arg("demo").args(args))
}

/// Where it will listen: as asked, else as the server does by itself.
fn address(args: &[String]) -> &str {
    let after = args.iter().skip_while(|arg| *arg != "--listen").nth(1);
    let joined = args.iter().find_map(|arg| arg.strip_prefix("--listen="));
    joined
        .or(after.map(String::as_str))
        .unwrap_or("127.0.0.1:8080")
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn it_says_where_it_listens() {
        let at = |args: &[&str]| {
            let args: Vec<String> = args.iter().map(ToString::to_string).collect();
            address(&args).to_owned()
        };
        assert_eq!(at(&["--speed", "20"]), "127.0.0.1:8080");
        assert_eq!(at(&["--listen", "0.0.0.0:9000"]), "0.0.0.0:9000");
        assert_eq!(at(&["--listen=[::1]:9000", "--speed", "20"]), "[::1]:9000");
        assert_eq!(at(&["--listen"]), "127.0.0.1:8080");
    }
}

//! Drives a browser through the bench page and measures what each way of drawing costs it.
//!
//! CPU time is read from the operating system, summed over all of the browser's processes: a timer around draw calls
//! does not see the painting that happens elsewhere. Frames are not capped, so a stretch of frames is all work.

#[cfg(not(target_arch = "wasm32"))]
mod cpu;
#[cfg(not(target_arch = "wasm32"))]
mod door;
#[cfg(not(target_arch = "wasm32"))]
mod driver;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    match driver::bench(&std::env::args().skip(1).collect::<Vec<_>>()) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("bench dots: {problem}");
            std::process::ExitCode::FAILURE
        }
    }
}

#[cfg(target_arch = "wasm32")]
fn main() {}

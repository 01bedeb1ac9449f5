//! A visitor with a real browser, and the real server to visit: what browser tests and shots are written with.
//! It knows the app only as a visitor does, by what is on the screen, in the console and on the network.

pub mod audit;
pub mod chrome;
pub mod crowd;
pub mod hands;
pub mod line;
pub mod made_up;
pub mod map_file;
pub mod maps;
pub mod moves;
pub mod office;
pub mod release;
pub mod screen;
pub mod server;
pub mod silences;
pub mod tasks;
pub mod visitor;
pub mod wall_clock;
pub mod walls;

pub use hands::Taste;
pub use release::Release;
pub use server::Server;
pub use visitor::{Request, Visitor};

/// What failed, in words.
pub type Done<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Tries until `look` has something, for so many seconds; what was waited for is in the error.
///
/// # Errors
/// When the time is over, or at once when `look` fails.
pub async fn wait_for<T, F>(what: &str, seconds: f64, mut look: F) -> Done<T>
where
    F: AsyncFnMut() -> Done<Option<T>>,
{
    let until = tokio::time::Instant::now() + std::time::Duration::from_secs_f64(seconds);
    loop {
        if let Some(found) = look().await? {
            return Ok(found);
        }
        if tokio::time::Instant::now() > until {
            return Err(format!("waited {seconds} s in vain: {what}").into());
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
}

//! Every connection is an open file to the system, and systems allow a program few of them unless it asks for more.

/// Files that are open beside connections: the store, the log, sources, what is published, the system's copies of large
/// files.
#[cfg(unix)]
const BESIDE: u64 = 1024;

/// Asks the system for room for so many connections, and says so where it gives less.
#[cfg(unix)]
pub fn make_room(connections: usize) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let wanted = connections as u64 + BESIDE;
    let limit = getrlimit(Resource::Nofile);
    // No limit is none.
    let Some(current) = limit.current.filter(|current| *current < wanted) else {
        return;
    };
    let allowed = limit.maximum.map_or(wanted, |most| most.min(wanted));
    let raised = setrlimit(
        Resource::Nofile,
        Rlimit {
            current: Some(allowed.max(current)),
            maximum: limit.maximum,
        },
    );
    let now = if raised.is_ok() { allowed } else { current };
    if now < wanted {
        let room = now.saturating_sub(BESIDE);
        tracing::info!(
            "the system allows {now} open files: room for {room} connections at once; for more raise `ulimit -n`, or LimitNOFILE of the service"
        );
    }
}

/// Systems without such a limit.
#[cfg(not(unix))]
pub fn make_room(_connections: usize) {}

//! Work that nobody waits for, such as packing files and sending them elsewhere: where it wants the same core as answers
//! do, answers go first.

/// This thread gives way from now on. On Linux a thread has a priority of its own; elsewhere it is the whole program's,
/// and nothing is changed.
pub fn give_way() {
    // A tenth of a core is left to it where answers would take all of it.
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::nice(10) {
        tracing::debug!(%error, "a thread keeps the priority of the others");
    }
}

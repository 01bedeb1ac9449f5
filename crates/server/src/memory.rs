//! What the program asks of the system's allocator: to give back what was needed for a moment. A big race is taken in,
//! written and packed in pieces of many megabytes; left to itself glibc keeps their places, in a heap for each thread,
//! and the server takes nearly twice the memory that the race does.

/// Asks for it. Before any other thread is there.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[allow(unsafe_code, reason = "the system's own call, with numbers alone")]
pub fn give_back() {
    /// Pieces from this size on are the system's own, and go back to it as soon as they are free. Smaller ones are used
    /// again and again: what packs a file of a kilobyte takes some megabytes, thousands of times in a big race.
    const LARGE: i32 = 8 << 20;
    /// So many heaps for the small ones.
    const HEAPS: i32 = 2;
    // SAFETY: it takes two numbers and sets a limit; nothing points anywhere.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE);
        libc::mallopt(libc::M_TRIM_THRESHOLD, LARGE);
        libc::mallopt(libc::M_ARENA_MAX, HEAPS);
    }
}

/// Other allocators give back by themselves.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn give_back() {}

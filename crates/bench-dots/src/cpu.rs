//! How much of the processor a browser has used. Linux only, for it reads `/proc`.

use std::collections::BTreeMap;
use std::fs;

/// What the kernel counts CPU time in; fixed for programs, whatever the kernel itself does.
const TICK_MS: f64 = 10.0;

/// CPU time so far of a process and all its descendants, in milliseconds.
pub fn cpu_ms(root: u32) -> f64 {
    let mut all: BTreeMap<u32, (u32, f64)> = BTreeMap::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(id) = entry
            .file_name()
            .to_str()
            .and_then(|n| n.parse::<u32>().ok())
        else {
            continue;
        };
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else {
            continue;
        };
        // The name stands in parentheses and may hold anything; the numbers come after the last of them.
        let Some((_, rest)) = stat.rsplit_once(')') else {
            continue;
        };
        let fields: Vec<&str> = rest.split_whitespace().collect();
        let number = |i: usize| {
            fields
                .get(i)
                .and_then(|f| f.parse::<f64>().ok())
                .unwrap_or(0.0)
        };
        // Parent, time in the program, time in the kernel.
        all.insert(id, (number(1) as u32, (number(11) + number(12)) * TICK_MS));
    }
    let belongs = |mut id: u32| {
        for _ in 0..64 {
            if id == root {
                return true;
            }
            match all.get(&id) {
                Some((parent, _)) if *parent > 1 => id = *parent,
                _ => return false,
            }
        }
        false
    };
    all.iter()
        .filter(|(id, _)| belongs(**id))
        .map(|(_, (_, ms))| ms)
        .sum()
}

//! From an empty folder to a rehearsed race: what the commands `new`, `import-course`, `import-entrants`, `check` and
//! `rehearse` do.

pub mod check;
mod columns;
pub mod course;
pub mod entrants;
pub mod event;
pub mod rehearse;

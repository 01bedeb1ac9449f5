//! The table of files in memory: path to body, swapped under the readers without ever showing half a change.
//! Feed and app are served from here alone; but for a map file, no disk is on the way of a request.

pub mod app;
pub mod body;
pub mod map_file;
pub mod negotiate;
pub mod system_copy;
pub mod tiles;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

pub use body::{Body, Cache, Kind};
use tokio::sync::watch;

/// What the table knows of a path.
#[derive(Clone, Debug)]
pub enum Found {
    /// There is such a file.
    Here(Arc<Body>),
    /// There was one and it was withdrawn: caches shall drop it.
    Gone,
    /// Nothing by that name.
    Missing,
}

/// All files by path; paths begin with a slash.
#[derive(Debug, Default)]
pub struct Files {
    table: RwLock<HashMap<Box<str>, Found>>,
    /// Counts the changes, for whoever wants to hear of them.
    changes: watch::Sender<u64>,
}

/// One change of the table: everything in it is seen at once.
#[derive(Debug, Default)]
pub struct Edit {
    steps: Vec<(Box<str>, Found)>,
}

impl Edit {
    /// Puts a file, in place of an older one of that name.
    pub fn put(&mut self, path: impl Into<Box<str>>, body: Body) -> &mut Self {
        self.steps.push((path.into(), Found::Here(Arc::new(body))));
        self
    }
    /// Forgets a file: it is answered 404 from now on.
    pub fn forget(&mut self, path: impl Into<Box<str>>) -> &mut Self {
        self.steps.push((path.into(), Found::Missing));
        self
    }
    /// Withdraws a file: it is answered 410 from now on.
    pub fn withdraw(&mut self, path: impl Into<Box<str>>) -> &mut Self {
        self.steps.push((path.into(), Found::Gone));
        self
    }
}

impl Files {
    /// What there is at a path.
    pub fn get(&self, path: &str) -> Found {
        let table = self.table.read().unwrap_or_else(PoisonError::into_inner);
        table.get(path).cloned().unwrap_or(Found::Missing)
    }
    /// Applies a change; a reader sees all of it or nothing of it.
    pub fn change(&self, edit: Edit) {
        let mut table = self.table.write().unwrap_or_else(PoisonError::into_inner);
        for (path, found) in edit.steps {
            match found {
                Found::Missing => drop(table.remove(&path)),
                found => drop(table.insert(path, found)),
            }
        }
        drop(table);
        self.changes.send_modify(|n| *n += 1);
    }
    /// Tells of every change from now on.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }
    /// All there is and all that was withdrawn, as of one moment, in no order.
    pub fn all(&self) -> Vec<(Box<str>, Found)> {
        let table = self.table.read().unwrap_or_else(PoisonError::into_inner);
        table
            .iter()
            .map(|(path, found)| (path.clone(), found.clone()))
            .collect()
    }
    /// Replaces a body by a better packed one, unless the file has changed meanwhile.
    pub fn repack(&self, path: &str, old: &Arc<Body>, packed: Body) {
        let mut table = self.table.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(Found::Here(body)) = table.get_mut(path)
            && Arc::ptr_eq(body, old)
        {
            *body = Arc::new(packed);
        }
    }
    /// The paths that begin so, in no order.
    pub fn paths(&self, prefix: &str) -> Vec<Box<str>> {
        let table = self.table.read().unwrap_or_else(PoisonError::into_inner);
        table
            .iter()
            .filter(|(path, found)| path.starts_with(prefix) && matches!(found, Found::Here(_)))
            .map(|(path, _)| path.clone())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(content: &str) -> Body {
        Body::plain(content.as_bytes().to_vec(), Kind::Text, Cache::Revalidate)
    }

    #[test]
    fn withdrawn_is_not_missing() {
        let files = Files::default();
        let mut edit = Edit::default();
        edit.put("/a", text("a")).put("/b", text("b"));
        files.change(edit);
        let mut edit = Edit::default();
        edit.withdraw("/a").forget("/b");
        files.change(edit);
        assert!(matches!(files.get("/a"), Found::Gone));
        assert!(matches!(files.get("/b"), Found::Missing));
        assert!(files.paths("/").is_empty());
    }

    #[test]
    fn a_late_repack_does_not_bring_back_old_content() {
        let files = Files::default();
        let put = |content: &str| {
            let mut edit = Edit::default();
            edit.put("/a", text(content));
            files.change(edit);
        };
        put("old");
        let Found::Here(old) = files.get("/a") else {
            panic!("just put");
        };
        put("new");
        files.repack("/a", &old, text("old"));
        let Found::Here(now) = files.get("/a") else {
            panic!("still there");
        };
        assert_eq!(now.identity.bytes.as_ref(), b"new");
    }
}

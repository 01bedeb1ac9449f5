//! A few files by name, with something of each. They are never many: a list looks them up as fast as a tree would, and
//! weighs less.

/// Files by name.
#[derive(Debug)]
pub struct Files<T>(Vec<(String, T)>);

impl<T> Default for Files<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Files<T> {
    /// True when it is among them.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// Puts it among them; false when it was there, and then it has what it is given now.
    pub fn put(&mut self, name: &str, with: T) -> bool {
        let new = self.take(name).is_none();
        self.0.push((name.to_owned(), with));
        new
    }

    /// Takes it out.
    pub fn take(&mut self, name: &str) -> Option<T> {
        let at = self.0.iter().position(|(known, _)| known == name)?;
        Some(self.0.swap_remove(at).1)
    }

    /// Forgets all of them.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

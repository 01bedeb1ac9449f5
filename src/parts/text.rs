//! Texts that change. Every closure in a view is a type of its own, and the framework is compiled anew for each;
//! behind this one type they share that code, which keeps the app small on the way to a phone.

/// A text that is asked for again when something it was made from has changed.
pub type Text = Box<dyn Fn() -> String + Send + Sync>;

/// The text that a closure gives.
pub fn text(said: impl Fn() -> String + Send + Sync + 'static) -> Text {
    Box::new(said)
}

//! What an attribute can be given.

use web_sys::Element;

use super::live::effect;

/// A value of an attribute.
pub trait Value: 'static {
    /// Gives it to the element.
    fn give(self, element: &Element, name: &'static str);
}

fn set(element: &Element, name: &str, value: &str) {
    // What has not changed is not said anew: a screen reader would read it again.
    if element.get_attribute(name).as_deref() != Some(value) {
        let _ = element.set_attribute(name, value);
    }
}

impl Value for &'static str {
    fn give(self, element: &Element, name: &'static str) {
        set(element, name, self);
    }
}

impl Value for String {
    fn give(self, element: &Element, name: &'static str) {
        set(element, name, &self);
    }
}

impl Value for usize {
    fn give(self, element: &Element, name: &'static str) {
        set(element, name, &self.to_string());
    }
}

impl Value for i32 {
    fn give(self, element: &Element, name: &'static str) {
        set(element, name, &self.to_string());
    }
}

/// There or not.
impl Value for bool {
    fn give(self, element: &Element, name: &'static str) {
        self.then_some("").give(element, name);
    }
}

impl<V: Value> Value for Option<V> {
    fn give(self, element: &Element, name: &'static str) {
        match self {
            Some(value) => value.give(element, name),
            None => {
                let _ = element.remove_attribute(name);
            }
        }
    }
}

impl<F: Fn() -> V + 'static, V: Value> Value for F {
    fn give(self, element: &Element, name: &'static str) {
        let element = element.clone();
        effect(Box::new(move || self().give(&element, name)));
    }
}

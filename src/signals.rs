//! Signals and memos of any type. The framework is compiled for one type, which holds any: for each of its own it
//! would be compiled anew, and a phone would fetch it as often.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude as framework;
use leptos::prelude::{Get, GetUntracked, Set, Track};
use leptos::reactive::graph::{Observer, Subscriber};

/// A value of a type that its owner knows.
#[derive(Clone)]
struct Anything {
    value: Arc<dyn Any + Send + Sync>,
    same: fn(&dyn Any, &dyn Any) -> bool,
}

impl PartialEq for Anything {
    fn eq(&self, other: &Self) -> bool {
        (self.same)(&*self.value, &*other.value)
    }
}

impl Anything {
    /// For a signal, which tells of each change.
    fn of<T: Send + Sync + 'static>(value: T) -> Self {
        Self {
            value: Arc::new(value),
            same: |_, _| false,
        }
    }

    /// For a memo, which tells of another value only.
    fn of_memo<T: PartialEq + Send + Sync + 'static>(value: T) -> Self {
        Self {
            value: Arc::new(value),
            same: |a, b| a.downcast_ref::<T>() == b.downcast_ref::<T>(),
        }
    }

    fn look<T: 'static>(&self) -> &T {
        self.value
            .downcast_ref()
            .expect("a signal holds what it was made of")
    }
}

/// Looking at what changes.
macro_rules! readable {
    ($name:ident) => {
        impl<T> Copy for $name<T> {}

        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<T: Send + Sync + 'static> $name<T> {
            /// A copy of the value; whoever asks in a reactive place is asked again when it changes.
            pub fn get(&self) -> T
            where
                T: Clone,
            {
                self.now().look::<T>().clone()
            }

            /// A copy of the value, untracked.
            pub fn get_untracked(&self) -> T
            where
                T: Clone,
            {
                self.inner.get_untracked().look::<T>().clone()
            }

            /// Looks at the value; whoever asks in a reactive place is asked again when it changes.
            pub fn with<U>(&self, look: impl FnOnce(&T) -> U) -> U {
                look(self.now().look())
            }

            /// Looks at the value, untracked.
            pub fn with_untracked<U>(&self, look: impl FnOnce(&T) -> U) -> U {
                look(self.inner.get_untracked().look())
            }

            /// Says that the value matters here.
            pub fn track(&self) {
                self.inner.track();
            }

            fn now(&self) -> Anything {
                self.inner.get()
            }
        }
    };
}

/// A value that is set.
pub struct RwSignal<T> {
    inner: framework::RwSignal<Anything>,
    of: PhantomData<fn() -> T>,
}

readable!(RwSignal);

impl<T: Send + Sync + 'static> RwSignal<T> {
    /// A signal with its first value.
    pub fn new(value: T) -> Self {
        Self {
            inner: framework::RwSignal::new(Anything::of(value)),
            of: PhantomData,
        }
    }

    /// Sets it.
    pub fn set(&self, value: T) {
        self.inner.set(Anything::of(value));
    }

    /// Sets it, unless the page it belongs to is gone.
    pub fn try_set(&self, value: T) -> Option<()> {
        self.inner
            .try_set(Anything::of(value))
            .is_none()
            .then_some(())
    }

    /// A copy of the value, unless the page it belongs to is gone; untracked.
    pub fn try_get_untracked(&self) -> Option<T>
    where
        T: Clone,
    {
        Some(self.inner.try_get_untracked()?.look::<T>().clone())
    }

    /// Changes it.
    pub fn update(&self, change: impl FnOnce(&mut T))
    where
        T: Clone,
    {
        let mut value = self.get_untracked();
        change(&mut value);
        self.set(value);
    }
}

/// How a memo is worked out, given what it was before.
type Make = Box<dyn Fn(Option<&Anything>) -> Anything + Send + Sync>;

/// A value that follows from others.
pub struct Memo<T> {
    inner: framework::Memo<Anything>,
    of: PhantomData<fn() -> T>,
}

readable!(Memo);

impl<T: PartialEq + Send + Sync + 'static> Memo<T> {
    /// Works the value out when it is asked for and something it was made from has changed.
    pub fn new(make: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self {
        Self::boxed(Box::new(move |last| {
            Anything::of_memo(make(last.map(Anything::look)))
        }))
    }
}

impl<T: Send + Sync + 'static> Memo<T> {
    /// The same for values that cannot be compared, or not cheaply: each counts as another.
    pub fn unlike(make: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self::boxed(Box::new(move |_| Anything::of(make())))
    }

    fn boxed(make: Make) -> Self {
        Self {
            inner: framework::Memo::new(move |last| {
                leave_in_the_end();
                make(last)
            }),
            of: PhantomData,
        }
    }
}

/// A value that can be looked at, wherever it comes from. To make one of another costs nothing and leaves nothing: the
/// framework's own would be kept until the owner ends, and whoever asks from a timer has none.
pub struct Signal<T> {
    inner: Either,
    of: PhantomData<fn() -> T>,
}

#[derive(Clone, Copy)]
enum Either {
    Set(framework::RwSignal<Anything>),
    Follows(framework::Memo<Anything>),
}

impl Either {
    fn get(&self) -> Anything {
        match self {
            Self::Set(signal) => signal.get(),
            Self::Follows(memo) => memo.get(),
        }
    }

    fn get_untracked(&self) -> Anything {
        match self {
            Self::Set(signal) => signal.get_untracked(),
            Self::Follows(memo) => memo.get_untracked(),
        }
    }

    fn track(&self) {
        match self {
            Self::Set(signal) => signal.track(),
            Self::Follows(memo) => memo.track(),
        }
    }
}

readable!(Signal);

impl<T: PartialEq + Send + Sync + 'static> Signal<T> {
    /// A value that follows from others.
    pub fn derive(make: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Memo::new(move |_| make()).into()
    }
}

impl<T: Send + Sync + 'static> Signal<T> {
    /// A value that never changes.
    pub fn stored(value: T) -> Self {
        RwSignal::new(value).into()
    }
}

impl<T: Default + Send + Sync + 'static> Default for Signal<T> {
    fn default() -> Self {
        Self::stored(T::default())
    }
}

impl<T> From<RwSignal<T>> for Signal<T> {
    fn from(signal: RwSignal<T>) -> Self {
        Self {
            inner: Either::Set(signal.inner),
            of: PhantomData,
        }
    }
}

impl<T> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Self {
            inner: Either::Follows(memo.inner),
            of: PhantomData,
        }
    }
}

/// Does something once all is there, and again whenever something it has read has changed, until its owner ends.
pub fn effect(run: impl FnMut() + 'static) {
    boxed_effect(Box::new(run));
}

fn boxed_effect(mut run: Box<dyn FnMut()>) {
    framework::Effect::new(move || {
        leave_in_the_end();
        run();
    });
}

/// Whoever reads signals here stops to once its owner ends. The framework leaves that undone: a signal that lives on
/// would keep every reader that is gone, and tell it of each change.
pub fn leave_in_the_end() {
    if let Some(reader) = Observer::get() {
        framework::on_cleanup(move || reader.clear_sources(&reader));
    }
}

#[cfg(test)]
mod tests;

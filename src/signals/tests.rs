//! Signals and memos, without a page.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use leptos::reactive::graph::{AnySource, AnySubscriber, ReactiveNode, WithObserver};

use super::*;

#[test]
fn a_memo_follows_what_it_was_made_from_and_keeps_its_type() {
    let bibs = RwSignal::new(vec![7_u32]);
    let said = Memo::new(move |last: Option<&String>| {
        let before = last.map_or("", String::as_str);
        bibs.with(|bibs| [before, &bibs.len().to_string()].concat())
    });
    assert_eq!(said.get_untracked(), "1");
    bibs.update(|bibs| bibs.push(8));
    assert_eq!(said.get_untracked(), "12");
    assert_eq!(bibs.get_untracked(), [7, 8]);
    let length = Signal::derive(move || said.with(String::len));
    assert_eq!(length.get_untracked(), 2);
    assert_eq!(Signal::<f64>::default().get_untracked().to_bits(), 0);
}

/// A reader that counts how often it left what it had read.
#[derive(Default)]
struct Reader(AtomicUsize);

impl ReactiveNode for Reader {
    fn mark_dirty(&self) {}
    fn mark_check(&self) {}
    fn mark_subscribers_check(&self) {}
    fn update_if_necessary(&self) -> bool {
        false
    }
}

impl Subscriber for Reader {
    fn add_source(&self, _: AnySource) {}
    fn clear_sources(&self, _: &AnySubscriber) {
        self.0.fetch_add(1, Relaxed);
    }
}

#[test]
fn a_reader_leaves_what_it_has_read_when_its_owner_ends() {
    let reader = Arc::new(Reader::default());
    let known: Arc<dyn Subscriber + Send + Sync> = Arc::clone(&reader) as _;
    let any = AnySubscriber(7, Arc::downgrade(&known));
    let owner = framework::Owner::new();
    owner.with(|| any.with_observer(leave_in_the_end));
    assert_eq!(reader.0.load(Relaxed), 0);
    owner.cleanup();
    assert_eq!(reader.0.load(Relaxed), 1);
}

//! A bucket in memory that writes down what it is asked for, and whose link can be cut.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex};

use futures_util::stream::{BoxStream, StreamExt as _};
use homestretch_server::publish::target::{Encoding, Target};
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta,
    ObjectStore, PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
};

/// The bucket.
#[derive(Debug, Default)]
pub struct Bucket {
    store: InMemory,
    /// `put PATH` and `delete PATH`, in order.
    asked: Mutex<Vec<String>>,
    cut: AtomicBool,
}

impl Bucket {
    pub fn target(self: &Arc<Self>) -> Target {
        Target::bucket(Arc::clone(self) as Arc<dyn ObjectStore>, "", Encoding::Br)
    }
    /// Cuts the link or mends it.
    pub fn cut(&self, cut: bool) {
        self.cut.store(cut, Relaxed);
    }
    /// What it was asked for since it was last asked this.
    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().expect("not poisoned"))
    }
    pub async fn get(&self, path: &str) -> Option<GetResult> {
        let path = Path::from(path);
        self.store.get_opts(&path, GetOptions::default()).await.ok()
    }
    fn link(&self) -> Result<()> {
        if self.cut.load(Relaxed) {
            return Err(Error::Generic {
                store: "bucket",
                source: "the link is cut".into(),
            });
        }
        Ok(())
    }
    fn note(&self, what: &str, path: &Path) {
        let note = format!("{what} /{path}");
        self.asked.lock().expect("not poisoned").push(note);
    }
}

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a bucket in memory")
    }
}

#[async_trait::async_trait]
impl ObjectStore for Bucket {
    async fn put_opts(&self, at: &Path, bytes: PutPayload, how: PutOptions) -> Result<PutResult> {
        self.link()?;
        let put = self.store.put_opts(at, bytes, how).await?;
        self.note("put", at);
        Ok(put)
    }
    async fn put_multipart_opts(
        &self,
        at: &Path,
        how: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        self.store.put_multipart_opts(at, how).await
    }
    async fn get_opts(&self, at: &Path, how: GetOptions) -> Result<GetResult> {
        self.link()?;
        self.store.get_opts(at, how).await
    }
    fn delete_stream(
        &self,
        paths: BoxStream<'static, Result<Path>>,
    ) -> BoxStream<'static, Result<Path>> {
        if let Err(error) = self.link() {
            return futures_util::stream::once(async { Err(error) }).boxed();
        }
        let paths = futures_util::FutureExt::now_or_never(paths.collect::<Vec<_>>());
        let paths = paths.expect("paths are known");
        for path in paths.iter().flatten() {
            self.note("delete", path);
        }
        self.store
            .delete_stream(futures_util::stream::iter(paths).boxed())
    }
    fn list(&self, under: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        if let Err(error) = self.link() {
            return futures_util::stream::once(async { Err(error) }).boxed();
        }
        self.store.list(under)
    }
    async fn list_with_delimiter(&self, under: Option<&Path>) -> Result<ListResult> {
        self.store.list_with_delimiter(under).await
    }
    async fn copy_opts(&self, from: &Path, to: &Path, how: CopyOptions) -> Result<()> {
        self.store.copy_opts(from, to, how).await
    }
}

//! Where files are published: a folder, or a bucket of S3, Google or Azure. Knows how each of them is told what a file is.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::files::Body;
use crate::files::body::Packed;
use futures_util::TryStreamExt as _;
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, GetOptions, ObjectStore, ObjectStoreExt as _, PutOptions,
};

/// The slowest link that is waited for: so many bytes a second.
const SLOWEST_BYTES_PER_S: u64 = 1_000;
/// What an answer may take, however small the file.
const PATIENCE: Duration = Duration::from_secs(20);
/// Under this name a bucket keeps what is in a file, so that it need not be sent again after a restart.
const TAG: Attribute = Attribute::Metadata(std::borrow::Cow::Borrowed("homestretch"));

/// How files are packed in a bucket, where a file has one form for everybody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Encoding {
    /// Brotli: every browser takes it over https.
    #[default]
    Br,
    /// Gzip: for clients of other kinds too.
    Gzip,
    /// As it is: where a CDN packs.
    None,
}

/// A place to publish to.
#[derive(Clone)]
pub struct Target {
    pub(super) store: Arc<dyn ObjectStore>,
    pub(super) root: String,
    /// In a folder each form is a file of its own, and the web server chooses. A bucket has one form.
    pub(super) bucket: Option<Encoding>,
    pub(super) shown: String,
}

/// What went wrong with a file.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// What the store says.
    #[error(transparent)]
    Store(#[from] object_store::Error),
    /// It says nothing.
    #[error("no answer in {0} s")]
    NoAnswer(u64),
    /// Another race is published there.
    #[error(
        "the race `{0}` is published there already; give another folder, or remove `{MARK}` there to publish over it"
    )]
    OtherRace(String),
}

/// The file that says which race a place belongs to.
const MARK: &str = "homestretch-race.txt";

impl Target {
    /// A store that somebody else has set up.
    pub fn bucket(store: Arc<dyn ObjectStore>, root: &str, encoding: Encoding) -> Self {
        Self {
            shown: format!("{store}/{root}"),
            store,
            root: root.to_owned(),
            bucket: Some(encoding),
        }
    }

    /// Whether it is a bucket: there a name may be a file and a folder at once.
    pub fn is_bucket(&self) -> bool {
        self.bucket.is_some()
    }

    /// Says that the place is this race's.
    ///
    /// # Errors
    /// When it is another's, or the store does not answer.
    pub async fn claim(&self, race: &str) -> Result<(), Trouble> {
        let path = self.at("/", MARK);
        let claimed = within(0, async {
            match self.store.get(&path).await {
                Ok(found) => Ok(Some(found.bytes().await?)),
                Err(object_store::Error::NotFound { .. }) => Ok(None),
                Err(error) => Err(error),
            }
        });
        match claimed.await? {
            Some(found) if found == race.as_bytes() => Ok(()),
            Some(found) => Err(Trouble::OtherRace(
                String::from_utf8_lossy(&found).into_owned(),
            )),
            None => {
                let put = self.store.put(&path, race.as_bytes().to_vec().into());
                within(0, put).await.map(drop)
            }
        }
    }

    /// What is there: sizes by path. In a folder the packed forms are not told; they go with their files.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn list(&self) -> Result<BTreeMap<String, u64>, Trouble> {
        let root = Path::from(self.root.as_str());
        let found = self.store.list((!self.root.is_empty()).then_some(&root));
        let found: Vec<_> = within(10_000_000, found.try_collect()).await?;
        let found = found.iter().filter_map(|object| {
            let rest = object.location.as_ref().strip_prefix(&self.root)?;
            let path = format!("/{}", rest.trim_start_matches('/'));
            let ending = path.rsplit('.').next();
            let packed = !self.is_bucket() && matches!(ending, Some("br" | "gz"));
            let other = packed || path.strip_prefix('/') == Some(MARK);
            (!other).then_some((path, object.size))
        });
        Ok(found.collect())
    }

    /// Writes a file. Answers how many bytes went out.
    ///
    /// # Errors
    /// When the store does not take it.
    pub async fn put(&self, path: &str, body: &Body) -> Result<u64, Trouble> {
        let Some(encoding) = self.bucket else {
            return self.put_in_folder(path, body).await;
        };
        let (packed, name) = match encoding {
            Encoding::Br => (body.brotli.as_ref(), "br"),
            Encoding::Gzip => (body.gzip.as_ref(), "gzip"),
            Encoding::None => (None, ""),
        };
        let mut attributes = Attributes::new();
        let mut say = |key, value: &str| drop(attributes.insert(key, value.to_owned().into()));
        let text = |value: axum::http::HeaderValue| value.to_str().unwrap_or_default().to_owned();
        say(Attribute::ContentType, &text(body.kind.header()));
        say(Attribute::CacheControl, &text(body.cache.header()));
        say(TAG, tag(body));
        if packed.is_some() {
            say(Attribute::ContentEncoding, name);
        }
        let packed = packed.unwrap_or(&body.identity);
        self.put_form(self.at(path, ""), packed, attributes).await
    }

    /// The packed forms come first: where the plain one is, all are.
    async fn put_in_folder(&self, path: &str, body: &Body) -> Result<u64, Trouble> {
        let mut bytes = 0;
        for (ending, packed) in [(".br", &body.brotli), (".gz", &body.gzip)] {
            let at = self.at(path, ending);
            match packed {
                Some(packed) => bytes += self.put_form(at, packed, Attributes::new()).await?,
                None => self.remove(at).await?,
            }
        }
        let plain = self.put_form(self.at(path, ""), &body.identity, Attributes::new());
        Ok(bytes + plain.await?)
    }

    async fn put_form(
        &self,
        at: Path,
        packed: &Packed,
        attributes: Attributes,
    ) -> Result<u64, Trouble> {
        let options = PutOptions {
            attributes,
            ..PutOptions::default()
        };
        let bytes = packed.bytes.len() as u64;
        let put = self
            .store
            .put_opts(&at, packed.bytes.clone().into(), options);
        within(bytes, put).await?;
        Ok(bytes)
    }

    /// Whether a file there holds just this.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn holds(&self, path: &str, body: &Body) -> Result<bool, Trouble> {
        let options = GetOptions {
            head: self.is_bucket(),
            ..GetOptions::default()
        };
        let at = self.at(path, "");
        let got = within(0, async {
            let found = match self.store.get_opts(&at, options).await {
                Err(object_store::Error::NotFound { .. }) => return Ok(false),
                found => found?,
            };
            if self.is_bucket() {
                return Ok(found
                    .attributes
                    .get(&TAG)
                    .is_some_and(|t| t.as_ref() == tag(body)));
            }
            Ok(found.bytes().await? == body.identity.bytes)
        });
        got.await
    }

    /// Takes a file away, with all its forms. One that is not there is no trouble.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn delete(&self, path: &str) -> Result<(), Trouble> {
        self.remove(self.at(path, "")).await?;
        if !self.is_bucket() {
            self.remove(self.at(path, ".br")).await?;
            self.remove(self.at(path, ".gz")).await?;
        }
        Ok(())
    }

    async fn remove(&self, at: Path) -> Result<(), Trouble> {
        match within(0, self.store.delete(&at)).await {
            Err(Trouble::Store(object_store::Error::NotFound { .. })) => Ok(()),
            done => done,
        }
    }

    fn at(&self, path: &str, ending: &str) -> Path {
        Path::from(format!("{}{path}{ending}", self.root))
    }
}

/// What tells one content of a file from another.
pub fn tag(body: &Body) -> &str {
    let etag = body.identity.etag.to_str().unwrap_or_default();
    etag.trim_matches('"')
}

async fn within<T>(
    bytes: u64,
    work: impl Future<Output = object_store::Result<T>>,
) -> Result<T, Trouble> {
    let patience = PATIENCE + Duration::from_secs(bytes / SLOWEST_BYTES_PER_S);
    match tokio::time::timeout(patience, work).await {
        Ok(done) => Ok(done?),
        Err(_) => Err(Trouble::NoAnswer(patience.as_secs())),
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Target").field(&self.shown).finish()
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

//! From the address of a place to the store behind it.

use std::path::Path;
use std::sync::Arc;

use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::azure::{AzureConfigKey, MicrosoftAzureBuilder};
use object_store::gcp::{GoogleCloudStorageBuilder, GoogleConfigKey};
use object_store::local::LocalFileSystem;
use object_store::{ClientConfigKey, ObjectStore, ObjectStoreScheme, RetryConfig};
use reqwest::Url;

use super::target::{Encoding, Target};

/// Why an address cannot be published to.
#[derive(Debug, thiserror::Error)]
pub enum TargetError {
    /// It is no place that we know.
    #[error(
        "`{0}` is no place to publish to: give a folder, or s3://BUCKET/FOLDER, gs://BUCKET/FOLDER or az://CONTAINER/FOLDER"
    )]
    Unknown(String),
    /// The folder cannot be made.
    #[error("the folder `{0}` cannot be written: {1}")]
    Folder(String, std::io::Error),
    /// The store's client cannot be set up.
    #[error(
        "`{0}`: {1}; give access by the variables of its maker, such as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
    )]
    Store(String, object_store::Error),
}

impl Target {
    /// A place by its address. Access to a bucket comes from the environment, by the names that its maker has given.
    ///
    /// # Errors
    /// When the address is none, or nothing can be written there.
    pub fn new(address: &str, encoding: Encoding) -> Result<Self, TargetError> {
        let unknown = || TargetError::Unknown(address.to_owned());
        let broken = |error| TargetError::Store(address.to_owned(), error);
        if !address.contains("://") {
            return Self::folder(Path::new(address));
        }
        // The same cryptography as the server's other clients; whoever comes second finds it installed.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let url: Url = address.parse().map_err(|_| unknown())?;
        let (scheme, root) = ObjectStoreScheme::parse(&url).map_err(|_| unknown())?;
        let patience = [
            (ClientConfigKey::Timeout, "1 day"),
            (ClientConfigKey::ConnectTimeout, "10 seconds"),
        ];
        // We go on trying ourselves, with the newest files first; here only for a slip.
        let retry = RetryConfig {
            max_retries: 1,
            ..RetryConfig::default()
        };
        macro_rules! store {
            ($builder:ty, $key:ident) => {{
                let builder = <$builder>::from_env().with_url(address).with_retry(retry);
                let builder = patience.iter().fold(builder, |builder, (key, value)| {
                    builder.with_config($key::Client(key.clone()), *value)
                });
                Arc::new(builder.build().map_err(broken)?)
            }};
        }
        let store: Arc<dyn ObjectStore> = match scheme {
            ObjectStoreScheme::Local => {
                return Self::folder(&url.to_file_path().map_err(|()| unknown())?);
            }
            ObjectStoreScheme::AmazonS3 => store!(AmazonS3Builder, AmazonS3ConfigKey),
            ObjectStoreScheme::GoogleCloudStorage => {
                store!(GoogleCloudStorageBuilder, GoogleConfigKey)
            }
            ObjectStoreScheme::MicrosoftAzure => store!(MicrosoftAzureBuilder, AzureConfigKey),
            _ => return Err(unknown()),
        };
        Ok(Self {
            store,
            root: root.to_string(),
            bucket: Some(encoding),
            shown: address.to_owned(),
        })
    }

    /// A folder, which is made where it is not there.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn folder(folder: &Path) -> Result<Self, TargetError> {
        let shown = folder.display().to_string();
        std::fs::create_dir_all(folder).map_err(|e| TargetError::Folder(shown.clone(), e))?;
        let store = LocalFileSystem::new_with_prefix(folder);
        let store = store.map_err(|e| TargetError::Store(shown.clone(), e))?;
        Ok(Self {
            store: Arc::new(store),
            root: String::new(),
            bucket: None,
            shown,
        })
    }
}

//! The app's hands on the device, each of them thin: the address, sharing and copying, files to keep, scripts that
//! are fetched only when they are needed, notifications. What is missing or refused is said, and fails nothing.

pub mod address;
pub mod later;
pub mod notify;
pub mod save;
pub mod share;

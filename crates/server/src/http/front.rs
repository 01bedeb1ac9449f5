//! The short way in: files of the feed are answered before any route is looked for, since that is what nearly everybody
//! asks for. What is not simply there goes the long way, and is answered the same.

use std::sync::Arc;

use axum::body::Bytes;
use axum::http::{Method, Request, Response};
use homestretch_feed::PREFIX;
use http_body_util::Full;

use super::Shared;
use super::files::whole_answer;
use super::headers::Policy;
use super::watch::Answers;
use crate::files::{Files, Found};

/// Answers with files of the feed.
#[derive(Clone, Debug)]
pub struct Front {
    files: Arc<Files>,
    policy: Arc<Policy>,
    answers: Arc<Answers>,
}

impl Front {
    /// For the files that everything else is made from as well.
    pub fn of(shared: &Shared) -> Self {
        Self {
            files: Arc::clone(&shared.files),
            policy: Arc::clone(&shared.policy),
            answers: Arc::clone(&shared.answers),
        }
    }

    /// The answer, where a file of the feed is asked for that is there.
    pub fn answer<B>(&self, asked: &Request<B>) -> Option<Response<Full<Bytes>>> {
        let path = asked.uri().path();
        let reads = matches!(*asked.method(), Method::GET | Method::HEAD);
        if !reads || !path.starts_with(PREFIX) {
            return None;
        }
        let Found::Here(body) = self.files.get(path) else {
            return None;
        };
        let answer = whole_answer(path, &body, asked.headers(), &self.policy);
        self.answers.count(answer.status());
        Some(answer)
    }
}

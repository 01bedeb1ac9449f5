//! Who may bring reads, and who may see how the sources are doing.

use std::net::SocketAddr;
use std::time::Duration;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header::{AUTHORIZATION, FORWARDED, HeaderMap, HeaderName, ORIGIN};
use axum::http::request::Parts;
use axum::http::{Extensions, StatusCode, Uri};
use axum::response::Response;
use tokio::sync::Semaphore;

use super::Shared;
use super::reads::problem;
use crate::token::{self, Digest};

/// Who is let in.
#[derive(Debug)]
pub struct Gate {
    token: Option<Digest>,
    /// Who may act for the race office, by name.
    office: Vec<(String, Digest)>,
    /// Wrong tokens are answered late, and this many of them at once.
    late: Semaphore,
}

/// Who guesses tokens waits so long for each answer.
const LATE: Duration = Duration::from_millis(500);
const LATE_AT_ONCE: usize = 32;

impl Default for Gate {
    fn default() -> Self {
        Self {
            token: None,
            office: Vec::new(),
            late: Semaphore::new(LATE_AT_ONCE),
        }
    }
}

/// What is shown at the gate.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// Who asks.
    pub peer: Option<SocketAddr>,
    /// The headers of the request.
    pub headers: &'a HeaderMap,
    /// The query of its address: timing software that cannot send headers puts `token=…` there.
    pub query: Option<&'a str>,
}

impl Gate {
    /// A gate for whoever shows this token. Only its hash is remembered.
    pub fn with_token(token: &str) -> Self {
        Self {
            token: Some(token::digest(token)),
            ..Self::default()
        }
    }

    /// The same with people of the race office, each with a token of their own.
    #[must_use]
    pub fn with_office(mut self, people: Vec<(String, Digest)>) -> Self {
        self.office = people;
        self
    }

    /// Who of the race office it is. Programs on this machine are let in without a token, as nobody (an empty name),
    /// while nobody has one.
    ///
    /// # Errors
    /// Says what to show.
    pub fn admits_office(&self, shown: Shown) -> Result<String, &'static str> {
        if let Some(token) = shown.token() {
            // Every hash is looked at, so that the time it takes tells nothing.
            let found = self.office.iter().fold(None, |found, (name, digest)| {
                if token::is(token, digest) {
                    Some(name)
                } else {
                    found
                }
            });
            if let Some(name) = found {
                return Ok(name.clone());
            }
        } else if self.office.is_empty() && shown.is_program_here() {
            return Ok(String::new());
        }
        Err(if self.office.is_empty() {
            "Nobody has a token for the race office yet; make one with `homestretch token --office NAME` and put its hash into office.json of the race folder."
        } else {
            "Show a token of the race office: `Authorization: Bearer TOKEN`."
        })
    }

    /// The answer to somebody who is not let in. Wrong tokens cannot be tried in quick succession, and whoever has the
    /// right one is never kept waiting by those who have not.
    pub async fn refuse(&self, shown: Shown<'_>, why: &'static str) -> Response {
        if shown.token().is_some() {
            let Ok(_place) = self.late.try_acquire() else {
                return problem(
                    StatusCode::TOO_MANY_REQUESTS,
                    "Too many wrong tokens; try again later.",
                );
            };
            tokio::time::sleep(LATE).await;
        }
        problem(StatusCode::FORBIDDEN, why)
    }

    /// Whether the request may be let in once its body has named a source: so that nobody else's body is read.
    ///
    /// # Errors
    /// Says what to show.
    pub fn may_admit<'a>(
        &self,
        shown: Shown,
        owns: impl Iterator<Item = &'a Digest>,
    ) -> Result<(), &'static str> {
        let by_race = self.admits(shown, None);
        owns.fold(by_race, |so_far, own| {
            let by_own = self.admits(shown, Some(own));
            so_far.or(by_own)
        })
    }

    /// Whether the request is let in. `own` is the hash of the token that admits to one source, where the request is
    /// for that source alone. Without a token of the race, programs on this machine are let in: no page in a browser,
    /// and nobody through a proxy, who would look like this machine.
    ///
    /// # Errors
    /// Says what to show.
    pub fn admits(&self, shown: Shown, own: Option<&Digest>) -> Result<(), &'static str> {
        if let Some(token) = shown.token() {
            let admitted = [self.token.as_ref(), own].into_iter().flatten();
            // Every hash is looked at, so that the time it takes tells nothing.
            if admitted.fold(false, |is, digest| is | token::is(token, digest)) {
                return Ok(());
            }
        }
        if self.token.is_none() && shown.is_program_here() {
            return Ok(());
        }
        Err(if self.token.is_some() || own.is_some() {
            "Show the token of this race: `Authorization: Bearer TOKEN`."
        } else {
            "Without a token, reads are taken from programs on this machine alone; start the server with --token-file."
        })
    }
}

/// Whoever may see how things stand. A handler that takes it is not run for anybody else.
#[derive(Clone, Copy, Debug)]
pub struct Admitted;

impl FromRequestParts<Shared> for Admitted {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Response> {
        let shown = Shown::of(&parts.uri, &parts.headers, &parts.extensions);
        match shared.gate.admits(shown, None) {
            Ok(()) => Ok(Self),
            Err(why) => Err(shared.gate.refuse(shown, why).await),
        }
    }
}

impl<'a> Shown<'a> {
    /// What a request shows before its body is read.
    pub fn of(uri: &'a Uri, headers: &'a HeaderMap, extensions: &Extensions) -> Self {
        let peer = extensions.get::<ConnectInfo<SocketAddr>>();
        Self {
            peer: peer.map(|peer| peer.0),
            headers,
            query: uri.query(),
        }
    }

    fn token(&self) -> Option<&'a str> {
        let header = self
            .headers
            .get(AUTHORIZATION)
            .and_then(|h| h.to_str().ok());
        let bearer = header
            .and_then(|h| h.strip_prefix("Bearer "))
            .map(str::trim);
        let mut pairs = self.query.into_iter().flat_map(|query| query.split('&'));
        bearer.or_else(|| pairs.find_map(|pair| pair.strip_prefix("token=")))
    }

    fn is_program_here(&self) -> bool {
        let foreign: [HeaderName; 4] = [
            FORWARDED,
            ORIGIN,
            HeaderName::from_static("x-forwarded-for"),
            HeaderName::from_static("sec-fetch-site"),
        ];
        let local = self.peer.is_some_and(|p| p.ip().is_loopback());
        local && !foreign.iter().any(|name| self.headers.contains_key(name))
    }
}

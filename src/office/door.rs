//! Asking the server, with the token in a header. The token lives in this tab's storage and goes with it.

use gloo_net::http::{Request, Response};
use leptos::prelude::window;
use serde_json::Value;

const KEY: &str = "homestretch.office";

/// What the server answered.
pub enum Answer {
    /// What was asked for.
    Here(String),
    /// The token is not known there.
    Unknown,
    /// What was wrong, in the server's words.
    Wrong(String),
    /// Nobody answered.
    Lost,
}

/// The token of this tab.
pub fn token() -> Option<String> {
    let kept = window().session_storage().ok()??.get_item(KEY).ok()?;
    kept.filter(|token| !token.is_empty())
}

/// Keeps the token for this tab, or forgets it.
pub fn keep(token: Option<&str>) {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = match token {
            Some(token) => storage.set_item(KEY, token),
            None => storage.remove_item(KEY),
        };
    }
}

/// Asks for an address of the office.
pub async fn ask(token: &str, path: &str) -> Answer {
    let bearer = format!("Bearer {token}");
    let request = Request::get(&format!("/api/v1/office{path}")).header("authorization", &bearer);
    answer(request.send().await).await
}

/// Does something.
pub async fn act(token: &str, act: &Value) -> Answer {
    let request = Request::post("/api/v1/office/act")
        .header("authorization", &format!("Bearer {token}"))
        .header("content-type", "application/json")
        .body(act.to_string());
    match request {
        Ok(request) => answer(request.send().await).await,
        Err(_) => Answer::Lost,
    }
}

async fn answer(response: Result<Response, gloo_net::Error>) -> Answer {
    let Ok(response) = response else {
        return Answer::Lost;
    };
    let (ok, status) = (response.ok(), response.status());
    let Ok(text) = response.text().await else {
        return Answer::Lost;
    };
    if ok {
        return Answer::Here(text);
    }
    if status == 403 {
        return Answer::Unknown;
    }
    let problem: Option<Value> = serde_json::from_str(&text).ok();
    let problem = problem.and_then(|p| p["problem"].as_str().map(str::to_owned));
    Answer::Wrong(problem.unwrap_or(text))
}

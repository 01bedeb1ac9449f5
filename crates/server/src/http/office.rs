//! `/api/v1/office/…`: what the race office sees and does. Behind a token of its own, which goes in a header alone.

use std::net::SocketAddr;

use axum::extract::rejection::JsonRejection;
use axum::extract::{ConnectInfo, Query, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use homestretch_race::time::Instant;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Shared;
use super::gate::Shown;
use super::reads::problem;
use crate::hub::Hub;
use crate::office::act::{Act, contest_by_key, instant, point_of};
use crate::office::{log as entries, look, overview, results};
use crate::said::RulingSaid;
use crate::wall;

/// Who asks, as the gate has let them in.
#[derive(Clone, Debug)]
struct Who(String);

/// The addresses of the office.
pub fn router(shared: &Shared) -> Router<Shared> {
    Router::new()
        .route("/", get(overview))
        .route("/reads", get(reads))
        .route("/aside", get(aside))
        .route("/entrants", get(entrants))
        .route("/log", get(log))
        .route("/sweep", get(sweep))
        .route("/results.csv", get(csv))
        .route("/act", post(act))
        .route_layer(axum::middleware::from_fn_with_state(shared.clone(), guard))
}

/// Lets in who may; nothing of the body is read before.
async fn guard(
    State(shared): State<Shared>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    mut request: Request,
    next: Next,
) -> Response {
    let shown = Shown {
        peer: peer.map(|p| p.0.0),
        headers: request.headers(),
        // A token in an address stays in logs and histories.
        query: None,
    };
    match shared.gate.admits_office(shown) {
        Ok(name) => {
            request.extensions_mut().insert(Who(name));
            let mut answer = next.run(request).await;
            answer
                .headers_mut()
                .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            answer
        }
        Err(why) => shared.gate.refuse(shown, why).await,
    }
}

/// Looks at the hub and answers with what is seen there.
async fn seen(
    shared: &Shared,
    look: impl FnOnce(&Hub) -> Result<Value, String> + Send + 'static,
) -> Response {
    match shared.line.look(look).await {
        Some(Ok(value)) => Json(value).into_response(),
        Some(Err(why)) => problem(StatusCode::UNPROCESSABLE_ENTITY, &why),
        None => problem(StatusCode::SERVICE_UNAVAILABLE, "The server is stopping."),
    }
}

async fn overview(State(shared): State<Shared>, Extension(Who(name)): Extension<Who>) -> Response {
    let now = wall::now();
    let (sources, clock) = (shared.door.healths().all(now), shared.door.clock());
    let trouble = shared.status.now().trouble;
    seen(&shared, move |hub| {
        let mut overview = overview::overview(hub);
        let sources = sources.into_iter().map(|line| {
            let last_read = line.last_read_ms.map(|ms| look::clock(hub, Instant(ms)));
            let mut line = json!(line);
            line["last_read"] = json!(last_read);
            line
        });
        overview["sources"] = sources.collect();
        overview["now"] = look::clock(hub, clock.race_from_server(now)).into();
        overview["trouble"] = json!(trouble);
        overview["you"] = json!(name);
        Ok(overview)
    })
    .await
}

/// Which reads.
#[derive(Debug, Default, Deserialize)]
struct ReadsAsked {
    bib: Option<String>,
    #[serde(default)]
    unknown: bool,
    before: Option<u64>,
}

async fn reads(State(shared): State<Shared>, Query(asked): Query<ReadsAsked>) -> Response {
    let wanted = look::Wanted {
        bib: asked.bib.filter(|bib| !bib.trim().is_empty()),
        unknown: asked.unknown,
        before: asked.before,
    };
    seen(&shared, move |hub| look::reads(hub, &wanted)).await
}

async fn aside(State(shared): State<Shared>) -> Response {
    seen(&shared, |hub| Ok(look::aside(hub))).await
}

/// Whom.
#[derive(Debug, Deserialize)]
struct Asked {
    q: String,
}

async fn entrants(State(shared): State<Shared>, Query(asked): Query<Asked>) -> Response {
    seen(&shared, move |hub| Ok(look::entrants(hub, &asked.q))).await
}

/// From where on.
#[derive(Debug, Default, Deserialize)]
struct LogAsked {
    before: Option<u64>,
}

async fn log(State(shared): State<Shared>, Query(asked): Query<LogAsked>) -> Response {
    seen(&shared, move |hub| Ok(entries::log(hub, asked.before))).await
}

/// Whom a sweep would take.
#[derive(Debug, Deserialize)]
struct SweepAsked {
    contest: String,
    point: String,
    at: String,
    ruling: RulingSaid,
}

async fn sweep(State(shared): State<Shared>, Query(asked): Query<SweepAsked>) -> Response {
    seen(&shared, move |hub| {
        let event = &hub.base().event;
        let (contest, of) = contest_by_key(event, &asked.contest)?;
        let point = point_of(of, &asked.point)?;
        let by = instant(&asked.at, event)?;
        let swept = look::sweep(hub, contest, point, by, asked.ruling);
        Ok(look::swept(hub, &swept))
    })
    .await
}

/// Which contest.
#[derive(Debug, Default, Deserialize)]
struct CsvAsked {
    contest: Option<String>,
}

async fn csv(State(shared): State<Shared>, Query(asked): Query<CsvAsked>) -> Response {
    let made = shared.line.look(move |hub| {
        let event = &hub.base().event;
        let (contest, key) = match asked.contest {
            Some(key) => contest_by_key(event, &key).map(|(c, of)| (c, of.key.clone()))?,
            None => (
                0,
                event
                    .contests
                    .first()
                    .map(|c| c.key.clone())
                    .unwrap_or_default(),
            ),
        };
        let csv = results::csv(hub, contest).ok_or("There is no contest.")?;
        Ok::<_, String>((csv, format!("{}-{key}.csv", event.key)))
    });
    match made.await {
        Some(Ok((csv, name))) => {
            let plain = |c: char| {
                if c.is_ascii_alphanumeric() || c == '.' {
                    c
                } else {
                    '-'
                }
            };
            let name: String = name.chars().map(plain).collect();
            let head = [
                (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (
                    CONTENT_DISPOSITION,
                    format!("attachment; filename=\"{name}\""),
                ),
            ];
            (head, csv).into_response()
        }
        Some(Err(why)) => problem(StatusCode::UNPROCESSABLE_ENTITY, &why),
        None => problem(StatusCode::SERVICE_UNAVAILABLE, "The server is stopping."),
    }
}

/// What is to be done. With a number of the caller's own, doing it again after a broken line changes nothing.
#[derive(Debug, Deserialize)]
struct ActAsked {
    no: Option<u64>,
    /// Who, where no token says so: on the server's own machine alone.
    by: Option<String>,
    #[serde(flatten)]
    act: Act,
}

async fn act(
    State(shared): State<Shared>,
    Extension(Who(name)): Extension<Who>,
    body: Result<Json<ActAsked>, JsonRejection>,
) -> Response {
    let asked = match body {
        Ok(Json(asked)) => asked,
        Err(rejection) => return problem(rejection.status(), &rejection.body_text()),
    };
    let name = match asked.by.filter(|_| name.is_empty()) {
        Some(by) if !by.trim().is_empty() && by.len() <= 60 => by.trim().to_owned(),
        _ if name.is_empty() => "this machine".to_owned(),
        _ => name,
    };
    let act = asked.act;
    let meant = shared.line.look(move |hub| act.said(hub)).await;
    let said = match meant {
        Some(Ok(said)) => said,
        Some(Err(why)) => return problem(StatusCode::UNPROCESSABLE_ENTITY, &why),
        None => return problem(StatusCode::SERVICE_UNAVAILABLE, "The server is stopping."),
    };
    let Some(no) = asked.no.or_else(by_chance) else {
        return problem(StatusCode::SERVICE_UNAVAILABLE, "Give it a number (`no`).");
    };
    match shared
        .door
        .decide(format!("@office {name}"), no, said)
        .await
    {
        Ok(kept) if kept.conflicts.is_empty() => {
            shared.line.beat().await;
            let entry = kept.said.first();
            Json(json!({ "kept": true, "new": kept.n_new == 1, "entry": entry })).into_response()
        }
        Ok(_) => problem(
            StatusCode::CONFLICT,
            "This number (`no`) was used before for something else; take another.",
        ),
        Err(error) => {
            tracing::error!(%error, "a decision could not be kept");
            problem(
                StatusCode::SERVICE_UNAVAILABLE,
                "The decision could not be kept; do it again.",
            )
        }
    }
}

/// A number that nobody has used before.
fn by_chance() -> Option<u64> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).ok()?;
    Some(u64::from_le_bytes(bytes))
}

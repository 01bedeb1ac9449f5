//! `GET /api/v1/sources`: how every source is doing. `POST /api/v1/sources/NAME`: a body in the source's own language,
//! such as a CSV file or the records of RACE RESULT's exporter.

use axum::Json;
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};

use super::Shared;
use super::gate::{Admitted, Shown};
use super::reads::{kept, problem};
use crate::sources::frame::Frames;
use crate::sources::session::Out;
use crate::sources::setup::{Setup, System};
use crate::sources::{Sink, line, race_result_json};
use crate::wall;

/// Answers with the health lines.
pub async fn get(_: Admitted, State(shared): State<Shared>) -> Response {
    let sources = shared.door.healths().all(wall::now());
    let body = Json(serde_json::json!({ "sources": sources }));
    ([(CACHE_CONTROL, "no-store")], body).into_response()
}

/// Takes a body in for a source that is set up.
pub async fn post(
    State(shared): State<Shared>,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    let setup = shared.door.sources().get(&name);
    let shown = Shown::of(request.uri(), request.headers(), request.extensions());
    let own = setup.and_then(|s| s.token.as_ref());
    if let Err(why) = shared.gate.admits(shown, own) {
        return shared.gate.refuse(shown, why).await;
    }
    let Some(setup) = setup else {
        return problem(
            StatusCode::NOT_FOUND,
            &format!("There is no source `{name}`; set it up in sources.json of the race folder."),
        );
    };
    let body = match String::from_request(request, &()).await {
        Ok(body) => body,
        Err(rejection) => return problem(rejection.status(), &rejection.body_text()),
    };
    let Some(out) = heard(setup, &body) else {
        return problem(
            StatusCode::UNPROCESSABLE_ENTITY,
            "This source's reads come by POST /api/v1/reads, or over its own line.",
        );
    };
    let sink = Sink::new(setup.clone(), shared.door.clone());
    kept(sink.deliver(&out).await, &out.rejects)
}

fn heard(setup: &Setup, body: &str) -> Option<Out> {
    match &setup.system {
        System::RaceResult => {
            let (reckoner, by_bib) = (&setup.reckoner, setup.by_bib);
            Some(race_result_json::read(body, reckoner, by_bib))
        }
        System::Csv(_) | System::Ipico(_) => {
            let mut session = setup.session()?;
            let mut frames = Frames::new(session.ends(), session.max_line_bytes());
            let mut out = Out::default();
            frames.take(body.as_bytes(), |frame| {
                line::hear(session.as_mut(), frame, &mut out);
            });
            frames.finish(|frame| line::hear(session.as_mut(), frame, &mut out));
            Some(out)
        }
        _ => None,
    }
}

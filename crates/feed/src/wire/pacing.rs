//! `pacing-HASH.json`: a pacing model, opaque to the feed.

use crate::content::Pacing;
use crate::fields::Fields;
use crate::json::Json;
use crate::problem::FeedError;
use crate::wire::{VERSION, field};

pub(crate) fn read(fields: &Fields<'_, '_, '_>) -> Result<Pacing, FeedError> {
    let text = |field| {
        let text = fields.text(field).map(str::to_owned);
        text.ok_or(FeedError::Missing {
            file: "pacing",
            field,
        })
    };
    Ok(Pacing {
        name: text("name")?,
        model: text("model")?,
    })
}

pub(crate) fn write(pacing: &Pacing) -> Json<'_> {
    Json::Object(vec![
        VERSION,
        field("name", Json::text(&pacing.name)),
        field("model", Json::text(&pacing.model)),
    ])
}

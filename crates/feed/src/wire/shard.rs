//! `search/SHARD.json`: the entrants whose names or bibs begin with a few letters.

use homestretch_race::event::Event;

use crate::content::Shard;
use crate::fields::Fields;
use crate::json::Json;
use crate::problem::FeedError;
use crate::wire::{VERSION, entrants, field};

pub(crate) fn read(fields: &Fields<'_, '_, '_>, event: &Event) -> Result<Shard, FeedError> {
    let missing = |field| FeedError::Missing {
        file: "search",
        field,
    };
    let roster = fields.object("roster").ok_or(missing("roster"))?;
    Ok(Shard {
        letters: fields.text("letters").ok_or(missing("letters"))?.to_owned(),
        roster: entrants::read(&roster, event),
        more: fields.flag("more").unwrap_or(false),
    })
}

pub(crate) fn write(shard: &Shard) -> Json<'_> {
    let mut roster = Vec::new();
    entrants::put(&mut roster, &shard.roster);
    Json::Object(vec![
        VERSION,
        field("letters", Json::text(&shard.letters)),
        field("more", Json::Bool(shard.more)),
        field("roster", Json::Object(roster)),
    ])
}

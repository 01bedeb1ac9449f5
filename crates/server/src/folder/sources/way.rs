//! How a source's reads come here, checked: each system has the ways that its maker gave it.

use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::time::Duration;

use homestretch_race::time::Instant;

use super::draft::{Draft, FromDraft, SystemDraft, Times};
use crate::sources::moment::Reckoner;
use crate::sources::pull::Asking;
use crate::sources::results::Mapping;
use crate::sources::setup::{From, Way};

/// Each system has the ways that its maker gave it.
pub(super) fn of(
    draft: &Draft,
    folder: &Path,
    reckoner: &Reckoner,
    first_gun: Instant,
) -> Result<Way, String> {
    let way = match (&draft.listen, &draft.connect, &draft.follow, &draft.pull) {
        (Some(address), None, None, None) => listen(address, draft.from.as_ref())?,
        (None, Some(address), None, None) => {
            let host_and_port = address.rsplit_once(':');
            let port = host_and_port.and_then(|(_, port)| port.parse::<u16>().ok());
            if port.is_none() {
                return Err(format!(
                    "`connect` `{address}`: give the device's address and port, such as 192.168.1.50:3601"
                ));
            }
            Way::Connect(address.clone())
        }
        (None, None, Some(path), None) => Way::Follow(folder.join(path)),
        (None, None, None, Some(url)) => {
            Way::Pull(asking(url, draft, folder, reckoner, first_gun)?)
        }
        (None, None, None, None) => Way::Post,
        _ => return Err("give one of `listen`, `connect`, `follow` and `pull`".to_owned()),
    };
    if draft.from.is_some() && draft.listen.is_none() {
        return Err("`from` goes with `listen`; leave it out".to_owned());
    }
    let (ways, fits) = match draft.system {
        SystemDraft::Mylaps | SystemDraft::Chronotrack => {
            ("`listen`", matches!(way, Way::Listen(..)))
        }
        SystemDraft::RaceResult => (
            "`connect` (a decoder), or none of them (the exporter posts)",
            matches!(way, Way::Connect(_) | Way::Post),
        ),
        SystemDraft::Ipico => (
            "`listen`, `connect` or `follow`",
            !matches!(way, Way::Post | Way::Pull(_)),
        ),
        SystemDraft::RaceResultList | SystemDraft::Opensplittime => {
            ("`pull`", matches!(way, Way::Pull(_)))
        }
        SystemDraft::Csv => (
            "`follow`, or none of them (files are posted)",
            matches!(way, Way::Follow(_) | Way::Post),
        ),
        SystemDraft::Json => ("none of `listen`, `connect` and `follow`", way == Way::Post),
    };
    if fits {
        Ok(way)
    } else {
        Err(format!("this system takes {ways}"))
    }
}

/// A service is not asked more often than this: lists are made anew every ten seconds at most.
const MIN_EVERY_S: u64 = 10;
const EVERY_S: u64 = 30;

fn asking(
    url: &str,
    draft: &Draft,
    folder: &Path,
    reckoner: &Reckoner,
    first_gun: Instant,
) -> Result<Asking, String> {
    if !url.starts_with("https://") && !url.starts_with("http://") {
        return Err(format!(
            "`pull` `{url}`: give an address that begins with https://"
        ));
    }
    let every_s = draft.every_s.unwrap_or(EVERY_S);
    // A service on this machine is one's own.
    let is_own = url.starts_with("http://127.0.0.1");
    if every_s < MIN_EVERY_S && !is_own {
        return Err(format!(
            "`every_s` {every_s}: ask a service every {MIN_EVERY_S} s at most"
        ));
    }
    if draft.points.is_empty() {
        return Err(
            "`points` says which times of the list are which mat; name at least one".to_owned(),
        );
    }
    let bearer = match &draft.bearer_file {
        None => None,
        Some(file) => {
            let path = folder.join(file);
            let text = std::fs::read_to_string(&path);
            let text = text.map_err(|e| format!("`bearer_file` `{}`: {e}", path.display()))?;
            Some(text.trim().to_owned())
        }
    };
    let from = match (&draft.elapsed_from, draft.times) {
        (Some(text), Times::Elapsed) => Some(reckoner.read(text).ok_or_else(|| {
            format!("`elapsed_from` `{text}`: give a time such as 09:00:00 or 2026-04-05 09:00:00")
        })?),
        (None, Times::Elapsed) => Some(first_gun),
        (_, Times::Clock) => None,
    };
    let bib = draft.columns.as_ref().and_then(|c| c.chip.clone());
    Ok(Asking {
        url: url.to_owned(),
        every: Duration::from_secs(every_s.max(1)),
        bearer,
        mapping: Mapping {
            bib: bib.unwrap_or_else(|| "Bib".to_owned()),
            from,
        },
    })
}

fn listen(address: &str, from: Option<&FromDraft>) -> Result<Way, String> {
    let address: SocketAddr = address.parse().map_err(|_| {
        format!("`listen` `{address}`: give an address and a port, such as 0.0.0.0:3097")
    })?;
    let from = match from {
        Some(FromDraft::Word(word)) if word == "anybody" => From::Anybody,
        Some(FromDraft::Word(word)) => {
            return Err(format!(
                "`from` `{word}`: give a list of addresses, or \"anybody\""
            ));
        }
        Some(FromDraft::List(list)) => {
            let parse = |text: &String| {
                let ip = text.parse::<IpAddr>();
                ip.map_err(|_| format!("`from`: `{text}` is no address such as 192.168.1.50"))
            };
            From::These(list.iter().map(parse).collect::<Result<_, _>>()?)
        }
        None if address.ip().is_loopback() => From::Anybody,
        None => {
            return Err(
                "other machines can reach that address, and the protocol knows no password: name those that may \
                 connect in `from`, such as [\"192.168.1.50\"], or say \"anybody\" on a network of your own"
                    .to_owned(),
            );
        }
    };
    Ok(Way::Listen(address, from))
}

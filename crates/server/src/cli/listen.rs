//! What `serve`, `demo` and `replay` have in common: where to listen, which app, how the race's clock runs.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Args;
use homestretch_feed::RaceClock;
use homestretch_race::time::Instant;
use homestretch_server::files::map_file::MapFile;
use homestretch_server::files::tiles::Tiles;
use homestretch_server::http::gate::Gate;
use homestretch_server::http::headers::Policy;
use homestretch_server::http::serve::Limits;
use homestretch_server::http::tls::Secure;

use homestretch_server::hub::pace::Pace;
use homestretch_server::local_time::{midnight, span_from_clock};
use homestretch_server::mirror;
use homestretch_server::pages::public_url::PublicUrl;
use homestretch_server::publish::target::{Encoding, Target};
use homestretch_server::race_day::RaceDay;
use homestretch_server::server::{self, Options, Told};
use homestretch_server::standing;
use homestretch_server::token::Digest;
use homestretch_server::wall;

use super::Failure;

/// The arguments in common.
#[derive(Debug, Args)]
pub struct Listen {
    /// Address to listen on; other machines can only reach it if you name one of theirs, such as 0.0.0.0:8080.
    #[arg(long = "listen", default_value = "127.0.0.1:8080", value_name = "ADDR")]
    address: SocketAddr,
    /// Address to listen on with a certificate as well, such as 0.0.0.0:8443.
    #[arg(long, value_name = "ADDR", requires_all = ["certificate", "key"])]
    secure: Option<SocketAddr>,
    /// File with the certificate, as `homestretch certificate` makes it.
    #[arg(long, value_name = "FILE", requires = "secure")]
    certificate: Option<PathBuf>,
    /// File with the certificate's key.
    #[arg(long, value_name = "FILE", requires = "secure")]
    key: Option<PathBuf>,
    /// Directory of the built app.
    #[arg(long, default_value = "dist", value_name = "DIR")]
    app: PathBuf,
    /// How many times faster than the world the race's clock runs.
    #[arg(long, value_name = "N", value_parser = rate)]
    speed: Option<f64>,
    /// Time of day, in the race's zone, that the race's clock shows at the start.
    #[arg(long, value_name = "HH:MM:SS")]
    at: Option<String>,
    /// File that keeps the race over a restart.
    #[arg(long, value_name = "FILE")]
    pub store: Option<PathBuf>,
    /// File with the token that sources of reads must show; without it only programs on this machine may bring reads.
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// Address that the world knows this server by, such as `https://race.example.org`; messengers then show a preview of
    /// the pages under /r/.
    #[arg(long, value_name = "URL", value_parser = PublicUrl::new)]
    public_url: Option<PublicUrl>,
    /// Where feed and app are also written for the world: a folder, or `s3://BUCKET/FOLDER`, `gs://BUCKET/FOLDER` or
    /// `az://CONTAINER/FOLDER`, with the maker's own variables for access; see docs/SCALING.md.
    #[arg(long, value_name = "PLACE")]
    publish: Option<String>,
    /// How files are packed in a bucket.
    #[arg(long, value_name = "FORM", value_enum, default_value_t)]
    publish_encoding: Encoding,
    /// How many bytes a second the light files may take of the link; 0 publishes none.
    #[arg(long, value_name = "BYTES", default_value_t = 4_000)]
    publish_light: u32,
    /// Address of online map tiles, such as `https://tile.example.org/{z}/{x}/{y}.png`; without it the map is drawn.
    #[arg(long, value_name = "TEMPLATE")]
    tiles: Option<String>,
    /// A `.pmtiles` file with a detailed map of the venue, for where there is no internet; see docs/MAP.md.
    #[arg(long, value_name = "FILE", conflicts_with = "tiles")]
    map_file: Option<PathBuf>,
    /// Whose map the tiles or the map file are, as its makers want it said.
    #[arg(long, value_name = "TEXT", default_value = "")]
    tile_credit: String,
}

impl Listen {
    /// The clock that was asked for: none when neither speed nor time was given.
    pub fn clock(
        &self,
        day: &RaceDay,
        usual_speed: f64,
        usual_at: Instant,
    ) -> Result<Option<RaceClock>, Failure> {
        if self.speed.is_none() && self.at.is_none() {
            return Ok(None);
        }
        self.clock_from(day, usual_speed, usual_at).map(Some)
    }

    /// The clock that was asked for, or the usual one.
    pub fn clock_from(
        &self,
        day: &RaceDay,
        usual_speed: f64,
        usual_at: Instant,
    ) -> Result<RaceClock, Failure> {
        let race = match &self.at {
            None => usual_at,
            Some(at) => time_of_day(day, at, "--at")?,
        };
        Ok(RaceClock {
            at: wall::now(),
            race,
            rate: self.speed.unwrap_or(usual_speed),
        })
    }

    /// Serves another server's race until told to stop.
    pub fn mirror(&self, origin: &str) -> Result<(), Failure> {
        let policy = Policy::new(None)?;
        let running = mirror::start(origin, self.address, &self.app, policy)?;
        tracing::info!(
            "the screen: http://{}/screen (a mirror of {origin})",
            running.address
        );
        running.wait_for_signal();
        running.stop();
        Ok(())
    }

    /// Serves a feed that stands still.
    pub fn standing(&self, folder: &Path) -> Result<(), Failure> {
        let running = standing::start(folder, self.address, Policy::new(None)?)?;
        tracing::info!("a race that stands still: http://{}/", running.address);
        running.wait_for_signal();
        running.stop();
        Ok(())
    }

    /// Serves a race until told to stop.
    pub fn serve(
        &self,
        day: &RaceDay,
        told: Option<Told>,
        clock: RaceClock,
        store: Option<PathBuf>,
        office: Vec<(String, Digest)>,
    ) -> Result<(), Failure> {
        let tiles = self.tiles.as_ref();
        let tiles = tiles
            .map(|template| Tiles::new(template, &self.tile_credit))
            .transpose()?;
        let map_file = self.map_file.as_ref();
        let map_file = map_file
            .map(|path| MapFile::new(path, &self.tile_credit))
            .transpose()?;
        let options = Options {
            listen: self.address,
            app: self.app.clone(),
            store,
            clock,
            pace: Pace::for_rate(clock.rate),
            gate: self.gate()?.with_office(office),
            secure: self.secure()?,
            limits: Limits::USUAL,
            policy: Policy::new(tiles.as_ref().and_then(Tiles::origin))?,
            public_url: self.public_url.clone(),
            tiles,
            publish: self
                .publish
                .as_deref()
                .map(|to| Target::new(to, self.publish_encoding))
                .transpose()?,
            publish_light: Some(self.publish_light).filter(|bytes| *bytes > 0),
            map_file,
        };
        let running = server::start(day, told, options)?;
        let names = day.event.names.get("en");
        let race_now = running.clock.race_from_server(wall::now());
        tracing::info!(
            n_entrants = day.roster.all().len(),
            race_clock = %clock_text(race_now, day),
            speed = running.clock.rate,
            "{names}: http://{}/", running.address
        );
        if let Some(secure) = running.secure {
            tracing::info!("with a certificate: https://{secure}/");
        }
        running.wait_for_signal();
        tracing::info!("stopping");
        running.stop();
        Ok(())
    }

    fn secure(&self) -> Result<Option<Secure>, Failure> {
        let (Some(listen), Some(certificate), Some(key)) =
            (self.secure, &self.certificate, &self.key)
        else {
            return Ok(None);
        };
        Ok(Some(Secure::new(listen, certificate, key, wall::now())?))
    }

    fn gate(&self) -> Result<Gate, Failure> {
        let Some(path) = &self.token_file else {
            return Ok(Gate::default());
        };
        let text = std::fs::read_to_string(path)
            .map_err(|e| Failure(format!("--token-file `{}`: {e}", path.display())))?;
        let token = text.trim();
        if token.len() < 16 {
            return Err(Failure(format!(
                "--token-file `{}`: a token has 16 characters or more; make one with `openssl rand -hex 16`",
                path.display()
            )));
        }
        Ok(Gate::with_token(token))
    }
}

/// The instant of a race day at a time of day in its zone; `what` is the argument that says so.
pub fn time_of_day(day: &RaceDay, at: &str, what: &str) -> Result<Instant, Failure> {
    let since = span_from_clock(at).map_err(|e| Failure(format!("{what}: {e}")))?;
    Ok(midnight(&day.event.date, &day.event.zone)? + since)
}

/// The race's time of day, with the date.
fn clock_text(at: Instant, day: &RaceDay) -> String {
    let zone = &day.event.zone;
    let local = at.0 + i64::from(zone.offset_min) * 60_000;
    jiff::Timestamp::from_millisecond(local - local.rem_euclid(1000)).map_or_else(
        |_| at.0.to_string(),
        |t| {
            let text = t.to_string();
            format!(
                "{} {}",
                text.trim_end_matches('Z').replace('T', " "),
                zone.iana
            )
        },
    )
}

fn rate(text: &str) -> Result<f64, String> {
    text.parse::<f64>()
        .ok()
        .filter(|rate| (0.01..=10_000.0).contains(rate))
        .ok_or_else(|| "a speed is a number from 0.01 to 10000".to_owned())
}

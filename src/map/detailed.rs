//! The organiser's own detailed map, out of a `PMTiles` file on the venue's disk: painted by the library made for such
//! files, which is fetched only here. Until it has come, and where it does not, our own ground is drawn.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use js_sys::Promise;
use leaflet::{Layer, Map};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlElement;

use super::beat::Asker;
use super::chart::SharedChart;
use super::wiring::{Under, Wiring};
use crate::device::later;

/// By this a file is told from pictures of a tile server.
pub const ENDING: &str = ".pmtiles";
const SCRIPT: &str = "/later/map-file.js";

#[wasm_bindgen]
extern "C" {
    /// A layer of the file's map, in the colours of an element and the language of a tag: see `public/map-file.js`.
    #[wasm_bindgen(catch, js_name = mapFile)]
    fn map_file(url: &str, tag: &str, element: &HtmlElement) -> Result<Promise, JsValue>;
}

/// The layer of a file on a map; copies are the same, and it goes with the last of them.
#[derive(Clone)]
pub struct Detailed(Rc<Inner>);

struct Inner {
    url: String,
    map: Map,
    host: HtmlElement,
    wiring: Wiring,
    chart: SharedChart,
    asker: Asker,
    layer: RefCell<Option<Layer>>,
}

impl Detailed {
    /// Lays the map of a file under a chart's course, once its script and the file have come.
    pub fn begin(
        url: &str,
        map: &Map,
        host: &HtmlElement,
        wiring: &Wiring,
        chart: &SharedChart,
        asker: &Asker,
    ) -> Self {
        let detailed = Self(Rc::new(Inner {
            url: url.to_owned(),
            map: map.clone(),
            host: host.clone(),
            wiring: wiring.clone(),
            chart: Rc::clone(chart),
            asker: asker.clone(),
            layer: RefCell::default(),
        }));
        detailed.restyle();
        detailed
    }

    /// Lays it anew, in the colours and the language of now.
    pub fn restyle(&self) {
        let (inner, asked) = (Rc::downgrade(&self.0), self.0.layer());
        spawn_local(async move {
            let Ok(layer) = asked.await else { return };
            // The map may be gone by the time that script and file have come.
            if let Some(inner) = Weak::upgrade(&inner) {
                inner.put(layer);
            }
        });
    }
}

impl Inner {
    /// The layer, once script and file have come.
    fn layer(&self) -> impl Future<Output = Result<Layer, JsValue>> + use<> {
        let (url, tag, host) = (self.url.clone(), self.wiring.tag(), self.host.clone());
        async move {
            let promise = if let Ok(promise) = map_file(&url, &tag, &host) {
                promise
            } else {
                later::script(SCRIPT).await?;
                map_file(&url, &tag, &host)?
            };
            Ok(JsFuture::from(promise).await?.unchecked_into())
        }
    }

    fn put(&self, layer: Layer) {
        if let Some(old) = self.layer.take() {
            old.remove();
        }
        layer.add_to(&self.map);
        *self.layer.borrow_mut() = Some(layer);
        self.wiring.under.set(Under::File);
        if let Ok(mut chart) = self.chart.try_borrow_mut() {
            chart.ground_stale = true;
        }
        self.asker.ask();
    }
}

/*! Leaflet 1.9.4, BSD-2-Clause, (c) 2010-2023 Volodymyr Agafonkin, (c) 2010-2011 CloudMade */
// What the app takes of Leaflet, bundled by esbuild: the map with its handlers, and tiles. Markers, shapes, popups and
// controls stay out: our own canvases draw everything, and they would be half of the download.

import { Map } from "leaflet/src/map/index.js";
import { LatLng } from "leaflet/src/geo/LatLng.js";
import { LatLngBounds } from "leaflet/src/geo/LatLngBounds.js";
import { Bounds } from "leaflet/src/geometry/Bounds.js";
import { Point } from "leaflet/src/geometry/Point.js";
import { GridLayer } from "leaflet/src/layer/tile/GridLayer.js";
import { TileLayer } from "leaflet/src/layer/tile/TileLayer.js";

window.L = { Bounds, GridLayer, LatLng, LatLngBounds, Map, Point, TileLayer };

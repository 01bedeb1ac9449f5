//! How a page is written as HTML: no script, no inline style, names as text. Small, for the worst links.

use std::fmt::Write as _;

use homestretch_words::languages::{TAGS, direction, own_name};

use super::said::{Bar, Said};
use super::speech::Speech;
use crate::files::app::escaped;

/// What all pages of a race share.
#[derive(Clone, Debug)]
pub struct Frame<'a> {
    /// The language.
    pub speech: &'a Speech,
    /// The event's name.
    pub event: String,
    /// Place and date.
    pub place: String,
    /// True when runners and times are made up.
    pub demo: bool,
    /// Path of the style.
    pub style: &'a str,
    /// The language as the address asks for it, such as `?lang=ko`; empty where it does not.
    pub lang_query: String,
}

/// When the news is from, and how it is renewed.
#[derive(Clone, Debug, Default)]
pub struct Age {
    /// The time of day up to which everything known is in; none before the first news.
    pub as_of: Option<String>,
    /// The race's zone.
    pub zone: String,
    /// Whether the page renews itself.
    pub renews: bool,
}

/// What messengers show of a link: absolute addresses, which need the public one.
#[derive(Clone, Debug)]
pub struct Preview {
    /// Address of the page.
    pub url: String,
    /// Address of the picture.
    pub picture: String,
}

/// The page of a runner; `bib` as it stands in an address.
pub fn runner(
    frame: &Frame<'_>,
    said: &Said,
    bib: &str,
    age: &Age,
    preview: Option<&Preview>,
) -> String {
    let words = &frame.speech.words;
    let title = words.page_title(&said.name, &frame.event);
    let mut page = head(frame, &title, &said.summary, preview);
    let _ = write!(
        page,
        "<p class=\"bib\">{}</p><h1>{}</h1>",
        escaped(&said.bib),
        escaped(&said.name)
    );
    let about = said
        .about
        .iter()
        .map(|text| format!("<span>{}</span>", escaped(text)));
    let _ = write!(
        page,
        "<p class=\"about\">{}</p>",
        about.collect::<Vec<_>>().join(" ")
    );
    let _ = write!(
        page,
        "<div class=\"now {}\"><p class=\"headline\">{}</p>",
        said.kind,
        escaped(&said.headline)
    );
    if let Some((time, mark)) = &said.result {
        let _ = write!(
            page,
            "<p class=\"result\">{} <span class=\"mark\">{}</span></p>",
            escaped(time),
            escaped(mark)
        );
    }
    page.push_str(&said.bar.as_ref().map_or_else(String::new, bar));
    for line in &said.lines {
        let _ = write!(page, "<p>{}</p>", escaped(line));
    }
    page.push_str("</div>");
    if !said.ahead.is_empty() {
        let _ = write!(page, "<h2>{}</h2><dl>", escaped(&words.page_expected()));
        for (point, window) in &said.ahead {
            let _ = write!(
                page,
                "<div><dt>{}</dt><dd>{}</dd></div>",
                escaped(point),
                escaped(window)
            );
        }
        page.push_str("</dl>");
    }
    let query = escaped(&frame.lang_query);
    let _ = write!(
        page,
        "<p><a class=\"button\" href=\"/runner/{bib}{query}\">{}</a></p>",
        escaped(&words.page_open_app())
    );
    page.push_str("<div class=\"small\">");
    if let Some(as_of) = &age.as_of {
        if age.renews {
            let joint = if query.is_empty() { "?" } else { "&amp;" };
            let _ = write!(
                page,
                "<p>{} <a href=\"{query}{joint}still=1\">{}</a></p>",
                escaped(&words.page_as_of(as_of)),
                escaped(&words.page_stop())
            );
        } else {
            let _ = write!(page, "<p>{}</p>", escaped(&words.health_as_of(as_of)));
        }
    }
    let _ = write!(
        page,
        "<p>{}</p></div>",
        escaped(&words.page_zone(&age.zone))
    );
    page + &foot(frame, bib)
}

/// The page where a bib is asked for, and which says so kindly when there was nobody to show.
pub fn ask(frame: &Frame<'_>, nobody: Option<&str>) -> String {
    let words = &frame.speech.words;
    let mut page = head(frame, &frame.event, "", None);
    if let Some(bib) = nobody {
        let _ = write!(
            page,
            "<h1>{}</h1><p>{}</p>",
            escaped(&words.page_nobody(bib)),
            escaped(&words.page_nobody_why())
        );
    }
    let level = if nobody.is_some() { "h2" } else { "h1" };
    let lang = match frame.lang_query.strip_prefix("?lang=") {
        Some(tag) => format!(
            "<input type=\"hidden\" name=\"lang\" value=\"{}\">",
            escaped(tag)
        ),
        None => String::new(),
    };
    let _ = write!(
        page,
        "<{level}>{}</{level}><form action=\"/r/\"><label for=\"bib\">{}</label> \
         <input id=\"bib\" name=\"bib\" required maxlength=\"20\" autocomplete=\"off\">{lang} <button>{}</button></form>\
         <p><a class=\"button plain\" href=\"/{}\">{}</a></p>",
        escaped(&words.page_ask()),
        escaped(&words.bib()),
        escaped(&words.page_show()),
        escaped(&frame.lang_query),
        escaped(&words.page_open_app()),
    );
    page + &foot(frame, "")
}

fn head(frame: &Frame<'_>, title: &str, summary: &str, preview: Option<&Preview>) -> String {
    let tag = frame.speech.words.tag();
    let mut page = format!(
        "<!doctype html><html lang=\"{tag}\" dir=\"{}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><meta name=\"robots\" content=\"noindex\">\
         <title>{}</title><link rel=\"icon\" href=\"/icon.svg\"><link rel=\"stylesheet\" href=\"{}\">",
        direction(tag),
        escaped(title),
        frame.style,
    );
    if !summary.is_empty() {
        let _ = write!(
            page,
            "<meta name=\"description\" content=\"{}\">",
            escaped(summary)
        );
    }
    if let Some(preview) = preview {
        for (property, content) in [
            ("og:type", "website"),
            ("og:site_name", &frame.speech.words.app_name()),
            ("og:title", title),
            ("og:description", summary),
            ("og:url", &preview.url),
            ("og:image", &preview.picture),
            ("og:image:width", "1200"),
            ("og:image:height", "630"),
        ] {
            let _ = write!(
                page,
                "<meta property=\"{property}\" content=\"{}\">",
                escaped(content)
            );
        }
        // The other names are taken from the same tags.
        page.push_str("<meta name=\"twitter:card\" content=\"summary_large_image\">");
    }
    let _ = write!(
        page,
        "</head><body><header><a href=\"/{}\">{}</a><span>{}</span></header><main>",
        escaped(&frame.lang_query),
        escaped(&frame.event),
        escaped(&frame.place),
    );
    if frame.demo {
        let _ = write!(
            page,
            "<p class=\"demo\">{}</p>",
            escaped(&frame.speech.words.demo_note())
        );
    }
    page
}

fn foot(frame: &Frame<'_>, bib: &str) -> String {
    let words = &frame.speech.words;
    let mut foot = format!(
        "</main><footer><nav aria-label=\"{}\">",
        escaped(&words.language())
    );
    for tag in TAGS {
        let name = own_name(tag);
        let _ = if *tag == words.tag() {
            write!(foot, "<span aria-current=\"true\">{name}</span> ")
        } else {
            write!(
                foot,
                "<a href=\"/r/{bib}?lang={tag}\" lang=\"{tag}\" hreflang=\"{tag}\">{name}</a> "
            )
        };
    }
    foot + "</nav></footer></body></html>\n"
}

/// The course as a line with its mats, what is run for certain, and the estimate with its band.
fn bar(bar: &Bar) -> String {
    // Between margins, so that a dot at either end is whole.
    let x = |share: f64| format!("{:.1}", 8.0 + share * 304.0);
    let mut svg = String::from("<svg viewBox=\"0 0 320 16\" aria-hidden=\"true\">");
    let _ = write!(
        svg,
        "<path class=\"way\" d=\"M8 8H312\"/><path class=\"run\" d=\"M8 8H{}\"/>",
        x(bar.run)
    );
    if let Some((low, _, high)) = bar.at {
        let _ = write!(
            svg,
            "<path class=\"band\" d=\"M{} 8H{}\"/>",
            x(low),
            x(high)
        );
    }
    for mat in &bar.mats {
        let passed = if *mat <= bar.run {
            " class=\"passed\""
        } else {
            ""
        };
        let _ = write!(svg, "<circle cx=\"{}\" cy=\"8\" r=\"2\"{passed}/>", x(*mat));
    }
    if let Some((_, mid, _)) = bar.at {
        let _ = write!(
            svg,
            "<circle class=\"at\" cx=\"{}\" cy=\"8\" r=\"5.5\"/>",
            x(mid)
        );
    }
    svg + "</svg>"
}

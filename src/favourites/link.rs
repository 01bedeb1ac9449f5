//! A list in an address. It stands in the fragment, which browsers keep to themselves: no server learns who follows
//! whom.

use super::list;

const MARK: &str = "follow=";

/// What follows the `#` of an address that carries the list. `escape` is the browser's `encodeURIComponent`.
pub fn fragment_from_bibs(bibs: &[String], escape: impl Fn(&str) -> String) -> String {
    let bibs: Vec<String> = bibs.iter().map(|bib| escape(bib)).collect();
    MARK.to_owned() + &bibs.join(",")
}

/// The bibs that a fragment carries; none where it carries no list. `unescape` is the browser's
/// `decodeURIComponent`, which refuses what is not well formed.
pub fn bibs_from_fragment(
    fragment: &str,
    unescape: impl Fn(&str) -> Option<String>,
) -> Option<Vec<String>> {
    let mut fields = fragment.trim_start_matches('#').split('&');
    let bibs = fields.find_map(|field| field.strip_prefix(MARK))?;
    // Messengers like to escape the commas as well.
    let bibs = bibs.replace("%2C", ",").replace("%2c", ",");
    Some(list::sound(bibs.split(',').filter_map(unescape)))
}

#[cfg(test)]
mod tests {
    use super::{bibs_from_fragment, fragment_from_bibs};

    /// Enough of what browsers do for the tests here.
    fn escape(text: &str) -> String {
        text.replace('%', "%25").replace(' ', "%20")
    }
    fn unescape(text: &str) -> Option<String> {
        let text = text.replace("%20", " ").replace("%25", "\u{1}");
        (!text.contains('%')).then(|| text.replace('\u{1}', "%"))
    }

    #[test]
    fn a_list_goes_into_an_address_and_comes_out_again() {
        let bibs = ["101", "F 7", "100%"].map(str::to_owned);
        let fragment = fragment_from_bibs(&bibs, escape);
        assert_eq!(fragment, "follow=101,F%207,100%25");
        let read = bibs_from_fragment(&("#".to_owned() + &fragment), unescape);
        assert_eq!(read.as_deref(), Some(&bibs[..]));
    }

    #[test]
    fn what_else_stands_there_is_passed_over() {
        assert_eq!(bibs_from_fragment("#content", unescape), None);
        assert_eq!(bibs_from_fragment("", unescape), None);
        assert_eq!(bibs_from_fragment("#follow=", unescape), Some(Vec::new()));
        assert_eq!(
            bibs_from_fragment("#x=1&follow=7,%zz,,7%2C8,\u{7}&y", unescape).as_deref(),
            Some(&["7".to_owned(), "8".to_owned()][..])
        );
    }
}

//! Why a request in a browser may have had no answer. Fetch does not say; the surroundings do.

/// Where the code runs, as far as it matters here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// The page's origin, `null` for one that is opaque; `None` outside of browsers.
    pub page_origin: Option<String>,
    /// What the browser says of its connection; `None` if it does not say.
    pub online: Option<bool>,
}

impl Surroundings {
    /// Whether all headers of an answer from `url` can be read. A page sees few of another origin's.
    #[must_use]
    pub fn shows_all_headers_of(&self, url: &str) -> bool {
        self.page_origin.as_deref().is_none_or(|page| is_below(url, page))
    }
}

/// A hint for a request that got no answer, or `None` where there is nothing to guess.
#[must_use]
pub fn network_hint(surroundings: &Surroundings, url: &str, to_backend: bool) -> Option<String> {
    if surroundings.online == Some(false) {
        return Some("The browser is offline.".to_owned());
    }
    let page = surroundings.page_origin.as_deref()?;
    if page.starts_with("https:") && url.starts_with("http:") && !is_loopback(url) {
        return Some(format!(
            "Mixed content: the page is https and the address is http, which browsers refuse. Serve {} over https.",
            if to_backend { "Opik" } else { "the object store" }
        ));
    }
    if is_below(url, page) {
        return None;
    }
    let mut hint = if to_backend {
        format!(
            "Probably CORS: Opik answers pages of other origins only when its backend runs with CORS=true. Set that, \
             or serve the API from the page's own origin through a proxy and use that address as apiUrl."
        )
    } else {
        format!(
            "Probably CORS: the bucket needs a rule that allows the origin {page}, the methods GET and PUT, any \
             header, and exposes ETag."
        )
    };
    // Chromium's local network access: refused without a word to the page.
    if is_loopback(url) && !is_loopback(page) {
        hint.push_str(" Or the browser was not allowed to let this page reach this machine.");
    }
    Some(hint)
}

fn is_below(url: &str, origin: &str) -> bool {
    url.strip_prefix(origin).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
}

/// Browsers let secure pages call their own machine without TLS.
fn is_loopback(url: &str) -> bool {
    ["http://localhost", "http://127.", "http://[::1]"].iter().any(|prefix| url.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint(page: Option<&str>, online: Option<bool>, url: &str) -> String {
        let surroundings = Surroundings { page_origin: page.map(str::to_owned), online };
        network_hint(&surroundings, url, true).unwrap_or_default()
    }

    #[test]
    fn the_hint_fits_the_surroundings() {
        assert_eq!(hint(None, None, "http://h/api"), "");
        assert!(hint(Some("http://p"), Some(false), "http://h/api").contains("offline"));
        assert!(hint(Some("https://p"), Some(true), "http://h/api").contains("Mixed content"));
        let local = hint(Some("https://p"), Some(true), "http://localhost:5173/api");
        assert!(local.contains("CORS=true") && local.contains("this machine"), "{local}");
        assert!(!hint(Some("http://127.0.0.1:8080"), None, "http://localhost:5173/api").contains("this machine"));
        assert!(hint(Some("http://p"), Some(true), "http://p.other/api").contains("CORS=true"));
        assert_eq!(hint(Some("http://p"), Some(true), "http://p/api"), "");
        let opaque = hint(Some("null"), Some(true), "http://p/api");
        assert!(opaque.contains("CORS=true") && !opaque.contains("null"), "{opaque}");
    }
}

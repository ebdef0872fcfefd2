//! Why a request may have had no answer, or one without an `ETag`. Fetch does not say; what is known of the runtime does.

use std::cell::RefCell;

use crate::core::error::{Cause, CauseKind};
use crate::core::text::strings;

/// Where the code runs, as far as it matters here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuntimeInfo {
    /// The page's origin, `null` for one that is opaque; `None` outside of browsers.
    pub page_origin: Option<String>,
    /// What the browser says of its connection; `None` if it does not say.
    pub online: Option<bool>,
    /// Whether the environment names a proxy that fetch does not use.
    pub ignored_proxy: bool,
}

impl RuntimeInfo {
    /// Whether all headers of an answer from `url` can be read. A page sees few of another origin's.
    #[must_use]
    pub fn shows_all_headers_of(&self, url: &str) -> bool {
        self.page_origin.as_deref().is_none_or(|page| is_below(url, page))
    }
}

/// The origins that have answered anything, by which a later silence is no matter of CORS.
#[derive(Debug, Default)]
pub struct Origins(RefCell<Vec<String>>);

impl Origins {
    /// Takes note of an answer from `url`.
    pub fn add(&self, url: &str) {
        if !self.has(url) {
            self.0.borrow_mut().push(origin_of(url).to_owned());
        }
    }

    /// Whether the origin of `url` has answered.
    #[must_use]
    pub fn has(&self, url: &str) -> bool {
        self.0.borrow().iter().any(|known| known == origin_of(url))
    }
}

fn origin_of(url: &str) -> &str {
    let Some((scheme, rest)) = strings::split_once(url, "://") else { return url };
    let host = strings::until(rest, "/?#");
    url.get(..scheme.len() + 3 + host.len()).unwrap_or(url)
}

/// Codes of Node for a host that cannot be found or reached, as from behind a proxy that must be used.
const UNREACHABLE: [&str; 6] =
    ["ENOTFOUND", "EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH", "ETIMEDOUT", "UND_ERR_CONNECT_TIMEOUT"];

/// Whether another attempt may end better. A certificate stays what it is, and so does the policy of a page.
#[must_use]
pub fn is_transient_cause(cause: &Cause) -> bool {
    cause.kind() != CauseKind::ContentSecurityPolicy && !is_about_certificate(cause.reason())
}

/// As Node and Bun (`DEPTH_ZERO_SELF_SIGNED_CERT`, `UNABLE_TO_VERIFY_LEAF_SIGNATURE`) and Deno ("invalid peer
/// certificate") put it.
fn is_about_certificate(reason: &str) -> bool {
    ["CERT", "LEAF_SIGNATURE", "certificate"].iter().any(|word| strings::find(reason, word).is_some())
}

/// A hint for a request that got no answer for `cause`, or `None` where there is nothing to guess. `has_answered`:
/// whether that origin has, before.
#[must_use]
pub fn network_hint(
    runtime_info: &RuntimeInfo,
    cause: &Cause,
    url: &str,
    to_backend: bool,
    has_answered: bool,
) -> Option<String> {
    if runtime_info.online == Some(false) {
        return Some("The browser is offline.".to_owned());
    }
    let reason = cause.reason();
    if is_about_certificate(reason) {
        return Some(
            "The server's certificate is not trusted. If an authority of your own signed it, set NODE_EXTRA_CA_CERTS to \
             the path of its certificate."
                .to_owned(),
        );
    }
    if runtime_info.ignored_proxy && UNREACHABLE.contains(&reason) {
        return Some(
            "Node's fetch uses the proxy in the environment only with NODE_USE_ENV_PROXY=1 (Node 22.21, 24). Or pass the \
             option fetch."
                .to_owned(),
        );
    }
    if cause.kind() == CauseKind::ContentSecurityPolicy {
        let origin = origin_of(url);
        return Some(strings::fill("The page's Content-Security-Policy must allow {} in connect-src.", &[origin]));
    }
    let page = runtime_info.page_origin.as_deref()?;
    if page.starts_with("https:") && url.starts_with("http:") && !is_loopback(url) {
        return Some(strings::fill(
            "Mixed content: the page is https and the address is http, which browsers refuse. Serve {} over https.",
            &[if to_backend { "Opik" } else { "the object store" }],
        ));
    }
    // A body is sent only after CORS has been settled.
    if is_below(url, page) || has_answered || cause.kind() == CauseKind::BytesSent {
        return None;
    }
    let mut hint = if to_backend {
        "Probably CORS: Opik answers pages of other origins only when its backend runs with CORS=true. Set that, \
             or serve the API from the page's own origin through a proxy and use that address as apiUrl."
            .to_owned()
    } else {
        strings::fill(
            "Probably CORS: the bucket needs a rule that allows the origin {}, the methods GET and PUT, any header, and \
             exposes ETag.",
            &[page],
        )
    };
    // Chromium's local network access: refused without a word to the page.
    if is_loopback(url) && !is_loopback(page) {
        hint.push_str(" Or the browser was not allowed to let this page reach this machine.");
    }
    Some(hint)
}

/// What to do about an answer of a store at `url` in which no `ETag` can be read.
#[must_use]
pub fn missing_etag_hint(runtime_info: &RuntimeInfo, url: &str) -> &'static str {
    if runtime_info.page_origin.as_deref().is_some_and(|page| !is_below(url, page)) {
        "The bucket's CORS rule must expose it: {\"AllowedOrigins\": [\"<your page's origin>\"], \"AllowedMethods\": \
         [\"GET\", \"PUT\"], \"AllowedHeaders\": [\"*\"], \"ExposeHeaders\": [\"ETag\"]}"
    } else {
        "A proxy strips ETag from the store's answers."
    }
}

fn is_below(url: &str, origin: &str) -> bool {
    url.strip_prefix(origin).is_some_and(|rest| strings::until(rest, "/?#").is_empty())
}

/// Browsers let secure pages call their own machine without TLS.
fn is_loopback(url: &str) -> bool {
    ["http://localhost", "http://127.", "http://[::1]"].iter().any(|prefix| url.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint(page: Option<&str>, online: Option<bool>, url: &str) -> String {
        let runtime_info = RuntimeInfo { page_origin: page.map(str::to_owned), online, ..RuntimeInfo::default() };
        network_hint(&runtime_info, &Cause::new((), "failed"), url, true, false).unwrap_or_default()
    }

    #[test]
    fn what_is_known_of_the_failure_comes_before_what_is_guessed() {
        let hint = |ignored_proxy, reason: &str, kind, has_answered| {
            let page_origin = Some("https://page".to_owned());
            let runtime_info = RuntimeInfo { page_origin, online: None, ignored_proxy };
            let cause = Cause::new((), reason).with_kind(kind);
            let url = "https://api.example:8/a?b#c";
            (
                network_hint(&runtime_info, &cause, url, true, has_answered).unwrap_or_default(),
                is_transient_cause(&cause),
            )
        };
        let none = CauseKind::None;
        for reason in ["DEPTH_ZERO_SELF_SIGNED_CERT", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "invalid peer certificate: x"]
        {
            let (hint, is_transient_cause) = hint(false, reason, none, true);
            assert!(hint.contains("NODE_EXTRA_CA_CERTS") && !is_transient_cause, "{hint}");
        }
        for reason in UNREACHABLE {
            let (with, is_transient_cause) = hint(true, reason, none, false);
            assert!(
                with.contains("NODE_USE_ENV_PROXY") && with.contains("option fetch") && is_transient_cause,
                "{with}"
            );
            assert!(!hint(false, reason, none, false).0.contains("PROXY"));
        }
        assert!(!hint(true, "ECONNREFUSED", none, false).0.contains("PROXY"));
        let (blocked, is_transient_cause) = hint(false, "failed", CauseKind::ContentSecurityPolicy, true);
        assert!(blocked.ends_with("allow https://api.example:8 in connect-src.") && !is_transient_cause, "{blocked}");
        assert!(hint(false, "failed", none, false).0.contains("CORS"));
        assert_eq!(hint(false, "failed", none, true), (String::new(), true));
        assert_eq!(hint(false, "failed", CauseKind::BytesSent, false), (String::new(), true));
    }

    #[test]
    fn origins_are_told_apart_by_scheme_host_and_port() {
        let origins = Origins::default();
        origins.add("https://a.example/b?c");
        origins.add("http://b.example:8?c");
        for known in ["https://a.example", "https://a.example#x", "https://a.example/z", "http://b.example:8/"] {
            assert!(origins.has(known), "{known}");
        }
        for other in ["http://a.example/b?c", "https://a.example:8/b?c", "https://a.example.org/", "a", ""] {
            assert!(!origins.has(other), "{other}");
        }
    }

    #[test]
    fn a_missing_tag_is_a_matter_of_cors_only_between_origins() {
        let hint = |page: Option<&str>| {
            let page_origin = page.map(str::to_owned);
            missing_etag_hint(&RuntimeInfo { page_origin, ..RuntimeInfo::default() }, "https://store/a?b")
        };
        let cors = hint(Some("https://page"));
        assert!(cors.contains("\"ExposeHeaders\": [\"ETag\"]"), "{cors}");
        for strips in [hint(None), hint(Some("https://store"))] {
            assert!(strips.contains("proxy") && !strips.contains("CORS"), "{strips}");
        }
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

//! The base URL of the backend, and the only place that makes URLs which may carry credentials.

use std::cell::OnceCell;

use crate::core::error::Error;
use crate::core::text::encoding::{base64url, form_query};
use crate::core::text::strings;

const EXPECTED: &str =
    "an absolute http or https URL without credentials, query or fragment, or in a page a path such as /api";

/// A backend's base URL without a trailing slash, for example `http://localhost:5173/api`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiUrl {
    given: String,
    /// Of one that was given relative to a page: while a framework renders on its server there is none yet.
    resolved: OnceCell<String>,
}

/// A URL made by [`ApiUrl`], and so one below the backend's own base. Credentials go to values of this type only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackendUrl(String);

impl BackendUrl {
    /// The URL as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl ApiUrl {
    /// Takes a base URL as the `URL` standard serialises it, or one that [`ApiUrl::resolve`] completes; the trailing
    /// slash is optional.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for another scheme, no host, credentials, a query, a fragment, or characters that a URL
    /// parser would drop or rewrite. The value itself is not repeated, since it may hold a password.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let (scheme, rest) = strings::split_once(text, "://").unwrap_or_default();
        let authority = strings::until(rest, "/");
        let received = if text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
            "one with spaces, control characters or backslashes"
        } else if Self::is_relative(text) {
            return Ok(Self { given: text.to_owned(), resolved: OnceCell::new() });
        } else if scheme.is_empty() {
            "a string without a scheme"
        } else if !matches!(scheme, "http" | "https") {
            "another scheme"
        } else if strings::until(rest, "?#") != rest {
            "one with a query or a fragment"
        } else if authority.is_empty() {
            "one without a host"
        } else if strings::until(authority, "@") != authority {
            "one with credentials"
        } else {
            let mut url = text;
            while let Some(shorter) = url.strip_suffix("/") {
                url = shorter;
            }
            return Ok(Self { given: url.to_owned(), resolved: OnceCell::new() });
        };
        Err(Error::invalid("apiUrl", EXPECTED, received))
    }

    /// Whether `text` means a path relative to a page.
    #[must_use]
    pub fn is_relative(text: &str) -> bool {
        matches!(text.as_bytes().first(), Some(b'/' | b'.'))
    }

    /// Completes a relative URL with `absolute`, once; one that is absolute stays as it is.
    ///
    /// # Errors
    /// Those of `absolute`, and of [`ApiUrl::parse`] for its result. The next call tries again.
    pub fn resolve(&self, absolute: impl Fn(&str) -> Result<String, Error>) -> Result<(), Error> {
        if Self::is_relative(&self.given) && self.resolved.get().is_none() {
            // Nothing else can have set it meanwhile.
            let _ = self.resolved.set(Self::parse(&absolute(&self.given)?)?.given);
        }
        Ok(())
    }

    /// The base URL as text, without a trailing slash.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.resolved.get().unwrap_or(&self.given)
    }

    /// What the backend wants in `path`: this base URL in base64url, from which it builds links.
    #[must_use]
    pub fn path_parameter(&self) -> String {
        base64url(self.as_str().as_bytes())
    }

    /// The URL of an endpoint. `path` starts with a slash.
    #[must_use]
    pub fn endpoint(&self, path: &str, query: &[(&str, &str)]) -> BackendUrl {
        let mut url = self.as_str().to_owned();
        url.push_str(path);
        if !query.is_empty() {
            url.push('?');
            url.push_str(&form_query(query));
        }
        BackendUrl(url)
    }
}

/// Refuses a link that no list can have given. It is not repeated: its query may be a signature.
///
/// # Errors
/// `INVALID_ARGUMENT` naming `field`.
pub fn check_link(field: &str, link: &str) -> Result<(), Error> {
    let is_http = link.starts_with("http://") || link.starts_with("https://");
    if !is_http || link.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(Error::invalid(field, "the link of a listed attachment, an http or https URL", "another string"));
    }
    Ok(())
}

/// Refuses a header value that fetch would refuse, by the name of the option it came from.
///
/// # Errors
/// `INVALID_ARGUMENT` for anything beyond printable Latin-1. The value is not repeated: it may be a key.
pub fn check_header_value(field: &str, value: &str) -> Result<(), Error> {
    let fits = |c: char| matches!(c, ' '..='~' | '\u{A0}'..='\u{FF}');
    if value.chars().all(fits) {
        Ok(())
    } else {
        Err(Error::invalid(field, "printable Latin-1 characters, since it is sent as a header", "others"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::error::Code;

    #[test]
    fn a_trailing_slash_makes_no_difference() {
        for text in ["http://localhost:5173/api", "http://localhost:5173/api/", "http://localhost:5173/api//"] {
            let url = ApiUrl::parse(text).unwrap();
            assert_eq!(url.endpoint("/v1/x", &[]).as_str(), "http://localhost:5173/api/v1/x");
        }
        assert_eq!(
            ApiUrl::parse("http://host:8080/").unwrap().endpoint("/v1/x", &[]).as_str(),
            "http://host:8080/v1/x"
        );
    }

    #[test]
    fn a_relative_one_is_completed_when_there_is_a_page() {
        let url = ApiUrl::parse("/api/").unwrap();
        let no_page = |_: &str| Err(Error::invalid("apiUrl", "a page", "none"));
        assert_eq!(url.resolve(no_page).unwrap_err().code(), Code::InvalidArgument);
        assert!(url.resolve(|_| Ok("http://page/api?key=1".to_owned())).is_err());
        url.resolve(|text| Ok(format!("http://page{text}"))).unwrap();
        assert_eq!(url.endpoint("/v1/x", &[]).as_str(), "http://page/api/v1/x");
        url.resolve(no_page).unwrap();
        ApiUrl::parse("http://host/api").unwrap().resolve(no_page).unwrap();
        assert!(ApiUrl::is_relative("./api") && !ApiUrl::is_relative("api") && !ApiUrl::is_relative(""));
    }

    #[test]
    fn what_is_no_base_url_is_refused_without_repeating_it() {
        for text in [
            "",
            "localhost:5173/api",
            "ftp://host/api",
            "http://",
            "http:///api",
            "http://user:hunter2@host/api",
            "http://host/api?key=hunter2",
            "http://host/api#hunter2",
            "http://host\\@evil.example/hunter2",
            "http://host/hunter2\n",
        ] {
            let error = ApiUrl::parse(text).unwrap_err();
            assert_eq!(error.code(), Code::InvalidArgument, "{text}");
            assert!(error.to_string().contains("apiUrl"), "{error}");
            assert!(!error.to_string().contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn links_are_http_urls() {
        check_link("link", "https://s3/key?X-Amz-Signature=1").unwrap();
        for bad in ["", "hunter2", "file:///hunter2", "http://h/a b", "https://h/\n"] {
            let error = check_link("link", bad).unwrap_err().to_string();
            assert!(error.contains("link") && !error.contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn header_values_must_fit_a_header() {
        check_header_value("workspaceName", "Zoë's team").unwrap();
        for bad in ["a\nb", "a\0", "名前", "\u{7F}"] {
            let error = check_header_value("apiKey", bad).unwrap_err();
            assert!(error.to_string().contains("apiKey"));
            assert!(!error.to_string().contains(bad));
        }
    }
}

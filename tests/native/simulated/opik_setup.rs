//! What differs from one installation to another.

/// How an Opik is set up.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    /// Whether bytes go through the backend.
    pub(super) direct: bool,
    /// Seconds that presigned URLs live.
    pub(super) lifetime_s: u64,
    /// Whether a completion that was done can be repeated.
    pub(super) forgiving: bool,
    /// Whether the store's tags are digests of the bytes.
    pub(super) digests: bool,
    /// Whether a browser may not see the tag and the range of a file.
    pub(super) hidden: bool,
    /// Whether the client runs in a page of another origin. There it sees how long a body is that was compressed on the
    /// way, and not that it was.
    pub(super) foreign: bool,
    /// A file that is always refused.
    pub(super) refused: Option<String>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            direct: false,
            lifetime_s: 36_000,
            forgiving: false,
            digests: true,
            hidden: false,
            foreign: false,
            refused: None,
        }
    }
}

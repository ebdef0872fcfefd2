//! The classes of status codes that the flows tell apart. What a refusal means is in `error/from_response.rs`.

/// Whether a status is one of success.
#[must_use]
pub const fn is_success(status: u16) -> bool {
    matches!(status, 200..=299)
}

/// Whether the body is all of what was asked for (200), not a part of it.
#[must_use]
pub const fn is_whole(status: u16) -> bool {
    status == 200
}

/// Whether the body is the range that was asked for (206).
#[must_use]
pub const fn is_partial(status: u16) -> bool {
    status == 206
}

//! The codes of errors and the names of operations: both are a public contract.

/// Why an operation failed. The text form is a public contract: programs branch on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// A wrong option or field, found before anything was sent.
    InvalidArgument,
    /// No project of that name.
    ProjectNotFound,
    /// No such file on that entity.
    AttachmentNotFound,
    /// `ifExists: "error"` and the file is there.
    AlreadyExists,
    /// 401 from the backend.
    Unauthorized,
    /// 403 from the backend.
    Forbidden,
    /// Any other refusal, by the backend or by the store.
    ApiError,
    /// 429 after all attempts.
    RateLimited,
    /// The request got no answer.
    NetworkError,
    /// Nothing has moved for `stallTimeout`.
    Timeout,
    /// The bucket's CORS rule hides the `ETag` header.
    EtagNotExposed,
    /// The presigned URLs have died.
    UrlExpired,
    /// Fewer or more bytes than the attachment has.
    Corrupted,
    /// Beyond what the store takes.
    FileTooLarge,
    /// A local file is no longer what it was when it was opened.
    FileChanged,
    /// A local file cannot be read.
    FileUnreadable,
}

impl Code {
    /// The code as programs see it, for example `PROJECT_NOT_FOUND`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidArgument => "INVALID_ARGUMENT",
            Self::ProjectNotFound => "PROJECT_NOT_FOUND",
            Self::AttachmentNotFound => "ATTACHMENT_NOT_FOUND",
            Self::AlreadyExists => "ALREADY_EXISTS",
            Self::Unauthorized => "UNAUTHORIZED",
            Self::Forbidden => "FORBIDDEN",
            Self::ApiError => "API_ERROR",
            Self::RateLimited => "RATE_LIMITED",
            Self::NetworkError => "NETWORK_ERROR",
            Self::Timeout => "TIMEOUT",
            Self::EtagNotExposed => "ETAG_NOT_EXPOSED",
            Self::UrlExpired => "URL_EXPIRED",
            Self::Corrupted => "CORRUPTED",
            Self::FileTooLarge => "FILE_TOO_LARGE",
            Self::FileChanged => "FILE_CHANGED",
            Self::FileUnreadable => "FILE_UNREADABLE",
        }
    }
}

/// The public call that failed, under the name a user wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// `new AttachmentClient(options)`.
    Constructor,
    /// `AttachmentClient.fromEnv(options)`.
    FromEnv,
    /// `getAttachmentList`.
    GetAttachmentList,
    /// `downloadAttachment`.
    DownloadAttachment,
    /// `uploadAttachment`.
    UploadAttachment,
    /// `uploadAttachments`.
    UploadAttachments,
    /// `deleteAttachments`.
    DeleteAttachments,
}

impl Operation {
    /// The method's name in JS; `constructor` for `new AttachmentClient`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Constructor => "constructor",
            Self::FromEnv => "fromEnv",
            Self::GetAttachmentList => "getAttachmentList",
            Self::DownloadAttachment => "downloadAttachment",
            Self::UploadAttachment => "uploadAttachment",
            Self::UploadAttachments => "uploadAttachments",
            Self::DeleteAttachments => "deleteAttachments",
        }
    }
}

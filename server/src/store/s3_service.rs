//! The S3 operations of the embedded store: s3s-fs with corrections.
//!
//! s3s-fs names the files next to an object by the base64 of its key, which is too long for file systems with keys as long
//! as Opik's, and does not remove those files with the object. Therefore objects are stored under a digest of their key,
//! which also makes every name safe: `..`, a trailing `/`, one key below another.
//!
//! s3s-fs combines parts without checking their ETags, and loses an upload if it is killed meanwhile. Therefore
//! `open_uploads` holds the parts until they are one object, which s3s-fs then stores like any other.
//!
//! s3s-fs reads slowly, see `object_range`.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use s3s::dto::{
    AbortMultipartUploadInput, AbortMultipartUploadOutput, CompleteMultipartUploadInput, CompleteMultipartUploadOutput,
    CreateBucketInput, CreateBucketOutput, CreateMultipartUploadInput, CreateMultipartUploadOutput, DeleteObjectInput,
    DeleteObjectOutput, ETag, GetObjectInput, GetObjectOutput, HeadBucketInput, HeadBucketOutput, HeadObjectInput,
    HeadObjectOutput, Metadata, PutObjectInput, PutObjectOutput, StreamingBlob, UploadPartInput, UploadPartOutput,
};
use s3s::{S3, S3Error, S3Request, S3Response, S3Result, s3_error};
use s3s_fs::FileSystem;

use super::key_index::KeyIndex;
use super::object_name::{check_file_name, check_name, check_upload_name};
use super::object_range::ObjectRange;
use super::open_uploads::{OpenUploads, UploadInfo};
use crate::config::ObjectNames;
use crate::digest::Sha256Hasher;

/// The metadata entry with the ETag of a multipart object; s3s-fs knows only ETags of whole files.
const UPLOAD_ETAG: &str = "upload-tag";

/// The operations this server and its clients use; s3s answers the others with `NotImplemented`.
#[derive(Debug)]
pub(super) struct S3Service {
    files: FileSystem,
    directory: PathBuf,
    uploads: OpenUploads,
    keys: KeyIndex,
    names: ObjectNames,
}

impl S3Service {
    /// `directory` is where `files` are.
    pub(super) fn new(
        files: FileSystem,
        directory: &Path,
        uploads: OpenUploads,
        keys: KeyIndex,
        names: ObjectNames,
    ) -> Self {
        Self { files, directory: directory.to_path_buf(), uploads, keys, names }
    }

    fn check_object(&self, key: &str) -> S3Result<()> {
        match self.names {
            ObjectNames::Minio => check_name(key).and_then(|()| check_file_name(key)),
            ObjectNames::Any => Ok(()),
        }
    }

    /// Removes the files that s3s-fs leaves next to a deleted object.
    async fn remove_sidecar_files(&self, bucket: &str, key: &str) {
        let [bucket, key] = [bucket, key].map(|name| URL_SAFE_NO_PAD.encode(name));
        for kind in ["metadata", "internal"] {
            // Missing files are fine.
            let _ =
                tokio::fs::remove_file(self.directory.join(format!(".bucket-{bucket}.object-{key}.{kind}.json"))).await;
        }
    }
}

/// Replaces a key by the name it is filed under, and returns the key.
fn replace_key_with_digest(key: &mut String) -> String {
    let name = Sha256Hasher::of(key.as_bytes());
    std::mem::replace(key, name)
}

/// The tag of the upload an object was made by, taken out of what clients would otherwise see as a header.
fn take_upload_etag(metadata: &mut Option<Metadata>) -> Option<ETag> {
    metadata.as_mut().and_then(|metadata| metadata.remove(UPLOAD_ETAG)).map(ETag::Strong)
}

#[async_trait::async_trait]
impl S3 for S3Service {
    async fn create_bucket(&self, request: S3Request<CreateBucketInput>) -> S3Result<S3Response<CreateBucketOutput>> {
        self.files.create_bucket(request).await
    }

    async fn head_bucket(&self, request: S3Request<HeadBucketInput>) -> S3Result<S3Response<HeadBucketOutput>> {
        self.files.head_bucket(request).await
    }

    async fn put_object(&self, mut request: S3Request<PutObjectInput>) -> S3Result<S3Response<PutObjectOutput>> {
        self.check_object(&request.input.key)?;
        let key = replace_key_with_digest(&mut request.input.key);
        self.keys.insert(&request.input.key, &key).await?;
        self.files.put_object(request).await
    }

    async fn get_object(&self, mut request: S3Request<GetObjectInput>) -> S3Result<S3Response<GetObjectOutput>> {
        self.check_object(&request.input.key)?;
        replace_key_with_digest(&mut request.input.key);
        let path = self.directory.join(&request.input.bucket).join(&request.input.key);
        let object_range = ObjectRange::open(&path, request.input.range).await?;
        request.input.range = object_range.range();
        let mut response = self.files.get_object(request).await?;
        let output = &mut response.output;
        if object_range.fits(output.content_length) {
            output.body = Some(object_range.bytes().await?);
        }
        output.e_tag = take_upload_etag(&mut output.metadata).or(output.e_tag.take());
        output.accept_ranges = Some("bytes".to_owned());
        Ok(response)
    }

    async fn head_object(&self, mut request: S3Request<HeadObjectInput>) -> S3Result<S3Response<HeadObjectOutput>> {
        replace_key_with_digest(&mut request.input.key);
        let mut response = self.files.head_object(request).await?;
        let output = &mut response.output;
        output.e_tag = take_upload_etag(&mut output.metadata).or(output.e_tag.take());
        output.accept_ranges = Some("bytes".to_owned());
        Ok(response)
    }

    async fn delete_object(
        &self,
        mut request: S3Request<DeleteObjectInput>,
    ) -> S3Result<S3Response<DeleteObjectOutput>> {
        replace_key_with_digest(&mut request.input.key);
        let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
        let response = self.files.delete_object(request).await?;
        self.remove_sidecar_files(&bucket, &key).await;
        Ok(response)
    }

    async fn create_multipart_upload(
        &self,
        request: S3Request<CreateMultipartUploadInput>,
    ) -> S3Result<S3Response<CreateMultipartUploadOutput>> {
        let CreateMultipartUploadInput { bucket, key, content_type, .. } = request.input;
        if self.names == ObjectNames::Minio {
            check_upload_name(&key)?;
        }
        let info = UploadInfo { key, content_type };
        let upload_id = self.uploads.create(&info).await?;
        Ok(S3Response::new(CreateMultipartUploadOutput {
            bucket: Some(bucket),
            key: Some(info.key),
            upload_id: Some(upload_id),
            ..Default::default()
        }))
    }

    async fn upload_part(&self, request: S3Request<UploadPartInput>) -> S3Result<S3Response<UploadPartOutput>> {
        let UploadPartInput { body, key, upload_id, part_number, content_md5, .. } = request.input;
        self.uploads.get(&upload_id, &key).await?;
        let body = body.ok_or_else(|| s3_error!(IncompleteBody))?;
        let e_tag = self.uploads.put_part(&upload_id, part_number, content_md5.as_deref(), body).await?;
        Ok(S3Response::new(UploadPartOutput { e_tag: Some(ETag::Strong(e_tag)), ..Default::default() }))
    }

    async fn complete_multipart_upload(
        &self,
        request: S3Request<CompleteMultipartUploadInput>,
    ) -> S3Result<S3Response<CompleteMultipartUploadOutput>> {
        let CompleteMultipartUploadInput { bucket, key, upload_id, multipart_upload, .. } = &request.input;
        let (bucket, key, upload_id) = (bucket.clone(), key.clone(), upload_id.clone());
        let info = self.uploads.get(&upload_id, &key).await?;
        let parts = multipart_upload.as_ref().and_then(|upload| upload.parts.as_deref());
        let assembled = self.uploads.assemble(&upload_id, parts.unwrap_or_default()).await?;

        let e_tag = assembled.e_tag.clone();
        let object = PutObjectInput::builder()
            .bucket(bucket.clone())
            .key(key.clone())
            .content_type(info.content_type)
            .metadata(Some(Metadata::from_iter([(UPLOAD_ETAG.to_owned(), e_tag.clone())])))
            .body(Some(StreamingBlob::wrap(assembled.bytes())))
            .build()
            .map_err(S3Error::internal_error)?;
        self.put_object(request.map_input(|_| object)).await?;
        // Not before the object is there: killed in between, the same completion can be asked for again.
        self.uploads.remove(&upload_id).await?;
        Ok(S3Response::new(CompleteMultipartUploadOutput {
            bucket: Some(bucket),
            key: Some(key),
            e_tag: Some(ETag::Strong(e_tag)),
            ..Default::default()
        }))
    }

    async fn abort_multipart_upload(
        &self,
        request: S3Request<AbortMultipartUploadInput>,
    ) -> S3Result<S3Response<AbortMultipartUploadOutput>> {
        let AbortMultipartUploadInput { key, upload_id, .. } = request.input;
        self.uploads.get(&upload_id, &key).await?;
        self.uploads.remove(&upload_id).await?;
        Ok(S3Response::new(AbortMultipartUploadOutput::default()))
    }
}

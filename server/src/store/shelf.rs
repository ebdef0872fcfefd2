//! s3s-fs with two corrections.
//!
//! It names the files beside an object after the base64 of the whole key, which no file system takes for keys as long
//! as Opik's. So objects are filed under a digest of their key instead, which also makes any name safe: `..`, a `/` at
//! the end, one key below another.
//!
//! And it puts parts together without looking at their tags, so completions are checked against a ledger first.

use s3s::crypto::{Checksum as _, Sha256};
use s3s::dto::{
    AbortMultipartUploadInput, AbortMultipartUploadOutput, CompleteMultipartUploadInput, CompleteMultipartUploadOutput,
    CreateBucketInput, CreateBucketOutput, CreateMultipartUploadInput, CreateMultipartUploadOutput, DeleteObjectInput,
    DeleteObjectOutput, GetObjectInput, GetObjectOutput, HeadBucketInput, HeadBucketOutput, HeadObjectInput,
    HeadObjectOutput, PutObjectInput, PutObjectOutput, UploadPartInput, UploadPartOutput,
};
use s3s::{S3, S3Request, S3Response, S3Result, s3_error};
use s3s_fs::FileSystem;

use super::part_ledger::PartLedger;

/// The operations this server and its clients use; s3s answers the others with `NotImplemented`.
#[derive(Debug)]
pub(super) struct Shelf {
    files: FileSystem,
    ledger: PartLedger,
}

impl Shelf {
    pub(super) const fn new(files: FileSystem, ledger: PartLedger) -> Self {
        Self { files, ledger }
    }
}

/// Replaces a key by the name it is filed under, and returns the key.
fn file_under_digest(key: &mut String) -> String {
    let digest = Sha256::checksum(key.as_bytes());
    let name = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    std::mem::replace(key, name)
}

#[async_trait::async_trait]
impl S3 for Shelf {
    async fn create_bucket(&self, request: S3Request<CreateBucketInput>) -> S3Result<S3Response<CreateBucketOutput>> {
        self.files.create_bucket(request).await
    }

    async fn head_bucket(&self, request: S3Request<HeadBucketInput>) -> S3Result<S3Response<HeadBucketOutput>> {
        self.files.head_bucket(request).await
    }

    async fn put_object(&self, mut request: S3Request<PutObjectInput>) -> S3Result<S3Response<PutObjectOutput>> {
        file_under_digest(&mut request.input.key);
        self.files.put_object(request).await
    }

    async fn get_object(&self, mut request: S3Request<GetObjectInput>) -> S3Result<S3Response<GetObjectOutput>> {
        file_under_digest(&mut request.input.key);
        self.files.get_object(request).await
    }

    async fn head_object(&self, mut request: S3Request<HeadObjectInput>) -> S3Result<S3Response<HeadObjectOutput>> {
        file_under_digest(&mut request.input.key);
        self.files.head_object(request).await
    }

    async fn delete_object(
        &self,
        mut request: S3Request<DeleteObjectInput>,
    ) -> S3Result<S3Response<DeleteObjectOutput>> {
        file_under_digest(&mut request.input.key);
        self.files.delete_object(request).await
    }

    async fn create_multipart_upload(
        &self,
        mut request: S3Request<CreateMultipartUploadInput>,
    ) -> S3Result<S3Response<CreateMultipartUploadOutput>> {
        let key = file_under_digest(&mut request.input.key);
        let mut response = self.files.create_multipart_upload(request).await?;
        let Some(upload_id) = response.output.upload_id.as_deref() else {
            return Err(s3_error!(InternalError));
        };
        self.ledger.begin(upload_id, &key).await?;
        response.output.key = Some(key);
        Ok(response)
    }

    async fn upload_part(&self, mut request: S3Request<UploadPartInput>) -> S3Result<S3Response<UploadPartOutput>> {
        let key = file_under_digest(&mut request.input.key);
        let upload_id = request.input.upload_id.clone();
        let number = request.input.part_number;
        let size = request.input.content_length.unwrap_or(0);
        self.ledger.expect(&upload_id, &key).await?;
        let response = self.files.upload_part(request).await?;
        if let Some(e_tag) = &response.output.e_tag {
            self.ledger.record(&upload_id, number, size, e_tag.value()).await?;
        }
        Ok(response)
    }

    async fn complete_multipart_upload(
        &self,
        mut request: S3Request<CompleteMultipartUploadInput>,
    ) -> S3Result<S3Response<CompleteMultipartUploadOutput>> {
        let key = file_under_digest(&mut request.input.key);
        let upload_id = request.input.upload_id.clone();
        self.ledger.expect(&upload_id, &key).await?;
        let parts = request.input.multipart_upload.as_ref().and_then(|upload| upload.parts.as_deref());
        self.ledger.check(&upload_id, parts.unwrap_or_default()).await?;

        let mut response = self.files.complete_multipart_upload(request).await?;
        self.ledger.forget(&upload_id).await?;
        response.output.future = response.output.future.map(|finishing| {
            Box::pin(async move {
                let mut output = finishing.await?;
                output.key = Some(key);
                Ok(output)
            }) as _
        });
        Ok(response)
    }

    async fn abort_multipart_upload(
        &self,
        mut request: S3Request<AbortMultipartUploadInput>,
    ) -> S3Result<S3Response<AbortMultipartUploadOutput>> {
        let key = file_under_digest(&mut request.input.key);
        let upload_id = request.input.upload_id.clone();
        self.ledger.expect(&upload_id, &key).await?;
        let response = self.files.abort_multipart_upload(request).await?;
        self.ledger.forget(&upload_id).await?;
        Ok(response)
    }
}

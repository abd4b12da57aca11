//! A bucket's policy, set and seen from outside S3.

use super::BucketHandle;
use crate::ops::delete_bucket_policy::DeleteBucketPolicyInput;
use crate::ops::put_bucket_policy::PutBucketPolicyInput;

impl BucketHandle {
    /// Gives the bucket a policy, in place of the one that it has.
    ///
    /// ```
    /// let s3 = fake_s3::FakeS3::new();
    /// let bucket = s3.create_bucket("backups");
    /// bucket.set_policy(
    ///     r#"{
    ///         "Version": "2012-10-17",
    ///         "Statement": [{
    ///             "Sid": "NoPlainText",
    ///             "Effect": "Deny",
    ///             "Principal": "*",
    ///             "Action": "s3:*",
    ///             "Resource": ["arn:aws:s3:::backups", "arn:aws:s3:::backups/*"],
    ///             "Condition": {"Bool": {"aws:SecureTransport": "false"}}
    ///         }]
    ///     }"#,
    /// );
    /// assert!(bucket.policy().unwrap().contains("NoPlainText"));
    /// ```
    ///
    /// # Panics
    /// If S3 would refuse it, it says what is not modelled, or the bucket has been deleted.
    #[track_caller]
    pub fn set_policy(&self, policy: &str) -> &Self {
        self.set_up(PutBucketPolicyInput::builder().bucket(self.name()).policy(policy));
        self
    }

    /// Takes the bucket's policy away, if it has one.
    ///
    /// # Panics
    /// If the bucket has been deleted.
    #[track_caller]
    pub fn remove_policy(&self) -> &Self {
        self.set_up(DeleteBucketPolicyInput::builder().bucket(self.name()));
        self
    }

    /// The bucket's policy, as S3 tells it.
    #[track_caller]
    pub fn policy(&self) -> Option<String> {
        self.look(|bucket| bucket.policy.as_ref().map(|policy| policy.text().to_owned()))
    }
}

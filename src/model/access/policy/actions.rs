//! The actions that policies name, and what each is done to.

use super::context::RequestContext;
use super::pattern::{Case, Wildcard};
use super::{PolicyFault, PolicyType, faults};

/// What an action is done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResourceType {
    Account,
    Bucket,
    Object,
    /// A key of KMS.
    Key,
}

use ResourceType::{Account, Bucket, Key, Object};

/// In order.
const ACTIONS: &[(&str, ResourceType)] = &[
    ("kms:CancelKeyDeletion", Key),
    ("kms:CreateAlias", Key),
    ("kms:CreateGrant", Key),
    ("kms:CreateKey", Key),
    ("kms:Decrypt", Key),
    ("kms:DeleteAlias", Key),
    ("kms:DeleteImportedKeyMaterial", Key),
    ("kms:DeriveSharedSecret", Key),
    ("kms:DescribeKey", Key),
    ("kms:DisableKey", Key),
    ("kms:DisableKeyRotation", Key),
    ("kms:EnableKey", Key),
    ("kms:EnableKeyRotation", Key),
    ("kms:Encrypt", Key),
    ("kms:GenerateDataKey", Key),
    ("kms:GenerateDataKeyPair", Key),
    ("kms:GenerateDataKeyPairWithoutPlaintext", Key),
    ("kms:GenerateDataKeyWithoutPlaintext", Key),
    ("kms:GenerateMac", Key),
    ("kms:GenerateRandom", Key),
    ("kms:GetKeyPolicy", Key),
    ("kms:GetKeyRotationStatus", Key),
    ("kms:GetParametersForImport", Key),
    ("kms:GetPublicKey", Key),
    ("kms:ImportKeyMaterial", Key),
    ("kms:ListAliases", Key),
    ("kms:ListGrants", Key),
    ("kms:ListKeyPolicies", Key),
    ("kms:ListKeyRotations", Key),
    ("kms:ListKeys", Key),
    ("kms:ListResourceTags", Key),
    ("kms:ListRetirableGrants", Key),
    ("kms:PutKeyPolicy", Key),
    ("kms:ReEncryptFrom", Key),
    ("kms:ReEncryptTo", Key),
    ("kms:ReplicateKey", Key),
    ("kms:RetireGrant", Key),
    ("kms:RevokeGrant", Key),
    ("kms:RotateKeyOnDemand", Key),
    ("kms:ScheduleKeyDeletion", Key),
    ("kms:Sign", Key),
    ("kms:SynchronizeMultiRegionKey", Key),
    ("kms:TagResource", Key),
    ("kms:UntagResource", Key),
    ("kms:UpdateAlias", Key),
    ("kms:UpdateKeyDescription", Key),
    ("kms:UpdatePrimaryRegion", Key),
    ("kms:Verify", Key),
    ("kms:VerifyMac", Key),
    ("s3:AbortMultipartUpload", Object),
    ("s3:BypassGovernanceRetention", Object),
    ("s3:CreateBucket", Bucket),
    ("s3:CreateBucketMetadataTableConfiguration", Bucket),
    ("s3:DeleteBucket", Bucket),
    ("s3:DeleteBucketMetadataTableConfiguration", Bucket),
    ("s3:DeleteBucketPolicy", Bucket),
    ("s3:DeleteBucketWebsite", Bucket),
    ("s3:DeleteObject", Object),
    ("s3:DeleteObjectTagging", Object),
    ("s3:DeleteObjectVersion", Object),
    ("s3:DeleteObjectVersionTagging", Object),
    ("s3:GetAccelerateConfiguration", Bucket),
    ("s3:GetAccountPublicAccessBlock", Account),
    ("s3:GetAnalyticsConfiguration", Bucket),
    ("s3:GetBucketAbac", Bucket),
    ("s3:GetBucketAcl", Bucket),
    ("s3:GetBucketCORS", Bucket),
    ("s3:GetBucketLocation", Bucket),
    ("s3:GetBucketLogging", Bucket),
    ("s3:GetBucketMetadataTableConfiguration", Bucket),
    ("s3:GetBucketNotification", Bucket),
    ("s3:GetBucketObjectLockConfiguration", Bucket),
    ("s3:GetBucketOwnershipControls", Bucket),
    ("s3:GetBucketPolicy", Bucket),
    ("s3:GetBucketPolicyStatus", Bucket),
    ("s3:GetBucketPublicAccessBlock", Bucket),
    ("s3:GetBucketRequestPayment", Bucket),
    ("s3:GetBucketTagging", Bucket),
    ("s3:GetBucketVersioning", Bucket),
    ("s3:GetBucketWebsite", Bucket),
    ("s3:GetEncryptionConfiguration", Bucket),
    ("s3:GetIntelligentTieringConfiguration", Bucket),
    ("s3:GetInventoryConfiguration", Bucket),
    ("s3:GetLifecycleConfiguration", Bucket),
    ("s3:GetMetricsConfiguration", Bucket),
    ("s3:GetObject", Object),
    ("s3:GetObjectAcl", Object),
    ("s3:GetObjectAttributes", Object),
    ("s3:GetObjectLegalHold", Object),
    ("s3:GetObjectRetention", Object),
    ("s3:GetObjectTagging", Object),
    ("s3:GetObjectTorrent", Object),
    ("s3:GetObjectVersion", Object),
    ("s3:GetObjectVersionAcl", Object),
    ("s3:GetObjectVersionAttributes", Object),
    ("s3:GetObjectVersionForReplication", Object),
    ("s3:GetObjectVersionTagging", Object),
    ("s3:GetObjectVersionTorrent", Object),
    ("s3:GetReplicationConfiguration", Bucket),
    ("s3:InitiateReplication", Object),
    ("s3:ListAllMyBuckets", Account),
    ("s3:ListBucket", Bucket),
    ("s3:ListBucketMultipartUploads", Bucket),
    ("s3:ListBucketVersions", Bucket),
    ("s3:ListMultipartUploadParts", Object),
    ("s3:ListTagsForResource", Bucket),
    ("s3:ObjectOwnerOverrideToBucketOwner", Object),
    ("s3:PutAccelerateConfiguration", Bucket),
    ("s3:PutAccountPublicAccessBlock", Account),
    ("s3:PutAnalyticsConfiguration", Bucket),
    ("s3:PutBucketAbac", Bucket),
    ("s3:PutBucketAcl", Bucket),
    ("s3:PutBucketCORS", Bucket),
    ("s3:PutBucketLogging", Bucket),
    ("s3:PutBucketNotification", Bucket),
    ("s3:PutBucketObjectLockConfiguration", Bucket),
    ("s3:PutBucketOwnershipControls", Bucket),
    ("s3:PutBucketPolicy", Bucket),
    ("s3:PutBucketPublicAccessBlock", Bucket),
    ("s3:PutBucketRequestPayment", Bucket),
    ("s3:PutBucketTagging", Bucket),
    ("s3:PutBucketVersioning", Bucket),
    ("s3:PutBucketWebsite", Bucket),
    ("s3:PutEncryptionConfiguration", Bucket),
    ("s3:PutIntelligentTieringConfiguration", Bucket),
    ("s3:PutInventoryConfiguration", Bucket),
    ("s3:PutLifecycleConfiguration", Bucket),
    ("s3:PutMetricsConfiguration", Bucket),
    ("s3:PutObject", Object),
    ("s3:PutObjectAcl", Object),
    ("s3:PutObjectLegalHold", Object),
    ("s3:PutObjectRetention", Object),
    ("s3:PutObjectTagging", Object),
    ("s3:PutObjectVersionAcl", Object),
    ("s3:PutObjectVersionTagging", Object),
    ("s3:PutReplicationConfiguration", Bucket),
    ("s3:ReplicateDelete", Object),
    ("s3:ReplicateObject", Object),
    ("s3:ReplicateTags", Object),
    ("s3:RestoreObject", Object),
    ("s3:TagResource", Bucket),
    ("s3:UntagResource", Bucket),
    ("s3:UpdateObjectEncryption", Object),
];

/// A text that stands for actions, whatever their letters' case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionPattern {
    text: String,
    pattern: Wildcard,
}

impl ActionPattern {
    /// Reads one. What it stands for must be known, but for actions of other services in the policies of identities,
    /// who may well use those too.
    pub fn parse(text: &str, kind: PolicyType) -> Result<Self, PolicyFault> {
        let action = Self { text: text.to_owned(), pattern: Wildcard::parse(text, false)? };
        if text == "*" {
            return Ok(action);
        }
        let (service, name) = text.split_once(':').ok_or_else(|| faults::action(text))?;
        let service = service.to_ascii_lowercase();
        let is_service = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
        if service.is_empty() || name.is_empty() || !service.chars().all(is_service) {
            return Err(faults::action(text));
        }
        match (kind, service.as_str()) {
            (PolicyType::Bucket, service) if service != "s3" => Err(faults::action(text)),
            (PolicyType::Key, service) if service != "kms" => Err(faults::action(text)),
            (_, "s3" | "kms") if action.targets().next().is_none() => {
                Err(PolicyFault::NotModelled(format!("the action {text}")))
            }
            _ => Ok(action),
        }
    }

    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it stands for an action.
    pub fn matches(&self, action: &str) -> bool {
        self.pattern.matches(action, &RequestContext::default(), Case::Ignored)
    }

    /// What the actions that it stands for are done to.
    pub fn targets(&self) -> impl Iterator<Item = ResourceType> {
        ACTIONS.iter().filter(|(name, _)| self.matches(name)).map(|(_, target)| *target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_are_in_order_and_each_is_there_once() {
        assert!(ACTIONS.is_sorted_by(|(a, _), (b, _)| a < b));
        assert_eq!(
            ACTIONS.binary_search_by_key(&"s3:GetObject", |(name, _)| *name).map(|at| ACTIONS[at].1),
            Ok(Object)
        );
    }

    #[test]
    fn what_can_be_named_depends_on_the_kind_of_policy() {
        let parse = |text, kind| ActionPattern::parse(text, kind).map_err(|fault| fault.to_string());
        assert!(parse("S3:getobject", PolicyType::Bucket).is_ok_and(|action| action.matches("s3:GetObject")));
        assert!(parse("s3:*Tagging", PolicyType::Bucket).is_ok_and(|action| !action.matches("s3:GetObject")));
        assert!(parse("ec2:Describe*", PolicyType::Identity).is_ok());
        assert!(parse("ec2:Describe*", PolicyType::Bucket).unwrap_err().contains("Policy has invalid action"));
        assert!(parse("s3:GetObject", PolicyType::Key).unwrap_err().contains("Policy has invalid action"));
        assert!(parse("GetObject", PolicyType::Identity).unwrap_err().contains("Policy has invalid action"));
        let fault = "501 NotImplemented: fake-s3 does not model the action s3:FlyToTheMoon";
        assert_eq!(parse("s3:FlyToTheMoon", PolicyType::Identity).unwrap_err(), fault);
    }
}

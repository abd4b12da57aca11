//! The XML documents of encryption. The order of rows is the order of elements.

use super::*;

shape! {
    /// What uploads are refused for their encryption.
    pub document struct BlockedEncryptionTypes {
        encryption_type: Option<Vec<EncryptionType>> = element("EncryptionType"),
    }
}

/// How an object is to be encrypted from now on.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "Elements", into = "Elements")]
#[non_exhaustive]
pub enum ObjectEncryption {
    /// With a key of KMS.
    Ssekms(SsekmsEncryption),
    /// In a way that nobody knows here.
    #[non_exhaustive]
    Unknown,
}

impl ObjectEncryption {
    /// The key of KMS.
    ///
    /// # Errors
    /// Where it is none.
    pub fn as_ssekms(&self) -> Result<&SsekmsEncryption, &Self> {
        match self {
            Self::Ssekms(encryption) => Ok(encryption),
            Self::Unknown => Err(self),
        }
    }

    /// Whether it is a key of KMS.
    pub fn is_ssekms(&self) -> bool {
        self.as_ssekms().is_ok()
    }

    /// Whether it is a way that nobody knows here.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }
}

/// The element of the one variant: on the wire a choice is a document with one child.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Elements {
    #[serde(rename = "SSE-KMS", skip_serializing_if = "Option::is_none")]
    ssekms: Option<SsekmsEncryption>,
}

impl TryFrom<Elements> for ObjectEncryption {
    type Error = &'static str;

    fn try_from(elements: Elements) -> Result<Self, Self::Error> {
        elements.ssekms.map(Self::Ssekms).ok_or("no encryption is chosen")
    }
}

impl From<ObjectEncryption> for Elements {
    fn from(encryption: ObjectEncryption) -> Self {
        Self { ssekms: encryption.as_ssekms().ok().cloned() }
    }
}

shape! {
    /// What new objects of a bucket are encrypted by that say nothing of it.
    pub checked document struct ServerSideEncryptionByDefault {
        sse_algorithm: ServerSideEncryption = element("SSEAlgorithm"),
        kms_master_key_id: Option<String> = element("KMSMasterKeyID"),
    }
}

shape! {
    /// A bucket's encryption: one rule.
    pub checked document struct ServerSideEncryptionConfiguration {
        rules: Vec<ServerSideEncryptionRule> = element("Rule"),
    }
}

shape! {
    /// The rule of [`ServerSideEncryptionConfiguration`].
    pub document struct ServerSideEncryptionRule {
        apply_server_side_encryption_by_default: Option<ServerSideEncryptionByDefault> = element("ApplyServerSideEncryptionByDefault"),
        bucket_key_enabled: Option<bool> = element("BucketKeyEnabled"),
        blocked_encryption_types: Option<BlockedEncryptionTypes> = element("BlockedEncryptionTypes"),
    }
}

shape! {
    /// A key of KMS.
    pub checked document struct SsekmsEncryption {
        kms_key_arn: String = element("KMSKeyArn"),
        bucket_key_enabled: Option<bool> = element("BucketKeyEnabled"),
    }
}

//! Enums of the strings that S3 knows, under the SDK's names.

string_enum! {
    /// Whether a copy takes the annotations along.
    pub enum AnnotationDirective {
        Copy = "COPY",
        Exclude = "EXCLUDE",
    }
}

string_enum! {
    /// Where an archived object is.
    pub enum ArchiveStatus {
        ArchiveAccess = "ARCHIVE_ACCESS",
        DeepArchiveAccess = "DEEP_ARCHIVE_ACCESS",
    }
}

string_enum! {
    /// The canned ACLs of buckets.
    pub enum BucketCannedAcl {
        AuthenticatedRead = "authenticated-read",
        Private = "private",
        PublicRead = "public-read",
        PublicReadWrite = "public-read-write",
    }
}

string_enum! {
    /// The Regions that a bucket can be made in.
    pub enum BucketLocationConstraint {
        Eu = "EU",
        AfSouth1 = "af-south-1",
        ApEast1 = "ap-east-1",
        ApEast2 = "ap-east-2",
        ApNortheast1 = "ap-northeast-1",
        ApNortheast2 = "ap-northeast-2",
        ApNortheast3 = "ap-northeast-3",
        ApSouth1 = "ap-south-1",
        ApSouth2 = "ap-south-2",
        ApSoutheast1 = "ap-southeast-1",
        ApSoutheast2 = "ap-southeast-2",
        ApSoutheast3 = "ap-southeast-3",
        ApSoutheast4 = "ap-southeast-4",
        ApSoutheast5 = "ap-southeast-5",
        ApSoutheast6 = "ap-southeast-6",
        ApSoutheast7 = "ap-southeast-7",
        CaCentral1 = "ca-central-1",
        CaWest1 = "ca-west-1",
        CnNorth1 = "cn-north-1",
        CnNorthwest1 = "cn-northwest-1",
        EuCentral1 = "eu-central-1",
        EuCentral2 = "eu-central-2",
        EuNorth1 = "eu-north-1",
        EuSouth1 = "eu-south-1",
        EuSouth2 = "eu-south-2",
        EuWest1 = "eu-west-1",
        EuWest2 = "eu-west-2",
        EuWest3 = "eu-west-3",
        IlCentral1 = "il-central-1",
        MeCentral1 = "me-central-1",
        MeSouth1 = "me-south-1",
        MxCentral1 = "mx-central-1",
        SaEast1 = "sa-east-1",
        UsEast2 = "us-east-2",
        UsGovEast1 = "us-gov-east-1",
        UsGovWest1 = "us-gov-west-1",
        UsWest1 = "us-west-1",
        UsWest2 = "us-west-2",
    }
}

string_enum! {
    /// The namespace that a bucket's name lives in.
    pub enum BucketNamespace {
        AccountRegional = "account-regional",
        Global = "global",
    }
}

string_enum! {
    /// Whether a bucket keeps versions.
    pub enum BucketVersioningStatus {
        Enabled = "Enabled",
        Suspended = "Suspended",
    }
}

string_enum! {
    /// The checksum algorithms.
    pub enum ChecksumAlgorithm {
        Crc32 = "CRC32",
        Crc32C = "CRC32C",
        Crc64Nvme = "CRC64NVME",
        Md5 = "MD5",
        Sha1 = "SHA1",
        Sha256 = "SHA256",
        Sha512 = "SHA512",
        Xxhash128 = "XXHASH128",
        Xxhash3 = "XXHASH3",
        Xxhash64 = "XXHASH64",
    }
}

string_enum! {
    /// Whether a read answers checksums.
    pub enum ChecksumMode {
        Enabled = "ENABLED",
    }
}

string_enum! {
    /// Whether a checksum is of the whole object or of its parts' checksums.
    pub enum ChecksumType {
        Composite = "COMPOSITE",
        FullObject = "FULL_OBJECT",
    }
}

string_enum! {
    /// Directory buckets only.
    pub enum DataRedundancy {
        SingleAvailabilityZone = "SingleAvailabilityZone",
        SingleLocalZone = "SingleLocalZone",
    }
}

string_enum! {
    /// How keys are encoded in listings.
    pub enum EncodingType {
        Url = "url",
    }
}

string_enum! {
    /// What a bucket can refuse.
    pub enum EncryptionType {
        None = "NONE",
        SseC = "SSE-C",
    }
}

string_enum! {
    /// Whether a lifecycle rule acts.
    pub enum ExpirationStatus {
        Disabled = "Disabled",
        Enabled = "Enabled",
    }
}

string_enum! {
    /// The tiers that are archives, of the class that finds its own.
    pub enum IntelligentTieringAccessTier {
        ArchiveAccess = "ARCHIVE_ACCESS",
        DeepArchiveAccess = "DEEP_ARCHIVE_ACCESS",
    }
}

string_enum! {
    /// Directory buckets only.
    pub enum LocationType {
        AvailabilityZone = "AvailabilityZone",
        LocalZone = "LocalZone",
    }
}

string_enum! {
    /// Whether a copy takes the metadata along.
    pub enum MetadataDirective {
        Copy = "COPY",
        Replace = "REPLACE",
    }
}

string_enum! {
    /// Whether deleting a version asks for a second factor.
    pub enum MfaDelete {
        Disabled = "Disabled",
        Enabled = "Enabled",
    }
}

string_enum! {
    /// Whether deleting a version asks for a second factor.
    pub enum MfaDeleteStatus {
        Disabled = "Disabled",
        Enabled = "Enabled",
    }
}

string_enum! {
    /// What `GetObjectAttributes` can be asked for.
    pub enum ObjectAttributes {
        Checksum = "Checksum",
        Etag = "ETag",
        ObjectParts = "ObjectParts",
        ObjectSize = "ObjectSize",
        StorageClass = "StorageClass",
    }
}

string_enum! {
    /// The canned ACLs of objects.
    pub enum ObjectCannedAcl {
        AuthenticatedRead = "authenticated-read",
        AwsExecRead = "aws-exec-read",
        BucketOwnerFullControl = "bucket-owner-full-control",
        BucketOwnerRead = "bucket-owner-read",
        Private = "private",
        PublicRead = "public-read",
        PublicReadWrite = "public-read-write",
    }
}

string_enum! {
    /// Whether a bucket has object lock.
    pub enum ObjectLockEnabled {
        Enabled = "Enabled",
    }
}

string_enum! {
    /// Whether an event hold is on.
    pub enum ObjectLockEventHold {
        Off = "OFF",
        On = "ON",
    }
}

string_enum! {
    /// Whether a legal hold is on.
    pub enum ObjectLockLegalHoldStatus {
        Off = "OFF",
        On = "ON",
    }
}

string_enum! {
    /// Who may shorten a retention.
    pub enum ObjectLockMode {
        Compliance = "COMPLIANCE",
        Governance = "GOVERNANCE",
    }
}

string_enum! {
    /// Who may shorten a retention.
    pub enum ObjectLockRetentionMode {
        Compliance = "COMPLIANCE",
        Governance = "GOVERNANCE",
    }
}

string_enum! {
    /// Who owns what is uploaded.
    pub enum ObjectOwnership {
        BucketOwnerEnforced = "BucketOwnerEnforced",
        BucketOwnerPreferred = "BucketOwnerPreferred",
        ObjectWriter = "ObjectWriter",
    }
}

string_enum! {
    /// The storage classes of objects.
    pub enum ObjectStorageClass {
        AwsBackupLowCostWarm = "AWS_BACKUP_LOW_COST_WARM",
        AwsBackupWarm = "AWS_BACKUP_WARM",
        DeepArchive = "DEEP_ARCHIVE",
        ExpressOnezone = "EXPRESS_ONEZONE",
        FsxOntap = "FSX_ONTAP",
        FsxOpenzfs = "FSX_OPENZFS",
        Glacier = "GLACIER",
        GlacierIr = "GLACIER_IR",
        IntelligentTiering = "INTELLIGENT_TIERING",
        OnezoneIa = "ONEZONE_IA",
        Outposts = "OUTPOSTS",
        ReducedRedundancy = "REDUCED_REDUNDANCY",
        Snow = "SNOW",
        Standard = "STANDARD",
        StandardIa = "STANDARD_IA",
    }
}

string_enum! {
    /// The storage classes of versions, as they are listed.
    pub enum ObjectVersionStorageClass {
        Standard = "STANDARD",
    }
}

string_enum! {
    /// What a listing can show besides.
    pub enum OptionalObjectAttributes {
        RestoreStatus = "RestoreStatus",
    }
}

string_enum! {
    /// Who pays for requests to a bucket, and for what they transfer.
    pub enum Payer {
        BucketOwner = "BucketOwner",
        Requester = "Requester",
    }
}

string_enum! {
    /// What can be granted.
    pub enum Permission {
        FullControl = "FULL_CONTROL",
        Read = "READ",
        ReadAcp = "READ_ACP",
        Write = "WRITE",
        WriteAcp = "WRITE_ACP",
    }
}

string_enum! {
    /// How far a replication is.
    pub enum ReplicationStatus {
        Complete = "COMPLETE",
        Completed = "COMPLETED",
        Failed = "FAILED",
        Pending = "PENDING",
        Replica = "REPLICA",
    }
}

string_enum! {
    /// Whether the requester was charged.
    pub enum RequestCharged {
        Requester = "requester",
    }
}

string_enum! {
    /// Whether the requester is willing to pay.
    pub enum RequestPayer {
        Requester = "requester",
    }
}

string_enum! {
    /// What a restore does instead of restoring.
    pub enum RestoreRequestType {
        Select = "SELECT",
    }
}

string_enum! {
    /// How an object is encrypted.
    pub enum ServerSideEncryption {
        Aes256 = "AES256",
        AwsBackup = "aws:backup",
        AwsFsx = "aws:fsx",
        AwsKms = "aws:kms",
        AwsKmsDsse = "aws:kms:dsse",
    }
}

string_enum! {
    /// The storage classes.
    pub enum StorageClass {
        AwsBackupLowCostWarm = "AWS_BACKUP_LOW_COST_WARM",
        AwsBackupWarm = "AWS_BACKUP_WARM",
        DeepArchive = "DEEP_ARCHIVE",
        ExpressOnezone = "EXPRESS_ONEZONE",
        FsxOntap = "FSX_ONTAP",
        FsxOpenzfs = "FSX_OPENZFS",
        Glacier = "GLACIER",
        GlacierIr = "GLACIER_IR",
        IntelligentTiering = "INTELLIGENT_TIERING",
        OnezoneIa = "ONEZONE_IA",
        Outposts = "OUTPOSTS",
        ReducedRedundancy = "REDUCED_REDUNDANCY",
        Snow = "SNOW",
        Standard = "STANDARD",
        StandardIa = "STANDARD_IA",
    }
}

string_enum! {
    /// Whether a copy takes the tags along.
    pub enum TaggingDirective {
        Copy = "COPY",
        Replace = "REPLACE",
    }
}

string_enum! {
    /// How fast an archived object is restored.
    pub enum Tier {
        Bulk = "Bulk",
        Expedited = "Expedited",
        Standard = "Standard",
    }
}

string_enum! {
    /// From what size on objects are moved.
    pub enum TransitionDefaultMinimumObjectSize {
        AllStorageClasses128K = "all_storage_classes_128K",
        VariesByStorageClass = "varies_by_storage_class",
    }
}

string_enum! {
    /// The storage classes that a rule can move objects to.
    pub enum TransitionStorageClass {
        DeepArchive = "DEEP_ARCHIVE",
        Glacier = "GLACIER",
        GlacierIr = "GLACIER_IR",
        IntelligentTiering = "INTELLIGENT_TIERING",
        OnezoneIa = "ONEZONE_IA",
        StandardIa = "STANDARD_IA",
    }
}

string_enum! {
    /// How a grantee is named.
    pub enum Type {
        AmazonCustomerByEmail = "AmazonCustomerByEmail",
        CanonicalUser = "CanonicalUser",
        Group = "Group",
    }
}

string_enum! {
    /// Directory buckets only.
    pub enum BucketType {
        Directory = "Directory",
    }
}

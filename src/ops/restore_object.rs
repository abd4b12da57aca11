//! Restores a copy of an archived object for some days.
//!
//! [`RestoreObject`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_RestoreObject.html).

use super::prelude::*;
use crate::model::object::StoredObject as Stored;
use crate::model::restore::{Archive, Phase, Restoration, Speed};

impl Rules for RestoreObjectInput {
    type Output = RestoreObjectOutput;
    type Error = RestoreObjectError;
    const NAME: &'static str = "RestoreObject";
    const ROUTE: Route = Route::new("POST", Target::Object).query(&["restore"]).takes_digest().status(ACCEPTED);
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &KEY_TOO_LONG],
        &steps::version::ERRORS,
        &[&OBJECT_NOT_ARCHIVED, &OBJECT_ALREADY_ACTIVE, &MALFORMED_XML, &RESTORE_DAYS, &RESTORE_TIER],
        &[&RESTORE_IN_PROGRESS],
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        let (name, key) = (bucket.name.clone(), key(self.key())?);
        let found = steps::version::find(bucket, &key, self.version_id(), "POST");
        let found = access::on_found(call, bucket, &self, &action::RESTORE_OBJECT, &key, found)?;
        let (object, version) = (found.object, found.id().clone());
        // Before the document is looked at (field report: a request without one is answered so).
        let archive = archive(object)?;
        let asked = RestoreParameters::read(self.restore_request())?;
        let now = now(call);
        let begun = Restoration::begin(archive, asked.speed, asked.days, now).ok_or_else(|| {
            RESTORE_TIER.error().because("objects of the class DEEP_ARCHIVE have no Expedited retrievals")
        })?;

        let (restoration, status, guess) = match (object.restoration.as_deref(), object.restoration_phase(now)) {
            (Some(own), Some(Phase::Ongoing)) => match own.hurried(archive, asked.speed, asked.days, now) {
                Some(hurried) => (hurried, ACCEPTED, Some(&RESTORE_HURRIED)),
                None => {
                    return Err(RESTORE_IN_PROGRESS
                        .error()
                        .because("only a faster tier with the same days is accepted"));
                }
            },
            // The copy is there: only how long it stays is changed, whatever the tier.
            (Some(own), Some(Phase::Restored { .. })) => (own.renewed(asked.days, now), OK, None),
            _ => (begun, ACCEPTED, begun.outlives_its_days(now).then_some(&RESTORED_FOR_THE_DAY)),
        };
        call.store.change_object(&name, &key, &version, |object| object.restoration = Some(Box::new(restoration)));
        call.told.set(&STATUS, &status);
        call.guess = guess;
        Ok(RestoreObjectOutput { request_charged: charged(call), ..Default::default() })
    }
}

/// A copy is being made.
const ACCEPTED: u16 = 202;

/// A copy is there already.
const OK: u16 = 200;

fn archive(object: &Stored) -> Result<Archive, S3Error> {
    object.archive().ok_or_else(|| match &object.attributes.storage_class {
        StorageClass::IntelligentTiering => {
            OBJECT_ALREADY_ACTIVE.error().because("objects of the class INTELLIGENT_TIERING are read at once")
        }
        class => OBJECT_NOT_ARCHIVED.error().because(format!("objects of the class {class} are read at once")),
    })
}

/// What a request asks for.
struct RestoreParameters {
    days: u32,
    speed: Speed,
}

impl RestoreParameters {
    fn read(sent: Option<&RestoreRequest>) -> Result<Self, S3Error> {
        let malformed = |why: &'static str| MALFORMED_XML.error().because(why);
        let sent = sent.ok_or_else(|| malformed("there is no body"))?;
        if let Some(name) = not_modelled(sent) {
            return Err(NOT_MODELLED.fill(&[&format_args!("`{name}` of RestoreObject")]));
        }
        if sent.tier.is_some() {
            return Err(malformed("the tier of a restore that does not select stands in GlacierJobParameters"));
        }
        let tier = sent.glacier_job_parameters().map_or(&Tier::Standard, GlacierJobParameters::tier);
        let speed = Speed::of(tier).ok_or_else(|| malformed("the tier is Bulk, Standard or Expedited"))?;
        let days = sent.days.ok_or_else(|| malformed("Days says for how long"))?;
        match u32::try_from(days).ok().filter(|days| *days > 0) {
            Some(days) => Ok(Self { days, speed }),
            None => Err(RESTORE_DAYS.argument("Days", days)),
        }
    }
}

/// Selecting out of archived objects, which S3 has closed to new customers, and a description, which nobody can read.
fn not_modelled(sent: &RestoreRequest) -> Option<&'static str> {
    let named = [
        (sent.r#type.is_some(), "Type"),
        (sent.select_parameters.is_some(), "SelectParameters"),
        (sent.output_location.is_some(), "OutputLocation"),
        (sent.description.is_some(), "Description"),
    ];
    named.into_iter().find_map(|(is_set, name)| is_set.then_some(name))
}

shape! {
    /// What `RestoreObject` takes.
    pub input(restore_object) struct RestoreObjectInput {
        bucket: Option<String> = label("Bucket"),
        key: Option<String> = label("Key"),
        version_id: Option<String> = query("versionId"),
        restore_request: Option<RestoreRequest> = document("RestoreRequest"),
        request_payer: Option<RequestPayer> = header("x-amz-request-payer"),
        checksum_algorithm: Option<ChecksumAlgorithm> = header("x-amz-sdk-checksum-algorithm"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// Output of `RestoreObject`.
    pub output(restore_object) struct RestoreObjectOutput {
        request_charged: Option<RequestCharged> = header("x-amz-request-charged"),
        restore_output_path: Option<String> = header("x-amz-restore-output-path"),
    }
}

operation_error! {
    /// What `RestoreObject` fails with.
    RestoreObjectError { ObjectAlreadyInActiveTierError }
}

//! Who a request is from. It is asked before anything else: who is not who he says is told nothing of any bucket.

use crate::api::error::{S3Error, table};
use crate::api::primitives::DateTime;
use crate::http::wire::address::Address;
use crate::http::wire::form::Form;
use crate::http::wire::framing::CONTENT_SHA256;
use crate::http::wire::host::Endpoint;
use crate::http::wire::signature::canonical::SignedRequest;
use crate::http::wire::signature::{Claim, Proof, policy, v2, v4};
use crate::model::access::account::{AccessKey, Standing};
use crate::model::access::auth::Auth;
use crate::model::access::principal::Principal;
use crate::model::region::US_EAST_1;
use crate::model::settings::Terms;
use crate::model::store::Store;
use std::borrow::Cow;
use std::time::Duration;

/// Who a request is from, once it is known.
#[derive(Debug, Clone)]
pub struct Authenticated {
    pub principal: Principal,
    pub proof: Proof,
    /// What it says of the hash of its body: where it is signed, what was signed of it.
    pub content_sha256: Option<String>,
}

impl Authenticated {
    /// From whoever sends what nobody signed.
    pub fn unsigned(principal: Principal, content_sha256: Option<String>) -> Self {
        Self { principal, proof: Proof::None, content_sha256 }
    }
}

/// What must be known of the world. It is looked up at once, so that nothing is computed while the world is locked.
#[derive(Debug)]
pub struct Knowledge {
    standing: Standing,
    now: DateTime,
    /// How far the date of a request may be from now.
    max_skew: Option<Duration>,
    /// The Region that signatures must be for; `None` for any.
    region: Option<String>,
    /// The Region of the bucket that is asked, if it is there.
    bucket_region: Option<String>,
    /// The Region of the bucket, otherwise that of the endpoint.
    own_region: String,
    /// Whether the Region of the bucket accepts signatures of version 2; without a bucket, that of the endpoint.
    accepts_signature_v2: bool,
}

/// Names that SDKs have for endpoints of no Region. S3 expects a Region in their place (recorded of `aws-global`).
const PSEUDO_REGIONS: [&str; 3] = ["aws-cn-global", "aws-global", "aws-us-gov-global"];

/// Looks up what does not depend on the key.
const NO_KEY: &str = "";

impl Knowledge {
    /// What there is to know of who signs by a key.
    pub fn of(access_key: &str, address: &Address<'_>, auth: Auth, store: &Store) -> Self {
        let bucket = address.bucket.as_deref().and_then(|name| store.bucket(name).ok());
        let bucket_region = bucket.map(|bucket| bucket.region.clone());
        let region = match address.host.endpoint {
            Endpoint::Region(region) => Some(region.to_owned()),
            // DNS leads to the bucket; what is not there, us-east-1 says so of.
            Endpoint::Global => Some(bucket_region.clone().unwrap_or_else(|| US_EAST_1.to_owned())),
            Endpoint::Other => None,
        };
        let (standing, max_skew) = (store.accounts.standing(access_key, auth), store.settings.max_skew);
        let asked = bucket_region.as_deref().or(region.as_deref()).unwrap_or(&store.region);
        let accepts_signature_v2 = store.settings.signature_v2.is_accepted_in(asked);
        let own_region = asked.to_owned();
        Self { standing, now: store.now(), max_skew, region, bucket_region, own_region, accepts_signature_v2 }
    }

    /// The same for a client that signs by another clock than the world's: any date will do.
    pub fn without_skew(self) -> Self {
        Self { max_skew: None, ..self }
    }

    /// The Region that a signature for this one must be for; `None` for any.
    fn expected_region(&self, signed: Option<&str>) -> Option<&str> {
        match signed {
            Some(signed) if self.region.is_none() && PSEUDO_REGIONS.contains(&signed) => Some(&self.own_region),
            _ => self.region.as_deref(),
        }
    }

    /// Who signs for another Region is told that of the bucket, so that clients can ask there.
    fn tell_region(&self, error: S3Error) -> S3Error {
        match &self.bucket_region {
            Some(region) if error.row() == &table::AUTHORIZATION_REGION => {
                error.with_header("x-amz-bucket-region", region)
            }
            _ => error,
        }
    }
}

/// Says who a request is from; `unsigned`, if nobody signed it. `know` looks up what is known of an access key.
///
/// # Errors
/// What S3 says of a signature that is malformed, or not right, or not of now, or by a key that nobody has.
pub fn authenticate(
    sent: &SignedRequest<'_>,
    address: &Address<'_>,
    unsigned: &Principal,
    terms: Terms,
    know: impl Fn(&str) -> Knowledge,
) -> Result<Authenticated, S3Error> {
    let is_checked = terms.auth != Auth::None;
    let accepts_v2 = || !is_checked || know(NO_KEY).accepts_signature_v2;
    let claim = match Claim::read(sent.headers, address, accepts_v2) {
        Err(_) if !is_checked => None,
        claim => claim?,
    };
    let Some(claim) = claim else {
        let said = sent.headers.get(CONTENT_SHA256).map(str::to_owned);
        check_unsigned(said.as_deref(), unsigned)?;
        return Ok(Authenticated::unsigned(unsigned.clone(), said));
    };
    let known = know(claim.access_key());
    let (principal, proof) = match (&known.standing, &claim) {
        (Standing::Trusted(principal), claim) if !is_checked => {
            claim.check_validity(known.now, known.max_skew)?;
            (principal.clone(), claim.unverified())
        }
        (_, Claim::V4(claim)) => by_version_4(claim, sent, &known).map_err(|error| known.tell_region(error))?,
        (_, Claim::V2(claim)) => (by_version_2(claim, sent, &known)?, Proof::V2(claim.carried())),
    };
    Ok(Authenticated { principal, proof, content_sha256: claim.content_sha256(sent) })
}

/// Says whose key signed the policy of a form; `None`, if nobody's did.
///
/// # Errors
/// What S3 says of a signature that is malformed, or not right, or by a key that nobody has.
pub fn authenticate_form(
    form: &Form,
    terms: Terms,
    know: impl Fn(&str) -> Knowledge,
) -> Result<Option<Authenticated>, S3Error> {
    let is_checked = terms.auth != Auth::None;
    let accepts_v2 = || !is_checked || know(NO_KEY).accepts_signature_v2;
    let claim = match policy::PolicyClaim::read(form, accepts_v2) {
        Err(_) if !is_checked => None,
        claim => claim?,
    };
    let Some(claim) = claim else { return Ok(None) };
    let known = know(claim.access_key());
    if is_checked {
        claim.check_scope(known.region.as_deref(), known.now)?;
    }
    let principal = match &known.standing {
        Standing::Trusted(principal) => principal.clone(),
        Standing::Verified(_) | Standing::Unknown(_) => {
            let key = checked_key(claim.access_key(), claim.token, &known)?;
            claim.verify(&key.secret)?;
            key.owner.clone()
        }
    };
    Ok(Some(Authenticated { proof: claim.proof(), ..Authenticated::unsigned(principal, None) }))
}

/// A request that nobody signed cannot have signed frames.
fn check_unsigned(said: Option<&str>, principal: &Principal) -> Result<(), S3Error> {
    let is_signed = said.is_some_and(|said| said.starts_with("STREAMING-AWS4-"));
    match is_signed && *principal == Principal::Anonymous {
        true => {
            Err(table::ANONYMOUS_STREAMING.error().because(format!("{CONTENT_SHA256} is {}", said.unwrap_or_default())))
        }
        false => Ok(()),
    }
}

fn by_version_4(
    claim: &v4::V4Claim<'_>,
    sent: &SignedRequest<'_>,
    known: &Knowledge,
) -> Result<(Principal, Proof), S3Error> {
    let region = known.expected_region(claim.credential.scope.region);
    if let Standing::Trusted(principal) = &known.standing {
        claim.check_scope(None, region)?;
        claim.check_validity(known.now, known.max_skew)?;
        if claim.presigned.is_some() {
            // Whoever was handed a URL adds headers to it most easily, and this can be told without the secret.
            claim.check_headers_are_signed(sent)?;
        }
        return Ok((principal.clone(), Proof::V4(claim.carried(), None)));
    }
    let request = claim.dated(sent)?;
    claim.check_scope(Some(&request), region)?;
    claim.check_validity(known.now, known.max_skew)?;
    claim.check_skew(&request, known.now, known.max_skew)?;
    let key = checked_key(claim.credential.access_key, token(sent).as_deref(), known)?;
    let chain = claim.verify(sent, &request, &key.secret)?;
    Ok((key.owner.clone(), Proof::V4(claim.carried(), Some(chain))))
}

fn by_version_2(claim: &v2::V2Claim<'_>, sent: &SignedRequest<'_>, known: &Knowledge) -> Result<Principal, S3Error> {
    claim.check_expiry(known.now)?;
    if let Standing::Trusted(principal) = &known.standing {
        return Ok(principal.clone());
    }
    if claim.presigned.is_none() {
        v4::check_skew(&v4::dated(sent)?, known.now, known.max_skew)?;
    }
    let key = checked_key(claim.access_key, token(sent).as_deref(), known)?;
    claim.verify(sent, &key.secret)?;
    match v2::content_sha256(sent).filter(|said| said.starts_with("STREAMING-AWS4-")) {
        None => Ok(key.owner.clone()),
        Some(said) => {
            let error = table::CONTENT_SHA256_UNKNOWN.argument(CONTENT_SHA256, said);
            Err(error.because("version 2 signs no frames, and so they could not be verified"))
        }
    }
}

/// The token of a session, in the query or in a header.
fn token(sent: &SignedRequest<'_>) -> Option<String> {
    sent.parameter("x-amz-security-token").or_else(|| sent.header("x-amz-security-token").map(Cow::into_owned))
}

/// The key that is named, in its session. Without its token a session's key is one that nobody knows.
fn checked_key<'a>(id: &str, token: Option<&str>, known: &'a Knowledge) -> Result<&'a AccessKey, S3Error> {
    let unknown = || table::ACCESS_KEY_UNKNOWN.error().with("AWSAccessKeyId", id);
    let key = match &known.standing {
        Standing::Verified(key) => key,
        Standing::Unknown(known) => return Err(unknown().because(format!("the world has other access keys: {known}"))),
        Standing::Trusted(_) => return Err(unknown()),
    };
    match (&key.session, token) {
        (None, None) => Ok(key),
        (Some(_), None) => Err(unknown().because("it is the key of a session, and came without its token")),
        (Some(session), Some(token)) if session.token == token => {
            match session.expires.filter(|expires| known.now >= *expires) {
                None => Ok(key),
                Some(expires) => {
                    let error = table::TOKEN_EXPIRED.error().with("Token-0", token);
                    Err(error.because(format!("it expired at {expires}")))
                }
            }
        }
        (_, Some(token)) => Err(table::TOKEN_INVALID.error().with("Token-0", token)),
    }
}

//! The proof of the tables: every field that the SDK has, travels; nothing that it sends is left unread, and nothing
//! that is answered is left unseen.
//!
//! Each input is made with every field set, sent by the real client, and read by the table: what comes out must be what
//! went in. Each output is written by the table with every field set, read by the real client, and must come back the
//! same. And the names of the fields are compared with those that the SDK's own `{:?}` shows, so that the day the SDK
//! grows a field, this fails.

use super::FakeS3;
use crate::api::error::S3Error;
use crate::api::primitives::{ByteStream, DateTime};
use crate::api::shape::convert::{FromSdk, IntoSdk};
use crate::api::shape::{Input, Metadata, Output};
use crate::http::wire::address::Address;
use crate::http::wire::headers::Headers;
use crate::http::wire::host::{self, Domain, Host};
use crate::http::wire::{framing, read, write};
use crate::model::payload::Payload;
use crate::ops::{self, Operation, Rules, for_each_operation};
use crate::s3::S3;
use aws_sdk_s3::config::{HttpClient, RuntimeComponents, SharedHttpClient};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use parking_lot::Mutex;
use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::Arc;

const BODY: &str = "some bytes";

/// A value with every field set. The field's name is in the texts, so that no two are mixed up unnoticed.
pub(crate) trait Sample {
    fn sample(field: &'static str) -> Self;
}

impl Sample for String {
    fn sample(field: &'static str) -> Self {
        match field {
            // What the SDK parses must be of its type.
            "expires_string" => "Thu, 15 Jan 2026 00:00:00 GMT".to_owned(),
            "bucket" | "name" => "bucket".to_owned(),
            field => format!("the {field}"),
        }
    }
}

impl Sample for i32 {
    fn sample(_: &'static str) -> Self {
        7
    }
}

impl Sample for i64 {
    /// What the SDK sends as the length of the body must be it.
    fn sample(_: &'static str) -> Self {
        i64::try_from(BODY.len()).unwrap()
    }
}

impl Sample for bool {
    fn sample(_: &'static str) -> Self {
        true
    }
}

impl Sample for DateTime {
    fn sample(_: &'static str) -> Self {
        DateTime::from_secs(1_768_435_200)
    }
}

impl Sample for Metadata {
    fn sample(_: &'static str) -> Self {
        [("one".to_owned(), "1".to_owned())].into_iter().collect()
    }
}

impl Sample for ByteStream {
    fn sample(_: &'static str) -> Self {
        ByteStream::from_static(BODY.as_bytes())
    }
}

impl<T: Sample> Sample for Option<T> {
    fn sample(field: &'static str) -> Self {
        Some(T::sample(field))
    }
}

impl<T: Sample> Sample for Vec<T> {
    fn sample(field: &'static str) -> Self {
        vec![T::sample(field)]
    }
}

/// Makes a sample of a struct; of a nested one it compares the fields with the SDK's on the way.
macro_rules! sample_struct {
    ($name:ident [$($f:ident)*]) => {
        #[cfg(test)]
        impl crate::sdk::proof::Sample for $name {
            fn sample(_: &'static str) -> Self {
                Self { $($f: crate::sdk::proof::Sample::sample(stringify!($f)),)* }
            }
        }
    };
    (nested $name:ident [$($f:ident)*]) => {
        #[cfg(test)]
        impl crate::sdk::proof::Sample for $name {
            fn sample(_: &'static str) -> Self {
                let sdk = format!("{:?}", <Self as crate::api::shape::convert::IntoSdk>::Sdk::builder());
                crate::sdk::proof::check_fields(stringify!($name), &[$(stringify!($f)),*], &sdk);
                Self { $($f: crate::sdk::proof::Sample::sample(stringify!($f)),)* }
            }
        }
    };
}
pub(crate) use sample_struct;

/// That the SDK has just these fields.
#[track_caller]
pub(crate) fn check_fields(name: &str, own: &[&str], sdk: &str) {
    let own: BTreeSet<String> = own.iter().map(|field| field.trim_start_matches("r#").to_owned()).collect();
    assert_eq!(own, fields(sdk), "the fields of {name}: ours, and the SDK's");
}

/// The names of the fields in a `{:?}`, without those of nested values and of the SDK's own book-keeping.
fn fields(debug: &str) -> BTreeSet<String> {
    let (mut depth, mut names, mut word) = (0_usize, BTreeSet::new(), String::new());
    for letter in debug.chars() {
        match letter {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth = depth.saturating_sub(1),
            ':' if depth == 1 => drop(names.insert(std::mem::take(&mut word))),
            letter if letter.is_alphanumeric() || letter == '_' => word.push(letter),
            _ => word.clear(),
        }
    }
    names.retain(|name| !name.starts_with('_'));
    names
}

/// Keeps the request, and answers what it was told to.
#[derive(Debug, Clone)]
struct Between {
    request: Arc<Mutex<Option<http::Request<Payload>>>>,
    answer: Arc<Mutex<Option<http::Response<ByteStream>>>>,
}

impl HttpClient for Between {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Between {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let between = self.clone();
        HttpConnectorFuture::new(async move {
            let (head, body) = super::split(request)?;
            let body = super::received(&FakeS3::new(), body, None).await?;
            *between.request.lock() = Some(http::Request::from_parts(head, body));
            match between.answer.lock().take() {
                Some(answer) => super::sent(answer),
                None => Err(ConnectorError::user("the request is all that was wanted".into())),
            }
        })
    }
}

/// Sends an input by the real client; gives the request, and the output that the client made of the answer.
async fn exchange<I: Operation>(
    input: I,
    answer: Option<http::Response<ByteStream>>,
) -> (http::Request<Payload>, Option<I::Output>) {
    let between = Between { request: Arc::default(), answer: Arc::new(Mutex::new(answer)) };
    let config = FakeS3::new().sdk_config().http_client(SharedHttpClient::new(between.clone()));
    let output = S3::send(&aws_sdk_s3::Client::from_conf(config.build()), input).await;
    let request = between.request.lock().take();
    match request {
        Some(request) => (request, output.ok()),
        None => panic!("{} was not sent: {:?}", I::NAME, output.err()),
    }
}

/// Reads an input by its table.
fn read<I: Operation>(request: http::Request<Payload>) -> Result<I, S3Error> {
    let (head, body) = request.into_parts();
    let (name, domain) = (host::name(&head.uri, &head.headers), Domain::default());
    let address = Address::read(&head.uri, Host::read(name.as_deref(), &domain))?;
    let headers = Headers::read(&head.headers)?;
    let body = framing::open(&headers, None, body, false, None)?;
    let mut source = read::Request { address: &address, headers: &headers, body: &body, is_framed: false };
    Ok(I::read(&mut source).unwrap_or_else(|error| panic!("{}: {error:?}", I::NAME)))
}

/// Everything but the body, whose `{:?}` is of no use.
fn show<I: Input + Debug>(mut input: I) -> String {
    drop(input.take_body());
    format!("{input:#?}")
}

async fn prove<I>(sdk_input: String, sdk_output: String)
where
    I: Operation + Sample + Debug + IntoSdk,
    I::Output: Sample + Debug + FromSdk,
{
    let names = |rows: &[crate::api::shape::Row]| rows.iter().map(|row| row.field).collect::<Vec<_>>();
    check_fields(&format!("{}'s input", I::NAME), &names(I::ROWS), &sdk_input);
    check_fields(&format!("{}'s output", I::NAME), &names(<I::Output as Output>::ROWS), &sdk_output);

    let (request, _) = exchange(I::sample(""), None).await;
    let came: I = read(request).unwrap_or_else(|error| panic!("{}: {error}", I::NAME));
    assert_eq!(show(came), show(I::sample("")), "what {} takes", I::NAME);

    let mut answering = write::Answering::default();
    I::Output::sample("").write(&mut answering);
    let route = <I::Rules as Rules>::ROUTE;
    let answer = answering.finish(route.status, route.root);
    let (_, seen) = exchange(I::sample(""), Some(answer)).await;
    let seen = seen.unwrap_or_else(|| panic!("the SDK cannot read what {} answers", I::NAME));
    assert_eq!(without_body(&seen), without_body(&I::Output::sample("")), "what {} answers", I::NAME);
}

/// A body shows its memory; all else must be the same.
fn without_body<O: Debug>(output: &O) -> String {
    let text = format!("{output:#?}");
    let mut lines = text.lines().peekable();
    let mut kept = Vec::new();
    while let Some(line) = lines.next() {
        if line == "    body: ByteStream {" {
            lines.by_ref().find(|line| *line == "    },");
            continue;
        }
        kept.push(line);
    }
    kept.join("\n")
}

macro_rules! proofs {
    ($($module:ident $name:ident,)*) => { pastey::paste! { $(
        #[tokio::test]
        async fn [<every_field_of_ $module _travels>]() {
            use aws_sdk_s3::operation::$module::builders::{[<$name InputBuilder>], [<$name OutputBuilder>]};
            let sdk_input = format!("{:?}", [<$name InputBuilder>]::default());
            let sdk_output = format!("{:?}", [<$name OutputBuilder>]::default());
            prove::<ops::$module::[<$name Input>]>(sdk_input, sdk_output).await;
        }
    )* } };
}
for_each_operation!(proofs);

#[test]
fn a_field_that_the_sdk_grew_would_be_noticed() {
    let sdk = "InputBuilder { bucket: None, metadata: Some({\"a\": 1}), colour: None, _request_id: None }";
    assert_eq!(fields(sdk), ["bucket", "colour", "metadata"].map(str::to_owned).into());
    assert!(std::panic::catch_unwind(|| check_fields("it", &["bucket", "metadata"], sdk)).is_err());
}

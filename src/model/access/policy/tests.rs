//! Verdicts by AWS's documentation, as tables.

use super::*;
use crate::model::access::account::AccountId;
use proptest::prelude::*;

const OWN: &str = "111122223333";
const OTHER: &str = "444455556666";

fn account(id: &str) -> AccountId {
    AccountId::parse(id).unwrap()
}

fn root(id: &str) -> Principal {
    Principal::Root(account(id))
}

fn user(id: &str, name: &str) -> Principal {
    Principal::User { account: account(id), name: name.to_owned() }
}

fn role(id: &str, name: &str) -> Principal {
    Principal::Role { account: account(id), name: name.to_owned(), session: "nightly".to_owned() }
}

fn bucket() -> BucketName {
    BucketName::try_from("backups").unwrap()
}

fn read(text: &str) -> Result<Policy, PolicyFault> {
    Policy::parse(text, PolicyOf::Bucket(&bucket()))
}

fn policy(statements: &[&str]) -> Policy {
    read(&document(statements)).unwrap()
}

fn document(statements: &[&str]) -> String {
    format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, statements.join(","))
}

/// A statement about all that can be done to objects.
fn statement(effect: &str, principal: &str) -> String {
    format!(r#"{{"Effect":"{effect}","Principal":{principal},"Action":"s3:*","Resource":"arn:aws:s3:::backups/*"}}"#)
}

fn ask(policy: &Policy, principal: &Principal, action: &str, resource: &str, context: &RequestContext) -> Verdict {
    policy.verdict(&RequestToAuthorize { principal, action, resource, context })
}

fn ask_to_read(policy: &Policy, principal: &Principal) -> Verdict {
    ask(policy, principal, "s3:GetObject", "arn:aws:s3:::backups/db.tar", &RequestContext::default())
}

/// `allowed`, `delegated` to the account's own policies, `denied` or `silent`.
fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Denied { .. } => "denied",
        Verdict::Allowed { by: Naming::Principal, .. } => "allowed",
        Verdict::Allowed { by: Naming::Account, .. } => "delegated",
        Verdict::Silent => "silent",
    }
}

#[test]
fn a_principal_is_named_as_he_is() {
    let (anonymous, root, bob, builder) =
        (Principal::Anonymous, root(OTHER), user(OTHER, "bob"), role(OTHER, "builder"));
    let callers = [anonymous, root, bob, builder];
    for (principal, expected) in [
        (r#""*""#, ["allowed", "allowed", "allowed", "allowed"]),
        (r#"{"AWS":"*"}"#, ["allowed", "allowed", "allowed", "allowed"]),
        (r#"{"AWS":"444455556666"}"#, ["silent", "allowed", "delegated", "delegated"]),
        (r#"{"AWS":"arn:aws:iam::444455556666:root"}"#, ["silent", "allowed", "delegated", "delegated"]),
        (r#"{"AWS":["111122223333","444455556666"]}"#, ["silent", "allowed", "delegated", "delegated"]),
        (r#"{"AWS":"111122223333"}"#, ["silent", "silent", "silent", "silent"]),
        (r#"{"AWS":"arn:aws:iam::444455556666:user/bob"}"#, ["silent", "silent", "allowed", "silent"]),
        (r#"{"AWS":"arn:aws:iam::111122223333:user/bob"}"#, ["silent", "silent", "silent", "silent"]),
        (r#"{"AWS":"arn:aws:iam::444455556666:role/builder"}"#, ["silent", "silent", "silent", "allowed"]),
        (
            r#"{"AWS":"arn:aws:sts::444455556666:assumed-role/builder/nightly"}"#,
            ["silent", "silent", "silent", "allowed"],
        ),
        (r#"{"AWS":"arn:aws:sts::444455556666:assumed-role/builder/daily"}"#, ["silent", "silent", "silent", "silent"]),
        (
            r#"{"AWS":["444455556666","arn:aws:iam::444455556666:user/bob"]}"#,
            ["silent", "allowed", "allowed", "delegated"],
        ),
        (r#"{"Service":"logging.s3.amazonaws.com"}"#, ["silent", "silent", "silent", "silent"]),
        (r#"{"Federated":"graph.facebook.com"}"#, ["silent", "silent", "silent", "silent"]),
    ] {
        let allow = policy(&[&statement("Allow", principal)]);
        let deny = policy(&[&statement("Allow", r#""*""#), &statement("Deny", principal)]);
        for (caller, expected) in callers.iter().zip(expected) {
            assert_eq!(word(&ask_to_read(&allow, caller)), expected, "{principal} allows {caller}");
            let expected = if expected == "silent" { "allowed" } else { "denied" };
            assert_eq!(word(&ask_to_read(&deny, caller)), expected, "{principal} denies {caller}");
        }
    }
}

#[test]
fn all_but_those_who_are_named_are_denied() {
    let not = r#"{"Effect":"Deny","NotPrincipal":{"AWS":["arn:aws:iam::111122223333:user/bob",
        "arn:aws:iam::111122223333:role/builder","111122223333"]},
        "Action":"s3:*","Resource":"arn:aws:s3:::backups/*"}"#;
    let policy = policy(&[&statement("Allow", r#""*""#), not]);
    for (caller, expected) in [
        (root(OWN), "allowed"),
        (user(OWN, "bob"), "allowed"),
        (role(OWN, "builder"), "allowed"),
        (user(OWN, "eve"), "denied"),
        (user(OTHER, "bob"), "denied"),
        (Principal::Anonymous, "denied"),
    ] {
        assert_eq!(word(&ask_to_read(&policy, &caller)), expected, "{caller}");
    }
}

#[test]
fn who_is_excepted_is_named_with_his_account() {
    let not = r#"{"Effect":"Deny","NotPrincipal":{"AWS":"arn:aws:iam::111122223333:user/bob"},
        "Action":"s3:*","Resource":"arn:aws:s3:::backups/*"}"#;
    let policy = policy(&[&statement("Allow", r#""*""#), not]);
    for caller in [user(OWN, "bob"), user(OWN, "eve"), root(OWN)] {
        assert_eq!(word(&ask_to_read(&policy, &caller)), "denied", "{caller}");
    }
}

#[test]
fn canonical_ids_become_accounts() {
    let mut accounts = Accounts::new(0);
    let alice = accounts.named("alice");
    let id = accounts.canonical_id(&alice);
    let read = |named: String| policy(&[&statement("Allow", &named)]).settle(&accounts);
    for named in [format!(r#"{{"CanonicalUser":"{id}"}}"#), format!(r#"{{"AWS":"{id}"}}"#)] {
        let policy = read(named).unwrap();
        assert_eq!(word(&ask_to_read(&policy, &Principal::Root(alice.clone()))), "allowed");
        assert_eq!(word(&ask_to_read(&policy, &root(OWN))), "silent");
    }
    let unknown = CANONICAL_OF_NOBODY;
    assert!(read(format!(r#"{{"CanonicalUser":"{unknown}"}}"#)).is_err());
    assert!(read(r#"{"AWS":"444455556666"}"#.to_owned()).is_err());
    assert!(read(r#"{"AWS":"arn:aws:iam::444455556666:user/bob"}"#.to_owned()).is_err());
    assert!(read(r#"{"AWS":"arn:aws:iam::111122223333:user/whoever"}"#.to_owned()).is_ok());
}

const CANONICAL_OF_NOBODY: &str = "0000000000000000000000000000000000000000000000000000000000000000";

#[test]
fn statements_are_about_actions_and_resources() {
    for (about, action, resource, expected) in [
        (r#""Action":"s3:GetObject","Resource":"arn:aws:s3:::backups/*""#, "s3:GetObject", "backups/a", "allowed"),
        (r#""Action":"s3:GetObject","Resource":"arn:aws:s3:::backups/*""#, "s3:PutObject", "backups/a", "silent"),
        (r#""Action":"s3:getobject","Resource":"arn:aws:s3:::backups/*""#, "s3:GetObject", "backups/a", "allowed"),
        (r#""Action":"s3:Get*","Resource":"arn:aws:s3:::backups/*""#, "s3:GetObjectAcl", "backups/a", "allowed"),
        (r#""Action":"s3:GetObjec?","Resource":"arn:aws:s3:::backups/*""#, "s3:GetObject", "backups/a", "allowed"),
        (r#""Action":"*","Resource":"arn:aws:s3:::backups""#, "s3:ListBucket", "backups", "allowed"),
        (r#""Action":"*","Resource":"arn:aws:s3:::backups""#, "s3:GetObject", "backups/a", "silent"),
        (r#""Action":"s3:*","Resource":"arn:aws:s3:::backups*""#, "s3:GetObject", "backups/a", "allowed"),
        (r#""Action":"s3:*","Resource":"arn:aws:s3:::backups/a/*""#, "s3:GetObject", "backups/a/b/c", "allowed"),
        (r#""Action":"s3:*","Resource":"arn:aws:s3:::backups/a/*""#, "s3:GetObject", "backups/A/b", "silent"),
        (r#""Action":"s3:*","Resource":"arn:aws:s3:::backups/a?c""#, "s3:GetObject", "backups/abc", "allowed"),
        (
            r#""Action":["s3:PutObject","s3:AbortMultipartUpload"],
                "Resource":["arn:aws:s3:::backups/x","arn:aws:s3:::backups/y"]"#,
            "s3:AbortMultipartUpload",
            "backups/y",
            "allowed",
        ),
        (r#""NotAction":"s3:Get*","Resource":"arn:aws:s3:::backups/*""#, "s3:GetObject", "backups/a", "silent"),
        (r#""NotAction":"s3:Get*","Resource":"arn:aws:s3:::backups/*""#, "s3:PutObject", "backups/a", "allowed"),
        (r#""Action":"s3:*","NotResource":"arn:aws:s3:::backups/a*""#, "s3:GetObject", "backups/a", "silent"),
        (r#""Action":"s3:*","NotResource":"arn:aws:s3:::backups/a*""#, "s3:GetObject", "backups/b", "allowed"),
    ] {
        let policy = policy(&[&format!(r#"{{"Effect":"Allow","Principal":"*",{about}}}"#)]);
        let verdict = ask(
            &policy,
            &Principal::Anonymous,
            action,
            &format!("arn:aws:s3:::{resource}"),
            &RequestContext::default(),
        );
        assert_eq!(word(&verdict), expected, "{about}: {action} of {resource}");
    }
}

/// Whether a condition is met by what is known of a request.
fn is_met(condition: &str, known: &[(&str, &str)]) -> bool {
    let text = format!(
        r#"{{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::backups/*",
            "Condition":{condition}}}"#
    );
    let context = known.iter().copied().collect();
    let verdict =
        ask(&policy(&[&text]), &Principal::Anonymous, "s3:PutObject", "arn:aws:s3:::backups/db.tar", &context);
    verdict != Verdict::Silent
}

#[test]
fn texts_are_compared() {
    let acl = "s3:x-amz-acl";
    for (condition, value, expected) in [
        (r#"{"StringEquals":{"s3:x-amz-acl":"private"}}"#, Some("private"), true),
        (r#"{"StringEquals":{"S3:X-Amz-Acl":"private"}}"#, Some("private"), true),
        (r#"{"StringEquals":{"s3:x-amz-acl":"private"}}"#, Some("PRIVATE"), false),
        (r#"{"StringEquals":{"s3:x-amz-acl":"private"}}"#, None, false),
        (r#"{"StringEquals":{"s3:x-amz-acl":["private","public-read"]}}"#, Some("public-read"), true),
        (r#"{"StringEquals":{"s3:x-amz-acl":"p*"}}"#, Some("private"), false),
        (r#"{"StringEqualsIfExists":{"s3:x-amz-acl":"private"}}"#, None, true),
        (r#"{"StringEqualsIfExists":{"s3:x-amz-acl":"private"}}"#, Some("public-read"), false),
        (r#"{"StringNotEquals":{"s3:x-amz-acl":["private","public-read"]}}"#, Some("public-read"), false),
        (r#"{"StringNotEquals":{"s3:x-amz-acl":"private"}}"#, Some("public-read"), true),
        (r#"{"StringNotEquals":{"s3:x-amz-acl":"private"}}"#, None, true),
        (r#"{"StringEqualsIgnoreCase":{"s3:x-amz-acl":"PRIVATE"}}"#, Some("private"), true),
        (r#"{"StringNotEqualsIgnoreCase":{"s3:x-amz-acl":"PRIVATE"}}"#, Some("private"), false),
        (r#"{"StringLike":{"s3:x-amz-acl":"p?iv*"}}"#, Some("private"), true),
        (r#"{"StringLike":{"s3:x-amz-acl":"*"}}"#, None, false),
        (r#"{"StringNotLike":{"s3:x-amz-acl":"p*"}}"#, Some("private"), false),
        (r#"{"StringNotLike":{"s3:x-amz-acl":"p*"}}"#, None, true),
        (r#"{"Null":{"s3:x-amz-acl":"true"}}"#, None, true),
        (r#"{"Null":{"s3:x-amz-acl":"true"}}"#, Some("private"), false),
        (r#"{"Null":{"s3:x-amz-acl":false}}"#, Some("private"), true),
        (r#"{"Null":{"s3:x-amz-acl":false}}"#, None, false),
    ] {
        let known: Vec<_> = value.map(|value| (acl, value)).into_iter().collect();
        assert_eq!(is_met(condition, &known), expected, "{condition} of {value:?}");
    }
}

#[test]
fn numbers_dates_switches_addresses_and_arns_are_compared() {
    for (condition, key, value, expected) in [
        (r#"{"NumericLessThanEquals":{"s3:max-keys":"10"}}"#, "s3:max-keys", "10", true),
        (r#"{"NumericLessThanEquals":{"s3:max-keys":10}}"#, "s3:max-keys", "11", false),
        (r#"{"NumericNotEquals":{"s3:max-keys":"10"}}"#, "s3:max-keys", "010", false),
        (r#"{"NumericGreaterThan":{"s3:max-keys":"9"}}"#, "s3:max-keys", "10", true),
        (r#"{"NumericGreaterThan":{"s3:max-keys":"9"}}"#, "s3:max-keys", "many", false),
        (
            r#"{"DateLessThan":{"aws:CurrentTime":"2026-01-02T00:00:00Z"}}"#,
            "aws:currenttime",
            "2026-01-01T10:30:00Z",
            true,
        ),
        (
            r#"{"DateGreaterThan":{"aws:CurrentTime":"2026-01-02T00:00:00Z"}}"#,
            "aws:currenttime",
            "2026-01-01T10:30:00Z",
            false,
        ),
        (r#"{"DateEquals":{"aws:EpochTime":"2026-01-01"}}"#, "aws:epochtime", "1767225600", true),
        (r#"{"NumericLessThan":{"aws:EpochTime":"1767225601"}}"#, "aws:epochtime", "1767225600", true),
        (r#"{"Bool":{"aws:SecureTransport":"false"}}"#, "aws:securetransport", "false", true),
        (r#"{"Bool":{"aws:SecureTransport":"false"}}"#, "aws:securetransport", "true", false),
        (r#"{"Bool":{"aws:SecureTransport":true}}"#, "aws:securetransport", "true", true),
        (r#"{"IpAddress":{"aws:SourceIp":["192.0.2.0/24","2001:db8::/32"]}}"#, "aws:sourceip", "192.0.2.9", true),
        (r#"{"IpAddress":{"aws:SourceIp":["192.0.2.0/24","2001:db8::/32"]}}"#, "aws:sourceip", "2001:db8::9", true),
        (r#"{"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}}"#, "aws:sourceip", "192.0.3.9", false),
        (r#"{"NotIpAddress":{"aws:SourceIp":"192.0.2.0/24"}}"#, "aws:sourceip", "192.0.3.9", true),
        (
            r#"{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/b*"}}"#,
            "aws:principalarn",
            "arn:aws:iam::111122223333:role/builder",
            true,
        ),
        (
            r#"{"ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/builder"}}"#,
            "aws:principalarn",
            "arn:aws:iam::111122223333:role/builder",
            false,
        ),
    ] {
        assert_eq!(is_met(condition, &[(key, value)]), expected, "{condition} of {value}");
    }
    assert!(!is_met(r#"{"Bool":{"aws:SecureTransport":"false"}}"#, &[]));
    assert!(is_met(r#"{"NotIpAddress":{"aws:SourceIp":"192.0.2.0/24"}}"#, &[]));
}

#[test]
fn of_several_values_some_or_all_must_fit() {
    let keys =
        |values: &'static [&str]| values.iter().map(|value| ("s3:RequestObjectTagKeys", *value)).collect::<Vec<_>>();
    for (operator, values, expected) in [
        ("ForAllValues:StringEquals", &["a", "b"][..], true),
        ("ForAllValues:StringEquals", &["a", "c"], false),
        ("ForAllValues:StringEquals", &[], true),
        ("ForAnyValue:StringEquals", &["c", "b"], true),
        ("ForAnyValue:StringEquals", &["c", "d"], false),
        ("ForAnyValue:StringEquals", &[], false),
        ("ForAllValues:StringNotEquals", &["c", "d"], true),
        ("ForAllValues:StringNotEquals", &["c", "a"], false),
        ("ForAnyValue:StringNotEquals", &["c", "a"], true),
        ("ForAnyValue:StringNotEquals", &["a", "b"], false),
        ("ForAnyValue:StringNotEquals", &[], false),
        ("ForAnyValue:StringEqualsIfExists", &[], true),
    ] {
        let condition = format!(r#"{{"{operator}":{{"s3:RequestObjectTagKeys":["a","b"]}}}}"#);
        assert_eq!(is_met(&condition, &keys(values)), expected, "{operator} of {values:?}");
    }
}

#[test]
fn all_conditions_must_be_met_and_variables_are_filled_in() {
    let both = r#"{"StringLike":{"s3:prefix":"home/${aws:username}/*","s3:delimiter":"/"},
        "Bool":{"aws:SecureTransport":"true"}}"#;
    let known = [
        ("s3:prefix", "home/bob/2026"),
        ("s3:delimiter", "/"),
        ("aws:SecureTransport", "true"),
        ("aws:username", "bob"),
    ];
    assert!(is_met(both, &known));
    for without in 0..known.len() {
        let known: Vec<_> = (0..known.len()).filter(|at| *at != without).map(|at| known[at]).collect();
        assert!(!is_met(both, &known), "{known:?}");
    }
}

#[test]
fn a_verdict_says_which_statement_it_was() {
    let named = statement("Deny", r#"{"AWS":"444455556666"}"#).replacen('{', r#"{"Sid":"NotThem","#, 1);
    let policy = policy(&[&statement("Allow", r#""*""#), &named]);
    let denied = Verdict::Denied { statement: "\"NotThem\"".to_owned() };
    assert_eq!(ask_to_read(&policy, &user(OTHER, "bob")), denied);
    let allowed = Verdict::Allowed { by: Naming::Principal, statement: "statement 1".to_owned() };
    assert_eq!(ask_to_read(&policy, &user(OWN, "bob")), allowed);
}

#[test]
fn policies_of_identities_and_of_keys_are_read_too() {
    let own = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:GetObject","ec2:*"],
        "Resource":["arn:aws:s3:::*/home/${aws:username}/*"]}}"#;
    let identity = Policy::parse(own, PolicyOf::Identity).unwrap();
    assert_eq!(identity.text(), own);
    let context = RequestContext::from_iter([("aws:username", "bob")]);
    let ask_for = |resource: &str| word(&ask(&identity, &user(OWN, "bob"), "s3:GetObject", resource, &context));
    assert_eq!(ask_for("arn:aws:s3:::backups/home/bob/x"), "allowed");
    assert_eq!(ask_for("arn:aws:s3:::backups/home/eve/x"), "silent");
    assert!(Policy::parse(&document(&[&statement("Allow", r#""*""#)]), PolicyOf::Identity).is_err());

    let key = r#"{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},
        "Action":"kms:*","Resource":"*",
        "Condition":{"StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com"}}}]}"#;
    let key = Policy::parse(key, PolicyOf::Key).unwrap();
    let context = RequestContext::from_iter([("kms:ViaService", "s3.us-east-1.amazonaws.com")]);
    let arn = "arn:aws:kms:us-east-1:111122223333:key/x";
    assert_eq!(word(&ask(&key, &user(OWN, "bob"), "kms:Decrypt", arn, &context)), "delegated");
    assert_eq!(word(&ask(&key, &root(OWN), "kms:Decrypt", arn, &RequestContext::default())), "silent");
}

#[test]
fn what_is_public_is_what_the_guide_says() {
    for (principal, condition, expected) in [
        (r#""*""#, "", true),
        (r#"{"AWS":"*"}"#, "", true),
        (r#"{"Federated":"graph.facebook.com"}"#, "", true),
        (r#"{"AWS":"444455556666"}"#, "", false),
        (r#"{"Service":"logging.s3.amazonaws.com"}"#, "", false),
        (r#""*""#, r#"{"StringLike":{"aws:SourceVpc":"vpc-*"}}"#, true),
        (r#""*""#, r#"{"StringEquals":{"aws:SourceVpc":"vpc-91237329"}}"#, false),
        (r#""*""#, r#"{"StringEqualsIfExists":{"aws:SourceVpc":"vpc-91237329"}}"#, true),
        (r#""*""#, r#"{"StringNotEquals":{"aws:SourceVpc":"vpc-91237329"}}"#, true),
        (r#""*""#, r#"{"StringLike":{"aws:Referer":"https://example.com/"}}"#, true),
        (r#""*""#, r#"{"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}}"#, false),
        (r#""*""#, r#"{"IpAddress":{"aws:SourceIp":"0.0.0.0/1"}}"#, true),
        (r#""*""#, r#"{"IpAddress":{"aws:SourceIp":["192.0.2.0/24","::/0"]}}"#, true),
        (r#""*""#, r#"{"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/builder"}}"#, false),
        (r#""*""#, r#"{"StringEquals":{"aws:PrincipalArn":"${aws:username}"}}"#, true),
    ] {
        let statement = statement("Allow", principal);
        let statement = match condition {
            "" => statement,
            condition => statement.replacen('{', &format!(r#"{{"Condition":{condition},"#), 1),
        };
        assert_eq!(policy(&[&statement]).is_public(), expected, "{principal} {condition}");
        let deny = statement.replace("Allow", "Deny");
        assert!(!policy(&[&deny]).is_public(), "{deny}");
    }
}

#[test]
fn the_text_is_told_in_the_order_of_s3_and_without_space() {
    let put = r#"{"Statement": [{"Condition": {}, "Action": ["s3:GetObject"], "Effect": "Allow",
        "Resource": "arn:aws:s3:::backups/*", "Principal": {"AWS": "*"}, "Sid": "Ä"}], "Version": "2012-10-17"}"#;
    let told = [
        r#"{"Version":"2012-10-17","Statement":[{"Sid":"Ä","Effect":"Allow","Principal":{"AWS":"*"},"#,
        r#""Action":"s3:GetObject","Resource":"arn:aws:s3:::backups/*","Condition":{}}]}"#,
    ];
    let told = told.concat();
    assert_eq!(read(put).unwrap().text(), told);
}

/// Statements that can be put together at will.
fn any_statement(effect: &'static str) -> impl Strategy<Value = String> {
    let principals = prop::sample::select(vec![
        r#""*""#,
        r#"{"AWS":"111122223333"}"#,
        r#"{"AWS":"444455556666"}"#,
        r#"{"AWS":"arn:aws:iam::444455556666:user/bob"}"#,
    ]);
    let actions = prop::sample::select(vec!["s3:*", "s3:Get*", "s3:PutObject"]);
    let conditions = prop::sample::select(vec![
        "{}",
        r#"{"Bool":{"aws:SecureTransport":"false"}}"#,
        r#"{"StringNotEquals":{"s3:x-amz-acl":"private"}}"#,
    ]);
    (principals, actions, conditions).prop_map(move |(principal, action, condition)| {
        format!(
            r#"{{"Effect":"{effect}","Principal":{principal},"Action":"{action}",
                "Resource":"arn:aws:s3:::backups/*","Condition":{condition}}}"#
        )
    })
}

fn any_caller() -> impl Strategy<Value = Principal> {
    prop::sample::select(vec![Principal::Anonymous, root(OWN), root(OTHER), user(OTHER, "bob"), role(OTHER, "builder")])
}

/// What policies are made of, and what they are not.
const PIECES: [&str; 22] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\"Statement\"",
    "\"Condition\"",
    "\"Principal\"",
    "\"AWS\"",
    "\"s3:*\"",
    "\"Bool\"",
    "\"aws:SecureTransport\"",
    "true",
    "null",
    "1e999",
    "-0",
    "${",
    "*",
    "?",
    "\u{1F980}",
];

proptest! {
    #[test]
    fn no_text_is_too_strange_to_be_read_or_refused(
        pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..40),
        cut in 0..400_usize,
    ) {
        let whole = document(&[&statement("Allow", r#""*""#)]);
        let at = cut.min(whole.len());
        let mixed = format!("{}{}{}", &whole[..at], pieces.concat(), &whole[at..]);
        for text in [mixed, format!("{{{}", pieces.concat())] {
            for of in [PolicyOf::Bucket(&bucket()), PolicyOf::Identity, PolicyOf::Key] {
                if let Ok(policy) = Policy::parse(&text, of) {
                    let _ = (policy.is_public(), ask_to_read(&policy, &user(OWN, "bob")));
                }
            }
        }
    }

    #[test]
    fn one_statement_more_changes_a_verdict_in_its_own_way_alone(
        statements in prop::collection::vec(prop_oneof![any_statement("Allow"), any_statement("Deny")], 1..5),
        allow in any_statement("Allow"),
        deny in any_statement("Deny"),
        place in 0..5_usize,
        caller in any_caller(),
    ) {
        let verdict = |statements: &[String]| {
            let statements: Vec<&str> = statements.iter().map(String::as_str).collect();
            word(&ask_to_read(&policy(&statements), &caller))
        };
        let with = |more: &String| {
            let mut statements = statements.clone();
            statements.insert(place.min(statements.len()), more.clone());
            verdict(&statements)
        };
        match (verdict(&statements), with(&allow)) {
            ("denied", after) => prop_assert_eq!(after, "denied"),
            ("allowed", after) => prop_assert_eq!(after, "allowed"),
            ("delegated", after) => prop_assert!(["delegated", "allowed"].contains(&after)),
            (_, after) => prop_assert!(after != "denied"),
        }
        let (before, after) = (verdict(&statements), with(&deny));
        prop_assert!(after == "denied" || after == before, "{} became {}", before, after);
    }
}

#[test]
fn what_is_not_right_is_refused_in_the_words_of_s3() {
    let of = |members: &str| document(&[&format!("{{{members}}}")]);
    let rest = r#""Action":"s3:GetObject","Resource":"arn:aws:s3:::backups/*""#;
    let all = format!(r#""Effect":"Allow","Principal":"*",{rest}"#);
    let about = |about: &str| of(&format!(r#""Effect":"Allow","Principal":"*",{about}"#));
    let named = |principal: &str| of(&format!(r#""Effect":"Allow","Principal":{principal},{rest}"#));
    let when = |condition: &str| of(&format!(r#"{all},"Condition":{condition}"#));
    for (text, expected) in [
        (String::new(), "Policies must be valid JSON and the first byte must be '{'"),
        ("[]".to_owned(), "Policies must be valid JSON and the first byte must be '{'"),
        ("{\"Version\":".to_owned(), "This policy contains invalid Json"),
        (r#"{"Id":"a","Id":"b"}"#.to_owned(), "This policy contains invalid Json"),
        (r#"{"Version":"2012-10-18","Statement":[]}"#.to_owned(), "The policy must contain a valid version string"),
        (r#"{"Version":"2012-10-17"}"#.to_owned(), "Missing required field Statement"),
        (document(&[]), "Could not parse the policy: Statement is empty!"),
        (document(&["1"]), "Invalid policy syntax."),
        (of(rest), "Missing required field Effect"),
        (of(&format!(r#""Effect":"Perhaps",{rest}"#)), "Invalid effect: Perhaps"),
        (of(&format!(r#""Effect":"Allow",{rest}"#)), "Missing required field Principal"),
        (of(&format!(r#""Effect":"Allow","NotPrincipal":"*",{rest}"#)), "Invalid policy syntax."),
        (about(r#""Resource":"arn:aws:s3:::backups/*""#), "Missing required field Action"),
        (about(r#""Action":"s3:GetObject""#), "Missing required field Resource"),
        (about(r#""Action":[],"Resource":"arn:aws:s3:::backups/*""#), "Invalid policy syntax."),
        (about(r#""Action":"ec2:*","Resource":"arn:aws:s3:::backups/*""#), "Policy has invalid action"),
        (about(r#""Action":"GetObject","Resource":"arn:aws:s3:::backups/*""#), "Policy has invalid action"),
        (about(r#""Action":"s3:GetObject","Resource":"*""#), "Policy has invalid resource"),
        (about(r#""Action":"s3:GetObject","Resource":"arn:aws:s3:::other/*""#), "Policy has invalid resource"),
        (about(r#""Action":"s3:GetObject","Resource":"backups/*""#), "Policy has invalid resource"),
        (
            about(r#""Action":"s3:GetObject","Resource":"arn:aws:s3:::backups""#),
            "Action does not apply to any resource(s) in statement",
        ),
        (
            about(r#""Action":["s3:GetObject","s3:ListBucket"],"Resource":"arn:aws:s3:::backups/*""#),
            "Action does not apply to any resource(s) in statement",
        ),
        (named(r#""bob""#), "Invalid principal in policy"),
        (named(r#"{"AWS":[]}"#), "Invalid principal in policy"),
        (named(r#"{"AWS":"12345"}"#), "Invalid principal in policy"),
        (named(r#"{"AWS":"arn:aws:iam::111122223333:user/*"}"#), "Invalid principal in policy"),
        (named(r#"{"AWS":"arn:aws:iam::111122223333:group/all"}"#), "Invalid principal in policy"),
        (named(r#"{"Dog":"Rex"}"#), "Invalid principal in policy"),
        (when(r#"{"StringEquals":{"kms:ViaService":"x"}}"#), "Policy has an invalid condition key"),
        (when(r#"{"IpAddress":{"aws:SourceIp":"everywhere"}}"#), "Invalid value in Conditions"),
        (when(r#"{"Bool":{"aws:SecureTransport":"perhaps"}}"#), "Invalid value in Conditions"),
        (when(r#"["StringEquals"]"#), "Invalid policy syntax."),
        (
            when(r#"{"BinaryEquals":{"s3:prefix":"eA=="}}"#),
            "fake-s3 does not model the condition operator BinaryEquals",
        ),
        (when(r#"{"StringEquals":{"aws:userid":"x"}}"#), "fake-s3 does not model the condition key aws:userid"),
        (
            when(r#"{"StringEquals":{"s3:prefix":"${aws:userid}"}}"#),
            "fake-s3 does not model the policy variable ${aws:userid}",
        ),
        (of(&format!(r#"{all},"Mood":"good""#)), "fake-s3 does not model the element Mood of a statement"),
        (about(r#""Action":"s3:Fly","Resource":"arn:aws:s3:::backups/*""#), "fake-s3 does not model the action s3:Fly"),
    ] {
        let error: crate::api::error::S3Error = read(&text).unwrap_err().into();
        assert_eq!(error.message(), expected, "{text}");
    }
    let long = statement("Allow", r#""*""#).replacen('{', &format!(r#"{{"Sid":"{}","#, "x".repeat(20_480)), 1);
    let error = read(&document(&[&long])).unwrap_err().to_string();
    assert!(error.contains("exceeds the maximum allowed size of 20480 bytes"), "{error}");
}

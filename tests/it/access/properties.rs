//! Laws, on random worlds of grants and policies: granting more never forbids what was allowed, and a call that is
//! denied changes nothing.

use super::operations::OPERATIONS;
use super::world::{World, is_denied};
use proptest::prelude::*;

const CALLERS: [&str; 8] = ["owner", "owner/u", "role owner/r", "alice", "alice/u", "role alice/r", "bob", "anonymous"];
const IDENTITIES: [&str; 4] = ["owner/u", "role owner/r", "alice/u", "role alice/r"];

const PRINCIPALS: [&str; 6] = [
    r#""*""#,
    r#"{"AWS": "{owner account}"}"#,
    r#"{"AWS": "{alice account}"}"#,
    r#"{"AWS": "arn:aws:iam::{owner account}:user/u"}"#,
    r#"{"AWS": "arn:aws:iam::{alice account}:role/r"}"#,
    r#"{"AWS": "arn:aws:iam::{alice account}:user/u"}"#,
];
const ACTIONS: [&str; 8] = [
    "s3:*",
    "s3:Get*",
    "s3:*Object*",
    "s3:PutObject",
    "s3:ListBucket",
    "s3:AbortMultipartUpload",
    "s3:GetObject",
    "s3:Put*Acl",
];
const CONDITIONS: [&str; 4] = [
    "",
    r#", "Condition": {"Null": {"s3:x-amz-acl": "true"}}"#,
    r#", "Condition": {"ArnLike": {"aws:PrincipalArn": "*:user/*"}}"#,
    r#", "Condition": {"StringEquals": {"s3:ExistingObjectTag/a": "1"}}"#,
];
const GRANTEES: [&str; 4] = [
    "id={alice}",
    "id={bob}",
    "uri=http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
    "uri=http://acs.amazonaws.com/groups/global/AllUsers",
];
const GRANTS: [&str; 5] = ["read", "write", "read-acp", "write-acp", "full-control"];

/// A statement: whether it denies, who is named or whose policy it is, what, and when.
#[derive(Debug, Clone)]
struct Statement {
    denies: bool,
    who: usize,
    action: usize,
    condition: usize,
}

#[derive(Debug, Clone, Default)]
struct Rules {
    bucket: Vec<Statement>,
    identities: Vec<Statement>,
    /// Grantee and permission.
    of_bucket: Vec<(usize, usize)>,
    of_object: Vec<(usize, usize)>,
    of_hers: Vec<(usize, usize)>,
}

fn statement(denies: impl Strategy<Value = bool>, whos: usize) -> impl Strategy<Value = Statement> {
    let parts = (denies, 0..whos, 0..ACTIONS.len(), 0..CONDITIONS.len());
    parts.prop_map(|(denies, who, action, condition)| Statement { denies, who, action, condition })
}

fn rules(denies: f64) -> impl Strategy<Value = Rules> {
    let grants = || prop::collection::vec((0..GRANTEES.len(), 0..GRANTS.len()), 0..3);
    let statements = |whos| prop::collection::vec(statement(prop::bool::weighted(denies), whos), 0..3);
    (statements(PRINCIPALS.len()), statements(IDENTITIES.len()), grants(), grants(), grants()).prop_map(
        |(bucket, identities, of_bucket, of_object, of_hers)| Rules {
            bucket,
            identities,
            of_bucket,
            of_object,
            of_hers,
        },
    )
}

impl Statement {
    fn text(&self, principal: &str, resource: &str) -> String {
        let effect = if self.denies { "Deny" } else { "Allow" };
        let (action, condition) = (ACTIONS[self.action], CONDITIONS[self.condition]);
        format!(r#"{{"Effect": "{effect}", {principal}"Action": "{action}", "Resource": {resource}{condition}}}"#)
    }
}

impl Rules {
    fn plus(&self, other: &Self) -> Self {
        let both = |own: &[Statement], others: &[Statement]| [own, others].concat();
        let grants = |own: &[(usize, usize)], others: &[(usize, usize)]| [own, others].concat();
        Self {
            bucket: both(&self.bucket, &other.bucket),
            identities: both(&self.identities, &other.identities),
            of_bucket: grants(&self.of_bucket, &other.of_bucket),
            of_object: grants(&self.of_object, &other.of_object),
            of_hers: grants(&self.of_hers, &other.of_hers),
        }
    }

    /// A world where this is said, and where one object is alice's.
    fn world(&self) -> World {
        let world = World::new();
        world.must("owner", "PUT /backups?acl\nx-amz-grant-write: id={alice}");
        world.must("alice", "PUT /backups/hers\n\nabc");
        let lists = [("owner", "/backups", &self.of_bucket), ("owner", "/backups/note", &self.of_object)];
        for (who, target, grants) in lists.into_iter().chain([("alice", "/backups/hers", &self.of_hers)]) {
            let of = |permission: usize| {
                let named = grants.iter().filter(|(_, own)| *own == permission).map(|(grantee, _)| GRANTEES[*grantee]);
                let named: Vec<_> = named.collect();
                match named.is_empty() {
                    true => String::new(),
                    false => format!("\nx-amz-grant-{}: {}", GRANTS[permission], named.join(", ")),
                }
            };
            let headers: String = (0..GRANTS.len()).map(of).collect();
            let headers = if headers.is_empty() { "\nx-amz-acl: private".to_owned() } else { headers };
            world.must(who, &format!("PUT {target}?acl{headers}"));
        }
        for (at, identity) in IDENTITIES.iter().enumerate() {
            let own = self.identities.iter().filter(|statement| statement.who == at);
            let own: Vec<_> = own.map(|statement| statement.text("", r#""*""#)).collect();
            if !own.is_empty() {
                world.set_identity_policy(identity, &own.join(", "));
            }
        }
        let resource = r#"["arn:aws:s3:::{bucket}", "arn:aws:s3:::{bucket}/*"]"#;
        let named = |statement: &Statement| {
            statement.text(&format!(r#""Principal": {}, "#, PRINCIPALS[statement.who]), resource)
        };
        if !self.bucket.is_empty() {
            world.set_bucket_policy(&self.bucket.iter().map(named).collect::<Vec<_>>().join(", "));
        }
        world
    }
}

/// The requests of the table, and some of them of alice's object.
fn requests() -> Vec<String> {
    let of_hers = OPERATIONS.iter().filter(|row| row.request.contains("/note"));
    let of_hers = of_hers.map(|row| row.request.replace("/note", "/hers"));
    let all = OPERATIONS.iter().map(|row| row.request.clone()).chain(of_hers);
    all.filter(|request| !request.contains("/fresh")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whether something is allowed is asked of a world that is made anew, since what is allowed changes it.
    #[test]
    fn granting_more_never_forbids_what_was_allowed(
        rules in rules(0.3),
        more in rules(0.0),
        picks in prop::collection::vec((any::<prop::sample::Index>(), 0..CALLERS.len()), 12),
    ) {
        let requests = requests();
        let (mut less_world, mut more_world) = (rules.world(), rules.plus(&more).world());
        for (at, who) in picks {
            let (request, who) = (at.get(&requests), CALLERS[who]);
            let outcome = less_world.ask(who, request);
            let with_more = more_world.ask(who, request);
            if !is_denied(&outcome) {
                prop_assert!(!is_denied(&with_more), "{who}: {request}");
            }
            if !is_denied(&with_more) {
                (less_world, more_world) = (rules.world(), rules.plus(&more).world());
            }
        }
    }

    #[test]
    fn a_denied_call_changes_nothing(rules in rules(0.4)) {
        let requests = requests();
        let pairs = CALLERS.iter().flat_map(|who| requests.iter().map(move |request| (who, request)));
        let mut world = rules.world();
        let mut denied = Vec::new();
        for (who, request) in pairs {
            match is_denied(&world.ask(who, request)) {
                true => denied.push((who, request)),
                false if request.starts_with("GET") || request.starts_with("HEAD") => {}
                false => world = rules.world(),
            }
        }
        let world = rules.world();
        let before = world.look();
        for (who, request) in denied {
            prop_assert!(is_denied(&world.ask(who, request)), "{who}: {request}");
        }
        prop_assert!(world.look() == before);
    }
}

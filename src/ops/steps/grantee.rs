//! To whom a request grants something: the grammar of the headers `x-amz-grant-*`, and the document.

use crate::api::error::{ErrorRow, S3Error, table};
use crate::api::types::{self, AccessControlPolicy, Owner, Type};
use crate::model::access::account::CanonicalId;
use crate::model::access::acl::{Acl, AclGrant, AclGrantee, AclPermission, Group, MAX_GRANTS};
use crate::model::region;
use crate::model::store::Store;

/// What naming a grantee answers, in a header or in a document.
pub(crate) static ERRORS: [&ErrorRow; 6] = [
    &table::GRANT_ID_INVALID,
    &table::GRANT_URI_INVALID,
    &table::EMAIL_GRANTEE_REFUSED,
    &table::EMAIL_GRANTEE_ELSEWHERE,
    &table::EMAIL_UNRESOLVABLE,
    &table::EMAIL_AMBIGUOUS,
];

/// Those who can be granted something, and where: in the Region of the bucket.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Grantees<'a> {
    pub(crate) store: &'a Store,
    pub(crate) region: &'a str,
}

/// How a request names a grantee. An argument at fault has another name in a header than in a document (recorded).
#[derive(Debug, Clone, Copy)]
enum GranteeName<'a> {
    Id(&'a str),
    Uri(&'a str),
    Email(&'a str),
}

impl Grantees<'_> {
    /// The grants of one header: `id="..", uri="..", emailAddress=".."`.
    pub(crate) fn of_header(
        self,
        (header, permission): (&'static str, AclPermission),
        sent: &str,
    ) -> Result<Vec<AclGrant>, S3Error> {
        let grant = |pair: &str| {
            let named = named(pair).ok_or_else(|| table::GRANT_FORMAT.argument(header, pair))?;
            Ok(AclGrant { grantee: self.resolve(named, ["id", "uri"])?, permission })
        };
        pairs(sent).map(grant).collect()
    }

    /// Whom a document calls the owner, and what it grants. Its form comes first, then whom it names (recorded); of
    /// those the owner first (guess).
    pub(crate) fn of_document(self, policy: &AccessControlPolicy) -> Result<(CanonicalId, Acl), S3Error> {
        const NAMES: [&str; 2] = ["CanonicalUser/ID", "Group/URI"];
        let owner = policy.owner().and_then(Owner::id).ok_or_else(|| malformed("there is no owner"))?;
        let lines = policy.grants.as_ref().ok_or_else(|| malformed("there is no list"))?;
        let lines = lines.iter().map(line).collect::<Result<Vec<_>, _>>()?;
        let owner = self.account(owner, NAMES[0])?;
        let grant = |(named, permission)| Ok(AclGrant { grantee: self.resolve(named, NAMES)?, permission });
        let grants = lines.into_iter().map(grant).collect::<Result<Vec<_>, S3Error>>()?;
        let acl = Acl::new(grants).ok_or_else(|| malformed(&format!("a list has at most {MAX_GRANTS} grants")))?;
        Ok((owner, acl))
    }

    fn resolve(self, named: GranteeName<'_>, [id_name, uri_name]: [&str; 2]) -> Result<AclGrantee, S3Error> {
        match named {
            GranteeName::Id(id) => self.account(id, id_name).map(AclGrantee::Account),
            GranteeName::Uri(uri) => match Group::of(uri) {
                Some(group) => Ok(AclGrantee::Group(group)),
                None => Err(table::GRANT_URI_INVALID.argument(uri_name, uri)),
            },
            GranteeName::Email(email) => self.by_email(email).map(AclGrantee::Account),
        }
    }

    fn account(self, id: &str, name: &str) -> Result<CanonicalId, S3Error> {
        self.store.accounts.known(id).ok_or_else(|| {
            let why = "no account of this world has this canonical id";
            table::GRANT_ID_INVALID.argument(name, id).because(why)
        })
    }

    /// Only where S3 still knows such grants, and where it ever did: there it keeps the account's id, not its address.
    fn by_email(self, email: &str) -> Result<CanonicalId, S3Error> {
        if !self.store.settings.resolves_emails {
            let why = "since October 2025 nothing can be granted to an e-mail address";
            return Err(table::EMAIL_GRANTEE_REFUSED.error().because(why));
        }
        if !region::OLD.contains(&self.region) {
            let why = format!("in {} nothing could ever be granted to an e-mail address", self.region);
            return Err(table::EMAIL_GRANTEE_ELSEWHERE.error().because(why));
        }
        match self.store.accounts.by_email(email).as_slice() {
            [account] => Ok(account.canonical_id.clone()),
            [] => Err(table::EMAIL_UNRESOLVABLE.error().because(format!("no account has the address {email}"))),
            all => {
                let why = format!("{} accounts have the address {email}", all.len());
                Err(table::EMAIL_AMBIGUOUS.error().because(why))
            }
        }
    }
}

/// The pairs of a header: between them is a comma, and space around it.
fn pairs(sent: &str) -> impl Iterator<Item = &str> {
    let mut is_quoted = false;
    let is_between = move |letter| {
        is_quoted ^= letter == '"';
        letter == ',' && !is_quoted
    };
    sent.split(is_between).map(|pair| pair.trim_matches([' ', '\t']))
}

/// `id="text"` or `id=text`.
fn named(pair: &str) -> Option<GranteeName<'_>> {
    let (kind, text) = pair.split_once('=')?;
    let text = match text.strip_prefix('"') {
        Some(quoted) => quoted.strip_suffix('"')?,
        None => text,
    };
    match kind {
        _ if text.contains('"') => None,
        "id" => Some(GranteeName::Id(text)),
        "uri" => Some(GranteeName::Uri(text)),
        "emailAddress" => Some(GranteeName::Email(text)),
        _ => None,
    }
}

/// One line of a document.
fn line(grant: &types::Grant) -> Result<(GranteeName<'_>, AclPermission), S3Error> {
    let permission =
        grant.permission().and_then(permission).ok_or_else(|| malformed("nobody knows this permission"))?;
    let grantee = grant.grantee().ok_or_else(|| malformed("a grant has no grantee"))?;
    let named = match grantee.r#type() {
        Type::CanonicalUser => grantee.id().map(GranteeName::Id),
        Type::Group => grantee.uri().map(GranteeName::Uri),
        Type::AmazonCustomerByEmail => grantee.email_address().map(GranteeName::Email),
        Type::Unknown(_) => None,
    };
    Ok((named.ok_or_else(|| malformed("a grantee is not named as its type says"))?, permission))
}

fn permission(sent: &types::Permission) -> Option<AclPermission> {
    match sent {
        types::Permission::FullControl => Some(AclPermission::FullControl),
        types::Permission::Read => Some(AclPermission::Read),
        types::Permission::ReadAcp => Some(AclPermission::ReadAcp),
        types::Permission::Write => Some(AclPermission::Write),
        types::Permission::WriteAcp => Some(AclPermission::WriteAcp),
        types::Permission::Unknown(_) => None,
    }
}

fn malformed(why: &str) -> S3Error {
    table::MALFORMED_ACL.error().because(why)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::primitives::DateTime;
    use crate::model::store::Store;
    use proptest::prelude::*;

    /// What a header grants, or the name of the row that refuses and what it calls the argument.
    fn read(sent: &str) -> Result<String, (&'static str, String)> {
        let mut store = Store::new(0, DateTime::from_secs(0), "us-east-1".to_owned());
        let alice = store.accounts.named("alice");
        store.settings.resolves_emails = true;
        store.accounts.get_mut(&alice).unwrap().email = Some("alice@example.com".to_owned());
        let alice = store.accounts.canonical_id(&alice);
        let sent = sent.replace("ALICE", alice.as_str());
        let grantees = Grantees { store: &store, region: "us-east-1" };
        match grantees.of_header(("x-amz-grant-read", AclPermission::Read), &sent) {
            Ok(grants) => {
                let names = grants.iter().map(|grant| grant.grantee.to_string().replace(alice.as_str(), "ALICE"));
                Ok(names.collect::<Vec<_>>().join(" ").replace("http://acs.amazonaws.com/groups/", ""))
            }
            Err(error) => Err((error.row().name, error.extra("ArgumentValue").unwrap_or_default().to_owned())),
        }
    }

    #[test]
    fn the_grammar_is_read() {
        const ALL: &str = "http://acs.amazonaws.com/groups/global/AllUsers";
        for (sent, expected) in [
            ("id=ALICE".to_owned(), "ALICE".to_owned()),
            ("id=\"ALICE\"".to_owned(), "ALICE".to_owned()),
            ("id=ALICE,id=ALICE".to_owned(), "ALICE ALICE".to_owned()),
            (format!("id=ALICE \t,\t uri=\"{ALL}\""), "ALICE global/AllUsers".to_owned()),
            (format!("uri={ALL}"), "global/AllUsers".to_owned()),
            ("emailAddress=\"alice@example.com\"".to_owned(), "ALICE".to_owned()),
            ("emailAddress=Alice@Example.com".to_owned(), "ALICE".to_owned()),
        ] {
            assert_eq!(read(&sent), Ok(expected), "{sent}");
        }
    }

    #[test]
    fn what_is_not_of_the_grammar_is_shown_as_it_was_sent() {
        for (sent, row, value) in [
            ("fakekey=\"1234\"", "GRANT_FORMAT", "fakekey=\"1234\""),
            ("ID=ALICE", "GRANT_FORMAT", ""),
            ("id =x", "GRANT_FORMAT", "id =x"),
            ("id", "GRANT_FORMAT", "id"),
            ("", "GRANT_FORMAT", ""),
            ("id=ALICE, ", "GRANT_FORMAT", ""),
            ("id=\"x", "GRANT_FORMAT", "id=\"x"),
            ("id=x\"", "GRANT_FORMAT", "id=x\""),
            ("id=\"", "GRANT_FORMAT", "id=\""),
            ("id=\"wrong-id\"", "GRANT_ID_INVALID", "wrong-id"),
            ("id=\"a, b\"", "GRANT_ID_INVALID", "a, b"),
            ("id=", "GRANT_ID_INVALID", ""),
            ("uri=x", "GRANT_URI_INVALID", "x"),
            ("emailAddress=bob@example.com", "EMAIL_UNRESOLVABLE", ""),
        ] {
            let (found, argument) = read(sent).unwrap_err();
            assert_eq!(found, row, "{sent}");
            assert!(argument == value || sent.contains("ALICE"), "{sent}: {argument}");
        }
    }

    #[test]
    fn eight_regions_take_email_addresses_and_no_edition_but_the_classic() {
        let mut store = Store::new(0, DateTime::from_secs(0), "us-east-1".to_owned());
        let row = |store: &Store, region: &str| {
            let grantees = Grantees { store, region };
            grantees.by_email("nobody@example.com").unwrap_err().row().name
        };
        for region in region::OLD {
            store.settings.resolves_emails = true;
            assert_eq!(row(&store, region), "EMAIL_UNRESOLVABLE");
            store.settings.resolves_emails = false;
            assert_eq!(row(&store, region), "EMAIL_GRANTEE_REFUSED");
        }
        store.settings.resolves_emails = true;
        for region in ["us-east-2", "eu-central-1", "ap-northeast-2"] {
            assert_eq!(row(&store, region), "EMAIL_GRANTEE_ELSEWHERE");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_refused_or_read(sent in r#"(?:(id|uri|emailAddress|x)?="?[a-z]{0,3}"?[ ,]{0,2}){0,4}"#) {
            let pieces = pairs(&sent).count();
            if let Ok(grants) = read(&sent) {
                prop_assert_eq!(grants.split(' ').count(), pieces);
            }
        }
    }
}

//! XML: documents are serde structs, through quick-xml.

use crate::api::error::{S3Error, table};
use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The flags in documents that S3 reads. They are `true` or `false`; S3 rejects `1` (field report of the first).
const FLAGS: [&str; 8] = [
    "ExpiredObjectDeleteMarker",
    "BlockPublicAcls",
    "BlockPublicPolicy",
    "BucketKeyEnabled",
    "IgnorePublicAcls",
    "IsEnabled",
    "Quiet",
    "RestrictPublicBuckets",
];

/// Begins every document.
pub const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// The namespace of every answer but errors.
pub const NAMESPACE: &str = "http://s3.amazonaws.com/doc/2006-03-01/";

/// Reads a document; `None` where there is no body.
///
/// # Errors
/// `MalformedXML`, and why; of access control lists alone the code is one of its own (recorded).
pub fn parse<T: DeserializeOwned>(bytes: &[u8], root: &str) -> Result<Option<T>, S3Error> {
    let row = if root == "AccessControlPolicy" { &table::MALFORMED_ACL } else { &table::MALFORMED_XML };
    let malformed = |why: String| row.error().because(why);
    let text = std::str::from_utf8(bytes).map_err(|error| malformed(error.to_string()))?;
    let text = text.trim_start_matches('\u{FEFF}');
    if text.trim().is_empty() {
        return Ok(None);
    }
    if let Some(letter) = text.chars().find(|letter| is_forbidden(*letter)) {
        return Err(malformed(format!("XML cannot carry the character {}", letter.escape_unicode())));
    }
    let plain = plain(text, root).map_err(malformed)?;
    quick_xml::de::from_str(&plain).map(Some).map_err(|error| malformed(error.to_string()))
}

/// The name of the root of what is a document.
pub fn root(text: &str) -> Option<String> {
    let mut reader = Reader::from_str(text);
    let root = loop {
        match reader.read_event().ok()? {
            Event::Start(element) | Event::Empty(element) => break element.local_name().as_ref().to_owned(),
            Event::Eof => return None,
            _ => {}
        }
    };
    plain(text, &root).ok().map(|_| root)
}

/// The document without what makes no difference: namespaces, prefixes, comments, and space between elements. Clients
/// send all of these. One attribute makes a difference: how a grantee is named.
fn plain(text: &str, root: &str) -> Result<String, String> {
    let mut reader = Reader::from_str(text);
    let mut plain = String::with_capacity(text.len());
    let (mut depth, mut has_root, mut is_flag) = (0_usize, false, false);
    let mut enter = |depth: usize, name: &str| match depth {
        0 if has_root => Err("there is more than one root".to_owned()),
        0 if name != root => Err(format!("the root is <{name}>, not <{root}>")),
        _ => {
            has_root = true;
            Ok(())
        }
    };
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Eof if depth > 0 => return Err("the document ends early".to_owned()),
            Event::Eof => break,
            Event::Start(element) => {
                let name = element.local_name();
                enter(depth, name.as_ref())?;
                depth += 1;
                is_flag = FLAGS.contains(&name.as_ref());
                plain.extend(["<", name.as_ref(), &type_of(&element)?, ">"]);
            }
            Event::Empty(element) => {
                let name = element.local_name();
                enter(depth, name.as_ref())?;
                plain.extend(["<", name.as_ref(), &type_of(&element)?, "/>"]);
            }
            Event::End(element) => {
                is_flag = false;
                depth = depth.checked_sub(1).ok_or("an element ends that did not begin")?;
                plain.extend(["</", element.local_name().as_ref(), ">"]);
            }
            Event::Text(text) if depth == 0 && text.trim().is_empty() => {}
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) if depth == 0 => {
                return Err("there is text outside the root".to_owned());
            }
            Event::DocType(_) => return Err("a document type is not accepted".to_owned()),
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
            Event::Text(text) if is_flag && !["true", "false"].contains(&text.trim()) => {
                return Err(format!("a flag is true or false, and not `{}`", text.trim()));
            }
            Event::Text(text) => plain.push_str(&text),
            Event::CData(text) => plain.extend(["<![CDATA[", &text, "]]>"]),
            Event::GeneralRef(name) if is_forbidden_reference(&name) => {
                return Err(format!("XML cannot carry the character &{};", &*name));
            }
            Event::GeneralRef(name) => plain.extend(["&", &name, ";"]),
        }
    }
    if has_root { Ok(plain) } else { Err("there is no root".to_owned()) }
}

/// Whether a numeric reference stands for a character that XML 1.0 excludes, escaped or not.
fn is_forbidden_reference(name: &str) -> bool {
    let Some(number) = name.strip_prefix('#') else { return false };
    let code = match number.strip_prefix('x') {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    code.ok().and_then(char::from_u32).is_none_or(is_forbidden)
}

/// Whether XML 1.0 excludes a character.
fn is_forbidden(letter: char) -> bool {
    match letter {
        '\t' | '\n' | '\r' => false,
        letter => letter < ' ' || matches!(letter, '\u{FFFE}' | '\u{FFFF}'),
    }
}

/// The attributes of XML Schema itself, which any element may have with a prefix.
const OF_SCHEMA: [&str; 4] = ["type", "nil", "schemaLocation", "noNamespaceSchemaLocation"];

/// Checks the attributes of an element: S3's documents have none but namespaces and those of XML Schema. Returns
/// `xsi:type` of a grantee, without its prefix.
fn type_of(element: &BytesStart<'_>) -> Result<String, String> {
    let (mut type_of_grantee, mut seen) = (String::new(), BTreeSet::new());
    // The reader's own check compares every pair of names.
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let (name, local) = (attribute.key.as_ref(), attribute.key.local_name());
        let prefix = attribute.key.prefix();
        let is_namespace = name == "xmlns" || prefix.is_some_and(|prefix| prefix.as_ref() == "xmlns");
        if !is_namespace && (prefix.is_none() || !OF_SCHEMA.contains(&local.as_ref())) {
            return Err(format!("<{}> has an unknown attribute `{name}`", element.local_name().as_ref()));
        }
        if !seen.insert(name.to_owned()) {
            return Err(format!("<{}> has the attribute `{name}` twice", element.local_name().as_ref()));
        }
        if !is_namespace && local.as_ref() == "type" && element.local_name().as_ref() == "Grantee" {
            // The value is escaped already, except for the quotes that it need not be between.
            type_of_grantee = format!(" type=\"{}\"", attribute.value.replace('"', "&quot;"));
        }
    }
    Ok(type_of_grantee)
}

/// A document with the characters that XML cannot carry as numeric references. S3 sends them so, although no parser
/// has to take them: the documentation advises `encoding-type=url`.
pub fn with_references(document: String) -> String {
    let is_forbidden = |byte: u8| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r');
    // All of them are one byte, and no other letter has such a byte in it.
    if !document.bytes().any(is_forbidden) {
        return document;
    }
    let mut referring = String::with_capacity(document.len() + 8);
    for letter in document.chars() {
        match u8::try_from(letter) {
            Ok(byte) if is_forbidden(byte) => _ = write!(referring, "&#x{byte:x};"),
            _ => referring.push(letter),
        }
    }
    referring
}

/// Writes one element that is nothing but text.
pub fn text_element(into: &mut String, name: &str, value: &str) {
    if value.is_empty() {
        into.extend(["<", name, "/>"]);
    } else {
        into.extend(["<", name, ">", &escape(value), "</", name, ">"]);
    }
}

/// Writes one element.
pub fn element<T: Serialize + ?Sized>(into: &mut String, name: &str, value: &T) {
    let before = into.len();
    let written = quick_xml::se::Serializer::with_root(into, Some(name)).and_then(|mut serializer| {
        serializer.set_quote_level(quick_xml::se::QuoteLevel::Full);
        value.serialize(serializer)
    });
    // The tables hold nothing that cannot be written; should one ever, half an element must not stay.
    if let Err(error) = written {
        debug_assert!(false, "<{name}> cannot be written: {error}");
        into.truncate(before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::types::{AccessControlPolicy, CompletedMultipartUpload, Delete, Grantee, Type};

    /// Numbers and tags, or the code of the refusal.
    type Parts = Result<Vec<(Option<i32>, Option<String>)>, &'static str>;

    fn parts(text: &str) -> Parts {
        let parsed: Result<Option<CompletedMultipartUpload>, _> = parse(text.as_bytes(), "CompleteMultipartUpload");
        let upload = parsed.map_err(|error| error.code())?.expect("there is a body");
        Ok(upload.parts().iter().map(|part| (part.part_number(), part.e_tag().map(str::to_owned))).collect())
    }

    #[test]
    fn every_client_s_spelling_is_read() {
        let expected = Ok(vec![(Some(1), Some("\"e1\"".to_owned()))]);
        for text in [
            "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>\"e1\"</ETag></Part></CompleteMultipartUpload>",
            "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Part><ETag>&quot;e1&quot;</ETag><PartNumber>1</PartNumber></Part></CompleteMultipartUpload>",
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<CompleteMultipartUpload>\n  <Part>\n    <PartNumber>1</PartNumber>\n    <ETag>&#34;e1&#34;</ETag>\n  </Part>\n</CompleteMultipartUpload>\n",
            "<s3:CompleteMultipartUpload xmlns:s3=\"x\"><s3:Part><s3:PartNumber>1</s3:PartNumber><s3:ETag>\"e1\"</s3:ETag></s3:Part></s3:CompleteMultipartUpload>",
        ] {
            assert_eq!(parts(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_not_the_document_is_malformed() {
        for text in [
            "<CompleteMultipartUpload>",
            "<CompleteMultipartUpload><Part></CompleteMultipartUpload>",
            "<Other/>",
            "<CompleteMultipartUpload/><CompleteMultipartUpload/>",
            "<CompleteMultipartUpload/>text",
            "<CompleteMultipartUpload><Part><PartNumber>one</PartNumber></Part></CompleteMultipartUpload>",
            "<CompleteMultipartUpload><Colour>red</Colour></CompleteMultipartUpload>",
            "<!DOCTYPE a [<!ENTITY b \"c\">]><CompleteMultipartUpload/>",
            "no xml",
        ] {
            assert_eq!(parts(text), Err("MalformedXML"), "{text}");
        }
    }

    #[test]
    fn the_type_of_a_grantee_is_read_with_any_prefix() {
        for attributes in [
            "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"Group\"",
            "xmlns:p='http://www.w3.org/2001/XMLSchema-instance' p:schemaLocation='a\"b' p:type='Group'",
        ] {
            let list = format!("<Grant x:nil='y'><Grantee {attributes}><URI>u</URI></Grantee></Grant>");
            let text =
                format!("<AccessControlPolicy><AccessControlList>{list}</AccessControlList></AccessControlPolicy>");
            let policy: AccessControlPolicy = parse(text.as_bytes(), "AccessControlPolicy").unwrap().unwrap();
            assert_eq!(policy.grants()[0].grantee().map(|grantee| grantee.r#type().as_str()), Some("Group"), "{text}");
        }
        let text = "<AccessControlPolicy><AccessControlList><Grant><Grantee type=\"Group\"/></Grant></AccessControlList>\
                    </AccessControlPolicy>";
        let error = parse::<AccessControlPolicy>(text.as_bytes(), "AccessControlPolicy").unwrap_err();
        assert_eq!(error.code(), "MalformedACLError");
    }

    #[test]
    fn an_unknown_attribute_is_malformed() {
        for attributes in [
            "a='1'",
            "type='a'",
            "x:colour='a'",
            "xml:lang='en'",
            "xmlns='a' xmlns='a'",
            "xmlns:a='1' xmlns:a='1'",
            "a",
        ] {
            for text in [format!("<Delete {attributes}></Delete>"), format!("<Delete><Object {attributes}/></Delete>")]
            {
                assert_eq!(parse::<Delete>(text.as_bytes(), "Delete").unwrap_err().code(), "MalformedXML", "{text}");
            }
        }
        let many = (0..100_000).map(|number| format!("xmlns:a{number}='a'")).collect::<Vec<_>>().join(" ");
        let text = format!("<Delete {many}><Object><Key>a</Key></Object></Delete>");
        assert_eq!(parse::<Delete>(text.as_bytes(), "Delete").unwrap().unwrap().objects().len(), 1);
    }

    #[test]
    fn a_grantee_says_how_it_is_named() {
        let mut xml = String::new();
        element(&mut xml, "Grantee", &Grantee::builder().r#type(Type::CanonicalUser).id("a").build().unwrap());
        let namespace = "http://www.w3.org/2001/XMLSchema-instance";
        let expected = format!("<Grantee xmlns:xsi=\"{namespace}\" xsi:type=\"CanonicalUser\"><ID>a</ID></Grantee>");
        assert_eq!(xml, expected);
    }

    #[test]
    fn no_body_is_no_document() {
        for text in ["", "  \n"] {
            assert!(parse::<CompletedMultipartUpload>(text.as_bytes(), "CompleteMultipartUpload").unwrap().is_none());
        }
    }

    #[test]
    fn keys_keep_their_spaces() {
        let text = "<Delete><Object><Key> a &amp; b </Key></Object></Delete>";
        let delete: Delete = parse(text.as_bytes(), "Delete").unwrap().unwrap();
        assert_eq!(delete.objects()[0].key(), " a & b ");
    }

    #[test]
    fn what_xml_cannot_carry_is_referred_to() {
        assert_eq!(with_references("<Key>a\u{1}b\u{1f}\n</Key>".to_owned()), "<Key>a&#x1;b&#x1f;\n</Key>");
        assert_eq!(with_references("<Key>é\t</Key>".to_owned()), "<Key>é\t</Key>");
    }

    #[test]
    fn elements_are_escaped() {
        let mut xml = String::new();
        element(&mut xml, "ETag", "\"a<b&c\"");
        assert_eq!(xml, "<ETag>&quot;a&lt;b&amp;c&quot;</ETag>");
    }

    #[test]
    fn text_is_written_as_serde_writes_it() {
        for text in ["", " ", "a", "\"<>&'\r\n\t \u{1}é"] {
            let (mut short, mut serde) = (String::new(), String::new());
            text_element(&mut short, "Key", text);
            element(&mut serde, "Key", text);
            assert_eq!(short, serde);
        }
    }
}

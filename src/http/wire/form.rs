//! `multipart/form-data`, as browsers send it: the fields of a form, and the file behind them.
//!
//! The file is a slice of the body that arrived; only what stands before it is put together, and S3 limits that.

use super::headers::Headers;
use crate::api::error::{S3Error, table};
use crate::model::payload::Payload;
use bytes::Bytes;
use memchr::memmem;
use percent_encoding::percent_decode_str;

/// How many bytes may stand before the file: fields and boundaries.
const MAX_BYTES_BEFORE_FILE: usize = 20 * 1024;

/// More headers than any part of a form has.
const MAX_PART_HEADERS: usize = 16;

/// A form that was filled in.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// As they were sent, in their order. One that came twice is one list (documented).
    fields: Vec<(String, String)>,
    /// What it uploads: the field `file`. Nothing behind it counts.
    pub file: Option<File>,
}

/// An uploaded file.
#[derive(Debug, Clone, Default)]
pub struct File {
    /// The name that it has where it comes from, without the folders.
    pub name: Option<String>,
    pub content: Payload,
}

impl Form {
    /// Reads a form out of the body.
    ///
    /// # Errors
    /// `PreconditionFailed` for what says that it is no form, `MalformedPOSTRequest` for what is none,
    /// `MaxPostPreDataLengthExceeded`, and `InvalidArgument` for what is no text.
    pub fn read(headers: &Headers<'_>, body: &Payload) -> Result<Self, S3Error> {
        let kind = headers.get("content-type").unwrap_or_default();
        if !media_type(kind).eq_ignore_ascii_case("multipart/form-data") {
            let condition = "Bucket POST must be of the enclosure-type multipart/form-data";
            return Err(table::PRECONDITION_FAILED.error().with("Condition", condition));
        }
        let boundary = parameter(kind, "boundary").filter(|boundary| !boundary.is_empty());
        let boundary = boundary.ok_or_else(|| malformed("the content type names no boundary"))?;
        let window = body.slice(0..MAX_BYTES_BEFORE_FILE as u64 + 1).to_bytes();
        let delimiter = format!("\r\n--{boundary}");
        FormReader { body, window, delimiter: delimiter.as_bytes() }.read()
    }

    /// A field; names are told apart without regard to case.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields().find_map(|(found, value)| found.eq_ignore_ascii_case(name).then_some(value))
    }

    /// A field that must be there.
    ///
    /// # Errors
    /// `InvalidArgument`, naming it.
    pub fn need(&self, name: &'static str) -> Result<&str, S3Error> {
        let missing = || table::POST_FIELD_MISSING.fill(&[&name]).with("ArgumentName", name).with("ArgumentValue", "");
        self.get(name).ok_or_else(missing)
    }

    /// All fields, as they were sent.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    fn add(&mut self, name: String, value: &str) {
        match self.fields.iter_mut().find(|(found, _)| found.eq_ignore_ascii_case(&name)) {
            Some((_, list)) => list.extend([",", value]),
            None => self.fields.push((name, value.to_owned())),
        }
    }

    /// `${filename}` in any field stands for the name of the file (documented), and for itself where that has none
    /// (recorded). The policy is what was signed, and stays as it is.
    fn resolve_file_name(&mut self) {
        let Some(name) = self.file.as_ref().and_then(|file| file.name.as_deref()) else { return };
        for (_, value) in self.fields.iter_mut().filter(|(field, _)| !field.eq_ignore_ascii_case("policy")) {
            *value = value.replace("${filename}", name);
        }
    }
}

/// The body, and as much of its beginning as may stand before the file.
struct FormReader<'a> {
    body: &'a Payload,
    window: Bytes,
    /// A line's end, and the boundary.
    delimiter: &'a [u8],
}

impl FormReader<'_> {
    fn read(&self) -> Result<Form, S3Error> {
        let mut form = Form::default();
        let mut at = self.first()?;
        // What closes the form is a delimiter with two dashes; what ends a part, one with the end of the line.
        while let Some(head) = self.part_after(at)? {
            let (part, content) = self.part(head)?;
            if part.name.eq_ignore_ascii_case("file") {
                if content > MAX_BYTES_BEFORE_FILE {
                    return Err(self.ended("the file begins too far behind"));
                }
                let end = self.end_of_file(content)?;
                form.file = Some(File { name: part.file_name, content: self.body.slice(content as u64..end) });
                break;
            }
            let end = self.find(content)?;
            form.add(part.name, text(&self.window[content..end])?);
            at = end + self.delimiter.len();
        }
        form.resolve_file_name();
        Ok(form)
    }

    /// Behind the first delimiter. It needs no line before it.
    fn first(&self) -> Result<usize, S3Error> {
        let bare = &self.delimiter[2..];
        match self.window.starts_with(bare) {
            true => Ok(bare.len()),
            false => Ok(self.find(0)? + self.delimiter.len()),
        }
    }

    /// Where a part begins behind a delimiter; `None` where that closes the form.
    fn part_after(&self, delimiter: usize) -> Result<Option<usize>, S3Error> {
        let rest = &self.window[delimiter..];
        if rest.starts_with(b"--") {
            return Ok(None);
        }
        let padding = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        match rest[padding..].starts_with(b"\r\n") {
            true => Ok(Some(delimiter + padding + 2)),
            false => Err(self.ended("a boundary does not end its line")),
        }
    }

    /// The headers of a part, and where its content begins.
    fn part(&self, head: usize) -> Result<(FormPart, usize), S3Error> {
        let mut headers = [httparse::EMPTY_HEADER; MAX_PART_HEADERS];
        match httparse::parse_headers(&self.window[head..], &mut headers) {
            Ok(httparse::Status::Complete((length, headers))) => Ok((FormPart::read(headers)?, head + length)),
            Ok(httparse::Status::Partial) => Err(self.ended("the headers of a part do not end")),
            Err(error) => Err(malformed(&format!("the headers of a part: {error}"))),
        }
    }

    /// The next delimiter before the file.
    fn find(&self, from: usize) -> Result<usize, S3Error> {
        let found = memmem::find(&self.window[from..], self.delimiter).map(|at| from + at);
        found.ok_or_else(|| self.ended("a boundary is missing"))
    }

    /// The delimiter behind the file, wherever in the body it is.
    fn end_of_file(&self, start: usize) -> Result<u64, S3Error> {
        let finder = memmem::Finder::new(self.delimiter);
        let rest = self.body.slice(start as u64..self.body.len());
        // The end of one piece, where the delimiter may begin that the next one goes on with.
        let (mut tail, mut at) = (Vec::new(), start as u64);
        for piece in rest.pieces() {
            let seam = [tail.as_slice(), &piece[..piece.len().min(self.delimiter.len() - 1)]].concat();
            if let Some(found) = finder.find(&seam) {
                return Ok(at - tail.len() as u64 + found as u64);
            }
            if let Some(found) = finder.find(&piece) {
                return Ok(at + found as u64);
            }
            at += piece.len() as u64;
            tail.extend_from_slice(&piece[piece.len().saturating_sub(self.delimiter.len() - 1)..]);
            tail.drain(..tail.len().saturating_sub(self.delimiter.len() - 1));
        }
        Err(malformed("no boundary ends the file"))
    }

    /// What is missing may stand further behind than it may.
    fn ended(&self, why: &str) -> S3Error {
        match self.window.len() > MAX_BYTES_BEFORE_FILE {
            true => {
                let error = table::POST_FIELDS_TOO_LARGE.error();
                error.with("MaxPostPreDataLengthBytes", MAX_BYTES_BEFORE_FILE).because(why)
            }
            false => malformed(why),
        }
    }
}

/// What the headers of a part say.
struct FormPart {
    name: String,
    file_name: Option<String>,
}

impl FormPart {
    fn read(headers: &[httparse::Header<'_>]) -> Result<Self, S3Error> {
        let is_disposition = |header: &&httparse::Header<'_>| header.name.eq_ignore_ascii_case("content-disposition");
        let disposition = headers.iter().find(is_disposition).map(|header| text(header.value)).transpose()?;
        let disposition = disposition.filter(|sent| media_type(sent).eq_ignore_ascii_case("form-data"));
        let disposition = disposition.ok_or_else(|| malformed("a part is not form-data"))?;
        let name = parameter(disposition, "name").ok_or_else(|| malformed("a part has no name"))?;
        let encoded = || {
            let sent = parameter(disposition, "filename*")?;
            let (_, encoded) = sent.split_once("''")?;
            percent_decode_str(encoded).decode_utf8().ok().map(Into::into)
        };
        let file_name: Option<String> = encoded().or_else(|| parameter(disposition, "filename"));
        // Of a path, only what stands behind the last slash or backslash (documented).
        let file_name = file_name.map(|path| path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned());
        Ok(Self { name, file_name })
    }
}

fn malformed(why: &str) -> S3Error {
    table::POST_MALFORMED.error().because(why)
}

fn text(bytes: &[u8]) -> Result<&str, S3Error> {
    std::str::from_utf8(bytes).map_err(|_| {
        let error = table::POST_FIELD_UNICODE.error().with("ArgumentName", "formField");
        error.because("a field of the form is not UTF-8")
    })
}

/// `form-data` of `form-data; name="key"`.
fn media_type(header: &str) -> &str {
    header.split(';').next().unwrap_or_default().trim()
}

/// A parameter of a header, with or without quotes. Of backslashes only that before a quote means something: browsers
/// send them in paths as they are.
fn parameter(header: &str, name: &str) -> Option<String> {
    let mut rest = header.split_once(';')?.1;
    loop {
        let (found, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let (value, behind) = if let Some(text) = after.strip_prefix('"') {
            let end = closing_quote(text)?;
            (text[..end].replace("\\\"", "\""), &text[end + 1..])
        } else {
            let end = after.find(';').unwrap_or(after.len());
            (after[..end].trim().to_owned(), &after[end..])
        };
        if found.trim().eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = behind.split_once(';')?.1;
    }
}

/// A backslash in front of the last quote is the end of a path, and hides nothing.
fn closing_quote(text: &str) -> Option<usize> {
    let last = text.rfind('"')?;
    text.match_indices('"').map(|(at, _)| at).find(|at| *at == last || !text[..*at].ends_with('\\'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, HeaderValue};
    use proptest::prelude::*;

    fn read(kind: &'static str, body: &Payload) -> Result<Form, S3Error> {
        let headers = HeaderMap::from_iter([(http::header::CONTENT_TYPE, HeaderValue::from_static(kind))]);
        Form::read(&Headers::read(&headers).unwrap(), body)
    }

    fn form(body: &str) -> Result<Form, S3Error> {
        read("multipart/form-data; boundary=xyz", &Payload::from(Bytes::copy_from_slice(body.as_bytes())))
    }

    const KEY: &str = "--xyz\r\nContent-Disposition: form-data; name=\"Key\"\r\n\r\na/${filename}\r\n";

    #[test]
    fn a_form_is_its_fields_and_its_file() {
        let file = "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\dir\\b \\\"c\\\".txt\"\r\n\
                    Content-Type: text/plain\r\n\r\n\r\n--xy\r\n\r\n--xyz\r\nContent-Disposition: form-data; \
                    name=\"late\"\r\n\r\nlate\r\n--xyz--\r\n";
        let form = form(&format!("{KEY}{file}")).unwrap();
        assert_eq!(form.fields().collect::<Vec<_>>(), [("Key", "a/b \"c\".txt")]);
        let found = form.file.unwrap();
        assert_eq!(found.name.as_deref(), Some("b \"c\".txt"));
        assert!(found.content.eq_bytes(b"\r\n--xy\r\n"));
    }

    #[test]
    fn parameters_are_read_however_they_are_written() {
        for (header, found) in [
            ("form-data; name=file; filename=a.txt", Some("a.txt")),
            ("form-data; filename=\"a;b=c.txt\"; name=\"file\"", Some("a;b=c.txt")),
            ("form-data; FileName = \"\"", Some("")),
            ("form-data; filename=\"C:\\\"", Some("C:\\")),
            ("form-data; filename=\"a", None),
            ("form-data; name=\"filename\"", None),
            ("form-data", None),
        ] {
            assert_eq!(parameter(header, "filename").as_deref(), found, "{header}");
        }
    }

    #[test]
    fn twenty_kilobytes_may_stand_before_the_file() {
        let part = |name: &str| format!("--xyz\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        let code = |body: &str| form(body).map(|form| form.file.is_some()).map_err(|error| error.code());
        let around = part("x").len() + 2 + part("file").len();
        for (bytes, expected) in [
            (MAX_BYTES_BEFORE_FILE, Ok(true)),
            (MAX_BYTES_BEFORE_FILE + 1, Err("MaxPostPreDataLengthExceeded")),
            (MAX_BYTES_BEFORE_FILE + 2, Err("MaxPostPreDataLengthExceeded")),
        ] {
            let before = format!("{}{}\r\n{}", part("x"), "x".repeat(bytes - around), part("file"));
            assert_eq!(before.len(), bytes);
            assert_eq!(code(&format!("{before}bytes\r\n--xyz--")), expected, "{bytes}");
        }
        // What is no form is none, unless it is too long to tell.
        assert_eq!(code(&"x".repeat(MAX_BYTES_BEFORE_FILE)), Err("MalformedPOSTRequest"));
        assert_eq!(code(&"x".repeat(MAX_BYTES_BEFORE_FILE + 1)), Err("MaxPostPreDataLengthExceeded"));
    }

    #[test]
    fn the_name_of_a_file_may_be_encoded() {
        let part = "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename*=utf-8''%E2%82%AC.txt\r\n\r\n\
                    x\r\n--xyz--";
        assert_eq!(form(&format!("{KEY}{part}")).unwrap().get("KEY"), Some("a/€.txt"));
    }

    #[test]
    fn a_file_shares_the_bytes_of_the_body() {
        let text = format!("{KEY}--xyz\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nbytes\r\n--xyz--");
        let bytes = Bytes::from(text);
        let form = read("Multipart/Form-Data; charset=utf-8; boundary=\"xyz\"", &Payload::from(bytes.clone())).unwrap();
        let at = memmem::find(&bytes, b"bytes").unwrap();
        assert_eq!(form.file.unwrap().content.as_one().unwrap().as_ptr(), bytes[at..].as_ptr());
    }

    proptest! {
        /// However the body arrives, and whatever in the file looks like a boundary.
        #[test]
        fn the_file_is_what_was_sent(
            content in "(\r\n--xy|\r\n|--xyz|z|-|\r){0,12}",
            cuts in proptest::collection::vec(1_usize..9, 0..60),
        ) {
            prop_assume!(!content.contains("\r\n--xyz"));
            let head = format!("{KEY}--xyz\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n");
            let whole = Bytes::from(format!("{head}{content}\r\n--xyz--\r\n"));
            let mut rest = whole.clone();
            let mut body: Payload = std::iter::once(rest.split_to(head.len())).collect();
            for cut in cuts {
                body.push(rest.split_to(cut.min(rest.len())));
            }
            body.push(rest);
            let form = read("multipart/form-data; boundary=xyz", &body).unwrap();
            prop_assert!(form.file.unwrap().content.eq_bytes(content.as_bytes()));
        }

        #[test]
        fn whatever_comes_is_answered(
            body in "(--xyz|\r\n|Content-Disposition: form-data; name=|\"|file|;|--|.){0,20}",
        ) {
            if let Err(error) = form(&body) {
                prop_assert_eq!(error.status(), 400);
            }
        }
    }
}

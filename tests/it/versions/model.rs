//! A bucket that is obviously right: flat lists, and every question looks at everything.
//!
//! An answer is lines of text. The id of a version stands in them as `<null>`, or as `<7>` of the seventh that was
//! begun.

use super::story::{Form, Listing, Which};
use fake_s3::NewestUpload;
use md5::{Digest as _, Md5};
use std::fmt::Write as _;

pub type Answer = Vec<String>;

/// How long an upload that ended can be aborted again, in seconds.
const REMEMBERED: i64 = 24 * 60 * 60;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Versioning {
    Never,
    Enabled,
    Suspended,
}

/// The id of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Id {
    Null,
    Made(u64),
}

/// What a call names, now that it is clear which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    Known(Id),
    Foreign,
    Malformed,
}

#[derive(Debug, Clone)]
pub struct Version {
    pub key: String,
    pub id: Id,
    /// The larger, the newer.
    pub order: u64,
    /// `None` of a delete marker.
    bytes: Option<String>,
    tag: String,
    modified: i64,
    /// The upload that made it.
    upload: Option<usize>,
}

#[derive(Debug, Clone)]
struct Upload {
    key: String,
    initiated: i64,
    /// Where the bucket kept versions when it was initiated: its version's place, and id.
    order: Option<u64>,
    parts: Vec<(i32, String)>,
    ended: Option<Ended>,
}

#[derive(Debug, Clone, Copy)]
struct Ended {
    at: i64,
    /// `None` where it was aborted.
    made: Option<Id>,
}

/// A line of a list.
#[derive(Debug, Clone)]
enum Line {
    Version(Version, bool),
    Prefix(String),
}

#[derive(Debug)]
pub struct Model {
    versioning: Versioning,
    versions: Vec<Version>,
    uploads: Vec<Upload>,
    /// All ids there ever were, and of which key.
    made: Vec<(String, u64)>,
    orders: u64,
    /// Whether the upload that is completed last makes the newest version, not the one that was initiated last.
    last_completed: bool,
    pub now: i64,
}

impl Model {
    pub fn new(now: i64, newest: NewestUpload) -> Self {
        let last_completed = newest == NewestUpload::LastCompleted;
        let versioning = Versioning::Never;
        Self { versioning, versions: vec![], uploads: vec![], made: vec![], orders: 0, last_completed, now }
    }

    /// Which version is meant; without one to choose from, what looks like one.
    pub fn named(&self, key: &str, which: Which) -> Named {
        let nth = |list: Vec<u64>, n: usize| match list.len() {
            0 => Named::Foreign,
            len => Named::Known(Id::Made(list[n % len])),
        };
        match which {
            Which::Null => Named::Known(Id::Null),
            Which::Own(n) => nth(self.made.iter().filter(|(own, _)| own == key).map(|(_, id)| *id).collect(), n),
            Which::Any(n) => nth(self.made.iter().map(|(_, id)| *id).collect(), n),
            Which::Foreign => Named::Foreign,
            Which::Malformed => Named::Malformed,
        }
    }

    pub fn upload_key(&self, upload: usize) -> &str {
        &self.uploads[upload].key
    }

    pub fn uploads(&self) -> usize {
        self.uploads.len()
    }

    /// The numbers of an upload's parts, and their texts.
    pub fn parts(&self, upload: usize) -> &[(i32, String)] {
        &self.uploads[upload].parts
    }

    /// All versions, by key and the newest first.
    pub fn all(&self) -> Vec<Version> {
        let mut all = self.versions.clone();
        all.sort_by(|a, b| a.key.cmp(&b.key).then(b.order.cmp(&a.order)));
        all
    }

    pub fn state(&self) -> Answer {
        self.all().iter().map(|version| told(version, Some(self.is_newest(version)))).collect()
    }

    pub fn stored_bytes(&self) -> usize {
        let versions = self.versions.iter().filter_map(|version| version.bytes.as_ref()).map(String::len);
        let open = self.uploads.iter().filter(|upload| upload.ended.is_none());
        versions.sum::<usize>() + open.flat_map(|upload| &upload.parts).map(|(_, text)| text.len()).sum::<usize>()
    }

    fn newest(&self, key: &str) -> Option<&Version> {
        self.versions.iter().filter(|version| version.key == key).max_by_key(|version| version.order)
    }

    fn is_newest(&self, version: &Version) -> bool {
        self.newest(&version.key).is_some_and(|newest| newest.order == version.order)
    }

    fn position(&self, key: &str, id: Id) -> Option<usize> {
        self.versions.iter().position(|version| version.key == key && version.id == id)
    }

    fn order(&mut self) -> u64 {
        self.orders += 1;
        self.orders
    }

    fn add(&mut self, version: Version) {
        match version.id {
            Id::Null => drop(self.remove(&version.key, Id::Null)),
            Id::Made(id) => self.made.push((version.key.clone(), id)),
        }
        self.versions.push(version);
    }

    fn remove(&mut self, key: &str, id: Id) -> Option<Version> {
        Some(self.versions.remove(self.position(key, id)?))
    }

    /// Writes an object or a marker that comes now.
    fn write(&mut self, key: &str, bytes: Option<String>) -> Id {
        let order = self.order();
        let id = if self.versioning == Versioning::Enabled { Id::Made(order) } else { Id::Null };
        let tag = bytes.as_deref().map(md5).unwrap_or_default();
        self.add(Version { key: key.to_owned(), id, order, bytes, tag, modified: self.now, upload: None });
        id
    }

    pub fn set_versioning(&mut self, enabled: bool) -> Answer {
        self.versioning = if enabled { Versioning::Enabled } else { Versioning::Suspended };
        vec![]
    }

    pub fn put(&mut self, key: &str, text: &str) -> Answer {
        let id = self.write(key, Some(text.to_owned()));
        unless_null(id)
    }

    pub fn delete(&mut self, key: &str, named: Option<Named>) -> Answer {
        let is_bad = match (named, self.versioning) {
            (Some(Named::Malformed | Named::Foreign), _) => true,
            (Some(named), Versioning::Never) => named != Named::Known(Id::Null),
            _ => false,
        };
        match (named, self.versioning) {
            _ if is_bad => vec!["refused InvalidArgument".into()],
            (_, Versioning::Never) => {
                self.remove(key, Id::Null);
                vec![]
            }
            (None, _) => vec!["marker".into(), format!("version {}", show(self.write(key, None)))],
            (Some(Named::Known(id)), _) => {
                let was_marker = self.remove(key, id).is_some_and(|version| version.bytes.is_none());
                let marker = was_marker.then(|| "marker".to_owned());
                marker.into_iter().chain([format!("version {}", show(id))]).collect()
            }
            (Some(_), _) => vec!["version <foreign>".into()],
        }
    }

    pub fn delete_many(&mut self, many: &[(&str, Option<Named>)], quiet: bool) -> Answer {
        let (mut answer, mut refused) = (Vec::new(), Vec::new());
        for (key, named) in many {
            let told = self.delete(key, *named);
            let version = told.iter().find_map(|line| line.strip_prefix("version ")).unwrap_or("nothing");
            let is_marker = told.iter().any(|line| line == "marker");
            match (told.first().is_some_and(|line| line.starts_with("refused")), named) {
                (true, _) => refused.push(format!("refused {key:?} NoSuchVersion")),
                _ if quiet => {}
                (_, None) if is_marker => answer.push(format!("deleted {key:?}, marker {version}")),
                (_, None) => answer.push(format!("deleted {key:?}")),
                (_, Some(_)) if is_marker => answer.push(format!("deleted {key:?} {version}, marker {version}")),
                // A bucket that never kept versions repeats what was sent.
                (_, Some(_)) => answer.push(format!("deleted {key:?} {}", version.replace("nothing", "<null>"))),
            }
        }
        answer.extend(refused);
        answer
    }

    /// What a read finds, or is refused with.
    fn find(&self, key: &str, named: Option<Named>) -> Result<&Version, String> {
        let newest = self.newest(key);
        let version = match (named, self.versioning) {
            (Some(Named::Malformed), _) => return Err("refused InvalidArgument".into()),
            (Some(named), Versioning::Never) if named != Named::Known(Id::Null) => {
                return Err("refused InvalidArgument".into());
            }
            (None, _) | (_, Versioning::Never) => newest,
            (Some(Named::Known(id)), _) => self.position(key, id).map(|position| &self.versions[position]),
            (Some(Named::Foreign), _) => None,
        };
        match version {
            None if named.is_none() || self.versioning == Versioning::Never => Err("refused NoSuchKey".into()),
            None => Err("refused NoSuchVersion".into()),
            Some(marker) if marker.bytes.is_none() => {
                let code = if named.is_none() { "NoSuchKey" } else { "MethodNotAllowed" };
                Err(format!("refused {code}, marker {}", show(marker.id)))
            }
            Some(version) => Ok(version),
        }
    }

    pub fn get(&self, key: &str, named: Option<Named>) -> Answer {
        match self.find(key, named) {
            Err(refused) => vec![refused],
            Ok(version) => {
                let shown = (self.versioning != Versioning::Never).then(|| format!("version {}", show(version.id)));
                let bytes = version.bytes.clone().unwrap_or_default();
                let read = vec![format!("{bytes:?}"), version.tag.clone(), format!("at {}", version.modified)];
                read.into_iter().chain(shown).collect()
            }
        }
    }

    pub fn head(&self, key: &str, named: Option<Named>) -> Answer {
        let mut answer = self.get(key, named);
        if answer.len() > 1 {
            answer[0] = format!("{} bytes", answer[0].len() - 2);
        }
        answer
    }

    pub fn copy(&mut self, from: &str, named: Option<Named>, to: &str, new_metadata: bool) -> Answer {
        let source = match self.find(from, named) {
            Ok(source) => source.clone(),
            Err(refused) if refused.contains("MethodNotAllowed") => return vec!["refused InvalidRequest".into()],
            Err(refused) => return vec![refused],
        };
        let names_version = named.is_some() && self.versioning != Versioning::Never;
        if from == to && self.is_newest(&source) && !new_metadata && !names_version {
            return vec!["refused InvalidRequest".into()];
        }
        let id = self.write(to, source.bytes);
        let mut answer = Vec::new();
        if self.versioning != Versioning::Never {
            answer.push(format!("version {}", show(id)));
        }
        if source.id != Id::Null {
            answer.push(format!("source {}", show(source.id)));
        }
        answer
    }

    pub fn create(&mut self, key: &str) -> Answer {
        let order = (self.versioning == Versioning::Enabled).then(|| self.order());
        self.uploads.push(Upload { key: key.into(), initiated: self.now, order, parts: vec![], ended: None });
        vec![]
    }

    pub fn part(&mut self, upload: usize, number: i32, text: &str) -> Answer {
        let upload = &mut self.uploads[upload];
        if upload.ended.is_some() {
            return vec!["refused NoSuchUpload".into()];
        }
        upload.parts.retain(|(other, _)| *other != number);
        upload.parts.push((number, text.to_owned()));
        upload.parts.sort();
        vec![]
    }

    pub fn complete(&mut self, index: usize) -> Answer {
        let upload = self.uploads[index].clone();
        if let Some(ended) = upload.ended {
            let is_there = |id| {
                let version = self.position(&upload.key, id).map(|position| &self.versions[position]);
                version.is_some_and(|version| version.upload == Some(index))
            };
            return match ended.made {
                Some(id) if is_there(id) => unless_null(id),
                _ => vec!["refused NoSuchUpload".into()],
            };
        }
        if upload.parts.is_empty() {
            return vec!["refused MalformedXML".into()];
        }
        let (id, order) = match upload.order {
            Some(_) if self.last_completed => {
                let order = self.order();
                (Id::Made(order), order)
            }
            Some(order) => (Id::Made(order), order),
            None => {
                let order = self.order();
                (if self.versioning == Versioning::Enabled { Id::Made(order) } else { Id::Null }, order)
            }
        };
        let md5s: Vec<u8> = upload.parts.iter().flat_map(|(_, text)| Md5::digest(text)).collect();
        let tag = format!("{}-{}", md5(&md5s), upload.parts.len());
        let bytes = Some(upload.parts.iter().map(|(_, text)| text.as_str()).collect());
        let (key, modified) = (upload.key, upload.initiated);
        self.add(Version { key, id, order, bytes, tag, modified, upload: Some(index) });
        self.uploads[index].ended = Some(Ended { at: self.now, made: Some(id) });
        unless_null(id)
    }

    pub fn abort(&mut self, upload: usize) -> Answer {
        let (now, upload) = (self.now, &mut self.uploads[upload]);
        match upload.ended {
            Some(ended) if now >= ended.at + REMEMBERED => vec!["refused NoSuchUpload".into()],
            Some(_) => vec![],
            None => {
                upload.ended = Some(Ended { at: now, made: None });
                vec![]
            }
        }
    }

    /// Every line that there is.
    fn lines(&self, listing: &Listing) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        for version in self.all() {
            let is_newest = self.is_newest(&version);
            if listing.form != Form::Versions && (!is_newest || version.bytes.is_none()) {
                continue;
            }
            let Some(rest) = version.key.strip_prefix(listing.prefix) else { continue };
            match rest.find(listing.delimiter).filter(|_| !listing.delimiter.is_empty()) {
                None => lines.push(Line::Version(version, is_newest)),
                Some(at) => {
                    let end = listing.prefix.len() + at + listing.delimiter.len();
                    let common = version.key[..end].to_owned();
                    if !lines.iter().any(|line| matches!(line, Line::Prefix(known) if *known == common)) {
                        lines.push(Line::Prefix(common));
                    }
                }
            }
        }
        lines
    }

    /// A page behind a key; with a version, that key's older ones are on it.
    pub fn page(&self, listing: &Listing, marker: &str, named: Option<Named>) -> Answer {
        let named = named.filter(|_| listing.form == Form::Versions);
        if named.is_some() && (marker.is_empty() || named == Some(Named::Malformed)) {
            return vec!["refused InvalidArgument".into()];
        }
        let place = match named {
            None | Some(Named::Malformed | Named::Foreign) => 0,
            Some(Named::Known(Id::Made(order))) => order,
            // Nobody can say where a null version was that is not there.
            Some(Named::Known(Id::Null)) => {
                self.position(marker, Id::Null).map_or(u64::MAX, |position| self.versions[position].order)
            }
        };
        let is_behind = |line: &Line| match line {
            Line::Version(version, _) => *version.key > *marker || (version.key == marker && version.order < place),
            Line::Prefix(prefix) => **prefix > *marker && !marker.starts_with(prefix),
        };
        let left: Vec<Line> = self.lines(listing).into_iter().filter(is_behind).collect();
        page_of(listing, &left)
    }

    /// All pages.
    pub fn pages(&self, listing: &Listing) -> Answer {
        let lines = self.lines(listing);
        let mut answer = page_of(listing, &lines);
        let size = size_of(listing);
        let mut listed = size;
        while size > 0 && listed < lines.len() {
            answer.extend(page_of(listing, &lines[listed..]));
            listed += size;
        }
        answer
    }
}

fn size_of(listing: &Listing) -> usize {
    listing.size.map_or(1000, |size| usize::try_from(size).unwrap().min(1000))
}

/// The first lines of those that are left: objects, then markers, then prefixes, then what comes next.
fn page_of(listing: &Listing, left: &[Line]) -> Answer {
    let size = size_of(listing);
    let page = &left[..left.len().min(size)];
    let is_truncated = size > 0 && left.len() > size;
    let with_id = listing.form == Form::Versions;
    let (mut objects, mut markers, mut prefixes) = (vec![], vec![], vec![]);
    for line in page {
        match line {
            Line::Version(version, newest) if version.bytes.is_none() => markers.push(told(version, Some(*newest))),
            Line::Version(version, newest) => objects.push(told(version, with_id.then_some(*newest))),
            Line::Prefix(prefix) => prefixes.push(format!("prefix {prefix:?}")),
        }
    }
    let mut answer = [objects, markers, prefixes].concat();
    answer.push(if is_truncated { "more" } else { "all" }.to_owned());
    let next = match (page.last(), listing.form) {
        _ if !is_truncated => None,
        (Some(Line::Version(version, _)), Form::Versions) => {
            Some(format!("next {:?} {}", version.key, show(version.id)))
        }
        (Some(Line::Version(version, _)), Form::Objects) => Some(format!("next {:?}", version.key)),
        (Some(Line::Prefix(prefix)), Form::Versions | Form::Objects) => Some(format!("next {prefix:?}")),
        (None, _) | (_, Form::ObjectsV2) => None,
    };
    answer.extend(next.filter(|_| listing.form == Form::Versions || !listing.delimiter.is_empty()));
    answer
}

/// A version in a list; with its id where it is known whether it is the newest.
fn told(version: &Version, is_newest: Option<bool>) -> String {
    let mut line = format!("{:?}", version.key);
    if let Some(is_newest) = is_newest {
        write!(line, " {}{}", show(version.id), if is_newest { " newest" } else { "" }).unwrap();
    }
    match &version.bytes {
        None => write!(line, " marker").unwrap(),
        Some(bytes) => write!(line, " {} bytes {}", bytes.len(), version.tag).unwrap(),
    }
    write!(line, " at {}", version.modified).unwrap();
    line
}

fn show(id: Id) -> String {
    match id {
        Id::Null => "<null>".to_owned(),
        Id::Made(id) => format!("<{id}>"),
    }
}

/// Puts and uploads do not show a `null`.
fn unless_null(id: Id) -> Answer {
    match id {
        Id::Null => vec![],
        Id::Made(_) => vec![format!("version {}", show(id))],
    }
}

fn md5(bytes: impl AsRef<[u8]>) -> String {
    format!("{:x}", Md5::digest(bytes))
}

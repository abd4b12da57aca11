//! The graph of the sources: which module uses which, by `use` trees, paths, and macros.

use std::collections::{BTreeMap, BTreeSet};

/// A path of modules from the root of the crate, such as `["model", "store"]`.
pub type Module = Vec<String>;

/// One use of an item of another module.
#[derive(Debug, Clone)]
pub struct Arrow {
    pub from: Module,
    /// The module that has the item, after all re-exports.
    pub to: Module,
    /// The file and the line.
    pub place: String,
}

/// The arrows of a crate.
#[derive(Debug)]
pub struct Graph {
    pub arrows: Vec<Arrow>,
}

impl Graph {
    /// Reads the sources, given by their paths below `src/`. Tests are left out.
    pub fn of(sources: &[(String, String)]) -> Self {
        let mut found = Found::default();
        let files: Vec<_> = sources.iter().map(|(path, text)| (path.as_str(), module_of(path), text)).collect();
        found.modules.extend(files.iter().map(|(_, module, _)| module.clone()));
        for (path, module, text) in files {
            Scan { found: &mut found, path, tokens: tokens(text), modules: vec![(module, 0)] }.run();
        }
        let Found { modules, aliases, macros, tests, paths } = found;
        let names = Names { modules, aliases, macros };
        let is_test = |module: &Module| tests.iter().any(|test| module.starts_with(test));
        let arrows = paths.into_iter().filter(|arrow| !is_test(&arrow.from));
        let ends = |arrow: Arrow| Some(Arrow { to: names.resolve(&arrow.from, &arrow.to)?, ..arrow });
        Self { arrows: arrows.filter_map(ends).collect() }
    }

    /// The arrows between the folders and files directly in a module, from one of them to another.
    pub fn between<'a>(&'a self, parent: &'a [&str]) -> impl Iterator<Item = (&'a str, &'a str, &'a Arrow)> {
        let child = move |module: &'a Module| {
            let is_below = module.len() > parent.len() && module.iter().zip(parent).all(|(a, b)| a == b);
            is_below.then(|| module[parent.len()].as_str())
        };
        let ends = move |arrow: &'a Arrow| Some((child(&arrow.from)?, child(&arrow.to)?, arrow));
        self.arrows.iter().filter_map(ends).filter(|(from, to, _)| from != to)
    }
}

/// The sets of nodes that reach each other, each with its arrows.
pub fn circles<'a>(arrows: &[(&'a str, &'a str, &Arrow)]) -> Vec<String> {
    let mut reached: BTreeSet<(&str, &str)> = arrows.iter().map(|&(from, to, _)| (from, to)).collect();
    let nodes: BTreeSet<&str> = reached.iter().flat_map(|&(from, to)| [from, to]).collect();
    for middle in &nodes {
        let into: Vec<_> = reached.iter().filter(|(_, to)| to == middle).map(|&(from, _)| from).collect();
        let out: Vec<_> = reached.iter().filter(|(from, _)| from == middle).map(|&(_, to)| to).collect();
        reached.extend(into.iter().flat_map(|&from| out.iter().map(move |&to| (from, to))));
    }
    let is_mutual = |a, b| reached.contains(&(a, b)) && reached.contains(&(b, a));
    let mut circles = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        let members: BTreeSet<&str> = nodes.iter().copied().filter(|other| is_mutual(*node, *other)).collect();
        if members.first().is_some_and(|first| nodes.iter().position(|other| other == first) == Some(at)) {
            let inside = arrows.iter().filter(|(from, to, _)| members.contains(from) && members.contains(to));
            let ways: BTreeMap<_, _> = inside.map(|(from, to, arrow)| ((from, to), &arrow.place)).collect();
            let ways: Vec<_> = ways.iter().map(|((from, to), place)| format!("    {from} -> {to}: {place}")).collect();
            circles.push(format!("a circle of {members:?}:\n{}", ways.join("\n")));
        }
    }
    circles
}

/// The module that a file is. The program's modules stand below `bin`.
fn module_of(path: &str) -> Module {
    let path = path.trim_start_matches("src/").trim_end_matches(".rs");
    let path = path.trim_end_matches("/mod").replace("bin/fake-s3", "bin");
    path.trim_end_matches("/main").split('/').filter(|name| *name != "lib").map(str::to_owned).collect()
}

#[derive(Debug, Default)]
struct Found {
    modules: BTreeSet<Module>,
    aliases: BTreeMap<(Module, String), Module>,
    /// The modules that define a macro of each name.
    macros: BTreeMap<String, Vec<Module>>,
    tests: BTreeSet<Module>,
    /// Arrows whose end is a path as it is written, from the root.
    paths: Vec<Arrow>,
}

struct Names {
    modules: BTreeSet<Module>,
    aliases: BTreeMap<(Module, String), Module>,
    macros: BTreeMap<String, Vec<Module>>,
}

impl Names {
    /// The module that a path leads to, or `None` if it leaves the crate. A name that a `use` brings into a module
    /// leads on to where that points.
    fn resolve(&self, from: &Module, path: &[String]) -> Option<Module> {
        let mut path = path.to_vec();
        if let [mark, name] = path.as_slice()
            && mark == MACRO
        {
            let places = self.macros.get(name)?;
            return places.iter().find(|place| *place == from).or(places.first()).cloned();
        }
        // A circle of re-exports would not compile, so a few steps are enough.
        for _ in 0..16 {
            let known = (0..=path.len()).rev().find(|&length| length == 0 || self.modules.contains(&path[..length]))?;
            let Some(name) = path.get(known) else { return Some(path) };
            let Some(target) = self.aliases.get(&(path[..known].to_vec(), name.clone())) else {
                path.truncate(known);
                return Some(path);
            };
            path = target.iter().chain(&path[known + 1..]).cloned().collect();
        }
        None
    }
}

/// The first part of a path that stands for the name of a macro.
const MACRO: &str = "!";

struct Scan<'a> {
    found: &'a mut Found,
    path: &'a str,
    tokens: Vec<(usize, &'a str)>,
    /// The modules around the current token, with the depth of braces at which each ends.
    modules: Vec<(Module, usize)>,
}

impl Scan<'_> {
    fn run(&mut self) {
        let (mut at, mut depth) = (0, 0);
        while let Some(&(_, token)) = self.tokens.get(at) {
            match token {
                "{" => depth += 1,
                "}" => {
                    depth -= 1;
                    if self.modules.last().is_some_and(|(_, end)| *end == depth) && self.modules.len() > 1 {
                        self.modules.pop();
                    }
                }
                "#" if self.is_test_attribute(at) => {
                    at = self.skip_item(at);
                    continue;
                }
                // A module inside `lib.rs` is a part of it.
                "mod" if self.token(at + 2) == "{" && !self.module().is_empty() => {
                    let module = [self.module().as_slice(), &[self.token(at + 1).to_owned()]].concat();
                    self.found.modules.insert(module.clone());
                    self.modules.push((module, depth));
                }
                "macro_rules" => {
                    let (name, module) = (self.token(at + 2).to_owned(), self.module().clone());
                    self.found.macros.entry(name).or_default().push(module);
                }
                "use" if self.token(at + 1) != "<" => {
                    at = self.tree(at + 1, Vec::new());
                    continue;
                }
                "crate" | "super" | "self" | "fake_s3" if self.token(at + 1) == "::" && self.before(at) != "::" => {
                    at = self.written_path(at);
                    continue;
                }
                name if self.token(at + 1) == "!" && self.before(at) != "::" => {
                    self.add(at, vec![MACRO.to_owned(), name.to_owned()]);
                }
                _ => {}
            }
            at += 1;
        }
    }

    fn token(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |(_, token)| token)
    }

    fn before(&self, at: usize) -> &str {
        if at == 0 { "" } else { self.token(at - 1) }
    }

    fn module(&self) -> &Module {
        &self.modules.last().expect("a file is a module").0
    }

    fn add(&mut self, at: usize, to: Module) {
        let place = format!("{}:{}", self.path, self.tokens[at].0);
        let from = self.module().clone();
        self.found.paths.push(Arrow { from, to, place });
    }

    /// A path in an expression or a type.
    fn written_path(&mut self, start: usize) -> usize {
        let (mut at, mut path) = (start, vec![self.token(start).to_owned()]);
        while self.token(at + 1) == "::" && is_name(self.token(at + 2)) {
            path.push(self.token(at + 2).to_owned());
            at += 2;
        }
        if let Some(path) = self.whole_path(&path) {
            self.add(start, path);
        }
        at + 1
    }

    /// A `use` tree. Returns the place behind it.
    fn tree(&mut self, mut at: usize, mut path: Module) -> usize {
        let start = at;
        loop {
            match self.token(at) {
                "::" => at += 1,
                "{" => {
                    at += 1;
                    while self.token(at) != "}" && !self.token(at).is_empty() {
                        at = self.tree(at, path.clone());
                        at += usize::from(self.token(at) == ",");
                    }
                    return at + 1;
                }
                "*" => {
                    self.import(start, &path, None);
                    return at + 1;
                }
                "as" => {
                    let name = self.token(at + 1).to_owned();
                    self.import(start, &path, Some(name));
                    return at + 2;
                }
                name if is_name(name) => {
                    path.push(name.to_owned());
                    at += 1;
                    if !["::", "as"].contains(&self.token(at)) {
                        self.import(start, &path, path.iter().rev().find(|name| *name != "self").cloned());
                        return at;
                    }
                }
                _ => return at + 1,
            }
        }
    }

    fn import(&mut self, at: usize, path: &[String], name: Option<String>) {
        let path = if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
            &path[..path.len() - 1]
        } else {
            path
        };
        let Some(path) = self.whole_path(path) else { return };
        if let Some(name) = name {
            let module = self.module().clone();
            self.found.aliases.insert((module, name), path.clone());
        }
        self.add(at, path);
    }

    /// A written path from the root of the crate. A path that begins with a module inside the current one is relative.
    fn whole_path(&self, path: &[String]) -> Option<Module> {
        let module = self.module();
        let is_program = module.first().is_some_and(|first| first == "bin");
        let ups = path.iter().take_while(|name| *name == "super").count();
        let (base, skipped) = match path.first()?.as_str() {
            "crate" if is_program => (vec!["bin".to_owned()], 1),
            "crate" | "fake_s3" => (Vec::new(), 1),
            "self" => (module.clone(), 1),
            "super" => (module[..module.len().checked_sub(ups)?].to_vec(), ups),
            _ => (module.clone(), 0),
        };
        let whole: Module = base.iter().chain(&path[skipped..]).cloned().collect();
        let is_inside = skipped > 0 || self.found.modules.contains(&whole[..=base.len()]);
        is_inside.then_some(whole)
    }

    /// Whether an attribute is `#[cfg(test)]` or `#[cfg(all(test, ..))]`.
    fn is_test_attribute(&self, at: usize) -> bool {
        let is = |words: &[&str]| words.iter().enumerate().all(|(index, word)| self.token(at + index) == *word);
        is(&["#", "[", "cfg", "(", "test", ")"]) || is(&["#", "[", "cfg", "(", "all", "(", "test", ","])
    }

    /// The place behind the item that an attribute belongs to. A module that is a file is noted as one of tests.
    fn skip_item(&mut self, start: usize) -> usize {
        let (mut at, mut depth) = (start, 0);
        loop {
            match self.token(at) {
                "{" | "(" | "[" => depth += 1,
                "}" | ")" | "]" => {
                    depth -= 1;
                    if depth == 0 && self.token(at) == "}" {
                        return at + 1;
                    }
                }
                ";" if depth == 0 => return at + 1,
                "mod" if depth == 0 => {
                    let test = [self.module().as_slice(), &[self.token(at + 1).to_owned()]].concat();
                    self.found.tests.insert(test);
                }
                "" => return at,
                _ => {}
            }
            at += 1;
        }
    }
}

fn is_name(token: &str) -> bool {
    token.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// The words and signs of a source with their lines, without comments and texts. A text that is a path stays, because
/// `serde` takes paths as texts; `$crate` is `crate`.
fn tokens(text: &str) -> Vec<(usize, &str)> {
    let (mut tokens, mut rest, mut line) = (Vec::new(), text, 1);
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(length) = text_length(rest) {
            let inside = rest[..length].trim_matches('"');
            let is_path = inside.split("::").all(|name| name.chars().all(|sign| sign.is_alphanumeric() || sign == '_'));
            if is_path && ["crate::", "super"].iter().any(|start| inside.starts_with(start)) {
                tokens.extend(split_path(inside).map(|token| (line, token)));
            }
            length
        } else if is_name(rest) {
            let length = rest.find(|next: char| !next.is_alphanumeric() && next != '_').unwrap_or(rest.len());
            tokens.push((line, &rest[..length]));
            length
        } else if rest.starts_with("::") {
            tokens.push((line, "::"));
            2
        } else {
            if !first.is_whitespace() && first != '$' {
                tokens.push((line, &rest[..first.len_utf8()]));
            }
            first.len_utf8()
        };
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    tokens
}

fn split_path(path: &str) -> impl Iterator<Item = &str> {
    path.split("::").enumerate().flat_map(|(index, name)| (index > 0).then_some("::").into_iter().chain([name]))
}

/// Length of the text, raw text or character that begins here. A lifetime is not one.
fn text_length(rest: &str) -> Option<usize> {
    let raw = rest.trim_start_matches('b');
    if rest.len() - raw.len() <= 1 && raw.starts_with('r') && raw[1..].trim_start_matches('#').starts_with('"') {
        let hashes = raw[1..].find('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        let start = rest.len() - raw.len() + 1 + hashes + 1;
        return rest[start..].find(&end).map(|found| start + found + end.len());
    }
    let start = usize::from(rest.starts_with("b\"") || rest.starts_with("b'"));
    let quote = rest[start..].chars().next().filter(|quote| ['"', '\''].contains(quote))?;
    let mut escaped = false;
    for (index, next) in rest[start + 1..].char_indices() {
        match next {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            // After one character a lifetime does not end with a quote.
            _ if quote == '\'' && index > 0 && next != quote && !rest[start + 1..].starts_with('\\') => return None,
            _ if next == quote && (quote == '"' || index > 0) => return Some(start + 1 + index + 1),
            _ => {}
        }
    }
    None
}

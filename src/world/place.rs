//! Which field of a text a position is in: `Buckets[0].Owner`.

/// What surrounds a position.
enum Around<'a> {
    Object(Option<&'a str>),
    List(usize),
}

/// The path of the field at a line and column, both counted from 1, the column in bytes. Where a bracket is closed it
/// is that of the last field before, or of all that is in the brackets.
pub(super) fn of(text: &str, (line, column): (usize, usize), is_about_all: bool) -> String {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let end = before.saturating_add(column).min(text.len());
    let bytes = text.as_bytes();
    let mut around = Vec::new();
    let mut at = 0;
    while at < end {
        match bytes[at] {
            b'{' => around.push(Around::Object(None)),
            b'[' => around.push(Around::List(0)),
            b'}' | b']' if is_about_all || at + 1 < end => _ = around.pop(),
            b',' => match around.last_mut() {
                Some(Around::Object(name)) => *name = None,
                Some(Around::List(index)) => *index += 1,
                None => {}
            },
            b'"' => {
                let last = end_of_text(bytes, at + 1);
                if let Some(Around::Object(name @ None)) = around.last_mut() {
                    *name = text.get(at + 1..last);
                }
                at = last;
            }
            _ => {}
        }
        at += 1;
    }
    path(&around)
}

/// Where the quote is that ends a text, or the end of all.
fn end_of_text(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at.min(bytes.len())
}

fn path(around: &[Around<'_>]) -> String {
    let mut path = String::new();
    for step in around {
        match step {
            Around::Object(Some(name)) if path.is_empty() => path.push_str(name),
            Around::Object(Some(name)) => path.extend([".", name]),
            Around::Object(None) => {}
            Around::List(index) => path.extend(["[", &index.to_string(), "]"]),
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::of;
    use proptest::prelude::*;

    #[test]
    fn a_position_is_in_a_field() {
        let text = "{\n  \"A\": [{\"B\": 1}, {\"C, \\\" {\": [[], \"x\"],\n \"D\": {}}]\n}";
        for (line, column, expected) in [
            (1, 1, ""),
            (2, 4, "A"),
            (2, 8, "A[0]"),
            (2, 15, "A[0].B"),
            (2, 39, "A[1].C, \\\" {[1]"),
            (3, 6, "A[1].D"),
            (3, 9, "A[1].D"),
            (3, 10, "A[1]"),
            (4, 1, "A"),
            (9, 9, "A"),
        ] {
            assert_eq!(of(text, (line, column), false), expected, "{line}:{column}");
        }
    }

    proptest! {
        #[test]
        fn any_position_of_any_text_has_a_path(
            text in r#"[\[\]{}",:\\é\n]{0,20}"#,
            (line, column) in (0_usize..9, 0_usize..30),
        ) {
            of(&text, (line, column), line % 2 == 0);
        }
    }
}

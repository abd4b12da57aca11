//! The form of a fault on one line: `UploadPart part=3 times=2 SlowDown`.

use super::value::{Notation, Value, Word};

/// The words of a line.
pub(super) fn words(text: &str) -> Result<Vec<Word>, String> {
    let mut pieces = pieces(text)?.into_iter();
    let Some(operation) = pieces.next() else {
        return Err("a fault begins with an operation of S3, or with `*` for every call".to_owned());
    };
    let mut words = vec![Word::new(Notation::Line, "operation", Value::Raw(operation))];
    for piece in pieces {
        let named = piece.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
        words.push(match named {
            Some((name, value)) => Word::new(Notation::Line, &name, Value::Raw(value)),
            // A code of an error needs no name.
            None if piece.starts_with(|letter: char| letter.is_ascii_uppercase()) => {
                Word::new(Notation::Line, "error", Value::Raw(piece))
            }
            None => Word::new(Notation::Line, &piece, Value::Alone),
        });
    }
    Ok(words)
}

/// The pieces between white space. Double quotes keep white space, and a backslash keeps the character after it.
fn pieces(text: &str) -> Result<Vec<String>, String> {
    let (mut pieces, mut piece, mut is_quoted, mut is_begun) = (Vec::new(), String::new(), false, false);
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => (is_quoted, is_begun) = (!is_quoted, true),
            '\\' if is_quoted => match letters.next() {
                Some(letter) => piece.push(letter),
                None => break,
            },
            letter if letter.is_whitespace() && !is_quoted => {
                if std::mem::take(&mut is_begun) {
                    pieces.push(std::mem::take(&mut piece));
                }
            }
            letter => {
                piece.push(letter);
                is_begun = true;
            }
        }
    }
    if is_quoted {
        return Err(format!("`{piece}` lacks the double quote at its end"));
    }
    if is_begun {
        pieces.push(piece);
    }
    Ok(pieces)
}

//! Patterns: texts in which `*` and `?` stand for others, and variables for what is known of the request.

use super::Fault;
use super::context::Context;
use super::keys;

/// A text of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// What stands for itself, wildcards that were escaped among it.
    Literal(String),
    /// `*`: any characters, or none.
    Many,
    /// `?`: one character, whichever.
    One,
    /// The value of a condition key.
    Variable(String),
}

/// One step of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Character(char),
    Many,
    One,
}

/// Whether letters are told from capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    Sensitive,
    Ignored,
}

impl Case {
    fn are_equal(self, a: char, b: char) -> bool {
        match self {
            Self::Sensitive => a == b,
            Self::Ignored => a == b || a.to_lowercase().eq(b.to_lowercase()),
        }
    }
}

impl Pattern {
    /// Reads a text. Variables are known since the version of 2012; before, they are what is written.
    pub fn parse(text: &str, has_variables: bool) -> Result<Self, Fault> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(letter) = rest.chars().next() {
            let variable = rest.strip_prefix("${").filter(|_| has_variables).and_then(|rest| rest.split_once('}'));
            let (piece, behind) = match variable {
                Some((name, behind)) => (variable_piece(name)?, behind),
                None => (plain_piece(letter), &rest[letter.len_utf8()..]),
            };
            match (pieces.last_mut(), piece) {
                (Some(Piece::Literal(before)), Piece::Literal(more)) => before.push_str(&more),
                (_, piece) => pieces.push(piece),
            }
            rest = behind;
        }
        Ok(Self(pieces))
    }

    /// Whether it is one text, whatever is asked: without wildcards and variables.
    pub fn is_fixed(&self) -> bool {
        self.0.iter().all(|piece| matches!(piece, Piece::Literal(_)))
    }

    /// What it is a text of, wildcards being characters as others. `None` where a variable has no value.
    pub fn text(&self, context: &Context) -> Option<String> {
        self.0.iter().try_fold(String::new(), |mut text, piece| {
            match piece {
                Piece::Literal(more) => text.push_str(more),
                Piece::Many => text.push('*'),
                Piece::One => text.push('?'),
                Piece::Variable(key) => text.push_str(context.single(key)?),
            }
            Some(text)
        })
    }

    /// Whether it stands for a text. Where a variable has no value it stands for none.
    pub fn matches(&self, text: &str, context: &Context, case: Case) -> bool {
        let characters: Vec<char> = text.chars().collect();
        self.tokens(context).is_some_and(|tokens| matches(&tokens, &characters, case))
    }

    /// Whether it stands for an ARN, of which each of the six parts is compared by itself. One that has not as many is
    /// compared as a whole.
    pub fn matches_arn(&self, arn: &str, context: &Context) -> bool {
        let Some(tokens) = self.tokens(context) else { return false };
        let parts: Vec<&[Token]> = tokens.splitn(6, |token| *token == Token::Character(':')).collect();
        if parts.len() < 6 {
            return self.matches(arn, context, Case::Sensitive);
        }
        let own: Vec<Vec<char>> = arn.splitn(6, ':').map(|part| part.chars().collect()).collect();
        own.len() == 6 && parts.iter().zip(&own).all(|(part, own)| matches(part, own, Case::Sensitive))
    }

    fn tokens(&self, context: &Context) -> Option<Vec<Token>> {
        let mut tokens = Vec::new();
        for piece in &self.0 {
            match piece {
                Piece::Literal(text) => tokens.extend(text.chars().map(Token::Character)),
                Piece::Many => tokens.push(Token::Many),
                Piece::One => tokens.push(Token::One),
                Piece::Variable(key) => tokens.extend(context.single(key)?.chars().map(Token::Character)),
            }
        }
        Some(tokens)
    }
}

fn plain_piece(letter: char) -> Piece {
    match letter {
        '*' => Piece::Many,
        '?' => Piece::One,
        letter => Piece::Literal(letter.to_string()),
    }
}

fn variable_piece(name: &str) -> Result<Piece, Fault> {
    match name {
        "*" | "?" | "$" => Ok(Piece::Literal(name.to_owned())),
        name if keys::is_single(name) => Ok(Piece::Variable(name.to_ascii_lowercase())),
        name => Err(Fault::NotModelled(format!("the policy variable ${{{name}}}"))),
    }
}

/// Goes back, where it has to, to the last `*` alone: what stood before it has found its place.
fn matches(tokens: &[Token], text: &[char], case: Case) -> bool {
    let (mut token, mut at) = (0, 0);
    let mut last_many: Option<(usize, usize)> = None;
    while at < text.len() {
        let fits = match tokens.get(token) {
            Some(Token::Character(letter)) => case.are_equal(*letter, text[at]),
            Some(Token::One) => true,
            Some(Token::Many) => {
                last_many = Some((token, at));
                token += 1;
                continue;
            }
            None => false,
        };
        if fits {
            (token, at) = (token + 1, at + 1);
        } else if let Some((many, from)) = last_many {
            last_many = Some((many, from + 1));
            (token, at) = (many + 1, from + 1);
        } else {
            return false;
        }
    }
    tokens[token..].iter().all(|token| *token == Token::Many)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fits(pattern: &str, text: &str) -> bool {
        let context = Context::from_iter([("aws:username", "bob")]);
        Pattern::parse(pattern, true).unwrap().matches(text, &context, Case::Sensitive)
    }

    #[test]
    fn wildcards_stand_for_characters() {
        for (pattern, text, is_match) in [
            ("", "", true),
            ("*", "", true),
            ("?", "", false),
            ("a*c", "abbc", true),
            ("a*c", "abbd", false),
            ("*ab*ab*", "abxab", true),
            ("*ab*ab*", "abxa", false),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("home/${aws:username}/*", "home/bob/x", true),
            ("home/${aws:username}/*", "home/eve/x", false),
            ("${*}", "*", true),
            ("${*}", "x", false),
            ("${$}{x", "${x", true),
            ("100%${?}", "100%?", true),
            ("${aws:SourceIp}", "", false),
        ] {
            assert_eq!(fits(pattern, text), is_match, "{pattern} and {text}");
        }
    }

    #[test]
    fn variables_are_text_before_2012_and_named_where_nobody_knows_them() {
        let old = Pattern::parse("${aws:username}", false).unwrap();
        assert!(old.matches("${aws:username}", &Context::default(), Case::Sensitive));
        let fault = Pattern::parse("${aws:userid}", true).unwrap_err();
        assert_eq!(fault.to_string(), "501 NotImplemented: fake-s3 does not model the policy variable ${aws:userid}");
    }

    #[test]
    fn the_parts_of_an_arn_are_compared_by_themselves() {
        for (pattern, is_match) in [
            ("arn:aws:iam::111122223333:role/*", true),
            ("arn:aws:iam::*:role/builder", true),
            ("arn:*:iam:*:*:*", true),
            ("arn:aws:iam:*:role/builder", true),
            ("arn:*:role/builder:*:*:*", false),
            ("arn:aws:iam::1111*", true),
        ] {
            let pattern_read = Pattern::parse(pattern, true).unwrap();
            let is = pattern_read.matches_arn("arn:aws:iam::111122223333:role/builder", &Context::default());
            assert_eq!(is, is_match, "{pattern}");
        }
    }

    /// By the definition, and not fast.
    fn naive(pattern: &[char], text: &[char]) -> bool {
        match (pattern.split_first(), text.split_first()) {
            (None, None) => true,
            (Some(('*', rest)), _) => (0..=text.len()).any(|at| naive(rest, &text[at..])),
            (Some(('?', rest)), Some((_, behind))) => naive(rest, behind),
            (Some((letter, rest)), Some((own, behind))) => letter == own && naive(rest, behind),
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn whatever_the_definition_says(pattern in "[ab*?]{0,7}", text in "[ab]{0,9}") {
            let (letters, own): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
            prop_assert_eq!(fits(&pattern, &text), naive(&letters, &own));
        }
    }
}

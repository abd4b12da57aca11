//! Patterns: texts in which `*` and `?` stand for others, and variables for what is known of the request.

use super::PolicyFault;
use super::context::RequestContext;
use super::keys;
use std::collections::BTreeMap;

/// A text of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wildcard(Vec<Piece>);

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

impl Wildcard {
    /// Reads a text. Variables are known since the version of 2012; before, they are what is written.
    pub fn parse(text: &str, has_variables: bool) -> Result<Self, PolicyFault> {
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

    /// Whether it is this text, wildcards being characters as others. A variable without a value equals nothing.
    pub fn equals(&self, text: &str, context: &RequestContext, case: Case) -> bool {
        let Some(mut tokens) = self.tokens(context) else { return false };
        let mut rest = text.chars();
        let is_next = |token| {
            let own = match token {
                Token::Character(letter) => letter,
                Token::Many => '*',
                Token::One => '?',
            };
            rest.next().is_some_and(|other| case.are_equal(own, other))
        };
        tokens.all(is_next) && rest.next().is_none()
    }

    /// Whether it stands for a text. Where a variable has no value it stands for none.
    pub fn matches(&self, text: &str, context: &RequestContext, case: Case) -> bool {
        let text: Vec<char> = text.chars().collect();
        self.bounded_tokens(context, text.len()).is_some_and(|tokens| matches(&tokens, &text, case))
    }

    /// Whether it stands for an ARN, of which each of the six parts is compared by itself. One that has not as many is
    /// compared as a whole.
    pub fn matches_arn(&self, arn: &str, context: &RequestContext) -> bool {
        let Some(tokens) = self.bounded_tokens(context, arn.chars().count()) else { return false };
        let parts: Vec<&[Token]> = tokens.splitn(6, |token| *token == Token::Character(':')).collect();
        if parts.len() < 6 {
            return self.matches(arn, context, Case::Sensitive);
        }
        let own: Vec<Vec<char>> = arn.splitn(6, ':').map(|part| part.chars().collect()).collect();
        own.len() == 6 && parts.iter().zip(&own).all(|(part, own)| matches(part, own, Case::Sensitive))
    }

    /// The steps of the comparison; `None` where a variable has no value. They are made one by one, because variables
    /// can stand for far more text than the policy has.
    fn tokens<'a>(&'a self, context: &'a RequestContext) -> Option<impl Iterator<Item = Token> + 'a> {
        let is_known = |piece: &Piece| !matches!(piece, Piece::Variable(key) if context.single(key).is_none());
        let of_piece = move |piece: &'a Piece| {
            let (text, wildcard) = match piece {
                Piece::Literal(text) => (text.as_str(), None),
                Piece::Many => ("", Some(Token::Many)),
                Piece::One => ("", Some(Token::One)),
                Piece::Variable(key) => (context.single(key).unwrap_or_default(), None),
            };
            text.chars().map(Token::Character).chain(wildcard)
        };
        self.0.iter().all(is_known).then(|| self.0.iter().flat_map(of_piece))
    }

    /// The steps of a comparison with a text of so many characters; `None` where there are more steps that take a
    /// character. So memory is bounded by the text, whatever the variables stand for.
    fn bounded_tokens(&self, context: &RequestContext, characters: usize) -> Option<Vec<Token>> {
        let (mut bounded, mut taken) = (Vec::new(), 0);
        for token in self.tokens(context)? {
            if token != Token::Many {
                taken += 1;
            } else if bounded.last() == Some(&Token::Many) {
                continue;
            }
            if taken > characters {
                return None;
            }
            bounded.push(token);
        }
        Some(bounded)
    }
}

fn plain_piece(letter: char) -> Piece {
    match letter {
        '*' => Piece::Many,
        '?' => Piece::One,
        letter => Piece::Literal(letter.to_string()),
    }
}

fn variable_piece(name: &str) -> Result<Piece, PolicyFault> {
    match name {
        "*" | "?" | "$" => Ok(Piece::Literal(name.to_owned())),
        name if keys::is_single(name) => Ok(Piece::Variable(name.to_ascii_lowercase())),
        name => Err(PolicyFault::NotModelled(format!("the policy variable ${{{name}}}"))),
    }
}

/// Finds each run of steps between two `*` at its first place: what stood before it has found its own. The first run
/// stands at the beginning of the text, and the last one at the end.
fn matches(tokens: &[Token], text: &[char], case: Case) -> bool {
    let mut runs = tokens.split(|token| *token == Token::Many);
    let Some(first) = runs.next() else { return text.is_empty() };
    if !starts_with(first, text, case) {
        return false;
    }
    let mut rest = &text[first.len()..];
    let Some(last) = runs.next_back() else { return rest.is_empty() };
    for run in runs {
        match find(run, rest, case) {
            Some(end) => rest = &rest[end..],
            None => return false,
        }
    }
    rest.len().checked_sub(last.len()).is_some_and(|start| starts_with(last, &rest[start..], case))
}

fn starts_with(run: &[Token], text: &[char], case: Case) -> bool {
    run.len() <= text.len() && run.iter().zip(text).all(|(token, letter)| takes(*token, *letter, case))
}

fn takes(token: Token, letter: char, case: Case) -> bool {
    match token {
        Token::Character(own) => case.are_equal(own, letter),
        Token::One | Token::Many => true,
    }
}

/// Where the first place of a run ends. Each bit of `state` says that a beginning of the run, of so many steps, ends at
/// the present letter: a letter costs one operation for 64 steps, also where a simple search would go back each time.
fn find(run: &[Token], text: &[char], case: Case) -> Option<usize> {
    const BITS: usize = u64::BITS as usize;
    let Some(last) = run.len().checked_sub(1) else { return Some(0) };
    let mut masks: BTreeMap<char, Vec<u64>> = BTreeMap::new();
    let mut state = vec![0_u64; run.len().div_ceil(BITS)];
    for (at, letter) in text.iter().enumerate() {
        let mask = masks.entry(*letter).or_insert_with(|| {
            let mut mask = vec![0_u64; run.len().div_ceil(BITS)];
            let fitting = run.iter().enumerate().filter(|(_, token)| takes(**token, *letter, case));
            fitting.for_each(|(step, _)| mask[step / BITS] |= 1 << (step % BITS));
            mask
        });
        let mut carried = 1;
        for (word, mask) in state.iter_mut().zip(mask) {
            let next = *word >> (BITS - 1);
            *word = (*word << 1 | carried) & *mask;
            carried = next;
        }
        if state[last / BITS] >> (last % BITS) & 1 == 1 {
            return Some(at + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fits(pattern: &str, text: &str) -> bool {
        let context = RequestContext::from_iter([("aws:username", "bob")]);
        Wildcard::parse(pattern, true).unwrap().matches(text, &context, Case::Sensitive)
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
        let old = Wildcard::parse("${aws:username}", false).unwrap();
        assert!(old.matches("${aws:username}", &RequestContext::default(), Case::Sensitive));
        let fault = Wildcard::parse("${aws:userid}", true).unwrap_err();
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
            let pattern_read = Wildcard::parse(pattern, true).unwrap();
            let is = pattern_read.matches_arn("arn:aws:iam::111122223333:role/builder", &RequestContext::default());
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

    #[test]
    fn variables_that_stand_for_more_than_the_text_take_no_memory() {
        // As one text, the pattern would have 16 TB.
        let context = RequestContext::from_iter([("aws:username", "u".repeat(1 << 20))]);
        let pattern = Wildcard::parse(&"${aws:username}*".repeat(1 << 14), true).unwrap();
        let text = "u".repeat(1 << 10);
        assert!(!pattern.matches(&text, &context, Case::Sensitive));
        assert!(!pattern.equals(&text, &context, Case::Sensitive));
        assert_eq!(pattern.bounded_tokens(&context, text.len()), None);
    }

    #[test]
    fn a_run_longer_than_a_word_of_bits_is_found() {
        let run = format!("{}?{}", "a".repeat(100), "b".repeat(70));
        let text = format!("{}c{}x", "a".repeat(300), "b".repeat(70));
        assert!(fits(&format!("*{run}*"), &text));
        assert!(!fits(&format!("*{run}b*"), &text));
        assert!(fits(&format!("a*{}*x", "?".repeat(370)), &text));
        assert!(!fits(&format!("a*{}*x", "?".repeat(371)), &text));
    }

    proptest! {
        #[test]
        fn whatever_the_definition_says(pattern in "[ab*?]{0,8}", text in "[ab]{0,9}") {
            let (letters, own): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
            prop_assert_eq!(fits(&pattern, &text), naive(&letters, &own));
        }
    }
}

//! Choices that are read off the bytes of an input. When these end, every choice is the first.

/// What is left of an input.
#[derive(Debug)]
pub struct Data<'a>(&'a [u8]);

impl<'a> Data<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn byte(&mut self) -> u8 {
        match self.0 {
            [first, rest @ ..] => {
                self.0 = rest;
                *first
            }
            [] => 0,
        }
    }

    /// A number below the limit.
    pub fn below(&mut self, limit: usize) -> usize {
        let wide = usize::from(self.byte()) << 8 | usize::from(self.byte());
        wide % limit.max(1)
    }

    /// True once in so many times.
    pub fn one_in(&mut self, times: u8) -> bool {
        self.byte() % times == 1 % times
    }

    pub fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[usize::from(self.byte()) % choices.len()]
    }

    /// At most so many bytes of the input.
    pub fn bytes(&mut self, most: usize) -> &'a [u8] {
        let length = (usize::from(self.byte()) % (most + 1)).min(self.0.len());
        let (bytes, rest) = self.0.split_at(length);
        self.0 = rest;
        bytes
    }

    /// Text with a few letters that matter.
    pub fn text(&mut self, most: usize) -> String {
        const LETTERS: &[u8] = b"ab01/.%-_ =&<>\"'+*?,;:\\{}[]#@!~";
        self.bytes(most).iter().map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])).collect()
    }
}

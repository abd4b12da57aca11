//! Faults, over every way in: the response that the caller sees, and what the world holds afterwards.

mod counts;
mod matching;
#[cfg(feature = "aws-sdk")]
mod sdk;
mod story;
#[cfg(all(feature = "aws-sdk", feature = "server"))]
mod table;
mod text;
#[cfg(all(feature = "aws-sdk", feature = "server"))]
mod ways;

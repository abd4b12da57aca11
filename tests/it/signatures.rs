//! Signatures: AWS's own examples are right, what the SDK's signer signs is right, and whatever is changed of it is not.

mod chunks;
mod examples;
mod keys;
mod version_2;
mod whatever;

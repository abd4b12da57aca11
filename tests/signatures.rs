//! Signatures: AWS's own examples are right, what the SDK's signer signs is right, and whatever is changed of it is not.

#[path = "signatures/chunks.rs"]
mod chunks;
#[path = "signatures/examples.rs"]
mod examples;
#[path = "signatures/keys.rs"]
mod keys;
#[path = "signatures/signer.rs"]
mod signer;
#[path = "signatures/version_2.rs"]
mod version_2;
#[path = "signatures/whatever.rs"]
mod whatever;

//! Signatures: what a request claims ([`claim`]), and whether it is right ([`v4`], [`v2`]), also of the frames of its
//! body ([`chunks`]) and of the policy of a form ([`policy`]). Whose a key is, and whether its signature counts at all,
//! is not known here.

pub mod canonical;
pub mod chunks;
pub mod claim;
pub mod fault;
pub mod policy;
pub mod scope;
pub mod v2;
pub mod v4;

pub use claim::Claim;

/// Whether two signatures are the same. How long it takes says nothing about where they differ.
pub fn is_same(computed: &str, sent: &str) -> bool {
    let difference = computed.bytes().zip(sent.bytes()).fold(0, |difference, (a, b)| difference | (a ^ b));
    computed.len() == sent.len() && difference == 0
}

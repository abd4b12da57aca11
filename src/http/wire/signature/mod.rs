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

use crate::model::access::caller::{Carried, Signature};
use chunks::Chain;

/// What a request proves of whose it is.
#[derive(Debug, Clone)]
pub enum Proof {
    /// Nothing: nobody signed it.
    None,
    V2(Carried),
    /// Where the signature was verified, those of the body's frames go on from it.
    V4(Carried, Option<Chain>),
}

impl Proof {
    /// How the request is signed.
    pub fn signature(&self) -> Signature {
        match self {
            Self::None => Signature::None,
            Self::V2(carried) => Signature::V2(*carried),
            Self::V4(carried, _) => Signature::V4(*carried),
        }
    }

    /// What the frames of its body are to be signed with.
    pub fn chain(&self) -> Option<&Chain> {
        match self {
            Self::V4(_, chain) => chain.as_ref(),
            Self::None | Self::V2(_) => None,
        }
    }
}

/// Whether two signatures are the same. How long it takes says nothing about where they differ.
pub fn is_same(computed: &str, sent: &str) -> bool {
    let difference = computed.bytes().zip(sent.bytes()).fold(0, |difference, (a, b)| difference | (a ^ b));
    computed.len() == sent.len() && difference == 0
}

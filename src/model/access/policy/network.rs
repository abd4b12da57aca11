//! Ranges of addresses.

use std::net::IpAddr;

/// A range of addresses: those that begin with the same bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u32,
}

impl Network {
    /// Reads `203.0.113.0/24`, `2001:db8::/32`, or one address.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Some(most), |bits| bits.parse().ok())?;
        (bits <= most).then_some(Self { address, bits })
    }

    /// Whether an address is in it.
    pub fn contains(self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                let differing = own.to_bits() ^ other.to_bits();
                differing.leading_zeros() >= self.bits
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                let differing = own.to_bits() ^ other.to_bits();
                differing.leading_zeros() >= self.bits
            }
            _ => false,
        }
    }

    /// Whether so many addresses are in it that whoever is let in by it is the public: more than `/8` holds, or `/32`
    /// of version 6 (documented).
    pub fn is_broad(self) -> bool {
        match self.address {
            IpAddr::V4(_) => self.bits < 8,
            IpAddr::V6(_) => self.bits < 32,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_has_the_addresses_that_begin_so() {
        for (range, address, is_in) in [
            ("203.0.113.0/24", "203.0.113.77", true),
            ("203.0.113.0/24", "203.0.114.1", false),
            ("203.0.113.7", "203.0.113.7", true),
            ("203.0.113.7", "203.0.113.8", false),
            ("0.0.0.0/0", "1.2.3.4", true),
            ("0.0.0.0/0", "::1", false),
            ("2001:db8::/32", "2001:db8:1::5", true),
            ("2001:db8::/32", "2001:db9::5", false),
            ("::/0", "2001:db9::5", true),
        ] {
            let network = Network::parse(range).unwrap();
            assert_eq!(network.contains(address.parse().unwrap()), is_in, "{address} in {range}");
        }
        for wrong in ["", "203.0.113.0/33", "203.0.113/24", "2001:db8::/129", "203.0.113.0/x", "localhost"] {
            assert_eq!(Network::parse(wrong), None, "{wrong}");
        }
    }
}

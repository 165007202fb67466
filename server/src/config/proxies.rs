//! The proxies whose forwarding headers are believed, and what they say the client's address is.

use std::net::IpAddr;

/// Networks of proxies; none by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proxies(Vec<Network>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    prefix: u32,
}

impl Proxies {
    /// Reads addresses and networks divided by commas: `10.0.0.1, 192.168.0.0/16, fd00::/8`.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        text.split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(|part| {
                Network::parse(part)
                    .ok_or_else(|| format!("`{part}` is not an address or a network such as 10.0.0.0/8"))
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Whether this peer is one of them.
    pub fn trust(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        self.0.iter().any(|network| network.holds(peer))
    }

    /// The client's address: the peer's, or, behind trusted proxies, the last address of the `X-Forwarded-For` chain
    /// that is not one of theirs. What stands further left was written by the client itself.
    pub fn client(&self, peer: IpAddr, forwarded_for: &[&str]) -> IpAddr {
        let mut client = peer.to_canonical();
        let chain: Vec<&str> = forwarded_for
            .iter()
            .flat_map(|line| line.split(','))
            .map(str::trim)
            .collect();
        for hop in chain.into_iter().rev() {
            if !self.trust(client) {
                break;
            }
            let Ok(address) = hop.parse::<IpAddr>() else { break };
            client = address.to_canonical();
        }
        client
    }
}

impl Network {
    fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = text
            .split_once('/')
            .map_or((text, None), |(address, prefix)| (address, Some(prefix)));
        let address = address.parse::<IpAddr>().ok()?.to_canonical();
        let most = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.map_or(Some(most), |prefix| prefix.parse().ok())?;
        (prefix <= most).then_some(Self { address, prefix })
    }

    fn holds(self, address: IpAddr) -> bool {
        let (own, other, width) = match (self.address, address) {
            (IpAddr::V4(own), IpAddr::V4(other)) => (u128::from(own.to_bits()), u128::from(other.to_bits()), 32),
            (IpAddr::V6(own), IpAddr::V6(other)) => (own.to_bits(), other.to_bits(), 128),
            _ => return false,
        };
        (own ^ other).checked_shr(width - self.prefix).unwrap_or(0) == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn forwarding_headers_of_strangers_are_not_believed() {
        let none = Proxies::default();
        assert_eq!(none.client(ip("203.0.113.9"), &["198.51.100.1"]), ip("203.0.113.9"));
    }

    #[test]
    fn behind_trusted_proxies_the_last_stranger_is_the_client() {
        let proxies = Proxies::parse("10.0.0.0/8, fd00::1").unwrap();
        let chain = ["6.6.6.6, 198.51.100.1", "10.1.1.1"];
        assert_eq!(proxies.client(ip("10.0.0.7"), &chain), ip("198.51.100.1"));
        assert_eq!(
            proxies.client(ip("::ffff:10.0.0.7"), &["2001:db8::7"]),
            ip("2001:db8::7")
        );
        assert_eq!(proxies.client(ip("10.0.0.7"), &["nonsense"]), ip("10.0.0.7"));
        assert_eq!(proxies.client(ip("fd00::2"), &["198.51.100.1"]), ip("fd00::2"));
    }

    #[test]
    fn networks_hold_what_they_say() {
        let everything = Proxies::parse("0.0.0.0/0").unwrap();
        assert!(everything.trust(ip("203.0.113.9")) && !everything.trust(ip("2001:db8::7")));
        assert!(Proxies::parse("10.0.0.0/33").is_err());
        assert!(Proxies::parse("ten").is_err());
    }
}

//! Who sends a request: the address that it came from, or what a proxy of ours says.

use crate::settings::SettingsError;
use axum::http::{HeaderMap, HeaderName};
use ipnet::IpNet;
use std::net::{IpAddr, Ipv6Addr};

/// The proxies whose word is taken, and where they write it.
pub struct ClientIps {
    proxies: Vec<IpNet>,
    header: Option<HeaderName>,
}

impl ClientIps {
    /// Takes the proxies and the name of their header.
    ///
    /// # Errors
    /// If that is no header's name.
    pub fn new(proxies: Vec<IpNet>, header: Option<&str>) -> Result<Self, SettingsError> {
        let read = |name: &str| {
            HeaderName::try_from(name)
                .map_err(|_| SettingsError::unusable("guard.client_header", format!("{name:?} is not a header's name")))
        };
        Ok(Self { proxies, header: header.map(read).transpose()? })
    }

    /// Returns who sends a request that came from `peer`, as one to whom a pace can be kept: an IPv6 network of 64 bits
    /// has one owner, who has all its addresses to choose from.
    ///
    /// Each proxy adds whom it heard to the end of the header; what stands before the last that is no proxy of ours,
    /// anyone may have written.
    pub fn of(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let peer = peer.to_canonical();
        let Some(header) = self.header.as_ref().filter(|_| self.is_proxy(peer)) else { return owner(peer) };
        let written: Vec<_> = headers.get_all(header).iter().filter_map(|value| value.to_str().ok()).collect();
        let mut sender = peer;
        for text in written.iter().flat_map(|value| value.split(',')).rev() {
            let Some(address) = read(text.trim()) else { break };
            sender = address;
            if !self.is_proxy(address) {
                break;
            }
        }
        owner(sender)
    }

    fn is_proxy(&self, address: IpAddr) -> bool {
        self.proxies.iter().any(|network| network.contains(&address))
    }
}

/// Reads an address; some proxies write the port too.
fn read(text: &str) -> Option<IpAddr> {
    let with_port = || text.parse::<std::net::SocketAddr>().ok().map(|address| address.ip());
    text.parse().ok().or_else(with_port).map(|address: IpAddr| address.to_canonical())
}

fn owner(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_connection_or_what_a_proxy_of_ours_says() {
        let proxies = ["127.0.0.1/32", "10.0.0.0/8", "::1/128"].map(|network| network.parse().unwrap());
        let clients = ClientIps::new(proxies.into(), Some("X-Forwarded-For")).unwrap();
        let alone = ClientIps::new(Vec::new(), None).unwrap();
        for (peer, written, expected) in [
            // Who is no proxy of ours can write what it wants.
            ("198.51.100.1", &["203.0.113.7"][..], "198.51.100.1"),
            ("127.0.0.1", &["203.0.113.7"], "203.0.113.7"),
            ("::ffff:127.0.0.1", &["203.0.113.7"], "203.0.113.7"),
            ("127.0.0.1", &["1.2.3.4, 203.0.113.7, 10.1.2.3"], "203.0.113.7"),
            ("127.0.0.1", &["1.2.3.4", "203.0.113.7:4711"], "203.0.113.7"),
            ("127.0.0.1", &["2001:db8:1:2:3:4:5:6"], "2001:db8:1:2::"),
            ("127.0.0.1", &["[2001:db8:1:2:3:4:5:6]:443"], "2001:db8:1:2::"),
            ("127.0.0.1", &["::ffff:203.0.113.7"], "203.0.113.7"),
            // Nothing to be read: the proxy itself, or the last of ours that was named.
            ("127.0.0.1", &[], "127.0.0.1"),
            ("127.0.0.1", &["203.0.113.7, unknown"], "127.0.0.1"),
            ("127.0.0.1", &["unknown, 10.1.2.3"], "10.1.2.3"),
        ] {
            let mut headers = HeaderMap::new();
            for value in written {
                headers.append("x-forwarded-for", value.parse().unwrap());
            }
            let expected: IpAddr = expected.parse().unwrap();
            assert_eq!(clients.of(peer.parse().unwrap(), &headers), expected, "{peer} {written:?}");
            let peer: IpAddr = peer.parse().unwrap();
            assert_eq!(alone.of(peer, &headers), owner(peer.to_canonical()));
        }
        assert!(ClientIps::new(Vec::new(), Some("x forwarded for")).is_err());
    }
}

use std::future::ready;

use proptest::prelude::*;

use super::*;

/// What is not public of IPv4.
const V4: [&str; 16] = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "168.63.129.16/32",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
];

/// What is not public of IPv6.
const V6: [&str; 7] =
    ["::/3", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "4000::/2", "8000::/1"];

fn nets(written: &[&str]) -> Vec<IpNet> {
    written.iter().map(|net| net.parse().unwrap()).collect()
}

fn listed(nets: &[IpNet], address: IpAddr) -> bool {
    nets.iter().any(|net| net.contains(&address))
}

fn guard() -> Guard {
    Guard::new("https://ewelists.example").unwrap()
}

/// Each judge alone says the same of an address.
fn judged(guard: &Guard, address: IpAddr) -> bool {
    let [theirs, ours] =
        [guard.judge.acl().is_ip_allowed(&address).is_allowed(), is_public(address)];
    assert_eq!(theirs, ours, "the judges disagree on {address}");
    ours
}

fn step(address: IpAddr, up: bool) -> Option<IpAddr> {
    Some(match address {
        IpAddr::V4(v4) => {
            let bits = v4.to_bits();
            Ipv4Addr::from_bits(if up { bits.checked_add(1)? } else { bits.checked_sub(1)? }).into()
        }
        IpAddr::V6(v6) => {
            let bits = v6.to_bits();
            Ipv6Addr::from_bits(if up { bits.checked_add(1)? } else { bits.checked_sub(1)? }).into()
        }
    })
}

// R6.3: never an address that is not public.
#[test]
fn ranges_that_are_not_public_end_where_they_end() {
    let guard = guard();
    for nets in [nets(&V4), nets(&V6)] {
        for net in &nets {
            for inside in [net.network(), net.broadcast()] {
                assert!(!judged(&guard, inside), "{inside} of {net}");
            }
            let sides = [step(net.network(), false), step(net.broadcast(), true)];
            for beside in sides.into_iter().flatten() {
                assert_eq!(judged(&guard, beside), !listed(&nets, beside), "{beside} by {net}");
            }
        }
    }
}

#[test]
fn all_of_ipv4_is_judged_as_it_is_listed() {
    let guard = guard();
    let nets = nets(&V4);
    for top in 0..=u16::MAX {
        let network = IpNet::new(Ipv4Addr::from_bits(u32::from(top) << 16).into(), 16).unwrap();
        let divided = nets.iter().any(|net| net.prefix_len() > 16 && network.contains(net));
        // All of what is divided; else both ends and two between.
        for low in (0..=0xffff_u32).step_by(if divided { 1 } else { 0x5555 }) {
            let address = Ipv4Addr::from_bits((u32::from(top) << 16) | low).into();
            assert_eq!(judged(&guard, address), !listed(&nets, address), "{address}");
        }
    }
}

#[test]
fn ipv4_within_ipv6_is_not_public_whatever_it_is() {
    let guard = guard();
    for address in [
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:93.184.215.14",
        "::127.0.0.1",
        "::93.184.215.14",
        "::ffff:0:127.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::93.184.215.14",
        "64:ff9b:1::a9fe:a9fe",
        "2001:0:7f00:1::",
        "2002:7f00:1::",
        "2002:5db8:d70e::1",
        "fe80::5efe:127.0.0.1",
    ] {
        assert!(!judged(&guard, address.parse().unwrap()), "{address}");
    }
}

#[test]
fn shops_are_public() {
    let guard = guard();
    for address in [
        "1.1.1.1",
        "93.184.215.14",
        "100.63.255.255",
        "172.32.0.1",
        "192.0.1.1",
        "223.255.255.255",
        "2001:200::1",
        "2606:2800:21f:cb07::1",
        "2a00:1450:4001::1",
        "3fff:1000::1",
    ] {
        assert!(judged(&guard, address.parse().unwrap()), "{address}");
    }
}

proptest! {
    #[test]
    fn of_ipv6_only_what_was_given_out_is_public(
        bits in any::<u128>(),
        start in prop::option::of(prop::sample::select(vec![0, 0x64, 0x2001, 0x2002, 0x3fff_u16])),
    ) {
        let bits = start.map_or(bits, |start| (bits >> 16) | (u128::from(start) << 112));
        let address = IpAddr::V6(Ipv6Addr::from_bits(bits));
        prop_assert_eq!(judged(&guard(), address), !listed(&nets(&V6), address));
    }
}

fn may(from: Option<&str>, to: &str) -> bool {
    let url = |address: &str| Url::parse(address).unwrap();
    guard().check_step(from.map(url).as_ref(), &url(to)).is_ok()
}

// R6.3
#[test]
fn only_the_web_is_asked_and_nobody_signs_in_there() {
    for fine in [
        "http://shop.example/",
        "https://shop.example:443/gr%FCn?size=2",
        "https://shop.example./",
        "https://ewelists.example.shop.example/",
        "http://93.184.215.14/",
        "https://[2606:2800:21f:cb07::1]/",
    ] {
        assert!(may(None, fine), "{fine}");
    }
    for wrong in [
        "ftp://shop.example/",
        "file:///etc/passwd",
        "data:text/html,x",
        "http://shop.example:8080/",
        "http://shop.example:22/",
        "https://me@shop.example/",
        "https://:secret@shop.example/",
        "http://localhost/",
        "http://database./",
        "https://ewelists.example/",
        "http://EWELISTS.example./",
        "http://127.1/",
        "http://[::ffff:7f00:1]/",
    ] {
        assert!(!may(None, wrong), "{wrong}");
    }
}

#[test]
fn a_redirect_may_not_give_up_tls() {
    assert!(may(Some("http://shop.example/"), "https://shop.example/"));
    assert!(may(Some("http://shop.example/"), "http://www.shop.example/"));
    assert!(may(Some("https://shop.example/"), "https://www.shop.example/"));
    assert!(!may(Some("https://shop.example/"), "http://shop.example/"));
    assert!(!may(Some("http://shop.example/"), "http://127.0.0.1/"));
}

#[test]
fn nobody_is_asked_for_a_site_without_an_address() {
    assert!(Guard::new("ewelists").is_err());
}

struct Names(Vec<SocketAddr>);

impl Resolve for Names {
    fn resolve(&self, _: Name) -> Resolving {
        let found: Addrs = Box::new(self.0.clone().into_iter());
        Box::pin(ready(Ok(found)))
    }
}

#[tokio::test]
async fn a_name_has_only_its_public_addresses() {
    let look_up = async |found: &[&str]| {
        let found = found.iter().map(|address| address.parse().unwrap()).collect();
        let found =
            guard().resolver(Arc::new(Names(found))).resolve("shop.example".parse().unwrap());
        found.await.map(|found| found.map(|address| address.to_string()).collect::<Vec<_>>())
    };
    let mixed = ["10.0.0.1:0", "93.184.215.14:0", "[::1]:0", "224.0.0.1:0", "[2a00:1450::1]:0"];
    assert_eq!(look_up(&mixed).await.unwrap(), ["93.184.215.14:0", "[2a00:1450::1]:0"]);
    for none in [
        &["127.0.0.1:0"][..],
        &["[::ffff:127.0.0.1]:0", "[64:ff9b::7f00:1]:0"],
        &["93.184.215.14:8080"],
        &[],
    ] {
        let refused = look_up(none).await.unwrap_err();
        assert!(refused.is::<Forbidden>(), "{none:?}: {refused}");
    }
}

//! Places that one network has among those of all, so that nobody takes them all.

use std::{
    collections::{HashMap, hash_map::Entry},
    mem,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use app::error::AppError;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::Instant,
};

use crate::{http::address::network, settings::ServerSettings};

/// After how many seconds those are told to come back for whom there is no place to listen.
const COME_BACK: u32 = 60;

/// The log hears of those who found no place so often at most, however many come.
const TELL_EVERY: Duration = Duration::from_secs(60);

/// How many places each network has taken, in this process.
#[derive(Debug)]
pub struct PerNetwork {
    most: usize,
    taken: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl PerNetwork {
    /// How many places there are for each.
    pub fn new(most: usize) -> Self {
        Self { most, taken: Arc::default() }
    }

    /// A place for the network of an address, if it has one left.
    pub fn take(&self, address: IpAddr) -> Option<Place> {
        let network = network(address);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let before = taken.get(&network).copied().unwrap_or_default();
        if before >= self.most {
            return None;
        }
        taken.insert(network, before + 1);
        Some(Place { network, taken: self.taken.clone() })
    }
}

/// A place of a network, given back when it is dropped.
#[derive(Debug)]
pub struct Place {
    network: IpAddr,
    taken: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Entry::Occupied(mut count) = taken.entry(self.network) {
            *count.get_mut() -= 1;
            if *count.get() == 0 {
                count.remove();
            }
        }
    }
}

/// How many found no place since the log heard of any.
#[derive(Debug, Default)]
pub struct Refusals {
    told_at: Option<Instant>,
    untold: u64,
}

impl Refusals {
    /// Counts one more. Answers how many there are to be told, if it is time.
    pub fn count(&mut self, now: Instant) -> Option<u64> {
        self.untold += 1;
        if self.told_at.is_some_and(|told_at| now < told_at + TELL_EVERY) {
            return None;
        }
        self.told_at = Some(now);
        Some(mem::take(&mut self.untold))
    }
}

/// The places of event streams: some for each network, and in all half as many as connections have.
#[derive(Debug)]
pub struct Streams {
    networks: PerNetwork,
    all: Arc<Semaphore>,
}

/// A stream's place, of its network's and of all.
pub type StreamPlace = (Place, OwnedSemaphorePermit);

impl Streams {
    /// As many as the settings say.
    pub fn new(settings: &ServerSettings) -> Self {
        let all = (settings.max_connections / 2).min(Semaphore::MAX_PERMITS);
        let networks = PerNetwork::new(settings.max_streams_per_network);
        Self { networks, all: Arc::new(Semaphore::new(all)) }
    }

    /// A place for whoever listens from an address.
    ///
    /// # Errors
    /// [`AppError::TooMany`] if its network has none left, [`AppError::Busy`] if nobody has.
    pub fn take(&self, address: IpAddr) -> Result<StreamPlace, AppError> {
        let Some(of_network) = self.networks.take(address) else {
            tracing::info!("too many event streams of one network address");
            return Err(AppError::TooMany { retry_after: COME_BACK });
        };
        let Ok(of_all) = self.all.clone().try_acquire_owned() else {
            tracing::warn!("no place for another event stream");
            return Err(AppError::Busy);
        };
        Ok((of_network, of_all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R2.11: an IPv6 /64 is one address.
    #[test]
    fn a_network_has_so_many_places_and_gives_them_back() {
        let places = PerNetwork::new(2);
        let take = |address: &str| places.take(address.parse().unwrap());
        let (first, second) = (take("2001:db8:1:2::1"), take("2001:db8:1:2:3::4"));
        assert!(first.is_some() && second.is_some());
        assert!(take("2001:db8:1:2::9").is_none());
        assert!(take("2001:db8:1:3::1").is_some() && take("203.0.113.1").is_some(), "others");
        drop(first);
        assert!(take("2001:db8:1:2::9").is_some());
        drop(second);
        assert!(places.taken.lock().unwrap().is_empty(), "who has left is forgotten");
    }

    // R2.11: whoever is refused fills no log.
    #[test]
    fn of_those_who_find_no_place_the_log_hears_once_a_minute_how_many_there_were() {
        let (mut refusals, first) = (Refusals::default(), Instant::now());
        assert_eq!(refusals.count(first), Some(1), "at once");
        for seconds in 0..60 {
            assert_eq!(refusals.count(first + Duration::from_secs(seconds)), None, "{seconds}");
        }
        assert_eq!(refusals.count(first + TELL_EVERY), Some(61));
        assert_eq!(refusals.count(first + TELL_EVERY), None);
    }
}

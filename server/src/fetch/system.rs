//! Names, looked up as the system does.

use std::{io, net::ToSocketAddrs as _, sync::Arc};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use thiserror::Error;
use tokio::sync::Semaphore;

use super::guard::Trouble;

/// How many names are looked up at once. The system may take half a minute for one, on a thread that
/// nobody can call back.
const AT_ONCE: usize = 32;

/// So many names are being looked up that no more can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("too many names are being looked up")]
pub struct Crowded;

/// Looks names up as the system does, a few at a time. http-acl would do the same on the thread
/// that serves others.
#[derive(Debug)]
pub struct System {
    places: Arc<Semaphore>,
}

impl Default for System {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Resolve for System {
    fn resolve(&self, name: Name) -> Resolving {
        let look_up = move || (name.as_str(), 0_u16).to_socket_addrs();
        let found = in_place(self.places.clone(), look_up);
        Box::pin(async move {
            let found: Addrs = Box::new(found.await?);
            Ok(found)
        })
    }
}

/// Does what may take long. Its place is free once it ends, which nobody waiting for it any more
/// does not hasten.
async fn in_place<T: Send + 'static>(
    places: Arc<Semaphore>,
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, Trouble> {
    let place = places.try_acquire_owned().map_err(|_| Crowded)?;
    let done = tokio::task::spawn_blocking(move || {
        let _place = place;
        work()
    });
    Ok(done.await??)
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, time::Duration};

    use tokio::time::timeout;

    use super::*;

    // R6.3: bounded in number.
    #[tokio::test]
    async fn a_name_takes_a_place_until_the_system_answers() {
        let places = Arc::new(Semaphore::new(1));
        let (answer, answered) = mpsc::channel::<()>();
        let slow = in_place(places.clone(), move || {
            // Whoever may answer goes.
            let _ = answered.recv();
            Ok(())
        });
        assert!(timeout(Duration::from_millis(50), slow).await.is_err());
        let next = in_place(places.clone(), || Ok(())).await.unwrap_err();
        assert!(next.is::<Crowded>(), "{next}");
        drop(answer);
        drop(places.acquire().await.unwrap());
        in_place(places, || Ok(())).await.unwrap();
    }
}

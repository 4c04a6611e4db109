//! What was read a moment ago, for whoever asks for the same before any of it is written.
//!
//! What somebody is about to write is forgotten, and none of it is remembered until it is written. So
//! what is remembered is what would be read now. A reading that began before is not remembered either.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::Result;

/// For how long something is remembered. No transaction counts as over before the engine is done with it;
/// should one ever, what is read in between is right again after this time.
const LASTS: Duration = Duration::from_secs(1);

/// Of what a record says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Concern<K> {
    /// Of what has this key.
    One(K),
    /// It may be of anything.
    All,
}

/// Answers by what was asked for.
pub(crate) struct Remembered<K, V> {
    most: usize,
    known: Mutex<Known<K, V>>,
}

struct Known<K, V> {
    /// Since when they were read.
    answers: HashMap<K, (Instant, V)>,
    /// What is being read by which reading, as long as nobody has begun to write it since.
    readings: HashMap<u64, K>,
    /// The number of the last reading.
    last: u64,
    writing: Vec<Concern<K>>,
}

/// Something that is being read.
struct Reading<'a, K, V> {
    remembered: &'a Remembered<K, V>,
    number: u64,
    begun: Instant,
}

/// Something that is being written, until this is dropped.
pub(crate) struct Writing<'a, K: PartialEq, V> {
    remembered: &'a Remembered<K, V>,
    concerns: Vec<Concern<K>>,
}

impl<K: PartialEq> Concern<K> {
    fn is_of(&self, key: &K) -> bool {
        match self {
            Self::One(one) => one == key,
            Self::All => true,
        }
    }
}

impl<K, V> Remembered<K, V> {
    /// Remembers no more than so many.
    pub(crate) fn new(most: usize) -> Self {
        let (answers, readings) = (HashMap::new(), HashMap::new());
        let known = Known { answers, readings, last: 0, writing: Vec::new() };
        Self { most, known: Mutex::new(known) }
    }

    fn known(&self) -> MutexGuard<'_, Known<K, V>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Clone + Eq + Hash, V: Clone> Remembered<K, V> {
    /// What is remembered under this key, or else what is read, which is remembered from then on.
    /// Nothing is remembered of what is not there.
    ///
    /// # Errors
    /// As `read`.
    pub(crate) async fn recall(
        &self,
        key: K,
        read: impl Future<Output = Result<Option<V>>>,
    ) -> Result<Option<V>> {
        if let Some(answer) = self.find(&key) {
            return Ok(Some(answer));
        }
        let reading = self.begin(key);
        let answer = read.await?;
        if let Some(answer) = &answer {
            reading.keep(answer.clone());
        }
        Ok(answer)
    }

    /// What is remembered under this key.
    pub(crate) fn find(&self, key: &K) -> Option<V> {
        let known = self.known();
        let (begun, answer) = known.answers.get(key)?;
        (begun.elapsed() < LASTS).then(|| answer.clone())
    }

    fn begin(&self, key: K) -> Reading<'_, K, V> {
        let begun = Instant::now();
        let mut known = self.known();
        known.last += 1;
        let number = known.last;
        if !known.writing.iter().any(|concern| concern.is_of(&key)) {
            known.readings.insert(number, key);
        }
        Reading { remembered: self, number, begun }
    }

    /// Forgets what is about to be written.
    pub(crate) fn writing(&self, concerns: Vec<Concern<K>>) -> Writing<'_, K, V> {
        if !concerns.is_empty() {
            let mut known = self.known();
            let stays = |key: &K| !concerns.iter().any(|concern| concern.is_of(key));
            known.answers.retain(|key, _| stays(key));
            known.readings.retain(|_, key| stays(key));
            known.writing.extend(concerns.iter().cloned());
        }
        Writing { remembered: self, concerns }
    }
}

impl<K: Eq + Hash, V> Reading<'_, K, V> {
    /// Remembers what was read, unless somebody has begun to write it meanwhile.
    fn keep(self, answer: V) {
        let most = self.remembered.most;
        let mut known = self.remembered.known();
        let Some(key) = known.readings.remove(&self.number) else { return };
        known.answers.retain(|_, (begun, _)| begun.elapsed() < LASTS);
        if known.answers.len() >= most {
            known.answers.clear();
        }
        if most > 0 {
            known.answers.insert(key, (self.begun, answer));
        }
    }
}

impl<K, V> Drop for Reading<'_, K, V> {
    fn drop(&mut self) {
        self.remembered.known().readings.remove(&self.number);
    }
}

impl<K: PartialEq, V> Drop for Writing<'_, K, V> {
    fn drop(&mut self) {
        if self.concerns.is_empty() {
            return;
        }
        let mut known = self.remembered.known();
        for concern in &self.concerns {
            if let Some(place) = known.writing.iter().position(|other| other == concern) {
                known.writing.swap_remove(place);
            }
        }
    }
}

#[cfg(test)]
mod tests;

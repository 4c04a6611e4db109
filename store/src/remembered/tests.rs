use std::sync::atomic::{AtomicU32, Ordering};

use tokio::sync::oneshot;

use super::*;
use crate::StoreError;

/// Answers how often something was read.
#[derive(Default)]
struct Reader(AtomicU32);

impl Reader {
    async fn read(&self) -> Result<Option<u32>> {
        Ok(Some(self.0.fetch_add(1, Ordering::SeqCst) + 1))
    }
}

fn remembered() -> Remembered<char, u32> {
    Remembered::new(2)
}

#[tokio::test]
async fn what_was_read_is_read_again_once_it_is_written() {
    let (remembered, reader) = (remembered(), Reader::default());
    let read = async |key| remembered.recall(key, reader.read()).await.unwrap().unwrap();
    assert_eq!((read('a').await, read('a').await, read('b').await), (1, 1, 2));
    drop(remembered.writing(vec![Concern::One('a')]));
    assert_eq!((read('b').await, read('a').await, read('a').await), (2, 3, 3));
    drop(remembered.writing(vec![]));
    assert_eq!((read('a').await, read('b').await), (3, 2));
    drop(remembered.writing(vec![Concern::All]));
    assert_eq!((read('a').await, read('b').await), (4, 5));
}

#[tokio::test]
async fn nothing_is_remembered_while_it_is_written() {
    let (remembered, reader) = (remembered(), Reader::default());
    let read = async |key| remembered.recall(key, reader.read()).await.unwrap().unwrap();
    let one = remembered.writing(vec![Concern::One('a')]);
    let other = remembered.writing(vec![Concern::One('a')]);
    assert_eq!((read('a').await, read('a').await), (1, 2));
    assert_eq!((read('b').await, read('b').await), (3, 3));
    drop(one);
    assert_eq!((read('a').await, read('a').await), (4, 5), "somebody else is still writing it");
    drop(other);
    assert_eq!((read('a').await, read('a').await), (6, 6));
}

#[tokio::test]
async fn what_was_written_while_it_was_read_is_read_again() {
    let remembered = remembered();
    for (written, reads_again) in [('a', true), ('b', false)] {
        let (done, waits) = oneshot::channel();
        let slow = remembered.recall('a', async {
            waits.await.unwrap();
            Ok(Some(1))
        });
        let write = async {
            drop(remembered.writing(vec![Concern::One(written)]));
            done.send(()).unwrap();
        };
        let (slow, ()) = tokio::join!(slow, write);
        assert_eq!(slow.unwrap(), Some(1));
        let next = remembered.recall('a', async { Ok(Some(2)) }).await.unwrap();
        assert_eq!(next, Some(if reads_again { 2 } else { 1 }));
        drop(remembered.writing(vec![Concern::All]));
    }
}

#[tokio::test]
async fn nothing_is_left_of_a_reading_that_failed_was_cut_off_or_found_nothing() {
    let remembered = remembered();
    let failed = async { Err(StoreError::not_found()) };
    assert!(remembered.recall('a', failed).await.is_err());
    assert_eq!(remembered.recall('a', async { Ok(None) }).await.unwrap(), None);
    let cut_off = remembered.recall('a', std::future::pending());
    let cut_off = tokio::time::timeout(Duration::from_millis(5), cut_off);
    assert!(cut_off.await.is_err());
    assert!(remembered.known().readings.is_empty());
    assert_eq!(remembered.find(&'a'), None);
}

#[tokio::test]
async fn no_more_is_remembered_than_there_is_room_for_nor_for_longer() {
    let (remembered, none) = (remembered(), Remembered::<char, u32>::new(0));
    for key in ['a', 'b', 'c'] {
        remembered.recall(key, async { Ok(Some(1)) }).await.unwrap();
        none.recall(key, async { Ok(Some(1)) }).await.unwrap();
    }
    assert!(remembered.known().answers.len() <= 2 && none.known().answers.is_empty());
    assert_eq!(remembered.find(&'c'), Some(1));
    tokio::time::sleep(LASTS).await;
    assert_eq!(remembered.find(&'c'), None);
}

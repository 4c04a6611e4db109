//! The only way anything is written: gather, commit all at once, start again on a conflict.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use domain::Upon;
use surrealdb::types::{Error, ErrorDetails, QueryError, RecordId, SurrealValue, Value};
use tracing::Instrument as _;

use crate::{
    Store, StoreError, chance,
    change::{Image, change_row},
    figures::{self, Made, measured},
    kpis::note_seeded,
    row::{
        Row,
        backup::ErasureRow,
        people::{SignUpRow, SubjectKeyRow},
        record, uuid_key,
    },
    seal::SubjectKey,
    upon::Unchanged,
    work::{Act, Kind, Pen, Work},
};

const COMMIT: &str = include_str!("../query/commit.surql");
const SUBJECT_KEYS: &str = include_str!("../query/subject_keys.surql");

/// How often rivals are let past. The pauses add up to more than half a second.
const MOST_TRIES: u32 = 40;

/// What a failed transaction says.
#[derive(Debug, PartialEq, Eq)]
enum Failure {
    Overtaken,
    Broken(String),
}

/// A record that must be as it was read.
#[derive(SurrealValue)]
struct Guarded {
    id: RecordId,
    version: i64,
    row: Value,
    upon: Vec<Value>,
}

/// Does an errand: the attempt reads, asks the rules and gathers work; what it gathered is committed
/// in one transaction. Where a rival was quicker the attempt is made anew, and where the list that it
/// is built upon was changed it is refused, whatever the rules say (R10.5).
///
/// A macro, since a function that takes such an async closure makes futures that the compiler can
/// not prove to be `Send`.
macro_rules! transact {
    ($store:expr, $pen:expr, |$work:ident| $attempt:expr) => {{
        let mut tries = $crate::tx::Tries::new($pen.into());
        loop {
            let mut work = tries.begin();
            let $work = &mut work;
            let done: $crate::Result<_> = async { $attempt }.await;
            $store.require_unchanged(work.pen).await?;
            let done = done?;
            if $store.commit(work).await? {
                break $crate::Result::Ok(done);
            }
            tries.lost().await?;
        }
    }};
}
pub(crate) use transact;

/// How often an errand was overtaken.
pub(crate) struct Tries<'a> {
    pen: Pen<'a>,
    lost: u32,
}

impl<'a> Tries<'a> {
    pub(crate) fn new(pen: Pen<'a>) -> Self {
        Self { pen, lost: 0 }
    }

    /// Work for another attempt.
    pub(crate) fn begin(&self) -> Work<'a> {
        Work::new(self.pen)
    }

    /// Lets the rival pass.
    pub(crate) async fn lost(&mut self) -> Result<(), StoreError> {
        self.lost += 1;
        figures::overtaken();
        if self.lost == MOST_TRIES {
            figures::given_up();
            return Err(StoreError::Busy);
        }
        tokio::time::sleep(pause(self.lost)).await;
        Ok(())
    }
}

impl Store {
    /// Commits what was gathered; `false` where a rival was quicker: nothing was written then, and
    /// what was read is no longer true.
    pub(crate) async fn commit(&self, mut work: Work<'_>) -> Result<bool, StoreError> {
        if work.acts.is_empty() {
            return Ok(true);
        }
        self.note_acted(&mut work).await?;
        let keys = self.subject_keys(&mut work).await?;
        note_erasures(&mut work)?;
        note_seeded(&mut work)?;
        let logged = work.acts.iter().any(|act| act.table.logged);
        let stamp = logged.then(|| self.stamps().begin(work.id()));
        if let Some(stamp) = &stamp {
            work.create(change_row(&work, &keys, &stamp.key())?)?;
        }
        if let Some(trace) = self.trace() {
            work.note_trace(&trace);
        }
        let made = Made::of(&work.acts);
        let (store, acts, upon) = (self.clone(), work.acts, work.pen.terms.upon);
        let sending = async move {
            let sent = store.send(acts, upon).await;
            // Whoever copies the log waits for it until here.
            drop(stamp);
            sent
        };
        let sending = sending.instrument(tracing::debug_span!("transaction"));
        let committed = measured("write", carried_out(sending)).await?;
        if committed {
            made.count();
        }
        Ok(committed)
    }

    /// Sends acts as one transaction, `upon` a list as it was read where that is said.
    async fn send(&self, acts: Vec<Act>, upon: Option<Upon>) -> Result<bool, StoreError> {
        // Until this is over nobody is answered from memory what it writes.
        let _forgetting = self.memory().forgetting(&acts);
        let (mut records, mut edges, mut puts, mut gone) = (vec![], vec![], vec![], vec![]);
        let mut moved = vec![];
        for act in acts {
            let row = Value::Object(act.row);
            let guarded = Guarded { id: act.id, version: act.version - 1, row, upon: act.upon };
            match act.kind {
                Kind::Create if act.table.edge => edges.push(guarded.row),
                Kind::Create => records.push(guarded.row),
                Kind::Replace => puts.push(guarded),
                Kind::Delete => gone.push(guarded),
                Kind::Move => moved.push(guarded),
            }
        }
        let query = self.db().query(COMMIT);
        let query = query.bind(("records", records)).bind(("edges", edges));
        let query = query.bind(("puts", puts)).bind(("gone", gone)).bind(("moved", moved));
        let unchanged: Vec<Unchanged> = upon.map(Unchanged::from).into_iter().collect();
        let query = query.bind(("unchanged", unchanged));
        let mut response = query.await.map_err(|error| StoreError::Fatal(error.to_string()))?;
        let overtaken = overtaken(response.take_errors().into_values());
        overtaken.map(|overtaken| !overtaken).map_err(StoreError::Fatal)
    }

    /// Writes records as they are, without an errand: for rebuilding from the log.
    pub(crate) async fn put_back(&self, acts: Vec<Act>) -> Result<(), StoreError> {
        if self.send(acts, None).await? {
            Ok(())
        } else {
            Err(StoreError::Fatal("the store is not empty".to_owned()))
        }
    }

    /// The keys of all whose words this work holds. New subjects get theirs in the same
    /// transaction; an erased one has none, and its words stay out of the log. That of a sign-up goes
    /// with it.
    async fn subject_keys(
        &self,
        work: &mut Work<'_>,
    ) -> Result<HashMap<String, SubjectKey>, StoreError> {
        let over = over(work);
        let mut keys = HashMap::new();
        let mut known = Vec::new();
        let mut new = Vec::new();
        for act in &work.acts {
            let Some(subject) = Image::subject(act) else { continue };
            let itself = crate::image::key(&act.id) == Some(subject.as_str());
            if act.kind == Kind::Create && itself {
                keys.insert(subject.clone(), SubjectKey::random());
                new.push(subject);
            } else {
                known.push(record(SubjectKeyRow::TABLE, subject));
            }
        }
        for subject in new {
            let key = keys[&subject].to_stored();
            let id = record(SubjectKeyRow::TABLE, &subject);
            work.create(SubjectKeyRow { id, version: 0, key })?;
        }
        known.retain(|id| crate::image::key(id).is_some_and(|key| !keys.contains_key(key)));
        if !known.is_empty() {
            let rows: Vec<SubjectKeyRow> = self.ask(SUBJECT_KEYS).with("ids", known).one().await?;
            for row in rows {
                let found = crate::image::key(&row.id).zip(SubjectKey::from_stored(&row.key));
                let (id, key) = found.ok_or_else(|| StoreError::spoilt("key", &row.id))?;
                if over.contains(id) {
                    work.delete(row.clone())?;
                }
                keys.insert(id.to_owned(), key);
            }
        }
        Ok(keys)
    }
}

/// Carries it out on a task of its own, to its end even if nobody waits for it any more: where an errand
/// is cut off, the engine may go on with its transaction, which is not over before that is.
async fn carried_out<T: Send + 'static>(
    work: impl Future<Output = Result<T, StoreError>> + Send + 'static,
) -> Result<T, StoreError> {
    match tokio::spawn(work).await {
        Ok(done) => done,
        // A panic goes on to whoever catches them.
        Err(broken) if broken.is_panic() => std::panic::resume_unwind(broken.into_panic()),
        Err(broken) => Err(StoreError::Unavailable(broken.to_string())),
    }
}

/// What the errors of a transaction's statements mean together. The only place where conflicts are
/// recognised: one anywhere means that a rival was quicker, whatever the others say, since a
/// statement that came too late is only reported as not executed.
fn failure(errors: impl Iterator<Item = Error>) -> Option<Failure> {
    let mut broken: Option<String> = None;
    for error in errors {
        if is_overtaken(&error) {
            return Some(Failure::Overtaken);
        }
        let echo = matches!(
            error.details(),
            ErrorDetails::Query(Some(QueryError::NotExecuted | QueryError::Cancelled))
        );
        if !echo || broken.is_none() {
            broken = Some(error.message().to_owned());
        }
    }
    broken.map(Failure::Broken)
}

fn is_overtaken(error: &Error) -> bool {
    let text = error.message();
    matches!(error.details(), ErrorDetails::Query(Some(QueryError::TransactionConflict)))
        // A record that was read has changed, or one that was not there has come.
        || error.is_thrown() && text.ends_with("stale")
        || error.is_already_exists()
        || text.starts_with("Database index") && text.contains("already contains")
        // Conflicts that the engine reports without a type.
        || text.contains("can be retried")
        || text.contains("Transaction retry required")
}

/// Whether these errors mean that a rival was quicker.
pub(crate) fn overtaken(errors: impl Iterator<Item = Error>) -> Result<bool, String> {
    match failure(errors) {
        None => Ok(false),
        Some(Failure::Overtaken) => Ok(true),
        Some(Failure::Broken(reason)) => Err(reason),
    }
}

/// From half a millisecond to 25, doubling, and never the same for two rivals.
pub(crate) fn pause(tries: u32) -> Duration {
    let millis = 0.5 * 2_f64.powi(i32::try_from(tries.min(6)).unwrap_or(6) - 1);
    Duration::from_secs_f64(millis.min(25.0) * chance::jitter() / 1000.0)
}

/// Sign-ups that this work ends. Nobody asks for what was typed there any more.
fn over(work: &Work<'_>) -> HashSet<String> {
    let ends = |act: &&Act| act.kind == Kind::Delete && act.table.name == SignUpRow::TABLE;
    let ids = work.acts.iter().filter(ends).filter_map(|act| crate::image::key(&act.id));
    ids.map(str::to_owned).collect()
}

/// Whoever loses their key is noted, so that a store that is restored from before erases them again.
/// Sign-ups are not: none is left in a store that is restored.
fn note_erasures(work: &mut Work<'_>) -> Result<(), StoreError> {
    let over = over(work);
    let lost = |act: &&Act| act.kind == Kind::Delete && act.table.name == SubjectKeyRow::TABLE;
    let keys = work.acts.iter().filter(lost).filter_map(|act| crate::image::key(&act.id));
    let keys = keys.filter(|key| !over.contains(*key)).map(str::to_owned);
    for subject in keys.collect::<Vec<_>>() {
        let id = record(ErasureRow::TABLE, uuid_key(work.id()));
        work.create(ErasureRow { id, version: 0, subject, at: work.now() })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use surrealdb::types::AlreadyExistsError;

    use super::*;
    use crate::stamp::Stamps;

    fn meaning(errors: Vec<Error>) -> Option<Failure> {
        failure(errors.into_iter())
    }

    #[test]
    fn a_conflict_anywhere_means_overtaken() {
        let not_executed = || Error::query("not executed".to_owned(), QueryError::NotExecuted);
        for rival in [
            Error::query("Cannot COMMIT".to_owned(), QueryError::TransactionConflict),
            Error::thrown("An error occurred: stale".to_owned()),
            Error::already_exists(
                "Database record `form:1` already exists".to_owned(),
                AlreadyExistsError::Record { id: "form:1".to_owned() },
            ),
            Error::internal("Database index `giver_pair` already contains 'x'".to_owned()),
            Error::internal("Transaction conflict. This transaction can be retried".to_owned()),
            Error::internal("Transaction retry required: snapshot is older".to_owned()),
        ] {
            let errors = vec![not_executed(), rival.clone(), not_executed()];
            assert_eq!(meaning(errors), Some(Failure::Overtaken), "{rival:?}");
        }
    }

    #[test]
    fn everything_else_is_broken_and_says_why() {
        let echo = Error::query("not executed".to_owned(), QueryError::NotExecuted);
        let cause = Error::internal("Found 6 for field `limit`".to_owned());
        assert_eq!(
            meaning(vec![echo.clone(), cause.clone(), echo]),
            Some(Failure::Broken(cause.message().to_owned()))
        );
        assert_eq!(
            meaning(vec![Error::thrown("a list is kept".to_owned())]),
            Some(Failure::Broken("a list is kept".to_owned()))
        );
        assert_eq!(meaning(vec![]), None);
    }

    #[tokio::test]
    async fn what_nobody_waits_for_any_more_is_under_way_until_it_is_done() {
        let stamps = Stamps::default();
        let stamp = stamps.begin(uuid::Uuid::nil());
        let (go_on, told) = tokio::sync::oneshot::channel();
        let sending = async move {
            let told = told.await;
            drop(stamp);
            told.map_err(|_| StoreError::Busy)
        };
        let cut_off = tokio::time::timeout(Duration::from_millis(10), carried_out(sending)).await;
        assert!(cut_off.is_err());
        assert!(stamps.is_under_way(stamps.next()));
        go_on.send(()).unwrap();
        let done = async {
            while stamps.is_under_way(stamps.next()) {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(5), done).await.unwrap();
    }

    #[test]
    fn pauses_grow_and_stay_short() {
        for tries in 1..MOST_TRIES {
            let pause = pause(tries).as_secs_f64() * 1000.0;
            assert!((0.2..=25.0).contains(&pause), "{tries}: {pause}");
        }
    }
}

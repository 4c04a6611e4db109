//! The runtime that tests of this crate run in, and what the engine plans to do.

use surrealdb::types::{Value, Variables};

use crate::Store;

/// Runs it as the program does: the database needs more of a stack than threads have.
pub(crate) fn run<T: Send + 'static>(story: impl Future<Output = T> + Send + 'static) -> T {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .thread_stack_size(10 << 20)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async { tokio::spawn(story).await.unwrap() })
}

/// How the engine goes about the question that a query file binds to a name.
pub(crate) async fn plan(store: &Store, file: &str, name: &str, bound: Variables) -> String {
    let (_, rest) = file.split_once(&format!("LET ${name} = (")).unwrap();
    let (question, _) = rest.split_once(");").unwrap();
    let explained = store.db().query(format!("EXPLAIN {question}")).bind(bound);
    let plan: Value = explained.await.unwrap().take(0).unwrap();
    format!("{plan:?}")
}

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
    explained(store, format!("EXPLAIN {question}"), bound).await
}

/// How the engine goes about what a query file asks for each of several values: such a question is
/// planned only when it is asked. One of the values is bound to the name that it has there.
pub(crate) async fn plan_for_each(
    store: &Store,
    file: &str,
    name: &str,
    bound: Variables,
) -> String {
    let (_, rest) = file.split_once(&format!("|${name}| (")).unwrap();
    let (question, _) = rest.split_once(')').unwrap();
    let text = format!("RETURN [${name}].map(|${name}| ({question} EXPLAIN))");
    explained(store, text, bound).await
}

async fn explained(store: &Store, text: String, bound: Variables) -> String {
    let plan: Value = store.db().query(text).bind(bound).await.unwrap().take(0).unwrap();
    format!("{plan:?}")
}

//! The runtime that tests of this crate run in.

/// Runs it as the program does: the database needs more of a stack than threads have.
pub(crate) fn run(story: impl Future<Output = ()> + Send + 'static) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_stack_size(10 << 20)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(runtime.spawn(story)).unwrap();
}

//! What tests of this crate run in, and what they begin with.

use std::path::Path;

use crate::settings::Settings;

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

/// Settings of a site in memory. The key of its links is in a folder.
pub(crate) fn settings(folder: &Path) -> Settings {
    let mut settings = Settings::default();
    settings.store.url = "mem://".to_owned();
    settings.store.secret_file = folder.join("secret.key");
    settings
}

/// A form of several parts, by their names, as browsers send it with files. Between them is `x`.
pub(crate) fn parted_form(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, bytes) in parts {
        let head = format!(
            "--x\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"a\"\r\n\r\n"
        );
        body.extend([head.as_bytes(), bytes, b"\r\n"].concat());
    }
    body.extend(b"--x--\r\n");
    body
}

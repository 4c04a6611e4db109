//! What the system says of this process (proc(5)), and what its runtime does.

use std::fs;

use tokio::runtime::Handle;

/// Bytes of memory that are really there for it.
pub fn resident_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes = line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?;
    Some(kibibytes * 1024)
}

/// How many files and connections it has open.
pub fn open_files() -> Option<usize> {
    Some(fs::read_dir("/proc/self/fd").ok()?.count())
}

/// How many tasks the runtime has that were begun and are not over: connections, streams, and what goes
/// on beside them. Asked outside of a runtime there is nothing to say.
pub fn tasks() -> Option<usize> {
    Some(Handle::try_current().ok()?.metrics().num_alive_tasks())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_has_memory_and_open_files() {
        assert!(resident_memory().is_some_and(|bytes| bytes > 1 << 20));
        assert!(open_files().is_some_and(|files| files > 2));
    }

    #[test]
    fn tasks_are_counted_while_they_last() {
        assert_eq!(tasks(), None);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let before = tasks().unwrap();
            let task = tokio::spawn(std::future::pending::<()>());
            assert_eq!(tasks(), Some(before + 1));
            task.abort();
            assert!(task.await.is_err());
            assert_eq!(tasks(), Some(before));
        });
    }
}

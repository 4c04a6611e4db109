//! What is wrong with a file of content, and where.

use std::fmt;

/// Something that its author has to put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line of the file, from 1.
    pub line: usize,
    /// What is wrong there.
    pub says: String,
}

impl Fault {
    /// A fault on a line.
    pub fn new(line: usize, says: impl Into<String>) -> Self {
        Self { line, says: says.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.says)
    }
}

//! Bytes, as they are written down in names and digests.

use std::fmt::Write as _;

/// Bytes as lower-case hexadecimal digits, two for each byte.
pub(crate) fn hex(bytes: impl AsRef<[u8]>) -> String {
    let bytes = bytes.as_ref();
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut digits, byte| {
        // Writing to a String can not fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_has_two_digits() {
        assert_eq!(hex([0, 10, 255]), "000aff");
        assert_eq!(hex(b""), "");
    }
}

//! The page asked for, kept through sign-in and sign-up (R2.7).

/// Where to go after signing in: a path on this site, never another origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next(String);

impl Next {
    /// The longest that is kept.
    pub const MAX: usize = 1000;

    /// Where people land who asked for nothing else.
    pub const HOME: &str = "/lists";

    /// The cookie that keeps the page asked for while a reset link is under way.
    pub const COOKIE: &str = "__Host-asked";

    /// Takes a path of ours; anything that a browser could read as another origin becomes
    /// [`HOME`](Self::HOME).
    pub fn parse(raw: &str) -> Self {
        let ours = raw.starts_with('/')
            && !raw.starts_with("//")
            && !raw.starts_with("/fn/")
            && raw.len() <= Self::MAX
            && raw
                .bytes()
                .all(|b| b.is_ascii_graphic() && !matches!(b, b'\\' | b'<' | b'>' | b'"'))
            && !raw.contains("/../")
            && !raw.contains("//");
        Self(if ours { raw } else { Self::HOME }.to_owned())
    }

    /// The path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The cookie that keeps it in one browser while a reset link is under way; the page where
    /// everybody lands needs none.
    pub fn remembered(&self) -> String {
        let (path, age) = if self.0 == Self::HOME { ("", 0) } else { (self.as_str(), 30 * 60) };
        // What would end a cookie's value is not kept.
        let path = if path.contains([';', ',']) { "" } else { path };
        format!("{}={path}; Path=/; Max-Age={age}; Secure; HttpOnly; SameSite=Lax", Self::COOKIE)
    }

    /// This path behind `page`, in its query.
    pub fn after(&self, page: &str) -> String {
        if self.0 == Self::HOME {
            return page.to_owned();
        }
        let escaped: String = self.0.bytes().map(escape).collect();
        let joint = if page.contains('?') { '&' } else { '?' };
        format!("{page}{joint}next={escaped}")
    }
}

/// A text as it stands as a value in the query of a path that is kept.
pub fn in_query(text: &str) -> String {
    text.bytes().map(|byte| if byte == b'/' { "%2F".to_owned() } else { escape(byte) }).collect()
}

fn escape(byte: u8) -> String {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R2.7: only a path of this site is ever gone to.
    #[test]
    fn only_paths_of_ours_are_kept() {
        for ours in ["/lists/0198", "/l/abc?filter=available", "/r/x#y"] {
            assert_eq!(Next::parse(ours).as_str(), ours);
        }
        for hostile in [
            "",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "\\\\evil.example",
            "/a//evil.example",
            "/fn/sign_out",
            "/../..//evil.example",
            "evil.example",
            " /lists",
            "/%0d%0a\r\nx: y",
            "/<script>",
            "/\u{2028}",
            "data:text/html,x",
            "http:/evil.example",
            "/a/../b",
            "/\"onload=",
            "\u{ff0f}evil",
        ] {
            assert_eq!(Next::parse(hostile).as_str(), Next::HOME, "{hostile:?}");
        }
    }

    #[test]
    fn a_path_with_an_address_in_its_query_is_kept() {
        let path = format!("/add?text={}", in_query("https://shop.example/a b?c=ü&d"));
        assert_eq!(path, "/add?text=https%3A%2F%2Fshop.example%2Fa%20b%3Fc%3D%C3%BC%26d");
        assert_eq!(Next::parse(&path).as_str(), path);
        assert_eq!(Next::parse(&format!("/{}", "x".repeat(Next::MAX))).as_str(), Next::HOME);
    }

    #[test]
    fn a_path_survives_a_query() {
        assert_eq!(Next::parse("/l/abc?x=1").after("/sign-in"), "/sign-in?next=/l/abc%3Fx%3D1");
        assert_eq!(Next::parse("").after("/sign-in"), "/sign-in");
        assert_eq!(Next::parse("/l/abc").after("/x?again=1"), "/x?again=1&next=/l/abc");
    }
}

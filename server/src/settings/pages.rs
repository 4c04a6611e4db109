//! Where the built pages are.

use std::path::Path;

use app::files::PageFiles;
use leptos::config::{Env, LeptosOptions};
use sha2::{Digest as _, Sha256};

use super::{Settings, section::section, site::Environment};

section! {
    /// Where the built pages are. These must agree with what cargo-leptos reads in Cargo.toml.
    PagesSettings, "leptos", "kebab-case" {
        /// The name of the script, the wasm and the style sheet.
        output_name: String = "ewelists".to_owned(),
        /// The folder that is served.
        site_root: String = "target/site".to_owned(),
        /// The folder in it with the script, the wasm and the style sheet.
        site_pkg_dir: String = "pkg".to_owned(),
        /// Whether their names carry a hash of their contents, so that browsers keep them for good.
        /// The hashes are read from `hash.txt` beside the program.
        hash_files: bool = true,
        /// The port on which `cargo leptos watch` tells pages to reload.
        reload_port: u16 = 3001,
    }
}

/// The file beside the program in which cargo-leptos notes the hashes.
const HASH_FILE: &str = "hash.txt";

/// The script that goes from page to page, which lies in `public/`.
const NAVIGATION: &str = "/navigation.js";

impl PagesSettings {
    /// Whether names carry hashes: where that is wanted, and the build has made them.
    pub fn hashed(&self) -> bool {
        let beside = std::env::current_exe();
        let noted = beside.is_ok_and(|program| program.with_file_name(HASH_FILE).is_file());
        self.hash_files && noted
    }

    /// Where the files of every page are asked for, whether or not they are there.
    pub fn files(&self) -> PageFiles {
        let noted = match std::env::current_exe() {
            Ok(program) if self.hashed() => {
                std::fs::read_to_string(program.with_file_name(HASH_FILE)).unwrap_or_default()
            }
            _ => String::new(),
        };
        let folder = self.site_pkg_dir.trim_matches('/');
        let built = |kind: &str| {
            let of_kind = |line: &str| {
                Some(line.trim().strip_prefix(kind)?.strip_prefix(':')?.trim().to_owned())
            };
            let hash = noted.lines().find_map(of_kind);
            let hash = hash.map(|hash| format!(".{hash}")).unwrap_or_default();
            format!("/{folder}/{}{hash}.{kind}", self.output_name)
        };
        PageFiles {
            style: built("css"),
            navigation: self.navigation(),
            script: built("js"),
            wasm: built("wasm"),
        }
    }

    /// The same name with every build, and so a query that changes with what is in the file.
    fn navigation(&self) -> String {
        let file = Path::new(&self.site_root).join(NAVIGATION.trim_start_matches('/'));
        match std::fs::read(file) {
            Ok(script) => format!("{NAVIGATION}?{:.16}", format!("{:x}", Sha256::digest(script))),
            Err(_) => NAVIGATION.to_owned(),
        }
    }
}

impl Settings {
    /// The same, as Leptos takes it.
    pub fn leptos_options(&self) -> LeptosOptions {
        let env = match self.site.environment {
            Environment::Development => Env::DEV,
            _ => Env::PROD,
        };
        LeptosOptions::builder()
            .output_name(self.leptos.output_name.as_str())
            .site_root(self.leptos.site_root.as_str())
            .site_pkg_dir(self.leptos.site_pkg_dir.as_str())
            .site_addr(self.server.listen)
            .reload_port(u32::from(self.leptos.reload_port))
            .hash_file(HASH_FILE.into())
            .hash_files(self.leptos.hashed())
            .env(env)
            .build()
    }
}

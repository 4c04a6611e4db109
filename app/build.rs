//! Turns the locale files into checked Rust: a missing key or a missing argument does not compile.

use std::{env, error::Error, path::PathBuf};

use leptos_i18n_build::{Config, ParseOptions, TranslationsInfos, options::CodegenOptions};

const NAMESPACES: [&str; 31] = [
    "common", "account", "admin", "landing", "lists", "editor", "giving", "givers", "ideas",
    "mail", "people", "gifts", "problems", "profile", "settings", "sharing", "about", "contact",
    "legal", "thanks", "notices", "bin", "exchange", "api", "tokens", "webhooks", "watch",
    "console", "system", "backups", "kpis",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../locales");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?).join("i18n");
    let config = Config::new("en")?
        .add_locale("de")?
        .add_locale("fr")?
        .add_locale("es")?
        .locales_path("../locales")
        .add_namespaces(NAMESPACES)?
        .parse_options(ParseOptions::new().interpolate_display(true));
    let words = TranslationsInfos::parse(config)?;
    words.emit_diagnostics();
    words.rerun_if_locales_changed();
    let attributes =
        "#![allow(missing_docs, clippy::all, clippy::pedantic, clippy::restriction)]".parse()?;
    let options = CodegenOptions::new().top_level_attributes(Some(attributes)).gen_docs(false);
    words.generate_i18n_module_with_options(out, options)?;
    Ok(())
}

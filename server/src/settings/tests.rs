//! What holds for the settings.

use std::io::Write as _;

use config::{Config, File, FileFormat};

use super::*;

fn root(file: &str) -> String {
    let path = format!("{}/../{file}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

fn load(text: &str, variables: &[(&str, &str)]) -> Result<Settings, SettingsError> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    let owned = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Settings::load(Some(file.path()), owned)
}

fn refusal(text: &str, variables: &[(&str, &str)]) -> String {
    load(text, variables).unwrap_err().to_string()
}

/// `EWELISTS_WRITE=1 cargo test -p server --lib settings` writes it anew.
#[test]
fn the_sample_is_generated_from_the_sections() {
    if std::env::var_os("EWELISTS_WRITE").is_some() {
        let path = format!("{}/../Leptos.toml", env!("CARGO_MANIFEST_DIR"));
        std::fs::write(path, Settings::sample()).unwrap();
    }
    assert_eq!(root("Leptos.toml"), Settings::sample());
}

#[test]
fn the_sample_sets_nothing_and_its_defaults_can_be_read() {
    let defaults = Settings::default().text(|row| &row.toml);
    assert_eq!(load(&Settings::sample(), &[]).unwrap().text(|row| &row.toml), defaults);
    let spelled = Settings::sample().replace("\n#", "\n");
    let keys = spelled.lines().filter(|line| line.contains(" = ") || line.starts_with('['));
    let spelled = keys.collect::<Vec<_>>().join("\n");
    assert_eq!(load(&spelled, &[]).unwrap().text(|row| &row.toml), defaults);
}

#[test]
fn what_cargo_leptos_reads_agrees() {
    let manifest = File::from_str(&root("Cargo.toml"), FileFormat::Toml);
    let manifest = Config::builder().add_source(manifest).build().unwrap();
    let projects: Vec<std::collections::BTreeMap<String, config::Value>> =
        manifest.get("workspace.metadata.leptos").unwrap();
    let [project] = projects.as_slice() else { panic!("one project") };
    let metadata = |key: &str| project[key].clone().into_string().unwrap();
    let settings = Settings::default();
    for row in settings.leptos.rows() {
        assert_eq!(metadata(&row.key), row.toml.trim_matches('"'), "{}", row.key);
    }
    assert_eq!(metadata("site-addr"), settings.server.listen.to_string());
    assert_eq!(metadata("bin-target"), "ewelists");
    assert_eq!(metadata("server-fn-prefix"), "/fn");
    assert_eq!(metadata("disable-server-fn-hash"), "true");
}

#[test]
fn an_unknown_key_is_refused_by_name() {
    let said = refusal("[server]\nlissten = \"x\"", &[]);
    assert!(said.ends_with("`server.lissten` is not a setting"), "{said}");
    let said = refusal("[site]\nlisten = \"x\"", &[]);
    assert!(said.ends_with("`site.listen` is not a setting; `server.listen` is"), "{said}");
    assert!(refusal("top = 1", &[]).ends_with("`top` is not a setting"));
    assert!(refusal("[limits]\nreserve = { burst = 1, second = 2 }", &[]).contains("second"));
    assert!(refusal("", &[("EWELISTS__SERVER__PORT", "1")]).contains("EWELISTS__SERVER__PORT"));
    assert!(refusal("", &[("EWELISTS__SITE__TITLE_SUFFIX_FILE", "/x")]).contains("not a setting"));
    assert!(refusal("", &[("EWELISTS__LIMITS__CODE__X", "1")]).contains("not a setting"));
}

#[test]
fn a_wrong_value_is_refused_with_its_key() {
    let said = refusal("[server]\nbody_limit = \"much\"", &[]);
    assert!(said.contains("body_limit"), "{said}");
    let said = refusal("[site]\npublic_url = \"ewelists\"", &[]);
    assert!(said.contains("public_url") && said.contains("is not an address"), "{said}");
    let said = refusal("", &[("EWELISTS__SITE__ENVIRONMENT", "prod")]);
    assert!(said.contains("environment") && said.contains("production"), "{said}");
}

#[test]
fn variables_go_before_the_file() {
    let settings = load(
        "[server]\nlisten = \"127.0.0.1:1\"\n[limits]\nsign_in = { burst = 7, seconds = 8 }",
        &[
            ("EWELISTS__SERVER__LISTEN", "0.0.0.0:2"),
            ("EWELISTS__SERVER__BODY_LIMIT", "1000"),
            ("EWELISTS__SERVER__TRUSTED_PROXIES", "10.0.0.0/8, ::1/128"),
            ("EWELISTS__LIMITS__SIGN_IN__BURST", "3"),
            ("EWELISTS__LEPTOS__SITE_ROOT", "/srv/site"),
            ("EWELISTS__LEPTOS__HASH_FILES", "false"),
            ("EWELISTS_CONFIG", "ignored here"),
            ("PATH", "ignored too"),
        ],
    );
    let settings = settings.unwrap();
    assert_eq!(settings.server.listen.to_string(), "0.0.0.0:2");
    assert_eq!(settings.server.body_limit, 1000);
    assert_eq!(settings.server.trusted_proxies.len(), 2);
    assert_eq!(settings.limits.sign_in, Rate::new(3, 8));
    assert_eq!(settings.leptos.site_root, "/srv/site");
    assert!(!settings.leptos.hash_files);
}

#[test]
fn a_secret_comes_from_a_file_and_is_never_shown() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"smtps://me:canary@mail.example\n").unwrap();
    let path = file.path().to_str().unwrap();
    let settings = load("", &[("EWELISTS__MAIL__SMTP_URL_FILE", path)]).unwrap();
    assert_eq!(settings.mail.smtp_url.expose(), "smtps://me:canary@mail.example");
    assert!(!format!("{settings:?}").contains("canary"));
    assert!(settings.shown().contains("smtp_url = \"***\""));
    assert!(!settings.shown().contains("canary"));
    assert!(refusal("", &[("EWELISTS__MAIL__SMTP_URL_FILE", "/nowhere")]).contains("/nowhere"));
}

#[test]
fn a_refused_secret_is_not_shown_either() {
    assert!(!refusal("[mail]\nsmtp_url = \"http://me:canary@x\"", &[]).contains("canary"));
    assert!(!refusal("[mail]\nsmtp_url = [\"canary\"]", &[]).contains("canary"));
}

#[test]
fn an_address_without_tls_is_only_for_this_machine() {
    let said = refusal("[site]\npublic_url = \"http://ewelists.example\"", &[]);
    assert!(said.contains("site.public_url") && said.contains("https://"), "{said}");
    for fine in ["https://ewelists.example", "http://localhost:8080", "http://127.0.0.1:3000"] {
        assert!(load(&format!("[site]\npublic_url = \"{fine}\""), &[]).is_ok(), "{fine}");
    }
}

#[test]
fn a_file_that_was_named_must_be_there() {
    let said = Settings::load(Some(std::path::Path::new("/nowhere.toml")), []).unwrap_err();
    assert!(said.to_string().contains("/nowhere.toml"));
}

#[test]
fn every_limited_errand_has_its_row() {
    let rows = LimitsSettings::default().rows_by_name();
    for endpoint in ["sign_in", "confirm_code", "reset_password", "reserve", "password_score"] {
        let row = LimitsSettings::row_of(endpoint).unwrap();
        assert!(rows.iter().any(|(name, _)| *name == row));
    }
    assert_eq!(LimitsSettings::row_of("edit_list"), None);
}

//! What holds for the settings.

use std::{ffi::OsString, io::Write as _, os::unix::ffi::OsStringExt as _};

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

/// `EWELISTS_WRITE=1 cargo nextest run -E 'package(server) & test(settings)'` writes it anew.
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
    let spelled = load(&spelled, &[]).unwrap();
    assert_eq!(spelled.text(|row| &row.toml), defaults);
    let [google] = spelled.oidc.as_slice() else { panic!("one provider as an example") };
    assert!(google.issuer == "https://accounts.google.com" && google.trusted && google.enabled);
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
    let said = refusal("[site]\ntrusted_proxies = []", &[]);
    assert!(
        said.ends_with("`site.trusted_proxies` is not a setting; `server.trusted_proxies` is"),
        "{said}"
    );
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
fn a_variable_that_is_no_text_stops_nothing_unless_it_is_ours() {
    let broken = || OsString::from_vec(b"caf\xe9".to_vec());
    let fine = (OsString::from("EWELISTS__SERVER__BODY_LIMIT"), OsString::from("1000"));
    let others = [(OsString::from("CAFE"), broken()), (broken(), OsString::from("x"))];
    let read = texts(others.into_iter().chain([fine.clone()])).unwrap();
    assert_eq!(read, [("EWELISTS__SERVER__BODY_LIMIT".to_owned(), "1000".to_owned())]);
    let ours = (OsString::from("EWELISTS__MAIL__FROM_NAME"), broken());
    let said = texts([fine, ours]).unwrap_err().to_string();
    assert_eq!(said, "EWELISTS__MAIL__FROM_NAME is no text in UTF-8.");
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
    for (text, named) in [
        ("[store]\nurl = \"ws://me:canary@x.example\" x", "parse error at line 2"),
        ("[webhooks]\nurls = \"https://x.example/canary\"", "webhooks.urls"),
        ("[server]\nbody_limit = \"canary\"", "server.body_limit"),
        ("[site]\npublic_url = \"https://me:canary@x.example\"", "site.public_url"),
        ("[site]\nother_hosts = [\"https://me:canary@x.example\"]", "site.other_hosts"),
        ("[api]\norigins = [\"https://me:canary@x.example\"]", "api.origins"),
        ("[backup]\nrecipients = [\"AGE-SECRET-KEY-1canary\"]", "backup.recipients"),
    ] {
        let said = refusal(text, &[]);
        assert!(said.contains(named) && !said.contains("canary"), "{said}");
    }
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
fn the_team_has_an_address_or_reads_what_comes_to_ours() {
    let said = refusal("[mail]\nteam = \"us\"", &[]);
    assert!(said.contains("mail.team is not an e-mail address"), "{said}");
    let ours = load("", &[]).unwrap();
    assert_eq!(ours.mail.team_address(), ours.mail.from_address);
    let theirs = load("[mail]\nteam = \" team@ewelists.example \"", &[]).unwrap();
    assert_eq!(theirs.mail.team_address(), "team@ewelists.example");
}

#[test]
fn what_is_no_address_of_a_mail_server_is_refused_before_any_mail_waits() {
    for url in [
        "smtp://",
        "smtps://me:canary@",
        "smtp://me:canary@mail.example:99999",
        "smtp://me:canary@mail.example:587?tls=require",
        "smtp://me:can/ary@mail.example",
    ] {
        let said = refusal("", &[("EWELISTS__MAIL__SMTP_URL", url)]);
        assert!(said.contains("mail.smtp_url is not the address"), "{url}: {said}");
        assert!(!said.contains("canary"), "{said}");
    }
    for url in ["smtp://[::1]:25", "smtp://me:p%40ss@mail.example:587?tls=required"] {
        assert!(load("", &[("EWELISTS__MAIL__SMTP_URL", url)]).is_ok(), "{url}");
    }
}

#[test]
fn without_places_or_time_nothing_is_served() {
    for key in [
        "max_connections",
        "max_requests",
        "body_limit",
        "header_timeout",
        "request_timeout",
        "write_timeout",
    ] {
        let said = refusal(&format!("[server]\n{key} = 0"), &[]);
        assert!(said.contains(&format!("server.{key} is 0")), "{said}");
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

const PEER: &str = "\
[[peers]]
name = \"staging\"
url = \"https://staging.ewelists.example\"
";

// R6.6
#[test]
fn a_peer_has_a_token_that_is_never_shown() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"canary\n").unwrap();
    let settings = load(&format!("{PEER}token_file = {:?}", file.path()), &[]).unwrap();
    assert_eq!(settings.peers[0].token.expose(), "canary");
    assert!(!settings.shown().contains("canary") && !format!("{settings:?}").contains("canary"));
    assert!(settings.shown().contains("[[peers]]\nname = \"staging\""));
    let both = format!("{PEER}token = \"canary\"\ntoken_file = {:?}", file.path());
    let said = refusal(&both, &[]);
    assert!(said.contains("keep one") && !said.contains("canary"), "{said}");
}

#[test]
fn a_peer_that_can_not_work_is_refused() {
    let row = format!("{PEER}token = \"x\"\n");
    assert!(load(&row, &[]).is_ok());
    assert!(refusal(PEER, &[]).contains("there is no token"));
    assert!(refusal(&format!("{row}{row}"), &[]).contains("two rows have the name `staging`"));
    for name in ["", "Staging", "a_b", "error", "development"] {
        let said = refusal(&row.replace("\"staging\"", &format!("{name:?}")), &[]);
        assert!(said.contains(&format!("the name `{name}`")), "{said}");
    }
    for url in ["", "staging", "http://staging.ewelists.example", "https://x.example/api/v1"] {
        let said = refusal(&row.replace("https://staging.ewelists.example", url), &[]);
        assert!(said.contains("peers staging: url "), "{said}");
    }
    assert!(
        load(&row.replace("https://staging.ewelists.example", "http://127.0.0.1:3001"), &[])
            .is_ok()
    );
    assert!(refusal(&format!("{row}colour = 1"), &[]).contains("`peers.colour` is not a setting"));
}

const ROW: &str = "\
[[oidc]]
id = \"my-club\"
label = \"My club\"
issuer = \"https://id.club.example\"
client_id = \"us\"
";

// R2.5
#[test]
fn a_provider_is_a_row_with_defaults() {
    let settings = load(&format!("{ROW}{}", ROW.replace("my-club", "other")), &[]).unwrap();
    let [club, other] = settings.oidc.as_slice() else { panic!("two rows") };
    assert_eq!((club.id.as_str(), other.id.as_str()), ("my-club", "other"));
    assert_eq!(club.scopes, ["openid", "email", "profile"]);
    assert!(!club.trusted && club.enabled && club.client_secret.expose().is_empty());
    assert_eq!(settings.provider_label("my-club"), "My club");
    assert_eq!(settings.provider_label("facebook"), "Facebook");
    assert_eq!(settings.provider_label("gone"), "gone");
    let shown = settings.shown();
    assert!(shown.contains("[[oidc]]\nid = \"my-club\"\nlabel = \"My club\""), "{shown}");
}

#[test]
fn an_unknown_key_of_a_provider_is_refused_by_name() {
    let said = refusal(&format!("{ROW}trust = true"), &[]);
    assert!(said.contains("`oidc.my-club.trust` is not a setting"), "{said}");
    for wrong in ["[oidc]\nid = \"x\"", "oidc = 1", "oidc = [1]"] {
        assert!(refusal(wrong, &[]).contains("[[oidc]]"), "{wrong}");
    }
    for wrong in ["EWELISTS__OIDC__MY_CLUB__COLOUR", "EWELISTS__OIDC__GONE__CLIENT_ID"] {
        assert!(refusal(ROW, &[(wrong, "x")]).contains(wrong), "{wrong}");
    }
}

#[test]
fn variables_go_before_the_row_of_a_provider() {
    let settings = load(
        &format!("{}{ROW}", ROW.replace("my-club", "other")),
        &[
            ("EWELISTS__OIDC__MY_CLUB__CLIENT_ID", "them"),
            ("EWELISTS__OIDC__MY_CLUB__CLIENT_SECRET", "canary"),
            ("EWELISTS__OIDC__MY_CLUB__ISSUER", "http://127.0.0.1:9000"),
            ("EWELISTS__OIDC__MY_CLUB__TRUSTED", "true"),
            ("EWELISTS__OIDC__MY_CLUB__ENABLED", "false"),
            ("EWELISTS__OIDC__MY_CLUB__SCOPES", "openid, email"),
            ("EWELISTS__FACEBOOK__CLIENT_ID", "app"),
            ("EWELISTS__FACEBOOK__CLIENT_SECRET", "canary"),
            ("EWELISTS__FACEBOOK__ENABLED", "true"),
        ],
    );
    let settings = settings.unwrap();
    let [other, club] = settings.oidc.as_slice() else { panic!("two rows") };
    assert_eq!(other.client_id, "us");
    assert_eq!(club.client_id, "them");
    assert_eq!(club.client_secret.expose(), "canary");
    assert_eq!(club.issuer, "http://127.0.0.1:9000");
    assert_eq!(club.scopes, ["openid", "email"]);
    assert!(club.trusted && !club.enabled);
    assert!(settings.facebook.enabled);
    assert!(!settings.shown().contains("canary") && !format!("{settings:?}").contains("canary"));
}

#[test]
fn a_providers_secret_comes_from_a_file() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"canary\n").unwrap();
    let variables =
        [("EWELISTS__OIDC__MY_CLUB__CLIENT_SECRET_FILE", file.path().to_str().unwrap())];
    let settings = load(ROW, &variables).unwrap();
    assert_eq!(settings.oidc[0].client_secret.expose(), "canary");
    let both = format!("{ROW}client_secret = \"canary\"");
    let said = refusal(&both, &variables);
    assert!(said.contains("keep one") && !said.contains("canary"), "{said}");
    let nowhere = format!("{ROW}client_secret_file = \"/nowhere\"");
    assert!(refusal(&nowhere, &[]).contains("/nowhere"));
    assert!(load(&format!("{nowhere}\nenabled = false"), &[]).is_ok());
}

#[test]
fn a_provider_that_can_not_work_is_refused() {
    let twice = format!("{ROW}{ROW}");
    assert!(refusal(&twice, &[]).contains("two rows have the id `my-club`"));
    for id in ["", "My", "a_b", "a.b", "facebook", "amazon", &"a".repeat(33)] {
        let said = refusal(&ROW.replace("my-club", id), &[]);
        assert!(said.contains(&format!("the id `{id}`")), "{said}");
    }
    for issuer in ["", "id.club.example", "http://id.club.example", "http://localhost.x.example"] {
        let said = refusal(&ROW.replace("https://id.club.example", issuer), &[]);
        assert!(said.contains("oidc my-club: issuer "), "{said}");
    }
    assert!(load(&ROW.replace("https://id.club.example", "http://[::1]:9000"), &[]).is_ok());
    assert!(refusal(&ROW.replace("\"us\"", "\"\""), &[]).contains("client_id is empty"));
    let disabled = format!("{}enabled = false", ROW.replace("\"us\"", "\"\""));
    assert!(load(&disabled, &[]).is_ok());
    assert!(refusal(&ROW.replace("My club", " "), &[]).contains("label is empty"));
    let said = refusal("[facebook]\nenabled = true", &[]);
    assert!(said.contains("facebook is enabled without client_id"), "{said}");
    let said = refusal("[amazon]\ntoken_url = \"http://amazon.example\"", &[]);
    assert!(said.contains("amazon.token_url must begin with https://"), "{said}");
}

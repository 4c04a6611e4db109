//! How the site says that it is well: to whoever balances, in figures, and by errors that are told.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use axum::{Json, Router, extract::State, routing::post};
use serde_json::Value;
use server::{
    settings::{Seconds, Secret},
    watch::Minute,
};
use store::StoreError;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::Mutex,
};

use crate::{
    people::{make_admin, somebody, world},
    site::{TestSite, run, start},
};

/// Asks until the answer is what it should be, or a long while has passed.
async fn ready(site: &TestSite, status: u16) -> Value {
    for _ in 0..1_000 {
        let answer = site.get("/readyz", &[]).await;
        if answer.status == status {
            return serde_json::from_str(&answer.body).unwrap();
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it never answered {status}: {:?}", site.get("/readyz", &[]).await);
}

#[test]
fn a_site_whose_mails_do_not_leave_is_not_ready_and_says_why() {
    run(async {
        let site = start(|settings| {
            // Nobody takes mails there.
            settings.mail.smtp_url = Secret::new("smtp://127.0.0.1:1");
            settings.watch.mail_age = Seconds(1);
        })
        .await;
        let said = ready(&site, 200).await;
        assert_eq!(
            (&said["ready"], &said["store"], &said["mail"]),
            (&true.into(), &true.into(), &true.into())
        );
        assert_eq!(said["wrong"], serde_json::json!([]));
        let form = "name=Ada&email=ada%40example.org&password=three+woolly+sheep";
        let asked = site.post("/fn/sign_up", &[("accept", "application/json")], form).await;
        assert_eq!(asked.status, 200, "{}", asked.body);
        let said = ready(&site, 503).await;
        assert_eq!((&said["mail"], &said["store"]), (&false.into(), &true.into()));
        assert_eq!(said["wrong"], serde_json::json!(["mail"]));
        // Whoever asks from elsewhere could tell by it that a giver did something (R3.6).
        let far = site.get("/readyz", &[("x-forwarded-for", "198.51.100.7")]).await;
        assert_eq!(far.status, 200, "{}", far.body);
        assert!(far.body.contains("\"wrong\":[]") && !far.body.contains("mail"), "{}", far.body);
        assert!(!far.body.contains("alarms"), "{}", far.body);
        assert_eq!(site.get("/healthz", &[]).await.status, 200);
        // What is given up keeps no request away, and is the business of admins alone (R3.6).
        let store = &site.running.site.store;
        let now = site.running.site.clock.now() + chrono::TimeDelta::days(1);
        for mail in store.claim_mail(now, 60, 10).await.unwrap() {
            store.mail_failed(mail.id, now, None, "refused").await.unwrap();
        }
        let said = ready(&site, 200).await;
        assert_eq!(said["wrong"], serde_json::json!([]));
        assert!(said["alarms"].as_array().unwrap().contains(&"dead_mail".into()), "{said}");
        let far = site.get("/readyz", &[("x-forwarded-for", "198.51.100.7")]).await;
        assert!(!far.body.contains("mail"), "{}", far.body);
        let facts = server::watch::facts(&site.running.site).await;
        assert_eq!(facts.outbox.map(|outbox| outbox.dead), Some(1));
        site.stop().await;
    });
}

#[test]
fn a_site_without_room_is_not_ready() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("rocksdb://{}?sync=every", folder.path().join("db").display());
        let site = start(|settings| {
            settings.store.url = url;
            settings.watch.disk_free = u64::MAX;
        })
        .await;
        let wrong = ready(&site, 503).await["wrong"].clone();
        assert!(wrong.as_array().unwrap().contains(&"disk".into()), "{wrong}");
        let far = site.get("/readyz", &[("x-forwarded-for", "198.51.100.7")]).await;
        assert_eq!(far.status, 503);
        assert!(far.body.contains("\"wrong\":[\"disk\"]"), "{}", far.body);
        // That it says so is no failure of its own.
        let watch = &site.running.site.watch;
        assert_eq!(watch.minute(), Minute::default());
        assert_eq!(site.get("/", &[]).await.status, 200);
        assert_eq!(watch.minute(), Minute { requests: 1, failures: 0 });
        site.stop().await;
    });
}

#[test]
fn however_many_ask_whether_it_is_ready_it_looks_once_a_second() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let first = server::watch::recent_facts(inner).await;
        let (again, at_once) =
            tokio::join!(server::watch::recent_facts(inner), server::watch::recent_facts(inner));
        assert_eq!((again.at, at_once.at), (first.at, first.at));
        tokio::time::sleep(Duration::from_millis(1100)).await;
        assert!(server::watch::recent_facts(inner).await.at > first.at);
        site.stop().await;
    });
}

/// What is answered on the listener for figures.
pub async fn scrape(site: &TestSite, request: &str) -> String {
    let mut stream = TcpStream::connect(site.running.metrics.unwrap()).await.unwrap();
    let request = format!("{request} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

/// Samples by their names with labels, read as Prometheus reads them.
fn samples(text: &str) -> BTreeMap<String, f64> {
    let (_, body) = text.split_once("\r\n\r\n").unwrap();
    let lines = body.lines().filter(|line| line.contains(' ') && !line.starts_with('#'));
    lines
        .map(|line| {
            let (name, value) = line.rsplit_once(' ').unwrap();
            (name.to_owned(), value.parse().unwrap_or_else(|_| panic!("{line}")))
        })
        .collect()
}

#[test]
fn figures_are_had_on_a_listener_of_their_own_and_name_nobody() {
    run(async {
        let site = start(|settings| settings.metrics.listen = "127.0.0.1:0".to_owned()).await;
        let world = world(&site.running.site).await;
        let path = format!("/l/{}?q=CANARYquery", world.share);
        assert_eq!(site.get(&path, &[("cookie", &world.giver)]).await.status, 200);
        site.get("/CANARYpath", &[]).await;
        site.send("CANARYMETHOD", "/", &[], None).await;
        let form = "email=CANARY%40example.org&password=CANARY";
        site.post("/fn/sign_in", &[("accept", "application/json")], form).await;
        let listening = site.connect().await;
        let (mut reading, mut asking) = listening.into_split();
        let live = format!("GET /live/share/{} HTTP/1.1\r\nhost: x\r\n\r\n", world.share);
        asking.write_all(live.as_bytes()).await.unwrap();
        reading.read_u8().await.unwrap();

        let text = scrape(&site, "GET /metrics").await;
        assert!(text.starts_with("HTTP/1.1 200"), "{text}");
        let samples = samples(&text);
        let has = |name: &str, labels: &[&str]| {
            let fits = |(key, value): (&String, &f64)| {
                let named = key.split('{').next() == Some(name);
                named && *value > 0.0 && labels.iter().all(|label| key.contains(label))
            };
            samples.iter().any(fits)
        };
        for (name, labels) in [
            (
                "ewelists_http_requests_total",
                &["route=\"/l/{share}\"", "method=\"GET\"", "status=\"200\""][..],
            ),
            ("ewelists_http_requests_total", &["route=\"/fn/sign_in\"", "method=\"POST\""]),
            ("ewelists_http_requests_total", &["route=\"none\"", "status=\"404\""]),
            ("ewelists_http_requests_total", &["method=\"other\""]),
            ("ewelists_http_request_duration_seconds_bucket", &["route=\"/l/{share}\"", "le="]),
            ("ewelists_server_function_duration_seconds_count", &["function=\"sign_in\""]),
            ("ewelists_database_duration_seconds_count", &["kind=\"read\""]),
            ("ewelists_database_duration_seconds_count", &["kind=\"write\""]),
            ("ewelists_sessions_made_total", &[]),
            ("ewelists_reservations_made_total", &[]),
            ("ewelists_live_streams_open", &[]),
            ("ewelists_database_up", &[]),
            ("ewelists_process_resident_memory_bytes", &[]),
            ("ewelists_process_open_files", &[]),
            ("ewelists_process_tasks", &[]),
            ("ewelists_build_info", &["version="]),
        ] {
            assert!(has(name, labels), "{name} {labels:?}: {text}");
        }
        for name in [
            "ewelists_outbox_waiting",
            "ewelists_outbox_oldest_seconds",
            "ewelists_outbox_dead",
            "ewelists_not_found_waiting",
            "ewelists_alarm{alarm=\"mail\"}",
            "ewelists_alarm{alarm=\"database\"}",
        ] {
            assert!(samples.contains_key(name), "{name}: {text}");
        }

        // No figure that is not in the table, and nothing of anybody.
        for name in samples.keys() {
            let name = name.split('{').next().unwrap();
            let known = server::telemetry::metrics::METRICS.iter().any(|metric| {
                let rest = name.strip_prefix(metric.name);
                rest.is_some_and(|rest| ["", "_bucket", "_sum", "_count"].contains(&rest))
            });
            assert!(known, "{name}");
        }
        let list = world.list.to_string();
        for private in ["canary", world.share.as_str(), "@", "%40", list.as_str()] {
            assert!(!text.to_lowercase().contains(&private.to_lowercase()), "{private}");
        }
        assert!(scrape(&site, "GET /").await.starts_with("HTTP/1.1 404"));
        assert!(scrape(&site, "POST /metrics").await.starts_with("HTTP/1.1 405"));
        assert_eq!(site.get("/metrics", &[]).await.status, 404, "not for the public");
        site.stop().await;
    });
}

#[test]
fn where_no_good_backup_is_known_nobody_is_told_how_old_it_is() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "x").unwrap();
        let site = start(|settings| {
            settings.metrics.listen = "127.0.0.1:0".to_owned();
            // Something lies where the folder should be.
            settings.backup.directory = file;
            settings.backup.scratch = folder.path().join("scratch");
        })
        .await;
        let failed = |said: &Value| {
            said["alarms"].as_array().is_some_and(|all| all.contains(&"backup_failed".into()))
        };
        for _ in 0..1_000 {
            if failed(&ready(&site, 200).await) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert!(failed(&ready(&site, 200).await));
        let samples = samples(&scrape(&site, "GET /metrics").await);
        assert!(samples["ewelists_backup_age_seconds"].is_nan(), "{samples:?}");
        assert!((samples["ewelists_backup_failed"] - 1.0).abs() < 0.1, "{samples:?}");
        let inner = &site.running.site;
        let admin = somebody(inner, "admin").await;
        make_admin(inner, &admin).await;
        let headers = [("accept", "text/html"), ("cookie", admin.cookie.as_str())];
        let page = site.get("/admin", &headers).await;
        assert!(page.body.contains("No good backup is known."), "{}", page.body);
        site.stop().await;
    });
}

// R2.4
#[test]
fn pages_and_functions_say_how_long_they_took_where_nothing_can_be_guessed_by_it() {
    run(async {
        let site = start(|_| {}).await;
        let world = world(&site.running.site).await;
        let timing = |said: &str| {
            let parts: Vec<_> =
                said.split(", ").filter_map(|part| part.split_once(";dur=")).collect();
            let [("db", database), ("total", total)] = parts[..] else { panic!("{said}") };
            (database.parse::<f64>().unwrap(), total.parse::<f64>().unwrap())
        };
        let page = site.get(&format!("/l/{}", world.share), &[("cookie", &world.giver)]).await;
        assert!(timing(page.header("server-timing")).1 > 0.0);
        let json = ("accept", "application/json");
        let form = format!("list={}&gift={}&received=on", world.list, world.gift);
        let cookie = ("cookie", world.owner.cookie.as_str());
        let done = site.post("/fn/set_arrived", &[json, cookie], &form).await;
        let (database, total) = timing(done.header("server-timing"));
        assert!(database > 0.0 && total > 0.0, "{done:?}");
        for function in ["sign_in", "sign_up", "ask_reset", "mail_links", "enter_passcode"] {
            let form = "email=a%40b.example&password=x&name=x";
            let answer = site.post(&format!("/fn/{function}"), &[json], form).await;
            assert_eq!(answer.header("server-timing"), "", "{function}");
        }
        assert_eq!(site.get("/healthz", &[]).await.header("server-timing"), "");
        site.stop().await;
    });
}

type Told = Arc<Mutex<Vec<Value>>>;

/// Somebody who is told of errors, and what they were told.
async fn receiver() -> (String, Told) {
    let told = Told::default();
    let hear = |State(told): State<Told>, Json(said): Json<Value>| async move {
        told.lock().await.push(said);
    };
    let router = Router::new().route("/errors", post(hear)).with_state(told.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/errors", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, told)
}

#[test]
fn an_error_is_told_by_its_reference_once_a_minute() {
    run(async {
        let (url, told) = receiver().await;
        let site = start(|settings| settings.log.error_webhook = Secret::new(url)).await;
        let refuse = || {
            let error = StoreError::Unavailable("CANARY of somebody".to_owned());
            site.running.site.refuse(error)
        };
        let app::error::AppError::Internal { reference } = refuse() else { panic!("it is ours") };
        refuse();
        let mut heard = Vec::new();
        for _ in 0..2_000 {
            heard = told.lock().await.clone();
            if !heard.is_empty() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        // Nor does a second one come.
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(told.lock().await.len(), 1, "{heard:?}");
        let said = heard[0].as_object().unwrap();
        assert_eq!(said.keys().collect::<Vec<_>>(), ["reference", "route", "time", "version"]);
        assert_eq!((&said["reference"], &said["route"]), (&reference.into(), &"none".into()));
        assert!(chrono::DateTime::parse_from_rfc3339(said["time"].as_str().unwrap()).is_ok());
        site.stop().await;
    });
}

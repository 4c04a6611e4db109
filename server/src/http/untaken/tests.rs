use std::{
    convert::Infallible,
    sync::atomic::{AtomicUsize, Ordering},
};

use futures::{StreamExt as _, stream};
use h2::{RecvStream, client::SendRequest};
use hyper::{Request, body::Incoming, service::service_fn};
use hyper_util::{rt::TokioIo, server::conn::auto::Builder};
use tokio::time::{sleep, timeout};

use super::*;

const PATIENCE: Duration = Duration::from_secs(1);

/// Bytes that are counted as long as they are kept.
struct Kept(Vec<u8>, Arc<AtomicUsize>);

impl Kept {
    fn bytes(length: usize, kept: &Arc<AtomicUsize>) -> Bytes {
        kept.fetch_add(length, Ordering::SeqCst);
        Bytes::from_owner(Self(vec![b' '; length], kept.clone()))
    }
}

impl AsRef<[u8]> for Kept {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.1.fetch_sub(self.0.len(), Ordering::SeqCst);
    }
}

/// A client of a server that answers by the path. Each answer has room for so much until the client gives
/// it more.
async fn client(
    window: u32,
    answer: impl Fn(&str) -> Body + Send + Sync + 'static,
) -> SendRequest<Bytes> {
    let (near, far) = tokio::io::duplex(1 << 16);
    tokio::spawn(async move {
        let service = service_fn(move |request: Request<Incoming>| {
            let body = answer(request.uri().path());
            async move { Ok::<_, Infallible>(Answer::of(Response::new(body))) }
        });
        let builder = Builder::new(Patience::new(PATIENCE));
        let _ = builder.serve_connection(TokioIo::new(far), service).await;
    });
    let mut settings = h2::client::Builder::new();
    settings.initial_window_size(window);
    let (client, connection) = settings.handshake::<_, Bytes>(near).await.unwrap();
    tokio::spawn(connection);
    client
}

async fn ask(client: &SendRequest<Bytes>, path: &str) -> RecvStream {
    let request = Request::get(format!("http://x{path}")).body(()).unwrap();
    let mut ready = client.clone().ready().await.unwrap();
    let (answer, _) = ready.send_request(request, true).unwrap();
    answer.await.unwrap().into_body()
}

/// Takes what comes without giving room for more. Answers how many bytes came, and whether that was all.
async fn rest(body: &mut RecvStream) -> (usize, bool) {
    let mut taken = 0;
    while let Some(data) = body.data().await {
        match data {
            Ok(data) => taken += data.len(),
            Err(error) => {
                assert!(error.is_reset(), "{error}");
                return (taken, false);
            }
        }
    }
    (taken, true)
}

/// Says a word so often, and one each so long.
fn words(pause: Duration, count: usize) -> Body {
    let words = stream::iter(0..count).then(move |number| async move {
        if number > 0 {
            sleep(pause).await;
        }
        Ok::<_, Infallible>(Bytes::from_static(b"word "))
    });
    Body::from_stream(words)
}

// R2.11: where there is no room at all, and where there is some, of a whole page and of one in parts.
#[tokio::test]
async fn an_answer_of_which_nothing_is_taken_is_ended_and_nothing_of_it_is_kept() {
    for window in [0, 1000] {
        let kept = Arc::new(AtomicUsize::new(0));
        let counted = kept.clone();
        let client = client(window, move |path| match path {
            "/whole" => Body::from(Kept::bytes(20_000, &counted)),
            _ => {
                let parts = [(); 3].map(|()| Ok::<_, Infallible>(Kept::bytes(9_000, &counted)));
                Body::from_stream(stream::iter(parts))
            }
        })
        .await;
        let mut bodies = vec![ask(&client, "/whole").await, ask(&client, "/parts").await];
        let since = Instant::now();
        assert!(kept.load(Ordering::SeqCst) > 20_000);
        for body in &mut bodies {
            let ended = timeout(PATIENCE * 10, rest(body)).await.expect("it is ended");
            assert!(ended.0 <= window as usize && !ended.1, "{ended:?}");
        }
        assert!(since.elapsed() > PATIENCE / 2, "{:?}", since.elapsed());
        let forgotten = async {
            while kept.load(Ordering::SeqCst) > 0 {
                sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(PATIENCE * 10, forgotten).await.expect("nothing is kept");
        // The connection is as good as before.
        let _ = ask(&client, "/whole").await;
    }
}

// R2.11
#[tokio::test]
async fn a_stream_that_has_nothing_to_say_is_listened_to_and_goes_on() {
    let client = client(1000, |_| words(PATIENCE * 3, 2)).await;
    let mut body = ask(&client, "/").await;
    assert_eq!(timeout(PATIENCE * 20, rest(&mut body)).await.unwrap(), (10, true));
}

// R2.11
#[tokio::test]
async fn an_answer_that_is_taken_slowly_is_taken_whole() {
    let kept = Arc::new(AtomicUsize::new(0));
    let client = client(1000, move |_| Body::from(Kept::bytes(6_000, &kept))).await;
    let mut body = ask(&client, "/").await;
    let mut taken = 0;
    while let Some(data) = body.data().await {
        let data = data.expect("it is not ended").len();
        taken += data;
        sleep(PATIENCE / 4).await;
        body.flow_control().release_capacity(data).unwrap();
    }
    assert_eq!(taken, 6_000);
}

// R2.11: where the line is slow, each has its turn; but nobody is kept for ever by what others take.
#[tokio::test]
async fn an_answer_waits_longer_while_others_are_taken_and_not_for_ever() {
    let client = client(1000, |path| match path {
        "/waits" => Body::from(vec![b' '; 20_000]),
        _ => words(PATIENCE / 8, 110),
    })
    .await;
    let mut waits = ask(&client, "/waits").await;
    let mut goes_on = ask(&client, "/goes-on").await;
    let since = Instant::now();
    let ended = timeout(PATIENCE * 30, rest(&mut waits)).await.expect("it is ended");
    assert!(!ended.1, "{ended:?}");
    let took = since.elapsed();
    assert!(took > PATIENCE * (TURNS - 1) && took < PATIENCE * (TURNS + 3), "{took:?}");
    assert_eq!(timeout(PATIENCE * 60, rest(&mut goes_on)).await.unwrap(), (550, true));
}

//! Covers that owners send, and how pictures are served (R3.2, R6.4).

mod along;
mod files;

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use domain::{GiftForm, PictureId, PictureWidth};
use image::ImageFormat;
use server::service;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use self::files::{CANARY, bomb, photo, written};
use crate::{
    people::{World, world},
    site::{Answer, TestSite, run, start},
};

async fn site() -> TestSite {
    site_read_by(&[]).await
}

/// The same, of whose API pages of these origins may read answers.
async fn site_read_by(origins: &[&str]) -> TestSite {
    start(|settings| {
        settings.api.origins = origins.iter().map(|origin| (*origin).to_owned()).collect();
        settings.pictures.directory = settings.store.secret_file.with_file_name("pictures");
        settings.limits.upload = server::settings::Rate::new(1000, 1);
    })
    .await
}

/// How many files are kept.
fn kept(site: &TestSite) -> usize {
    let files = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten();
    let folders = files(&site.folder.path().join("pictures"));
    folders.map(|folder| files(&folder.path()).count()).sum()
}

/// A form with a file in one field, and words in others.
fn form(field: &str, file: &[u8], words: &[(&str, &str)]) -> Vec<u8> {
    let part = |name: &str, more: &str| {
        format!("--pictures\r\ncontent-disposition: form-data; name=\"{name}\"{more}\r\n\r\n")
    };
    let mut sent = String::new();
    for (name, value) in words {
        sent.push_str(&format!("{}{value}\r\n", part(name, "")));
    }
    sent.push_str(&part(field, "; filename=\"photo.jpg\"\r\ncontent-type: image/jpeg"));
    [sent.as_bytes(), file, b"\r\n--pictures--\r\n"].concat()
}

fn head(path: &str, cookie: &str, accept: &str, length: usize) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nsec-fetch-site: same-origin\r\n\
         cookie: {cookie}\r\naccept: {accept}\r\ncontent-length: {length}\r\n\
         content-type: multipart/form-data; boundary=pictures\r\n\r\n"
    )
    .into_bytes()
}

async fn send_as(site: &TestSite, path: &str, cookie: &str, accept: &str, file: &[u8]) -> Answer {
    let form = form("picture", file, &[]);
    site.raw(&[head(path, cookie, accept, form.len()), form].concat()).await
}

/// Sends a cover as a client that is no browser.
async fn send(site: &TestSite, world: &World, file: &[u8]) -> Answer {
    let path = format!("/lists/{}/cover", world.list);
    send_as(site, &path, &world.owner.cookie, "application/json", file).await
}

/// An answer whose body is no text.
async fn fetch(site: &TestSite, path: &str) -> (u16, Vec<u8>) {
    let mut stream = site.connect().await;
    let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let end = answer.windows(4).position(|end| end == b"\r\n\r\n").unwrap();
    let status = String::from_utf8_lossy(&answer[9..12]).parse().unwrap();
    (status, answer.split_off(end + 4))
}

async fn cover(site: &TestSite, world: &World) -> Option<PictureId> {
    let backend = service::backend(&site.running.site);
    backend.lists.owned(&world.owner.visit, world.list).await.unwrap().banner.picture
}

/// The most memory that this process ever took, in MiB.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}

#[test]
fn a_photo_comes_back_in_three_widths_without_what_the_camera_wrote() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let photo = photo();
        let tells = |file: &[u8]| {
            [CANARY.as_bytes(), b"Exif", b"EXIF", b"xmp", b"JFIF"]
                .iter()
                .any(|word| file.windows(word.len()).any(|found| found == *word))
        };
        assert!(tells(&photo));
        let sent = send(&site, &world, &photo).await;
        let settings = format!("/lists/{}/settings?done=cover", world.list);
        assert_eq!((sent.status, sent.header("location")), (303, settings.as_str()));
        let id = cover(&site, &world).await.unwrap();
        for (width, size) in
            PictureWidth::ALL.into_iter().zip([(320, 427), (640, 853), (1200, 1600)])
        {
            let (status, file) = fetch(&site, &id.path(width)).await;
            assert_eq!(status, 200);
            assert!(!tells(&file));
            let picture = image::load_from_memory_with_format(&file, ImageFormat::WebP).unwrap();
            assert_eq!((picture.width(), picture.height()), size, "upright");
        }
        // The same picture is kept once.
        assert_eq!(send(&site, &world, &photo).await.status, 303);
        assert_eq!(kept(&site), 3);
        site.stop().await;
    });
}

// R6.4
#[test]
fn what_is_added_with_a_picture_that_is_gone_has_none() {
    run(async {
        let site = site().await;
        let World { owner, list, .. } = world(&site.running.site).await;
        let file = written(400, 300, ImageFormat::Png);
        let kept = site.running.site.pictures.add(file.into()).await.unwrap();
        let gifts = service::backend(&site.running.site).gifts.clone();
        for (picture, shown) in [(PictureId::new([7; 32]), None), (kept.clone(), Some(kept))] {
            let (name, picture) = ("Lamp".to_owned(), picture.to_string());
            let form = GiftForm { name, picture, ..GiftForm::default() };
            let gift = gifts.add(&owner.visit, list, None, true, form).await.unwrap();
            let owned = site.running.site.store.owned_gift(owner.id, list, gift).await.unwrap();
            assert_eq!(owned.1.details.picture, shown);
            // Nor does it get one later.
            let (name, picture) = ("Lamp".to_owned(), PictureId::new([8; 32]).to_string());
            let form = GiftForm { name, picture, ..GiftForm::default() };
            gifts.edit_shown(&owner.visit, list, gift, form, "name=Lamp\tpicture=").await.unwrap();
            let owned = site.running.site.store.owned_gift(owner.id, list, gift).await.unwrap();
            assert_eq!(owned.1.details.picture, shown);
        }
        site.stop().await;
    });
}

#[test]
fn what_is_no_picture_is_refused_and_leaves_nothing_behind() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let jpeg = written(400, 300, ImageFormat::Jpeg);
        let cut = &jpeg[..jpeg.len() / 2];
        let tiny = written(31, 31, ImageFormat::Png);
        let script = b"GIF89a/*.......................*/=1;alert(document.domain)//";
        for (file, status, word) in [
            (
                &b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>"[..],
                422,
                "not_a_picture",
            ),
            (b"<!DOCTYPE html><script>alert(1)</script>", 422, "not_a_picture"),
            (b"alert(document.domain)", 422, "not_a_picture"),
            (b"Just words, under the name of a photo.", 422, "not_a_picture"),
            (script, 413, "too_big"),
            (cut, 422, "not_a_picture"),
            (&tiny, 422, "too_small"),
            (b"", 422, "missing"),
        ] {
            let sent = send(&site, &world, file).await;
            assert_eq!(sent.status, status, "{word}: {}", sent.body);
            assert_eq!(sent.header("content-type"), "application/json");
            sent.assert_guarded();
            let path = format!("/lists/{}/cover", world.list);
            let sent = send_as(&site, &path, &world.owner.cookie, "text/html", file).await;
            let back = format!("/lists/{}/settings?picture={word}", world.list);
            assert_eq!((sent.status, sent.header("location")), (303, back.as_str()));
        }
        assert_eq!((kept(&site), cover(&site, &world).await), (0, None));
        site.stop().await;
    });
}

#[test]
fn a_bomb_is_refused_at_once() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let bomb = bomb();
        assert!(bomb.len() < 3000);
        let before = peak();
        let begun = Instant::now();
        let sent = send(&site, &world, &bomb).await;
        assert_eq!(sent.status, 413, "{}", sent.body);
        assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
        // Unpacked, it has 3,433 MiB. Other tests take some at the same time.
        assert!(peak() - before < 512, "{} MiB more", peak() - before);
        assert_eq!(kept(&site), 0);
        site.stop().await;
    });
}

#[test]
fn more_than_five_mebibytes_are_too_big() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let path = format!("/lists/{}/cover", world.list);
        let jpeg = written(64, 64, ImageFormat::Jpeg);
        let padded = |length: usize| {
            let mut file = jpeg.clone();
            file.resize(length, 0);
            file
        };
        assert_eq!(send(&site, &world, &padded(5 << 20)).await.status, 303);
        assert_eq!(kept(&site), 3);
        for length in [(5 << 20) + 1, 6 << 20, 12 << 20] {
            assert_eq!(send(&site, &world, &padded(length)).await.status, 413, "{length}");
            let file = padded(length);
            let sent = send_as(&site, &path, &world.owner.cookie, "text/html", &file).await;
            let back = format!("/lists/{}/settings?picture=too_big", world.list);
            assert_eq!((sent.status, sent.header("location")), (303, back.as_str()), "{length}");
        }
        // What is far too large is not even waited for.
        let enormous = head(&path, &world.owner.cookie, "application/json", 64 << 20);
        assert_eq!(site.raw(&enormous).await.status, 413);
        // And only pictures may be that large.
        let words = "x".repeat(600_000);
        assert_eq!(site.post("/fn/set_language", &[], &words).await.status, 413);
        assert_eq!(site.post("/lists", &[], &words).await.status, 413);
        assert_eq!(kept(&site), 3);
        site.stop().await;
    });
}

#[test]
fn only_an_owner_sends_pictures_and_nothing_else_is_read() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let list = world.list.to_string();
        let nowhere = "0198a000000070008000000000000001";
        let [ours, missing] = [list, nowhere.to_owned()].map(|list| format!("/lists/{list}/cover"));
        // Nothing follows the head, and yet it is answered.
        let ask = async |path: &str, cookie: &str, accept: &str| {
            let head = head(path, cookie, accept, 4 << 20);
            let answer = tokio::time::timeout(Duration::from_secs(20), site.raw(&head)).await;
            answer.unwrap_or_else(|_| panic!("{path} waits for the picture"))
        };
        let theirs = ask(&ours, &world.other.cookie, "application/json").await;
        let none = ask(&missing, &world.other.cookie, "application/json").await;
        assert_eq!((theirs.status, &theirs.body), (404, &none.body));
        assert_eq!(ask(&ours, &world.admin.cookie, "application/json").await.status, 404);
        for cookie in ["", world.giver.as_str()] {
            assert_eq!(ask(&ours, cookie, "application/json").await.status, 401);
            let shown = ask(&ours, cookie, "text/html").await;
            assert_eq!(shown.status, 303);
            assert!(shown.header("location").starts_with("/sign-in?next=/lists/"));
        }
        let answer = ask("/lists/x/cover", &world.owner.cookie, "application/json").await;
        assert_eq!(answer.status, 404);
        // Another site's page can not send one in an owner's name.
        let form = form("picture", &written(64, 64, ImageFormat::Png), &[]);
        let head = head(&ours, &world.owner.cookie, "text/html", form.len());
        let head = String::from_utf8(head).unwrap().replace("same-origin", "cross-site");
        assert_eq!(site.raw(&[head.as_bytes(), &form].concat()).await.status, 403);
        assert_eq!((kept(&site), cover(&site, &world).await), (0, None));
        site.stop().await;
    });
}

#[test]
fn a_picture_is_kept_for_good_and_runs_nothing() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        assert_eq!(send(&site, &world, &written(64, 64, ImageFormat::Png)).await.status, 303);
        let id = cover(&site, &world).await.unwrap();
        let path = id.path(PictureWidth::Medium);
        let shown = site.get(&path, &[("accept-encoding", "br, gzip")]).await;
        assert_eq!((shown.status, shown.header("content-type")), (200, "image/webp"));
        assert_eq!(shown.header("cache-control"), "public, max-age=31536000, immutable");
        let policy = shown.header("content-security-policy");
        assert_eq!(policy, "default-src 'none'; frame-ancestors 'none'; sandbox");
        assert_eq!(shown.header("x-robots-tag"), "noindex, nofollow");
        assert_eq!(shown.header("content-encoding"), "");
        shown.assert_guarded();
        let tag = format!("\"{}\"", id.file_name(PictureWidth::Medium));
        assert_eq!(shown.header("etag"), tag);
        for known in [tag.clone(), format!("\"x\", W/{tag}")] {
            let again = site.get(&path, &[("if-none-match", &known)]).await;
            assert_eq!((again.status, again.body.as_str()), (304, ""));
            assert_eq!(again.header("etag"), tag);
            again.assert_guarded();
        }
        let head = site.send("HEAD", &path, &[], None).await;
        assert_eq!((head.status, head.body.as_str()), (200, ""));
        assert_eq!(head.header("content-length"), shown.header("content-length"));
        site.stop().await;
    });
}

#[test]
fn nothing_but_pictures_is_found_among_them() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        assert_eq!(send(&site, &world, &written(64, 64, ImageFormat::Png)).await.status, 303);
        let id = cover(&site, &world).await.unwrap();
        fs::write(site.folder.path().join("pictures/notes.txt"), CANARY).unwrap();
        let name = id.file_name(PictureWidth::Small);
        let other = PictureId::new([7; 32]).file_name(PictureWidth::Small);
        for path in [
            "/pictures".to_owned(),
            "/pictures/".to_owned(),
            "/pictures/notes.txt".to_owned(),
            "/pictures/../secret.key".to_owned(),
            "/pictures/%2e%2e/secret.key".to_owned(),
            "/pictures/..%2fsecret.key".to_owned(),
            "/pictures/..%5csecret.key".to_owned(),
            "/pictures/%00".to_owned(),
            "/pictures/%ff".to_owned(),
            format!("/pictures/{other}"),
            format!("/pictures/{}", id.as_str()),
            format!("/pictures/{}/{name}", &name[..2]),
            format!("/pictures//{name}"),
            format!("/pictures/./{name}"),
            format!("/pictures/{name}/"),
            format!("/pictures/{name}%00"),
            format!("/pictures/.{name}.x"),
            format!("/pictures/{}", name.to_uppercase()),
            format!("/pictures/{}", name.replace("320", "9999")),
            format!("/pictures/{}", name.replace("webp", "html")),
        ] {
            let answer = site.get(&path, &[]).await;
            assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
            assert!(!answer.body.contains(CANARY), "{path}");
            answer.assert_guarded();
        }
        assert_eq!(site.get(&format!("/pictures/{name}"), &[]).await.status, 200);
        site.stop().await;
    });
}

// R10.7: answers of the API lead to pictures, and whoever may read answers can show them.
#[test]
fn pages_of_other_sites_show_pictures_where_the_settings_name_any() {
    run(async {
        for (origins, policy) in
            [(&[][..], "same-origin"), (&["https://app.example"][..], "cross-origin")]
        {
            let site = site_read_by(origins).await;
            let file = written(400, 300, ImageFormat::Png);
            let kept = site.running.site.pictures.add(file.into()).await.unwrap();
            let path = kept.path(PictureWidth::Medium);
            let told = async |path: &str, headers: &[(&str, &str)]| {
                let answer = site.get(path, headers).await;
                (answer.status, answer.header("cross-origin-resource-policy").to_owned())
            };
            assert_eq!(told(&path, &[]).await, (200, policy.to_owned()));
            let tag = format!("\"{}\"", path.rsplit('/').next().unwrap());
            let known = [("if-none-match", tag.as_str())];
            assert_eq!(told(&path, &known).await, (304, policy.to_owned()));
            // Nothing else is for other sites, and neither is what is not there.
            let unknown = PictureId::new([7; 32]).path(PictureWidth::Medium);
            for path in [unknown.as_str(), "/", "/api/v1/openapi.json"] {
                assert_eq!(told(path, &[]).await.1, "same-origin", "{path}");
            }
            site.stop().await;
        }
    });
}

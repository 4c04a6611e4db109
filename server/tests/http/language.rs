//! The language that somebody chose goes along with their account (R9.4).

use domain::Password;

use crate::{
    people::somebody_with,
    site::{Answer, TestSite, run, start},
};

const JSON: (&str, &str) = ("accept", "application/json");

/// The names and values of all cookies that are set.
fn cookies(answer: &Answer) -> Vec<&str> {
    let set = answer.headers().filter(|(name, _)| *name == "set-cookie");
    set.filter_map(|(_, value)| value.split(';').next()).collect()
}

/// Signs in. Answers the language that the browser is given, if it is given one.
async fn sign_in(site: &TestSite, form: &str, headers: &[(&str, &str)]) -> Option<String> {
    let answer = site.post("/fn/sign_in", headers, form).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let set = cookies(&answer);
    assert!(set.iter().any(|cookie| cookie.starts_with("__Host-session=")), "{set:?}");
    let language = set.iter().find(|cookie| cookie.starts_with("__Host-language="));
    language.map(|cookie| (*cookie).to_owned())
}

// R9.4, R7.3
#[test]
fn who_chose_a_language_reads_it_wherever_they_sign_in_and_have_chosen_none() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let password = Password::parse("seven quiet otters hum").unwrap();
        let hash = inner.passwords.hash(password).await.unwrap();
        let anna = somebody_with(inner, "anna", &hash).await;
        let form =
            format!("email={}&password=seven+quiet+otters+hum", anna.email.replace('@', "%40"));
        assert_eq!(sign_in(&site, &form, &[JSON]).await, None, "the browser speaks it already");

        let signed_in = [JSON, ("cookie", anna.cookie.as_str())];
        let chosen = site.post("/fn/set_language", &signed_in, "language=de").await;
        assert_eq!(cookies(&chosen), ["__Host-language=de"]);
        let person = inner.store.person(anna.id).await.unwrap().unwrap();
        assert_eq!(person.language, "de");
        // Somebody else in a browser of their own changes nothing for her.
        site.post("/fn/set_language", &[JSON], "language=fr").await;

        let german = Some("__Host-language=de".to_owned());
        assert_eq!(sign_in(&site, &form, &[JSON]).await, german);
        assert_eq!(sign_in(&site, &form, &[JSON, ("accept-language", "es")]).await, german);
        assert_eq!(sign_in(&site, &form, &[JSON, ("accept-language", "de-AT")]).await, None);
        assert_eq!(sign_in(&site, &form, &[JSON, ("cookie", "__Host-language=en")]).await, None);
        site.stop().await;
    });
}

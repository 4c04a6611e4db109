//! What a mailed link still does once its reader has another address.

use app::session::Visit;
use domain::{EmailAddress, ReserveForm};
use server::secrets::{self, Purpose};
use store::NewSession;

use crate::{
    people::{begin, browser},
    site::run,
};

// R2.8, R5.6: it was mailed to an address that is somebody else's some day.
#[test]
fn a_link_from_before_a_change_of_address_erases_what_it_is_about_and_nothing_else() {
    run(async {
        let (site, backend, world) = begin().await;
        let inner = &site.running.site;
        let (store, olga) = (&inner.store, &world.other);
        let reserve = async |visit: &Visit, key: &str, email: &str| {
            let form = ReserveForm {
                name: "Olga".to_owned(),
                email: email.to_owned(),
                quantity: "1".to_owned(),
            };
            let made = backend.sharing.reserve(visit, &world.share, world.gift, key, form).await;
            let token = made.unwrap().manage.replace("/r/", "");
            inner.secrets.open_manage(&token).unwrap().0
        };
        let before = reserve(&olga.visit, "before", &olga.email).await;
        let errand = inner.errand(&olga.visit);
        let new = EmailAddress::parse("olga@elsewhere.example").unwrap();
        store.start_email_change(errand, olga.id, &new, 10).await.unwrap();
        let change = store.count_email_attempt(errand, olga.id).await.unwrap();
        let session = NewSession {
            key: secrets::session_key("moved"),
            browser: olga.visit.actor.browser.clone().unwrap(),
            device: "Test".to_owned(),
        };
        store.finish_email_change(errand, olga.id, &change, session).await.unwrap();
        let (_, elsewhere) = browser(inner, "elsewhere");
        let after = reserve(&elsewhere, "after", new.as_str()).await;

        let mailed = |of| inner.secrets.manage_token(Purpose::ManageByMail, of);
        let by_mail = async |of| {
            let (view, _) = backend.sharing.manage(&elsewhere, &mailed(of)).await.unwrap();
            view.by_mail
        };
        assert_eq!((by_mail(before).await, by_mail(after).await), (false, true));
        backend.givers.erase(&elsewhere, &mailed(before)).await.unwrap();
        let known = async |of| store.held(of).await.unwrap().unwrap().giver.email.is_some();
        assert_eq!((known(before).await, known(after).await), (false, true));
        site.stop().await;
    });
}

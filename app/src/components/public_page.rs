//! Pages for everybody, and what search engines and link previews read of them (R8.1).

use leptos::prelude::*;
use leptos_meta::{Link, Meta};
use serde_json::Value;

use super::{Page, language};
use crate::{i18n::td_string, session::PublicOrigin};

/// A path of ours as a whole address.
pub fn address(path: &str) -> String {
    let origin = use_context::<PublicOrigin>().map(|PublicOrigin(origin)| origin);
    origin.unwrap_or_default() + path
}

/// A page for everybody, under its one address.
#[component]
pub fn PublicPage(
    /// What the page is called.
    #[prop(into)]
    title: String,
    /// What search engines and link previews say of it.
    #[prop(into)]
    description: String,
    /// Where it stands.
    path: &'static str,
    /// Another width or air: `middle`, `airy`.
    #[prop(optional)]
    class: &'static str,
    /// What stands on it.
    children: Children,
) -> impl IntoView {
    view! {
        <Link rel="canonical" href=address(path)/>
        <Meta property="og:type" content="website"/>
        <Meta property="og:site_name" content=td_string!(language(), common.brand)/>
        <Meta property="og:title" content=title.clone()/>
        <Meta property="og:description" content=description.clone()/>
        <Meta property="og:url" content=address(path)/>
        <Meta property="og:image" content=address("/icons/512.png")/>
        <Page title description class>
            {children()}
        </Page>
    }
}

/// JSON-LD (schema.org). Browsers run nothing of it, and read nothing in it but its end, which can
/// not stand in it.
#[component]
pub fn StructuredData(
    /// What is told.
    data: Value,
) -> impl IntoView {
    let text = data.to_string().replace('<', "\\u003c");
    view! { <script type="application/ld+json">{text}</script> }
}

/// Keeps a page out of search engines (R3.7).
#[component]
pub fn Unlisted() -> impl IntoView {
    view! { <Meta name="robots" content="noindex"/> }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    // R8.1
    #[test]
    fn structured_data_is_read_back_and_never_ends_its_script() {
        let hostile = json!({ "name": "</script><script>alert(1)</script><!-- \"&' " });
        let data = hostile.clone();
        let html = Owner::new().with(|| view! { <StructuredData data/> }.to_html());
        assert_eq!(html.matches('<').count(), 2, "{html}");
        let (_, inside) = html.split_once('>').unwrap();
        let (inside, _) = inside.rsplit_once("</script>").unwrap();
        assert_eq!(serde_json::from_str::<Value>(inside).unwrap(), hostile);
    }
}

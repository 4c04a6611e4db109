//! JSON-LD in a page's scripts.

use serde_json::Value as Json;

use crate::item::{Item, Items, Value, bare};

/// How many scripts are read, and how many bytes of them together.
const MOST_SCRIPTS: usize = 64;
const MOST_BYTES: usize = 1 << 20;

/// Reads scripts. One that is broken beyond repair is left out.
pub(crate) fn read(scripts: &[String]) -> Items {
    let mut items = Items::default();
    let mut bytes = 0;
    for script in scripts.iter().take(MOST_SCRIPTS) {
        bytes += script.len();
        if bytes > MOST_BYTES {
            break;
        }
        if let Some(json) = parse(script) {
            roots(&mut items, &json);
        }
    }
    items.index();
    items
}

/// The JSON of a script; where shops commonly break it, repaired.
fn parse(script: &str) -> Option<Json> {
    let bare = unwrapped(script);
    serde_json::from_str(bare).or_else(|_| serde_json::from_str(&repaired(bare))).ok()
}

/// Without the comment or CDATA section around it.
fn unwrapped(script: &str) -> &str {
    let mut text = script.trim();
    loop {
        let before = text;
        for start in ["<!--", "//<![CDATA[", "/*<![CDATA[*/", "<![CDATA[", "// <![CDATA[", "//-->"]
        {
            text = text.strip_prefix(start).unwrap_or(text).trim();
        }
        for end in ["-->", "//]]>", "/*]]>*/", "]]>", "// ]]>", ";", "//"] {
            text = text.strip_suffix(end).unwrap_or(text).trim();
        }
        if text == before {
            return text;
        }
    }
}

/// With control characters in texts escaped, and without trailing commas and comment lines.
fn repaired(text: &str) -> String {
    let mut repaired = String::with_capacity(text.len());
    let (mut in_text, mut escaped) = (false, false);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if in_text {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => in_text = false,
                _ => {}
            }
            repaired.push(if c.is_control() { ' ' } else { c });
            continue;
        }
        match c {
            '"' => {
                in_text = true;
                repaired.push(c);
            }
            '}' | ']' => {
                let kept = repaired.trim_end();
                let kept = kept.strip_suffix(',').unwrap_or(kept).len();
                repaired.truncate(kept);
                repaired.push(c);
            }
            '/' if rest.peek() == Some(&'/') => while rest.next_if(|c| *c != '\n').is_some() {},
            _ => repaired.push(c),
        }
    }
    repaired
}

/// The things that stand at the top of a script, in a list or a graph.
fn roots(items: &mut Items, json: &Json) {
    match json {
        Json::Array(all) => all.iter().for_each(|one| roots(items, one)),
        Json::Object(object) => {
            let graph = object.get("@graph").and_then(Json::as_array);
            if object.contains_key("@type") || graph.is_none() {
                let root = thing(items, json);
                items.roots.extend(root);
            }
            graph.into_iter().flatten().for_each(|one| roots(items, one));
        }
        _ => {}
    }
}

/// A thing with all that hangs on it. No script is deeper than the parser allows.
fn thing(items: &mut Items, json: &Json) -> Option<usize> {
    let object = json.as_object()?;
    let number = items.add(Item {
        types: texts(object.get("@type")).iter().map(|it| bare(it).to_lowercase()).collect(),
        id: object.get("@id").and_then(Json::as_str).map(str::to_owned),
        said: Vec::new(),
    })?;
    for (name, json) in object.iter().filter(|(name, _)| !name.starts_with('@')) {
        let all = json.as_array().map_or(std::slice::from_ref(json), Vec::as_slice);
        for one in all {
            if let Some(value) = value(items, one)
                && let Some(item) = items.get_mut(number)
            {
                item.said.push((bare(name).to_owned(), value));
            }
        }
    }
    Some(number)
}

fn value(items: &mut Items, json: &Json) -> Option<Value> {
    match json {
        Json::String(text) => Some(Value::Text(text.clone())),
        Json::Number(number) => Some(Value::Text(plain(&number.to_string()))),
        Json::Object(object) => match object.get("@value") {
            Some(plain) => value(items, plain),
            None => thing(items, json).map(Value::Item),
        },
        _ => None,
    }
}

/// A number as a text that nobody takes for one with thousands: `24.995` is about 25.
fn plain(number: &str) -> String {
    let decimals = number.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let zero = if decimals == 3 { "0" } else { "" };
    [number, zero].concat()
}

fn texts(json: Option<&Json>) -> Vec<String> {
    match json {
        Some(Json::String(text)) => vec![text.clone()],
        Some(Json::Array(all)) => all.iter().filter_map(Json::as_str).map(str::to_owned).collect(),
        _ => vec![],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_with_three_decimals_stays_small() {
        assert_eq!(plain("24.995"), "24.9950");
        assert_eq!((plain("24.99"), plain("1299")), ("24.99".to_owned(), "1299".to_owned()));
    }

    #[test]
    fn what_shops_commonly_break_is_repaired() {
        for script in [
            "<!-- {\"@type\":\"Product\",\"name\":\"Train\"} -->",
            "//<![CDATA[\n{\"@type\":\"Product\",\"name\":\"Train\"}\n//]]>",
            "{\"@type\":\"Product\",\"name\":\"Train\",}",
            "{\"@type\":\"Product\", // the name\n \"name\":\"Train\"}",
            "[{\"@type\":\"http://schema.org/Product\",\"name\":\"Train\"},];",
        ] {
            let items = read(&[script.to_owned()]);
            let product = items.get(items.roots[0]).unwrap();
            assert_eq!((product.is_product(), product.text("name")), (true, Some("Train")));
        }
        let broken = read(&["{\"name\":\"a\"b\"}".to_owned(), "{\"name\":\"x\ny\"}".to_owned()]);
        assert_eq!(broken.get(broken.roots[0]).unwrap().text("name"), Some("x y"));
    }
}

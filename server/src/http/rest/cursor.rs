//! Long lists, page by page.

use axum::{extract::FromRequestParts, http::request::Parts};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use utoipa::IntoParams;

use super::{Rest, refused::Refused};

/// So many on a page, unless another number is asked for.
const USUAL: usize = 50;

/// So many at most.
const MOST: usize = 100;

/// Which page of a long list is asked for.
#[derive(Debug, Clone, PartialEq, Eq, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Cursor {
    /// So many at once.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<usize>,
    /// Where to go on: `nextCursor` of the page before.
    #[param(max_length = 400)]
    cursor: Option<String>,
}

/// Which part is asked for of a list that comes in one piece unless a page of it is.
#[derive(Debug, Clone, PartialEq, Eq, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Part {
    /// So many at once: all of them, or 50 where a cursor is named alone.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Where to go on: `nextCursor` of the page before.
    #[param(max_length = 400)]
    cursor: Option<String>,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// What stands on it.
    pub items: Vec<T>,
    /// The cursor of the next page; none on the last one.
    pub next: Option<String>,
}

impl Cursor {
    /// The page that is asked for. `key` tells one from another: the next page begins behind the
    /// last one of this page, or where that stood if it is gone.
    ///
    /// # Errors
    /// 422 for a cursor that is none of ours.
    pub fn page<T>(&self, all: Vec<T>, key: impl Fn(&T) -> String) -> Result<Page<T>, Refused> {
        let begin = match &self.cursor {
            None => 0,
            Some(cursor) => {
                let after = opened(cursor);
                let after = after.ok_or_else(|| Refused::field("cursor", "not_a_choice"));
                let (stood, last) = after?;
                let found = all.iter().position(|item| key(item) == last);
                found.map_or(stood, |found| found + 1)
            }
        };
        let (limit, count) = (self.limit.unwrap_or(USUAL), all.len());
        let items: Vec<T> = all.into_iter().skip(begin).take(limit).collect();
        let end = begin.saturating_add(items.len());
        let last = items.last().filter(|_| end < count);
        let next = last.map(|last| written(end - 1, &key(last)));
        Ok(Page { items, next })
    }

    /// The same of what stands in the order of its keys. The next page begins behind the key of the
    /// last one of this page, even if that stands elsewhere by then: nothing is passed over.
    ///
    /// # Errors
    /// 422 for a cursor that is none of ours.
    pub fn page_by<T>(&self, all: Vec<T>, key: impl Fn(&T) -> String) -> Result<Page<T>, Refused> {
        let (last, limit) = self.behind()?;
        let is_behind = |item: &T| last.as_ref().is_none_or(|last| key(item) > *last);
        let rest = all.into_iter().skip_while(|item| !is_behind(item));
        Ok(Page::of(rest.take(limit + 1).collect(), limit, &key))
    }

    /// The key behind which the page begins, where there was one before, and how many are asked for:
    /// for what the store reads page by page.
    ///
    /// # Errors
    /// 422 for a cursor that is none of ours.
    pub fn behind(&self) -> Result<(Option<String>, usize), Refused> {
        let limit = self.limit.unwrap_or(USUAL);
        let Some(cursor) = &self.cursor else { return Ok((None, limit)) };
        let (_, key) = opened(cursor).ok_or_else(|| Refused::field("cursor", "not_a_choice"))?;
        Ok((Some(key), limit))
    }
}

impl Part {
    /// All of it where no page is asked for, else as [`Cursor::page`].
    ///
    /// # Errors
    /// 422 for a cursor that is none of ours.
    pub fn of<T>(self, all: Vec<T>, key: impl Fn(&T) -> String) -> Result<Page<T>, Refused> {
        let Self { limit, cursor } = self;
        if limit.is_none() && cursor.is_none() {
            return Ok(Page { items: all, next: None });
        }
        Cursor { limit, cursor }.page(all, key)
    }
}

impl<T> Page<T> {
    /// The page of what was found behind the one before: `limit` at most, and one more where it goes
    /// on.
    pub fn of(mut found: Vec<T>, limit: usize, key: impl Fn(&T) -> String) -> Self {
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|last| written(0, &key(last)));
        Self { items: found, next }
    }
}

/// Where something stands, and what it is.
fn written(index: usize, key: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{index} {key}"))
}

fn opened(cursor: &str) -> Option<(usize, String)> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    let (index, key) = text.split_once(' ')?;
    Some((index.parse().ok()?, key.to_owned()))
}

impl FromRequestParts<Rest> for Cursor {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &Rest) -> Result<Self, Refused> {
        let query = parts.uri.query().unwrap_or_default();
        let mut asked = Self { limit: None, cursor: None };
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "limit" => {
                    let limit = value.parse().ok().filter(|limit| (1..=MOST).contains(limit));
                    asked.limit =
                        Some(limit.ok_or_else(|| Refused::field("limit", "not_a_number"))?);
                }
                "cursor" => asked.cursor = Some(value.into_owned()),
                _ => {}
            }
        }
        Ok(asked)
    }
}

impl FromRequestParts<Rest> for Part {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, rest: &Rest) -> Result<Self, Refused> {
        let Cursor { limit, cursor } = Cursor::from_request_parts(parts, rest).await?;
        Ok(Self { limit, cursor })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(cursor: Option<String>) -> Cursor {
        Cursor { limit: Some(2), cursor }
    }

    fn page(all: &[&str], cursor: Option<String>) -> Page<String> {
        let all = all.iter().map(|item| (*item).to_owned()).collect();
        asked(cursor).page(all, Clone::clone).unwrap()
    }

    // R10.1
    #[test]
    fn pages_follow_each_other_whatever_is_taken_away_between_them() {
        let first = page(&["a", "b", "c", "d", "e"], None);
        assert_eq!(first.items, ["a", "b"]);
        let second = page(&["new", "a", "b", "c", "d", "e"], first.next.clone());
        assert_eq!(second.items, ["c", "d"]);
        let gone = page(&["a", "c", "d", "e"], first.next);
        assert_eq!(gone.items, ["c", "d"], "where b stood");
        let last = page(&["a", "b", "c", "d", "e"], second.next);
        assert_eq!((last.items, last.next), (vec!["e".to_owned()], None));
        assert_eq!(page(&["a", "b"], None).next, None);
    }

    // R10.1
    #[test]
    fn what_moves_between_two_pages_takes_nothing_else_along() {
        let page = |all: &[&str], cursor: Option<String>| -> Page<String> {
            let all = all.iter().map(|item| (*item).to_owned()).collect();
            asked(cursor).page_by(all, Clone::clone).unwrap()
        };
        let first = page(&["a", "b", "c", "d"], None);
        assert_eq!(first.items, ["a", "b"]);
        // What was b is z, and something new stands in front.
        let second = page(&["0", "a", "c", "d", "z"], first.next);
        assert_eq!(second.items, ["c", "d"]);
        let last = page(&["0", "a", "c", "d", "z"], second.next);
        assert_eq!((last.items, last.next), (vec!["z".to_owned()], None));
        assert!(asked(Some("x".to_owned())).page_by(vec!["a"], |it| (*it).to_owned()).is_err());
    }

    // R10.1
    #[test]
    fn what_comes_in_one_piece_comes_in_pages_to_whoever_asks_for_them() {
        let part = |limit: Option<usize>, cursor: Option<String>| {
            let all: Vec<String> = (0..120).map(|number| format!("{number:03}")).collect();
            let page = Part { limit, cursor }.of(all, Clone::clone).unwrap();
            (page.items.len(), page.items[0].clone(), page.next)
        };
        assert_eq!(part(None, None), (120, "000".to_owned(), None));
        let (count, first, next) = part(Some(100), None);
        assert_eq!((count, first.as_str()), (100, "000"));
        assert_eq!(part(Some(30), next.clone()), (20, "100".to_owned(), None));
        assert_eq!(part(None, next), (20, "100".to_owned(), None));
        let (_, _, next) = part(Some(1), None);
        let (count, first, next) = part(None, next);
        assert_eq!((count, first.as_str(), next.is_some()), (50, "001", true));
        let wrong = Part { limit: None, cursor: Some("x".to_owned()) };
        assert!(wrong.of(vec!["a".to_owned()], Clone::clone).is_err());
    }

    #[test]
    fn pages_that_the_store_reads_follow_each_other() {
        let first = Page::of(vec!["a", "b", "c"], 2, |item| (*item).to_owned());
        assert_eq!(first.items, ["a", "b"]);
        assert_eq!(asked(first.next).behind().unwrap(), (Some("b".to_owned()), 2));
        assert_eq!(Page::of(vec!["c"], 2, |item| (*item).to_owned()).next, None);
        assert_eq!(asked(None).behind().unwrap(), (None, 2));
        assert!(asked(Some("x".to_owned())).behind().is_err());
    }

    #[test]
    fn a_cursor_that_is_none_is_refused() {
        let far = written(usize::MAX, "x");
        assert_eq!(
            asked(Some(far)).page(vec!["a".to_owned()], Clone::clone).unwrap().items.len(),
            0
        );
        for cursor in ["", "x", "🎁", "MSA", &"A".repeat(10_000)] {
            let refused = asked(Some(cursor.to_owned())).page(vec!["a".to_owned()], Clone::clone);
            assert!(refused.is_err() || cursor == "MSA", "{cursor}");
        }
    }
}

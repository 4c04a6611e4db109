//! How two catalogues differ.

use std::{collections::BTreeMap, fmt};

use crate::peers::Entry;

/// How two catalogues differ.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// How many products are the same in both.
    same: usize,
    /// Products that are in both, and the fields in which they differ.
    differ: Vec<(String, Vec<&'static str>)>,
    /// Products that are only in this one.
    only_here: Vec<String>,
    /// Products that are only in the other.
    only_there: Vec<String>,
}

impl Comparison {
    /// Whether they do not.
    pub fn is_same(&self) -> bool {
        self.differ.is_empty() && self.only_here.is_empty() && self.only_there.is_empty()
    }
}

/// Compares what is here with what is there.
pub fn compare(here: &[Entry], there: &[Entry]) -> Comparison {
    let named = |entry: &Entry| format!("{}  {}", entry.product_id, entry.details);
    let mut others: BTreeMap<&str, &Entry> =
        there.iter().map(|entry| (entry.product_id.as_str(), entry)).collect();
    let mut comparison = Comparison::default();
    for entry in here {
        let Some(other) = others.remove(entry.product_id.as_str()) else {
            comparison.only_here.push(named(entry));
            continue;
        };
        match entry.differences(other) {
            fields if fields.is_empty() => comparison.same += 1,
            fields => comparison.differ.push((named(entry), fields)),
        }
    }
    comparison.only_there = others.into_values().map(named).collect();
    comparison
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (product, fields) in &self.differ {
            writeln!(f, "differs     {product}: {}", fields.join(", "))?;
        }
        for product in &self.only_here {
            writeln!(f, "only here   {product}")?;
        }
        for product in &self.only_there {
            writeln!(f, "only there  {product}")?;
        }
        let Self { same, differ, only_here, only_there } = self;
        write!(
            f,
            "{same} in sync, {} differ, {} only here, {} only there.",
            differ.len(),
            only_here.len(),
            only_there.len()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &str, details: &str) -> Entry {
        let text = serde_json::json!({
            "productId": id, "details": details, "productUrl": "https://shop.example/x"
        });
        serde_json::from_value(text).unwrap()
    }

    // R6.6
    #[test]
    fn two_catalogues_are_compared_product_by_product() {
        let (train, kite) = (entry("1", "Wooden train"), entry("2", "Kite"));
        let here = [train.clone(), kite.clone()];
        assert!(compare(&here, &here).is_same());
        let dearer =
            Entry { price: Some("45.00".to_owned()), brand: "x".to_owned(), ..train.clone() };
        let comparison = compare(&here, std::slice::from_ref(&dearer));
        assert_eq!(comparison.differ.len(), 1);
        assert_eq!(comparison.differ[0].1, ["brand", "price"]);
        assert_eq!((comparison.only_here.len(), comparison.only_there.len()), (1, 0));
        let said = compare(&[], &here).to_string();
        assert!(said.contains("only there  1  Wooden train"), "{said}");
        assert!(said.ends_with("0 in sync, 0 differ, 0 only here, 2 only there."), "{said}");
    }
}

//! Every table on one screen: what is an edge, what the change log leaves out and what it seals.

/// What the write path must know of a table.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    /// Whether its records are edges of the graph.
    pub(crate) edge: bool,
    /// Whether the change log holds its records.
    pub(crate) logged: bool,
    /// Whether a dump holds its records.
    pub(crate) carried: bool,
    /// Fields that say who somebody is, sealed in the log; `id` where the key itself does.
    pub(crate) personal: &'static [&'static str],
    /// Whose words the personal fields are.
    pub(crate) subject: Subject,
}

/// Whose words a record holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    /// Nobody's.
    None,
    /// The record is the subject.
    Itself,
    /// The record that this field names; where it names none, the words are nobody's.
    Of(&'static str),
    /// The record that the first field names. Where it names none, the record itself if the second
    /// field names somebody; else the words are nobody's.
    OfOrItself(&'static str, &'static str),
}

const fn plain(name: &'static str) -> Table {
    Table { name, edge: false, logged: true, carried: true, personal: &[], subject: Subject::None }
}

const fn edge(name: &'static str) -> Table {
    Table { edge: true, ..plain(name) }
}

/// Left out of the log, and of dumps: nothing that a rebuilt store would miss.
const fn unlogged(name: &'static str) -> Table {
    Table { logged: false, carried: false, ..plain(name) }
}

const fn personal(
    name: &'static str,
    subject: Subject,
    personal: &'static [&'static str],
) -> Table {
    Table { personal, subject, ..plain(name) }
}

const fn personal_edge(
    name: &'static str,
    subject: Subject,
    personal: &'static [&'static str],
) -> Table {
    Table { personal, subject, ..edge(name) }
}

/// In an order in which records can be put back: nodes before the edges between them.
pub(crate) const TABLES: &[Table] = &[
    // Deleting a key erases its subject from the log, so the log can not hold it.
    unlogged("subject_key"),
    personal("person", Subject::Itself, &["name", "email", "email_key", "password_hash"]),
    personal("address", Subject::Of("person"), &["id"]),
    personal(
        "sign_up",
        Subject::Itself,
        &["name", "email", "email_key", "password_hash", "subject"],
    ),
    personal("identity", Subject::Of("person"), &["id", "subject", "email"]),
    plain("second_step"),
    plain("admin"),
    // Why something was done goes with whom it was done to.
    personal("audit", Subject::Of("about"), &["why"]),
    // A rebuilt store asks for these again.
    unlogged("first_step"),
    unlogged("spent_attempt"),
    unlogged("email_change"),
    unlogged("email_undo"),
    unlogged("tally"),
    // A rebuilt store asks everybody to sign in again.
    unlogged("session"),
    plain("device"),
    personal("api_token", Subject::Of("person"), &["name"]),
    // A rebuilt store knows the tokens, and not when they were used.
    unlogged("api_token_use"),
    unlogged("kept_answer"),
    // What was written on a list goes with the list (R3.10): its gifts, and how they were when
    // somebody promised them.
    personal(
        "list",
        Subject::Itself,
        &["title", "welcome", "for_whom", "delivery", "day", "zone", "picture", "passcode_hash"],
    ),
    edge("owns"),
    edge("edits"),
    personal("invitation", Subject::Itself, &["email"]),
    plain("list_act"),
    personal(
        "product",
        Subject::OfOrItself("made_for", "draft_of"),
        &[
            "name", "brand", "shop", "link", "link_key", "price", "currency", "price_on",
            "picture", "note",
        ],
    ),
    personal_edge(
        "wants",
        Subject::Of("in"),
        &["notes", "size", "colour", "further", "tags", "section"],
    ),
    personal("giver", Subject::Itself, &["name", "email", "email_key", "pair"]),
    plain("guest"),
    personal_edge("reserved", Subject::Of("list"), &["snapshot"]),
    personal("form", Subject::Of("giver"), &["contents"]),
    // They go with the giver, and with the list.
    personal("thanks", Subject::Itself, &["note"]),
    plain("mail_choice"),
    plain("digest"),
    plain("click"),
    plain("kpi_day"),
    plain("lookup_day"),
    plain("seeded"),
    personal("contact", Subject::Itself, &["name", "email", "message"]),
    plain("outbox"),
    personal("webhook", Subject::Of("person"), &["url"]),
    plain("delivery"),
    // A rebuilt store finds out by itself how it is.
    unlogged("alarm"),
    unlogged("queue_notice"),
    // Whose words were erased, so that they are erased again in a store that is restored.
    plain("erasure"),
    // A restored store begins another life.
    unlogged("timeline"),
    // Who is sending what right now means nothing to another process.
    unlogged("lease"),
    // The log itself.
    unlogged("change"),
];

/// The table of this name. Names are constants of the row types, so all are known.
pub(crate) fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_of_the_schema_is_listed() {
        let schema = concat!(
            include_str!("../schema/0001_people.surql"),
            include_str!("../schema/0002_lists.surql"),
            include_str!("../schema/0003_outbox.surql"),
            include_str!("../schema/0004_access.surql"),
            include_str!("../schema/0005_catalogue.surql"),
            include_str!("../schema/0006_members.surql"),
            include_str!("../schema/0007_bin.surql"),
            include_str!("../schema/0008_passcode.surql"),
            include_str!("../schema/0009_gifts.surql"),
            include_str!("../schema/0010_thanks.surql"),
            include_str!("../schema/0011_givers.surql"),
            include_str!("../schema/0012_contact.surql"),
            include_str!("../schema/0013_tokens.surql"),
            include_str!("../schema/0014_webhooks.surql"),
            include_str!("../schema/0015_not_found.surql"),
            include_str!("../schema/0016_words.surql"),
            include_str!("../schema/0017_kpis.surql"),
            include_str!("../schema/0018_console.surql"),
            include_str!("../schema/0019_watch.surql"),
            include_str!("../schema/0020_backups.surql"),
        );
        let mut defined: Vec<_> = schema
            .lines()
            .filter_map(|line| line.strip_prefix("DEFINE TABLE "))
            .filter_map(|line| line.split(' ').next())
            .collect();
        let mut listed: Vec<_> = TABLES.iter().map(|table| table.name).collect();
        defined.sort_unstable();
        listed.sort_unstable();
        assert_eq!(listed, defined);
    }
}

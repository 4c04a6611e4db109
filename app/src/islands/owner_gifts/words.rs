//! What the gifts of a list say to its owners.

use crate::islands::words::island_words;

island_words! {
    /// What stands in a row about its gift.
    RowWords {
        /// Before the size.
        size(size) = editor.rows.size;
        /// Before the colour.
        colour(colour) = editor.rows.colour;
        /// How many are wished for.
        wanted(count) = editor.rows.wanted;
        /// That there is no end to them.
        any_number = editor.rows.any_number;
        /// How many givers took.
        taken(count) = editor.rows.taken;
        /// That givers do not see it.
        hidden = editor.rows.hidden;
        /// That it arrived.
        received = gifts.arrived.chip;
        /// How much it is wished for: most of all.
        must = editor.priority.must;
        /// Or least.
        nice = editor.priority.nice;
    }
}

island_words! {
    /// What stands around the rows, and on their buttons.
    OwnerWords {
        /// The heading.
        heading = editor.rows.heading;
        /// While the line to the server is broken.
        reconnecting = editor.rows.reconnecting;
        /// What the order is for.
        order = editor.rows.order;
        /// How far the list has come.
        taken_of(taken, wanted) = editor.rows.taken_of;
        /// The way to who gives.
        by_whom = editor.rows.by_whom;
        /// That there is no gift yet.
        empty = editor.rows.empty.heading;
        /// How the first one gets here.
        first = editor.rows.empty.words;
        /// That none will come any more.
        closed = editor.rows.empty.closed;
        /// Moves up by one.
        up(name) = editor.rows.up;
        /// Moves down by one.
        down(name) = editor.rows.down;
        /// Moves to the top.
        top(name) = editor.rows.top;
        /// Opens its form.
        edit(name) = editor.rows.edit;
        /// Takes it off the list.
        remove(name) = editor.rows.remove;
        /// Notes that it arrived.
        arrived(name) = gifts.arrived.toggle;
        /// Where a gift is now, for those who hear it.
        moved(name, place, count) = editor.rows.moved;
        /// That a move was refused.
        not_moved = editor.rows.not_moved;
    }
}

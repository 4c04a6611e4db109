//! What holds for everything that is served, asked of the real server with a store in memory.

mod doors;
mod end;
mod files;
mod limits;
mod logs;
mod pages;
mod site;
mod slow;

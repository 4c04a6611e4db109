#![recursion_limit = "256"]
//! The program.

use std::process::ExitCode;

use clap::Parser as _;
use server::cli::{Cli, run};
use tikv_jemallocator::Jemalloc;

#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    cli.give_way();
    // The database's queries need deeper stacks than usual.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(10 << 20)
        .build();
    match runtime {
        Ok(runtime) => runtime.block_on(run(cli)),
        Err(error) => {
            eprintln!("ewelists: could not start: {error}");
            ExitCode::FAILURE
        }
    }
}

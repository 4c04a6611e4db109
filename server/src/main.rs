#![recursion_limit = "256"]
//! The program.

use std::process::ExitCode;

use clap::Parser as _;
use mimalloc::MiMalloc;
use server::cli::{Cli, run};

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
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

//! Makes a store look as if a later version of the program had been there, for tests of that.
//!
//! `later_schema FOLDER`

use std::{env, error::Error};

use surrealdb::engine::any::connect;

type Done = Result<(), Box<dyn Error + Send + Sync>>;

/// One schema file more than there are.
const LATER: &str = "
    LET $known = (SELECT * FROM migration ORDER BY number DESC LIMIT 1)[0];
    CREATE migration CONTENT {
        number: $known.number + 1,
        name: '9999_later',
        sha256: $known.sha256,
        at: $known.at
    };
";

fn main() -> Done {
    let folder = env::args().nth(1).ok_or("say which folder")?;
    // The database's queries need deeper stacks than usual.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .thread_stack_size(10 << 20)
        .enable_all()
        .build()?;
    runtime.block_on(runtime.spawn(note(folder)))?
}

async fn note(folder: String) -> Done {
    let db = connect(format!("rocksdb://{folder}?sync=every")).await?;
    db.use_ns("ewelists").use_db("main").await?;
    db.query(LATER).await?.check()?;
    Ok(())
}

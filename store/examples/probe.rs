#![recursion_limit = "256"]
#[tokio::main]
async fn main() {
    let db = surrealdb::engine::any::connect("mem://").await.unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut std::io::stdin(), &mut text).unwrap();
    for part in text.split("\n---\n") {
        let mut r = match db.query("USE NS a; USE DB b;").query(part.to_owned()).await { Ok(r) => r, Err(e) => { println!("PARSE {e}"); continue } };
        let errors = r.take_errors();
        for (i, e) in &errors { println!("ERR {i} {} {:?} {}", e.kind_str(), e.details(), e.message()); }
        for i in 0..r.num_statements() + errors.len() { if errors.contains_key(&i) { continue }
            match r.take::<surrealdb::types::Value>(i) { Ok(v) => println!("{i}: {}", surrealdb::types::ToSql::to_sql(&v)), Err(e) => println!("{i} take {e}") } }
    }
}

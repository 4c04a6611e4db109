//! Lists, products and the known world, in and out of files.

use std::fs;

use serde_json::Value;

use crate::program::Program;

const OWNER: &str = "test.user1@ewelists.example";

/// The id of a list of somebody's, by a word of its title.
fn list(program: &Program, owner: &str, word: &str) -> String {
    let everything = program.run(&["user", "export", owner]);
    assert_eq!(everything.code, 0, "{}", everything.err);
    let everything: Value = serde_json::from_str(&everything.out).unwrap();
    let lists = everything["lists"].as_array().unwrap().iter();
    let titled = |list: &&Value| list["banner"]["title"].as_str().unwrap().contains(word);
    let found = lists.clone().find(titled).unwrap_or_else(|| panic!("no list has {word}"));
    found["id"].as_str().unwrap().to_owned()
}

// R8.6
#[test]
fn the_fixture_is_made_once_and_nowhere_in_production() {
    let mut program = Program::new();
    let said = program.run(&["seed", "--fixture"]).with(0);
    assert!(said.contains(OWNER) && said.contains("/l/"), "{said}");
    assert!(program.run(&["seed", "--fixture"]).with(0).contains("there already"));
    assert!(program.run(&["user", "show", OWNER]).with(0).contains("lists: 3"));
    program.set("SITE__ENVIRONMENT", "production");
    for seeds in ["--fixture", "--sample"] {
        let said = program.run(&["seed", seeds]).with(1);
        assert!(said.contains("not for production"), "{said}");
    }
    let said = program.run(&["serve", "--sample"]).with(1);
    assert!(said.contains("not for production"), "{said}");
}

/// In the words of the original's fixtures.
const FIXTURE: &str = r#"{
  "user": { "email": "eweuser8@ewelists.example", "name": "Test User8", "password": "P4ssw0rd!" },
  "list": { "title": "Cypress Test Wish List", "occasion": "Birthday", "createdAt": 1540000000,
            "description": "For a birthday.", "eventDate": "31 October 2018", "imageUrl": "/x.jpg" },
  "products": [
    { "type": "notfound", "brand": "Baby Bjorn", "details": "Trike",
      "productUrl": "https://shop.example/trike", "quantity": 2 },
    { "type": "products", "brand": "BABYZEN", "details": "Travel cot", "retailer": "shop.example",
      "productUrl": "https://shop.example/cot", "price": "219.99", "imageUrl": "/y.jpg" },
    { "type": "products", "brand": "John Lewis", "details": "Bodysuits",
      "productUrl": "https://shop.example/bodysuits", "quantity": 3, "reserved": 2, "purchased": 1,
      "notes": "Size small",
      "reservations": [
        { "userId": "x", "name": "Reserver", "email": "one@ewelists.example", "quantity": 2,
          "state": "reserved", "reservedAt": 1540000000 },
        { "name": "Other", "email": "two@ewelists.example", "quantity": 1, "state": "purchased" },
        { "name": "Third", "email": "three@ewelists.example", "quantity": 1, "state": "cancelled" }
      ] }
  ]
}"#;

#[test]
fn a_fixture_of_the_originals_becomes_a_world_or_nothing() {
    let program = Program::new();
    let file = program.folder().join("fixture.json");
    let seed = |text: &str| {
        fs::write(&file, text).unwrap();
        program.run(&["seed", "--fixture", file.to_str().unwrap()])
    };
    let (user, account) =
        ("eweuser8@ewelists.example", ["user", "show", "eweuser8@ewelists.example"]);
    for (from, to, words) in [
        ("\"Birthday\"", "\"Tuesday\"", "list: occasion needs another value (not_a_choice)"),
        ("\"details\": \"Trike\"", "\"details\": \"\"", "product 1: details needs another value"),
        ("shop.example/cot", "", "product 2: productUrl needs another value"),
        ("\"reserved\": 2", "\"reserved\": 1", "product 3: reserved is not what"),
        ("\"quantity\": 3", "\"quantity\": 2", "product 3: more of it is promised"),
        ("three@", "eweuser8@", "product 3: nobody promises"),
        ("two@", "one@", "product 3: one@ewelists.example promises it twice"),
        ("\"brand\": \"Baby", "\"colour\": \"Baby", "unknown field `colour`"),
    ] {
        assert!(FIXTURE.contains(from), "{from}");
        let said = seed(&FIXTURE.replacen(from, to, 1)).with(1);
        assert!(said.contains("nothing was made") && said.contains(words), "{words}: {said}");
    }
    program.run(&account).with(1);
    let exported = program.run(&["catalogue", "export", "-"]).with(0);
    assert!(!exported.contains("shop.example"), "{exported}");

    let said = seed(FIXTURE);
    assert_eq!(said.code, 0, "{}", said.err);
    let made: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(made["product_ids"].as_array().unwrap().len(), 3, "{made}");
    assert_eq!(made["reservation_ids"].as_array().unwrap().len(), 3, "{made}");
    assert!(made["share"].as_str().unwrap().starts_with("/l/"), "{made}");
    assert!(program.run(&account).with(0).contains("lists: 1"));
    let list = made["list_id"].as_str().unwrap();
    let gifts = program.run(&["list", "export", list, "-"]).with(0);
    assert!(gifts.contains("Trike") && gifts.contains("Size small"), "{gifts}");
    assert!(!gifts.contains("Travel cot"), "{gifts}");
    let catalogue = program.run(&["catalogue", "export", "-"]).with(0);
    assert!(catalogue.contains("219.99") && !catalogue.contains("Trike"), "{catalogue}");
    let again = seed(FIXTURE).with(1);
    assert!(again.contains(user) && again.contains("has an account already"), "{again}");
}

// R3.9
#[test]
fn a_list_goes_into_a_file_and_onto_another_list() {
    let program = Program::new();
    program.run(&["seed", "--fixture"]).with(0);
    let (from, to) = (list(&program, OWNER, "Birthday"), list(&program, OWNER, "User1 Christmas"));
    let file = program.folder().join("gifts.csv");
    let file = file.to_str().unwrap();
    let said = program.run(&["list", "export", &from, file]).with(0);
    assert!(said.contains("6 gifts were written."), "{said}");
    let table = fs::read_to_string(file).unwrap();
    assert!(table.contains("Product 1") && table.contains("size medium"), "{table}");
    let json = program.run(&["list", "export", &from, "-", "--format", "json"]);
    let json: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["gifts"].as_array().unwrap().len(), 6);

    // Product 2 is on that list already.
    let said = program.run(&["list", "import", &to, file]).with(0);
    assert!(said.contains("5 gifts were added.") && said.contains("--same-too"), "{said}");
    let said = program.run_with(&["list", "import", &to, "-"], &json.to_string()).with(0);
    assert!(said.contains("0 gifts were added."), "{said}");
    let said = program.run_with(&["list", "import", &to, "-"], "name,wanted\nTrain,-3\n").with(1);
    assert!(said.contains("nothing was added:\nrow 2: wanted needs another value"), "{said}");
    for (text, told) in
        [("", "empty"), ("{}", "holds no gifts"), ("colour\nred\nblue", "no column says")]
    {
        let said = program.run_with(&["list", "import", &to, "-"], text);
        let said = said.out + &said.err;
        assert!(said.contains(told), "{text}: {said}");
    }
    let nowhere = "0198c4a28f5e7b3a9a412f1d7c0b6e55";
    for command in ["export", "import"] {
        let said = program.run(&["list", command, nowhere, file]).with(1);
        assert!(said.contains("there is no list"), "{command}: {said}");
    }
    let said = program.run(&["list", "import", &to, "no-such-file"]).with(1);
    assert!(said.contains("no-such-file can not be read"), "{said}");
}

// R6.6
#[test]
fn the_catalogue_goes_out_and_into_another_instance() {
    let (one, other) = (Program::new(), Program::new());
    one.run(&["seed", "--fixture"]).with(0);
    let out = one.run(&["catalogue", "export", "-"]);
    assert_eq!((out.code, out.out.lines().count()), (0, 5), "{}", out.err);
    let said = other.run_with(&["catalogue", "import", "-"], &out.out).with(0);
    assert!(said.contains("5 products are new"), "{said}");
    assert_eq!(other.run(&["catalogue", "export", "-"]).out, out.out);
    other.run_with(&["catalogue", "import", "-"], "{").with(1);
    other.run(&["catalogue", "import", "no-such-file"]).with(1);
    let token = other.folder().join("token");
    fs::write(&token, "ewl_nothing").unwrap();
    let url = "http://127.0.0.1:9";
    let compare = ["catalogue", "compare", "--url", url, "--token-file", token.to_str().unwrap()];
    assert!(other.run(&compare).with(2).contains("could not be asked"));
}

// R6.6
#[test]
fn whether_two_instances_have_the_same_catalogue_is_an_exit_code() {
    let (one, other) = (Program::new(), Program::new());
    one.run(&["seed", "--fixture"]).with(0);
    one.run(&["admin", "grant", OWNER]).with(0);
    let made = one.run(&["token", "make", OWNER, "--scopes", "all"]);
    assert_eq!(made.code, 0, "{}", made.err);
    let token = other.folder().join("token");
    fs::write(&token, made.out).unwrap();
    let out = one.run(&["catalogue", "export", "-"]).out;
    other.run_with(&["catalogue", "import", "-"], &out).with(0);

    let serving = one.serve();
    let url = format!("http://{}", serving.address);
    let compare = ["catalogue", "compare", "--url", &url, "--token-file", token.to_str().unwrap()];
    other.run(&compare).with(0);
    let kite = r#"{"productId":"0198c4a2-8f5e-7b3a-9a41-2f1d7c0b6e56","details":"Kite","productUrl":"https://shop.example/kite","searchHidden":false}"#;
    other.run_with(&["catalogue", "import", "-"], kite).with(0);
    assert!(other.run(&compare).with(1).contains("only here"));
    assert_eq!(serving.stop(), Some(0));
    other.run(&compare).with(2);
}

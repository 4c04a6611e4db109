//! Lists and gifts, for those who look after them.

use domain::Scope;
use serde_json::json;

use super::{ACCOUNTS, ANYBODY, Asked, OWNERS, Row, Who};

/// The list's owner alone.
const OWNER: &[Who] = &[Who::Owner];

/// Those who do not look after the list yet.
const OTHERS: &[Who] = &[Who::Stranger, Who::Giver, Who::Admin];

/// What these operations are asked with.
pub fn row(operation: &str, asked: &Asked) -> Option<Row> {
    let world = &asked.world;
    let list = format!("/lists/{}", world.list);
    let gift = format!("{list}/product/{}", world.product);
    let promise = format!("{list}/thanks/{}", world.reservation);
    let read = |path: &str, may| Some(Row::new(path, Some(Scope::ListsRead), may));
    let write = |path: &str, may| Row::new(path, Some(Scope::ListsWrite), may);
    let change = |below: &str| write(&format!("{list}{below}"), OWNERS);
    let row = match operation {
        // What the original had.
        "GET /lists" => return read("/lists", ACCOUNTS),
        "POST /lists" => write("/lists", ACCOUNTS).with(json!({
            "title": "Mine", "description": "", "occasion": "Other", "imageUrl": ""
        })),
        "GET /lists/{id}" => return read(&list, OWNERS),
        "PUT /lists/{id}" => change("").with(json!({ "title": "New" })),
        "DELETE /lists/{id}" => write(&list, OWNER),
        "POST /lists/{id}/close" => change("/close"),
        "POST /lists/{id}/product/{productid}" => change(&format!("/product/{}", world.catalogued))
            .with(json!({ "quantity": 1, "productType": "products" })),
        "PUT /lists/{id}/product/{productid}" => {
            write(&gift, OWNERS).with(json!({ "quantity": 9 }))
        }
        // Something of it is promised, which owners of this list are told (409).
        "DELETE /lists/{id}/product/{productid}" => write(&gift, OWNERS),
        // How far a list has come, and who may know what.
        "POST /lists/{id}/reopen" => change("/reopen"),
        "POST /lists/{id}/share" => change("/share"),
        "POST /lists/{id}/share/rotate" => change("/share/rotate"),
        "PUT /lists/{id}/surprise" => change("/surprise").with(json!({ "surprise": "keep" })),
        "PUT /lists/{id}/passcode" => change("/passcode").with(json!({ "passcode": "lamb" })),
        "DELETE /lists/{id}/passcode" => change("/passcode"),
        "GET /lists/{id}/giving" => return read(&format!("{list}/giving"), OWNERS),
        "PUT /lists/{id}/giving" => change("/giving").with(json!({ "remind": true })),
        // Covers and pictures. What is sent is none.
        "GET /covers" => Row::new("/covers", None, ANYBODY),
        "PUT /lists/{id}/cover" => change("/cover").with(json!({ "cover": "Birthday" })),
        "POST /lists/{id}/cover" => change("/cover").with(json!("x")),
        "DELETE /lists/{id}/cover" => change("/cover"),
        "POST /lists/{id}/product/{productid}/picture" => {
            write(&format!("{gift}/picture"), OWNERS).with(json!("x"))
        }
        "DELETE /lists/{id}/product/{productid}/picture" => {
            write(&format!("{gift}/picture"), OWNERS)
        }
        // Gifts.
        "GET /lists/{id}/gifts" => return read(&format!("{list}/gifts"), OWNERS),
        "GET /lists/{id}/product/{productid}" => return read(&gift, OWNERS),
        "PUT /lists/{id}/product/{productid}/details" => {
            write(&format!("{gift}/details"), OWNERS).with(json!({ "notes": "Please" }))
        }
        "PUT /lists/{id}/product/{productid}/received" => {
            write(&format!("{gift}/received"), OWNERS).with(json!({ "received": true }))
        }
        "POST /lists/{id}/product/{productid}/remove" => write(&format!("{gift}/remove"), OWNERS),
        "POST /lists/{id}/product/{productid}/restore" => write(&format!("{gift}/restore"), OWNERS),
        "PUT /lists/{id}/product/{productid}/place" => {
            write(&format!("{gift}/place"), OWNERS).with(json!({ "section": "Toys" }))
        }
        "PUT /lists/{id}/order" => {
            change("/order").with(json!({ "order": [world.product.to_string()] }))
        }
        // The bin.
        "GET /bin" => return read("/bin", ACCOUNTS),
        "POST /lists/{id}/restore" => write(&format!("{list}/restore"), OWNER),
        // It is not there, which its owner is told (409).
        "DELETE /bin/{id}" => write(&format!("/bin/{}", world.list), OWNER),
        // Copies and files.
        "POST /lists/{id}/copy" => change("/copy"),
        "GET /lists/{id}/export" => return read(&format!("{list}/export"), OWNERS),
        "POST /lists/{id}/import" => change("/import").with(json!([{ "name": "Lamp" }])),
        // Who looks after a list.
        "GET /lists/{id}/people" => return read(&format!("{list}/people"), OWNERS),
        "POST /lists/{id}/people/invitations" => change("/people/invitations"),
        "DELETE /lists/{id}/people/invitations/{invitationid}" => {
            change(&format!("/people/invitations/{}", world.invitation))
        }
        // The owner stays, whoever asks for it, and is told so.
        "DELETE /lists/{id}/people/{userid}" => change(&format!("/people/{}", world.owner.id)),
        "POST /lists/{id}/leave" => change("/leave"),
        "GET /join/{token}" => return read(&format!("/join/{}", world.join), ACCOUNTS),
        "POST /join/{token}" => write(&format!("/join/{}", world.join), OTHERS),
        // Thanks. The guest has not confirmed the address, which owners are told (409).
        "GET /lists/{id}/thanks" => return read(&format!("{list}/thanks"), OWNERS),
        "PUT /lists/{id}/thanks/{reservationid}" => {
            write(&promise, OWNERS).with(json!({ "received": true }))
        }
        "POST /lists/{id}/thanks/{reservationid}/note" => {
            write(&format!("{promise}/note"), OWNERS).with(json!({ "note": "Thank you" }))
        }
        _ => return None,
    };
    Some(row)
}

//! The products that come with the program stand in the catalogue from the first start on.

use std::{fs, io, path::Path};

use bytes::Bytes;
use domain::PictureId;
use sha2::{Digest as _, Sha256};

use super::{content, drawing};
use crate::{
    jobs::turn,
    pictures::{PictureError, ShelfError},
    site::Site,
};

/// How wide drawings are rendered, which is as wide as any page shows them.
const WIDTH: u16 = 640;

/// Put before a drawing in its digest. Another word where drawings are rendered otherwise.
const RENDERED: &str = "drawing 1\n";

/// A drawing, and the picture that is made of it.
pub struct Drawing {
    picture: PictureId,
    svg: Vec<u8>,
}

/// Puts the products of the house into the catalogue, and changes those whose file changed since,
/// if the settings say so; answers their drawings. What can not be done is told in the log; the
/// site does without.
pub async fn stock(site: &Site) -> Vec<Drawing> {
    if !site.settings.ideas.catalogue {
        return vec![];
    }
    let Some(folder) = site.ideas.folder().map(ToOwned::to_owned) else {
        tracing::warn!("there is no folder of content, so that there are no ideas");
        return vec![];
    };
    let content = site.ideas.content().await;
    let (mut products, mut drawings) = (Vec::new(), Vec::new());
    for product in &content.products {
        let drawing = match read(&content::drawing(&folder, &product.slug)) {
            Ok(drawing) => Some(drawing),
            Err(error) => {
                not_shown(product.slug.as_str(), &error);
                None
            }
        };
        let picture = drawing.as_ref().map(|drawing| drawing.picture.clone());
        products.push((product.id, product.details(picture)));
        drawings.extend(drawing);
    }
    match site.store.stock(&products, site.clock.now()).await {
        Ok(0) => {}
        Ok(changed) => {
            tracing::info!(
                content.products = changed,
                "products of the house are in the catalogue"
            );
        }
        Err(error) => {
            site.refuse(error);
        }
    }
    drawings
}

/// Makes pictures of drawings that are not kept yet, while the site is open. The first start does
/// that for some seconds, in which they are not shown.
pub async fn paint(site: Site, drawings: Vec<Drawing>) {
    for Drawing { picture, svg } in drawings {
        if site.closing.is_cancelled() {
            return;
        }
        let make = move || drawing::png(&svg, WIDTH).map(Bytes::from);
        let kept = turn(&site, "drawings", site.pictures.keep_made(&picture, make)).await;
        if let Some(Err(error)) = kept {
            not_shown(&picture.to_string(), &error);
        }
    }
}

fn not_shown(drawing: &str, error: &PictureError) {
    tracing::warn!(content.drawing = drawing, error.cause = %error, "a drawing is not shown");
}

fn read(file: &Path) -> Result<Drawing, PictureError> {
    let svg = fs::read(file).map_err(|cause| unreadable(file, cause))?;
    // Its name follows from the drawing, so that it is known without rendering.
    let digest = Sha256::new().chain_update(RENDERED).chain_update(&svg).finalize();
    Ok(Drawing { picture: PictureId::new(digest.into()), svg })
}

fn unreadable(file: &Path, cause: io::Error) -> PictureError {
    ShelfError::Folder { place: file.display().to_string(), cause }.into()
}

//! The products that come with the program stand in the catalogue from the first start on.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use bytes::Bytes;
use domain::PictureId;
use sha2::{Digest as _, Sha256};

use super::{HouseProduct, content, drawing};
use crate::{
    pictures::{PictureError, ShelfError},
    site::Site,
};

/// How wide drawings are rendered, which is as wide as any page shows them.
const WIDTH: u16 = 640;

/// Put before a drawing in its digest. Another word where drawings are rendered otherwise.
const RENDERED: &str = "drawing 1\n";

/// Puts the products of the house into the catalogue, and changes those whose file changed since,
/// if the settings say so. What can not be done is told in the log; the site does without.
pub async fn stock(site: &Site) {
    if !site.settings.ideas.catalogue {
        return;
    }
    let Some(folder) = site.ideas.folder().map(ToOwned::to_owned) else {
        tracing::warn!("there is no folder of content, so that there are no ideas");
        return;
    };
    let content = site.ideas.content().await;
    let mut products = Vec::new();
    for product in &content.products {
        let file = content::drawing(&folder, &product.slug);
        products.push((product.id, product.details(picture(site, product, file).await)));
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
}

/// A product's drawing as a picture that is kept like any other.
async fn picture(site: &Site, product: &HouseProduct, file: PathBuf) -> Option<PictureId> {
    match kept(site, file).await {
        Ok(picture) => Some(picture),
        Err(error) => {
            let product = product.slug.as_str();
            tracing::warn!(content.product = product, error.cause = %error, "a drawing is not shown");
            None
        }
    }
}

async fn kept(site: &Site, file: PathBuf) -> Result<PictureId, PictureError> {
    let svg = fs::read(&file).map_err(|cause| unreadable(&file, cause))?;
    // Its name follows from the drawing, so that it is known without rendering.
    let digest = Sha256::new().chain_update(RENDERED).chain_update(&svg).finalize();
    let id = PictureId::new(digest.into());
    site.pictures.keep_made(&id, move || drawing::png(&svg, WIDTH).map(Bytes::from)).await?;
    Ok(id)
}

fn unreadable(file: &Path, cause: io::Error) -> PictureError {
    ShelfError::Folder { place: file.display().to_string(), cause }.into()
}

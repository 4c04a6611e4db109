//! Pages that need something read before they can be shown.

use leptos::prelude::*;

use super::Trouble;
use crate::error::AppError;

/// A page, once what it shows has been read; where that failed, the page that says so.
pub fn once_loaded<T: Send + 'static>(
    load: impl Future<Output = Result<T, AppError>> + Send + 'static,
    page: impl FnOnce(T) -> AnyView + Send + 'static,
) -> AnyView {
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load.await {
                    Ok(found) => page(found),
                    Err(error) => view! { <Trouble error/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

/** What may lie in a browser for when there is no network: one page, and what all pages share. */
export const KEPT = /^\/(offline|navigation\.js(\?[0-9a-f]{16})?|icons\.svg|favicon\.svg|fonts\/[\w-]+\.woff2|covers\/[\w-]+\.svg|pkg\/ewelists[\w.-]*\.(css|js|wasm))$/;

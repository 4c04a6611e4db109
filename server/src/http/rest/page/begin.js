// Begins Swagger UI on the page to try the API. A token that is pasted stays in memory and is gone
// with the page; nothing else of this browser is sent along.

const place = document.getElementById("operations");

// Swagger UI has a dark dress, and does not ask whether it is wanted.
const dark = matchMedia("(prefers-color-scheme: dark)");
const dress = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", dress);
dress();

// What stands there for browsers without scripts, and for when this one is not there.
if (window.SwaggerUIBundle) {
  place.replaceChildren();
  window.SwaggerUIBundle({
    url: place.dataset.document,
    domNode: place,
    presets: [window.SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
    deepLinking: true,
    docExpansion: "none",
    defaultModelsExpandDepth: -1,
    displayRequestDuration: true,
    persistAuthorization: false,
    validatorUrl: null,
    requestInterceptor: (request) => Object.assign(request, { credentials: "omit" }),
    onComplete: () => place.setAttribute("data-begun", ""),
  });
}

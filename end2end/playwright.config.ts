import { defineConfig, type Project } from "@playwright/test";

// What a spec is about says where it runs, and its name says what it is about:
//
//   *.spec.ts           what people do: on a phone, which most have in their hands, with JavaScript and without
//   *.hydrate.spec.ts   what there is with JavaScript only: on a phone
//   *.machine.spec.ts   what programs are answered, without any page: once
//   journey.spec.ts     the main journey: on a phone, a tablet and a desktop, with JavaScript and without on each
//   a11y.spec.ts        every page in every state, light and dark: on a phone, with JavaScript
//
// What else is asserted is the same on every size, or sets the one that it is about. EVERY_SIZE=1 runs all of them on
// each all the same, a11y without JavaScript too, as `make prove` does.
const sizes = {
  phone: { width: 360, height: 740 },
  tablet: { width: 768, height: 1024 },
  desktop: { width: 1280, height: 800 },
};
const everything = /\.spec\.ts$/;
const journey = /\/journey\.spec\.ts$/;
const needsJavaScript = /\.hydrate\.spec\.ts$/;
const everyPage = /\/a11y\.spec\.ts$/;
const apart = /(\.machine|figures|screenshots|smoke)\.spec\.ts$/;
const everySize = !!process.env.EVERY_SIZE;

const browsers: Project[] = Object.entries(sizes).flatMap(([size, viewport]) => {
  const testMatch = size === "phone" || everySize ? everything : journey;
  const use = { viewport, hasTouch: size !== "desktop" };
  const plain = everySize ? [apart, needsJavaScript] : [apart, needsJavaScript, everyPage];
  return [
    { name: size, testMatch, testIgnore: apart, use },
    { name: `${size}-plain`, testMatch, testIgnore: plain, use: { ...use, javaScriptEnabled: false } },
  ];
});

const special = (name: string, testMatch: RegExp): Project => ({
  name,
  testMatch,
  use: { viewport: sizes.desktop },
});

const projects = process.env.FIGURES
  ? [special("figures", /figures\.spec\.ts/)]
  : process.env.SCREENSHOTS
  ? [special("pictures", /screenshots\.spec\.ts/)]
  : process.env.EWELISTS_URL && !process.env.EWELISTS_STARTED
    ? [special("smoke", /smoke\.spec\.ts/)]
    : [special("machine", /\.machine\.spec\.ts/), special("smoke", /smoke\.spec\.ts/), ...browsers];

export default defineConfig({
  testDir: "specs",
  globalSetup: "./support/start.ts",
  outputDir: "test-results",
  projects,
  fullyParallel: true,
  forbidOnly: !!process.env.CI,
  // For two cores, each of which a page and the program that answers it keep busy. With more of them, what has to come
  // within a second comes late.
  workers: 2,
  // Shared machines have slow moments. What passes only the second time is reported as flaky.
  retries: process.env.CI ? 1 : 0,
  timeout: 45_000,
  // Only what fails takes so long. A slow moment is shorter.
  expect: { timeout: 10_000 },
  reporter: process.env.CI ? [["line"]] : [["list"], ["html", { open: "never" }]],
  use: {
    actionTimeout: 10_000,
    navigationTimeout: 15_000,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    // Only what is about it has the worker that stands between pages and the network.
    serviceWorkers: "block",
    // To note every step takes long. Whoever looks into a failure asks for it: --trace=retain-on-failure.
    trace: "on-first-retry",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});

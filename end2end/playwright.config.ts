import { defineConfig, type Project } from "@playwright/test";

// Every spec runs on a phone, with JavaScript and without. The main journey, the live counts and
// the accessibility checks run on tablet and desktop as well, the latter with JavaScript only;
// EVERY_SIZE=1 runs all of them there.
const sizes = {
  phone: { width: 360, height: 740 },
  tablet: { width: 768, height: 1024 },
  desktop: { width: 1280, height: 800 },
};
const onEverySize = /(journey|live|a11y)(\.hydrate)?\.spec\.ts/;
const withoutJavaScript = /(journey|live)\.spec\.ts/;
const needsJavaScript = /\.hydrate\.spec\.ts/;
const apart = /(\.machine|figures|screenshots|smoke)\.spec\.ts/;

const browsers: Project[] = Object.entries(sizes).flatMap(([name, viewport]) => {
  const all = name === "phone" || !!process.env.EVERY_SIZE;
  const testMatch = all ? /\.spec\.ts/ : onEverySize;
  const isMobile = name !== "desktop";
  return [
    {
      name,
      testMatch,
      testIgnore: apart,
      use: { viewport, hasTouch: isMobile },
    },
    {
      name: `${name}-plain`,
      testMatch: all ? testMatch : withoutJavaScript,
      testIgnore: [apart, needsJavaScript],
      use: { viewport, hasTouch: isMobile, javaScriptEnabled: false },
    },
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
  workers: 2,
  // Shared machines have slow moments. What passes only the second time is reported as flaky.
  retries: process.env.CI ? 1 : 0,
  timeout: 45_000,
  expect: { timeout: 7_000 },
  reporter: process.env.CI ? [["line"]] : [["list"], ["html", { open: "never" }]],
  use: {
    actionTimeout: 7_000,
    navigationTimeout: 15_000,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    // Only what is about it has the worker that stands between pages and the network.
    serviceWorkers: "block",
    trace: "retain-on-failure",
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

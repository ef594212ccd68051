import type { Configuration } from "electron-builder";

/*
 * What a package holds: the three bundles, the engine's bundle with its add-ons for this platform only, models and
 * sample library as files (native code opens them by path), and nothing of the sources, sets or tests.
 */
const otherPlatforms = ["darwin", "linux", "win32"].filter((name) => name !== process.platform);

const configuration: Configuration = {
  appId: "app.docent.desktop",
  productName: "Docent",
  copyright: "Copyright © 2026 The Docent developers",
  directories: { output: "dist", buildResources: "resources/icons" },
  files: [
    "out/**",
    "!out/types/**",
    "!out/evaluation/**",
    "package.json",
    "LICENSE",
    "NOTICE",
    "!node_modules/better-sqlite3/{deps,src}/**",
    ...otherPlatforms.map((name) => `!node_modules/better-sqlite3/prebuilds/${name}-*/**`),
    "!node_modules/node-llama-cpp/{llama,templates}/**",
    "!node_modules/@node-llama-cpp/*-cuda*/**",
    "!node_modules/**/*.{md,map,d.ts,d.mts,d.cts}",
  ],
  asar: true,
  asarUnpack: ["out/engine/**", "**/*.{node,so,dll,dylib,wasm}", "node_modules/pdfjs-dist/cmaps/**"],
  extraResources: [
    { from: "resources/models", to: "resources/models" },
    { from: "resources/sample-library", to: "resources/sample-library" },
  ],
  electronFuses: {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableCookieEncryption: true,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
    loadBrowserProcessSpecificV8Snapshot: false,
  },
  publish: null,
  linux: { target: ["AppImage", "deb"], category: "Office" },
  mac: { target: ["dmg"], category: "public.app-category.productivity", hardenedRuntime: true },
  win: { target: ["nsis"] },
};

export default configuration;

import { defineConfig } from "vite";

export default defineConfig({
  base: "/studio/",
  build: {
    outDir: "../src/idphoto/server/studio/built",
    emptyOutDir: true,
    // The studio's policy allows no inline scripts, styles or fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
  },
  // `npm run dev` beside `idphoto serve`: the page from Vite, the API from the server.
  server: { proxy: { "/v1": "http://127.0.0.1:8000", "/studio/session": "http://127.0.0.1:8000" } },
});

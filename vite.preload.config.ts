import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/**
 * The preload: one CommonJS file that needs nothing but `electron`, as a sandboxed preload must be. Stated
 * in full, so that a plain `vite build` makes the same file as Electron Forge does.
 */
export default defineConfig({
  build: {
    outDir: fileURLToPath(new URL('./.vite/build', import.meta.url)),
    emptyOutDir: false,
    copyPublicDir: false,
    minify: false,
    sourcemap: false,
    reportCompressedSize: false,
    target: 'chrome140',
    rollupOptions: {
      input: { preload: fileURLToPath(new URL('./electron/preload.ts', import.meta.url)) },
      external: ['electron'],
      output: { format: 'cjs', codeSplitting: false, entryFileNames: '[name].cjs' },
    },
  },
});

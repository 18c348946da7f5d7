import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { EXTERNAL_PACKAGES } from './scripts/external-packages.ts';

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/**
 * The main process and the key worker, as CommonJS, and a file with what both need. Packages with native
 * parts stay outside and are copied beside (`scripts/external-packages.ts`); everything else is bundled.
 */
export default defineConfig({
  ssr: { noExternal: true, external: [...EXTERNAL_PACKAGES, 'electron'] },
  build: {
    ssr: true,
    outDir: file('./.vite/build'),
    emptyOutDir: false,
    copyPublicDir: false,
    minify: false,
    sourcemap: false,
    reportCompressedSize: false,
    target: 'node24',
    rollupOptions: {
      input: {
        main: file('./electron/boot.ts'),
        'key-worker': file('./src/crypto/key-worker-main.ts'),
      },
      external: ['electron', /^node:/u, ...EXTERNAL_PACKAGES],
      output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
    },
  },
});

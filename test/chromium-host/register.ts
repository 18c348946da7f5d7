import { registerHooks } from 'node:module';

const host = new URL('./electron.ts', import.meta.url).href;

/** From here on, `import … from 'electron'` gets the host. Load before the program. */
registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'electron' || specifier === 'electron/main') return next(host, context);
    return next(specifier, context);
  },
});

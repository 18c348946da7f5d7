import { start } from './main.ts';

// The file Electron runs; `main.ts` itself does nothing until it is called.
void start();

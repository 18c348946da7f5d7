import os from 'node:os';
import path from 'node:path';

/** How this run of the host looks and where it keeps things. */
export interface HostOptions {
  /** Becomes `app.getPath('userData')`. */
  readonly userDataDir: string;
  /** False shows the composed window in a visible browser (the preview). */
  readonly headless: boolean;
  /** Size of the window's content in CSS pixels, whatever the program asks for; null follows the program. */
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly dpr: number;
  readonly colorScheme: 'light' | 'dark';
  readonly forcedColors: boolean;
  readonly reducedMotion: boolean;
  /** Null looks for one: `CHROMIUM_PATH`, PATH, the usual folders, the bundled package. */
  readonly browserPath: string | null;
  /** Further switches of the browser, such as `--host-resolver-rules=MAP *.example 127.0.0.1`. */
  readonly browserFlags: readonly string[];
  readonly appName: string;
  readonly appVersion: string;
  /** Called instead of ending the process. */
  readonly exit: (code: number) => void;
}

const defaults: HostOptions = {
  userDataDir: path.join(os.tmpdir(), 'countersign-host-data'),
  headless: true,
  size: null,
  dpr: 1,
  colorScheme: 'light',
  forcedColors: false,
  reducedMotion: true,
  browserPath: null,
  browserFlags: [],
  appName: 'Countersign',
  appVersion: '0.0.0',
  exit: (code) => process.exit(code),
};

let current = defaults;

/** Set before anything asks for a browser; what is left out keeps its default. */
export function configureHost(options: Partial<HostOptions>): void {
  current = { ...current, ...options };
}

/** @returns this run's options */
export function hostOptions(): HostOptions {
  return current;
}

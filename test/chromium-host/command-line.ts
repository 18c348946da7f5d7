const switches = new Map<string, string>();
/** The host sets these itself; a program can't change them. */
const RESERVED = [
  'remote-debugging',
  'user-data-dir',
  'headless',
  'no-sandbox',
  'load-extension',
  'inspect',
];

/** Electron's `app.commandLine`: what is appended before the first view reaches the browser. */
export const commandLine = {
  appendSwitch(name: string, value = ''): void {
    switches.set(name, value);
  },
  appendArgument(): void {
    // Chromium takes no addresses from the program.
  },
  hasSwitch(name: string): boolean {
    return (
      switches.has(name) ||
      process.argv.some((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`))
    );
  },
  getSwitchValue(name: string): string {
    const given = process.argv.find((arg) => arg.startsWith(`--${name}=`));
    return switches.get(name) ?? given?.slice(name.length + 3) ?? '';
  },
  removeSwitch(name: string): void {
    switches.delete(name);
  },
};

/** @returns the flags to start the browser with */
export function switchFlags(): string[] {
  return [...switches]
    .filter(([name]) => !RESERVED.some((reserved) => name.startsWith(reserved)))
    .map(([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`));
}

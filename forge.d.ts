// What the declarations of Electron Forge's own dependencies need and no package here brings.
declare module 'debug' {
  export type Debugger = (format: unknown, ...values: unknown[]) => void;
}
declare module 'node:util' {
  export type InspectColor = string;
}

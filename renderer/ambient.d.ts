declare module '*.module.css' {
  const classes: Readonly<Record<string, string>>;
  export default classes;
}
declare module '*.css' {}
interface Window {
  /** Put there by the preload script; used by `renderer/api.ts` only. */
  readonly api: import('../src/contract/channels.ts').Api;
}

declare module '*.module.css' {
  const classes: Readonly<Record<string, string>>;
  export default classes;
}
declare module '*.css' {}
/** Address of a file copied into the build. */
declare module '*?url' {
  const address: string;
  export default address;
}
/** The part of pdf.js that `renderer/pdf/pdf-document.ts` uses; its own types need a DOM of Node's. */
declare module 'pdfjs-dist/build/pdf.min.mjs' {
  interface Viewport {
    readonly width: number;
    readonly height: number;
  }
  interface Page {
    getViewport(options: { readonly scale: number }): Viewport;
    getTextContent(): Promise<{
      readonly items: readonly { readonly str?: string; readonly hasEOL?: boolean }[];
    }>;
    render(options: { readonly canvas: HTMLCanvasElement; readonly viewport: Viewport }): {
      readonly promise: Promise<void>;
      cancel(): void;
    };
  }
  interface Document {
    readonly numPages: number;
    getPage(number: number): Promise<Page>;
  }
  export class PDFWorker {
    constructor(options: { readonly port: Worker });
    destroy(): void;
  }
  export function getDocument(options: {
    readonly data: Uint8Array;
    readonly worker: PDFWorker;
    readonly disableFontFace: boolean;
    readonly disableWorkerRendering: boolean;
    readonly useSystemFonts: boolean;
    readonly useWasm: boolean;
    readonly useWorkerFetch: boolean;
    readonly enableXfa: boolean;
    readonly stopAtErrors: boolean;
    readonly verbosity: number;
  }): { readonly promise: Promise<Document>; destroy(): Promise<void> };
}
/** Trusted Types, which the policy of the window asks for and TypeScript's DOM does not know yet. */
declare const trustedTypes:
  | {
      createPolicy(
        name: string,
        rules: { readonly createScriptURL: (address: string) => string },
      ): { createScriptURL(address: string): string };
    }
  | undefined;

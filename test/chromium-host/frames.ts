import { toAppUrl } from './url-map.ts';

let nextRoutingId = 1;

/** The part of Electron's `WebFrameMain` that tells who is asking. */
export class HostFrame {
  readonly frameToken: string;
  readonly routingId: number = nextRoutingId++;
  readonly parent: HostFrame | null;
  readonly processId: number;
  name = '';
  detached = false;
  #url = '';
  readonly #children = new Map<string, HostFrame>();

  constructor(frameToken: string, parent: HostFrame | null, processId: number) {
    this.frameToken = frameToken;
    this.parent = parent;
    this.processId = processId;
  }

  get url(): string {
    return this.#url;
  }

  /** Take the address Chromium reports. */
  navigated(url: string): void {
    this.#url = toAppUrl(url);
  }

  get origin(): string {
    const scheme = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)/i.exec(this.#url);
    if (scheme === null) return 'null';
    return `${scheme[1] ?? ''}://${scheme[2] ?? ''}`.toLowerCase();
  }

  get frameTreeNodeId(): number {
    return this.routingId;
  }

  get top(): HostFrame {
    return this.parent?.top ?? this;
  }

  get frames(): HostFrame[] {
    return [...this.#children.values()];
  }

  get framesInSubtree(): HostFrame[] {
    return [this, ...this.frames.flatMap((frame) => frame.framesInSubtree)];
  }

  isDestroyed(): boolean {
    return this.detached;
  }

  /** @returns the child of that id, made on first sight */
  child(frameToken: string): HostFrame {
    let found = this.#children.get(frameToken);
    if (found === undefined) {
      found = new HostFrame(frameToken, this, this.processId);
      this.#children.set(frameToken, found);
    }
    return found;
  }

  /** The frame has left the document. */
  detach(): void {
    for (const frame of this.framesInSubtree) frame.detached = true;
    this.parent?.forget(this.frameToken);
  }

  forget(frameToken: string): void {
    this.#children.delete(frameToken);
  }
}

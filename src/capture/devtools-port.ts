/** A plain JSON object as the DevTools protocol carries it. Everything that comes back is the browser's word: hostile. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** How one command is sent. */
export interface SendOptions {
  /** Milliseconds after which the call rejects; {@link DEFAULT_SEND_DEADLINE_MS} where absent. */
  readonly deadlineMs?: number;
  /** A child session (frame, worker) from `Target.attachedToTarget`; the page itself where absent. */
  readonly sessionId?: string;
}

/** Deadline of a command that names none, milliseconds. */
export const DEFAULT_SEND_DEADLINE_MS = 5_000;

/**
 * Hears one event of the page or of a child session.
 * @param sessionId - the child session it came from, null for the page itself
 */
export type DevToolsListener = (
  method: string,
  params: JsonObject,
  sessionId: string | null,
) => void;

/**
 * One page's DevTools protocol: `webContents.debugger` in Electron, a flat session in the tests.
 * It is attached by who made it and lives as long as the page; nothing here opens or closes it.
 */
export interface DevTools {
  /**
   * Send one command. The message leaves before this returns, so commands sent one after another
   * without awaiting arrive in that order.
   * @returns the command's result, `{}` where it has none
   * @throws {EvidenceError} CAPTURE_STEP_TIMEOUT - no answer within the deadline; details: method
   * @throws {EvidenceError} CAPTURE_STEP_FAILED - the browser refused it, or is detached; details: method, reason
   * @throws {EvidenceError} PAGE_CRASHED - the renderer has gone, before or during the call
   */
  send(method: string, params?: JsonObject, options?: SendOptions): Promise<JsonObject>;
  /** Hear every event from now on. @returns a function that ends it; safe to call twice */
  onEvent(listener: DevToolsListener): () => void;
  /** Kill the renderer process at once: the last resort against a page that answers nothing. Never throws. */
  crash(): void;
}

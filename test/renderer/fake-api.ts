import type { AppView } from '#src/contract/views.ts';

/** What a scripted answer may hold: plain values, and bytes as `{ base64 }`. */
export type Scripted = Readonly<Record<string, unknown>>;

/** One call a screen made. */
export interface Call {
  readonly channel: string;
  readonly input: unknown;
}

/** What the fake preload leaves in the page for a test. */
export interface FakeWindow {
  readonly api: unknown;
  readonly fake: {
    readonly calls: Call[];
    readonly violations: string[];
    readonly answers: Record<string, unknown>;
    push(view: AppView): void;
  };
}

/**
 * Runs in the page before the app: stands where the preload stands, answers from a script, notes
 * every call and everything the window's policy refuses.
 * @param script - the first view, and the answers by channel (`{}` where none is given)
 */
export function installFakeApi(script: {
  readonly view: AppView;
  readonly answers: Scripted;
}): void {
  const calls: Call[] = [];
  const violations: string[] = [];
  const listeners = new Set<(view: AppView) => void>();
  let { view } = script;
  const answers: Record<string, unknown> = { ...script.answers };
  const revived = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if ('base64' in value && typeof value.base64 === 'string') {
      return Uint8Array.from(atob(value.base64), (c) => c.charCodeAt(0));
    }
    if (Array.isArray(value)) return value.map(revived);
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, revived(one)]));
  };
  document.addEventListener('securitypolicyviolation', (event) => {
    violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
  });
  const api = {
    call: async (channel: string, input: unknown): Promise<unknown> => {
      calls.push({ channel, input });
      if (channel === 'app.view') return { ok: true, value: view };
      const answer = answers[channel];
      if (typeof answer === 'object' && answer !== null && 'error' in answer) {
        return { ok: false, error: answer.error };
      }
      return { ok: true, value: revived(answer ?? {}) };
    },
    onView: (listener: (view: AppView) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const fake = {
    calls,
    violations,
    answers,
    push: (next: AppView) => {
      view = { ...next, revision: view.revision + 1 };
      for (const listener of listeners) listener(view);
    },
  };
  Object.assign(window, { api, fake });
}

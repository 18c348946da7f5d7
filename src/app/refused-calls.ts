import { failure } from '#src/core/result.ts';
import type { App } from './app.ts';
import { append, recordInstallation } from './recording.ts';

const FLUSH_MS = 1000;
const MAX_KINDS = 50;

/**
 * Record a call that no screen of ours makes (R15): counted, one entry of each kind a second, so that a
 * hostile page can't flood the ledger.
 */
export function noteRefusedCall(app: App, what: string, detail: string): void {
  if (app.mode.kind !== 'open') return;
  const { callRefusals } = app.live;
  const waiting = callRefusals.size > 0;
  const key = plain(what, 64);
  if (!callRefusals.has(key) && callRefusals.size >= MAX_KINDS) return;
  const count = (callRefusals.get(key)?.count ?? 0) + 1;
  callRefusals.set(key, { count, detail: plain(detail, 200) });
  if (waiting) return;
  app.ports.scheduler.after(FLUSH_MS, () => {
    flushRefusedCalls(app);
  });
}

/** Write what was counted; never on a stopped computer (R6). */
export function flushRefusedCalls(app: App): void {
  const { callRefusals, stopped, investigation, sitting } = app.live;
  const counted = [...callRefusals];
  callRefusals.clear();
  if (app.mode.kind !== 'open' || stopped?.holdsComputer === true) return;
  try {
    for (const [what, { count, detail }] of counted) {
      if (investigation === null || sitting === null) {
        recordInstallation(app, { kind: 'call-refused', what, detail, count });
      } else {
        append(app, [
          { kind: 'call-refused', what, detail: `${detail} (${count} times)`.slice(0, 200) },
        ]);
      }
    }
  } catch (error) {
    app.live.notice = { ...failure(error).error, at: app.now(), safe: null };
    app.changed();
  }
}

function plain(text: string, max: number): string {
  const clean = text.replace(/[^\x20-\x7e]/gu, '?').slice(0, max);
  return clean.trim() === '' ? 'unknown' : clean;
}

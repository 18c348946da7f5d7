import { fromBase64, utf8 } from '#src/core/bytes.ts';
import type { Clock } from '#src/core/clock.ts';
import type { Digest } from '#src/core/digest.ts';
import { digestOf } from '#src/crypto/hash.ts';
import type { DevTools } from './devtools-port.ts';
import { statusOf } from './network-facts.ts';
import type { NetworkRecord } from './network-record.ts';
import { Budget, hasCode, PageSession } from './page-session.ts';
import { flagOf, textOf } from './read-json.ts';
import type { Redactor } from './redactor.ts';
import { readText } from './read-text.ts';
import type { TraceFacts } from './trace-schema.ts';

/** What one session was given at an address. */
export interface Look {
  /** RFC 3339 UTC. */
  readonly openedAt: string;
  /** Where it led; not yet fit for the record. */
  readonly address: string;
  readonly status: number | null;
  /** Digest of the document's body, null where it could not be had. */
  readonly body: Digest | null;
  readonly lines: readonly string[];
}

const LOOK_MS = 15_000;
const CALL_MS = 5_000;
const MAX_SAMPLES = 20;
const MAX_SAMPLE = 200;

/**
 * Read what a page shows, without a picture. For a second view of the same address, with a session of its own
 * in which nobody has been before; the caller opens it, waits until it has loaded, and closes it.
 * @param network - recorded since before the view's first navigation
 * @param signal - aborting it ends the look
 * @throws {EvidenceError} CAPTURE_STOPPED, CAPTURE_STEP_TIMEOUT, CAPTURE_STEP_FAILED, PAGE_CRASHED
 */
export async function takeLook(
  devtools: DevTools,
  network: NetworkRecord,
  clock: Clock,
  signal: AbortSignal,
): Promise<Look> {
  const page = new PageSession(devtools, signal, new Budget(clock, clock.monotonicMs() + LOOK_MS));
  page.use(CALL_MS, new Budget(clock, clock.monotonicMs() + LOOK_MS));
  const { parts } = await readText(page, network);
  const document = network.document();
  const hop = document?.hops.at(-1);
  return {
    openedAt: document?.startedAt ?? clock.now(),
    address: hop?.address ?? '',
    status: statusOf(hop?.response, document?.responseExtras.at(-1)),
    body: document === null ? null : await bodyOf(page, document.requestId),
    lines: linesOf(parts),
  };
}

/** The lines of the texts of a page and its frames. */
export function linesOf(parts: readonly string[]): readonly string[] {
  return parts.flatMap((part) => part.split('\n')).filter((line) => line.trim() !== '');
}

async function bodyOf(page: PageSession, requestId: string): Promise<Digest | null> {
  try {
    const answer = await page.send('Network.getResponseBody', { requestId });
    const text = textOf(answer, 'body');
    return digestOf(flagOf(answer, 'base64Encoded') ? fromBase64(text) : utf8(text));
  } catch (error) {
    if (hasCode(error, 'CAPTURE_STEP_FAILED', 'BYTES_MALFORMED')) return null;
    throw error;
  }
}

/** What two sessions were given, line by line. */
export function compareLooks(
  first: Look,
  second: Look,
  redactor: Redactor,
): NonNullable<TraceFacts['second']> {
  const onlyFirst = without(first.lines, second.lines);
  const onlySecond = without(second.lines, first.lines);
  const address = redactor.address(second.address);
  const same =
    first.status === second.status &&
    redactor.address(first.address) === address &&
    onlyFirst.lines + onlySecond.lines === 0;
  return {
    openedAt: second.openedAt,
    ...{ address, status: second.status, body: second.body, same, onlyFirst, onlySecond },
  };
}

function without(
  lines: readonly string[],
  others: readonly string[],
): { lines: number; samples: string[] } {
  const known = new Set(others);
  const found = lines.filter((line) => !known.has(line));
  const samples = found.slice(0, MAX_SAMPLES);
  return {
    lines: found.length,
    samples: samples.map((line) => line.slice(0, MAX_SAMPLE).toWellFormed()),
  };
}

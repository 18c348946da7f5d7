import type { OpenExchange } from './exchange-log.ts';
import { countOf, listOf, numberOf } from './read-json.ts';
import type { JsonObject } from './devtools-port.ts';
import { hasCode, type PageSession } from './page-session.ts';
import { SOURCES, WATCH_END, WATCH_FIRST, WATCH_TILES } from './trace-script.ts';
import type { Redactor } from './redactor.ts';
import { compareLooks, type Look } from './second-look.ts';
import { TextTrace } from './text-trace.ts';
import type { TraceFacts } from './trace-schema.ts';

const MAX_BODY = 4 * 1024 * 1024;
const MAX_BODIES = 32 * 1024 * 1024;
const MAX_SAMPLES = 20;
const MAX_DATA = 200;

/** What the trace is made of, filled by the steps. @see docs/spec/capture.md, section 9 */
export class TraceWork {
  /** Lines of the shown text, set by the step that reads it. */
  lines: readonly string[] = [];
  /** What a fresh session was given, where one was asked. */
  second: Look | null = null;
  #bodies = { read: 0, unread: 0 };
  #left = MAX_BODIES;
  #text: TextTrace | null = null;
  #sources: JsonObject | null = null;
  /** Beginnings of `data:` addresses that no body has had so far. */
  readonly #data = new Set<string>();
  #gone: JsonObject | null = null;
  #watched: JsonObject = {};

  /** Remember the page's text as it stands first. */
  async watchFirst(page: PageSession): Promise<void> {
    await readable(page.evaluate(WATCH_FIRST));
  }

  /** Watch what the page shows while its picture is taken. */
  async watchTiles(page: PageSession): Promise<void> {
    this.#gone = await readable(page.evaluate(WATCH_TILES));
  }

  /** The picture is taken. */
  async watchEnd(page: PageSession): Promise<void> {
    this.#watched = (await readable(page.evaluate(WATCH_END))) ?? {};
  }

  /** Ask the page for its pictures; bodies are compared from here on. */
  async begin(page: PageSession, heard: ReadonlySet<string>): Promise<void> {
    this.#bodies = { read: 0, unread: 0 };
    this.#left = MAX_BODIES;
    this.#data.clear();
    this.#text = new TextTrace(this.lines);
    this.#text.heard(heard);
    this.#sources = await readable(page.evaluate(SOURCES));
    for (const address of this.#addresses()) {
      if (address.startsWith('data:') && this.#data.size < MAX_DATA) this.#data.add(address);
    }
  }

  /** Compare with a response. @param text - null where it is none of text, or could not be read */
  body(exchange: OpenExchange, text: string | null, isRead: boolean): void {
    if (/^(?:data|blob|about):/iu.test(exchange.hops[0]?.address ?? '')) return;
    const fits = (text?.length ?? 0) <= Math.min(MAX_BODY, this.#left);
    this.#bodies[isRead && fits ? 'read' : 'unread'] += 1;
    if (!fits || text === null) return;
    this.#left -= text.length;
    const hasStyle = exchange.kind === 'Stylesheet' || /<style/iu.test(text);
    this.#text?.body(text, hasStyle);
    for (const address of [...this.#data]) {
      const escaped = address.replaceAll('/', String.raw`\/`);
      if (text.includes(address) || text.includes(escaped)) this.#data.delete(address);
    }
  }

  /** All of it, for the record. @param first - what the captured view was given */
  facts(exchanges: readonly OpenExchange[], redactor: Redactor, first: Look): TraceFacts {
    return {
      bodies: this.#bodies,
      text: this.#text?.facts() ?? null,
      pictures: this.#pictures(exchanges, redactor),
      watch: this.#watch(),
      second: this.second === null ? null : compareLooks(first, this.second, redactor),
    };
  }

  #addresses(): readonly string[] {
    return listOf(this.#sources, 'addresses').filter(
      (one): one is string => typeof one === 'string',
    );
  }

  #pictures(exchanges: readonly OpenExchange[], redactor: Redactor): TraceFacts['pictures'] {
    if (this.#sources === null) return null;
    const asked = new Set<string>();
    for (const { hops } of exchanges) for (const { address } of hops) asked.add(bare(address));
    const addresses = this.#addresses();
    const other = (address: string): 'data' | 'blob' | 'unrecorded' | null => {
      if (address.startsWith('data:')) return this.#data.has(address) ? 'data' : null;
      if (address.startsWith('blob:')) return 'blob';
      return asked.has(bare(address)) ? null : 'unrecorded';
    };
    const untraced = addresses.filter((address) => other(address) !== null);
    const of = (kind: string): number => untraced.filter((one) => other(one) === kind).length;
    const [canvas, video] = [countOf(this.#sources, 'canvas'), countOf(this.#sources, 'video')];
    return {
      shown: addresses.length + canvas + video,
      traced: addresses.length - untraced.length,
      ...{ data: of('data'), blob: of('blob'), canvas, video, unrecorded: of('unrecorded') },
      samples: untraced
        .slice(0, MAX_SAMPLES)
        .map((address) => redactor.address(address).slice(0, 300).toWellFormed()),
    };
  }

  #watch(): TraceFacts['watch'] {
    if (this.#gone === null || this.#watched['resizes'] === undefined) return null;
    const lines = [...listOf(this.#gone, 'samples'), ...listOf(this.#watched, 'samples')];
    return {
      resizes: countOf(this.#watched, 'resizes'),
      differently: countOf(this.#watched, 'differently'),
      gone: this.#gone['gone'] === null ? null : Math.round(numberOf(this.#gone, 'gone')),
      samples: lines
        .filter((line): line is string => typeof line === 'string')
        .slice(0, MAX_SAMPLES)
        .map((line) => line.slice(0, 200).toWellFormed()),
    };
  }
}

// A page that can't be asked leaves its part of the trace null; everything else ends the step.
async function readable(asked: Promise<JsonObject>): Promise<JsonObject | null> {
  try {
    return await asked;
  } catch (error) {
    if (hasCode(error, 'CAPTURE_STEP_FAILED')) return null;
    throw error;
  }
}

function bare(address: string): string {
  return address.split('#')[0] ?? '';
}

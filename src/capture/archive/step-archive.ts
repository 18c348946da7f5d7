import { fromBase64, utf8 } from '#src/core/bytes.ts';
import type { OpenExchange } from '../exchange-log.ts';
import { freezeNetwork } from '../network-facts.ts';
import { stillOf } from '../network-record.ts';
import { hasCode, StepOver } from '../page-session.ts';
import { flagOf, objectOf, textOf } from '../read-json.ts';
import { redactAddress } from '../redact.ts';
import { Redactor } from '../redactor.ts';
import type { Work } from '../work.ts';
import type { ArchiveBody, ArchiveExchange } from './archive-writer.ts';
import type { KnownSecrets } from './known-secrets.ts';
import { checkedMhtml } from './mhtml.ts';
import { MHTML_NAME, WACZ_NAME } from './names.ts';
import { Wacz, type ArchiveAbout } from './wacz.ts';

const NO_TIME = 'no time left';

/** Everything that the shown document received, as a WACZ that goes to the sink in one stream. */
export async function archive(work: Work, secrets: KnownSecrets): Promise<void> {
  learn(work, secrets);
  const wacz = new Wacz(aboutOf(work), secrets);
  const exchanges = await exchangesOf(work, wacz);
  work.found.archive = wacz.counts;
  await work.putStream(WACZ_NAME, 'archive', wacz.bytes(exchanges));
  if (wacz.counts.notKept.some(({ reason }) => reason === NO_TIME)) throw new StepOver();
}

/** The page as the browser saves it; for reading, not for replay. */
export async function readingCopy(work: Work, secrets: KnownSecrets): Promise<void> {
  learn(work, secrets);
  const answer = await work.page.send('Page.captureSnapshot', { format: 'mhtml' });
  const copy = copyOf(textOf(answer, 'data'), work.plan.caps.readingCopyBytes, secrets);
  if (typeof copy === 'string') {
    const text = `The reading copy of the page is missing: ${copy}.`;
    work.miss('READING_COPY', 'reading-copy', text);
  } else await work.put(MHTML_NAME, 'archive', copy);
}

function copyOf(text: string, maxBytes: number, secrets: KnownSecrets): Uint8Array | string {
  if (text === '') return 'the browser gave nothing';
  if (text.length > maxBytes) return 'it is larger than is kept';
  return checkedMhtml(text, secrets)?.bytes ?? 'a credential in it could not be taken out';
}

// Everything in the view, since a cookie of an earlier page may be in this one.
function learn(work: Work, secrets: KnownSecrets): void {
  for (const exchange of work.network.exchanges) {
    for (const hop of exchange.hops) {
      secrets.addAddress(hop.address);
      secrets.addHeaders(hop.request);
      secrets.addHeaders(objectOf(hop.response, 'headers'));
    }
    for (const extra of [...exchange.requestExtras, ...exchange.responseExtras]) {
      secrets.addHeaders(objectOf(extra, 'headers'));
    }
  }
}

function aboutOf(work: Work): ArchiveAbout {
  const { captureId, software } = work.context;
  const document = work.network.document();
  const address = document?.hops.at(-1)?.address ?? work.found.address;
  return {
    captureId,
    software: `${software.name} ${software.version}`,
    browser: textOf(work.found.measure, 'userAgent'),
    createdAt: work.clock.now(),
    page: {
      address: redactAddress(address.toWellFormed()).text,
      title: work.found.title,
      loadedAt: document?.startedAt ?? work.clock.now(),
    },
  };
}

async function exchangesOf(work: Work, wacz: Wacz): Promise<ArchiveExchange[]> {
  const still = stillOf(work.network);
  const network = await freezeNetwork(still, {
    ...{ from: work.clock.now(), maxExchanges: work.plan.caps.exchanges },
    ...{ certificates: [], bodies: new Map() },
    redactor: await Redactor.of(still.exchanges, [work.context.address, work.found.address]),
  });
  const first = still.document?.no ?? 0;
  const open = new Map(work.network.exchanges.map((exchange) => [exchange.no - first, exchange]));
  return network.exchanges.map((facts) => ({
    facts,
    statusTexts: (open.get(facts.no)?.hops ?? []).map((hop) => textOf(hop.response, 'statusText')),
    body: async () => {
      work.progress(facts.no, network.exchanges.length);
      return await bodyOf(work, open.get(facts.no), wacz.counts.bodyBytes);
    },
  }));
}

/** A body from the browser's own memory: nothing is asked of a server. */
async function bodyOf(
  work: Work,
  exchange: OpenExchange | undefined,
  keptBytes: number,
): Promise<ArchiveBody> {
  const { bodyBytes, archiveBytes } = work.plan.caps;
  if (exchange === undefined) return not('the browser no longer had it');
  if (exchange.messages !== null) return not('a stream of messages');
  if (exchange.kind === 'Preflight') return not('the browser keeps no body of a preflight');
  if (exchange.state !== 'finished') return not('did not arrive whole');
  if (exchange.receivedBytes > bodyBytes) return not('larger than is kept', true);
  if (keptBytes + exchange.receivedBytes > archiveBytes) return not('the archive is full', true);
  try {
    const answer = await work.page.send(
      'Network.getResponseBody',
      { requestId: exchange.requestId },
      exchange.sessionId ?? undefined,
    );
    const text = textOf(answer, 'body');
    const bytes = flagOf(answer, 'base64Encoded') ? fromBase64(text) : utf8(text);
    if (bytes.length === 0 && exchange.receivedBytes > 0)
      return not('the browser no longer had it');
    // What the browser counted can be less than what it has.
    if (bytes.length > bodyBytes) return not('larger than is kept', true);
    if (keptBytes + bytes.length > archiveBytes) return not('the archive is full', true);
    return { bytes };
  } catch (error) {
    if (hasCode(error, 'CAPTURE_STEP_FAILED', 'BYTES_MALFORMED'))
      return not('the browser no longer had it');
    // A retry would write the archive twice: what is not to be had in time is listed instead.
    if (hasCode(error, 'CAPTURE_STEP_TIMEOUT')) return not('the browser did not answer in time');
    if (error instanceof StepOver) return not(NO_TIME);
    throw error;
  }
}

function not(reason: string, overLimit = false): ArchiveBody {
  return { reason, overLimit };
}

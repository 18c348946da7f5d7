import type { CaptureRecord } from '#src/capture/record.ts';
import { pageWayOf } from '#src/capture/way-facts.ts';
import { filterIssuerOf } from '#src/capture/server-facts.ts';
import { egressWords } from '#src/core/egress.ts';
import { timeAnswerWords } from '#src/core/time-source.ts';
import type { JsonValue } from '#src/core/canonical-json.ts';
import { PAGE_PICTURE, picturesOf, secondWords } from './recorded-pictures.ts';
import type { CaptureAccount } from '#src/form/how-captured-input.ts';

/** What a stored capture record says, for the documents that are made of it. */
export interface RecordedAccount {
  /** In plain words' terms; the reference, digest and answers come from the ledger. */
  readonly account: Omit<CaptureAccount, 'exhibitRef' | 'digest' | 'doubts'>;
  readonly doubts: readonly {
    readonly doubtId: string;
    readonly question: string;
    readonly fact: string;
  }[];
  /** Names of the tiles in page order, top to bottom. */
  readonly tileNames: readonly string[];
  /** Every other picture: without overlays, of parts that scroll inside themselves. */
  readonly others: readonly {
    readonly caption: string;
    readonly widthPx: number;
    readonly heightPx: number;
    readonly tileNames: readonly string[];
  }[];
  /** The whole record, for the technical report. */
  readonly record: Readonly<Record<string, JsonValue>>;
}

/** Put a capture record into the terms of "How this was captured". */
export function accountOf(record: CaptureRecord): RecordedAccount {
  const { page, provenance, clock, missing, state } = record;
  const { computer, software, people } = provenance;
  const [first = NOBODY, second = NOBODY] = people;
  return {
    account: {
      ...{ state, requestedAddress: page.requestedAddress, address: page.address },
      ...{ title: page.title, startedAt: clock.startedAt, endedAt: clock.endedAt },
      ...{ status: page.status, redirects: page.redirects.length },
      ...{ serverAddress: page.serverAddress, tls: tlsOf(record) },
      way: pageWayOf(page.address, page.serverAddress, record.network),
      ...{ first, second },
      computer: { name: computer.name, location: computer.location, assetNo: computer.assetNo },
      software: `${software.name} ${software.version}, ${software.browser}`,
      picturesLoaded: provenance.pictures === 'loaded',
      picture: pictureOf(record),
      others: othersOf(record),
      secondRequest: secondWords(record.trace.second),
      textCharacters: record.text?.characters ?? null,
      requests: requestsOf(record),
      clock: {
        ...{ timeZone: clock.timeZone, offsetMs: clock.offsetMs, steppedMs: clock.steppedMs },
        servers: clock.servers.length,
        timeServers: clock.timeSources.map(timeAnswerWords),
      },
      egress: egressWords(provenance.egress),
      exceptions: exceptionsOf(record),
      shims: provenance.shims.map(({ name, purpose }) => ({ name, purpose })),
      missing: missing.map(({ text }) => text),
    },
    doubts: record.doubts.map(({ doubtId, question, fact }) => ({ doubtId, question, fact })),
    others: picturesOf(record)
      .filter(({ key }) => key !== PAGE_PICTURE)
      .map(({ caption, widthPx, heightPx, tiles }) => ({
        ...{ caption, widthPx, heightPx },
        tileNames: tiles.map(({ object }) => object),
      })),
    tileNames: record.picture?.tiles.map(({ object }) => object) ?? [],
    record,
  };
}

const NOBODY = { personId: '', name: 'not recorded', position: 'not recorded' };

/** How the page's own connection was encrypted, and by whose certificate; null where that isn't known or it was not. */
export function tlsOf({ page, network }: CaptureRecord): CaptureAccount['tls'] {
  const facts = page.security === null ? undefined : network.security[page.security];
  const filter = filterIssuerOf(page.address, network);
  const issuer = filter ?? facts?.issuer;
  if (issuer === undefined) return null;
  return { protocol: facts?.protocol ?? null, issuer, filtered: filter !== null };
}

function pictureOf({ picture }: CaptureRecord): CaptureAccount['picture'] {
  if (picture === null) return null;
  const { widthPx, heightPx, devicePixelRatio, tiles, overlaps } = picture;
  return {
    ...{ widthPx, heightPx, devicePixelRatio, tiles: tiles.length },
    overlaps: { compared: overlaps.compared, different: overlaps.different },
  };
}

function othersOf({
  picture,
  withoutOverlays,
  passingText,
}: CaptureRecord): CaptureAccount['others'] {
  const inner = picture?.inner ?? [];
  const hidden = withoutOverlays?.picture ?? null;
  return {
    withoutOverlays: hidden === null ? null : { tiles: hidden.tiles.length },
    samples: picture?.samples.length ?? 0,
    inner: inner.filter(({ tiles }) => tiles.length > 0).length,
    innerNotWhole: inner.filter(({ state }) => state !== 'whole').length,
    passingLines: passingText?.lines ?? 0,
  };
}

function exceptionsOf({ provenance, network }: CaptureRecord): CaptureAccount['exceptions'] {
  return provenance.exceptions.map(({ agreementId, phase, ...one }) => ({
    ...{ exception: one.exception, site: one.site, begunAt: one.begunAt, endedAt: one.endedAt },
    ...{ account: one.account, phase: phase === null ? null : { ...phase } },
    requests:
      phase?.requests ??
      network.exchanges.filter(({ exception }) => exception === agreementId).length,
  }));
}

function requestsOf({ network }: CaptureRecord): CaptureAccount['requests'] {
  const { exchanges, missed, witness } = network;
  return { recorded: exchanges.length, missed: missed.length, witnessed: witness !== null };
}

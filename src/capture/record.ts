import { z } from 'zod';
import { isInstant } from '#src/core/clock.ts';
import { isDigest, type Digest } from '#src/core/digest.ts';
import { isId } from '#src/core/ids.ts';
import { DOUBT_CODES } from './doubt.ts';
import { networkFacts } from './network-schema.ts';
import { STEP_NAMES } from './plan.ts';
import { traceFacts } from './trace-schema.ts';

const id = z.string().refine(isId, 'an identifier');
const instant = z.string().refine(isInstant, 'an RFC 3339 UTC instant');
const digest = z.custom<Digest>((value) => isDigest(value), 'a digest');
const count = z.number().int().nonnegative();
const objectName = z.string().regex(/^[a-z][a-z0-9-]{0,40}\.(?:png|txt|wacz|mhtml)$/);
const overlaps = z.strictObject({ compared: count, different: count });

const missing = z.strictObject({
  code: z.string().regex(/^[A-Z][A-Z_]{2,40}$/),
  step: z.enum(STEP_NAMES).nullable(),
  text: z.string().max(500),
});

const doubt = z.strictObject({
  doubtId: z.string().regex(/^d[1-9]\d{0,3}$/),
  code: z.enum(DOUBT_CODES),
  question: z.string().max(500),
  fact: z.string().max(500),
});

const page = z.strictObject({
  requestedAddress: z.string(),
  address: z.string(),
  title: z.string(),
  status: z.number().int().nullable(),
  mediaType: z.string().nullable(),
  language: z.string().nullable(),
  characterSet: z.string().nullable(),
  redirects: z.array(z.strictObject({ from: z.string(), to: z.string(), status: count })),
  serverAddress: z.string().nullable(),
  protocol: z.string().nullable(),
  security: count.nullable(),
});

const tile = z.strictObject({
  object: objectName,
  row: count,
  column: count,
  x: count,
  y: count,
  width: count,
  height: count,
});

const capReached = z.strictObject({
  cap: z.enum(['height', 'width', 'tiles', 'bytes']),
  limit: count,
  text: z.string().max(500),
});

const pictureParts = {
  wholeWidthCss: count,
  wholeHeightCss: count,
  widthCss: count,
  heightCss: count,
  widthPx: count,
  heightPx: count,
  devicePixelRatio: z.number().positive(),
  tiles: z.array(tile),
  overlapCss: count,
  overlaps,
  capsReached: z.array(capReached),
  sheets: z.array(z.strictObject({ object: objectName, column: count, y: count, height: count })),
};

const innerPart = z.strictObject({
  part: count,
  kind: z.enum(['part', 'frame', 'page']),
  label: z.string().max(200),
  address: z.string().nullable(),
  place: z.strictObject({ x: z.number().int(), y: z.number().int(), width: count, height: count }),
  contentWidthCss: count,
  contentHeightCss: count,
  tiles: z.array(
    z.strictObject({ object: objectName, x: count, y: count, width: count, height: count }),
  ),
  overlaps,
  state: z.enum(['whole', 'cut', 'listed']),
  reason: z.string().max(500).nullable(),
});

const picture = z.strictObject({
  ...pictureParts,
  viewport: z.strictObject({
    widthCss: count,
    heightCss: count,
    scrollX: z.number(),
    scrollY: z.number(),
  }),
  caps: z.strictObject({
    scrollMs: count,
    screens: count,
    growthScreens: count,
    heightCss: count,
    widthCss: count,
    tiles: count,
    pictureBytes: count,
    innerParts: count,
    innerCss: count,
    innerTiles: count,
  }),
  scroll: z.strictObject({
    screens: count,
    reachedCss: count,
    heightBeforeCss: count,
    heightAfterCss: count,
    capReached: z.enum(['time', 'screens', 'growth', 'height']).nullable(),
  }),
  samples: z.array(
    z.strictObject({
      object: objectName,
      scrollX: z.number(),
      scrollY: z.number(),
      compared: count,
      different: count.nullable(),
    }),
  ),
  inner: z.array(innerPart),
  notes: z.array(z.string().max(500)),
});

const withoutOverlays = z.strictObject({
  shim: z.string(),
  hidden: z.array(z.strictObject({ words: z.string().max(200), share: z.number() })),
  remaining: count,
  restored: z.boolean(),
  picture: z.strictObject(pictureParts).nullable(),
});

const storedObject = z.strictObject({
  name: objectName,
  mediaType: z.enum([
    'image/png',
    'text/plain; charset=utf-8',
    'application/wacz',
    'multipart/related',
  ]),
  role: z.enum([
    'viewport',
    'viewport-after',
    'sample',
    'tile',
    'inner',
    'text',
    'sheet',
    'altered-tile',
    'altered-sheet',
    'archive',
  ]),
  digest,
  sizeBytes: count,
  parents: z.array(objectName),
});

const range = { lowMs: z.number().int(), highMs: z.number().int() };

const clock = z.strictObject({
  startedAt: instant,
  endedAt: instant,
  startedMonotonicMs: count,
  endedMonotonicMs: count,
  bootId: z.string(),
  timeZone: z.string(),
  steppedMs: z.number().int(),
  offsetMs: z.number().int().nullable(),
  servers: z.array(
    z.strictObject({
      origin: z.string(),
      dateHeader: z.string(),
      receivedAt: instant,
      differenceMs: z.number().int(),
      ...range,
    }),
  ),
  bounds: z.strictObject({ ...range, servers: count, agree: count }).nullable(),
  validity: z
    .strictObject({ from: instant, to: instant, hosts: count, outside: z.boolean() })
    .nullable(),
  moves: z.array(
    z.strictObject({ monotonicMs: count, byMs: z.number().int(), backward: z.boolean() }),
  ),
  timeSources: z.array(
    z.strictObject({
      name: z.string(),
      askedAt: instant,
      offsetMs: z.number().int().nullable(),
      delayMs: count.nullable(),
      withinMs: count.nullable(),
      stratum: count.nullable(),
      samples: count,
      error: z.string().nullable(),
    }),
  ),
});

const person = z.strictObject({
  personId: id,
  name: z.string(),
  position: z.string(),
  initials: z.string(),
});

/** Who, where and with what; given by the app. @see docs/spec/capture.md, section 8 */
export const provenance = z.strictObject({
  people: z.array(person),
  computer: z.strictObject({
    computerId: id,
    name: z.string(),
    location: z.string(),
    assetNo: z.string(),
  }),
  software: z.strictObject({
    name: z.string(),
    version: z.string(),
    browser: z.string(),
    platform: z.string(),
    preview: z.boolean(),
  }),
  sittingId: id,
  pictures: z.enum(['loaded', 'not-loaded']),
  language: z.string(),
  userAgent: z.string(),
  demonstration: z.boolean(),
  egress: z.strictObject({
    how: z.enum(['not-configured', 'typed-in', 'asked']),
    source: z.string().nullable(),
    address: z.string().nullable(),
    askedAt: instant.nullable(),
    error: z.string().nullable(),
  }),
  shims: z.array(z.strictObject({ name: z.string(), purpose: z.string(), digest })),
  exceptions: z.array(
    z.strictObject({
      agreementId: id,
      exception: z.enum(['script-posts', 'viewing-account', 'consent-banner']),
      site: z.string(),
      personIds: z.array(id),
      begunAt: instant,
      endedAt: instant.nullable(),
      account: z.string().max(200).nullable(),
      phase: z
        .strictObject({
          endedAt: instant,
          how: z.enum(['done', 'given-up', 'time']),
          pressed: z.enum(['refused-all', 'accepted-all', 'chose-some', 'closed']).nullable(),
          requests: count,
        })
        .nullable(),
    }),
  ),
});

const step = z.strictObject({
  name: z.enum(STEP_NAMES),
  required: z.boolean(),
  state: z.enum(['done', 'failed', 'timed-out', 'skipped', 'stopped']),
  startedAt: instant,
  tookMs: count,
  reason: z.string().max(500).nullable(),
});

/** What a full archive holds and what it doesn't. @see docs/spec/archive.md, section 6 */
export const archiveFacts = z.strictObject({
  attestedBy: z.array(id),
  agreementId: id,
  wacz: objectName.nullable(),
  mhtml: objectName.nullable(),
  responses: count,
  revisits: count,
  bodyBytes: count,
  removedValues: count,
  notKept: z.array(z.strictObject({ no: count, reason: z.string().max(300) })),
});

/** The capture record of version 1: exactly these fields. @see docs/spec/capture.md, section 2 */
export const captureRecord = z.strictObject({
  v: z.literal(1),
  kind: z.literal('countersign/capture'),
  captureId: id,
  state: z.enum(['complete', 'partial', 'failed', 'stopped']),
  missing: z.array(missing),
  doubts: z.array(doubt),
  page,
  picture: picture.nullable(),
  withoutOverlays: withoutOverlays.nullable(),
  text: z
    .strictObject({ object: objectName, characters: count, frames: count, cut: z.boolean() })
    .nullable(),
  passingText: z.strictObject({ object: objectName, lines: count, cut: z.boolean() }).nullable(),
  dom: z.strictObject({
    first: digest.nullable(),
    beforeTiles: digest.nullable(),
    afterTiles: digest.nullable(),
  }),
  objects: z.array(storedObject),
  archive: archiveFacts.nullable(),
  network: networkFacts,
  clock,
  provenance,
  trace: traceFacts,
  steps: z.array(step),
});

export type CaptureRecord = z.infer<typeof captureRecord>;
export type CaptureState = CaptureRecord['state'];
export type MissingPart = z.infer<typeof missing>;
export type PageFacts = z.infer<typeof page>;
export type PictureFacts = z.infer<typeof picture>;
export type PictureParts = NonNullable<NonNullable<CaptureRecord['withoutOverlays']>['picture']>;
export type InnerPart = z.infer<typeof innerPart>;
export type WithoutOverlays = z.infer<typeof withoutOverlays>;
export type StoredObject = z.infer<typeof storedObject>;
export type ArchiveFacts = z.infer<typeof archiveFacts>;
export type ClockFacts = z.infer<typeof clock>;
export type Provenance = z.infer<typeof provenance>;
export type StepFacts = z.infer<typeof step>;

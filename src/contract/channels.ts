import { z } from 'zod';
import type { Result } from '../core/result.ts';
import {
  credential,
  digest,
  half,
  id,
  instant,
  line,
  passphrase,
  prose,
  releaseReason,
  role,
  schoolNetwork,
  sittingCode,
  subjectKind,
  twoCredentials,
  CONSENT_BUTTONS,
  EXCEPTIONS,
} from './values.ts';
import { comparison } from './comparison.ts';
import { appView, pictureView } from './views.ts';

const nothing = z.object({}).strict();
const done = z.object({});
const sheetWords = z
  .array(
    z
      .string()
      .trim()
      .toLowerCase()
      .regex(/^[a-z]{3,8}$/),
  )
  .length(26);
const cssPx = z.number().int().min(0).max(4_000_000);
/** One line as a page shows it; empty where it shows none. */
const shown = z
  .string()
  .trim()
  .max(200)
  .regex(/^\P{Cc}*$/u);
const pngBytes = z.instanceof(Uint8Array);

/**
 * Every channel between the screens and the main process: what goes in, what comes out. Preload,
 * client, handlers and their types all derive from this map. A handler answers with a `Result`.
 */
export const channels = {
  'app.view': { input: nothing, output: appView },
  'app.dismiss-notice': { input: nothing, output: done },
  'screen.go': {
    input: z.object({
      to: z.enum([
        'board',
        'new-investigation',
        'investigation',
        'review',
        'record',
        'judge',
        'export',
      ]),
    }),
    output: done,
  },

  // first run
  'setup.school': {
    input: z.object({
      name: line,
      referencePrefix: z.string().regex(/^[A-Z]{2,5}$/),
      demonstration: z.boolean(),
    }),
    output: done,
  },
  'setup.computer': {
    input: z.object({
      name: line,
      location: line,
      assetNo: line,
      network: schoolNetwork,
      notUsedByYoungPeople: z.literal(true),
      remoteViewingOff: z.literal(true),
    }),
    output: done,
  },
  'setup.stop-key': {
    input: z.object({ key: z.enum(['F12', 'F10', 'F9', 'Pause']) }),
    output: done,
  },
  'setup.suggest-passphrase': { input: nothing, output: z.object({ passphrase: z.string() }) },
  'setup.measure-passphrase': {
    input: z.object({ passphrase: z.string().max(512) }),
    output: z.object({ bits: z.number(), enough: z.boolean() }),
  },
  'setup.add-person': {
    input: z.object({
      name: line,
      position: line,
      initials: z.string().regex(/^[A-Z]{2,4}$/),
      roles: z.array(role).min(1),
      deputyFor: z.array(role),
      passphrase,
    }),
    output: z.object({ personId: id }),
  },
  'setup.remove-person': { input: z.object({ personId: id }), output: done },
  'setup.people-done': { input: nothing, output: done },
  'setup.make-ca': { input: nothing, output: z.object({ caFingerprint: digest }) },
  'setup.custodians': { input: z.object({ personIds: z.array(id).min(2).max(5) }), output: done },
  'setup.show-sheet': {
    input: z.object({ personId: id }),
    output: z.object({ words: z.array(z.string()).length(26) }),
  },
  'setup.prove-sheet': { input: z.object({ personId: id, words: sheetWords }), output: done },
  'setup.finish': { input: nothing, output: done },

  // sign-in of two
  'signin.choose': { input: z.object({ investigationId: id.nullable() }), output: done },
  'signin.half': {
    input: z.object({ half, personId: id, passphrase, sittingCode }),
    output: done,
  },
  'signin.leave': { input: z.object({ half }), output: done },
  'signin.start': {
    input: z.object({
      screenPrivate: z.literal(true),
      neitherConcerned: z.literal(true),
      stopKeyKnown: z.literal(true),
    }),
    output: done,
  },
  'sitting.pause': { input: z.object({ reason: z.enum(['pause', 'leaving']) }), output: done },
  'sitting.still-here': { input: nothing, output: done },
  'sitting.end': { input: z.object({ credentials: twoCredentials }), output: done },
  'receipt.take': {
    input: z.object({ half }),
    output: z.object({ text: z.string(), qrSvg: z.string(), digest }),
  },

  // investigations
  'investigation.create': {
    input: z.object({
      title: line,
      reason: prose,
      scope: prose,
      subjectKind,
      firstReviewerId: id,
      secondReviewerId: id,
      excludedIds: z.array(id),
      authority: z.object({ givenById: id, givenAt: instant, document: line }),
      /** LADO contact, required for staff subjects before anything may be viewed (R12). */
      lado: z.object({ at: instant, name: line, advice: prose }).nullable(),
      credentials: twoCredentials,
    }),
    output: z.object({ investigationId: id }),
  },
  'investigation.open': {
    input: z.object({ investigationId: id, credentials: twoCredentials }),
    output: done,
  },

  // the review
  'review.bounds': {
    input: z.object({
      x: z.number().int().min(0).max(20_000),
      y: z.number().int().min(0).max(20_000),
      width: z.number().int().min(0).max(20_000),
      height: z.number().int().min(0).max(20_000),
    }),
    output: done,
  },
  'review.open': { input: z.object({ address: z.string().trim().min(1).max(4096) }), output: done },
  'review.focus': { input: nothing, output: done },
  'review.back': { input: nothing, output: done },
  'review.reload': { input: nothing, output: done },
  'review.concern': { input: z.object({ visitId: id, reason: prose }), output: done },
  'review.no-concern': { input: z.object({ visitId: id }), output: done },
  'review.pictures-off': { input: nothing, output: done },
  /** From plain back to veiled: one click. */
  'review.plain-off': { input: nothing, output: done },
  /** The veiled picture of the page as it is now (docs/spec/veil.md); null while there is none. */
  'review.veiled': { input: nothing, output: z.object({ png: pngBytes.nullable() }) },
  'review.scroll-veiled': {
    input: z.object({
      by: z.enum(['line-up', 'line-down', 'page-up', 'page-down', 'start', 'end']),
    }),
    output: done,
  },
  /** For the school's proxy, typed by either; kept in memory until the sitting ends. */
  'proxy.answer': {
    input: z.object({
      questionId: id,
      name: z.string().min(1).max(200),
      password: z.string().max(512),
    }),
    output: done,
  },
  'proxy.decline': { input: z.object({ questionId: id }), output: done },
  'review.complete': { input: nothing, output: done },
  'agreement.propose': {
    input: z.object({
      what: z.enum(['veiled', 'pictures', 'capture']),
      /** Of a capture: whether the site is asked for the page a second time. */
      secondLook: z.boolean().default(false),
    }),
    output: done,
  },
  'agreement.propose-archive': {
    input: z.object({ categories: z.array(z.string().max(4)).min(1).max(30) }),
    output: done,
  },
  /** Something beside reading, for this page's site (R23). */
  'exception.ask': {
    input: z.object({
      exception: z.enum(EXCEPTIONS),
      /** Name of the school's account, for a log-in; its password is typed into the page and nowhere else. */
      account: line.nullable().default(null),
    }),
    output: done,
  },
  /** The bounded time in which the site may be sent to ends. */
  'exception.phase-end': {
    input: z.object({
      how: z.enum(['done', 'given-up']),
      pressed: z.enum(CONSENT_BUTTONS).nullable().default(null),
    }),
    output: done,
  },
  'exception.end': { input: z.object({ agreementId: id }), output: done },
  'agreement.agree': { input: z.object({ half, sittingCode }), output: done },
  'agreement.take-back': { input: z.object({ half }), output: done },
  'agreement.drop': { input: nothing, output: done },
  /** Once more, with what lies over the page hidden for a second picture. */
  'capture.again': { input: z.object({ captureId: id }), output: done },
  'capture.cancel': { input: nothing, output: done },
  'capture.preview': {
    input: z.object({ captureId: id }),
    output: z.object({ png: pngBytes, scale: z.number() }),
  },
  /** One sheet of one picture: a tall page never is on a screen at once. */
  'capture.sheet': {
    input: z.object({
      captureId: id,
      picture: z.string().max(40),
      sheet: z.number().int().min(0).max(1000),
    }),
    output: z.object({ png: pngBytes, scale: z.number() }),
  },
  /** The picture of the capture under way, as far as it has come. */
  'capture.growing': {
    input: z.object({ captureId: id }),
    output: z.object({ picture: z.object({ png: pngBytes, scale: z.number() }).nullable() }),
  },
  'capture.accept': {
    input: z.object({
      captureId: id,
      answers: z.array(z.object({ doubtId: z.string().max(64), keep: z.boolean(), reason: prose })),
    }),
    output: z.object({ exhibitRef: z.string() }),
  },
  'capture.discard': { input: z.object({ captureId: id, reason: prose }), output: done },
  'exhibit.look': {
    input: z.object({ exhibitId: id, credentials: twoCredentials }),
    output: z.object({
      png: pngBytes,
      scale: z.number(),
      /** Every picture in sheets, the page's own first. */
      pictures: z.array(
        pictureView.extend({ sheets: z.array(z.object({ png: pngBytes, scale: z.number() })) }),
      ),
      facts: z.array(z.object({ name: z.string(), value: z.string() })),
    }),
  },
  /** Two kept captures side by side, the earlier one first whichever way they were named. */
  'exhibit.compare': {
    input: z.object({ exhibitIds: z.tuple([id, id]), credentials: twoCredentials }),
    output: comparison,
  },
  // a part of an exhibit's picture
  'part.open': {
    input: z.object({ exhibitId: id, credentials: twoCredentials }),
    output: z.object({
      png: pngBytes,
      scale: z.number(),
      /** Device px to a css px. */
      ratio: z.number(),
      /** Of the recorded picture, css px. */
      width: z.number(),
      height: z.number(),
      /** Of the page's recorded text, to pick from; inert. */
      lines: z.array(z.string()),
    }),
  },
  'part.propose': {
    input: z.object({
      css: z.object({ x: cssPx, y: cssPx, width: cssPx, height: cssPx }),
      username: shown,
      displayName: shown,
      shownAt: shown,
      said: z.string().trim().max(4000),
      why: prose,
    }),
    output: z.object({ png: pngBytes }),
  },
  'part.close': { input: nothing, output: done },

  // stop, and after it
  'stop.press': { input: nothing, output: done },
  'stopped.called': {
    input: z.object({ calledBy: line, at: instant, credentials: twoCredentials }),
    output: done,
  },
  'stopped.police-said': {
    input: z.object({
      words: prose,
      at: instant,
      channel: z.enum(['999', '101', 'online']),
      incidentNo: z.string().trim().max(100),
      officer: z.string().trim().max(200),
      credentials: twoCredentials,
    }),
    output: done,
  },
  'stopped.answer': {
    input: z.object({
      pressedBy: z.union([id, z.literal('unknown')]),
      what: z.enum(['under-18', 'something-else', 'mistake']),
      credentials: twoCredentials,
    }),
    output: done,
  },
  'stopped.told': {
    input: z.object({ told: z.array(line).min(1), at: instant, credentials: twoCredentials }),
    output: done,
  },
  'stopped.leave': {
    input: z.object({ policeAllow: prose, credentials: twoCredentials }),
    output: done,
  },
  'stopped.lock-another': {
    input: z.object({ investigationId: id, credential }),
    output: done,
  },
  'release.open': {
    input: z.object({
      investigationId: id,
      reason: releaseReason,
      document: prose,
      sheets: z.tuple([sheetWords, sheetWords]),
      credentials: twoCredentials,
    }),
    output: done,
  },

  // new recovery sheets, once a release used the present ones
  'renewal.open': { input: nothing, output: done },
  /** Two of the present sheets, where the release was made before the program last started. */
  'renewal.begin': { input: z.object({ sheets: z.tuple([sheetWords, sheetWords]) }), output: done },
  'renewal.custodians': { input: z.object({ personIds: z.array(id).min(2).max(5) }), output: done },
  'renewal.show-sheet': {
    input: z.object({ credential }),
    output: z.object({ words: z.array(z.string()).length(26) }),
  },
  'renewal.prove-sheet': { input: z.object({ personId: id, words: sheetWords }), output: done },
  'renewal.finish': { input: z.object({ credentials: twoCredentials }), output: done },
  'renewal.leave': { input: nothing, output: done },

  // the record
  'record.conclusion': { input: z.object({ rows: z.array(prose).min(1).max(50) }), output: done },
  'record.preview': {
    input: nothing,
    /** The document as it would print, a PDF drawn by the screen. */
    output: z.object({ pdf: z.instanceof(Uint8Array), previewKey: z.string() }),
  },
  'record.sign': { input: z.object({ half, passphrase }), output: done },
  'judgement.make': {
    input: z.object({
      substance: z.boolean(),
      reasons: prose,
      outcome: z.enum(['no-substance', 'internal-action', 'external-organisation', 'police']),
      actions: z.array(prose).min(1).max(50),
      credentials: twoCredentials,
    }),
    output: done,
  },

  // export
  'export.start': {
    input: z.object({
      recipient: line,
      organisation: line,
      purpose: prose,
      lawfulBasis: prose,
      dsl: credential,
      headteacher: credential,
    }),
    output: done,
  },
  'export.save': { input: nothing, output: z.object({ saved: z.boolean() }) },
} as const;

export type Channel = keyof typeof channels;
export type ChannelInput<C extends Channel> = z.input<(typeof channels)[C]['input']>;
export type ChannelOutput<C extends Channel> = z.output<(typeof channels)[C]['output']>;

/** Name of the one message the main process pushes: a whole new `AppView`. */
export const viewPushed = 'view.pushed';

/** What the preload puts on `window.api`: one function per direction, plain data only. */
export interface Api {
  call<C extends Channel>(channel: C, input: ChannelInput<C>): Promise<Result<ChannelOutput<C>>>;
  onView(listener: (view: z.output<typeof appView>) => void): () => void;
}

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bothSign, toRecord } from '#scripts/demo/conclude.ts';
import {
  agreeToPictures,
  beginCapture,
  beginInvestigation,
  flag,
  goToReview,
  keepCapture,
  noConcern,
  open,
} from '#scripts/demo/investigate.ts';
import { PEOPLE, type DemoPerson } from '#scripts/demo/people.ts';
import { setUp } from '#scripts/demo/set-up.ts';
import { signIn } from '#scripts/demo/sign-in.ts';
import { startSite, type Site } from '#scripts/demo-site/server.ts';
import { buildApp } from '#scripts/build.ts';
import { readCanonicalZip } from '#src/verify/read-zip.ts';
import { findBrowser } from '#test/chromium-host/browser-path.ts';
import { RunningApp, STEP_MS } from '#test/support/e2e.ts';
import { CANARIES, CANARY, noPlaintextRoutes, patternForms } from './no-plaintext-site.ts';
import { filesBelow, formsOf, Scanner, type Needle } from './raw-bytes.ts';

const JOB_MS = 600_000;

/** What is looked for: the canaries, everybody's secrets, the picture's own points. */
function needlesOf(sheets: readonly (readonly string[])[]): readonly Needle[] {
  const people = Object.values(PEOPLE);
  const words = sheets.flatMap((sheet) =>
    [0, 13].flatMap((at) => {
      const some = sheet.slice(at, at + 4);
      return [some.join(' '), JSON.stringify(some).slice(1, -1), some.join('\n')];
    }),
  );
  return [
    ...[CANARY, ...Object.values(CANARIES)].flatMap(formsOf),
    ...people.flatMap(({ passphrase }) => formsOf(passphrase)),
    ...words.flatMap(formsOf),
    ...patternForms().map((bytes, index) => ({ name: `points of the picture ${index}`, bytes })),
  ];
}

let site: Site;
let folder: string;
let saved: string;
let app: RunningApp;
let pack: Buffer;
let sheets: readonly (readonly string[])[];
const found = new Set<string>();
let polls = 0;
let scanned = { files: 0, bytes: 0 };

/** The whole main job through the screens, with everything that is typed and shown marked. */
async function job(): Promise<void> {
  const { hands } = app;
  sheets = [...(await setUp(hands)).values()];
  await signIn(hands, null);
  const about = {
    title: CANARIES.title,
    reason: `${CANARIES.reason} about ${CANARIES.pupil}, told by ${CANARIES.reporter}`,
    scope: CANARIES.scope,
  };
  await beginInvestigation(hands, about, false);
  await goToReview(hands);
  await open(hands, `${site.origin}/${CANARIES.path}?q=${CANARIES.query}`);
  await flag(hands, `${CANARIES.concern}: ${CANARIES.pupil}`);
  await agreeToPictures(hands, null);
  await beginCapture(hands, null);
  await keepCapture(hands, null);
  await open(hands, `${site.origin}/leads-there`);
  await noConcern(hands);
  // Refused before anything was opened: there is nothing to judge.
  await app.call('review.open', { address: `http://192.168.1.1/${CANARIES.refused}` });
  await open(hands, `${site.origin}/plain-page`);
  await noConcern(hands);
  await hands.press('The review is finished');
  await hands.until('the record', ({ screen }) => screen.kind !== 'review');
  await toRecord(hands);
  await hands.type('Row 1', `${CANARIES.conclusion}: ${CANARIES.pupil}`);
  await hands.press('Put it into the record');
  await hands.until(
    'nothing to be missing',
    ({ screen }) => screen.kind === 'record' && screen.missing.length === 0,
  );
  await bothSign(hands, 'record');
  await exportOverChannels();
}

async function exportOverChannels(): Promise<void> {
  const ids = await personIds();
  const credential = ({ initials, passphrase }: DemoPerson) => ({
    personId: ids.get(initials) ?? '',
    passphrase,
  });
  await app.do('screen.go', { to: 'judge' });
  await app.do('judgement.make', {
    ...{ substance: true, reasons: CANARIES.judgement, outcome: 'internal-action' },
    actions: [CANARIES.action],
    credentials: [credential(PEOPLE.dsl), credential(PEOPLE.head)],
  });
  await app.do('screen.go', { to: 'record' });
  await app.hands.on('record');
  await app.do('record.sign', { half: 'first', passphrase: PEOPLE.first.passphrase });
  await app.do('record.sign', { half: 'second', passphrase: PEOPLE.second.passphrase });
  await app.do('screen.go', { to: 'export' });
  await app.do('export.start', {
    ...{ recipient: CANARIES.recipient, organisation: 'Fictional Constabulary' },
    ...{ purpose: CANARIES.purpose, lawfulBasis: 'Public task.' },
    dsl: credential(PEOPLE.dsl),
    headteacher: credential(PEOPLE.head),
  });
  await app.hands.until(
    'the pack',
    ({ screen }) => screen.kind === 'export' && screen.done?.verified,
    STEP_MS * 3,
  );
  await app.driver.saveInto(saved);
  await app.do('export.save', {});
}

async function personIds(): Promise<ReadonlyMap<string, string>> {
  await app.do('screen.go', { to: 'judge' });
  const { eligible } = await app.screen('judge');
  return new Map(eligible.map(({ initials, personId }) => [initials, personId]));
}

beforeAll(async () => {
  await buildApp();
  site = await startSite(noPlaintextRoutes);
  folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-e2e-run-'));
  saved = mkdtempSync(path.join(os.tmpdir(), 'countersign-e2e-pack-'));
  const [temp, own] = [path.join(folder, 'temp'), path.join(folder, 'own')];
  for (const made of [path.join(folder, 'home'), temp, own]) mkdirSync(made);
  // Everything that the app, its browsers and their libraries put anywhere lands below one folder;
  // the browser's own program does not (a packed one would unpack itself into it).
  const env = {
    CHROMIUM_PATH: (await findBrowser()) ?? '',
    ...{ TMPDIR: temp, TMP: temp, TEMP: temp, HOME: own, XDG_CACHE_HOME: own },
    ...{ XDG_CONFIG_HOME: own, XDG_DATA_HOME: own, XDG_RUNTIME_DIR: own },
  };
  app = await RunningApp.start(null, { folder, env });
  const scanner = new Scanner(needlesOf([]));
  let done = false;
  const polling = (async () => {
    while (!done) {
      for (const line of scanner.scan(folder)) found.add(`during: ${line}`);
      polls += 1;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  })();
  try {
    await job();
  } finally {
    done = true;
    await polling;
    scanned = { files: scanner.files, bytes: scanner.bytes };
  }
  const [name] = readdirSync(saved);
  pack = readFileSync(path.join(saved, name ?? ''));
}, JOB_MS);
afterAll(async () => {
  await app.remove();
  await site.close();
  rmSync(saved, { recursive: true, force: true });
});

describe('the disk', () => {
  it('holds what people said and saw in the clear in no byte while the main job runs', () => {
    expect([...found]).toEqual([]);
    expect(polls).toBeGreaterThan(5);
    // The browsers' profiles were among it.
    expect(scanned.files).toBeGreaterThan(50);
    expect(scanned.bytes).toBeGreaterThan(1 << 20);
    expect(app.driver.profileDirs.every((one) => one.startsWith(folder))).toBe(true);
  });

  it('holds it in no byte afterwards, recovery words and passphrases included', async () => {
    expect(sheets.map(({ length }) => length)).toEqual([26, 26, 26]);
    const needles = needlesOf(sheets);
    const while_ = new Scanner(needles).scan(folder);
    expect(while_).toEqual([]);
    await app.driver.stop();
    expect(new Scanner(needles).scan(folder)).toEqual([]);
    expect(filesBelow(path.join(folder, 'home', 'vault')).length).toBeGreaterThan(5);
  });

  it('holds no picture, document, archive or database but its own in the vault folder', () => {
    const starts = [
      '\u0089PNG',
      '\u00ff\u00d8\u00ff',
      '%PDF',
      'PK\u0003\u0004',
      '\u001f\u008b',
      'RIFF',
    ];
    const signs = starts.map((text) => Buffer.from(text, 'latin1'));
    const kinds = filesBelow(path.join(folder, 'home', 'vault')).map((file) => {
      const bytes = readFileSync(file);
      const sign = signs.find((one) => bytes.subarray(0, one.length).equals(one));
      return sign === undefined ? null : `${path.basename(file)}: ${sign.toString('latin1')}`;
    });
    expect(kinds.filter((kind) => kind !== null)).toEqual([]);
    const whole = filesBelow(path.join(folder, 'home', 'vault')).map((file) => readFileSync(file));
    for (const sign of ['IHDR', '%PDF-1', '<!doctype html>'])
      expect(
        whole.some((bytes) => bytes.includes(sign)),
        sign,
      ).toBe(false);
  });

  it('would be found out: the saved pack, which is meant to be read, holds what was looked for', () => {
    const file = path.join(folder, 'planted');
    const files = readCanonicalZip(pack);
    const everything = Buffer.concat([...files.values()]);
    for (const name of ['concern', 'path', 'redirect', 'pageText', 'judgement'] as const)
      expect(everything.includes(CANARIES[name]), name).toBe(true);
    for (const form of ['utf16le', 'base64', 'hex'] as const) {
      const text = Buffer.from(CANARIES.pupil, form === 'utf16le' ? form : 'utf8');
      writeFileSync(file, form === 'utf16le' ? text : `xx${text.toString(form)}`);
      expect(new Scanner(needlesOf(sheets)).scan(folder).length, form).toBeGreaterThan(0);
    }
    rmSync(file);
  });
});

import { spawnSync } from 'node:child_process';
import {
  closeSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startSite, type Site } from '#scripts/demo-site/server.ts';
import { PEOPLE } from '#scripts/demo/people.ts';
import type { EvidenceErrorCode } from '#src/core/errors.ts';
import { openStore } from '#src/store/store.ts';
import { RunningApp, STEP_MS } from '#test/support/e2e.ts';
import { TEMPLATE_MS, templates, type Templates } from '#test/support/e2e-template.ts';
import { badCertificate } from '#test/support/site/certificates.ts';
import { wordsFor } from '../../renderer/messages.ts';

const CLI = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const TEST_MS = 240_000;

let made: Templates;
const apps: RunningApp[] = [];
const sites: Site[] = [];
const folders: string[] = [];

beforeAll(async () => {
  made = await templates();
}, TEMPLATE_MS);
afterEach(async () => {
  for (const app of apps.splice(0)) await app.remove();
  for (const site of sites.splice(0)) await site.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
afterAll(() => {
  expect(apps).toEqual([]);
});

function newFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-e2e-bad-'));
  folders.push(folder);
  return folder;
}

/** A home with a copy of the vault that has an exhibit, changed before the app starts over it. */
async function startOver(
  change: (vault: string) => void,
  folder = newFolder(),
): Promise<RunningApp> {
  const home = path.join(folder, 'home');
  cpSync(made.exhibit.home, home, { recursive: true });
  change(path.join(home, 'vault'));
  const app = await RunningApp.start(made.exhibit, { folder });
  apps.push(app);
  return app;
}

async function begin(): Promise<RunningApp> {
  return startOver(() => undefined);
}

/** The screen shows the code, and in words what failed, what is safe and what to do. */
async function expectSaid(app: RunningApp, code: EvidenceErrorCode): Promise<void> {
  await app.driver.waitForText(code, STEP_MS);
  const text = await app.driver.text();
  const { what, safe, act } = wordsFor(code);
  for (const words of [what, safe, act]) expect(text).toContain(words);
}

/** One person signs in on the left, through the screen. */
async function signInLeft(app: RunningApp, passphrase: string): Promise<void> {
  const { hands, driver } = app;
  const { name, position, code } = PEOPLE.first;
  await hands.on('sign-in');
  await hands.pick('Who are you?', `${name}, ${position}`, 0);
  await hands.type('Your passphrase', passphrase, 0);
  await hands.type('Choose a sitting code', code, 0);
  await driver.click('button', 'Sign in', { exact: true, nth: 0, waitMs: STEP_MS });
}

function changeRow(vault: string, change: (database: Database.Database) => void): void {
  const database = new Database(path.join(vault, 'vault.sqlite'));
  try {
    change(database);
  } finally {
    database.close();
  }
}

async function serve(...args: Parameters<typeof startSite>): Promise<Site> {
  const site = await startSite(...args);
  sites.push(site);
  return site;
}

/** A port of this computer at which nobody answers. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 9;
}

describe('sign-in', () => {
  it(
    'says that a passphrase is wrong',
    async () => {
      const app = await begin();
      await signInLeft(app, PEOPLE.second.passphrase);
      await expectSaid(app, 'PASSPHRASE_WRONG');
      expect((await app.screen('sign-in')).first.person).toBeNull();
      await signInLeft(app, PEOPLE.first.passphrase);
      await app.driver.waitForText('Rowan signed in at', STEP_MS);
    },
    TEST_MS,
  );

  it(
    'says that a key file is damaged, and lets the others in',
    async () => {
      const app = await startOver((vault) => {
        changeRow(vault, (database) => {
          const personId = made.exhibit.ids[PEOPLE.first.initials];
          const row = database
            .prepare<[string | undefined], { key_file: Buffer }>(
              'SELECT key_file FROM people WHERE person_id = ?',
            )
            .get(personId);
          const file = row?.key_file ?? Buffer.alloc(0);
          file.writeUInt8(file.readUInt8(file.length - 1) ^ 1, file.length - 1);
          database
            .prepare('UPDATE people SET key_file = ? WHERE person_id = ?')
            .run(file, personId);
        });
      });
      await signInLeft(app, PEOPLE.first.passphrase);
      await expectSaid(app, 'KEY_FILE_DAMAGED');
      const half = {
        half: 'second',
        ...app.credential(PEOPLE.second),
        sittingCode: '9164',
      } as const;
      expect(await app.call('signin.half', half)).toMatchObject({ ok: true });
    },
    TEST_MS,
  );
});

describe('a vault', () => {
  it(
    'with a damaged database page is not opened',
    async () => {
      const app = await startOver((vault) => {
        // In the middle of the file, where rows lie.
        const file = openSync(path.join(vault, 'vault.sqlite'), 'r+');
        writeSync(file, new Uint8Array(4096).fill(0x5a), 0, 4096, 4096 * 4);
        closeSync(file);
      });
      expect(await app.screen('cannot-open')).toMatchObject({ code: 'STORE_DAMAGED' });
      await expectSaid(app, 'STORE_DAMAGED');
    },
    TEST_MS,
  );

  it(
    'of a newer version is not opened, nor written to',
    async () => {
      const app = await startOver((vault) => {
        changeRow(vault, (database) => database.pragma('user_version = 999'));
      });
      expect(await app.screen('cannot-open')).toMatchObject({ code: 'STORE_NEWER_VERSION' });
      await expectSaid(app, 'STORE_NEWER_VERSION');
    },
    TEST_MS,
  );

  it(
    'without an object’s file opens; looking at that exhibit says that it is missing',
    async () => {
      const app = await startOver((vault) => {
        const objects = path.join(vault, 'objects');
        for (const name of readdirSync(objects, { recursive: true, encoding: 'utf8' }))
          if (name.endsWith('.age')) rmSync(path.join(objects, name));
      });
      await app.signIn();
      const { hands } = app;
      await hands.on('investigation');
      await hands.press(`Look at it together… ${made.exhibit.exhibitRef ?? ''}`);
      await hands.type('Rowan’s passphrase', PEOPLE.first.passphrase);
      await hands.type('Imogen’s passphrase', PEOPLE.second.passphrase);
      await hands.press(`Look at ${made.exhibit.exhibitRef ?? ''}`);
      await expectSaid(app, 'OBJECT_MISSING');
    },
    TEST_MS,
  );

  it(
    'that another process holds is left alone: the screen says who holds it',
    async () => {
      let store: ReturnType<typeof openStore> | null = null;
      try {
        const app = await startOver((vault) => {
          store = openStore(vault, { holder: 'Countersign, process 4711' });
        });
        expect(await app.screen('cannot-open')).toMatchObject({ code: 'STORE_BUSY' });
        await expectSaid(app, 'STORE_BUSY');
        expect(await app.driver.text()).toContain('Countersign, process 4711');
      } finally {
        (store as ReturnType<typeof openStore> | null)?.close();
      }
    },
    TEST_MS,
  );

  it(
    'in a folder that is copied to a cloud service is not opened',
    async () => {
      const folder = path.join(newFolder(), 'OneDrive - Fictional School');
      const app = await startOver(() => undefined, folder);
      expect(await app.screen('cannot-open')).toMatchObject({ code: 'STORE_LOCATION_SYNCED' });
      await expectSaid(app, 'STORE_LOCATION_SYNCED');
    },
    TEST_MS,
  );

  it(
    'is not set up in such a folder either',
    async () => {
      const folder = path.join(newFolder(), 'OneDrive - Fictional School');
      mkdirSync(path.join(folder, 'home'), { recursive: true });
      const app = await RunningApp.start(null, { folder });
      apps.push(app);
      await app.hands.on('setup');
      await expectSaid(app, 'STORE_LOCATION_SYNCED');
      expect(readdirSync(app.home)).not.toContain('vault');
    },
    TEST_MS,
  );
});

describe('a second start', () => {
  it(
    'ends by itself and leaves the first as it is',
    async () => {
      const app = await begin();
      await app.hands.on('sign-in');
      await expect(app.restart()).rejects.toThrow('the program ended with 0');
      expect((await app.screen('sign-in')).investigation?.reference).toBe(undefined);
      await app.signIn();
    },
    TEST_MS,
  );
});

describe('a page', () => {
  it(
    'of a host that does not answer, or with a bad certificate, says why it is not shown',
    async () => {
      const app = await begin();
      await app.toReview();
      const addresses: [string, EvidenceErrorCode][] = [
        [`http://127.0.0.1:${await closedPort()}/`, 'PAGE_UNREACHABLE'],
      ];
      for (const what of ['self-signed', 'expired', 'wrong-host'] as const) {
        const { origin } = await serve({}, { tls: await badCertificate(what) });
        addresses.push([`${origin}/`, 'PAGE_CERTIFICATE']);
      }
      for (const [address, code] of addresses) {
        expect(await app.visit(address)).toMatchObject({
          outcome: 'failed',
          failure: { code },
        });
        await app.driver.waitForText(address, STEP_MS);
        await expectSaid(app, code);
        await app.concern('Noted: it could not be shown.');
      }
      for (const site of sites) expect(site.log).toEqual([]);
    },
    TEST_MS,
  );

  it(
    'that never finishes loading is ended by the deadline, and the visit is on record',
    async () => {
      const site = await serve({
        '/never': (_request, response) => {
          response.writeHead(200, { 'content-type': 'text/html' });
          response.write('<!doctype html><title>The pond</title><p>It goes on and on.</p>');
        },
      });
      const app = await begin();
      await app.toReview();
      expect(await app.visit(`${site.origin}/never`)).toMatchObject({
        failure: { code: 'PAGE_NEVER_LOADED' },
      });
      await expectSaid(app, 'PAGE_NEVER_LOADED');
    },
    TEST_MS,
  );
});

describe('countersign verify', () => {
  it('says of a file that is no pack that it is none, and what to do', () => {
    const file = path.join(newFolder(), 'notes.zip');
    writeFileSync(file, 'These are my notes, and no pack.');
    const run = spawnSync(process.execPath, [CLI, 'verify', file], { encoding: 'utf8' });
    expect(run.status).toBe(2);
    expect(run.stdout).toContain('This could not be read as an evidence pack.');
    expect(run.stdout).toContain('PACK_NOT_A_PACK');
    expect(run.stdout).toContain('ask whoever sent it for another copy');
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EvidenceError } from '#src/core/errors.ts';
import { EGRESS_NOT_CONFIGURED } from '#src/core/egress.ts';
import type { SchoolNetwork } from '#src/core/school-network.ts';
import { TestApp } from './test-app.ts';

const NETWORK: SchoolNetwork = {
  timeServer: 'ntp.school.example',
  egress: { how: 'asked', source: 'http://10.0.0.9/ip' },
};
const OFF = { offsetMs: -75_000, delayMs: 4, withinMs: 7, stratum: 2, samples: 3 };

let asking: TestApp;
let quiet: TestApp;
let app: TestApp;

beforeAll(async () => {
  asking = await TestApp.template(NETWORK);
  quiet = await TestApp.template();
}, 60_000);
afterAll(() => {
  asking.ports.remove();
  quiet.ports.remove();
});
afterEach(async () => {
  await app.close();
});

async function timeline(): Promise<readonly string[]> {
  await app.do('screen.go', { to: 'investigation' });
  return app.screen('investigation').timeline.map(({ what }) => what);
}

function saidOf(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => /time server|network goes out/u.test(line));
}

/** What is asked answers when the returned function is called. */
function answersLater(): () => void {
  let release = (): void => undefined;
  app.ports.network.until = new Promise((resolve) => {
    release = resolve;
  });
  return () => {
    release();
  };
}

/** Everything that waits has had its turn. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('lookAround', () => {
  it('asks nobody where nothing is configured, and the capture says so', async () => {
    app = await TestApp.of(quiet);
    await app.toReview();
    await app.visit();
    await app.capture();
    expect(app.ports.network.asked).toEqual([]);
    expect(app.ports.capture.given[0]?.facts.egress).toEqual(EGRESS_NOT_CONFIGURED);
    expect(app.ports.capture.given[0]?.timeServers).toEqual([]);
    expect(saidOf(await timeline())).toEqual([]);
  });

  it('asks each once when the sitting begins, and records the answers', async () => {
    app = await TestApp.of(asking);
    await app.toReview();
    await app.visit();
    await app.capture();
    expect(app.ports.network.asked.toSorted()).toEqual([
      'http://10.0.0.9/ip',
      'ntp.school.example',
    ]);
    expect(saidOf(await timeline())).toEqual([
      'The school’s network goes out with the address 203.0.113.7, as http://10.0.0.9/ip said',
      'By the time server ntp.school.example this computer’s clock was 0.3 s behind, within 0.1 s',
    ]);
    const [given] = app.ports.capture.given;
    expect(given?.timeServers).toEqual(['sntp://ntp.school.example']);
    expect(given?.facts.egress).toMatchObject({ how: 'asked', address: '203.0.113.7' });
    expect(app.countersign.view().notice).toBeNull();
  });

  it('lets only a demonstration ask this computer itself', async () => {
    app = await TestApp.of(asking);
    await app.signIn();
    expect(app.ports.network.loopback).toEqual([true, true]);
  });

  it('keeps nobody waiting: the sitting begins, and the answers become entries when they come', async () => {
    app = await TestApp.of(asking);
    const answer = answersLater();
    await app.toReview();
    expect(saidOf(await timeline())).toEqual([]);
    answer();
    await settled();
    expect(saidOf(await timeline())).toHaveLength(2);
  });

  it('records why there is no answer', async () => {
    app = await TestApp.of(asking);
    const { network } = app.ports;
    network.reading = new EvidenceError('TIME_UNKNOWN', 'time server expected an answer, got none');
    network.egress = new EvidenceError('EGRESS_UNKNOWN', 'egress server expected an IP address');
    await app.toReview();
    await app.visit();
    await app.capture();
    expect(saidOf(await timeline()).toSorted()).toEqual(
      [
        'The time server ntp.school.example gave no time: time server expected an answer, got none',
        'With which address the school’s network goes out is not known: http://10.0.0.9/ip gave none (egress server expected an IP address)',
      ].toSorted(),
    );
    expect(app.ports.capture.given[0]?.facts.egress).toMatchObject({
      ...{ address: null, error: 'egress server expected an IP address' },
    });
    expect(app.countersign.view().notice).toBeNull();
  });

  it('tells both of a clock that is off, until somebody has read it', async () => {
    app = await TestApp.of(asking);
    app.ports.network.reading = OFF;
    await app.signIn();
    await settled();
    const { notice } = app.countersign.view();
    expect(notice?.code).toBe('CLOCK_OFF');
    expect(notice?.safe).toContain('clock was 75 s ahead, within 0.1 s. Whoever controls');
    await app.do('app.dismiss-notice', {});
    expect(app.countersign.view().notice).toBeNull();
  });

  it('says nothing of an answer that comes after the sitting', async () => {
    app = await TestApp.of(asking);
    app.ports.network.reading = OFF;
    const answer = answersLater();
    const id = await app.toReview();
    await app.do('sitting.pause', { reason: 'pause' });
    answer();
    await settled();
    expect(app.countersign.view().notice).toBeNull();
    await app.do('signin.choose', { investigationId: id });
    await app.signIn();
    await settled();
    // Those of the second sitting alone.
    expect(saidOf(await timeline())).toHaveLength(2);
  });

  it('says nothing after a stop', async () => {
    app = await TestApp.of(asking);
    app.ports.network.reading = OFF;
    const answer = answersLater();
    await app.toReview();
    app.countersign.stop();
    answer();
    await settled();
    expect(app.screen('stopped').did.length).toBeGreaterThan(0);
    expect(app.countersign.view().notice).toBeNull();
  });
});

describe('setup.computer', () => {
  it('refuses what nobody could ask, and this computer itself in a real vault', async () => {
    app = new TestApp();
    await app.countersign.start();
    const school = { name: 'Nowhere High School', referencePrefix: 'NHS', demonstration: false };
    await app.do('setup.school', school);
    const computer = {
      ...{ name: 'REVIEW-01', location: 'Office 3', assetNo: 'NHS-0042' },
      notUsedByYoungPeople: true,
      remoteViewingOff: true,
    } as const;
    const nonsense = { timeServer: 'http://ntp.example', egress: null };
    await expect(
      app.do('setup.computer', { ...computer, network: nonsense }),
    ).rejects.toMatchObject({ code: 'IPC_ARGUMENTS_INVALID' });
    const itself = { timeServer: '127.0.0.1', egress: null };
    await expect(app.do('setup.computer', { ...computer, network: itself })).rejects.toMatchObject({
      code: 'VAULT_SETUP_INVALID',
    });
    expect(app.screen('setup').computer).toBeNull();
    await app.do('setup.computer', {
      ...computer,
      network: { timeServer: '10.0.0.5', egress: null },
    });
    expect(app.screen('setup').network).toEqual({ timeServer: '10.0.0.5', egress: null });
  });
});

import { afterAll, describe, expect, it } from 'vitest';
import type { PackBuilder } from '#src/app/pack-port.ts';
import { realPacks } from '#src/app/real-packs.ts';
import { verifyPack } from '#src/verify/verify-pack.ts';
import { TestApp } from '#test/app/test-app.ts';

const app = new TestApp();

afterAll(() => app.close());

describe('verifyPack on what the application exports', () => {
  it('finds nothing: two versions of the record, an exhibit, acts of two people outside the sitting', async () => {
    const packs: PackBuilder = app.ports.packs;
    let bytes: Uint8Array = new Uint8Array();
    packs.build = async (input) => {
      const built = await realPacks.build(input);
      ({ bytes } = built);
      return built;
    };
    await app.setUp();
    await app.toReview();
    await app.visit();
    await app.agree('pictures');
    await app.capture();
    await app
      .visit('https://feed.example/thread/8')
      .then((visitId) => app.do('review.no-concern', { visitId }));
    await app.do('review.complete', {});
    await app.do('record.conclusion', { rows: ['Refer to the DSL'] });
    await app.do('record.preview', {});
    await app.do('record.sign', { half: 'first', passphrase: app.passphrase('RJT') });
    await app.do('record.sign', { half: 'second', passphrase: app.passphrase('IMS') });
    await app.do('judgement.make', {
      ...{ substance: true, reasons: 'The posts are threats', outcome: 'internal-action' },
      ...{ actions: ['Parents told'], credentials: app.both('DAP', 'HE') },
    });
    await app.do('record.sign', { half: 'first', passphrase: app.passphrase('RJT') });
    await app.do('record.sign', { half: 'second', passphrase: app.passphrase('IMS') });
    await app.do('screen.go', { to: 'export' });
    await app.do('export.start', {
      ...{ recipient: 'PC 2206', organisation: 'Fictional Police', purpose: 'Report of threats' },
      ...{ lawfulBasis: 'Public task', dsl: app.credential('DAP') },
      headteacher: app.credential('HE'),
    });
    const report = await verifyPack(bytes);
    expect(report.findings).toEqual([]);
    expect(report.facts).toMatchObject({ exhibits: 1, recipient: 'PC 2206, Fictional Police' });
    expect(report.facts?.entries).toBeGreaterThan(20);
  });
});

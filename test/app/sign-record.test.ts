import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Half } from '#src/contract/values.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { TestApp } from './test-app.ts';

let template: TestApp;
let app: TestApp;

beforeAll(async () => {
  template = await TestApp.template();
});
afterAll(() => {
  template.ports.remove();
});
beforeEach(async () => {
  app = await TestApp.of(template);
  await app.toReview();
  const visitId = await app.visit();
  await app.do('review.no-concern', { visitId });
  await app.do('review.complete', {});
  await app.do('record.conclusion', { rows: ['Refer to the DSL'] });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await app.close();
});

const sign = (half: Half): Promise<unknown> =>
  app.do('record.sign', { half, passphrase: app.passphrase(half === 'first' ? 'RJT' : 'IMS') });

/** Who is shown as having signed. */
function shown(): readonly [boolean, boolean] {
  const { first, second } = app.screen('record');
  return [first.signedAt !== null, second.signedAt !== null];
}

describe('signing the record', () => {
  it.each([
    ['first', 'second', [true, false]],
    ['second', 'first', [false, true]],
  ] as const)(
    'shows the signature of the %s while it waits, and the other only once both are on record',
    async (earlier, later, waiting) => {
      await sign(earlier);
      expect(shown()).toEqual(waiting);
      const { signPdf } = app.ports.documents;
      const seen: unknown[] = [];
      vi.spyOn(app.ports.documents, 'signPdf').mockImplementation((...input) => {
        seen.push(shown());
        return signPdf(...input);
      });
      await sign(later);
      expect(seen).toEqual([waiting]);
      expect(shown()).toEqual([true, true]);
      await app.do('screen.go', { to: 'judge' });
      expect(app.screen('judge').judged).toBeNull();
    },
  );

  it('shows neither when the second could not be put on record, and takes both anew', async () => {
    await sign('first');
    vi.spyOn(app.ports.documents, 'signPdf').mockRejectedValueOnce(
      new EvidenceError('FORM_RENDER_FAILED', 'the form expected a signature, got none'),
    );
    await expect(sign('second')).rejects.toMatchObject({ code: 'FORM_RENDER_FAILED' });
    expect(shown()).toEqual([false, false]);
    await sign('first');
    await sign('second');
    expect(shown()).toEqual([true, true]);
  });

  it('keeps the first signature when the same person signs once more', async () => {
    await sign('first');
    await expect(sign('first')).rejects.toMatchObject({ code: 'VAULT_SAME_PERSON' });
    expect(shown()).toEqual([true, false]);
    await sign('second');
    expect(shown()).toEqual([true, true]);
  });
});

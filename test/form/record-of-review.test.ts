import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { missingInRecord, recordOfReviewHtml } from '#src/form/record-of-review.ts';
import { recordInput, visit } from '#test/support/form-input.ts';
import { printHtml } from '#test/support/print-html.ts';
import { itWithTool } from '#test/support/tools.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-form-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Labels of the school's form in its order (procedure.md §1.2, §9a). */
const LABELS = [
  'Investigators',
  'Date',
  'Reason for investigation',
  'Details of first reviewing person',
  'Name',
  'Position',
  'Signature',
  'Details of second reviewing person',
  'Name and location of computer used for review (for web sites)',
  'Web site(s) address / device',
  'Reason for concern',
  'Conclusion and Action proposed or taken',
];

async function textOf(pdftotext: string, html: string): Promise<string> {
  const file = path.join(folder, 'record.pdf');
  writeFileSync(file, await printHtml(html));
  return execFileSync(pdftotext, ['-layout', file, '-'], { encoding: 'utf8', maxBuffer: 64 << 20 });
}

describe('recordOfReviewHtml', () => {
  it('has exactly the labels of the form, in its order', () => {
    const text = recordOfReviewHtml(recordInput());
    const places = LABELS.map((label) => text.indexOf(`>${label}<`));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(text).toContain('carried out for safeguarding purposes');
  });

  it('takes the school’s own label for the first field', () => {
    expect(recordOfReviewHtml(recordInput({ investigatorsLabel: 'Group' }))).toContain('>Group<');
  });

  it('makes no link, script or fetch of what it prints', () => {
    const hostile = '"><script>x</script><img src=https://evil.example>';
    const text = recordOfReviewHtml(
      recordInput({ reason: hostile, visits: [visit(1, { address: hostile })] }),
    );
    expect(text).not.toMatch(/<(?:script|img|a|iframe|link)\b/);
  });

  it('marks a demonstration and a preview', () => {
    const text = recordOfReviewHtml(recordInput({ demonstration: true, preview: true }));
    expect(text).toContain('Demonstration: fictional material, not evidence');
    expect(text).toContain('Preview: made without Electron, not for live evidence');
  });

  it('adds judgement and action taken in the version that supersedes', () => {
    const text = recordOfReviewHtml(
      recordInput({
        version: 2,
        supersedes: 1,
        judgement: {
          substance: true,
          reasons: 'Two pupils are named.',
          outcome: 'Internal action',
          actions: ['Parents were told.'],
          by: [{ personId: 'd'.repeat(26), name: 'Dana Placeholder', position: 'DSL' }],
          at: '2026-11-18T09:00:00.000Z',
        },
      }),
    );
    expect(text).toContain('Version 2, supersedes version 1');
    expect(text).toContain(
      '<b>Action taken:</b></p><p class="prose" dir="auto">Parents were told.</p>',
    );
    expect(text).toContain('Dana Placeholder, DSL');
  });

  itWithTool(
    'pdftotext',
    'prints one row and 200 rows, long words and right-to-left names',
    async (tool) => {
      const visits = Array.from({ length: 200 }, (_, i) =>
        visit(i + 1, { reason: i % 40 === 0 ? 'Wort '.repeat(800) : 'x'.repeat(300) }),
      );
      const first = { personId: 'a'.repeat(26), name: 'مريم المثال', position: 'Head of Year' };
      const text = await textOf(tool, recordOfReviewHtml(recordInput({ visits, first })));
      for (const number of [1, 100, 200]) expect(text).toContain(`visit ${number},`);
      // A header row on every page that the table reaches.
      expect(text.match(/Web site\(s\) address/g)?.length ?? 0).toBeGreaterThan(20);
      expect(text.match(/Wort/g)?.length).toBe(5 * 800);
      expect(
        await textOf(tool, recordOfReviewHtml(recordInput({ visits: visits.slice(0, 1) }))),
      ).toContain('visit 1,');
    },
  );

  itWithTool('pdfinfo', 'prints a tagged A4 document', async (tool) => {
    const file = path.join(folder, 'tagged.pdf');
    writeFileSync(file, await printHtml(recordOfReviewHtml(recordInput())));
    const info = execFileSync(tool, [file], { encoding: 'utf8' });
    expect(info).toMatch(/Tagged:\s+yes/);
    expect(info).toMatch(/A4/);
  });
});

describe('missingInRecord', () => {
  it('finds nothing in a filled record', () => {
    expect(missingInRecord(recordInput())).toEqual([]);
  });

  it('names each empty field in words', () => {
    const input = recordInput({
      reason: ' ',
      first: { personId: 'a'.repeat(26), name: 'Rowan Testwell', position: '' },
      visits: [visit(1, { judgement: 'open', reason: null }), visit(2, { reason: '' })],
      conclusions: [],
    });
    expect(missingInRecord(input)).toEqual([
      'The reason for the investigation',
      'The position of the first reviewing person',
      'Whether visit 1 concerns you',
      'Why visit 2 concerns you',
      'The conclusion, and the action proposed',
    ]);
  });

  it('misses the first visit where there is none', () => {
    expect(missingInRecord(recordInput({ visits: [] }))).toEqual([
      'The first address that is visited',
    ]);
  });
});

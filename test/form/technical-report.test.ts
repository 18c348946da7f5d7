import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { JsonValue } from '#src/core/canonical-json.ts';
import { technicalReportHtml, type TechnicalReportInput } from '#src/form/technical-report.ts';
import { recordInput } from '#test/support/form-input.ts';
import { printHtml } from '#test/support/print-html.ts';
import { itWithTool } from '#test/support/tools.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-technical-report-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const example = JSON.parse(
  readFileSync(new URL('../../docs/spec/capture-example.json', import.meta.url), 'utf8'),
) as Record<string, JsonValue>;

function report(record: Record<string, JsonValue>): TechnicalReportInput {
  const { schoolName, reference, demonstration, preview, caFingerprint } = recordInput();
  const captures = [{ exhibitRef: 'RJT/1', digest: caFingerprint, record }];
  return { schoolName, reference, demonstration, preview, captures };
}

/** Every text and number anywhere in a record. */
function leaves(value: JsonValue): readonly (string | number)[] {
  if (typeof value === 'string' || typeof value === 'number') return [value];
  if (value === null || typeof value === 'boolean') return [];
  return (Array.isArray(value) ? (value as readonly JsonValue[]) : Object.values(value)).flatMap(
    leaves,
  );
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

describe('technicalReportHtml', () => {
  it('prints every short fact of the example record, with the name it has there', () => {
    const text = technicalReportHtml(report(example));
    for (const name of Object.keys(example).filter((key) => typeof example[key] !== 'object'))
      expect(text).toContain(`<th scope="row">${name}</th>`);
    const { page, clock, provenance, steps, objects } = example;
    for (const part of [page, clock, provenance, steps, objects])
      for (const leaf of leaves(part ?? null))
        if (String(leaf).length < 200 && leaf !== '') expect(text).toContain(escaped(String(leaf)));
  });

  it('cuts long lists and texts, and says so', () => {
    const text = technicalReportHtml(
      report({
        v: 1,
        list: Array.from({ length: 75 }, (_, n) => `item-${n}`),
        long: 'x'.repeat(700),
      }),
    );
    expect(text).toContain('60 of 75 are printed; the record has all.');
    expect(text).toContain('item-59');
    expect(text).not.toContain('item-60<');
    expect(text).toContain(`${'x'.repeat(600)}… (700 characters)`);
  });

  it('tells none from empty, yes and no', () => {
    const text = technicalReportHtml(
      report({ a: null, b: '', c: true, d: false, e: { list: [], deep: { of: [{ f: 1 }] } } }),
    );
    for (const said of ['empty', 'yes', 'no', 'none', 'f: 1'])
      expect(text).toContain(`>${said}</td>`);
  });

  it('inserts nothing from a page as markup', () => {
    const text = technicalReportHtml(report({ title: '<img src=x onerror=alert(1)>' }));
    expect(text).not.toContain('<img');
  });

  itWithTool('pdftotext', 'prints as a document of whole words', async (tool) => {
    const file = path.join(folder, 'report.pdf');
    writeFileSync(file, await printHtml(technicalReportHtml(report(example))));
    const printed = execFileSync(tool, ['-layout', file, '-'], { encoding: 'utf8' });
    expect(printed).toContain('Technical report on captured pages');
    expect(printed).toContain('Network record');
    expect(printed).toContain('Steps of the capture');
  });
});

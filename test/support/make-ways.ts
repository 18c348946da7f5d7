import { writeFile } from 'node:fs/promises';
import { startSite } from '#scripts/demo-site/server.ts';
import { captureWrong } from './capture-wrong.ts';
import { startRawBrowser } from './raw-devtools.ts';
import { WRONG_PAGES, wrongRoutes } from './site/wrong.ts';

// Run by hand: `node test/support/make-ways.ts` captures each page once and writes what was said of it.
const OUT = 'docs/ways-to-go-wrong.md';
const HEAD = `# Ways for a page to go wrong, and what the capture said

Made by \`node test/support/make-ways.ts\`, which captures each of these pages once and writes down what the
record says. \`test/capture/run-capture.test.ts\` captures them too and requires the state \`partial\` and at least
the codes that each page is there for, in **bold** (a third of them in \`npm test\`, all in \`npm run test:slow\`).
The codes are those of [the capture record](spec/capture.md), section 4. That a step of the capture gets no answer
any more, one test for each step, is in \`test/capture/wedged.test.ts\`, as is a page that loops, floods or loses its
process.

| | The page … | State | Codes | What was counted or measured |
|---|---|---|---|---|
`;

const browser = await startRawBrowser();
const site = await startSite(wrongRoutes);
const lines: string[] = [];
try {
  for (const [at, one] of WRONG_PAGES.entries()) {
    const { outcome } = await captureWrong(browser, site.origin, one);
    const wanted = new Set<string>(one.codes);
    const codes = [...new Set(outcome.doubts.map(({ code }) => code))].map((code) =>
      wanted.has(code) ? `**${code}**` : code,
    );
    const facts = outcome.doubts.map(({ fact }) => fact.replaceAll('|', '\\|'));
    lines.push(
      `| ${at + 1} | ${one.name} | ${outcome.state} | ${codes.join(', ')} | ${facts.join(' ')} |`,
    );
    console.log(lines.at(-1));
  }
} finally {
  await browser.quit();
  await site.close();
}
await writeFile(OUT, `${HEAD}${lines.join('\n')}\n`);

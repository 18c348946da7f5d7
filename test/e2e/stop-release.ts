import { expect } from 'vitest';
import { firstName, PEOPLE } from '#scripts/demo/people.ts';
import { STEP_MS, type RunningApp } from '#test/support/e2e.ts';
import type { Template } from '#test/support/e2e-template.ts';
import { withVault } from '#test/support/e2e-vault.ts';
import { objectFiles, openedBy } from '#test/support/object-files.ts';

/**
 * Begin a capture and wait until it has written something.
 * @returns object files of that capture, copied away as a thief of the disk might
 */
export async function underWay(app: RunningApp): Promise<ReadonlyMap<string, Uint8Array>> {
  const before = objectFiles(app.vaultPath);
  await app.concern();
  await app.agree('capture');
  return await app.driver.waitUntil(
    async () => {
      const { screen } = await app.hands.view();
      if (screen.kind !== 'review' || screen.check !== null)
        throw new Error('a capture under way expected');
      const written = [...objectFiles(app.vaultPath)].filter(([name]) => !before.has(name));
      return written.length > 0 && new Map(written);
    },
    'the capture to have written something',
    STEP_MS,
  );
}

/** From the stopped screen to the release by two custodians' sheets, by its own buttons. */
async function releaseOnScreen(app: RunningApp, template: Template): Promise<void> {
  const { hands, driver } = app;
  const both = async (): Promise<void> => {
    for (const [nth, { name, position }] of [PEOPLE.first, PEOPLE.second].entries()) {
      if ((await driver.byRole('combobox', 'Who', { exact: true })).length > nth)
        await hands.pick('Who', `${name}, ${position}`, nth);
    }
    for (const person of [PEOPLE.first, PEOPLE.second])
      await hands.type(`${firstName(person)}’s passphrase`, person.passphrase);
  };
  await hands.press('We have called the police', STEP_MS);
  await hands.press('Write it on paper instead');
  await driver.waitForText('What did the police say?', STEP_MS);
  await hands.press('Write it on paper instead');
  await driver.waitForText('Two questions', STEP_MS);
  await hands.choose('radio', firstName(PEOPLE.first));
  await hands.choose('radio', 'Nothing: the key was pressed by mistake');
  await both();
  await hands.press('Both agree and add it');
  await hands.until(
    'the answer',
    ({ screen }) => screen.kind === 'stopped' && screen.mayReleaseRefusal === null,
    STEP_MS,
  );
  await driver.waitForText('Tell those who must know', STEP_MS);
  await hands.press('Write it on paper instead');
  await driver.waitForText('Look after yourselves', STEP_MS);
  await hands.press('Release it by two custodians…');
  await hands.choose('radio', 'The key was pressed by mistake');
  await hands.type(
    'The document: what it is, from whom, its date and number',
    'Statement of both reviewers (fictional)',
  );
  for (const [nth, person] of [PEOPLE.dsl, PEOPLE.head].entries()) {
    const words = template.sheets[person.name] ?? [];
    expect(words).toHaveLength(26);
    for (const [index, word] of words.entries()) await hands.type(`Word ${index + 1}`, word, nth);
  }
  await hands.pick('Who', `${PEOPLE.first.name}, ${PEOPLE.first.position}`, 0);
  await hands.pick('Who', `${PEOPLE.head.name}, ${PEOPLE.head.position}`, 1);
  await hands.type(`${firstName(PEOPLE.first)}’s passphrase`, PEOPLE.first.passphrase);
  await hands.type(`${firstName(PEOPLE.head)}’s passphrase`, PEOPLE.head.passphrase);
  await hands.press('Release it');
  await hands.until('the release', ({ screen }) => screen.kind === 'renewal', STEP_MS);
  await hands.press('Do it later', STEP_MS);
}

/**
 * Two custodians release what was locked; both reviewers look at the exhibit again; and still nobody opens
 * one byte of the capture that was under way.
 */
export async function release(
  app: RunningApp,
  template: Template,
  written: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  const investigationId = template.investigationId ?? '';
  await releaseOnScreen(app, template);
  const files = objectFiles(app.vaultPath);
  // Whatever is asked of the custodians next can wait: a restart takes nothing of the release back.
  await app.kill();
  const again = await app.restart();
  await again.signIn(investigationId);
  const { exhibits } = await again.screen('investigation');
  expect(exhibits).toMatchObject([{ exhibitRef: template.exhibitRef, locked: false }]);
  const exhibitId = exhibits[0]?.exhibitId ?? '';
  const looked = await again.call('exhibit.look', { exhibitId, credentials: again.both() });
  expect(looked).toMatchObject({ ok: true });
  await again.kill();
  await withVault(app.home, async ({ vault, store, unlock }) => {
    const people = [await unlock(PEOPLE.first), await unlock(PEOPLE.second)] as const;
    const opens = (objects: ReadonlyMap<string, Uint8Array>) =>
      openedBy({ vault, store }, investigationId, people, objects);
    const kept = new Map([...files].filter(([name]) => !written.has(name)));
    // What was kept opens with these keys, so that they are the right ones.
    expect((await opens(kept)).size).toBeGreaterThan(0);
    expect([...(await opens(written))]).toEqual([]);
  });
}

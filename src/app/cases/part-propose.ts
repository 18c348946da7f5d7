import { EvidenceError } from '#src/core/errors.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { anotherPartRefusal, markRefusal, MAX_PART_PX } from '#src/investigation/marking.ts';
import { refuse } from '#src/investigation/decision.ts';
import type { App } from '../app.ts';
import { namesReporter } from '../marking.ts';
import { noteRefusal, record, refusalError } from '../recording.ts';
import type { ChannelParsed, UseCase } from '../use-case.ts';

/** Cut the part out and ask both for it: what they agree to is what is kept, by its digest. */
export const proposePart: UseCase<'part.propose'> = async (app, input) => {
  app.sitting();
  const { folded } = app.investigation();
  const { marking } = app.live;
  const refusal =
    markRefusal(folded.state, app.context()) ??
    (marking === null ? null : anotherPartRefusal(folded.state, marking.parentId)) ??
    (namesReporter(folded.entries, textsOf(input))
      ? refuse('R22', 'the name of who reported it can’t stand in a part')
      : null);
  if (refusal !== null) {
    noteRefusal(app, 'propose-part', refusal, app.sitting().personIds);
    throw refusalError(refusal);
  }
  if (marking === null)
    throw new EvidenceError('CAPTURE_UNKNOWN', 'exhibit expected to be open, got a closed one');
  const check = app.stillWanted();
  const { css, username, displayName, shownAt, said, why } = input;
  const { opened } = marking;
  const part = await app.ports.capture.cut(marking.record, css, MAX_PART_PX, (name) =>
    opened.open(name),
  );
  check();
  if (part === null || app.live.marking !== marking)
    throw new EvidenceError('CAPTURE_UNKNOWN', 'exhibit expected to be open with a picture');
  const { px, picture, png } = part;
  const bytes = png ?? new Uint8Array();
  const agreementId = app.newId();
  const texts = { username, displayName, shownAt, said, why };
  record(app, {
    ...{ kind: 'propose-part', agreementId, parentId: marking.parentId, picture },
    mark: { css, px, parents: parentsOf(app, marking.parentId, part.tileNames), ...texts },
    digest: digestOf(bytes),
  });
  app.live.lastWrongHalf = null;
  marking.cut = { agreementId, png: bytes };
  return { png: new Uint8Array(bytes) };
};

/** Names and recorded digests of the tiles. */
function parentsOf(app: App, parentId: string, names: readonly string[]) {
  const { exhibits } = app.investigation().folded.state;
  const files = exhibits.find(({ exhibitId }) => exhibitId === parentId)?.files ?? [];
  return files
    .filter(({ name }) => names.includes(name))
    .map(({ name, digest }) => ({ name, digest }))
    .toSorted((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
}

function textsOf(input: ChannelParsed<'part.propose'>): readonly string[] {
  const { username, displayName, shownAt, said, why } = input;
  return [username, displayName, shownAt, said, why];
}

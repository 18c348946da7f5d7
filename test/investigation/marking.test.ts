import { describe, expect, it } from 'vitest';
import { MAX_PARTS, MAX_PART_PX } from '#src/investigation/marking.ts';
import {
  RJT,
  IMS,
  stages,
  KEEP_PART,
  PART,
  stopped,
  CAPTURE,
  idOf,
  DIGEST,
  EXHIBIT,
  type Story,
} from './story.ts';

const { mark } = PART;

function refused(story: Story, change: Partial<typeof PART>): unknown {
  const decision = story.tell({ ...PART, ...change });
  return decision.ok ? null : [decision.rule, decision.reason];
}

describe('proposePart', () => {
  it('asks both for a part, with what stands there', () => {
    const story = stages.kept().must(PART);
    expect(story.state.agreement?.what).toBe('part');
    expect(story.state.marked).toMatchObject({ parentId: EXHIBIT, mark, digest: DIGEST });
  });

  it('refuses a rectangle without a size, outside the picture or too large', () => {
    const story = stages.kept();
    const px = (change: object) => ({ mark: { ...mark, px: { ...mark.px, ...change } } });
    expect(refused(story, px({ width: 0 }))).toEqual(['R16', 'the part has to have a size']);
    expect(refused(story, px({ x: 81 }))).toEqual([
      ...['R16', 'the part has to lie inside the recorded picture'],
    ]);
    expect(refused(story, px({ height: 191 }))).toEqual([
      ...['R16', 'the part has to lie inside the recorded picture'],
    ]);
    const picture = { width: MAX_PART_PX + 1, height: 200 };
    expect(refused(story, { picture, ...px({ y: 0, width: MAX_PART_PX + 1, height: 1 }) })).toEqual(
      ['R16', 'the part is too large: mark a smaller one'],
    );
  });

  it('refuses a part that says nothing, or not why', () => {
    const story = stages.kept();
    const empty = { username: '', displayName: ' ', shownAt: '', said: '' };
    expect(refused(story, { mark: { ...mark, ...empty } })).toEqual([
      ...['R16', 'write down at least one thing that stands there'],
    ]);
    expect(refused(story, { mark: { ...mark, why: ' ' } })).toEqual([
      ...['R14', 'say why this part is marked'],
    ]);
  });

  it('refuses an exhibit of another investigation, once the record is signed, and after a stop', () => {
    expect(refused(stages.kept(), { parentId: idOf('elsewhere') })).toEqual([
      ...['R16', 'there is no such exhibit'],
    ]);
    expect(refused(stages.signed(), {})).toEqual([
      ...['R18', 'the record is signed: no more parts are marked'],
    ]);
    expect(refused(stopped(stages.kept(), 'L2'), {})).toEqual([
      ...['R6', 'this investigation is stopped: nothing in it may be changed'],
    ]);
  });

  it('refuses more parts of one exhibit than there may be', () => {
    const story = stages.kept();
    for (let i = 0; i < MAX_PARTS; i++) keep(story, i);
    expect(story.state.parts.at(-1)?.exhibitRef).toBe(`RJT/1/${MAX_PARTS}`);
    expect(refused(story, {})).toEqual(['R16', 'an exhibit has at most 50 marked parts']);
  });

  it('is possible once the review is finished', () => {
    expect(keep(stages.completed(), 0).state.parts).toHaveLength(1);
  });
});

function keep(story: Story, number: number): Story {
  const name = `part${String.fromCharCode(97 + Math.floor(number / 26), 97 + (number % 26))}`;
  return story
    .must({ ...PART, agreementId: idOf(`${name}agreed`) })
    .must({ kind: 'agree', personId: RJT }, { signers: [RJT] })
    .must({ kind: 'agree', personId: IMS }, { signers: [IMS] })
    .must({ ...KEEP_PART, exhibitId: idOf(name) });
}

describe('keepPart', () => {
  it('keeps what both agreed to under the next reference of its whole', () => {
    const { parts, visits } = stages.partAgreed().must(KEEP_PART).state;
    const [part, ...more] = parts;
    expect(more).toEqual([]);
    expect(visits[0]?.exhibitRefs).toEqual(['RJT/1', 'RJT/1/1']);
    expect(part).toMatchObject({
      ...{ exhibitRef: 'RJT/1/1', parentRef: 'RJT/1', parentId: EXHIBIT, captureId: CAPTURE },
      ...{ producerId: RJT, mark, digest: DIGEST, personIds: [RJT, IMS] },
    });
  });

  it('refuses what one alone agreed to, and anything but what both were asked for', () => {
    const half = stages.kept().must(PART).must({ kind: 'agree', personId: RJT });
    expect(half.tell(KEEP_PART)).toMatchObject({ ok: false, code: 'CAPTURE_NOT_ATTESTED' });
    const digest = `sha256:${'1'.repeat(64)}` as const;
    const other = { ...KEEP_PART, file: { ...KEEP_PART.file, digest } };
    expect(stages.partAgreed().tell(other)).toMatchObject({ ok: false, code: 'DIGEST_MISMATCH' });
  });

  it('keeps nothing twice, and nothing that was dropped', () => {
    const kept = stages.partAgreed().must(KEEP_PART);
    expect(kept.tell(KEEP_PART)).toMatchObject({ ok: false, code: 'CAPTURE_NOT_ATTESTED' });
    const dropped = stages.partAgreed().must({ kind: 'drop-agreement' });
    expect(dropped.tell(KEEP_PART)).toMatchObject({ ok: false, code: 'CAPTURE_NOT_ATTESTED' });
  });
});

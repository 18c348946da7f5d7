import { describe, expect, it } from 'vitest';
import { utf8 } from '#src/core/bytes.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { findCustodyGaps, type Custodian, type CustodyEvent } from '#src/exhibit/custody.ts';
import { assertExhibit, type Exhibit } from '#src/exhibit/exhibit.ts';
import { exhibitLabel } from '#src/exhibit/label.ts';

const ID = 'abcdefghijklmnopqrstuvwxy';
const RECORD = digestOf(utf8('record'));

const ROWAN = {
  personId: `${ID}a`,
  name: 'Rowan Testwell',
  position: 'Deputy head',
  initials: 'RJT',
};
const IMOGEN = {
  personId: `${ID}b`,
  name: 'Imogen Sampleford',
  position: 'Head of year',
  initials: 'IMS',
};

const EXHIBIT: Exhibit = {
  exhibitId: `${ID}x`,
  exhibitRef: 'RJT/1',
  investigationRef: 'EHS-26-014',
  description: 'Picture of a page of Chatterly',
  producedAt: '2026-11-17T10:52:07.123Z',
  place: 'Office 3, EHS-LT-0417',
  producedBy: ROWAN,
  witnessedBy: IMOGEN,
  computerId: `${ID}c`,
  digest: RECORD,
  parent: null,
};

describe('assertExhibit', () => {
  it.each([
    ['witnessedBy', { ...EXHIBIT, witnessedBy: ROWAN }],
    ['exhibitRef', { ...EXHIBIT, exhibitRef: 'IMS/1' as const }],
    ['producedAt', { ...EXHIBIT, producedAt: 'yesterday' }],
    ['parent', { ...EXHIBIT, exhibitRef: 'RJT/1/1' as const }],
  ])('throws VALUE_INVALID that names %s', (field, changed) => {
    expect(() => assertExhibit(changed)).toThrowError(
      expect.objectContaining({
        code: 'VALUE_INVALID',
        message: expect.stringContaining(`"${field}"`),
      }),
    );
  });

  it('takes a part that names its whole', () => {
    const part = {
      ...EXHIBIT,
      exhibitRef: 'RJT/1/1' as const,
      parent: { exhibitRef: 'RJT/1' as const, digest: RECORD },
    };
    expect(assertExhibit(part)).toBe(part);
  });
});

const VAULT: Custodian = { kind: 'vault', computerId: `${ID}c`, computer: 'EHS-LT-0417' };
const HAND: Custodian = { kind: 'person', personId: ROWAN.personId, name: ROWAN.name };
const POLICE: Custodian = {
  kind: 'agency',
  name: 'Nowhere-on-Sea Police',
  officer: 'PC 0000 Example',
};

function event(
  kind: CustodyEvent['kind'],
  at: string,
  from: Custodian | null,
  to: Custodian | null,
  more: Partial<CustodyEvent> = {},
): CustodyEvent {
  return {
    exhibitRef: 'RJT/1',
    kind,
    entryIndex: 7,
    at: `2026-11-${at}:00.000Z`,
    from,
    to,
    why: 'as the procedure says',
    sealNo: null,
    ...more,
  };
}

describe('findCustodyGaps', () => {
  const until = '2026-11-30T00:00:00.000Z';
  const whole = [
    event('produced', '17T10:00', null, HAND),
    event('stored', '17T10:05', HAND, VAULT),
    event('handed-over', '18T09:00', VAULT, POLICE, { sealNo: 'S-1' }),
  ];

  it('finds nothing where every moment has a holder', () => {
    expect(findCustodyGaps(whole, until)).toEqual([]);
  });

  it.each([
    ['NO_BEGINNING', 0, whole.slice(1)],
    ['HOLDER_CHANGED', 2, [...whole.slice(0, 2), event('handed-over', '18T09:00', HAND, POLICE)]],
    [
      'OUT_OF_ORDER',
      1,
      [event('produced', '17T10:00', null, HAND), event('stored', '17T09:00', HAND, VAULT)],
    ],
    [
      'NOT_STORED',
      0,
      [event('produced', '17T10:00', null, HAND), event('stored', '19T10:05', HAND, VAULT)],
    ],
    ['NOT_STORED', 0, [event('produced', '17T10:00', null, HAND)]],
    [
      'AFTER_THE_END',
      3,
      [
        ...whole.slice(0, 2),
        event('disposed', '20T10:00', VAULT, null),
        event('examined', '21T10:00', VAULT, VAULT),
      ],
    ],
    [
      'LOCKED_USE',
      3,
      [
        ...whole.slice(0, 2),
        event('locked', '17T11:00', VAULT, VAULT),
        event('exported', '17T12:00', VAULT, VAULT),
      ],
    ],
    [
      'SEAL_CHANGED',
      3,
      [...whole, event('received', '18T10:00', POLICE, POLICE, { sealNo: 'S-2' })],
    ],
  ] as const)('finds %s at event %d', (code, index, history) => {
    expect(findCustodyGaps(history, until)).toContainEqual(
      expect.objectContaining({ code, index }),
    );
  });
});

describe('exhibitLabel', () => {
  it('carries the fields of a label and only this exhibit’s continuity', () => {
    const other = { ...event('stored', '17T10:00', HAND, VAULT), exhibitRef: 'IMS/1' as const };
    const label = exhibitLabel(EXHIBIT, [
      event('produced', '17T10:00', null, HAND),
      other,
      event('handed-over', '18T09:00', HAND, POLICE, { sealNo: 'S-1' }),
    ]);
    expect(label).toMatchObject({
      exhibitRef: 'RJT/1',
      fileName: 'RJT-1',
      producedBy: { name: 'Rowan Testwell', position: 'Deputy head' },
      witnessedBy: { name: 'Imogen Sampleford', position: 'Head of year' },
      parent: null,
    });
    expect(label.digest).toBe(RECORD);
    expect(label.continuity).toEqual([
      {
        from: '–',
        to: 'Rowan Testwell',
        at: '2026-11-17T10:00:00.000Z',
        purpose: 'as the procedure says',
        sealNo: '',
      },
      {
        from: 'Rowan Testwell',
        to: 'PC 0000 Example, Nowhere-on-Sea Police',
        at: '2026-11-18T09:00:00.000Z',
        purpose: 'as the procedure says',
        sealNo: 'S-1',
      },
    ]);
  });
});

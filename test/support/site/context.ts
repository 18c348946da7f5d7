import type { CaptureContext } from '#src/capture/context.ts';
import { EGRESS_NOT_CONFIGURED } from '#src/core/egress.ts';

const ID = 'abcdefghijklmnopqrstuvwxy';

/** A capture's context with fictional people. @param letter - makes the capture's id unique */
export function captureContext(
  address: string,
  change: Partial<CaptureContext> = {},
): CaptureContext {
  return {
    captureId: `${ID}c`,
    address,
    timeZone: 'Europe/London',
    people: [
      { personId: `${ID}a`, name: 'Rowan Testwell', position: 'Deputy head', initials: 'RJT' },
      { personId: `${ID}b`, name: 'Imogen Sampleford', position: 'Head of year', initials: 'IMS' },
    ],
    computer: { computerId: `${ID}d`, name: 'EHS-LT-0417', location: 'Office 3', assetNo: '0417' },
    software: {
      name: 'Countersign',
      version: '0.1.0',
      browser: 'test',
      platform: 'test',
      preview: true,
    },
    sittingId: `${ID}e`,
    pictures: 'loaded',
    demonstration: true,
    egress: EGRESS_NOT_CONFIGURED,
    shims: [],
    exceptions: [],
    ...change,
  };
}

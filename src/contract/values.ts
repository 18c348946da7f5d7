import { z } from 'zod';
import { ROLES, SUBJECT_KINDS } from '../core/roles.ts';
import { egressSource, ipAddress, NOBODY_ASKED, timeServerPlace } from '../core/school-network.ts';

/** Identifier of a person, investigation, visit, capture or exhibit (`src/core/ids.ts`). */
export const id = z.string().regex(/^[a-z2-7]{26}$/);
/** RFC 3339 UTC instant with milliseconds. */
export const instant = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
/** `sha256:` and 64 hexadecimal digits. */
export const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
/** One line of typed text, 1 to 200 characters after trimming, no control characters. */
export const line = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u);
/** Several lines of typed text, 1 to 4,000 characters after trimming. */
export const prose = z.string().trim().min(1).max(4000);
/** A passphrase as typed, 1 to 512 characters; never logged, never echoed. */
export const passphrase = z.string().min(1).max(512);
/** Four digits, chosen by each person at each sign-in. */
export const sittingCode = z.string().regex(/^\d{4}$/);
/** Which of the two people at the screen: first sits and signs on the left. */
export const half = z.enum(['first', 'second']);
/** Roles a person may hold; one person may hold several (procedure.md §1.3, §9a). */
export const role = z.enum(ROLES);
/** Who the concern is about (procedure.md §2.2). */
export const subjectKind = z.enum(SUBJECT_KINDS);
/** Whom we may ask for the time and for the address the school goes out with; nobody where absent. */
export const schoolNetwork = z
  .object({
    timeServer: line.refine((text) => timeServerPlace(text) !== null).nullable(),
    egress: z
      .discriminatedUnion('how', [
        z.object({
          how: z.literal('typed-in'),
          address: line.refine((text) => ipAddress(text) !== null),
        }),
        z.object({
          how: z.literal('asked'),
          source: line.refine((text) => egressSource(text) !== null),
        }),
      ])
      .nullable(),
  })
  .default(NOBODY_ASKED);
/** A person and the passphrase typed for a weighty act. */
export const credential = z.object({ personId: id, passphrase });
/** Two different people's passphrases for a weighty act. */
export const twoCredentials = z.tuple([credential, credential]);

/** Why two custodians may open what was locked (procedure.md R3, §2.4). */
export const releaseReason = z.enum([
  'police-instruction',
  'police-or-lado-request',
  'not-illegal',
  'mistake',
]);

export type Half = z.infer<typeof half>;
export type { Role, SubjectKind } from '../core/roles.ts';
export type Credential = z.infer<typeof credential>;

/** What a site may be allowed beside reading. */
export const EXCEPTIONS = ['script-posts', 'viewing-account', 'consent-banner'] as const;
/** What may be pressed in a notice about consent. */
export const CONSENT_BUTTONS = ['refused-all', 'accepted-all', 'chose-some', 'closed'] as const;

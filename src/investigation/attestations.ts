import type { ExceptionKind } from './events-review.ts';

const CAPTURE =
  'I suspect no indecent image of anyone under 18 on this page, and nothing else that may not be kept.';

/** What each of the two attests, word for word as shown (R1, R2). */
export const STATEMENTS = {
  veiled:
    'I agree that the pictures of this site are loaded and shown to us veiled: small, grey and blurred. I know of nothing that suggests an indecent image of anyone under 18.',
  pictures:
    'I agree that this page and the pictures of this site are shown plain. I have seen them veiled, and know of nothing that suggests an indecent image of anyone under 18.',
  archive:
    'I ask for a full archive of this page as well. I know that it stores pictures that nobody has looked at, and I suspect nothing on this page of which none may be made.',
  capture: CAPTURE,
  /** Of a capture with a second request. */
  'capture-asked-twice': `${CAPTURE} I agree that the site is asked for this page a second time, which it can see.`,
  overlays: `${CAPTURE} I agree that it is captured again, and that a script of Countersign then hides what lies over it for a second picture.`,
  'script-posts':
    'I agree that this site’s own scripts may send requests by POST to this site, so that it can be read. No form is sent, and we post nothing.',
  'viewing-account':
    'I agree that we log in to this site with an account that the school owns, which is no pupil’s and nobody’s own. The password is typed into the page and recorded nowhere. Once we are logged in no form and no request by POST leaves.',
  'consent-banner':
    'I agree that we dismiss this site’s notice about consent or cookies by its own buttons, and that what they send may leave. No form is sent, and we post nothing.',
  part: 'I agree to this part of the recorded picture. What is typed stands there or in the recorded text, and nothing in it says who reported it.',
} as const;

/** What each of the two attests to for an exception; a log-in names the account. */
export function exceptionStatement(exception: ExceptionKind, account: string | null): string {
  const statement = STATEMENTS[exception];
  return account === null ? statement : `${statement} The account is “${account}”.`;
}

import type { CaptureAccount } from './how-captured-input.ts';
import { html, type SafeHtml } from './html.ts';
import { counted, dateTimeWords } from './words.ts';

type Exception = CaptureAccount['exceptions'][number];

/** What this page's site was allowed beside reading, in plain words: one line for each kind, and each log-in. */
export function exceptionLines({ exceptions }: CaptureAccount): SafeHtml {
  const posts = exceptions.filter(({ exception }) => exception === 'script-posts');
  const logins = exceptions.filter(({ exception }) => exception === 'viewing-account');
  const notices = exceptions.filter(({ exception }) => exception === 'consent-banner');
  return html`${postWords(posts)}${logins.filter(counts).map(loginWords)}${notices.filter(counts).map(noticeWords)}`;
}

/** One that came to nothing left nothing behind: the ledger has it, and this page needs no line about it. */
function counts({ phase }: Exception): boolean {
  return phase?.how === 'done';
}

function postWords(exceptions: readonly Exception[]): SafeHtml {
  const [first] = exceptions;
  if (first === undefined) return html``;
  const requests = exceptions.reduce((sum, one) => sum + one.requests, 0);
  return html`<li>Both had agreed (${dateTimeWords(first.begunAt)}) that the site’s own scripts may send by POST to it, to be read: ${counted(requests, 'request')}, marked in the record. No form was sent.</li>`;
}

function loginWords({ account, begunAt, endedAt, requests }: Exception): SafeHtml {
  const sent = `In the time for it ${counted(requests, 'request')} by POST went to the site, listed in the ledger without content; the password is recorded nowhere.`;
  return endedAt === null
    ? html`<li>The page was seen logged in, with the school’s viewing account “${account ?? ''}”; both had agreed (${dateTimeWords(begunAt)}). ${sent} The page was then loaded anew, and no form and no POST left while it was captured.</li>
`
    : html`<li>Earlier in the sitting the two were logged in to this site with the school’s viewing account “${account ?? ''}”. That had ended (${dateTimeWords(endedAt)}), and its session was cleared, before this capture. ${sent}</li>
`;
}

function noticeWords({ phase, begunAt, endedAt, requests }: Exception): SafeHtml {
  const pressed = phase?.pressed ?? null;
  const said = pressed === null ? 'dismissed it' : PRESSED[pressed];
  const ended =
    endedAt === null
      ? 'The page was then loaded anew.'
      : `That had ended (${dateTimeWords(endedAt)}), and its session was cleared, before this capture.`;
  return html`<li>The site showed a notice about consent or cookies; as both had agreed (${dateTimeWords(begunAt)}), they ${said} by its own buttons. ${counted(requests, 'request')} by POST went out for it, listed in the ledger without content. ${ended}</li>
`;
}

const PRESSED = {
  'refused-all': 'refused all',
  'accepted-all': 'accepted all',
  'chose-some': 'chose some',
  closed: 'closed it',
} as const;

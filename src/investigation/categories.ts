/** Whether something may be done with material of a category. */
export type Permission = 'yes' | 'conditional' | 'no';

/** Acts that a category allows, limits or forbids. */
export const CATEGORY_ACTS = ['view', 'capture', 'print', 'internal', 'police'] as const;
export type CategoryAct = (typeof CATEGORY_ACTS)[number];

export type CategoryId = `C${number}`;

/** One category of procedure.md §3. */
export interface Category {
  readonly id: CategoryId;
  readonly name: string;
  readonly permissions: Readonly<Record<CategoryAct, Permission>>;
  /** Full archives keep pictures that nobody has looked at (R2). */
  readonly fullArchive: boolean;
  /** Who has to be told. */
  readonly notify: readonly string[];
}

/** The edition of the table: dated data, shown wherever it is applied (R39). */
export const CATEGORIES_EDITION = '2026-11-01';

const NO_FULL_ARCHIVE: ReadonlySet<CategoryId> = new Set(['C1', 'C2', 'C5', 'C11']);

const letters: Readonly<Record<string, Permission>> = { y: 'yes', c: 'conditional', n: 'no' };

/** @param marks - view, capture, print, internal, police: y, c or n each */
function category(
  id: CategoryId,
  name: string,
  marks: string,
  notify: readonly string[],
): Category {
  const of = (place: number): Permission => letters[marks.charAt(place)] ?? 'no';
  const permissions = { view: of(0), capture: of(1), print: of(2), internal: of(3), police: of(4) };
  return { id, name, permissions, fullArchive: !NO_FULL_ARCHIVE.has(id), notify };
}

/** procedure.md §3, edition {@link CATEGORIES_EDITION}. Police "conditional" means text only. */
export const CATEGORIES: readonly Category[] = [
  category('C1', 'Suspected images of child sexual abuse', 'nnnnc', [
    'Police',
    'IWF',
    'Children’s social care',
  ]),
  category('C2', 'Nude or semi-nude pictures of or by pupils', 'nnnnc', [
    'DSL',
    'Police',
    'Children’s social care',
  ]),
  category('C3', 'Grooming', 'cccny', ['Police', 'CEOP', 'Children’s social care']),
  category('C4', 'Obscene material sent to a child', 'cccnc', ['Police']),
  category('C5', 'Adult material that may break the Obscene Publications Act', 'nnnnc', ['Police']),
  category('C6', 'Criminally racist material or hate', 'yyyny', ['Police']),
  category('C7', 'Promotion of terrorism or extremism', 'cccny', ['Police']),
  category('C8', 'A child open to radicalisation', 'yyyyy', [
    'Police (Prevent)',
    'Local authority',
  ]),
  category('C9', 'Threats, stalking or serious harassment', 'yyyyy', ['Police']),
  category('C10', 'Extortion', 'cccyy', ['Police', 'CEOP']),
  category('C11', 'Intimate pictures of adults shared', 'ncnnc', [
    'Police',
    'Revenge Porn Helpline',
  ]),
  category('C12', 'Encouraging self-harm or suicide', 'cyyyy', ['DSL']),
  category('C13', 'An allegation against a member of staff', 'cyyyy', ['LADO', 'Headteacher']),
  category('C14', 'Cyber-bullying or harassment between pupils', 'yyyyc', ['DSL', 'Parents']),
  category('C15', 'Posts about the school or its staff', 'yyyyc', ['Headteacher', 'Trust']),
  category('C16', 'Other breach of the acceptable-use policy', 'ccccn', ['Senior staff']),
  category('C17', 'Unauthorised access or data breach', 'cyyyc', ['IT', 'DPO']),
  category('C18', 'Concern for a child learnt online', 'cccyy', ['DSL']),
  category('C19', 'Personal data shared, or contact with strangers', 'yyyyy', ['DSL']),
  category('C20', 'An adult passing as a child', 'cycny', ['Police', 'CEOP', 'DSL']),
  category('C21', 'Unintended contact of staff with a pupil', 'yyyyn', ['DSL']),
  category('C22', 'Conduct of staff online', 'yyyyc', ['Headteacher', 'HR']),
  category('C23', 'A pupil’s picture used against the parents’ wish', 'yccyn', [
    'Headteacher',
    'DPO',
  ]),
];

const order: readonly Permission[] = ['yes', 'conditional', 'no'];

/** What several categories together allow: the strictest wins. */
export interface Strictest {
  readonly permissions: Readonly<Record<CategoryAct, Permission>>;
  readonly fullArchive: boolean;
  readonly notify: readonly string[];
}

/**
 * What may be done with a page that mixes categories.
 * @param ids - none or more; an unknown one counts as forbidding everything
 */
export function strictestOf(ids: readonly CategoryId[]): Strictest {
  const found = ids.map((id) => CATEGORIES.find((one) => one.id === id) ?? null);
  const strictest = (act: CategoryAct): Permission =>
    found.reduce<Permission>((worst, one) => {
      const here = one === null ? 'no' : one.permissions[act];
      return order.indexOf(here) > order.indexOf(worst) ? here : worst;
    }, 'yes');
  return {
    permissions: {
      view: strictest('view'),
      capture: strictest('capture'),
      print: strictest('print'),
      internal: strictest('internal'),
      police: strictest('police'),
    },
    fullArchive: found.every((one) => one !== null && one.fullArchive),
    notify: [...new Set(found.flatMap((one) => one?.notify ?? []))],
  };
}

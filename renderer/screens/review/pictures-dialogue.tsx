import type { ReactElement } from 'react';
import type { AgreementView, PersonView } from '../../../src/contract/views.ts';
import { firstNameOf } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { AgreementPair } from '../../parts/agreement.tsx';
import { Button } from '../../parts/button.tsx';
import { Dialogue } from '../../parts/dialogue.tsx';
import layout from '../../parts/layout.module.css';

const WORDS = {
  veiled: {
    title: 'Load the pictures on this site, veiled?',
    what: 'They will be asked for from the site. You see one small, grey, blurred picture of the page, enough to decide whether to look further. Nothing can be captured while they are veiled.',
    keep: 'Keep them off',
    stay: 'The pictures stay off',
    esc: 'Esc also keeps them off',
  },
  pictures: {
    title: 'Show the pictures on this site?',
    what: 'The page and its pictures will be shown plain. What you see may be upsetting. Either of you can veil them again, or press STOP, at once.',
    keep: 'Keep them veiled',
    stay: 'The pictures stay veiled',
    esc: 'Esc also keeps them veiled',
  },
} as const;

/** Which agreements this dialogue is for. */
export function isAboutPictures(
  agreement: AgreementView | null,
): agreement is AgreementView & { readonly what: keyof typeof WORDS } {
  return agreement !== null && Object.hasOwn(WORDS, agreement.what);
}

/**
 * Both agree before pictures are asked for, and again before they are shown plain. The safe way out is where the
 * focus starts.
 * @param onKept - hears, in words, who did not agree
 */
export function PicturesDialogue(props: {
  readonly agreement: AgreementView & { readonly what: keyof typeof WORDS };
  readonly first: PersonView | null;
  readonly second: PersonView | null;
  readonly onKept: (said: string) => void;
}): ReactElement {
  const { agreement, first, second } = props;
  const words = WORDS[agreement.what];
  const drop = useCommand('agreement.drop');
  const keep = (): void => {
    props.onKept(`${whoDidNot(agreement, first, second)} ${words.stay}`);
    void drop.run({});
  };
  return (
    <Dialogue title={words.title} onSafe={keep}>
      <p>{words.what}</p>
      <p>
        <b>“{agreement.statement}”</b>
      </p>
      <div data-safe="" className={layout.row}>
        <Button kind="primary" large busy={drop.busy} onPress={keep}>
          {words.keep}
        </Button>
        <span className={layout.caption}>{words.esc}</span>
      </div>
      <AgreementPair agreement={agreement} first={first} second={second} />
    </Dialogue>
  );
}

/** Where one had agreed, it was the other who did not. */
function whoDidNot(
  { firstAgreedAt, secondAgreedAt }: AgreementView,
  first: PersonView | null,
  second: PersonView | null,
): string {
  if (firstAgreedAt !== null && second !== null)
    return `${firstNameOf(second.name)} did not agree.`;
  if (secondAgreedAt !== null && first !== null) return `${firstNameOf(first.name)} did not agree.`;
  return 'You did not both agree.';
}

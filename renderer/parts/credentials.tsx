import { useId, useState, type ReactElement } from 'react';
import type { Credential, Half } from '../../src/contract/values.ts';
import type { PersonView } from '../../src/contract/views.ts';
import { firstNameOf } from '../format.ts';
import { SelectField, TextField } from './field.tsx';
import { HalfBox, Pair } from './pair.tsx';

/** Two people's passphrases as they are being typed. */
export interface Credentials {
  readonly first: Credential;
  readonly second: Credential;
  readonly set: (half: Half, change: Partial<Credential>) => void;
  /** The pair for a call, or null while something is missing. */
  readonly ready: readonly [Credential, Credential] | null;
  readonly forget: () => void;
  readonly errors: readonly { readonly id: string; readonly message: string }[];
  readonly ids: { readonly first: string; readonly second: string };
}

const empty = (personId: string): Credential => ({ personId, passphrase: '' });

/**
 * Hold two people's passphrases until they are used; `forget` empties them.
 * @param first - who is fixed on the left, null when it has to be chosen
 * @param second - who is fixed on the right, null when it has to be chosen
 */
export function useCredentials(
  first: PersonView | null,
  second: PersonView | null,
): Credentials & { readonly pair: () => [Credential, Credential] } {
  const base = useId();
  const [left, setLeft] = useState(empty(''));
  const [right, setRight] = useState(empty(''));
  const one = { ...left, personId: first?.personId ?? left.personId };
  const two = { ...right, personId: second?.personId ?? right.personId };
  const ids = { first: `${base}-first`, second: `${base}-second` };
  const errors = [
    ...missing(one, ids.first, 'On the left'),
    ...missing(two, ids.second, 'On the right'),
  ];
  if (errors.length === 0 && one.personId === two.personId) {
    errors.push({ id: `${ids.second}-who`, message: 'Two different people are needed' });
  }
  return {
    first: one,
    second: two,
    ids,
    errors,
    ready: errors.length === 0 ? [one, two] : null,
    pair: () => [one, two],
    set: (half, change) => {
      (half === 'first' ? setLeft : setRight)((now) => ({ ...now, ...change }));
    },
    forget: () => {
      setLeft((now) => empty(now.personId));
      setRight((now) => empty(now.personId));
    },
  };
}

function missing(
  credential: Credential,
  id: string,
  where: string,
): { id: string; message: string }[] {
  return [
    ...(credential.personId === '' ? [{ id: `${id}-who`, message: `${where}: choose who` }] : []),
    ...(credential.passphrase === ''
      ? [{ id: `${id}-pass`, message: `${where}: type the passphrase` }]
      : []),
  ];
}

/** The two passphrases a weighty act asks for, side by side. */
export function CredentialPair(props: {
  readonly label: string;
  readonly credentials: Credentials;
  /** Who is fixed, or the people to choose from. */
  readonly first: PersonView | readonly PersonView[];
  readonly second: PersonView | readonly PersonView[];
  readonly notes?: readonly [first: string, second: string];
  readonly stacked?: boolean;
  readonly showErrors: boolean;
}): ReactElement {
  return (
    <Pair
      label={props.label}
      stacked={props.stacked ?? false}
      first={<CredentialHalf half="first" who={props.first} note={props.notes?.[0]} {...props} />}
      second={
        <CredentialHalf half="second" who={props.second} note={props.notes?.[1]} {...props} />
      }
    />
  );
}

function CredentialHalf(props: {
  readonly half: Half;
  readonly who: PersonView | readonly PersonView[];
  readonly note: string | undefined;
  readonly credentials: Credentials;
  readonly showErrors: boolean;
}): ReactElement {
  const { half, who, credentials } = props;
  const value = credentials[half];
  const id = credentials.ids[half];
  const fixed = 'personId' in who ? who : null;
  const choices = 'personId' in who ? [] : who;
  const person = fixed ?? choices.find((p) => p.personId === value.personId) ?? null;
  const errorOf = (fieldId: string): string | null =>
    props.showErrors ? (credentials.errors.find((e) => e.id === fieldId)?.message ?? null) : null;
  const whose = person === null ? 'Passphrase' : `${firstNameOf(person.name)}’s passphrase`;
  return (
    <HalfBox half={half} person={person} note={props.note ?? person?.position}>
      {fixed !== null ? null : (
        <SelectField
          id={`${id}-who`}
          label="Who"
          value={value.personId}
          error={errorOf(`${id}-who`)}
          options={choices.map((p) => ({ value: p.personId, name: `${p.name}, ${p.position}` }))}
          onChange={(personId) => {
            credentials.set(half, { personId });
          }}
        />
      )}
      <TextField
        id={`${id}-pass`}
        label={whose}
        type="password"
        maxLength={512}
        autoComplete="current-password"
        value={value.passphrase}
        error={errorOf(`${id}-pass`)}
        onChange={(passphrase) => {
          credentials.set(half, { passphrase });
        }}
      />
    </HalfBox>
  );
}

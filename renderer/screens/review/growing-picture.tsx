import { useEffect, useState, type ReactElement } from 'react';
import { call } from '../../api.ts';
import layout from '../../parts/layout.module.css';
import { Picture } from '../../parts/picture.tsx';
import classes from './panel.module.css';

/** How often it is looked how far the picture has come, ms. */
const EVERY_MS = 1_500;

/** The picture of the capture under way, as far as it has come. */
export function GrowingPicture({ captureId }: { readonly captureId: string }): ReactElement | null {
  const [png, setPng] = useState<Uint8Array | null>(null);
  useEffect(() => {
    let wanted = true;
    let timer = 0;
    const look = async (): Promise<void> => {
      const result = await call('capture.growing', { captureId });
      if (!wanted) return;
      // A failure means that it is over: the next view says what came of it.
      if (!result.ok) return;
      const { picture } = result.value;
      if (picture !== null) setPng(picture.png);
      timer = window.setTimeout(() => void look(), EVERY_MS);
    };
    void look();
    return () => {
      wanted = false;
      window.clearTimeout(timer);
    };
  }, [captureId]);
  if (png === null) return null;
  return (
    <figure className={classes.growing}>
      <div
        className={classes.grown}
        tabIndex={0}
        role="region"
        aria-label="The picture so far; scrolls"
      >
        <Picture png={png} alt="The page as far as it is pictured" />
      </div>
      <figcaption className={layout.caption}>The picture so far, made small</figcaption>
    </figure>
  );
}

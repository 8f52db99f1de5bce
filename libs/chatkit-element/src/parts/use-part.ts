import { startTransition, useEffect, useState } from 'react';
import { loadPart, readyPart, type PartName, type Parts } from './load-part.js';

/** A part for a view: the module, or what to show in its place. */
export const usePart = <T extends PartName>(name: T, wanted = true): Parts[T] | 'loading' | 'failed' => {
  const [part, setPart] = useState<Parts[T] | 'loading' | 'failed'>(() => (wanted && readyPart(name)) || 'loading');
  useEffect(() => {
    if (!wanted) {
      return undefined;
    }
    let left = false;
    loadPart(name).then(
      // Many views may wait for one part: they are drawn in turns, so that no frame is long.
      (module) => !left && startTransition(() => setPart(() => module)),
      () => !left && setPart('failed'),
    );
    return () => {
      left = true;
    };
  }, [name, wanted]);
  return part;
};

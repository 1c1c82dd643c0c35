import { type MouseEvent, useState } from 'react';

/** For a button that asks once more before what cannot be undone. The second half of a double click is no answer. */
export function useSure(run: () => void) {
  const [asked, setAsked] = useState(false);
  const onClick = ({ detail }: Pick<MouseEvent, 'detail'>) => {
    if (!asked) setAsked(true);
    else if (detail < 2) run();
  };
  const onBlur = () => setAsked(false);
  return { asked, onClick, onBlur };
}

// A camera for as long as something is shown.
import { useEffect, useState } from "preact/hooks";

import { closeCamera, openCamera, troubleBefore, troubleOf, type Trouble } from "./camera";

/** The camera `wanted`, by default the one that faces the person. Its light goes out when this is left. */
export function useCamera(wanted: string | null): { stream: MediaStream | null; trouble: Trouble | null; again: () => void } {
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(troubleBefore);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (troubleBefore()) return;
    let left = false;
    let opened: MediaStream | null = null;
    const open = async () => {
      try {
        opened = await openCamera(wanted);
        if (left) return closeCamera(opened);
        // unplugged, or taken by the system
        opened.getVideoTracks()[0]?.addEventListener("ended", () => !left && setTrouble("none"));
        setStream(opened);
      } catch (error) {
        if (!left) setTrouble(troubleOf(error));
      }
    };
    void open();
    return () => {
      left = true;
      if (opened) closeCamera(opened);
      setStream(null);
    };
  }, [wanted, tries]);
  const again = () => {
    setTrouble(troubleBefore());
    setTries(tries + 1);
  };
  return { stream, trouble, again };
}

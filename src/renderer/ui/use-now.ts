import { useEffect, useState } from "react";

const minute = 60_000;

/** The time to the minute: "today" turns into a date at midnight without a reload. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), minute);
    return () => clearInterval(timer);
  }, []);
  return now;
}

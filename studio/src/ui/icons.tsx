// Small pictures beside words. They say nothing that the words do not say.
const PATHS = {
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L20 20",
  camera: "M4 8h3l1.5-2.5h7L17 8h3v11H4zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z",
  file: "M6 3h8l4 4v14H6zM14 3v4h4M12 17v-6m-2.5 2.5L12 11l2.5 2.5",
  paste: "M9 5H6v16h12V5h-3M9 3h6v4H9zM9 12h6m-6 4h4",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  shield: "M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6z",
  bin: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  arrow: "M9 5l7 7-7 7",
  ruler: "M3 9h18v7H3zM7 9v3m4-3v3m4-3v3m4-3v3",
  pen: "M5 19l1-4L16 5l3 3L9 18z",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5c.5-4 3.5-6 7.5-6s7 2 7.5 6",
  tick: "M5 12.5l4.5 4.5L19 7.5",
  question: "M7.5 8.5a4.5 4.5 0 1 1 6.8 3.9c-1.5.9-2.3 1.8-2.3 3.6M12 20v.5",
  light: "M12 7.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM12 2.5V4m0 16v1.5M2.5 12H4m16 0h1.5M5.3 5.3l1 1m11.4 11.4l1 1m0-13.4l-1 1M6.3 17.7l-1 1",
  child: "M12 5.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM7 20c.3-3.5 2.3-5.5 5-5.5s4.7 2 5 5.5",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="1.8"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}

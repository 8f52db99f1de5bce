/** The sign of Frontdesk, a desk bell; as in public/favicon.svg. */
export function Mark() {
  return (
    <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden>
      <rect width="32" height="32" rx="9" fill="#7c4dee" />
      <path
        d="M8 22.5h16M10.5 22.5a5.5 5.5 0 0 1 11 0M16 17v-2.4M13.8 12.6h4.4"
        fill="none"
        stroke="#fff"
        strokeWidth="2.2"
        strokeLinecap="round"
      />
    </svg>
  );
}
